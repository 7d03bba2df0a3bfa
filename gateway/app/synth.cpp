#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/format/json_writer.hpp"
#include "gateway/synth/emis.hpp"

#include <fmt/format.h>

namespace sluice::app {

Result<int> synth_emis(const SynthVerb& verb) {
    synth::Options options;
    options.out = verb.out;
    options.practices = verb.practices;
    options.patients = verb.patients;
    options.seed = verb.seed;
    options.faults = verb.faults == "none" ? synth::Faults::none : synth::Faults::standard;
    if (!verb.reference.empty()) {
        const auto date = Date::parse(verb.reference);
        if (!date || date->precision() != DatePrecision::day) {
            return Error(ErrorCode::usage, "--reference-date must be YYYY-MM-DD");
        }
        options.reference = *date;
    }
    SLUICE_TRY(synth::emis(options));
    if (verb.json) {
        format::JsonWriter json;
        json.begin_object();
        json.member("out", verb.out);
        json.end_object();
        SLUICE_TRY(write_output("", json.take() + "\n"));
    } else {
        SLUICE_TRY(write_output(
            "", fmt::format("Wrote {0}/bulk, {0}/delta, {0}/final and {0}/truth.json\n", verb.out)
        ));
    }
    return kExitAccepted;
}

}  // namespace sluice::app
