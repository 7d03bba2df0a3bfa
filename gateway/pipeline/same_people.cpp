#include "gateway/pipeline/same_people.hpp"

#include "gateway/pipeline/continuations.hpp"
#include "gateway/pipeline/link_schemes.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <set>

namespace sluice::pipeline {
namespace {

using check::Happening;

constexpr std::size_t kPersonsAPage = 4096;
constexpr std::size_t kPersonsOfANumberMax = 64;  // more are no one person, whatever the number

// What is known of a record beside what decides.
struct Stored {
    std::string entity;
    std::string id;
    std::string same_as;
    std::string person;  // key among the facts
    std::string organisation;
    std::string sender;
    std::string receipt;
    std::string source_file;
    std::string source_record;
};

std::string quoted(std::string_view name) {
    return '"' + std::string(name) + '"';
}

class Joiner {
  public:
    explicit Joiner(const SubmissionContext& context)
        : context_(context),
          dataset_(context.pack.documents->dataset),
          links_(context.links()),
          senders_(context.receipt->submission.senders()) {
        for (const auto& event : dataset_.same.events) {
            add_query(event);
        }
    }

    Result<void> run();

  private:
    struct Group {
        check::Happenings happenings;
        std::vector<Stored> records;
    };

    void add_query(const schema::SameEvent& event);
    bool continuations_changed() const;
    Result<void> note_continued(const std::string& person);
    Result<std::vector<std::string>> linked_with(const std::string& person);
    Result<void> each_touched(const std::function<Result<void>(const std::string& person)>& visit);
    Result<void> join(const std::vector<std::string>& persons);
    Result<void> read(const std::string& person, Group& group);
    Result<void> write(
        const std::vector<std::string>& persons, const Group& group,
        const std::map<std::string, std::string>& standing
    );
    void tell(const Group& group, const Stored& record, const std::string& standing);
    SourceRef place_of(const Stored& record) const;

    const SubmissionContext& context_;
    const schema::Dataset& dataset_;
    store::Links& links_;
    const std::set<std::string> senders_;
    std::vector<check::Continuation> continuations_;
    std::map<std::string, std::set<std::string>> columns_;  // by entity: what the rules name
};

void Joiner::add_query(const schema::SameEvent& event) {
    auto& columns = columns_[event.entity];
    columns.insert(event.places.begin(), event.places.end());
    columns.insert(event.unlike.begin(), event.unlike.end());
    for (const auto& [field, codes] : event.alike) {
        columns.insert(field);
    }
    if (!event.follows_field.empty()) {
        columns.insert(event.follows_field);
    }
}

bool Joiner::continuations_changed() const {
    const auto& entities = context_.tally->entities;
    const auto tally = entities.find(std::string(schema::kContinuation));
    return tally != entities.end() && tally->second.added + tally->second.changed + tally->second.removed > 0;
}

Result<void> Joiner::each_touched(const std::function<Result<void>(const std::string& person)>& visit) {
    std::string after;
    for (;;) {
        SLUICE_ASSIGN(const auto page, links_.touched("", after, kPersonsAPage));
        if (page.empty()) {
            return {};
        }
        for (const auto& person : page) {
            SLUICE_TRY(visit(person));
        }
        after = page.back();
    }
}

Result<void> Joiner::note_continued(const std::string& person) {
    SLUICE_ASSIGN(const auto before, links_.link_value(person, kContinuedScheme));
    SLUICE_ASSIGN(const auto now, continued_value(context_, continuations_, person));
    // Both those who were the same person until now and those who are so from now on.
    for (const bool changed : {false, true}) {
        if (changed && before != now) {
            SLUICE_TRY(links_.set_link_value(person, kContinuedScheme, now));
        }
        SLUICE_ASSIGN(
            const auto sharing,
            before.empty() && now.empty() ? std::vector<std::string>() : linked_with(person)
        );
        for (const auto& other : sharing) {
            SLUICE_TRY(links_.touch(other));
        }
    }
    return {};
}

// All who are the same person, sorted; those, too, who are so by way of another.
Result<std::vector<std::string>> Joiner::linked_with(const std::string& person) {
    std::vector<std::string> persons = {person};
    for (std::size_t i = 0; i < persons.size() && persons.size() <= kPersonsOfANumberMax; ++i) {
        for (const auto scheme : kLinkingSchemes) {
            SLUICE_ASSIGN(const auto value, links_.link_value(persons[i], scheme));
            SLUICE_ASSIGN(
                const auto sharing,
                value.empty() ? std::vector<std::string>() : links_.persons_with(scheme, value)
            );
            for (const auto& other : sharing) {
                if (std::find(persons.begin(), persons.end(), other) == persons.end()) {
                    persons.push_back(other);
                }
            }
        }
    }
    std::sort(persons.begin(), persons.end());
    return persons;
}

// The person's accepted records that an outlet may show.
Result<void> Joiner::read(const std::string& person, Group& group) {
    for (const auto& entry : columns_) {
        const auto& name = entry.first;
        const auto& columns = entry.second;
        const auto* entity = dataset_.entity(name);
        if (!dataset_.allows(context_.purpose(), *entity)) {
            continue;
        }
        const std::string date = entity->date.empty() ? "NULL" : "e." + quoted(entity->date);
        const std::string local_id =
            entity->field(schema::kLocalId) ? "e." + quoted(schema::kLocalId) : std::string("NULL");
        std::string sql =
            "SELECT s.record_id, e.supplier, e.organisation, e.sender, e.receipt, e.source_file, "
            "e.source_record, e.same_as, " +
            date + ", " + local_id;
        std::string joins;
        for (const auto& column : columns) {
            const auto dot = column.find('.');
            sql +=
                dot == std::string::npos ? ", e." + quoted(column) : ", p." + quoted(column.substr(dot + 1));
            if (dot != std::string::npos) {
                joins = " LEFT JOIN " + quoted(dataset_.person) +
                        " p ON p.person_id = e.person_id AND "
                        "p.purpose = e.purpose";
            }
        }
        sql += " FROM sluice_record_state s CROSS JOIN " + quoted(name) + " e ON e." +
               quoted(entity->fields.front().name) + " = s.record_id AND e.purpose = s.purpose" + joins +
               " WHERE s.purpose = :purpose AND s.person = :person AND s.entity = :entity AND "
               "e.held_back = 0";
        SLUICE_TRY(context_.store.dataset().query(
            sql, {{"purpose", context_.purpose()}, {"person", person}, {"entity", name}},
            [&](const auto&, const auto& values) -> Result<void> {
                const auto text = [&](std::size_t at) { return values[at].value_or(""); };
                group.records.push_back(
                    {name, text(0), text(7), person, text(2), text(3), text(4), text(5), text(6)}
                );
                Happening one{text(0), text(1), text(2), text(9), Date::parse(text(8)), {}};
                std::size_t at = 10;
                for (const auto& column : columns) {
                    one.values[column] = text(at++);
                }
                group.happenings[name].push_back(std::move(one));
                return {};
            }
        ));
    }
    return {};
}

// Where the record stands, if it came with this submission.
SourceRef Joiner::place_of(const Stored& record) const {
    SourceRef at{kNoFile, 0, 0, 0};
    const auto& files = context_.tally->files;
    const auto file = std::find_if(files.begin(), files.end(), [&](const auto& one) {
        return one.name == record.source_file;
    });
    if (record.receipt == context_.receipt->id && file != files.end()) {
        const auto& row = record.source_record;
        std::from_chars(row.data(), row.data() + row.size(), at.record);
        at.file = file->file;
    }
    return at;
}

// Only to whom both records are known already: that another has the same one is that other's business.
void Joiner::tell(const Group& group, const Stored& record, const std::string& standing) {
    const auto other = std::find_if(group.records.begin(), group.records.end(), [&](const auto& one) {
        return one.entity == record.entity && one.id == standing;
    });
    const auto event =
        std::find_if(dataset_.same.events.begin(), dataset_.same.events.end(), [&](const auto& one) {
            return one.entity == record.entity && one.fault;
        });
    if (event != dataset_.same.events.end() && other != group.records.end() &&
        senders_.contains(record.sender) && senders_.contains(other->sender)) {
        const auto issue = context_.pack.rules().issue(*event->fault, place_of(record));
        context_.tally->add(issue, record.entity, record.id, {}, {record.organisation, 0});
    }
}

Result<void> Joiner::write(
    const std::vector<std::string>& persons, const Group& group,
    const std::map<std::string, std::string>& standing
) {
    std::set<std::string> joined;  // persons
    for (const auto& record : group.records) {
        const auto found = standing.find(record.id);
        const std::string now = found == standing.end() ? std::string() : found->second;
        if (!now.empty()) {
            joined.insert(record.person);
        }
        if (now != record.same_as) {
            SLUICE_TRY(context_.store.dataset().set_column(
                context_.purpose(), record.entity, record.id, schema::kSameAs,
                now.empty() ? store::Value() : store::Value(now)
            ));
            if (!now.empty()) {
                tell(group, record, now);
            }
        }
    }
    for (const auto& person : persons) {
        SLUICE_TRY(links_.set_link_value(person, kJoinedScheme, joined.contains(person) ? "1" : ""));
    }
    return {};
}

Result<void> Joiner::join(const std::vector<std::string>& persons) {
    Group group;
    for (const auto& person : persons) {
        SLUICE_TRY(read(person, group));
    }
    const bool one = persons.size() > 1 && persons.size() <= kPersonsOfANumberMax;
    return write(
        persons, group,
        one ? check::same_events(dataset_.same, continuations_, group.happenings)
            : std::map<std::string, std::string>()
    );
}

Result<void> Joiner::run() {
    if (dataset_.same.events.empty()) {
        return {};
    }
    SLUICE_ASSIGN(continuations_, load_continuations(context_));
    if (continuations_changed()) {
        SLUICE_TRY(links_.touch_all());
    }
    SLUICE_TRY(each_touched([&](const std::string& person) { return note_continued(person); }));
    return each_touched([&](const std::string& person) -> Result<void> {
        SLUICE_ASSIGN(const auto persons, linked_with(person));
        if (persons.size() == 1) {
            SLUICE_ASSIGN(const auto joined, links_.link_value(person, kJoinedScheme));
            return joined.empty() ? Result<void>() : join(persons);
        }
        // Who are one are all touched: once for the first of them.
        return person == persons.front() ? join(persons) : Result<void>();
    });
}

}  // namespace

Result<void> join_sources(const SubmissionContext& context) {
    const std::lock_guard lock(context.store_mutex);
    return Joiner(context).run();
}

}  // namespace sluice::pipeline
