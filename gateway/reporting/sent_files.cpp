#include "gateway/reporting/sent_files.hpp"

namespace sluice::reporting {

Result<store::FileTally> SentFiles::file_of(const store::ReceiptIssue& issue) {
    const auto owner = issue.origin == 0 ? receipt_.seq : issue.origin;
    if (!files_.contains(owner)) {
        SLUICE_ASSIGN(files_[owner], store_.receipts().file_tallies(owner));
    }
    const auto& files = files_[owner];
    return issue.at.file < files.size() ? files[issue.at.file] : store::FileTally();
}

}  // namespace sluice::reporting
