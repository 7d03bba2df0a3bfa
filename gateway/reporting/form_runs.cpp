#include "gateway/reporting/form_runs.hpp"

#include "gateway/pipeline/forms.hpp"

#include <algorithm>

namespace sluice::reporting {
namespace {

bool is_same_form(const store::Form& a, const store::Form& b) {
    return a.fingerprint == b.fingerprint && a.version == b.version;
}

}  // namespace

std::vector<FormRun> form_runs(const std::vector<store::Form>& forms) {
    std::vector<FormRun> runs;
    std::size_t first_of_key = 0;
    for (const auto& form : forms) {
        if (runs.empty() || runs.back().form.key != form.key) {
            first_of_key = runs.size();
        }
        // Two forms of one submission go on side by side.
        const auto begin = runs.begin() + static_cast<std::ptrdiff_t>(first_of_key);
        const auto before = runs.size() > first_of_key ? runs.back().form.receipt : 0;
        const auto run = std::find_if(begin, runs.end(), [&](const auto& one) {
            return is_same_form(one.form, form) && (one.form.receipt >= before || form.receipt == before);
        });
        if (run != runs.end()) {
            run->submissions += run->form.receipt == form.receipt ? 0 : 1;
            run->form = form;
            run->to = form.as_of;
            continue;
        }
        FormRun next{form, form.as_of, form.as_of, 1, {}, false};
        if (runs.size() > first_of_key) {
            next.difference = pipeline::form_difference(runs.back().form, form);
        }
        runs.push_back(std::move(next));
    }
    for (auto& run : runs) {
        run.current = std::none_of(runs.begin(), runs.end(), [&](const auto& other) {
            return other.form.key == run.form.key && other.form.receipt > run.form.receipt;
        });
    }
    return runs;
}

}  // namespace sluice::reporting
