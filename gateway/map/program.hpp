// A source system's mappings, compiled. Immutable, shared between threads.
#pragma once

#include "gateway/base/error.hpp"
#include "gateway/expression/expression.hpp"
#include "gateway/record/concepts.hpp"
#include "gateway/record/row.hpp"
#include "gateway/schema/documents.hpp"
#include "gateway/terminology/terminology.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sluice::map {

// A column, or the columns of linked rows: `referral.ReferralUrgency`. Ends in `concept` for a code
// dictionary.
struct ColumnPath {
    std::vector<std::string> links;
    std::string column;
    bool is_concept = false;
};

struct Producer {
    schema::Producer::Kind kind = schema::Producer::Kind::constant;
    ColumnPath path;                              // from
    std::optional<expression::Expression> value;  // value
    std::string literal;                          // const
    std::size_t ref = 0;                          // mapping index
    std::vector<expression::Expression> key;      // of ref; empty: as the mapping of `ref` has it
    const schema::ForeignKey* link = nullptr;     // of ref: the row that it names must be there
    std::string system_column;                    // of coded
    std::string display_column;                   // of coded
    bool own_codes = false;         // codes of the field's own list, or their words, are taken before any map
    bool words_only = false;        // of a concept: the text says what is meant, and there is no code
    bool by_term = false;           // the text is what a code of the pack's lists is called
    bool time_of_day = false;       // only the time of a date with one
    std::vector<Producer> options;  // first_of
    std::optional<expression::Expression> when;
    std::vector<std::string> formats;
    bool remark_formats = false;  // they are tolerated, not agreed
    std::string code_map;
    std::string otherwise;
    std::string split_by;
    int split_take = 1;
    std::size_t lineage_column =
        0;  // of the mapping's own table, 1-based: where a value without one of its own stands
};

struct FieldProgram {
    FieldIndex field = 0;
    Producer producer;
};

struct MappingProgram {
    std::string name;
    std::size_t table = 0;  // of the source system
    schema::EntityIndex entity = 0;
    std::optional<expression::Expression> when;
    std::optional<expression::Expression> select;
    std::vector<std::string> select_paths;
    std::vector<expression::Expression> key;
    schema::Each each;
    std::size_t id_space = 0;  // the mapping whose table names the ids: itself, or `into`
    schema::Merge merge;
    int rank = 10;
    bool anchor = false;
    std::vector<FieldProgram> fields;
};

class Program {
  public:
    // Every fault of every mapping, with file, line and JSON Pointer, in one error of code pack.
    static Result<std::shared_ptr<const Program>> compile(
        std::shared_ptr<const schema::Documents> documents, const schema::SourceSystem& system,
        std::shared_ptr<const terminology::Terminology> terms
    );

    const schema::Documents& documents() const { return *documents_; }
    const schema::SourceSystem& system() const { return *system_; }
    const terminology::Terminology& terms() const { return *terms_; }
    const std::vector<MappingProgram>& mappings() const { return mappings_; }
    // Over a row of the system's agreement table; nothing where the system has none.
    const std::optional<expression::Expression>& agreement_disabled() const { return agreement_disabled_; }
    const std::string& digest() const { return documents_->digest; }
    // memberOf over source rows and concepts.
    const expression::Host& host() const { return *host_; }
    // See record::LinkResolver::said.
    void said(std::string_view words, bool alone, std::vector<record::Concept>& out) const;
    // Which columns of the table a submission for this purpose keeps: keys, links, flags, and what the
    // mappings of fields that the purpose allows name. Nothing else is ever stored.
    const record::RowLayout& layout(std::string_view purpose, std::size_t table) const;

  private:
    friend class Compiler;
    std::shared_ptr<const schema::Documents> documents_;
    const schema::SourceSystem* system_ = nullptr;
    std::shared_ptr<const terminology::Terminology> terms_;
    std::unique_ptr<const expression::Host> host_;
    std::vector<MappingProgram> mappings_;
    std::optional<expression::Expression> agreement_disabled_;
    std::map<std::string, std::vector<record::RowLayout>, std::less<>> layouts_;  // by purpose, by table
};

// Options of every expression of the pack: the variables and value sets that it may name.
expression::CompileOptions expression_options(const terminology::Terminology& terms);

}  // namespace sluice::map
