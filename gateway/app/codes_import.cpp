// `sluice codes import`: a reference set or a plain list becomes a ValueSet of an extension pack.
#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/base/identifiers.hpp"
#include "gateway/base/text.hpp"
#include "gateway/env/files.hpp"
#include "gateway/format/json_writer.hpp"
#include "gateway/outlet/words.hpp"
#include "gateway/terminology/refset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace sluice::app {
namespace {

using terminology::Refset;

constexpr std::size_t kDamagedShown = 10;

std::string file_title(const CodesImportVerb& verb) {
    return std::string(base_name(verb.list.empty() ? verb.rf2 : verb.list));
}

Result<Refset> read(const CodesImportVerb& verb) {
    if (verb.rf2.empty() == verb.list.empty()) {
        return Error(ErrorCode::usage, "name either --rf2 with --refset or --list");
    }
    const bool sound = judge_snomed_id(verb.refset) == SnomedFault::none;
    if (verb.refset.empty() ? verb.list.empty() : !sound) {
        return Error(ErrorCode::usage, "--refset must be the SNOMED CT identifier of the reference set");
    }
    return verb.list.empty() ? terminology::read_rf2(verb.rf2, verb.refset)
                             : terminology::read_list(verb.list);
}

void write_identifier(format::JsonWriter& json, const std::string& refset) {
    json.key("identifier");
    json.begin_array();
    if (!refset.empty()) {
        json.begin_object();
        json.member("system", kSnomedSystem);
        json.member("value", refset);
        json.end_object();
    }
    json.end_array();
}

void write_member(format::JsonWriter& json, const Refset::Member& member, bool withdrawn) {
    json.begin_object();
    json.member("code", member.code);
    if (!member.display.empty()) {
        json.member("display", member.display);
    }
    if (withdrawn) {
        json.key("extension");
        json.begin_array();
        json.begin_object();
        json.member("url", schema::kDeprecatedExtension);
        json.key("valueBoolean");
        json.boolean(true);
        json.end_object();
        json.end_array();
    }
    json.end_object();
}

std::string value_set_json(const CodesImportVerb& verb, const Refset& refset) {
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_object();
    json.member("resourceType", "ValueSet");
    json.member("id", verb.value_set);
    json.member(
        "url", verb.refset.empty() ? "urn:sluice:value-set:" + verb.value_set + ":imported"
                                   : std::string(kSnomedSystem) + "?fhir_vs=refset/" + verb.refset
    );
    write_identifier(json, verb.refset);
    json.member("version", refset.version);
    json.member("title", verb.value_set + " from " + file_title(verb));
    json.member("publisher", "imported from " + file_title(verb));
    json.member("status", "active");
    json.member("copyright", "Content of SNOMED CT: keep it within your licence, and do not pass it on.");
    json.key("compose");
    json.begin_object();
    json.key("include");
    json.begin_array();
    json.begin_object();
    json.member("system", kSnomedSystem);
    json.key("concept");
    json.begin_array();
    for (const auto& member : refset.members) {
        write_member(json, member, false);
    }
    for (const auto& member : refset.withdrawn) {
        write_member(json, member, true);
    }
    json.end_array();
    json.end_object();
    json.end_array();
    json.end_object();
    json.end_object();
    return json.take() + "\n";
}

// The name of an extension in the letters that it may have.
std::string plain_name(std::string_view text) {
    std::string out;
    for (const char c : to_lower(text)) {
        out += (c >= 'a' && c <= 'z') || is_digit(c) || c == '.' || c == '_' ? c : '-';
    }
    return out;
}

std::string list_path(const CodesImportVerb& verb, const std::string& folder) {
    return folder + "/mappings/codes/" + verb.value_set + ".json";
}

// The value set into the extension in `folder`; what else is there already is left as it is.
Result<void> write_extension(
    const CodesImportVerb& verb, const schema::Dataset& dataset, const std::string& value_set,
    const std::string& folder_name
) {
    std::error_code failed;
    std::filesystem::create_directories(folder_name + "/mappings/codes", failed);
    if (failed) {
        return Error(ErrorCode::io, "cannot make " + folder_name + "/mappings/codes: " + failed.message());
    }
    SLUICE_TRY(write_output(list_path(verb, folder_name), value_set));
    const std::string path = folder_name + "/" + std::string(schema::kExtensionFile);
    if (env::exists(path)) {
        return {};
    }
    const auto folder = std::filesystem::absolute(verb.into).lexically_normal();
    const auto last = folder.has_filename() ? folder.filename() : folder.parent_path().filename();
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_object();
    json.member("extension", plain_name(verb.name.empty() ? last.string() : verb.name));
    json.member("version", "1.0.0");
    json.member("requires", dataset.name + " >=" + dataset.version);
    json.end_object();
    return write_output(path, json.take() + "\n");
}

// On a copy: an extension that no verb takes any more would be worse than an import that is refused.
Result<void> try_out(
    const CodesImportVerb& verb, const schema::Dataset& dataset, const std::string& value_set,
    const std::string& pack
) {
    SLUICE_ASSIGN(const auto folder, TemporaryFolder::make());
    const std::string copy = folder->path() + "/extension";
    std::error_code failed;
    if (env::exists(verb.into)) {
        std::filesystem::copy(verb.into, copy, std::filesystem::copy_options::recursive, failed);
    }
    if (failed) {
        return Error(ErrorCode::io, "cannot read " + printable(verb.into) + ": " + failed.message());
    }
    SLUICE_TRY(write_extension(verb, dataset, value_set, copy));
    const auto loaded = schema::load_documents(pack, {copy});
    return loaded ? Result<void>()
                  : Error(
                        ErrorCode::usage,
                        "the extension would not be taken, so nothing was written: " + loaded.error().text()
                    );
}

// What is written into the base would be in the way of every verb.
bool is_of_base(const std::string& folder, const std::string& pack) {
    std::error_code ignored;
    const auto into = std::filesystem::weakly_canonical(folder, ignored);
    const auto is_below = [&](const std::filesystem::path& part) {
        const auto base = std::filesystem::weakly_canonical(part, ignored);
        return std::mismatch(base.begin(), base.end(), into.begin(), into.end()).first == base.end();
    };
    return into == std::filesystem::weakly_canonical(pack, ignored) ||
           is_below(std::filesystem::path(pack) / "schemas") ||
           is_below(std::filesystem::path(pack) / "mappings");
}

// `known`: the value set of the pack; null where it has none of this name.
std::string result_text(
    const CodesImportVerb& verb, const Refset& refset, const std::string& path, const schema::ValueSet* known
) {
    std::string text = fmt::format(
        "{} in {}\n  rows read       {}\n  inactive        {}{}\n  there twice     {}\n  damaged       "
        "  {}{}\n  unreadable      {}{}\n",
        outlet::counted(refset.members.size(), "member", "members"), path, refset.rows, refset.inactive,
        refset.withdrawn.empty() ? "" : " (their codes are taken with a remark, VAL-008)", refset.duplicates,
        refset.damaged.size(),
        refset.damaged.empty() ? "" : " (not identifiers: check digit or shape; left out)", refset.unreadable,
        refset.unreadable == 0
            ? ""
            : " (rows cut short, or without id, day or state; left out: is the file whole?)"
    );
    for (std::size_t i = 0; i < std::min(refset.damaged.size(), kDamagedShown); ++i) {
        text += "    " + refset.damaged[i] + "\n";
    }
    text += refset.version.empty() ? std::string() : fmt::format("  version         {}\n", refset.version);
    if (known != nullptr && !known->standin_for.empty() && known->standin_for != verb.refset) {
        text += fmt::format(
            "'{}' is made for the reference set {}, which this does not say it is: its members are added, "
            "and "
            "that set still counts as not loaded.\n",
            verb.value_set, known->standin_for
        );
    }
    if (known == nullptr) {
        text += fmt::format(
            "The pack has no value set '{}': this one is new, and counts where a mapping names it.\n",
            verb.value_set
        );
    }
    return text + fmt::format("Use it: --extension {}\n", verb.into);
}

std::string result_json(
    const CodesImportVerb& verb, const Refset& refset, const std::string& path, const schema::ValueSet* known
) {
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_object();
    json.member("value_set", verb.value_set);
    json.member("refset", verb.refset);
    json.member("file", path);
    json.member("version", refset.version);
    for (const auto& [name, count] :
         {std::pair("members", refset.members.size()), std::pair("rows", refset.rows),
          std::pair("inactive", refset.inactive), std::pair("duplicates", refset.duplicates),
          std::pair("withdrawn", refset.withdrawn.size()), std::pair("damaged", refset.damaged.size()),
          std::pair("unreadable", refset.unreadable)}) {
        json.key(name);
        json.integer(static_cast<std::int64_t>(count));
    }
    json.key("damaged_codes");
    json.begin_array();
    for (const auto& code : refset.damaged) {
        json.string(code);
    }
    json.end_array();
    json.key("known_to_the_pack");
    json.boolean(known != nullptr);
    json.member("made_for_refset", known == nullptr ? "" : known->standin_for);
    json.end_object();
    return json.take() + "\n";
}

}  // namespace

Result<int> codes_import(const CodesImportVerb& verb) {
    const bool begins_with_letter =
        !verb.value_set.empty() && verb.value_set.front() >= 'a' && verb.value_set.front() <= 'z';
    if (plain_name(verb.value_set) != verb.value_set || !begins_with_letter ||
        verb.value_set.ends_with(".map")) {
        return Error(
            ErrorCode::usage,
            "--value-set is small letters, digits, dots and hyphens, begins with a letter, and is no map"
        );
    }
    SLUICE_ASSIGN(const auto refset, read(verb));
    SLUICE_ASSIGN(const auto pack, find_pack(verb.common.pack));
    if (is_of_base(verb.into, pack)) {
        return Error(ErrorCode::usage, "--into is the pack itself; name the folder of an extension");
    }
    SLUICE_ASSIGN(const auto base, schema::load_documents(pack));
    const auto* known = base.value_set(verb.value_set);
    const auto value_set = value_set_json(verb, refset);
    SLUICE_TRY(try_out(verb, base.dataset, value_set, pack));
    SLUICE_TRY(write_extension(verb, base.dataset, value_set, verb.into));
    const auto path = list_path(verb, verb.into);
    SLUICE_TRY(write_output(
        "", verb.common.json ? result_json(verb, refset, path, known) : result_text(verb, refset, path, known)
    ));
    return refset.damaged.empty() && refset.unreadable == 0 ? kExitAccepted : kExitFindings;
}

}  // namespace sluice::app
