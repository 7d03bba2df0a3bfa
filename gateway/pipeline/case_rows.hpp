// The source rows of a case (mappings/README.md), linked like the rows of one submission: what facts are of
// one.
#pragma once

#include "gateway/format/json.hpp"
#include "gateway/map/program.hpp"
#include "gateway/record/row.hpp"

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::pipeline {

using Cells = std::map<std::string, std::string>;

// Every column of every table.
std::vector<record::RowLayout> all_columns(const schema::SourceSystem& system);
// What a submission for this purpose keeps of each table.
std::vector<record::RowLayout> kept_columns(const map::Program& program, std::string_view purpose);

class SourceRows final : public record::LinkResolver {
  public:
    SourceRows(const schema::SourceSystem& system, std::vector<record::RowLayout> layouts);
    SourceRows(const SourceRows&) = delete;
    SourceRows& operator=(const SourceRows&) = delete;

    // Throws where the system has no such table or column. Columns that the layout does not keep are dropped.
    record::SourceRow& add(std::string_view table, const Cells& cells);
    // { "Admin_Patient": [ { "PatientGuid": "{P1}", ... } ], ... }
    void add(const format::JsonValue& rows_by_table);

    // To a shared table: the rows with that key; to a table of scope person: those of the same person.
    void linked(
        const record::SourceRow& row, const schema::ForeignKey& key,
        std::vector<const record::SourceRow*>& out
    ) override;

    void said(std::string_view words, bool alone, std::vector<record::Concept>& out) override;
    // Whose lists say what words mean; without, no words mean anything.
    void use_words_of(const map::Program& program) { words_ = &program; }

    std::vector<std::string> persons() const;
    // The person's rows in (table, key) order.
    std::vector<const record::SourceRow*> of_person(const std::string& person) const;
    // What the product derives from: rows that `select` drops while the file streams past are gone, and rows
    // that wait for a required link are left out.
    Result<std::vector<const record::SourceRow*>> selected(
        const map::Program& program, const std::string& person
    );

  private:
    struct Entry {
        std::deque<std::string> texts;
        std::unique_ptr<record::SourceRow> row;
        std::string person;  // empty: shared, or nobody's
        bool dropped = false;
    };
    Entry* entry_of(const record::SourceRow& row);

    const schema::SourceSystem& system_;
    std::vector<record::RowLayout> layouts_;
    std::deque<Entry> entries_;
    bool shared_only_ = false;
    const map::Program* words_ = nullptr;
};

}  // namespace sluice::pipeline
