#include "gateway/pipeline/profile.hpp"

namespace sluice::pipeline {
namespace {

constexpr std::string_view kNoMonth = "none";

std::string text(const check::StoredRow& row, std::string_view column) {
    const auto found = row.find(column);
    return found == row.end() ? std::string() : found->second.value_or("");
}

std::string month_of(const std::string& date) {
    return date.size() < 7 ? std::string() : date.substr(0, 7);
}

class Profiler {
  public:
    Profiler(
        const Pack& pack, store::Store& store, std::string purpose,
        const std::optional<std::set<std::string>>& organisations
    )
        : pack_(pack),
          store_(store),
          purpose_(std::move(purpose)),
          organisations_(organisations),
          completeness_(*pack.documents, *pack.terms) {}

    Result<Profile> run();

  private:
    using Visit = std::function<void(const check::StoredRow&)>;
    Result<void> each(const std::string& entity, const Visit& visit);
    std::string month_of_record(const schema::Entity& entity, const check::StoredRow& row) const;
    void count_activity(const schema::Entity& entity, const check::StoredRow& row);

    const Pack& pack_;
    store::Store& store_;
    std::string purpose_;
    const std::optional<std::set<std::string>>& organisations_;
    check::Completeness completeness_;
    Profile out_;
    std::map<std::string, std::string> month_of_episode_;
    std::map<std::string, std::string> month_of_person_;
};

Result<void> Profiler::each(const std::string& entity, const Visit& visit) {
    store::ReadOptions options;
    options.purpose = purpose_;
    return store_.dataset().visit_rows(
        entity, options,
        [&](const auto& columns, const auto& values) -> Result<void> {
            check::StoredRow row;
            for (std::size_t i = 0; i < columns.size(); ++i) {
                row.emplace(columns[i], values[i]);
            }
            if (!organisations_ || organisations_->contains(text(row, "organisation"))) {
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
    const auto person = month_of_person_.find(text(row, "person_id"));
    return person == month_of_person_.end() ? std::string(kNoMonth) : person->second;
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
    }
}

Result<Profile> Profiler::run() {
    SLUICE_TRY(each("episode", [&](const auto& row) {
        month_of_episode_[text(row, "episode_id")] = month_of(text(row, "referral_date"));
    }));
    SLUICE_TRY(each("referral", [&](const auto& row) {
        auto& month =
            month_of_person_.try_emplace(text(row, "person_id"), month_of(text(row, "referral_date")))
                .first->second;
        month = std::min(month, month_of(text(row, "referral_date")));
    }));
    for (const auto& entity : pack_.documents->dataset.entities) {
        if (!entity.stored) {
            continue;
        }
        SLUICE_TRY(each(entity.name, [&](const auto& row) {
            const auto organisation = text(row, "organisation");
            out_.organisations[organisation] = text(row, "organisation_name");
            completeness_.add(entity, row, organisation, month_of_record(entity, row));
            count_activity(entity, row);
        }));
    }
    out_.completeness = completeness_.counts();
    return std::move(out_);
}

}  // namespace

Result<Profile> profile(
    const Pack& pack, store::Store& store, const std::string& purpose,
    const std::optional<std::set<std::string>>& organisations
) {
    return Profiler(pack, store, purpose, organisations).run();
}

}  // namespace sluice::pipeline
