#include "gateway/reporting/report_data.hpp"

#include "gateway/base/text.hpp"
#include "gateway/outlet/sums.hpp"
#include "gateway/pipeline/file_table.hpp"
#include "gateway/pipeline/findings.hpp"
#include "gateway/pipeline/packages.hpp"
#include "gateway/pipeline/profile.hpp"
#include "gateway/reporting/fixes.hpp"
#include "gateway/reporting/sent_files.hpp"
#include "gateway/reporting/trend.hpp"

#include <map>

namespace sluice::reporting {
namespace {

std::optional<Date> date_of(const std::string& text) {
    return text.empty() ? std::nullopt : Date::parse(text);
}

outlet::Header header_of(const pipeline::Pack& pack, const store::Receipt& receipt, bool dry_run) {
    outlet::Header header;
    const auto& submission = receipt.submission;
    header.receipt_id = dry_run ? std::string() : receipt.id;
    header.sender.code = submission.sender;
    header.status = receipt.status;
    header.purpose = submission.purpose;
    header.legal_basis = submission.legal_basis;
    header.period_start = date_of(submission.period_from);
    header.period_end = date_of(submission.period_to);
    header.semantics = submission.semantics;
    header.as_of = date_of(submission.as_of).value_or(Date());
    header.received_at = parse_instant(submission.received_at).value_or(std::chrono::sys_seconds{});
    header.pack_version = receipt.definition.empty() ? pack.documents->definition() : receipt.definition;
    header.pack_digest = receipt.pack_digest;
    for (const auto& set : pack.documents->value_sets) {
        if (set.is_standin() && !set.counts.empty()) {
            header.stand_ins.push_back({set.counts, set.standin_for});
        }
    }
    header.dry_run = dry_run;
    return header;
}

// Whose files these are: rules may speak to it in words of its own.
std::string system_of(const pipeline::Pack& pack, const std::vector<store::FileTally>& files) {
    for (const auto& file : files) {
        if (pack.documents->exchange.is_manifest(file.name)) {
            return std::string(schema::kExchangeSystem);
        }
        if (const auto table = pipeline::table_of(pack, file)) {
            return table->system->name;
        }
    }
    return {};
}

outlet::IssueGroup group_of(
    const pipeline::Pack& pack, const store::IssueCount& count, const std::string& system
) {
    outlet::IssueGroup group;
    group.rule = count.rule;
    group.severity = count.severity;
    group.count = count.count;
    if (const auto found = pack.rules().find(count.rule)) {
        const auto& rule = pack.rules()[*found];
        group.version = rule.version;
        group.source = rule.source;
        group.title = rule.title;
        const auto words = rule.words_for(system);
        group.problem = words.problem;
        group.why = words.why;
        group.fix = words.fix;
    }
    return group;
}

bool keeps_out(const pipeline::Pack& pack, const std::string& id) {
    const auto found = pack.rules().find(id);
    if (!found) {
        return false;
    }
    const auto& rule = pack.rules()[*found];
    return rule.shape && rule.effect == schema::Effect::skip &&
           schema::to_string(*rule.shape).starts_with("privacy/");
}

// What a finding is about beyond its column.
std::string note_of(const pipeline::Pack& pack, const store::ReceiptIssue& issue, bool has_column) {
    if (pack.rules().find(issue.field)) {
        return issue.entity + ", rule " + issue.field;  // that could not be applied
    }
    if (has_column || issue.field.empty()) {
        return issue.entity;
    }
    return issue.entity.empty() ? issue.field : issue.entity + "." + issue.field;
}

Result<outlet::IssueExample> example_of(
    const pipeline::Pack& pack, const store::ReceiptIssue& issue, SentFiles& sent
) {
    outlet::IssueExample example;
    // A place in the files of an earlier submission is not one in these.
    SLUICE_ASSIGN(const auto file, sent.file_of(issue));
    example.file = file.name;
    const auto table = pipeline::table_of(pack, file);
    example.column = table ? table->column_name(issue.at.column) : std::string();
    if (example.column.empty()) {
        example.missing = pipeline::missing_name(*pack.documents, table, issue);
    }
    example.record = issue.at.record;
    example.note = note_of(pack, issue, !example.column.empty());
    if (issue.origin != 0) {
        example.note += (example.note.empty() ? "" : ", ") + std::string("sent earlier");
    }
    return example;
}

Result<void> add_issues(
    const pipeline::Pack& pack, store::Store& store, const store::Receipt& receipt, std::size_t examples_max,
    outlet::Report& out
) {
    SLUICE_ASSIGN(const auto counts, store.receipts().issue_counts(receipt.seq));
    SLUICE_ASSIGN(const auto files, store.receipts().file_tallies(receipt.seq));
    const auto system = system_of(pack, files);
    std::map<std::string, std::size_t> index;
    for (const auto& count : counts) {
        index[count.rule] = out.issues.size();
        out.issues.push_back(group_of(pack, count, system));
        if (keeps_out(pack, count.rule)) {
            out.kept_out.push_back({count.rule, out.issues.back().title, count.count});
        }
    }
    Fixes fixes(pack, system);
    SentFiles sent(store, receipt);
    SLUICE_TRY(store.receipts()
                   .visit_issues(receipt.seq, [&](const store::ReceiptIssue& issue) -> Result<void> {
                       auto& group = out.issues[index.at(issue.rule)];
                       fixes.add(issue);
                       if (group.examples.size() >= examples_max) {
                           ++group.examples_more;
                           return {};
                       }
                       SLUICE_ASSIGN(auto example, example_of(pack, issue, sent));
                       group.examples.push_back(std::move(example));
                       return {};
                   }));
    out.fixes = fixes.take();
    return {};
}

// As people read the dataset: entities and fields in the order of their definition.
void add_completeness(const pipeline::Pack& pack, const pipeline::Profile& profile, outlet::Report& out) {
    // There may be a million: no room for twice as many.
    std::size_t cells = 0;
    profile.completeness.visit([&](const auto&, const auto&) { ++cells; });
    out.completeness.reserve(cells);
    profile.completeness.visit([&](const auto& key, const auto& count) {
        const auto* entity = pack.documents->dataset.entity(key.entity);
        const auto& field = entity->fields[*entity->field(key.field)];
        const auto name = profile.organisations.find(key.organisation);
        out.completeness.push_back(
            {key.entity,
             entity->title,
             key.field,
             field.title,
             key.organisation,
             name == profile.organisations.end() ? std::string() : name->second,
             key.month == check::kNoMonth ? std::string() : key.month,
             {count.expected, count.present, count.known, count.declined, count.not_collected, count.valid,
              count.coded, count.text_only, count.unknown, count.fillers},
             key.sender,
             key.supplier,
             field.weight,
             field.bar,
             key.practice}
        );
    });
}

void add_profile(const pipeline::Pack& pack, const pipeline::Profile& profile, outlet::Report& out) {
    add_completeness(pack, profile, out);
    for (const auto& [code, name] : profile.organisations) {
        out.organisations.push_back({code, name});
    }
    for (const auto& [month, count] : profile.referrals) {
        out.referrals.push_back({month, count.made, count.declined});
    }
    const auto& attendance = profile.attendance;
    out.attendance = {attendance.contacts, attendance.attended, attendance.missed, attendance.people};
    const auto* outcomes = pack.documents->code_system("contact-outcome");
    for (const auto& [key, count] : profile.contacts) {
        std::string title = key.second;
        for (const auto& code : outcomes == nullptr ? std::vector<schema::Code>{} : outcomes->codes) {
            title = code.code == key.second ? code.display : title;
        }
        out.contacts.push_back({key.first, key.second, title, count});
    }
}

// People name their own reports.
bool is_report(const pipeline::Pack& pack, const store::FileTally& file) {
    const auto table = pipeline::table_of(pack, file);
    return table && table->system->report;
}

}  // namespace

Result<outlet::Report> report_data(
    const pipeline::Pack& pack, store::Store& store, const store::Receipt& receipt, const ReportScope& scope
) {
    outlet::Report out;
    out.header = header_of(pack, receipt, scope.dry_run);
    SLUICE_ASSIGN(const auto files, store.receipts().file_tallies(receipt.seq));
    for (const auto& file : files) {
        out.files.push_back(
            {file.name,
             file.sha256,
             file.bytes,
             file.table,
             {file.read, file.accepted, file.held, file.rejected, file.skipped},
             pack.documents->exchange.is_manifest(file.name),
             is_report(pack, file)}
        );
    }
    SLUICE_ASSIGN(const auto entities, store.receipts().entity_tallies(receipt.seq));
    if (outlet::data_files(out.files) == 0) {
        SLUICE_ASSIGN(const auto packages, pipeline::packages_of(pack, store, receipt));
        out.header.nil_return = pipeline::are_nil_returns(packages);
    }
    // A sender sees what that sender may know: the records that it has sent, or that came in packages like
    // these. To name an organisation gives no right to what others sent of it.
    const auto& submission = receipt.submission;
    const auto senders = submission.senders();
    SLUICE_ASSIGN(const auto stored, store.dataset().counts_of_senders(submission.purpose, senders));
    for (const auto& entity : entities) {
        outlet::EntityLine line{
            entity.entity,
            entity.entity,
            entity.accepted,
            entity.held,
            entity.rejected,
            entity.released,
            entity.added,
            entity.changed,
            entity.removed,
            entity.unchanged,
            0};
        if (const auto* definition = pack.documents->dataset.entity(entity.entity)) {
            line.title = definition->title;
        }
        const auto in_store = stored.find(entity.entity);
        line.in_store = in_store == stored.end() ? 0 : in_store->second;
        out.entities.push_back(std::move(line));
    }
    SLUICE_TRY(add_issues(pack, store, receipt, scope.examples_max, out));
    if (scope.completeness) {
        SLUICE_ASSIGN(out.trend, trend_of(pack, store, receipt));
        SLUICE_ASSIGN(const auto profile, pipeline::profile(pack, store, submission.purpose, senders));
        add_profile(pack, profile, out);
        const auto name = profile.organisations.find(submission.sender);
        out.header.sender.name = name == profile.organisations.end() ? std::string() : name->second;
    }
    return out;
}

Result<outlet::Report> completeness_data(
    const pipeline::Pack& pack, store::Store& store, const std::string& purpose
) {
    outlet::Report out;
    SLUICE_ASSIGN(const auto profile, pipeline::profile(pack, store, purpose));
    add_profile(pack, profile, out);
    return out;
}

}  // namespace sluice::reporting
