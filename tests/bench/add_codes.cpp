// Makes the code dictionary of a synthetic bulk as large as a real one: add_codes FILE COUNT appends COUNT
// rows, each one that is there, under another CodeId. See README.md.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace {

constexpr long long kFirstCode = 9'000'000'000;

std::vector<std::string> read_rows(const char* path) {
    std::ifstream in(path, std::ios::binary);
    std::vector<std::string> rows;
    std::string line;
    std::getline(in, line);  // the header
    while (std::getline(in, line)) {
        rows.push_back(line.substr(line.find(',')));
    }
    return rows;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fputs("usage: add_codes FILE COUNT\n", stderr);
        return 2;
    }
    const auto rows = read_rows(argv[1]);
    if (rows.empty()) {
        std::fprintf(stderr, "add_codes: there is no row in %s\n", argv[1]);
        return 1;
    }
    std::ofstream out(argv[1], std::ios::binary | std::ios::app);
    const long long count = std::atoll(argv[2]);
    for (long long i = 0; i < count; ++i) {
        out << '"' << kFirstCode + i << '"' << rows[static_cast<std::size_t>(i) % rows.size()] << '\n';
    }
    return out.flush() ? 0 : 1;
}
