// Code lists, value sets and maps, compiled for lookup. Immutable after compile, shared between threads.
#pragma once

#include "gateway/base/error.hpp"
#include "gateway/base/text.hpp"
#include "gateway/schema/documents.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace sluice::terminology {

class Terminology {
  public:
    static Terminology compile(const schema::Documents& documents);

    bool has_value_set(std::string_view id) const { return sets_.contains(id); }
    bool has_map(std::string_view id) const { return maps_.contains(id); }

    // Nobody has filled it yet. REQUIRES: it is there.
    bool is_empty_set(std::string_view id) const { return sets_.find(id)->second.empty(); }
    bool is_empty_map(std::string_view id) const { return maps_.find(id)->second.empty(); }

    // `system` empty: the code alone decides (a plain cell of a source row has no system).
    bool member_of(std::string_view system, std::string_view code, std::string_view value_set) const;
    // Of any value set.
    bool is_listed(std::string_view system, std::string_view code) const;
    // True for a code that a value set of the pack still takes, but names as out of use, and for one of a
    // list that is retired as a whole.
    bool is_deprecated(std::string_view system, std::string_view code) const;
    // The target of the first entry for the code; no value where it is not mapped.
    std::optional<std::string_view> translate(
        std::string_view system, std::string_view code, std::string_view map
    ) const;
    // What the map has for words of which a source shows the beginning only: the target that all of its
    // entries share that begin so. No value where there is none, or they differ.
    std::optional<std::string_view> translate_cut(std::string_view beginning, std::string_view map) const;
    // The url of a code system as a sender may write it: a short name of the exchange contract in any case,
    // or a url that the pack knows. No value where it is neither.
    std::optional<std::string> system_url(std::string_view text) const;
    // What the code of a CodeSystem says; no value where the list does not have it.
    std::optional<schema::CodeMeaning> meaning(std::string_view code_system, std::string_view code) const;
    // The code of a CodeSystem that a sender writes in another case or by an alias; no value where it has
    // none.
    std::optional<std::string_view> spelt(std::string_view code_system, std::string_view text) const;
    // The one code of a CodeSystem whose display these words are, in any case; no value where none or several
    // are called so.
    std::optional<std::string_view> said(std::string_view code_system, std::string_view words) const;

    struct Meant {
        std::string system;
        std::string code;
        std::string display;
        auto operator<=>(const Meant&) const = default;
    };
    // What words mean, in any case.
    struct Words {
        std::vector<Meant>
            codes;               // of value sets that are called so: SNOMED CT first, then by system and code
        bool ambiguous = false;  // they are of different lists: "Widowed" is a status, and a need
    };
    const Words& meant_by(std::string_view words) const;

  private:
    using Texts = std::unordered_set<std::string, TextHash, std::equal_to<>>;
    template <class T>
    using ByText = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;

    void note_words(const schema::Documents& documents);
    static std::optional<std::string_view> code_of(
        const ByText<ByText<std::string>>& codes, std::string_view code_system, std::string_view text
    );

    ByText<Texts> sets_;                           // value set -> "system|code" and "|code"
    Texts deprecated_;                             // "system|code"
    ByText<ByText<std::string>> maps_;             // map -> "system|code" and "|code" -> target
    ByText<std::string> urls_;                     // name or url in lower case -> url
    ByText<ByText<schema::CodeMeaning>> systems_;  // code system -> code -> meaning
    ByText<ByText<std::string>> spellings_;        // code system -> code or alias in lower case -> code
    ByText<Words> meant_;                          // words in lower case
    ByText<ByText<std::string>> words_;  // code system -> display in lower case -> code; empty: of several
};

}  // namespace sluice::terminology
