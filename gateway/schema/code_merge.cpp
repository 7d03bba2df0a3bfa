#include "gateway/schema/code_merge.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace sluice::schema {
namespace {

// A list that is new is taken as it is. Answers the known one to which this one adds, if it may.
template <class T>
T* take_or_find(T& list, const std::string& extension, std::vector<T>& lists, const Reader& id) {
    T* known = find_id(lists, list.id);
    if (known == nullptr) {
        if (!extension.empty()) {
            list.origin.extensions.push_back(extension);
        }
        lists.push_back(std::move(list));
        return nullptr;
    }
    if (extension.empty()) {
        id.fault("there is another document with the id '" + list.id + "'");
        return nullptr;
    }
    known->origin.extensions.push_back(extension);
    return known;
}

void add_codes(const CodeSystem& more, CodeSystem& list, const Reader& reader) {
    std::set<std::string> known;
    for (const auto& code : list.codes) {
        known.insert(code.code);
    }
    const auto items = reader.find("concept").items();
    for (std::size_t i = 0; i < more.codes.size(); ++i) {
        if (!known.insert(more.codes[i].code).second) {
            items[i].fault("'" + more.codes[i].code + "' is a code of '" + list.id + "' already");
        } else {
            list.codes.push_back(more.codes[i]);
        }
    }
}

}  // namespace

void add_code_system(
    const Document& document, const std::string& extension, std::vector<CodeSystem>& lists, Faults& faults
) {
    const Reader reader(document, faults);
    auto list = read_code_system(document, faults);
    const Reader extends = reader.find("extends");
    if (!extends.present()) {
        const bool url_known = std::any_of(lists.begin(), lists.end(), [&](const auto& entry) {
            return !list.url.empty() && entry.url == list.url;
        });
        if (find_id(lists, list.id) != nullptr || url_known) {
            reader.find("id").fault(
                "there is another list with the id '" + list.id +
                "' or its url; to add codes, name it in 'extends'"
            );
            return;
        }
    } else if (extension.empty() || find_id(lists, list.id) == nullptr) {
        extends.fault("an extension may extend a list of the base; there is no '" + list.id + "'");
        return;
    }
    if (auto* known = take_or_find(list, extension, lists, extends)) {
        add_codes(list, *known, reader);
    }
}

void add_value_set(
    const Document& document, const std::string& extension, std::vector<ValueSet>& sets, Faults& faults
) {
    const Reader reader(document, faults);
    auto set = read_value_set(document, faults);
    if (auto* known = take_or_find(set, extension, sets, reader.find("id"))) {
        known->members.insert(known->members.end(), set.members.begin(), set.members.end());
        known->refsets.insert(known->refsets.end(), set.refsets.begin(), set.refsets.end());
    }
}

void add_concept_map(
    const Document& document, const std::string& extension, std::vector<ConceptMap>& maps, Faults& faults
) {
    const Reader reader(document, faults);
    auto map = read_concept_map(document, faults);
    auto* known = take_or_find(map, extension, maps, reader.find("id"));
    if (known == nullptr) {
        return;
    }
    std::map<std::pair<std::string, std::string>, std::string> targets;
    for (const auto& entry : known->entries) {
        targets.emplace(std::pair(entry.system, entry.code), entry.target);
    }
    for (const auto& entry : map.entries) {
        const auto [at, is_new] = targets.emplace(std::pair(entry.system, entry.code), entry.target);
        if (!is_new && at->second != entry.target) {
            reader.find("group").fault(
                "'" + entry.code + "' is mapped already, to '" + at->second +
                "'; an extension changes nothing"
            );
        } else if (is_new) {
            known->entries.push_back(entry);
        }
    }
}

}  // namespace sluice::schema
