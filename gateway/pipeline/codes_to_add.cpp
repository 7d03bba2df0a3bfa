#include "gateway/pipeline/codes_to_add.hpp"

#include "gateway/pipeline/dataset_rows.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <tuple>

namespace sluice::pipeline {
namespace {

struct Person {
    std::string standing;  // the record that stands for the person in all sources
    std::string practice;
    std::string practice_name;
    std::string local_id;
    std::string nhs_number;
    std::string birth_date;
};

struct Referral {
    std::string person;  // record id
    std::string source;
    std::string date;
};

class List {
  public:
    List(const Pack& pack, store::Store& store, const CodesToAddOptions& options)
        : dataset_(pack.documents->dataset), store_(store), options_(options) {}
    Result<CodesToAdd> run();

  private:
    Result<void> read_persons();
    Result<void> read_referrals();
    bool is_coded(const std::string& standing, const std::string& date) const;
    bool is_wanted(const std::string& practice, const std::string& date) const;
    void add(const Referral& referral);

    const schema::Dataset& dataset_;
    store::Store& store_;
    const CodesToAddOptions& options_;
    std::map<std::string, Person> persons_;                  // by record id
    std::map<std::string, const Person*> in_gp_record_;      // by who stands for the person
    std::map<std::string, std::vector<std::string>> coded_;  // dates, by who stands for the person
    std::map<std::string, Referral> referrals_;              // of tools, by the record that stands for it
    CodesToAdd out_;
};

Result<void> List::read_persons() {
    return visit(store_, dataset_.person, options_.purpose, [&](const DatasetRow& row) {
        const auto id = row.text("person_id");
        const auto same = row.text(schema::kSameAs);
        const bool is_gp = dataset_.same.kind_of(row.text("supplier")) == dataset_.codes_to_add.into;
        Person person{same.empty() ? id : same,
                      row.text("practice_ods"),
                      is_gp ? row.text("organisation_name") : std::string(),
                      row.text("local_id"),
                      row.text("nhs_number"),
                      row.text("birth_date")};
        const auto& kept = persons_.emplace(id, std::move(person)).first->second;
        // A person who has moved has a record with each practice: the last one that does not know them gone.
        auto& gp = in_gp_record_[kept.standing];
        if (is_gp && (gp == nullptr || row.text("deactivation_date").empty())) {
            gp = &kept;
        }
    });
}

Result<void> List::read_referrals() {
    const auto& rule = dataset_.codes_to_add;
    const auto is_listed = [](const std::vector<std::string>& list, const std::string& text) {
        return std::find(list.begin(), list.end(), text) != list.end();
    };
    return visit(store_, "referral", options_.purpose, [&](const DatasetRow& row) {
        const auto& kind = dataset_.same.kind_of(row.text("supplier"));
        const auto person = persons_.find(row.text("person_id"));
        if (person == persons_.end()) {
            return;
        }
        if (kind == rule.into && row.text("code") == rule.code) {
            coded_[person->second.standing].push_back(row.text("referral_date"));
        } else if (kind == rule.from && is_listed(rule.statuses, row.text("status"))) {
            // Two tools of one service may have one referral.
            const auto same = row.text(schema::kSameAs);
            referrals_.try_emplace(
                same.empty() ? row.text("referral_id") : same,
                Referral{person->first, row.text("supplier"), row.text("referral_date")}
            );
        }
    });
}

bool List::is_coded(const std::string& standing, const std::string& date) const {
    const auto day = Date::parse(date);
    const auto found = coded_.find(standing);
    return day && found != coded_.end() &&
           std::any_of(found->second.begin(), found->second.end(), [&](const auto& text) {
               const auto coded = Date::parse(text);
               return coded && std::abs((coded->days() - day->days()).count()) <= dataset_.codes_to_add.days;
           });
}

bool List::is_wanted(const std::string& practice, const std::string& date) const {
    return (options_.practice.empty() || practice == options_.practice) &&
           (options_.from.empty() || date >= options_.from) && (options_.to.empty() || date <= options_.to);
}

void List::add(const Referral& referral) {
    const auto& person = persons_.at(referral.person);
    const auto* gp = in_gp_record_[person.standing];
    const auto& practice = gp != nullptr && !gp->practice.empty() ? gp->practice : person.practice;
    if (!is_wanted(practice, referral.date)) {
        return;
    }
    ++out_.referrals;
    if (is_coded(person.standing, referral.date)) {
        ++out_.coded;
        return;
    }
    out_.lines.push_back(
        {practice, gp == nullptr ? std::string() : gp->practice_name,
         gp == nullptr ? std::string() : gp->local_id, referral.source, person.local_id,
         gp == nullptr || gp->nhs_number.empty() ? person.nhs_number : gp->nhs_number, person.birth_date,
         referral.date, gp != nullptr}
    );
}

Result<CodesToAdd> List::run() {
    SLUICE_TRY(read_persons());
    SLUICE_TRY(read_referrals());
    for (const auto& [id, referral] : referrals_) {
        add(referral);
    }
    std::sort(out_.lines.begin(), out_.lines.end(), [](const auto& a, const auto& b) {
        return std::tie(a.practice, a.date, a.practice_local_id, a.tool, a.tool_local_id) <
               std::tie(b.practice, b.date, b.practice_local_id, b.tool, b.tool_local_id);
    });
    return std::move(out_);
}

}  // namespace

Result<CodesToAdd> codes_to_add(const Pack& pack, store::Store& store, const CodesToAddOptions& options) {
    return List(pack, store, options).run();
}

}  // namespace sluice::pipeline
