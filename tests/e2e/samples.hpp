// The samples of deploy/sample whose truth.json says what must come of them.
#pragma once

#include "tests/e2e/gateway.hpp"

#include <gtest/gtest.h>

namespace sluice::e2e {

// `sample` is its folder, `path` what of it is sent.
inline Outcome ingest_sample(const Gateway& gateway, const std::string& sample, const std::string& path) {
    const auto truth = parse_json(read_text(sample + "/truth.json"));
    return read_outcome(gateway
                            .run(
                                {"ingest", sample + path, "--sender", text_at(truth, "sender"), "--as-of",
                                 text_at(truth, "as_of"), "--json"}
                            )
                            .out);
}

inline void expect_truth(const Outcome& outcome, const std::string& sample) {
    const auto truth = parse_json(read_text(sample + "/truth.json"));
    for (const auto& entity : truth.find("expected")->members()) {
        EXPECT_EQ(outcome.entities.at(entity.key).at("accepted"), entity.value.integer()) << entity.key;
    }
    Counts issues;
    for (const auto& rule : truth.find("issues")->members()) {
        issues[rule.key] = *rule.value.integer();
    }
    EXPECT_EQ(outcome.issues, issues);
}

}  // namespace sluice::e2e
