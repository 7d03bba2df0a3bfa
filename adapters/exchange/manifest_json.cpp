#include "adapters/exchange/manifest.hpp"
#include "gateway/format/json_writer.hpp"

namespace sluice::exchange {
namespace {

void member_if(format::JsonWriter& json, std::string_view key, std::string_view text) {
    if (!text.empty()) {
        json.member(key, text);
    }
}

void write_file(format::JsonWriter& json, const ManifestFile& file) {
    json.begin_object();
    json.member("name", file.name);
    json.key("rows");
    json.integer(static_cast<std::int64_t>(file.rows));
    json.key("bytes");
    json.integer(static_cast<std::int64_t>(file.bytes));
    json.member("sha256", file.sha256);
    json.end_object();
}

}  // namespace

std::string write_manifest(const Manifest& manifest) {
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_object();
    json.member("contract", manifest.contract);
    json.member("submission_id", manifest.submission_id);
    json.member("sender_ods", manifest.sender_ods);
    json.member("sender_system", manifest.sender_system);
    member_if(json, "sender_system_version", manifest.sender_system_version);
    json.member("period_start", manifest.period_start);
    json.member("period_end", manifest.period_end);
    json.member("period_semantics", manifest.period_semantics);
    json.member("purpose", manifest.purpose);
    json.member("identifier_mode", manifest.identifier_mode);
    member_if(json, "pseudonym_scheme", manifest.pseudonym_scheme);
    member_if(json, "key_id", manifest.key_id);
    json.member("ndop_applied", manifest.ndop_applied);
    member_if(json, "ndop_date", manifest.ndop_date);
    if (manifest.nil_return) {
        json.key("nil_return");
        json.boolean(true);
    }
    json.key("files");
    json.begin_array();
    for (const auto& file : manifest.files) {
        write_file(json, file);
    }
    json.end_array();
    json.member("generated_at", manifest.generated_at);
    json.end_object();
    return json.take() + "\n";
}

std::string content_of(Manifest manifest) {
    manifest.submission_id.clear();
    manifest.generated_at.clear();
    return write_manifest(manifest);
}

}  // namespace sluice::exchange
