// What can be wrong with a manifest, and with what it says of its files.
#include "tests/bad_input/exchange_scene.hpp"

#include <gtest/gtest.h>

namespace sluice::tests {
namespace {

// None of the package's files is used.
constexpr const char* kRefused = "read 2, 2 rejected";

Damage refused(const char* name, std::function<void(Package&)> change, const char* rule) {
    return {name, std::move(change), 2, {{rule, 1}}, {{"person.csv", kRefused}}};
}

Damage key(const char* name, const char* key, const char* json, const char* rule = "PKG-002") {
    return refused(
        name, [=](Package& package) { package.manifest[key] = json; }, rule
    );
}

// The whole manifest.
Damage text(const char* name, std::string bytes) {
    return refused(
        name, [bytes = std::move(bytes)](Package& package) { package.manifest_text = bytes; }, "PKG-002"
    );
}

std::string deep(std::size_t levels) {
    return "{\"contract\": " + std::string(levels, '[') + std::string(levels, ']') + "}";
}

TEST(Manifest, that_cannot_be_read_refuses_its_package) {
    run_damages({
        text("empty", " "),
        text("no JSON", "contract: sp-mds-exchange/1.0"),
        text("an array", "[]"),
        text("cut off", R"({"contract": "sp-mds-exchange/1.0")"),
        text("a key twice", R"({"contract": "sp-mds-exchange/1.0", "contract": "sp-mds-exchange/1.0"})"),
        text("no UTF-8", "{\"contract\": \"\xFF\xFE\"}"),
        text("deep", deep(100'000)),
        text("65 MB", "{\"contract\": \"" + std::string(65U << 20U, 'a') + "\"}"),
    });
}

TEST(Manifest, that_lacks_or_misspells_a_key_refuses_its_package) {
    run_damages({
        key("no id", "submission_id", ""),
        key("id of blanks", "submission_id", "\"  \""),
        key("number for an id", "submission_id", "7"),
        key("no sender", "sender_ods", ""),
        key("sender that is no code", "sender_ods", "\"Merton Council\""),
        key("no system", "sender_system", ""),
        key("period in words", "period_start", "\"October\""),
        key("period backwards", "period_end", "\"2026-09-30\""),
        key("semantics nobody knows", "period_semantics", "\"full\""),
        key("no purpose", "purpose", ""),
        key("identifier mode", "identifier_mode", "\"both\""),
        key("pseudonyms without a scheme", "identifier_mode", "\"pseudonym\""),
        key("opt-outs without a date", "ndop_applied", "\"yes\""),
        key("time without an offset", "generated_at", "\"2026-11-01T02:00:00\""),
        key("nil return with files", "nil_return", "true"),
        key("nil return that is no boolean", "nil_return", "\"no\""),
        key("no files", "files", "[]"),
        key("files that are no list", "files", "{}"),
        key("a file that is no object", "files", "[7]"),
        key("contract of tomorrow", "contract", "\"sp-mds-exchange/9.0\"", "PKG-003"),
        key("made before its period was over", "generated_at", "\"2026-10-15T02:00:00+01:00\"", "PKG-004"),
    });
}

std::string file_entry(const std::string& name, const std::string& rows, const std::string& bytes) {
    return "[{\"name\": \"" + name + "\", \"rows\": " + rows + ", \"bytes\": " + bytes + ", \"sha256\": \"" +
           std::string(64, '0') + "\"}]";
}

Damage listed(const char* name, const std::string& rows, const std::string& bytes) {
    return refused(
        name, [=](Package& package) { package.manifest["files"] = file_entry("person.csv", rows, bytes); },
        "PKG-002"
    );
}

TEST(Manifest, whose_numbers_are_none_refuses_its_package) {
    run_damages({
        listed("negative rows", "-1", "1"),
        listed("rows beyond all numbers", "1e999", "1"),
        listed("rows in words", "\"two\"", "1"),
        listed("half a row", "1.5", "1"),
        listed("bytes beyond all numbers", "1", "99999999999999999999999999"),
        listed("negative bytes", "1", "-9223372036854775808"),
    });
}

TEST(Manifest, that_lists_other_files_says_so) {
    const auto only = [](std::string name) {
        return [name = std::move(name)](Package& package) {
            for (auto other = package.files.begin(); other != package.files.end();) {
                other = other->first == "person.csv" ? std::next(other) : package.files.erase(other);
            }
            const auto whole = package.manifest_json();
            const auto list = whole.find("\"files\": ") + 9;
            auto entries = whole.substr(list, whole.rfind(']') - list);
            entries += ", " + file_entry(name, "1", "1").substr(1);
            package.manifest["files"] = entries;
        };
    };
    run_damages({
        {"a file that is not there",
         only("need.csv"),
         1,
         {{"PKG-005", 1}},
         {{"person.csv", "read 2, 2 accepted"}}},
        {"a file outside of the package", only("../person.csv"), 1, {{"PKG-005", 1}}, {}},
        {"an absolute path", only("/etc/passwd"), 1, {{"PKG-005", 1}}, {}},
        {"a file in a folder below", only("below/person.csv"), 1, {{"PKG-005", 1}}, {}},
        {"a name in control characters", only("\\u001b[31m\\u0000"), 1, {{"PKG-005", 1}}, {}},
        {"a name without end", only(std::string(100'000, 'x')), 2, {{"PKG-002", 1}}, {}},
        {"the same file twice", only("person.csv"), 2, {{"PKG-002", 1}}, {}},
    });
}

void list_files(Package& package, int count) {
    std::string list;
    for (int i = 0; i < count; ++i) {
        const auto entry = file_entry("f" + std::to_string(i) + ".csv", "1", "1");
        list += (list.empty() ? "[" : ",") + entry.substr(1, entry.size() - 2);
    }
    package.manifest["files"] = list + "]";
}

TEST(Manifest, of_ten_thousand_files_is_read_and_of_more_is_not) {
    run_damages({
        {"ten thousand",
         [](Package& package) { list_files(package, 10'000); },
         1,
         {{"PKG-005", 10'000}, {"PKG-006", 7}},
         {{"person.csv", "read 2, 2 accepted"}}},
        refused(
            "one more", [](Package& package) { list_files(package, 10'001); }, "PKG-011"
        ),
        refused(
            "far more", [](Package& package) { list_files(package, 120'000); }, "PKG-011"
        ),
    });
}

TEST(Manifest, and_files_that_differ_are_told) {
    const auto listed_before = [](Package& package) {
        const auto whole = package.manifest_json();
        const auto list = whole.find("\"files\": ") + 9;
        package.manifest["files"] = whole.substr(list, whole.rfind(']') + 1 - list);
    };
    run_damages({
        {"a file changed after it was listed",
         [=](Package& package) {
             listed_before(package);
             package.patch("person", "SW19 1AA", "SW19 1AB");
         },
         2,
         {{"LNK-001", 8}, {"PKG-007", 1}},
         {{"person.csv", kRefused}}},
        {"a file that is not listed",
         [=](Package& package) {
             const auto contact = package.files.extract("contact.csv");
             listed_before(package);
             package.files["contact.csv"] = contact.mapped();
         },
         0,
         {{"PKG-006", 1}},
         {{"contact.csv", "read 2, 2 accepted"}}},
        {"other rows than listed",
         [=](Package& package) {
             listed_before(package);
             auto& list = package.manifest["files"];
             const auto at = list.find("\"rows\": 2");
             list.replace(at, 9, "\"rows\": 3");
         },
         1,
         {{"PKG-008", 1}},
         {{"contact.csv", "read 2, 2 accepted"}}},
        {"no manifest", [](Package& package) { package.manifest_text = "-"; }, 0, {{"PKG-001", 1}}, {}},
        refused(
            "another purpose", [](Package& package) { package.set("purpose", "nonsense"); }, "PKG-009"
        ),
        {"another sender",
         [](Package& package) { package.set("sender_ods", "A81002"); },
         0,
         {{"PKG-010", 1}},
         {}},
    });
}

TEST(Manifest, in_other_ways_of_writing_is_the_same) {
    const auto rewritten = [](std::string before, std::string after) {
        return [=](Package& package) { package.manifest_text = before + package.manifest_json() + after; };
    };
    run_damages({
        {"byte order mark", rewritten("\xEF\xBB\xBF", ""), 0, {}, {}},
        {"blank lines", rewritten("\r\n\r\n", "\r\n"), 0, {}, {}},
        {"keys that nobody asked for",
         [](Package& package) { package.manifest["x_note"] = "[1, {}]"; },
         0,
         {},
         {}},
        {"sender in small letters", [](Package& package) { package.set("sender_ods", "a81001"); }, 0, {}, {}},
    });
}

}  // namespace
}  // namespace sluice::tests
