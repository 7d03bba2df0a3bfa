// `sluice map test`: runs the cases beside the mappings of a pack.
#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/base/text.hpp"
#include "gateway/env/files.hpp"
#include "gateway/format/json_writer.hpp"
#include "gateway/pipeline/cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace sluice::app {
namespace {

using pipeline::CaseResult;

constexpr std::size_t kFileBytesMax = std::size_t{16} << 20;

struct Tested {
    std::vector<CaseResult> cases;
    std::set<std::string> without;  // mappings that no case is about

    std::size_t failed() const {
        return static_cast<std::size_t>(std::count_if(cases.begin(), cases.end(), [](const auto& one) {
            return !one.failures.empty();
        }));
    }
};

// A whole pack, or an extension of the one that is used.
Result<std::shared_ptr<const pipeline::Pack>> open_with(const MapTestVerb& verb) {
    Common common = verb.common;
    if (env::exists(verb.folder + "/schemas/sp-mds/dataset.json")) {
        common.pack = verb.folder;
    } else {
        common.extensions = find_extensions(common.extensions);
        common.extensions.push_back(verb.folder);
    }
    return open_pack(common);
}

Result<void> test_file(const pipeline::Pack& pack, const std::string& path, Tested& out) {
    SLUICE_ASSIGN(const auto text, env::read_file(path, kFileBytesMax));
    SLUICE_ASSIGN(const auto scratch, TemporaryFolder::make());
    auto results = pipeline::run_cases(pack, text, scratch->path());
    if (!results) {
        return Error(ErrorCode::usage, path + ": " + results.error().text());
    }
    std::move(results->begin(), results->end(), std::back_inserter(out.cases));
    return {};
}

Result<Tested> test_all(const MapTestVerb& verb) {
    SLUICE_ASSIGN(const auto pack, open_with(verb));
    const std::string folder = verb.folder + "/mappings";
    SLUICE_ASSIGN(const auto files, env::list_files(folder));
    Tested out;
    for (const auto& file : files) {
        const std::string path = folder + "/" + file.name;
        if (file.name.ends_with(".cases.json")) {
            SLUICE_TRY(test_file(*pack, path, out));
        } else if (file.name.ends_with(".json") && !file.name.starts_with("codes/")) {
            SLUICE_ASSIGN(const auto text, env::read_file(path, kFileBytesMax));
            SLUICE_ASSIGN(const auto document, format::parse_json(text));
            const auto* name = document.find("mapping");
            out.without.insert(std::string(name == nullptr ? file.name : name->text().value_or("")));
        }
    }
    for (const auto& one : out.cases) {
        out.without.erase(one.mapping);
    }
    return out;
}

std::string as_text(const Tested& tested) {
    std::string text;
    for (const auto& one : tested.cases) {
        text += fmt::format(
            "{} {}: {}\n", one.failures.empty() ? "ok    " : "FAILED", one.mapping, printable(one.name)
        );
        for (const auto& failure : one.failures) {
            text += "       " + failure + (failure.ends_with('\n') ? "" : "\n");
        }
    }
    for (const auto& mapping : tested.without) {
        text += fmt::format("none   {}: no case is about it; write one beside it\n", mapping);
    }
    return text + fmt::format(
                      "{} cases, {} failed; {} mappings without a case\n", tested.cases.size(),
                      tested.failed(), tested.without.size()
                  );
}

std::string as_json(const Tested& tested) {
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_object();
    json.key("cases");
    json.begin_array();
    for (const auto& one : tested.cases) {
        json.begin_object();
        json.member("mapping", one.mapping);
        json.member("name", one.name);
        json.key("failures");
        json.begin_array();
        for (const auto& failure : one.failures) {
            json.string(failure);
        }
        json.end_array();
        json.end_object();
    }
    json.end_array();
    json.key("without_a_case");
    json.begin_array();
    for (const auto& mapping : tested.without) {
        json.string(mapping);
    }
    json.end_array();
    json.end_object();
    return json.take() + "\n";
}

}  // namespace

Result<int> map_test(const MapTestVerb& verb) {
    SLUICE_ASSIGN(const auto tested, test_all(verb));
    SLUICE_TRY(write_output("", verb.common.json ? as_json(tested) : as_text(tested)));
    return tested.failed() == 0 && tested.without.empty() ? kExitAccepted : kExitFindings;
}

}  // namespace sluice::app
