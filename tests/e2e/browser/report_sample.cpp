// Writes the sample report in one of its forms: report_sample html|empty|hostile|text|csv|json > file
#include "gateway/outlet/csv.hpp"
#include "gateway/outlet/html.hpp"
#include "gateway/outlet/json.hpp"
#include "gateway/outlet/text.hpp"

#include "tests/unit/gateway/outlet/sample_report.hpp"

#include <iostream>
#include <string_view>

namespace outlet = sluice::outlet;

namespace {

outlet::Report hostile_report() {
    outlet::Report report = outlet::testing::sample_report();
    report.files[0].name = outlet::testing::kHostileName;
    report.header.sender.name = outlet::testing::kHostileName;
    report.issues[0].examples[0].file = outlet::testing::kHostileName;
    report.issues[0].examples[0].column = outlet::testing::kHostileName;
    return report;
}

std::string render(std::string_view form) {
    if (form == "html") {
        return outlet::render_html(outlet::testing::sample_report());
    }
    if (form == "empty") {
        return outlet::render_html({});
    }
    if (form == "hostile") {
        return outlet::render_html(hostile_report());
    }
    if (form == "text") {
        return outlet::render_text(outlet::testing::sample_report());
    }
    if (form == "csv") {
        return outlet::render_csv(outlet::testing::sample_report());
    }
    return form == "json" ? outlet::render_json(outlet::testing::sample_report()) : std::string();
}

}  // namespace

int main(int argc, char** argv) {
    const std::string text = argc == 2 ? render(argv[1]) : std::string();
    std::cout << text;
    return text.empty() ? 64 : 0;
}
