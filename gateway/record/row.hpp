// A row of a source table as an expression node: its columns are children by name, linked rows by the names
// of the schema's foreign keys. The hub of the mapping language (mappings/README.md).
#pragma once

#include "gateway/base/source_ref.hpp"
#include "gateway/expression/node.hpp"
#include "gateway/schema/source.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::record {

// Which columns of a table are kept, in the order of the cells. One per table and purpose; shared.
struct RowLayout {
    // Of a cell that was kept under an older pack, and whose column the table no longer has.
    static constexpr std::uint16_t kNoColumn = 0xFFFF;

    const schema::SourceSystem* system = nullptr;
    std::size_t table = 0;               // index within the system
    std::vector<std::uint16_t> columns;  // schema column of each cell, or kNoColumn
    std::vector<std::int32_t> cell_of;   // by schema column; -1 = not kept

    static RowLayout make(
        const schema::SourceSystem& system, std::size_t table, std::vector<std::uint16_t> columns
    );
    const schema::SourceTable& schema() const { return system->tables[table]; }
};

// Where a row came from, across submissions.
struct Origin {
    std::uint32_t receipt = 0;  // sequence number of the receipt
    SourceRef at;
    auto operator<=>(const Origin&) const = default;
};

class SourceRow;
struct Concept;

// What a row alone cannot tell: the rows that a link points at, which live as long as the resolver, and what
// its words mean.
class LinkResolver {
  public:
    virtual ~LinkResolver() = default;
    virtual void linked(
        const SourceRow& row, const schema::ForeignKey& key, std::vector<const SourceRow*>& out
    ) = 0;
    // The codes that the pack's lists have under these words; none where no list does. `alone`: nothing else
    // tells which of the lists is meant, so words that mean one thing in one and another in another mean
    // none.
    virtual void said(std::string_view, bool, std::vector<Concept>&) {}
};

class SourceRow final : public expression::Node {
  public:
    // `cells` in the order of the layout; views that must outlive the row. `links` may be null: no linked
    // rows.
    SourceRow(const RowLayout& layout, std::vector<std::string_view> cells, LinkResolver* links);

    void child(std::string_view name, expression::Collection& out) const override;
    void children(expression::Collection& out) const override;
    std::string_view type_name() const override { return layout_->schema().name; }
    // A column or link with the table's own name is meant where an expression begins with it.
    bool is_type(std::string_view name) const override;

    const RowLayout& layout() const { return *layout_; }
    const schema::SourceTable& table() const { return layout_->schema(); }
    std::string_view cell(std::size_t schema_column) const;  // empty where blank or not kept
    std::string_view cell(std::string_view column) const;
    bool linked(std::string_view name, std::vector<const SourceRow*>& out) const;  // false: no such link

    // The text of the columns, joined by kKeySeparator: the identity of rows and of links.
    std::string key_of(const std::vector<std::string>& columns) const;
    // True where any of the columns is not blank: the link is set.
    bool any_set(const std::vector<std::string>& columns) const;

    // A date column, cut to the precision that the row states; no value where blank, a sentinel or not a
    // date.
    std::optional<Date> date(std::size_t schema_column) const;

    // Where a cell of this row stands, for findings (schema::SourceTable::place).
    std::uint32_t place(std::size_t schema_column) const;
    // See LinkResolver::said.
    void said(std::string_view words, bool alone, std::vector<Concept>& out) const;

    Origin origin;
    std::string key;       // primary key
    std::string stamp;     // of the file's name; empty where it has none
    bool vacated = false;  // its slot went to somebody else
    bool removed = false;  // the person left the extract's scope
    bool held = false;     // an earlier receipt held it

  private:
    const RowLayout* layout_;
    std::vector<std::string_view> cells_;
    LinkResolver* links_;
};

inline constexpr char kKeySeparator = '\x1f';

}  // namespace sluice::record
