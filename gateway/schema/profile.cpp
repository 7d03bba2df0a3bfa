#include "gateway/schema/profile.hpp"

#include <algorithm>
#include <set>

namespace sluice::schema {

std::vector<Profile> read_profiles(const Document& document, Faults& faults) {
    const Reader reader(document, faults);
    reader.only({"profiles"});
    std::vector<Profile> profiles;
    for (const Reader& item : reader.at("profiles").items()) {
        item.only({"profile", "kind", "title", "description", "sections", "must", "fields", "role"});
        Profile profile;
        profile.where = item.where();
        profile.name = item.at("profile").text();
        profile.title = item.at("title").text();
        profile.description = item.find("description").text();
        profile.kind = one_of<Profile::Kind>(
            item.at("kind"), {{"hop", Profile::Kind::hop}, {"role", Profile::Kind::role}}, Profile::Kind::hop
        );
        profile.sections = item.find("sections").texts();
        profile.must = item.find("must").texts();
        profile.fields = item.find("fields").texts();
        if (const Reader role = item.find("role"); role.present()) {
            role.only({"field", "code"});
            profile.role = role.at("code").text();
            profile.role_field = role.at("field").located();
        }
        profiles.push_back(std::move(profile));
    }
    if (profiles.empty()) {
        reader.fault("there is no profile here");
    }
    return profiles;
}

void check_profiles(
    const std::vector<Profile>& profiles, const Standard& standard, const Dataset& dataset, Faults& faults
) {
    std::set<std::string> names;
    for (const auto& profile : profiles) {
        if (!names.insert(profile.name).second) {
            faults.add(profile.where, "there is another profile '" + profile.name + "'");
        }
        for (const auto* paths : {&profile.sections, &profile.must}) {
            for (const auto& path : *paths) {
                if (standard.find(path) == nullptr) {
                    faults.add(profile.where, "'" + path + "' is not a node of the standard");
                }
            }
        }
        const bool role_known =
            std::any_of(dataset.entities.begin(), dataset.entities.end(), [&](const auto& entity) {
                return entity.field(profile.role_field.text).has_value();
            });
        if (!profile.role.empty() && !role_known) {
            faults.add(profile.role_field.where, "no entity has the field '" + profile.role_field.text + "'");
        }
        for (const auto& name : profile.fields) {
            const auto dot = name.find('.');
            const auto* entity = dataset.entity(name.substr(0, dot));
            if (dot == std::string::npos || entity == nullptr || !entity->field(name.substr(dot + 1))) {
                faults.add(profile.where, "'" + name + "' is no field");
            }
        }
    }
}

}  // namespace sluice::schema
