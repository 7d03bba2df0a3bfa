#include "tests/support/workbook.hpp"

#include "tests/support/zip.hpp"

#include <algorithm>
#include <stdexcept>

namespace sluice::tests {
namespace {

constexpr std::string_view kXml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const std::string kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const std::string kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const std::string kPackage = "http://schemas.openxmlformats.org/package/2006/";

const std::string kStyles = R"(<styleSheet xmlns=")" + kMain + R"("><numFmts count="2">
<numFmt numFmtId="164" formatCode="dd/mm/yyyy\ hh:mm"/><numFmt numFmtId="165" formatCode="[h]:mm:ss"/></numFmts>
<cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="20"/><xf numFmtId="165"/>
<xf numFmtId="9"/></cellXfs></styleSheet>)";

std::string xml(std::string_view body) {
    return std::string(kXml) + std::string(body);
}

void put(std::string& out, std::size_t at, std::uint32_t value, int bytes = 4) {
    for (int i = 0; i < bytes; ++i) {
        out[at + static_cast<std::size_t>(i)] = static_cast<char>(value >> (8 * i) & 0xFFU);
    }
}

}  // namespace

std::string sheet_xml(std::string_view rows, std::string_view after) {
    return xml(R"(<worksheet xmlns=")" + kMain + R"("><sheetData>)") + std::string(rows) + "</sheetData>" +
           std::string(after) + "</worksheet>";
}

void set_sheets(WorkbookParts& parts, const std::vector<std::string>& attributes) {
    std::string sheets;
    std::string relationships = R"(<Relationship Id="s" Type=")" + kOffice +
                                R"(/sharedStrings" Target="sharedStrings.xml"/>)"
                                R"(<Relationship Id="f" Type=")" +
                                kOffice + R"(/styles" Target="/xl/styles.xml"/>)";
    for (std::size_t i = 1; i <= attributes.size(); ++i) {
        const std::string number = std::to_string(i);
        sheets += "<sheet " + attributes[i - 1] + " r:id=\"rId" + number + "\"/>";
        relationships += "<Relationship Id=\"rId" + number + R"(" Type=")" + kOffice +
                         R"(/worksheet" Target="worksheets/sheet)" + number + ".xml\"/>";
        parts.try_emplace("xl/worksheets/sheet" + number + ".xml", sheet_xml(""));
    }
    parts["xl/workbook.xml"] =
        xml(R"(<workbook xmlns=")" + kMain + R"(" xmlns:r=")" + kOffice + R"("><workbookPr/><sheets>)") +
        sheets + "</sheets></workbook>";
    parts["xl/_rels/workbook.xml.rels"] = xml(R"(<Relationships xmlns=")" + kPackage + R"(relationships">)") +
                                          relationships + "</Relationships>";
}

WorkbookParts plain_workbook(std::string_view rows) {
    WorkbookParts parts;
    parts["[Content_Types].xml"] =
        xml(R"(<Types xmlns=")" + kPackage + R"(content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>)"
        );
    parts["_rels/.rels"] =
        xml(R"(<Relationships xmlns=")" + kPackage + R"(relationships"><Relationship Id="rId1" Type=")" +
            kOffice + R"(/officeDocument" Target="xl/workbook.xml"/></Relationships>)");
    parts["xl/styles.xml"] = xml(kStyles);
    parts["xl/sharedStrings.xml"] =
        xml(R"(<sst xmlns=")" + kMain + R"("><si><t>one</t></si><si><t>two</t></si></sst>)");
    parts["xl/worksheets/sheet1.xml"] = sheet_xml(rows);
    set_sheets(parts, {R"(name="Data" sheetId="1")"});
    return parts;
}

void change(WorkbookParts& parts, const std::string& part, std::string_view from, std::string_view to) {
    std::string& bytes = parts.at(part);
    const std::size_t at = bytes.find(from);
    if (at == std::string::npos) {
        throw std::runtime_error(part + " has no " + std::string(from));
    }
    bytes.replace(at, from.size(), to);
}

std::string zipped(const WorkbookParts& parts) {
    std::vector<ZipMember> members;
    for (const auto& [name, bytes] : parts) {
        members.push_back({name, bytes});
    }
    return make_zip(members);
}

// [MS-CFB] 2.2 to 2.6: header, the tables of what follows each sector, lists of tables where the header has
// no room for them, empty sectors, the directory.
std::string make_ole(const std::vector<std::string>& streams, std::uint32_t sectors_before) {
    constexpr std::uint32_t kSector = 512;
    constexpr std::uint32_t kPerTable = kSector / 4;
    constexpr std::uint32_t kEnd = 0xFFFFFFFE;
    constexpr std::uint32_t kInHeader = 109;
    constexpr std::uint32_t kPerList = kPerTable - 1;
    const auto directory_count = static_cast<std::uint32_t>(streams.size() / 4 + 1);
    const std::uint32_t tables = (sectors_before + directory_count) / (kPerTable - 2) + 1;
    const std::uint32_t lists = tables > kInHeader ? (tables - kInHeader) / kPerList + 1 : 0;
    const std::uint32_t directory = tables + lists + sectors_before;
    std::string out((directory + directory_count + 1) * std::size_t{kSector}, '\0');
    const auto at = [](std::uint32_t sector) { return (sector + 1) * std::size_t{kSector}; };
    out.replace(0, 8, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    put(out, 26, 3, 2);
    put(out, 30, 9, 2);
    put(out, 44, tables);
    put(out, 48, directory);
    put(out, 68, lists == 0 ? kEnd : tables);
    for (std::uint32_t i = 0; i < tables; ++i) {
        const std::uint32_t left = i - std::min(i, kInHeader);
        put(out, i < kInHeader ? 76 + i * std::size_t{4} : at(tables + left / kPerList) + left % kPerList * 4,
            i);
    }
    for (std::uint32_t i = 0; i < lists; ++i) {
        put(out, at(tables + i) + kPerList * 4, i + 1 == lists ? kEnd : tables + i + 1);
    }
    for (std::uint32_t i = 0; i < directory_count; ++i) {
        const std::uint32_t sector = directory + i;
        put(out, at(sector / kPerTable) + sector % kPerTable * 4,
            i + 1 == directory_count ? kEnd : sector + 1);
    }
    for (std::size_t i = 0; i < streams.size(); ++i) {
        const std::size_t entry = at(directory) + (i + 1) * 128;  // the first is the root
        for (std::size_t c = 0; c < streams[i].size(); ++c) {
            out[entry + 2 * c] = streams[i][c];
        }
        put(out, entry + 64, static_cast<std::uint32_t>(2 * streams[i].size() + 2), 2);
        out[entry + 66] = 2;
    }
    return out;
}

}  // namespace sluice::tests
