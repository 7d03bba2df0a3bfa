#include "gateway/outlet/html_writer.hpp"

#include "gateway/outlet/words.hpp"

namespace sluice::outlet {

Html& Html::raw(Markup markup) {
    out_ += markup.text();
    return *this;
}

Html& Html::text(std::string_view untrusted) {
    for (const char c : visible(untrusted)) {
        switch (c) {
            case '&':
                out_ += "&amp;";
                break;
            case '<':
                out_ += "&lt;";
                break;
            case '>':
                out_ += "&gt;";
                break;
            case '"':
                out_ += "&quot;";
                break;
            case '\'':
                out_ += "&#39;";
                break;
            default:
                out_ += c;
        }
    }
    return *this;
}

Html& Html::digits(Count number) {
    out_ += std::to_string(number);
    return *this;
}

Html& Html::grouped(Count number) {
    out_ += outlet::grouped(number);
    return *this;
}

void number_cell(Html& html, Count number) {
    html.raw(number == 0 ? Markup("<td class=\"n zero\">") : Markup("<td class=\"n\">"))
        .grouped(number)
        .raw("</td>");
}

}  // namespace sluice::outlet
