#include "gateway/map/ids.hpp"

#include "gateway/env/digest.hpp"

namespace sluice::map {

std::string record_id(
    std::string_view supplier, std::string_view table, std::string_view key, std::string_view entity
) {
    std::string text;
    for (const auto part : {supplier, table, key, entity}) {
        text += part;
        text += '\x1e';
    }
    std::string hex = env::sha256_hex(text).substr(0, 32);
    hex[12] = '8';  // version
    hex[16] = "89ab"
        [static_cast<std::size_t>(hex[16] <= '9' ? hex[16] - '0' : hex[16] - 'a' + 10) & 3U];  // variant
    return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" + hex.substr(16, 4) +
           "-" + hex.substr(20);
}

}  // namespace sluice::map
