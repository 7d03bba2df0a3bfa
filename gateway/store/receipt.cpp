#include "gateway/store/receipt.hpp"

#include "gateway/base/assert.hpp"
#include "gateway/base/text.hpp"
#include "gateway/env/digest.hpp"

#include <algorithm>

namespace sluice::store {

namespace {

// The first 32 are the digits; the rest stand only for the check symbol.
constexpr std::string_view kSymbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";
constexpr std::string_view kPrefix = "SLU";
constexpr std::size_t kDigits = 32;
constexpr std::size_t kCheckModulus = 37;
constexpr std::size_t kGroup = 4;
constexpr std::size_t kSymbolsMax = 48;  // of the 51 that 256 bits give

std::size_t hex_value(char digit) {
    return static_cast<std::size_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

// The first `count` groups of five bits.
std::vector<std::size_t> first_digits(std::string_view hex, std::size_t count) {
    std::vector<std::size_t> digits;
    std::size_t bits = 0;
    std::size_t value = 0;
    for (std::size_t at = 0; digits.size() < count; ++at) {
        value = value << 4 | hex_value(hex[at]);
        bits += 4;
        if (bits >= 5) {
            bits -= 5;
            digits.push_back(value >> bits);
            value &= (std::size_t{1} << bits) - 1;
        }
    }
    return digits;
}

std::size_t check_value(const std::vector<std::size_t>& digits) {
    std::size_t value = 0;
    for (const std::size_t digit : digits) {
        value = (value * kDigits + digit) % kCheckModulus;
    }
    return value;
}

bool speakable(std::size_t check) {
    return check < kDigits || kSymbols[check] == 'U';
}

std::string spell(const std::vector<std::size_t>& digits, std::size_t check) {
    std::string id(kPrefix);
    for (std::size_t at = 0; at < digits.size(); ++at) {
        if (at % kGroup == 0) {
            id += '-';
        }
        id += kSymbols[digits[at]];
    }
    return id + '-' + kSymbols[check];
}

char as_heard(char symbol) {
    switch (symbol) {
        case 'I':
        case 'L':
            return '1';
        case 'O':
            return '0';
        default:
            return symbol;
    }
}

}  // namespace

const std::string& Submission::sender_of(std::size_t file) const {
    return file < files.size() && !files[file].sender.empty() ? files[file].sender : sender;
}

std::set<std::string> Submission::senders() const {
    std::set<std::string> senders = {sender};
    for (std::size_t file = 0; file < files.size(); ++file) {
        senders.insert(sender_of(file));
    }
    return senders;
}

std::string submission_digest(const std::vector<SubmissionFile>& files) {
    std::vector<std::string> lines;
    lines.reserve(files.size());
    for (const SubmissionFile& file : files) {
        // A zip made on Windows has backslashes in the names of its members.
        lines.push_back(std::string(base_name(file.name)) + '\t' + file.sha256 + '\n');
    }
    std::sort(lines.begin(), lines.end());
    return env::sha256_hex(join(lines, ""));
}

std::string make_receipt_id(
    std::string_view sender, std::string_view submission_id, std::string_view digest, std::size_t symbols
) {
    SLUICE_ASSERT(symbols > 0 && symbols % kGroup == 0 && symbols <= kSymbolsMax);
    std::string text = "sluice-receipt\n";
    for (const std::string_view part : {sender, submission_id, digest}) {
        text.append(part) += '\n';
    }
    for (int counter = 0;; ++counter) {
        const std::string hex = env::sha256_hex(text + std::to_string(counter) + '\n');
        const std::vector<std::size_t> digits = first_digits(hex, symbols);
        if (const std::size_t check = check_value(digits); speakable(check)) {
            return spell(digits, check);
        }
    }
}

std::optional<std::string> parse_receipt_id(std::string_view text) {
    std::string symbols;
    for (const char symbol : to_upper(text)) {
        if (symbol != '-' && symbol != ' ') {
            symbols += symbol;
        }
    }
    // The prefix has letters that the alphabet reads as digits, so it goes first.
    if (symbols.rfind(kPrefix, 0) != 0) {
        return std::nullopt;
    }
    symbols.erase(0, kPrefix.size());
    const std::size_t count = symbols.size() - (symbols.empty() ? 0 : 1);
    if (count == 0 || count % kGroup != 0 || count > kSymbolsMax) {
        return std::nullopt;
    }
    std::vector<std::size_t> digits;
    for (const char symbol : symbols) {
        digits.push_back(kSymbols.find(as_heard(symbol)));
    }
    const std::size_t check = digits.back();
    digits.pop_back();
    const bool known =
        std::all_of(digits.begin(), digits.end(), [](std::size_t digit) { return digit < kDigits; });
    if (!known || check != check_value(digits) || !speakable(check)) {
        return std::nullopt;
    }
    return spell(digits, check);
}

}  // namespace sluice::store
