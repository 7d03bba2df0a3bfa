#include "gateway/outlet/summary.hpp"

#include "gateway/outlet/sums.hpp"
#include "gateway/outlet/words.hpp"

namespace sluice::outlet {
namespace {

bool holds(const Header& header, std::string_view word) {
    return header.status.find(word) != std::string::npos;
}

Count findings(const Report& report) {
    Count sum = 0;
    for (const IssueGroup* group : worth_fixing(report, report.issues.size())) {
        sum += group->count;
    }
    return sum;
}

State state_of(const Report& report, const RowCounts& rows) {
    // A status such as "processed_with_rejects" is no refusal of the set.
    const bool processed = holds(report.header, "processed");
    if (!processed && (holds(report.header, "held") || holds(report.header, "rejected"))) {
        return State::stopped;
    }
    if (rows_needing_attention(rows) > 0 || findings(report) > 0 || !report.header.set_problems.empty() ||
        files_that_do_not_add_up(report.files) > 0) {
        return State::attention;
    }
    return rows.read == 0 ? State::empty : State::good;
}

std::string headline(const Report& report, State state, const RowCounts& rows) {
    switch (state) {
        case State::good:
            return "Nothing needs your attention.";
        case State::empty:
            return report.header.nil_return ? "This is a nil return." : "There was nothing to read.";
        case State::stopped:
            return holds(report.header, "rejected") ? "This submission was not accepted."
                                                    : "This submission is on hold.";
        case State::attention:
            break;
    }
    const Count attention = rows_needing_attention(rows);
    if (attention == 0) {
        return "Every row could be dealt with; there are some things to look at.";
    }
    return counted(attention, "row needs your attention.", "rows need your attention.");
}

void say_attention(std::vector<std::string>& sentences, const RowCounts& rows, bool dry_run) {
    if (rows.held > 0 && dry_run) {
        sentences.push_back(
            counted(rows.held, "row would be held", "rows would be held") +
            ", not lost, and would count as soon as what is missing arrives or is put right."
        );
    } else if (rows.held > 0) {
        sentences.push_back(
            counted(rows.held, "row is held, not lost: it is", "rows are held, not lost: they are") +
            " kept and will count as soon as what is missing arrives or is put right."
        );
    }
    if (rows.rejected > 0) {
        sentences.push_back(
            counted(rows.rejected, "row", "rows") + " could not be used until corrected and sent again."
        );
    }
}

void say_profile(std::vector<std::string>& sentences, const Header& header) {
    if (header.profile_lacks > 0) {
        sentences.push_back(
            "For the profile " + header.profile + ", " +
            counted(header.profile_lacks, "thing is", "things are") + " missing, listed below."
        );
    }
    if (header.profile_asks_less) {
        sentences.push_back(
            "Nothing was asked for that this purpose does not keep, nor groups of which that is a part: for "
            "direct care the profile asks for all of it."
        );
    }
}

void say_check(std::vector<std::string>& sentences, const Report& report) {
    const Count wrong = files_that_do_not_add_up(report.files);
    if (wrong > 0) {
        sentences.push_back(
            "The counts of " + counted(wrong, "file", "files") +
            " do not add up. This is a fault of the gateway, not of your data: please report it."
        );
    } else if (!report.files.empty()) {
        sentences.push_back("The counts add up in every file: each row read is accounted for once.");
    }
}

}  // namespace

Summary summarise(const Report& report) {
    const RowCounts rows = total(report.files);
    Summary summary;
    summary.state = state_of(report, rows);
    summary.headline = headline(report, summary.state, rows);
    auto& sentences = summary.sentences;
    if (report.header.dry_run) {
        sentences.emplace_back("This was a trial run: the files were checked and nothing was stored.");
        sentences.emplace_back(
            "They were checked by themselves: what they need from earlier submissions, such as the patients "
            "of "
            "a full extract, is shown as missing, and a set that is not complete was read all the same."
        );
    }
    if (report.header.nil_return && summary.state == State::empty) {
        sentences.emplace_back("The sender says that nothing happened in the period. There is nothing to fix."
        );
        return summary;
    }
    std::string read = "We read " + counted(rows.read, "row", "rows") + " in " +
                       counted(data_files(report.files), "file", "files") + '.';
    if (rows.read > 0) {
        read +=
            ' ' + counted(rows.accepted, "was", "were") + " used; " + grouped(rows.skipped) +
            " had nothing to do with social prescribing, were repeats or must be kept out, and were skipped.";
    }
    sentences.push_back(std::move(read));
    say_attention(sentences, rows, report.header.dry_run);
    const Count found = findings(report);
    if (found > 0 && rows_needing_attention(rows) == 0) {
        sentences.push_back(
            "The checks found " + counted(found, "thing", "things") + " worth looking at, listed below."
        );
    }
    say_profile(sentences, report.header);
    say_check(sentences, report);
    return summary;
}

}  // namespace sluice::outlet
