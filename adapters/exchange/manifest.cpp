#include "adapters/exchange/manifest.hpp"

#include "gateway/base/date.hpp"
#include "gateway/base/identifiers.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/base/text.hpp"
#include "gateway/format/json.hpp"

#include <algorithm>
#include <set>

namespace sluice::exchange {
namespace {

using schema::Fault;

constexpr std::size_t kDigestLength = 64;
constexpr std::size_t kIdLengthMax = 200;

// One object of the manifest; every key that is asked for is judged, and no value is ever repeated.
class Section {
  public:
    Section(const format::JsonValue& object, std::string prefix, std::vector<ManifestFault>& faults)
        : object_(object), prefix_(std::move(prefix)), faults_(faults) {}

    // Of one key the first fault is told: the others follow from it.
    void fault(std::string_view key, Fault fault = Fault::package_manifest_invalid) {
        if (told_.emplace(key).second) {
            faults_.push_back({fault, prefix_ + std::string(key)});
        }
    }
    std::string optional_text(std::string_view key) {
        const auto* found = object_.find(key);
        if (found == nullptr || found->is_null()) {
            return {};
        }
        const auto text = found->text();
        if (!text || text->size() > kIdLengthMax) {
            fault(key);
        }
        return std::string(trim(text.value_or("")));
    }
    std::string text(std::string_view key) {
        auto out = optional_text(key);
        if (out.empty()) {
            fault(key);
        }
        return out;
    }
    std::string one_of(std::string_view key, std::initializer_list<std::string_view> allowed) {
        auto out = text(key);
        if (!out.empty() && std::find(allowed.begin(), allowed.end(), out) == allowed.end()) {
            fault(key);
        }
        return out;
    }
    std::string day(std::string_view key, bool must) {
        auto out = must ? text(key) : optional_text(key);
        const auto date = Date::parse(out);
        if (!out.empty() && (!date || date->precision() != DatePrecision::day)) {
            fault(key);
            return {};
        }
        return out;
    }
    std::uint64_t count(std::string_view key) {
        const auto* found = object_.find(key);
        const auto number = found == nullptr ? std::nullopt : found->integer();
        if (!number || *number < 0) {
            fault(key);
            return 0;
        }
        return static_cast<std::uint64_t>(*number);
    }
    bool flag(std::string_view key) {
        const auto* found = object_.find(key);
        if (found == nullptr) {
            return false;
        }
        const auto boolean = found->boolean();
        if (!boolean) {
            fault(key);
        }
        return boolean.value_or(false);
    }
    const format::JsonValue* list(std::string_view key) {
        const auto* found = object_.find(key);
        if (found == nullptr || !found->is_array()) {
            fault(key);
            return nullptr;
        }
        return found;
    }

  private:
    const format::JsonValue& object_;
    std::string prefix_;
    std::vector<ManifestFault>& faults_;
    std::set<std::string, std::less<>> told_;
};

// `names`: of the files before it.
ManifestFile read_file(
    const format::JsonValue& value, std::size_t index, std::set<std::string>& names,
    std::vector<ManifestFault>& faults
) {
    Section section(value, "files[" + std::to_string(index) + "].", faults);
    ManifestFile file;
    file.name = section.text("name");
    if (!names.insert(file.name).second) {
        section.fault("name");
    }
    file.sha256 = to_lower(section.text("sha256"));
    const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (file.sha256.size() != kDigestLength || !std::all_of(file.sha256.begin(), file.sha256.end(), is_hex)) {
        section.fault("sha256");
    }
    file.bytes = section.count("bytes");
    file.rows = section.count("rows");
    return file;
}

void read_files(Section& section, Manifest& manifest, std::vector<ManifestFault>& faults) {
    const auto* files = section.list("files");
    if (files == nullptr) {
        return;
    }
    if (files->items().size() > Limits{}.manifest_files_max) {
        section.fault("files", Fault::package_too_many_files);
        return;
    }
    std::set<std::string> names;
    for (std::size_t i = 0; i < files->items().size(); ++i) {
        const auto& value = files->items()[i];
        if (!value.is_object()) {
            section.fault("files[" + std::to_string(i) + "]");
            continue;
        }
        manifest.files.push_back(read_file(value, i, names, faults));
    }
}

void read_identifiers(Section& section, Manifest& manifest) {
    manifest.identifier_mode = section.one_of("identifier_mode", {"nhs_number", "pseudonym", "none"});
    manifest.pseudonym_scheme = section.optional_text("pseudonym_scheme");
    manifest.key_id = section.optional_text("key_id");
    if (manifest.identifier_mode == "pseudonym" && manifest.pseudonym_scheme.empty()) {
        section.fault("pseudonym_scheme");
    }
    manifest.ndop_applied = section.one_of("ndop_applied", {"yes", "no", "not-required"});
    manifest.ndop_date = section.day("ndop_date", manifest.ndop_applied == "yes");
}

void read_period(Section& section, Manifest& manifest) {
    manifest.period_start = section.day("period_start", true);
    manifest.period_end = section.day("period_end", true);
    manifest.period_semantics = section.one_of("period_semantics", {"snapshot", "increment", "cumulative"});
    manifest.generated_at = section.text("generated_at");
    const auto made = parse_uk_local(manifest.generated_at);
    if (!made && !manifest.generated_at.empty()) {
        section.fault("generated_at");
    }
    if (!manifest.period_end.empty() && manifest.period_end < manifest.period_start) {
        section.fault("period_end");
    } else if (made && !manifest.period_end.empty() &&
               made->truncated(DatePrecision::day).to_string() < manifest.period_end) {
        section.fault("generated_at", Fault::package_created_early);
    }
}

}  // namespace

std::string Manifest::stamp() const {
    const auto made = parse_offset_instant(generated_at);
    if (!made) {
        return {};
    }
    auto text = format_instant(*made);
    std::erase_if(text, [](char c) { return c < '0' || c > '9'; });
    return text;
}

const ManifestFile* Manifest::file(std::string_view name) const {
    const auto found =
        std::find_if(files.begin(), files.end(), [&](const auto& file) { return file.name == name; });
    return found == files.end() ? nullptr : &*found;
}

ReadManifest read_manifest(std::string_view json, const schema::ExchangeContract& contract) {
    ReadManifest out;
    const auto parsed = format::parse_json(json.substr(json.starts_with("\xEF\xBB\xBF") ? 3 : 0));
    if (!parsed || !parsed->is_object()) {
        out.faults.push_back({Fault::package_manifest_invalid, ""});
        return out;
    }
    Section section(*parsed, "", out.faults);
    Manifest manifest;
    manifest.contract = section.text("contract");
    if (!manifest.contract.empty() && manifest.contract != contract.name) {
        section.fault("contract", Fault::package_contract_unknown);
        return out;
    }
    manifest.submission_id = section.text("submission_id");
    manifest.sender_ods = to_upper(section.text("sender_ods"));
    if (!manifest.sender_ods.empty() && !is_ods_code(manifest.sender_ods)) {
        section.fault("sender_ods");
    }
    manifest.sender_system = section.text("sender_system");
    manifest.sender_system_version = section.optional_text("sender_system_version");
    manifest.purpose = section.text("purpose");
    read_period(section, manifest);
    read_identifiers(section, manifest);
    manifest.nil_return = section.flag("nil_return");
    read_files(section, manifest, out.faults);
    const auto* files = parsed->find("files");
    if (files != nullptr && files->is_array() && manifest.nil_return != files->items().empty()) {
        section.fault("nil_return");
    }
    if (out.faults.empty()) {
        out.manifest = std::move(manifest);
    }
    return out;
}

}  // namespace sluice::exchange
