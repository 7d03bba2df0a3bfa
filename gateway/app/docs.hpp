// Pages of docs/ that are written from the pack, so that a page and the program cannot disagree; a test
// compares them with what stands in the tree. Markdown; the same pack gives the same bytes.
#pragma once

#include "gateway/schema/documents.hpp"

#include <map>
#include <string>
#include <string_view>

namespace sluice::app {

// Of the areas of rules, by area.
using Titles = std::map<std::string, std::string>;

std::string rules_page(const schema::Documents& documents, const Titles& areas);
std::string dataset_page(const schema::Documents& documents);
// The files and columns of the exchange contract.
std::string exchange_page(const schema::Documents& documents);
std::string standard_page(const schema::Documents& documents);

// The comment under a page's heading that says how it is made.
std::string made_md(std::string_view page);
// Of a page whose file is not called like it.
std::string made_md(std::string_view page, std::string_view file);
// A bar would end the cell of a table.
std::string cell_md(std::string_view text);

}  // namespace sluice::app
