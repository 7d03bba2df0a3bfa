// `sluice pack diff OLD NEW`: what differs between two packs, and, of a submission that was taken in, what
// becomes of it under each.
#include "gateway/app/pack_diff.hpp"

#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/base/text.hpp"
#include "gateway/pipeline/encrypted.hpp"
#include "gateway/pipeline/ingest.hpp"
#include "gateway/store/landing.hpp"

#include <filesystem>

namespace sluice::app {
namespace {

namespace fs = std::filesystem;

struct Side {
    PackSide shown;
    std::vector<schema::Layer> layers;
    std::shared_ptr<const pipeline::Pack> pack;
};

Result<Side> open_side(
    const std::string& folder, const std::vector<std::string>& extensions,
    const schema::RuleBook* newer = nullptr
) {
    Side side;
    SLUICE_ASSIGN(const auto found, find_pack(folder));
    SLUICE_ASSIGN(side.pack, pipeline::load_pack(found, extensions, newer));
    SLUICE_ASSIGN(side.layers, schema::read_layers(found, extensions));
    side.shown = {folder, side.pack->documents->definition(), side.pack->documents->digest};
    return side;
}

// The landed bytes under the names that they were sent with. A name that is there twice gets a folder of its
// own.
Result<std::string> lay_out(
    const store::Receipt& receipt, const std::string& data, const std::string& folder
) {
    SLUICE_ASSIGN(const auto store, open_store(data, false));
    const auto& landing = store->landing();
    std::size_t number = 0;
    for (const auto& file : receipt.submission.files) {
        ++number;
        if (file.sha256.empty()) {
            continue;  // refused when it came: there is a name and nothing to read
        }
        SLUICE_ASSIGN(const auto bytes, pipeline::readable(*store, file));
        if (!landing.contains(bytes.sha256)) {
            return Error(
                ErrorCode::io,
                "the bytes of " + printable(file.name) + " of receipt " + receipt.id +
                    " are not in the landing area any more, so it cannot be derived anew; put " + data +
                    "/landing back from a backup, or compare the packs without --receipt"
            );
        }
        fs::path path = fs::path(folder) / bytes.name;
        if (fs::exists(path)) {
            path = fs::path(folder) / std::to_string(number) / bytes.name;
        }
        std::error_code failed;
        fs::create_directories(path.parent_path(), failed);
        if (!failed) {
            fs::copy_file(landing.path_of(bytes.sha256), path, failed);
        }
        if (failed) {
            return Error(ErrorCode::io, "cannot lay out the files of the submission: " + failed.message());
        }
    }
    return folder;
}

pipeline::IngestOptions options_of(
    const store::Receipt& receipt, const std::string& files, unsigned workers
) {
    const auto& submission = receipt.submission;
    pipeline::IngestOptions options;
    options.paths = {files};
    options.sender = submission.sender;
    options.purpose = submission.purpose;
    options.legal_basis = submission.legal_basis;
    options.period_from = submission.period_from;
    options.period_to = submission.period_to;
    options.semantics = submission.semantics;
    options.as_of = submission.as_of;
    options.received_at = submission.received_at;
    options.workers = workers;
    options.process_incomplete = true;
    return options;
}

Result<pipeline::Replay> replay(
    const PackDiffVerb& verb, const Side& before, const Side& after, const store::Receipt& receipt
) {
    SLUICE_TRY(check_purpose(*before.pack, receipt.submission.purpose));
    SLUICE_TRY(check_purpose(*after.pack, receipt.submission.purpose));
    SLUICE_ASSIGN(const auto folder, TemporaryFolder::make());
    SLUICE_ASSIGN(const auto files, lay_out(receipt, verb.data, folder->path() + "/files"));
    const auto options = options_of(receipt, files, verb.workers);
    SLUICE_ASSIGN(const auto old_store, open_store(folder->path() + "/before", true));
    SLUICE_ASSIGN(const auto old_receipt, pipeline::ingest(*before.pack, *old_store, options));
    SLUICE_ASSIGN(const auto new_store, open_store(folder->path() + "/after", true));
    SLUICE_ASSIGN(const auto new_receipt, pipeline::ingest(*after.pack, *new_store, options));
    return pipeline::compare_stores(
        {old_store.get(), old_receipt.seq}, {new_store.get(), new_receipt.seq}, receipt.submission.purpose,
        verb.examples_max
    );
}

}  // namespace

Result<int> pack_diff(const PackDiffVerb& verb) {
    SLUICE_ASSIGN(const auto after, open_side(verb.after, verb.after_extensions));
    SLUICE_ASSIGN(const auto before, open_side(verb.before, verb.before_extensions, &after.pack->rules()));
    PackDifference difference;
    difference.before = before.shown;
    difference.after = after.shown;
    SLUICE_ASSIGN(difference.items, schema::diff_layers(before.layers, after.layers));
    if (!verb.receipt.empty()) {
        SLUICE_ASSIGN(const auto store, open_store(verb.data, false));
        SLUICE_ASSIGN(const auto receipt, find_receipt(*store, verb.receipt));
        difference.receipt = receipt.id;
        SLUICE_ASSIGN(difference.replay, replay(verb, before, after, receipt));
    }
    SLUICE_TRY(write_output("", verb.json ? difference_json(difference) : difference_text(difference)));
    return difference.any() ? kExitFindings : kExitAccepted;
}

}  // namespace sluice::app
