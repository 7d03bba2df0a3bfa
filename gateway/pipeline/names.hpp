// The names of services and organisations that the store holds.
#pragma once

#include "gateway/check/joined_names.hpp"
#include "gateway/pipeline/pack.hpp"
#include "gateway/store/store.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sluice::pipeline {

struct NamePlace {
    const schema::Entity* entity = nullptr;
    const schema::Field* field = nullptr;
};
// Of `entity.field`; none where it is not stored, or stands in the tables of identity, or is not named at
// all.
std::optional<NamePlace> place_of_names(const schema::Dataset& dataset, const std::string& name);

// The whole names of services that anybody has sent; none where the dataset, or yet the store, has no
// directory.
Result<std::vector<std::string>> directory_names(const schema::Dataset& dataset, store::Store& store);

struct NameTable {
    std::string entity;
    std::string field;
    check::JoinedNames joined;
    // Of the directory: which organisations give what is called so, by the name as written.
    std::map<std::string, std::set<std::string>> organisations = {};
};

// Does one organisation give both? A reason more to take them for one, and for people to decide.
bool have_one_organisation(const NameTable& table, const check::JoinedName& name, const std::string& other);

// Of accepted records of the purpose: a table for each field of the dataset's compared names that any of them
// has filled. A field that the store does not have yet is passed over. Memory: the names.
Result<std::vector<NameTable>> names_of(const Pack& pack, store::Store& store, const std::string& purpose);

}  // namespace sluice::pipeline
