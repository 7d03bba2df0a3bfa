#include "gateway/reporting/submission_board.hpp"

#include "gateway/pipeline/backfill.hpp"
#include "gateway/pipeline/packages.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace sluice::reporting {
namespace {

// What one package of a receipt brought, or a receipt without packages: who it speaks for, and when.
struct Sent {
    std::string receipt;
    std::string status;  // of the receipt, or of the package alone
    std::string purpose;
    std::string day;           // on which it was received
    std::optional<Date> from;  // nothing: it shows how things stood on `to`
    std::optional<Date> to;
    std::set<std::string> organisations;  // its sender, and those that its rows name
    bool package = false;
    bool nil = false;
    bool recognised = false;  // a file, or a manifest that can be read

    Date first() const { return from.value_or(*to); }  // REQUIRES: `to`
    bool usable() const { return status == store::kProcessed || status == store::kProcessedWithFindings; }
};

Sent sent_of(const store::Receipt& receipt) {
    const auto& submission = receipt.submission;
    Sent sent;
    sent.receipt = receipt.id;
    sent.status = receipt.status;
    sent.purpose = submission.purpose;
    sent.day = submission.received_at.substr(0, 10);
    sent.from = Date::parse(submission.period_from);
    sent.to = Date::parse(submission.period_to.empty() ? submission.as_of : submission.period_to);
    return sent;
}

// The manifest of a package says whom and when it is for. Of several packages, none speaks for the sender of
// another.
void read_package(const pipeline::Package& package, const std::set<std::string>& senders, Sent& sent) {
    sent.package = true;
    if (!package.manifest) {
        return;
    }
    const auto& manifest = *package.manifest;
    sent.recognised = true;
    sent.nil = manifest.nil_return;
    sent.from = Date::parse(manifest.period_start);
    sent.to = Date::parse(manifest.period_end);
    std::erase_if(sent.organisations, [&](const auto& code) { return senders.contains(code); });
    sent.organisations.insert(manifest.sender_ods);
}

// What became of each file as a whole: held with its set, rejected, or neither.
struct FileFates {
    std::set<std::uint32_t> held;
    std::set<std::uint32_t> rejected;
};

Result<FileFates> file_fates(const pipeline::Pack& pack, store::Store& store, const store::Receipt& receipt) {
    FileFates fates;
    SLUICE_ASSIGN(fates.held, pipeline::refused_files(store, receipt));
    SLUICE_TRY(store.receipts()
                   .visit_issues(receipt.seq, [&](const store::ReceiptIssue& issue) -> Result<void> {
                       const auto rule = pack.rules().find(issue.rule);
                       if (rule && pack.rules()[*rule].effect == schema::Effect::reject_file) {
                           fates.rejected.insert(issue.at.file);
                       }
                       return {};
                   }));
    return fates;
}

// What became of a file, or of all files of a package; the better last.
enum class Fate { none, rejected, held, used };

Fate fate_of(const store::FileTally& file, const FileFates& fates) {
    if (file.table.empty() || fates.rejected.contains(file.file)) {
        return Fate::rejected;
    }
    return fates.held.contains(file.file) ? Fate::held : Fate::used;
}

// By the best of its files. The manifest is none of them, and without one that can be used nothing is.
Fate fate_of(
    const pipeline::Package& package, const std::vector<store::FileTally>& files, const FileFates& fates
) {
    if (!package.manifest || fates.rejected.contains(package.file)) {
        return Fate::rejected;
    }
    auto best = Fate::none;
    for (const auto& file : files) {
        if (file.file != package.file && package.holds(file.name)) {
            best = std::max(best, fate_of(file, fates));
        }
    }
    return best;
}

// The receipt has one status for all of its packages; this is the package's own.
std::string status_of(Fate fate, const Sent& sent) {
    if (!sent.usable() && sent.status != store::kHeld) {
        return sent.status;
    }
    switch (fate) {
        case Fate::rejected:
            return std::string(store::kRejected);
        case Fate::held:
            return std::string(store::kHeld);
        case Fate::none:
        case Fate::used:
            break;
    }
    return sent.usable() ? sent.status : std::string(store::kProcessed);  // the others wait
}

Result<void> add_sent(
    const pipeline::Pack& pack, store::Store& store, const store::Receipt& receipt, std::vector<Sent>& out
) {
    auto sent = sent_of(receipt);
    SLUICE_ASSIGN(sent.organisations, store.receipts().organisations_of(receipt.seq));
    SLUICE_ASSIGN(const auto tallies, store.receipts().file_tallies(receipt.seq));
    sent.recognised =
        std::any_of(tallies.begin(), tallies.end(), [](const auto& tally) { return !tally.table.empty(); });
    SLUICE_ASSIGN(const auto packages, pipeline::packages_of(pack, store, receipt));
    std::set<std::string> senders;
    for (const auto& package : packages) {
        if (package.manifest && packages.size() > 1) {
            senders.insert(package.manifest->sender_ods);
        }
    }
    if (packages.size() <= 1) {
        sent.organisations.insert(receipt.submission.sender);
    }
    FileFates fates;
    if (!packages.empty()) {
        SLUICE_ASSIGN(fates, file_fates(pack, store, receipt));
    }
    for (const auto& package : packages) {
        out.push_back(sent);
        read_package(package, senders, out.back());
        out.back().status = status_of(fate_of(package, tallies, fates), out.back());
    }
    if (packages.empty()) {
        const auto& files = receipt.submission.files;
        sent.package = std::any_of(files.begin(), files.end(), [&](const auto& file) {
            return pack.documents->exchange.is_manifest(file.name);
        });
        out.push_back(std::move(sent));
    }
    return {};
}

bool is_for(const Sent& sent, const Period& period) {
    return sent.to && period.first <= *sent.to && sent.first() <= period.last;
}

// Is there something for every day of the period, for one purpose? What was sent for another fills no gap.
bool cover(std::vector<const Sent*> sent, const Period& period) {
    std::sort(sent.begin(), sent.end(), [](const auto* a, const auto* b) { return a->from < b->from; });
    std::map<std::string_view, Date> next;  // by purpose: the first day that nothing covers yet
    for (const auto* one : sent) {
        if (!one->from) {
            return true;
        }
        auto& day = next.try_emplace(one->purpose, period.first).first->second;
        if (*one->from <= day) {
            day = std::max(day, add_days(*one->to, 1));
        }
        if (day > period.last) {
            return true;
        }
    }
    return false;
}

// Did two submissions bring the same days for one purpose? Packages of one submission are no correction of
// each other, nor is what was sent for another purpose.
bool overlap(std::vector<const Sent*> sent) {
    std::sort(sent.begin(), sent.end(), [](const auto* a, const auto* b) {
        return std::pair(std::string_view(a->purpose), a->first()) <
               std::pair(std::string_view(b->purpose), b->first());
    });
    // Of what began before, what ends last. What another submission brought ended before that one began, or
    // it would have been found.
    const Sent* last = nullptr;
    for (const auto* one : sent) {
        if (last != nullptr && one->purpose != last->purpose) {
            last = nullptr;
        }
        if (last != nullptr && one->receipt != last->receipt && one->first() <= *last->to) {
            return true;
        }
        last = last == nullptr || *last->to < *one->to ? one : last;
    }
    return false;
}

bool answers(const Sent& sent, const RegisterEntry& entry, const Period& period) {
    const bool purpose = entry.purpose.empty() || sent.purpose == entry.purpose;
    // What could not be recognised may have been meant for anything.
    const bool what =
        entry.what.empty() || !sent.recognised || sent.package == (entry.what == schema::kExchangeSystem);
    return sent.organisations.contains(entry.organisation) && purpose && what && is_for(sent, period);
}

std::size_t receipts_of(const std::vector<const Sent*>& sent) {
    std::set<std::string_view> receipts;
    for (const auto* one : sent) {
        receipts.insert(one->receipt);
    }
    return receipts.size();
}

// Of submissions that can be used. A nil return takes no rows back: what was sent before it stands.
std::string_view state_of_usable(const std::vector<const Sent*>& usable, const Period& period, bool late) {
    if (!cover(usable, period)) {
        return "part";
    }
    if (std::all_of(usable.begin(), usable.end(), [](const auto* one) { return one->nil; })) {
        return "nil";
    }
    return overlap(usable) ? "corrected" : (late ? kLateState : "received");
}

std::string_view state_of_unusable(const std::vector<const Sent*>& sent, const Date& due, const Date& as_of) {
    const auto any = [&](auto what) { return std::any_of(sent.begin(), sent.end(), what); };
    if (any([](const auto* one) { return one->status == store::kHeld; })) {
        return "held";
    }
    if (any([](const auto* one) { return one->status == store::kRejected && one->recognised; })) {
        return "rejected";
    }
    if (any([](const auto* one) { return one->status == store::kRejected; })) {
        return "format_rejected";
    }
    return as_of > due ? "overdue" : "not_due";
}

BoardLine line_of(
    const RegisterEntry& entry, const Period& period, const std::vector<Sent>& all, const Date& as_of
) {
    BoardLine line{entry, period, add_days(period.last, entry.due_days), kExemptState, false, "", 0};
    std::vector<const Sent*> sent;
    std::vector<const Sent*> usable;
    for (const auto& one : all) {
        if (one.day > as_of.to_string() || !answers(one, entry, period)) {
            continue;
        }
        sent.push_back(&one);
        if (one.usable()) {
            usable.push_back(&one);
        }
    }
    line.submissions = receipts_of(sent);
    line.receipt = sent.empty() ? std::string() : sent.back()->receipt;
    if (!entry.exempt_reason.empty()) {
        return line;
    }
    if (usable.empty()) {
        line.state = state_of_unusable(sent, line.due, as_of);
        return line;
    }
    line.receipt = usable.back()->receipt;
    std::vector<const Sent*> in_time;
    std::copy_if(usable.begin(), usable.end(), std::back_inserter(in_time), [&](const auto* one) {
        return one->day <= line.due.to_string();
    });
    line.late = as_of > line.due && !cover(in_time, period);
    line.state = state_of_usable(usable, period, line.late);
    return line;
}

}  // namespace

Result<std::vector<BoardLine>> submission_board(
    const pipeline::Pack& pack, store::Store& store, const std::vector<RegisterEntry>& entries,
    const Date& as_of, const std::optional<Date>& within
) {
    SLUICE_ASSIGN(const auto receipts, store.receipts().receipts());
    std::vector<Sent> sent;
    for (const auto& receipt : receipts) {
        SLUICE_TRY(add_sent(pack, store, receipt, sent));
    }
    std::vector<BoardLine> lines;
    for (const auto& entry : entries) {
        const auto period = within ? period_of(entry, *within) : last_period(entry, as_of);
        if (is_expected(entry, period)) {
            lines.push_back(line_of(entry, period, sent, as_of));
        }
    }
    return lines;
}

}  // namespace sluice::reporting
