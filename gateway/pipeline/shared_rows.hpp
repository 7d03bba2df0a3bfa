// The rows that many persons share (users, sessions, codes, organisations), looked up among the facts when a
// link needs them. Safe to call from several threads.
#pragma once

#include "gateway/base/text.hpp"
#include "gateway/map/program.hpp"
#include "gateway/map/select.hpp"
#include "gateway/record/row.hpp"
#include "gateway/store/store.hpp"

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace sluice::pipeline {

// The table's name among the facts.
std::string fact_table(const schema::SourceSystem& system, std::size_t table);

// A row among the facts as a source row; owns its bytes.
struct LoadedRow {
    store::StoredFact fact;
    std::unique_ptr<record::RowLayout> layout;  // only where the stored layout is not today's
    std::unique_ptr<record::SourceRow> row;
};
// REQUIRES: the store's mutex is held. `links` may be null.
Result<std::unique_ptr<LoadedRow>> load_row(
    store::StoredFact fact, const map::Program& program, std::size_t table, std::string_view purpose,
    store::Facts& facts, record::LinkResolver* links
);

class SharedRows final : public record::LinkResolver {
  public:
    // `store_mutex` guards every use of the store, which belongs to one thread at a time.
    SharedRows(
        const map::Program& program, store::Facts& facts, std::string purpose, std::mutex& store_mutex
    );
    ~SharedRows() override;
    void said(std::string_view words, bool alone, std::vector<record::Concept>& out) override {
        program_.said(words, alone, out);
    }

    // Links to tables of scope person lead nowhere from here.
    void linked(
        const record::SourceRow& row, const schema::ForeignKey& key,
        std::vector<const record::SourceRow*>& out
    ) override;
    void find(std::size_t table, std::string_view key, std::vector<const record::SourceRow*>& out);

    const map::Program& program() const { return program_; }
    // Whether a row of the table must wait for one that it refers to.
    const map::Selector& selector(std::size_t table) const { return selectors_[table]; }

    struct Entry;
    // Notes each lookup of this thread, found or not, while it lives: what a person's records depend on.
    class Recording {
      public:
        explicit Recording(SharedRows& rows);
        ~Recording();
        Recording(const Recording&) = delete;
        Recording& operator=(const Recording&) = delete;
        std::vector<store::SharedKey> keys() const;  // each once

      private:
        SharedRows& rows_;
        std::vector<const Entry*> entries_;
    };

    // An error of the store while a link was followed; checked after each piece of work.
    Result<void> status() const;
    // After shared facts have changed. No lookup may be under way.
    void forget();

  private:
    using ByKey = std::unordered_map<std::string, std::unique_ptr<Entry>, TextHash, std::equal_to<>>;
    const Entry& entry(std::size_t table, std::string_view key);
    Result<std::unique_ptr<Entry>> load(std::size_t table, std::string_view key);

    const map::Program& program_;
    store::Facts& facts_;
    std::string purpose_;
    std::mutex& store_mutex_;
    mutable std::mutex mutex_;
    std::vector<ByKey> entries_;            // by table; none is removed while rows are looked up
    std::vector<map::Selector> selectors_;  // by table
    Result<void> status_;
};

}  // namespace sluice::pipeline
