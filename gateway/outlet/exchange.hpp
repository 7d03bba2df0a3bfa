// The dataset as files of the exchange contract (gateway/schema/exchange.hpp): what is written here is read
// again as the same records, and written again as the same bytes. One thread.
#pragma once

#include "gateway/schema/exchange.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace sluice::outlet {

struct ExchangeFile {
    std::string name;  // referral.csv
    std::string text;  // UTF-8, LF, RFC 4180 quoting
    std::uint64_t rows = 0;
};

// Fed with the accepted records of the store; holds them in memory until finish().
class ExchangeExport {
  public:
    // The dataset must outlive it. `purpose`: entities that it does not allow have no file. `identity`: with
    // the columns of zone identity, where the purpose allows them.
    ExchangeExport(const schema::Dataset& dataset, std::string_view purpose, bool identity);

    using Row = std::map<std::string, std::optional<std::string>, std::less<>>;  // by column of the store

    // The ids of all records must be known before the first is added. A record is written under the id that
    // was sent, so that it is found again elsewhere; where two records of one organisation would have the
    // same (two systems number alike), each is written under the store's own id: a package keeps its ids
    // apart by organisation only.
    void note_id(const schema::Entity& entity, const Row& row);
    void add(const schema::Entity& entity, const Row& row);
    // The entity is collected by a source, whether or not there are records of it now.
    void note_collected(const std::string& entity) { collected_.insert(entity); }

    // One file an entity of the contract that has records or is collected, in the order of the dataset;
    // without records it is a heading alone, so that a snapshot says that there are none. Of what nobody
    // collects there is no file, and a column that no record fills is left out, unless it is mandatory: what
    // stands there is collected, and whoever reads it would miss it. Rows by organisation, then id.
    std::vector<ExchangeFile> finish();
    bool has_nhs_numbers() const { return has_nhs_numbers_; }

  private:
    struct Table {
        std::vector<schema::ExchangeColumn> columns;
        std::vector<std::vector<std::string>> rows;  // organisation first, then by columns
        std::vector<bool> used;                      // by columns
        bool names_used = false;
    };

    struct Named {
        std::string organisation;
        std::string sent;  // empty: the record was made here
    };
    struct Ids {
        std::unordered_map<std::string, Named> named;         // by the store's own id
        std::unordered_map<std::string, std::size_t> claims;  // organisation and id -> records that have it
    };

    // Empty where no record of that id is written.
    std::string written_id(const std::string& entity, const std::string& own) const;
    std::string value_of(const schema::Entity& entity, const schema::ExchangeColumn& column, const Row& row)
        const;
    ExchangeFile write(const schema::Entity& entity, Table& table) const;

    const schema::Dataset& dataset_;
    std::string purpose_;
    std::map<std::string, Table> tables_;  // by entity
    std::map<std::string, Ids> ids_;       // by entity
    std::set<std::string> collected_;      // entities
    bool has_nhs_numbers_ = false;
};

}  // namespace sluice::outlet
