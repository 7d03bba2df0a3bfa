#include "gateway/map/episodes.hpp"

#include "gateway/map/ids.hpp"
#include "gateway/record/tree.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <tuple>

namespace sluice::map {

namespace {

struct Event {
    Date date;
    std::size_t order = 0;  // on one day: as in `attaches`, what closes last
    record::Record* record = nullptr;
    bool opens = false;
    bool closes = false;
    bool waits = false;
    std::optional<schema::Fault> unattached;  // what is said of it where it finds no episode
};

void set_if(record::Record& record, std::string_view field, std::string value) {
    if (record.entity->field(field)) {
        record.set(field, std::move(value));
    }
}

std::optional<schema::EntityIndex> entity_of(
    const schema::Documents& documents, const std::string& name, const schema::Located& where,
    schema::Faults& faults
) {
    const auto entity = documents.dataset.entity_index(name);
    if (!entity) {
        faults.add(where.where, "there is no entity '" + name + "'");
    }
    return entity;
}

// No expression where the document gives none.
std::optional<expression::Expression> compile_guard(const schema::Located& text, schema::Faults& faults) {
    if (text.empty()) {
        return std::nullopt;
    }
    auto compiled = expression::compile(text.text);
    if (!compiled) {
        faults.add(text.where, compiled.error().text());
        return std::nullopt;
    }
    return std::move(*compiled);
}

Result<bool> passes(const std::optional<expression::Expression>& guard, const expression::Node& node) {
    if (!guard) {
        return true;
    }
    SLUICE_ASSIGN(const auto holds, expression::holds(*guard, &node, expression::Context{}));
    return holds.value_or(false);
}

}  // namespace

EpisodeProgram EpisodeProgram::compile(const schema::Documents& documents, schema::Faults& faults) {
    EpisodeProgram out;
    out.documents_ = &documents;
    for (const auto& opener : documents.dataset.episode.opens) {
        if (const auto entity = entity_of(documents, opener.entity, opener.when, faults)) {
            out.opens_.push_back({*entity, compile_guard(opener.when, faults)});
        }
    }
    for (const auto& [name, unattached] : documents.dataset.episode.unattached) {
        if (const auto entity = entity_of(documents, name, unattached.when, faults)) {
            out.unattached_[*entity] = {unattached.fault, compile_guard(unattached.when, faults)};
        }
    }
    return out;
}

// Walks one person's events in order.
class EpisodeBuilder {
  public:
    EpisodeBuilder(
        const EpisodeProgram& program, std::vector<record::Record>& records, std::string_view supplier,
        const Date& as_of
    )
        : program_(program),
          definition_(program.documents_->dataset.episode),
          records_(records),
          supplier_(supplier),
          as_of_(as_of) {}

    Result<void> run();

  private:
    bool waits(const record::Record& record) const;
    Result<std::vector<Event>> events();
    void find_sent_episodes();
    record::Record* episode_by_id(std::string_view id);
    record::Record* named_episode(const record::Record& record);
    record::Record* sent_episode_on(const Date& date) const;
    bool is_sent(const record::Record& episode) const;
    void step(const Event& event);
    void open(const Event& event);
    void attach(const Event& event, record::Record& episode);
    void close(const Event& event);
    void lapse_before(const Date& date);
    void finish();
    void report_unattached(record::Record& record, std::optional<schema::Fault> fault) const;
    void set_stages();

    const EpisodeProgram& program_;
    const schema::EpisodeDefinition& definition_;
    std::vector<record::Record>& records_;
    std::string_view supplier_;
    Date as_of_;
    std::vector<record::Record*> sent_;    // episodes that the source sends itself, by start
    std::deque<record::Record> episodes_;  // formed here; stay where they are
    std::map<std::string, record::Record*, std::less<>> by_id_;
    std::map<std::string, std::string, std::less<>> episode_of_referral_;
    bool is_open_ = false;
    Date last_activity_;
};

// For something of its own. It is in the episode of its day, but opens, counts and closes nothing until what
// it waits for has come. What is held with its person alone is as it will be.
bool EpisodeBuilder::waits(const record::Record& record) const {
    const auto with_person = program_.documents_->rules.of(schema::Fault::link_person_held);
    const auto& issues = record.issues;
    return record.verdict == Verdict::held &&
           std::none_of(issues.begin(), issues.end(), [&](const Issue& issue) {
               return issue.rule == with_person;
           });
}

Result<std::vector<Event>> EpisodeBuilder::events() {
    const record::RecordTree tree(records_);
    std::vector<Event> events;
    for (std::size_t i = 0; i < records_.size(); ++i) {
        auto& record = records_[i];
        const bool closes = record.entity->name == definition_.closing_entity;
        const auto& attaching = definition_.attaches;
        const auto place = std::find(attaching.begin(), attaching.end(), record.entity->name);
        const auto date = record.date(closes ? definition_.closing_date : record.entity->date);
        if (record.verdict == Verdict::rejected || (closes ? waits(record) : place == attaching.end())) {
            continue;
        }
        std::optional<schema::Fault> unattached;
        const auto found = program_.unattached_.find(record.entity_index);
        if (found != program_.unattached_.end()) {
            SLUICE_ASSIGN(const bool said, passes(found->second.when, tree.nodes()[i]));
            unattached = said ? std::optional(found->second.fault) : std::nullopt;
        }
        if (!date) {
            report_unattached(record, unattached);
            continue;
        }
        Event event{
            date->truncated(DatePrecision::day),
            static_cast<std::size_t>((closes ? attaching.end() : place) - attaching.begin()),
            &record,
            false,
            closes,
            waits(record),
            unattached};
        for (const auto& opener : program_.opens_) {
            if (event.waits || opener.entity != record.entity_index) {
                continue;
            }
            SLUICE_ASSIGN(const bool opens, passes(opener.when, tree.nodes()[i]));
            event.opens = event.opens || opens;
        }
        events.push_back(event);
    }
    std::sort(events.begin(), events.end(), [](const Event& a, const Event& b) {
        return std::make_tuple(a.date, a.order, std::string_view(a.record->id)) <
               std::make_tuple(b.date, b.order, std::string_view(b.record->id));
    });
    return events;
}

// What is held waits for something else first: what it belongs to shows when that has come.
void EpisodeBuilder::report_unattached(record::Record& record, std::optional<schema::Fault> fault) const {
    if (fault && record.verdict == Verdict::accepted) {
        const auto origin = record.rows.empty() ? record::Origin{} : record.rows.front();
        record.issues.push_back(program_.documents_->rules.issue(*fault, origin.at));
        record.issues.back().receipt = origin.receipt;
    }
}

void EpisodeBuilder::open(const Event& event) {
    const auto index = *program_.documents_->dataset.entity_index(definition_.entity);
    record::Record episode;
    episode.entity_index = index;
    episode.entity = &program_.documents_->dataset.entities[index];
    episode.id = record_id(supplier_, event.record->entity->name, event.record->id, definition_.entity);
    episode.cells.resize(episode.entity->fields.size());
    episode.cells.front() = {true, episode.id, {}, {}};
    episode.rows = event.record->rows;
    set_if(episode, "person_id", std::string(event.record->text("person_id")));
    set_if(episode, "start_date", event.date.to_string());
    set_if(episode, "status", "open");
    episodes_.push_back(std::move(episode));
    by_id_[episodes_.back().id] = &episodes_.back();
    is_open_ = true;
}

bool EpisodeBuilder::is_sent(const record::Record& episode) const {
    return std::find(sent_.begin(), sent_.end(), &episode) != sent_.end();
}

void EpisodeBuilder::find_sent_episodes() {
    for (auto& record : records_) {
        if (record.entity->name == definition_.entity && record.verdict != Verdict::rejected) {
            sent_.push_back(&record);
            by_id_[record.id] = &record;
        }
    }
    std::sort(sent_.begin(), sent_.end(), [](const auto* a, const auto* b) {
        return std::make_tuple(a->text("start_date"), std::string_view(a->id)) <
               std::make_tuple(b->text("start_date"), std::string_view(b->id));
    });
}

record::Record* EpisodeBuilder::episode_by_id(std::string_view id) {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
}

// The episode that the record names itself, or that the referral belongs to which it names.
record::Record* EpisodeBuilder::named_episode(const record::Record& record) {
    if (auto* episode = episode_by_id(record.text("episode_id"))) {
        return episode;
    }
    const auto referral = episode_of_referral_.find(record.text("referral_id"));
    return referral == episode_of_referral_.end() ? nullptr : episode_by_id(referral->second);
}

record::Record* EpisodeBuilder::sent_episode_on(const Date& date) const {
    const auto day = date.to_string();
    for (auto* episode : sent_) {
        const auto end = episode->text("end_date");
        if (episode->text("start_date") <= day && (end.empty() || day <= end)) {
            return episode;
        }
    }
    return nullptr;
}

void EpisodeBuilder::attach(const Event& event, record::Record& episode) {
    set_if(*event.record, "episode_id", episode.id);
    if (event.record->entity->name == "referral") {
        episode_of_referral_[event.record->id] = episode.id;
    }
    if (is_open_ && !event.waits && &episode == &episodes_.back()) {
        last_activity_ = event.date;
    }
    episode.source_was_held = episode.source_was_held || event.record->source_was_held;
    if (event.opens && event.record->entity->field("counted")) {
        const bool first = !episode.cell("first_referral_id").present;
        event.record->set("counted", first ? "true" : "false");
        if (first) {
            set_if(episode, "first_referral_id", event.record->id);
            set_if(episode, "referral_date", event.date.to_string());
        }
    }
}

void EpisodeBuilder::close(const Event& event) {
    auto& episode = episodes_.back();
    set_if(episode, "status", "closed");
    set_if(episode, "end_date", event.date.to_string());
    set_if(episode, "closure_reason", std::string(event.record->text(definition_.closing_reason)));
    for (const auto& origin : event.record->rows) {
        episode.rows.push_back(origin);
    }
    is_open_ = false;
}

void EpisodeBuilder::lapse_before(const Date& date) {
    const Date limit = add_months(last_activity_, definition_.months_without_activity);
    if (is_open_ && date > limit) {
        set_if(episodes_.back(), "status", "lapsed");
        set_if(episodes_.back(), "end_date", limit.to_string());
        is_open_ = false;
    }
}

void EpisodeBuilder::step(const Event& event) {
    lapse_before(event.date);
    auto* episode = named_episode(*event.record);
    if (event.closes) {
        if (episode != nullptr && is_sent(*episode)) {
            return;  // it says itself when it ended
        }
        // A referral of an episode that has ended has nothing to do with one that began later.
        const bool names_referral = !event.record->text("referral_id").empty();
        if (is_open_ && (!names_referral || episode == &episodes_.back())) {
            close(event);
        } else {
            report_unattached(*event.record, event.unattached);
        }
        return;
    }
    episode = episode != nullptr ? episode : sent_episode_on(event.date);
    if (episode == nullptr && !is_open_ && event.opens) {
        open(event);
    }
    if (episode != nullptr) {
        attach(event, *episode);
    } else if (is_open_) {
        attach(event, episodes_.back());
    } else if (event.record->entity->name != "referral") {
        report_unattached(*event.record, event.unattached);
    }
}

// A stage that was sent stands. Else the first of its instrument, and version, in the episode is the
// baseline; later ones are reviews. Outside an episode there is nothing to be first of.
void EpisodeBuilder::set_stages() {
    std::vector<record::Record*> assessments;
    for (auto& record : records_) {
        if (record.entity->field("stage") && record.entity->field("instrument") &&
            record.verdict != Verdict::rejected && !waits(record) && record.cell("episode_id").present) {
            assessments.push_back(&record);
        }
    }
    std::sort(assessments.begin(), assessments.end(), [](const auto* a, const auto* b) {
        return std::make_tuple(a->text(a->entity->date), std::string_view(a->id)) <
               std::make_tuple(b->text(b->entity->date), std::string_view(b->id));
    });
    using Series = std::tuple<std::string, std::string, std::string>;
    std::set<Series> seen;
    for (auto* record : assessments) {
        const Series series(
            record->text("episode_id"), record->text("instrument"), record->text("instrument_version")
        );
        const bool first = seen.insert(series).second;
        if (!record->cell("stage").present) {
            record->set("stage", first ? "baseline" : "review");
        }
    }
}

void EpisodeBuilder::finish() {
    lapse_before(as_of_);
    set_stages();
    std::move(episodes_.begin(), episodes_.end(), std::back_inserter(records_));
    std::sort(records_.begin(), records_.end(), [](const auto& a, const auto& b) {
        return std::tie(a.entity_index, a.id) < std::tie(b.entity_index, b.id);
    });
}

Result<void> EpisodeBuilder::run() {
    find_sent_episodes();
    SLUICE_ASSIGN(const auto all, events());
    for (const auto& event : all) {
        step(event);
    }
    finish();
    return {};
}

Result<void> EpisodeProgram::run(
    std::vector<record::Record>& records, std::string_view supplier, const Date& as_of
) const {
    return EpisodeBuilder(*this, records, supplier, as_of).run();
}

}  // namespace sluice::map
