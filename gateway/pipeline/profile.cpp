#include "gateway/pipeline/profile.hpp"

#include "gateway/pipeline/collected.hpp"
#include "gateway/pipeline/findings.hpp"
#include "gateway/pipeline/source_name.hpp"

namespace sluice::pipeline {
namespace {

std::string text(const check::StoredRow& row, std::string_view column) {
    const auto found = row.find(column);
    return found == row.end() ? std::string() : found->second.value_or("");
}

std::string month_of(const std::string& date) {
    return date.size() < 7 ? std::string() : date.substr(0, 7);
}

using AttendanceByCode = std::map<std::string, schema::Attendance>;

// What each outcome of a contact says; nothing where the dataset has no such field or list.
AttendanceByCode attendance_of(const schema::Documents& documents) {
    AttendanceByCode out;
    const auto* contact = documents.dataset.entity("contact");
    const auto outcome = contact == nullptr ? std::nullopt : contact->field("outcome");
    const auto* list = outcome ? documents.code_system(contact->fields[*outcome].codes) : nullptr;
    if (list != nullptr) {
        for (const auto& code : list->codes) {
            out[code.code] = code.attendance;
        }
    }
    return out;
}

// Where a person's records are counted that do not say it themselves.
struct PersonPlace {
    std::string month = std::string(check::kNoMonth);  // of the first referral
    std::string practice = {};
};

class Profiler {
  public:
    Profiler(
        const Pack& pack, store::Store& store, std::string purpose,
        const std::optional<std::set<std::string>>& senders
    )
        : pack_(pack),
          store_(store),
          purpose_(std::move(purpose)),
          senders_(senders),
          attendance_(attendance_of(*pack.documents)),
          out_{check::Completeness(*pack.documents, *pack.terms), {}, {}, {}, {}, {}} {}

    Result<Profile> run();

  private:
    Result<void> read_findings();
    void count_completeness(const schema::Entity& entity, const check::StoredRow& row);
    using Visit = std::function<void(const check::StoredRow&)>;
    Result<void> each(const std::string& entity, const Visit& visit);
    Result<void> place_people();
    std::string month_of_record(const schema::Entity& entity, const check::StoredRow& row) const;
    std::string own_practice(const schema::Entity& entity, const check::StoredRow& row) const;
    std::string practice_of_record(const schema::Entity& entity, const check::StoredRow& row) const;
    void count_activity(const schema::Entity& entity, const check::StoredRow& row);
    void count_attendance(const check::StoredRow& row);

    const Pack& pack_;
    store::Store& store_;
    std::string purpose_;
    const std::optional<std::set<std::string>>& senders_;
    const AttendanceByCode attendance_;
    Profile out_;
    CollectedFields collected_;
    // Fields whose value a check dropped, by entity and record.
    std::map<std::pair<std::string, std::string>, std::set<std::string>> dropped_;
    std::map<std::string, std::string> month_of_episode_;
    std::set<std::string> people_attended_;
    std::map<std::string, PersonPlace> people_;
};

Result<void> Profiler::each(const std::string& entity, const Visit& visit) {
    store::ReadOptions options;
    options.purpose = purpose_;
    check::StoredRow row;  // one for all: every row has the same columns
    return store_.dataset().visit_rows(
        entity, options,
        [&](const auto& columns, const auto& values) -> Result<void> {
            for (std::size_t i = 0; i < columns.size(); ++i) {
                row.insert_or_assign(columns[i], values[i]);
            }
            if (!senders_ || senders_->contains(text(row, "sender"))) {
                visit(row);
            }
            return {};
        }
    );
}

std::string Profiler::month_of_record(const schema::Entity& entity, const check::StoredRow& row) const {
    if (entity.name == "referral") {
        return month_of(text(row, entity.date));
    }
    const auto episode = month_of_episode_.find(text(row, "episode_id"));
    if (episode != month_of_episode_.end() && !episode->second.empty()) {
        return episode->second;
    }
    const auto person = people_.find(text(row, "person_id"));
    return person == people_.end() ? std::string(check::kNoMonth) : person->second.month;
}

// A code that stands for no practice names none.
std::string Profiler::own_practice(const schema::Entity& entity, const check::StoredRow& row) const {
    auto practice = entity.practice.empty() ? std::string() : text(row, entity.practice);
    return pack_.terms->meaning("ods-default-codes", practice) ? std::string() : practice;
}

std::string Profiler::practice_of_record(const schema::Entity& entity, const check::StoredRow& row) const {
    if (auto practice = own_practice(entity, row); !practice.empty()) {
        return practice;
    }
    const auto person = people_.find(text(row, "person_id"));
    if (person != people_.end() && !person->second.practice.empty()) {
        return person->second.practice;
    }
    const auto* system = pack_.documents->system(system_of_source(text(row, "supplier")));
    return system != nullptr && system->of_practices ? text(row, "organisation") : std::string();
}

Result<void> Profiler::place_people() {
    SLUICE_TRY(each("episode", [&](const auto& row) {
        month_of_episode_[text(row, "episode_id")] = month_of(text(row, "referral_date"));
    }));
    const auto& person = *pack_.documents->dataset.entity(pack_.documents->dataset.person);
    SLUICE_TRY(each(person.name, [&](const auto& row) {
        people_[text(row, "person_id")].practice = own_practice(person, row);
    }));
    // "none" sorts after every month.
    return each("referral", [&](const auto& row) {
        auto& month = people_[text(row, "person_id")].month;
        month = std::min(month, month_of(text(row, "referral_date")));
    });
}

void Profiler::count_activity(const schema::Entity& entity, const check::StoredRow& row) {
    const auto month = month_of(text(row, entity.date));
    if (entity.name == "referral") {
        auto& count = out_.referrals[month];
        if (text(row, "counted") == "true") {
            ++count.made;
        } else if (text(row, "status") == "declined_by_person") {
            ++count.declined;
        }
    } else if (entity.name == "contact") {
        ++out_.contacts[{month, text(row, "outcome")}];
        count_attendance(row);
    }
}

void Profiler::count_attendance(const check::StoredRow& row) {
    auto& count = out_.attendance;
    ++count.contacts;
    const auto said = attendance_.find(text(row, "outcome"));
    if (said == attendance_.end()) {
        return;
    }
    if (said->second == schema::Attendance::attended) {
        ++count.attended;
        people_attended_.insert(text(row, "person_id"));
    } else if (said->second == schema::Attendance::missed) {
        ++count.missed;
    }
    count.people = people_attended_.size();
}

Result<void> Profiler::read_findings() {
    const auto& rules = pack_.rules();
    return store_.dataset().visit_findings(purpose_, [&](const store::RecordState& state) -> Result<void> {
        if (senders_ && !senders_->contains(state.sender)) {
            return {};
        }
        SLUICE_ASSIGN(const auto findings, read_record_findings(state.issues_json));
        for (const auto& finding : findings) {
            ++out_.open_findings[finding.rule];
            const auto rule = rules.find(finding.rule);
            if (rule && rules[*rule].effect == schema::Effect::drop_value) {
                dropped_[{state.entity, state.record_id}].insert(finding.field);
            }
        }
        return {};
    });
}

void Profiler::count_completeness(const schema::Entity& entity, const check::StoredRow& row) {
    check::RowContext context;
    context.organisation = text(row, "organisation");
    context.month = month_of_record(entity, row);
    context.practice = practice_of_record(entity, row);
    context.supplier = text(row, "supplier");
    context.sender = text(row, "sender");
    context.collected = collected_.of(context.supplier, context.sender);
    const auto dropped = dropped_.find({entity.name, text(row, entity.fields.front().name)});
    context.dropped = dropped == dropped_.end() ? nullptr : &dropped->second;
    out_.completeness.add(entity, row, context);
}

Result<Profile> Profiler::run() {
    SLUICE_ASSIGN(collected_, CollectedFields::load(store_, purpose_));
    SLUICE_TRY(read_findings());
    SLUICE_TRY(place_people());
    for (const auto& entity : pack_.documents->dataset.entities) {
        if (!entity.stored) {
            continue;
        }
        SLUICE_TRY(each(entity.name, [&](const auto& row) {
            const auto organisation = text(row, "organisation");
            out_.organisations[organisation] = text(row, "organisation_name");
            count_completeness(entity, row);
            count_activity(entity, row);
        }));
    }
    return std::move(out_);
}

}  // namespace

Result<Profile> profile(
    const Pack& pack, store::Store& store, const std::string& purpose,
    const std::optional<std::set<std::string>>& senders
) {
    return Profiler(pack, store, purpose, senders).run();
}

}  // namespace sluice::pipeline
