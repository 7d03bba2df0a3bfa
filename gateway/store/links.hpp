// Who depends on what: which shared rows a person's records were derived from, which numbers link persons,
// and whom the current transaction has touched. A Links object speaks for one purpose, like Facts.
#pragma once

#include "gateway/base/error.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::store {

struct SharedKey {
    std::string table;
    std::string key;  // or its first columns, joined by kKeySeparator
    auto operator<=>(const SharedKey&) const = default;
};

// One thread at a time. Writes need an open transaction.
class Links {
  public:
    virtual ~Links() = default;

    // The shared rows that the person's derivation looked up, found or not, in place of the earlier ones.
    virtual Result<void> replace_links(std::string_view person, std::vector<SharedKey> keys) = 0;
    // Persons linked to this row's key, in full or by its first columns; sorted.
    virtual Result<std::vector<std::string>> persons_linked_to(
        std::string_view table, std::string_view key
    ) = 0;

    // The person's value in a scheme (an NHS number, a supplier's pseudonym); empty takes it away.
    virtual Result<void> set_link_value(
        std::string_view person, std::string_view scheme, std::string_view value
    ) = 0;
    // Empty where the person has none.
    virtual Result<std::string> link_value(std::string_view person, std::string_view scheme) = 0;
    virtual Result<std::vector<std::string>> persons_with(
        std::string_view scheme, std::string_view value
    ) = 0;

    // The persons to derive again. Lives in the transaction: begin() starts with none.
    virtual Result<void> touch(std::string_view person) = 0;
    virtual Result<void> touch_all() = 0;  // everyone who has a fact
    // Only persons whose text starts with `prefix` (a source system and a slash); an empty one: all.
    virtual Result<std::uint64_t> touched_count(std::string_view prefix) = 0;
    // Up to `limit`, sorted by the bytes of their text, after `after`. Touching more meanwhile is allowed;
    // who sorts before `after` is then seen only by asking from the start.
    virtual Result<std::vector<std::string>> touched(
        std::string_view prefix, std::string_view after, std::size_t limit
    ) = 0;
};

}  // namespace sluice::store
