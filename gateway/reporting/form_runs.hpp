// Since when each sender has sent its files in which form: the receipts of one form that follow one another
// are a run.
#pragma once

#include "gateway/store/forms.hpp"

#include <string>
#include <vector>

namespace sluice::reporting {

struct FormRun {
    store::Form form;  // of its last receipt
    std::string from;  // day of the first submission
    std::string to;    // of the last
    std::size_t submissions = 0;
    std::string difference;  // from the run before it, of the same key; empty for the first one
    bool current = false;    // no later one of the key
};

// `forms` as store::Forms::all() gives them.
std::vector<FormRun> form_runs(const std::vector<store::Form>& forms);

}  // namespace sluice::reporting
