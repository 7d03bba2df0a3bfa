// What a profile asks of one person's records, compiled. Of what is missing only the highest node is told:
// where a whole group is not there, nothing is said of its items. Immutable, shared between threads.
#pragma once

#include "gateway/record/record.hpp"
#include "gateway/schema/documents.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace sluice::check {

struct ProfileFinding {
    std::size_t record = 0;       // index of the record that it stands against
    FieldIndex field = kNoField;  // of that record: the item that is missing
    NodeIndex node = kNoNode;     // of the standard: the group that is missing
    bool other_role = false;      // nothing is missing: the record is of another role
};

class ProfileProgram {
  public:
    // Fields of zones that the purpose does not allow are not asked for: they could not be stored.
    static ProfileProgram compile(
        const schema::Documents& documents, const schema::Profile& profile, std::string_view purpose
    );

    std::string_view profile() const { return profile_->name; }
    std::string_view purpose() const { return purpose_; }

    // In the order of the standard. Rejected records are not looked at.
    std::vector<ProfileFinding> run(std::span<const record::Record> records) const;
    // Does the purpose drop something that the profile would ask for?
    bool asks_less() const;
    // Does the field stand below the group?
    bool is_below(NodeIndex node, const schema::Field& field) const;
    // Has the record a value of the group?
    bool is_in(NodeIndex node, const record::Record& record) const;

  private:
    struct Carrier {
        schema::EntityIndex entity = 0;
        FieldIndex field = 0;
    };
    struct Node {
        bool required = false;
        bool repeats = false;            // one record of `entity` each
        bool partly_dropped = false;     // the purpose does not keep all that is below
        schema::EntityIndex entity = 0;  // of all carriers below, where `repeats`
        std::vector<std::size_t> children;
        std::vector<Carrier> carriers;  // of the node and all below
    };
    using Scope = std::vector<std::size_t>;

    void mark_required(const schema::Standard& standard);
    void find_carriers(const schema::Documents& documents);
    void visit(
        std::size_t node, std::span<const record::Record> records, const Scope& scope,
        std::vector<ProfileFinding>& out
    ) const;
    ProfileFinding missing(std::size_t node, std::span<const record::Record> records, const Scope& scope)
        const;
    void check_fields(std::span<const record::Record> records, std::vector<ProfileFinding>& out) const;

    const schema::Documents* documents_ = nullptr;
    const schema::Profile* profile_ = nullptr;
    std::string purpose_;
    std::vector<Node> nodes_;  // as the standard's
    std::vector<std::size_t> sections_;
    std::vector<Carrier> fields_;
};

}  // namespace sluice::check
