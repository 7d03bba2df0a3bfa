// Inside the reader of workbooks: why something could not be read, ours or the sender's.
#pragma once

#include "gateway/format/xlsx.hpp"

#include <variant>

namespace sluice::format::xlsx {

using Failure = std::variant<WorkbookFault, Error>;
template <class T>
using Read = boost::system::result<T, Failure>;

}  // namespace sluice::format::xlsx
