// Reports as people export them from EMIS Web, beside an extract that states the same facts.
#include "tests/e2e/gateway.hpp"
#include "tests/support/workbook.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <set>

namespace sluice::e2e {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using Facts = std::multiset<std::vector<std::string>>;

// 9990000018 as EMIS Web shows it.
std::string spaced(const std::string& number) {
    return number.size() == 10 ? number.substr(0, 3) + " " + number.substr(3, 3) + " " + number.substr(6)
                               : number;
}

// 2026-03-02 as 02/03/2026.
std::string uk(const std::string& date) {
    return date.size() < 10 ? date : date.substr(8, 2) + "/" + date.substr(5, 2) + "/" + date.substr(0, 4);
}

std::string quoted(std::string text) {
    for (std::size_t at = 0; (at = text.find('"', at)) != std::string::npos; at += 2) {
        text.insert(at, 1, '"');
    }
    return '"' + text + '"';
}

std::map<std::string, Row> by_key(
    const std::string& folder, std::string_view table, const std::string& column
) {
    std::map<std::string, Row> out;
    for (auto& [number, row] : read_source(Extract::file_of(folder, table))) {
        out[row.at(column)] = row;
    }
    return out;
}

// Of local codes, the words that the pack has for them: a practice's own would have to be added to its list.
std::map<std::string, std::string> local_words() {
    std::map<std::string, std::string> out;
    for (const auto& [number, row] :
         read_source(std::string(SLUICE_SOURCE_DIR) + "/mappings/emis/local-codes.csv")) {
        out[row.at("code")] = row.at("display");
    }
    return out;
}

// The reports of the practices of an extract, one file each: its coded entries, so many in a row.
class Reports {
  public:
    explicit Reports(const Extract& extract, std::size_t entries_in_a_row = 1)
        : entries_in_a_row_(entries_in_a_row),
          organisations_(by_key(extract.bulk(), "Admin_Organisation", "OrganisationGuid")),
          patients_(by_key(extract.bulk(), "Admin_Patient", "PatientGuid")) {
        for (const auto& [number, code] :
             read_source(Extract::file_of(extract.bulk(), "Coding_ClinicalCode"))) {
            codes_.emplace(code.at("CodeId"), code);
        }
        for (const auto& [number, entry] :
             read_source(Extract::file_of(extract.bulk(), "CareRecord_Observation"))) {
            entries_[entry.at("OrganisationGuid")][entry.at("PatientGuid")].push_back(entry);
        }
        for (const auto& [organisation, patients] : entries_) {
            write(organisation, patients);
        }
    }

    std::string path() const { return folder_.path(); }
    const std::vector<std::string>& texts() const { return texts_; }

  private:
    void write(const std::string& organisation, const std::map<std::string, std::vector<Row>>& patients) {
        const auto ods = organisations_.at(organisation).at("ODSCode");
        std::string text = "Report name,Social prescribing\r\nLast run,01/11/2026\r\nOrganisation code," +
                           ods + "\r\n,,\r\nNHS Number,Date of Birth,Gender,Postcode,";
        for (std::size_t i = 0; i < entries_in_a_row_; ++i) {
            text += "Date,SNOMED CT Concept ID,Code Term,Value,Associated Text,";
        }
        text += "\r\n";
        for (const auto& [guid, rows] : patients) {
            const auto patient = patients_.find(guid);
            for (std::size_t i = 0; patient != patients_.end() && i < rows.size(); i += entries_in_a_row_) {
                text += line(patient->second, rows, i);
            }
        }
        write_text(folder_ / (ods + " social prescribing.csv"), text);
        texts_.push_back(std::move(text));
    }

    bool is_listed(const Row& code) const {
        const auto& read = code.at("ReadTermId");
        return words_.contains(read.starts_with('^') ? read.substr(1) : read);
    }

    // A code of a practice's own stands under one that others know, or under several.
    const Row& national_or_listed(const std::string& id) const {
        const Row* other = nullptr;
        for (auto [at, end] = codes_.equal_range(id); at != end; ++at) {
            const auto& code = at->second;
            const bool own = code.at("SnomedCTConceptId").find("1000006") != std::string::npos;
            if (!own || is_listed(code)) {
                return code;
            }
            const auto& parent = code.at("ParentCodeId");
            const Row& above = parent.empty() ? code : national_or_listed(parent);
            other = other == nullptr || &above != &code ? &above : other;
            if (needs_.contains(above.at("SnomedCTConceptId"))) {
                return above;
            }
        }
        return *other;
    }

    std::string line(const Row& patient, const std::vector<Row>& rows, std::size_t from) const {
        std::string text = spaced(patient.at("NhsNumber")) + "," + uk(patient.at("DateOfBirth")) + "," +
                           patient.at("Sex") + "," + patient.at("Postcode") + ",";
        for (std::size_t i = from; i < from + entries_in_a_row_; ++i) {
            if (i >= rows.size()) {
                text += ",,,,,";
                continue;
            }
            const auto& code = national_or_listed(rows[i].at("CodeId"));
            const auto& read = code.at("ReadTermId");
            const auto local = words_.find(read.starts_with('^') ? read.substr(1) : read);
            const bool own = code.at("SnomedCTConceptId").find("1000006") != std::string::npos;
            const bool national = !own || local == words_.end();
            text += uk(rows[i].at("EffectiveDate")) + "," + (national ? code.at("SnomedCTConceptId") : "") +
                    "," + quoted(national ? code.at("Term") : local->second) + "," + rows[i].at("Value") +
                    "," + quoted(rows[i].at("AssociatedText")) + ",";
        }
        return text + "\r\n";
    }

    TemporaryFolder folder_;
    std::size_t entries_in_a_row_;
    std::map<std::string, Row> organisations_;
    std::map<std::string, Row> patients_;
    std::multimap<std::string, Row> codes_;
    std::set<std::string> needs_ = {"105529008", "33553000"};  // over codes with several parents
    std::map<std::string, std::string> words_ = local_words();
    std::map<std::string, std::map<std::string, std::vector<Row>>> entries_;  // by organisation, by patient
    std::vector<std::string> texts_;
};

// What records say in these columns, with whom they are about; of people with a number.
Facts facts(const Gateway& gateway, std::string_view entity, const std::vector<std::string>& columns) {
    const auto persons = gateway.rows("person");
    Facts out;
    for (const auto& [id, row] : gateway.rows(entity)) {
        const auto& number = persons.at(row.at("person_id")).at("nhs_number");
        if (number.empty()) {
            continue;
        }
        std::vector<std::string> values = {number};
        for (const auto& column : columns) {
            values.push_back(row.at(column));
        }
        out.insert(std::move(values));
    }
    return out;
}

// A report has no id of an entry: what is said twice of one person and day is one record.
std::set<std::vector<std::string>> distinct(const Facts& facts) {
    return {facts.begin(), facts.end()};
}

// Which of the wanted are not among those found.
std::vector<std::vector<std::string>> lacking(
    const std::set<std::vector<std::string>>& found, const std::set<std::vector<std::string>>& wanted
) {
    std::vector<std::vector<std::string>> out;
    std::set_difference(wanted.begin(), wanted.end(), found.begin(), found.end(), std::back_inserter(out));
    return out;
}

class ReportsAndExtract : public testing::Test {
  protected:
    ReportsAndExtract() : extract_({.practices = 2, .patients = 400, .seed = 5, .faults = "none"}) {
        from_extract_.ingest(extract_.bulk());
    }

    TemporaryFolder folder_;
    Extract extract_;
    Gateway from_extract_{folder_ / "extract"};
};

const std::pair<std::string_view, std::vector<std::string>> kStated[] = {
    {"referral", {"referral_date", "status", "code", "decline_reason", "practice_ods"}},
    {"need", {"identified_date", "code", "category", "practice_ods"}},
    {"support_offered", {"offer_date", "code", "kind"}},
    {"assessment", {"assessment_date", "instrument"}},
};

TEST_F(ReportsAndExtract, give_the_same_records_where_they_state_the_same_facts) {
    for (const std::size_t entries : {1U, 3U}) {
        SCOPED_TRACE(entries);
        const Reports reports(extract_, entries);
        const Gateway gateway(folder_ / ("reports" + std::to_string(entries)));

        const auto ran = gateway.ingest(reports.path());

        ASSERT_LE(ran.code, 1) << ran.err;
        std::set<std::string> referred;
        for (const auto& fact : facts(from_extract_, "referral", {})) {
            referred.insert(fact.front());
        }
        for (const auto& [entity, columns] : kStated) {
            SCOPED_TRACE(entity);
            auto expected = distinct(facts(from_extract_, entity, columns));
            // Some are in the dataset for their appointments alone, of which a report of entries knows
            // nothing.
            std::erase_if(expected, [&](const auto& fact) {
                return entity != "referral" && !referred.contains(fact.front());
            });
            EXPECT_GT(expected.size(), 10U);
            const auto found = distinct(facts(gateway, entity, columns));
            EXPECT_THAT(lacking(found, expected), IsEmpty());
            EXPECT_THAT(lacking(expected, found), IsEmpty());
        }
    }
}

TEST_F(ReportsAndExtract, account_for_every_row_and_change_nothing_when_sent_again) {
    const Reports reports(extract_, 2);
    const Gateway gateway(folder_ / "again");
    const auto first = read_outcome(gateway.ingest(reports.path()).out);
    const auto before = gateway.exports();

    // The same rows in one file, made later.
    const TemporaryFolder joined;
    std::string text;
    for (const auto& one : reports.texts()) {
        text += one;
    }
    write_text(joined / "both practices.csv", text);
    const auto second = read_outcome(gateway.ingest(joined.path()).out);

    std::int64_t rows = 0;
    for (const auto& [name, counts] : first.files) {
        EXPECT_EQ(counts.read, counts.accepted + counts.held + counts.rejected + counts.skipped) << name;
        rows += counts.read;
    }
    ASSERT_EQ(second.files.size(), 1U);
    EXPECT_EQ(second.files.begin()->second.read, rows);
    EXPECT_EQ(second.entities.at("referral").at("accepted"), 0);
    for (const auto& [entity, csv] : gateway.exports()) {
        EXPECT_EQ(read_rows(csv).size(), read_rows(before.at(entity)).size()) << entity;
    }
}

TEST(Reports, of_the_sample_give_what_its_truth_says) {
    const std::string sample = SLUICE_SOURCE_DIR "/deploy/sample/emis-reports";
    const auto truth = parse_json(read_text(sample + "/truth.json"));
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");

    const auto outcome =
        read_outcome(gateway
                         .run(
                             {"ingest", sample + "/reports", "--sender", text_at(truth, "sender"), "--as-of",
                              text_at(truth, "as_of"), "--json"}
                         )
                         .out);

    for (const auto& entity : truth.find("expected")->members()) {
        EXPECT_EQ(outcome.entities.at(entity.key).at("accepted"), entity.value.integer()) << entity.key;
    }
    Counts issues;
    for (const auto& rule : truth.find("issues")->members()) {
        issues[rule.key] = *rule.value.integer();
    }
    EXPECT_EQ(outcome.issues, issues);
}

TEST(Reports, name_the_cell_that_is_wrong_among_several_of_one_heading) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    write_text(
        folder / "F84001 list.csv",
        "Report name,List\n"
        "NHS Number,Date of Birth,Gender,Date,Code Term,Date,Code Term\n"
        "999 000 0018,29/01/1950,Female,02/03/2026,Referral to social prescribing service,31/02/2026,Debt "
        "and money "
        "concerns\n"
    );
    const auto outcome = read_outcome(gateway.ingest(folder / "F84001 list.csv").out);

    const auto made = gateway.run({"fix-list", outcome.receipt, "--format", "csv", "-o", folder / "fixes"});

    ASSERT_EQ(made.code, 0) << made.err;
    std::string text;
    for (const auto& name : names_in(folder / "fixes")) {
        text += read_text(folder / "fixes/" + name);
    }
    EXPECT_THAT(text, HasSubstr("Date (2)"));
    EXPECT_THAT(text, HasSubstr("Debt and money concerns"));
    EXPECT_THAT(text, HasSubstr("NHS Number"));
}

TEST(Reports, with_a_code_that_a_spreadsheet_has_damaged_are_told) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    write_text(
        folder / "F84001 list.csv",
        "NHS Number,Date,SNOMED CT Concept ID,Code Term\n"
        "999 000 0018,02/03/2026,8.71731E+14,Referral to social prescribing service\n"
    );

    const auto outcome = read_outcome(gateway.ingest(folder / "F84001 list.csv").out);

    EXPECT_THAT(outcome.issues, Contains(Pair("SCT-002", 1)));
}

TEST(Reports, keep_every_character_that_a_spreadsheet_saved_in_windows_1252) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    write_text(
        folder / "F84001 list.csv",
        "NHS Number,Family Name,Date,Code Term,Associated Text\n"
        "999 000 0018,Zo\xEB,02/03/2026,Referral to social prescribing service,caf\xE9 \x96 Fridays\n"
        "999 000 0026,Zo\xC3\xAB,02/03/2026,Referral to social prescribing service,caf\xC3\xA9\n"
    );

    const auto ran = gateway.ingest(folder / "F84001 list.csv", {"--purpose", "direct-care"});

    ASSERT_LE(ran.code, 1) << ran.err;
    std::set<std::string> texts;
    for (const auto& [id, row] : gateway.rows("referral", {"--purpose", "direct-care", "--identity"})) {
        texts.insert(row.at("associated_text"));
    }
    EXPECT_THAT(texts, testing::UnorderedElementsAre("caf\xC3\xA9 \xE2\x80\x93 Fridays", "caf\xC3\xA9"));
}

std::vector<std::string> sorted_values(const Rows& rows, const std::string& column) {
    std::vector<std::string> out;
    for (const auto& [id, row] : rows) {
        out.push_back(row.at(column));
    }
    std::sort(out.begin(), out.end());
    return out;
}

TEST(Reports, joined_in_one_file_lose_no_row_whichever_has_more_headings) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    write_text(
        folder / "joined.csv",
        "Organisation code,F84002\n"
        "NHS Number,Date,Code Term\n"
        "999 000 0018,02/03/2026,Referral to social prescribing service\n"
        "999 000 0026,03/03/2026,\n"
        "Population count,2\n"
        "Organisation code,F84003\n"
        "NHS Number,Date of Birth,Gender,Postcode,Date,Code Term\n"
        "999 000 0034,29/01/1950,Female,SW19 1AA,04/03/2026,Referral to social prescribing service\n"
    );

    const auto outcome = read_outcome(gateway.ingest(folder / "joined.csv").out);

    EXPECT_EQ(
        outcome.files.begin()->second.read, 4
    );  // the line that says nothing known is told, not dropped
    EXPECT_EQ(outcome.files.begin()->second.rejected, 1);
    EXPECT_EQ(
        sorted_values(gateway.rows("referral"), "practice_ods"),
        (std::vector<std::string>{"F84002", "F84003"})
    );
}

TEST(Reports, that_are_corrected_on_the_same_day_count_as_they_were_sent_last) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    for (const std::string score : {"55", "45", "50"}) {
        write_text(
            folder / "F84001 scores.csv",
            "NHS Number,Date,Code Term,Value\n"
            "999 000 0018,02/03/2026,Referral to social prescribing service,\n"
            "999 000 0018,03/03/2026,Patient Activation Measure score," +
                score + "\n"
        );
        gateway.ingest(folder / "F84001 scores.csv");

        EXPECT_EQ(sorted_values(gateway.rows("assessment_item"), "value"), std::vector<std::string>{score});
    }
}

// A report of one practice, of these lines, and how often it was sent before.
class SmallReports : public testing::Test {
  protected:
    Outcome send(const std::string& text, const std::string& name = "report.csv") {
        const auto folder = folder_ / std::to_string(sent_++);
        std::filesystem::create_directory(folder);
        write_text(folder + "/" + name, text);
        return read_outcome(gateway_.ingest(folder + "/" + name).out);
    }
    static std::string lines(const std::string& run, const std::string& practice, const std::string& rows) {
        return "Report name,SP\nLast run," + run + "\nOrganisation code," + practice + "\n\n" + rows;
    }

    TemporaryFolder folder_;
    Gateway gateway_{folder_ / "data"};
    int sent_ = 0;
};

TEST_F(SmallReports, lose_no_entry_whose_code_a_spreadsheet_has_damaged) {
    const std::string head = "NHS Number,Date of Birth,Gender,Date,Code Term,SNOMED CT Concept ID\n";
    const std::string row = "9990005001,29/01/1950,Female,02/03/2026,Referral to social prescribing service,";

    EXPECT_THAT(
        send(lines("01/10/2026", "F84001", head + row + "8.71731E+14\n")).issues, Contains(Pair("SCT-002", 1))
    );
    EXPECT_THAT(
        send(lines("02/10/2026", "F84001", head + row + "871731000000100\n")).issues,
        Contains(Pair("SCT-003", 1))
    );
    send(lines("03/10/2026", "F84001", head + row + "0\n"));

    EXPECT_EQ(gateway_.rows("referral").size(), 1U) << "by its words, where there is no code";
}

TEST_F(SmallReports, without_the_details_of_a_person_take_none_away) {
    send(lines(
        "01/10/2026", "F84001",
        "NHS Number,Date of Birth,Gender,Postcode,Date,Code Term\n"
        "9990005001,29/01/1950,Female,SW19 1AA,02/03/2026,Referral to social prescribing service\n"
    ));
    send(lines(
        "01/11/2026", "F84001", "NHS Number,Date,Code Term\n9990005001,05/03/2026,Debt and money concerns\n"
    ));

    const auto persons = gateway_.rows("person");
    ASSERT_EQ(persons.size(), 1U);
    EXPECT_EQ(persons.begin()->second.at("birth_date"), "1950-01-29");
    EXPECT_EQ(persons.begin()->second.at("postcode"), "SW19 1AA");
    EXPECT_EQ(gateway_.rows("need").size(), 1U);
}

TEST_F(SmallReports, of_another_practice_change_nothing_of_this_ones_person) {
    const std::string head = "NHS Number,Date of Birth,Gender,Date,Code Term\n";
    send(lines(
        "01/10/2026", "F84001",
        head + "9990005001,29/01/1950,Female,02/03/2026,Referral to social prescribing service\n"
    ));

    const auto outcome = send(lines(
        "01/11/2026", "F84002",
        head + "9990005001,30/12/1980,Male,02/03/2026,Referral to social prescribing service\n"
    ));

    EXPECT_THAT(outcome.issues, Contains(Pair("PER-005", 2))) << "one number, two people: both wait";
    EXPECT_EQ(gateway_.rows("referral").size(), 0U);
    send(lines(
        "02/11/2026", "F84001",
        head + "9990005001,30/12/1980,Male,02/03/2026,Referral to social prescribing service\n"
    ));
    EXPECT_EQ(gateway_.rows("referral").size(), 2U) << "one of each practice";
}

TEST_F(SmallReports, count_an_appointment_once_however_its_time_is_written) {
    const auto send_time = [&](int day, const std::string& date, const std::string& time,
                               const std::string& holder) {
        const auto run = (day < 10 ? "0" : "") + std::to_string(day) + "/10/2026";
        send(lines(
            run, "F84001",
            "NHS Number,Session Holder's Full Name,Session Holder's User Type,Appointment Date,Appointment "
            "Time,Current Slot Status\n"
            "9990005001," +
                holder + ",Social Prescribing Link Worker," + date + "," + time + ",Finished\n"
        ));
    };
    int day = 1;
    for (const auto* time : {"09:30", "9:30", "09:30:00", "9.30", "0930", "09:30 AM"}) {
        send_time(day++, "16/03/2026", time, "WORKER Link");
    }
    send_time(day++, "16/03/2026 09:30", "", "WORKER Link");
    send_time(day++, "16-Mar-2026", "09:30", "\"OTHER, Ann\"");

    const auto contacts = gateway_.rows("contact");
    ASSERT_EQ(contacts.size(), 1U);
    EXPECT_EQ(contacts.begin()->second.at("contact_time"), "09:30");
}

TEST_F(SmallReports, count_an_entry_once_with_and_without_its_time) {
    const std::string head = "NHS Number,Date of Birth,Gender,Date,Code Term\n9990005001,29/01/1950,Female,";
    send(lines("01/10/2026", "F84001", head + "02/03/2026,Referral to social prescribing service\n"));
    send(lines("02/10/2026", "F84001", head + "02/03/2026 09:15,Referral to social prescribing service\n"));

    EXPECT_EQ(gateway_.rows("referral").size(), 1U);
}

TEST_F(SmallReports, are_ordered_by_when_they_ran_and_not_by_the_day_that_they_are_relative_to) {
    const std::string head =
        "NHS Number,Date of Birth,Gender,Date,Code Term,Value\n"
        "9990005001,29/01/1950,Female,02/03/2026,Referral to social prescribing service,\n"
        "9990005001,29/01/1950,Female,16/03/2026,Patient Activation Measure score,";
    send(
        "Report name,SP\nLast run,31/10/2026\nRelative date,01/01/2026\nOrganisation code,F84001\n\n" + head +
        "40\n"
    );
    send(lines("01/06/2026", "F84001", head + "50\n"));

    const auto items = gateway_.rows("assessment_item");
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items.begin()->second.at("value"), "40");
}

TEST(Reports, that_were_cut_short_are_counted_and_not_taken_in) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    write_text(
        folder / "F84001 list.csv",
        "NHS Number,Date,Code Term\n"
        "999 000 0018,02/03/2026,Referral to social prescribing service\n"
        "Complete results are available,,\n"
    );

    const auto outcome = read_outcome(gateway.ingest(folder / "F84001 list.csv").out);

    EXPECT_EQ(outcome.status, "rejected");
    EXPECT_THAT(outcome.issues, Contains(Pair("FIL-016", 1)));
    EXPECT_EQ(outcome.files.begin()->second.read, 2);
    EXPECT_EQ(outcome.files.begin()->second.rejected, 2);
    EXPECT_THAT(gateway.rows("referral"), IsEmpty());
}

// One sheet with these rows, each cell a text.
std::string workbook_of(const std::vector<std::vector<std::string>>& rows) {
    std::string xml;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        xml += "<row r=\"" + std::to_string(row + 1) + "\">";
        for (const auto& cell : rows[row]) {
            xml += "<c t=\"inlineStr\"><is><t>" + cell + "</t></is></c>";
        }
        xml += "</row>";
    }
    return tests::zipped(tests::plain_workbook(xml));
}

TEST(Workbooks, give_what_the_same_rows_give_as_csv) {
    const std::vector<std::vector<std::string>> rows = {
        {"Report name", "List"},
        {"NHS Number", "Date of Birth", "Gender", "Date", "Code Term"},
        {"999 000 0018", "29/01/1950", "Female", "02/03/2026", "Referral to social prescribing service"}};
    std::string csv;
    for (const auto& row : rows) {
        for (const auto& cell : row) {
            csv += cell + ",";
        }
        csv += "\n";
    }
    const TemporaryFolder folder;
    const Gateway from_csv(folder / "one");
    const Gateway from_book(folder / "two");
    write_text(folder / "F84001 list.csv", csv);
    write_text(folder / "F84001 list.xlsx", workbook_of(rows));

    from_csv.ingest(folder / "F84001 list.csv");
    const auto outcome = read_outcome(from_book.ingest(folder / "F84001 list.xlsx").out);

    EXPECT_EQ(outcome.entities.at("referral").at("accepted"), 1);
    const std::vector<std::string> columns = {"referral_date", "status", "code", "practice_ods"};
    EXPECT_EQ(facts(from_book, "referral", columns), facts(from_csv, "referral", columns));
    EXPECT_EQ(facts(from_book, "referral", columns).size(), 1U);
}

TEST(Workbooks, are_named_with_sheet_and_row_in_the_fix_list) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    write_text(
        folder / "F84001 list.xlsx",
        workbook_of(
            {{"NHS Number", "Date of Birth", "Gender", "Date", "Code Term"},
             {"999 000 0018", "29/01/1950", "Female", "31/02/2026", "Referral to social prescribing service"}}
        )
    );
    const auto outcome = read_outcome(gateway.ingest(folder / "F84001 list.xlsx").out);

    const auto made = gateway.run({"fix-list", outcome.receipt, "--format", "csv", "-o", folder / "fixes"});

    ASSERT_EQ(made.code, 0) << made.err;
    std::string text;
    for (const auto& name : names_in(folder / "fixes")) {
        EXPECT_THAT(name, HasSubstr("Data"));
        text += read_text(folder / "fixes/" + name);
    }
    EXPECT_THAT(text, HasSubstr("31/02/2026"));
    EXPECT_THAT(text, HasSubstr("Date (1)"));
}

}  // namespace
}  // namespace sluice::e2e
