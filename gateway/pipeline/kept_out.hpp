// The persons who are kept out (dummy, confidential, sensitive): a table among the shared facts that is of no
// source, with the person's key and, in place of cells, the reason.
#pragma once

#include "gateway/schema/source.hpp"

#include <string>

namespace sluice::pipeline {

inline std::string kept_out_table(const schema::SourceSystem& system) {
    return system.name + "/@kept-out";
}

}  // namespace sluice::pipeline
