#include "gateway/outlet/json.hpp"

#include "gateway/format/json_writer.hpp"
#include "gateway/outlet/sums.hpp"
#include "gateway/outlet/words.hpp"

namespace sluice::outlet {
namespace {

using format::JsonWriter;

void member(JsonWriter& json, std::string_view key, std::string_view text) {
    json.member(key, text);
}

void member(JsonWriter& json, std::string_view key, Count number) {
    json.key(key);
    json.number(std::to_string(number));
}

template <class List, class WriteOne>
void list(JsonWriter& json, std::string_view key, const List& items, WriteOne write_one) {
    json.key(key);
    json.begin_array();
    for (const auto& item : items) {
        json.begin_object();
        write_one(item);
        json.end_object();
    }
    json.end_array();
}

void write_files(JsonWriter& json, const Report& report, bool full) {
    list(json, "files", report.files, [&](const FileLine& file) {
        member(json, "name", file.name);
        if (full) {
            member(json, "table", file.table);
        }
        member(json, "sha256", file.sha256);
        member(json, "bytes", file.bytes);
        member(json, "read", file.rows.read);
        member(json, "accepted", file.rows.accepted);
        member(json, "held", file.rows.held);
        member(json, "rejected", file.rows.rejected);
        member(json, "skipped", file.rows.skipped);
    });
}

void write_entities(JsonWriter& json, const Report& report, bool full) {
    json.key("entities");
    json.begin_object();
    for (const EntityLine& entity : report.entities) {
        json.key(entity.name);
        json.begin_object();
        member(json, "accepted", entity.accepted);
        member(json, "held", entity.held);
        member(json, "rejected", entity.rejected);
        member(json, "released", entity.released);
        if (full) {
            member(json, "title", entity.title);
            member(json, "added", entity.added);
            member(json, "changed", entity.changed);
            member(json, "removed", entity.removed);
            member(json, "unchanged", entity.unchanged);
            member(json, "in_store", entity.in_store);
        }
        json.end_object();
    }
    json.end_object();
}

void write_date(JsonWriter& json, std::string_view key, const std::optional<Date>& date) {
    json.key(key);
    if (date) {
        json.string(date->to_string());
    } else {
        json.null();
    }
}

void write_organisation(JsonWriter& json, const Organisation& organisation) {
    member(json, "code", organisation.code);
    member(json, "name", organisation.name);
}

void write_header(JsonWriter& json, const Header& header) {
    json.key("sender");
    json.begin_object();
    write_organisation(json, header.sender);
    json.end_object();
    member(json, "purpose", header.purpose);
    member(json, "legal_basis", header.legal_basis);
    write_date(json, "period_start", header.period_start);
    write_date(json, "period_end", header.period_end);
    member(json, "semantics", header.semantics);
    write_date(json, "as_of", header.as_of);
    member(json, "received_at", format_instant(header.received_at));
    member(json, "pack_version", header.pack_version);
    member(json, "pack_digest", header.pack_digest);
    list(json, "stand_ins", header.stand_ins, [&](const StandIn& entry) {
        member(json, "counts", entry.counts);
        member(json, "refset", entry.refset);
    });
    json.key("dry_run");
    json.boolean(header.dry_run);
    json.key("nil_return");
    json.boolean(header.nil_return);
    member(json, "profile", header.profile);
    list(json, "set_problems", header.set_problems, [&](const SetProblem& problem) {
        member(json, "rule", problem.rule);
        member(json, "title", problem.title);
        member(json, "detail", problem.detail);
        member(json, "fix", problem.fix);
    });
}

void write_examples(JsonWriter& json, const IssueGroup& group) {
    list(json, "examples", group.examples, [&](const IssueExample& example) {
        member(json, "file", example.file);
        member(json, "record", example.record);
        member(json, "column", place_in_row(example));
        member(json, "note", example.note);
    });
    member(json, "examples_more", group.examples_more);
}

void write_issue(JsonWriter& json, const IssueGroup& group) {
    member(json, "rule", group.rule);
    member(json, "severity", to_string(group.severity));
    member(json, "count", group.count);
    member(json, "version", group.version);
    member(json, "source", group.source);
    member(json, "title", group.title);
    member(json, "problem", group.problem);
    member(json, "why", group.why);
    member(json, "fix", group.fix);
    write_examples(json, group);
}

void write_ratio(JsonWriter& json, std::string_view key, const std::string& number) {
    json.key(key);
    if (number.empty()) {
        json.null();
    } else {
        json.number(number);
    }
}

void write_attendance(JsonWriter& json, const Attendance& attendance) {
    json.key("attendance");
    json.begin_object();
    member(json, "contacts", attendance.contacts);
    member(json, "attended", attendance.attended);
    member(json, "missed", attendance.missed);
    member(json, "people", attendance.people);
    write_ratio(json, "attended_each", attended_each_text(attendance));
    write_ratio(json, "missed_percent", percent_text(missed_share(attendance)));
    json.end_object();
}

void write_activity(JsonWriter& json, const Report& report) {
    list(json, "referrals", report.referrals, [&](const ReferralMonth& month) {
        member(json, "month", month.month);
        member(json, "made", month.made);
        member(json, "declined", month.declined);
    });
    list(json, "contacts", report.contacts, [&](const ContactMonth& month) {
        member(json, "month", month.month);
        member(json, "outcome", month.outcome);
        member(json, "count", month.count);
    });
    write_attendance(json, report.attendance);
}

void write_percent(JsonWriter& json, const CellCounts& counts, std::string_view key = "percent") {
    json.key(key);
    if (counts.expected == 0) {
        json.null();
    } else {
        json.number(percent_text(answered_share(counts)));
    }
}

void write_bar(JsonWriter& json, const CompletenessCell& cell) {
    json.key("bar");
    if (cell.bar) {
        json.number(cell.bar->to_string());
    } else {
        json.null();
    }
    json.key("met");
    if (const auto met = meets(cell.counts, cell.bar)) {
        json.boolean(*met);
    } else {
        json.null();
    }
}

void write_fixes(JsonWriter& json, const Report& report) {
    list(json, "fixes", report.fixes, [&](const Fix& fix) {
        member(json, "rule", fix.rule);
        member(json, "severity", to_string(fix.severity));
        member(json, "title", fix.title);
        member(json, "fix", fix.fix);
        member(json, "entity", fix.entity_title);
        member(json, "field", fix.field_title);
        member(json, "rows", fix.rows);
    });
}

void write_trend(JsonWriter& json, const Report& report) {
    json.key("since_last_time");
    if (!report.trend) {
        json.null();
        return;
    }
    json.begin_object();
    member(json, "receipt", report.trend->receipt_id);
    member(json, "received_at", format_instant(report.trend->received_at));
    list(json, "findings", report.trend->findings, [&](const FindingChange& change) {
        member(json, "rule", change.rule);
        member(json, "severity", to_string(change.severity));
        member(json, "before", change.before);
        member(json, "now", change.now);
        member(json, "about", change.of_rows ? "rows" : "records");
    });
    list(json, "fields", report.trend->fields, [&](const FieldChange& change) {
        member(json, "entity", change.entity);
        member(json, "field", change.field);
        write_percent(json, change.before, "before");
        write_percent(json, change.now, "now");
    });
    list(json, "shares", report.trend->points, [&](const TrendPoint& point) {
        member(json, "receipt", point.receipt_id);
        member(json, "received_at", format_instant(point.received_at));
        write_percent(json, point.weighted, "answered");
    });
    json.end_object();
}

}  // namespace

std::string render_ingest_json(const Report& report) {
    JsonWriter json;
    json.begin_object();
    member(json, "receipt", report.header.receipt_id);
    member(json, "status", report.header.status);
    write_files(json, report, false);
    write_entities(json, report, false);
    list(json, "issues", issues_by_severity(report), [&](const IssueGroup* group) {
        member(json, "rule", group->rule);
        member(json, "severity", to_string(group->severity));
        member(json, "count", group->count);
        write_examples(json, *group);
    });
    json.end_object();
    return json.take();
}

std::string render_json(const Report& report) {
    JsonWriter json;
    json.begin_object();
    member(json, "receipt", report.header.receipt_id);
    member(json, "status", report.header.status);
    write_header(json, report.header);
    write_files(json, report, true);
    write_entities(json, report, true);
    list(json, "issues", issues_by_severity(report), [&](const IssueGroup* group) {
        write_issue(json, *group);
    });
    list(json, "kept_out", report.kept_out, [&](const KeptOut& reason) {
        member(json, "rule", reason.rule);
        member(json, "title", reason.title);
        member(json, "count", reason.count);
    });
    list(json, "organisations", report.organisations, [&](const Organisation& organisation) {
        write_organisation(json, organisation);
    });
    write_activity(json, report);
    json.key("score");
    if (const auto score = score_text(report); !score.empty()) {
        json.number(score);
    } else {
        json.null();
    }
    write_fixes(json, report);
    write_trend(json, report);
    json.end_object();
    return json.take();
}

std::string completeness_json(const Report& report) {
    JsonWriter json;
    json.begin_array();
    for (const CompletenessCell* cell : sorted_cells(report)) {
        json.begin_object();
        member(json, "entity", cell->entity);
        member(json, "field", cell->field);
        member(json, "organisation", cell->organisation);
        member(json, "practice", cell->practice);
        member(json, "month", cell->month);
        member(json, "expected", cell->counts.expected);
        member(json, "present", cell->counts.present);
        member(json, "known", cell->counts.known);
        member(json, "declined", cell->counts.declined);
        write_percent(json, cell->counts);
        member(json, "sender", cell->sender);
        member(json, "supplier", cell->supplier);
        member(json, "not_collected", cell->counts.not_collected);
        member(json, "valid", cell->counts.valid);
        member(json, "coded", cell->counts.coded);
        member(json, "text_only", cell->counts.text_only);
        member(json, "unknown", cell->counts.unknown);
        member(json, "default", cell->counts.fillers);
        write_bar(json, *cell);
        json.end_object();
    }
    json.end_array();
    return json.take();
}

}  // namespace sluice::outlet
