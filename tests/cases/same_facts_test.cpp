// The same facts, as two systems write them, are the same rows of the dataset, apart from ids and from where
// they come from.
#include "tests/support/delivery.hpp"
#include "tests/support/files.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <map>
#include <set>

namespace sluice::tests {
namespace {

constexpr const char* kEmis = R"({ "of": "emis", "changes": [
  { "in": "Admin_Patient", "set": { "GivenName": "Zoë", "Surname": "O’Neill", "Title": "Mrs", "HouseNameFlatNumber": "The Mill",
      "Town": "Anytown" } },
  { "in": "Coding_ClinicalCode", "add": { "CodeId": "1003", "Term": "White British", "SnomedCTConceptId": "315236000" } },
  { "in": "Coding_ClinicalCode", "add": { "CodeId": "1004", "Term": "SWEMWBS score", "SnomedCTConceptId": "718466001" } },
  { "in": "Coding_ClinicalCode", "add": { "CodeId": "1005", "Term": "Social prescribing declined", "SnomedCTConceptId": "871711000000103" } },
  { "in": "CareRecord_Observation", "add": { "ObservationGuid": "{B3}", "PatientGuid": "{P1}", "OrganisationGuid": "{O1}",
      "EffectiveDate": "2026-10-06", "EffectiveDatePrecision": "YMD", "EnteredDate": "2026-10-06", "EnteredTime": "10:30:00",
      "ClinicianUserInRoleGuid": "{U2}", "CodeId": "1003", "Deleted": "false", "IsConfidential": "false" } },
  { "in": "CareRecord_Observation", "add": { "ObservationGuid": "{B4}", "PatientGuid": "{P1}", "OrganisationGuid": "{O1}",
      "EffectiveDate": "2026-10-06", "EffectiveDatePrecision": "YMD", "EnteredDate": "2026-10-06", "EnteredTime": "10:30:00",
      "ClinicianUserInRoleGuid": "{U2}", "CodeId": "1004", "Value": "21.000", "Deleted": "false", "IsConfidential": "false" } },
  { "in": "CareRecord_Observation", "add": { "ObservationGuid": "{B5}", "PatientGuid": "{P1}", "OrganisationGuid": "{O1}",
      "EffectiveDate": "2025-03-04", "EffectiveDatePrecision": "YMD", "EnteredDate": "2025-03-04", "EnteredTime": "09:00:00",
      "ClinicianUserInRoleGuid": "{U1}", "CodeId": "1005", "Deleted": "false", "IsConfidential": "false" } },
  { "in": "CareRecord_Observation", "add": { "ObservationGuid": "{B6}", "PatientGuid": "{P1}", "OrganisationGuid": "{O1}",
      "EffectiveDate": "2026-10-20", "EffectiveDatePrecision": "YMD", "EnteredDate": "2026-10-20", "EnteredTime": "09:00:00",
      "ClinicianUserInRoleGuid": "{U2}", "CodeId": "2060", "Deleted": "false", "IsConfidential": "false" } } ] })";

constexpr const char* kSystmone = R"({ "of": "systmone", "changes": [
  { "in": "SRPatient", "set": { "FirstName": {"bytes": "Zo\u00eb"}, "Surname": {"bytes": "O\u0092Neill"}, "Title": "Mrs" } },
  { "in": "SRPatientAddressHistory", "set": { "NameOfBuilding": "The Mill", "NameOfTown": "Anytown" } },
  { "in": "SRCode", "add": { "RowIdentifier": "303", "IDOrganisationVisibleTo": "A81001", "DateEvent": "06 Oct 2026 10:00:00",
      "DateEventRecorded": "06 Oct 2026 10:30:00", "IDProfileEnteredBy": "62", "CTV3Code": "XaJQv", "CTV3Text": "White British",
      "SNOMEDCode": "315236000", "SNOMEDText": "White British", "IsNumeric": "FALSE", "NumericValue": "0", "IDEvent": "201",
      "IDPatient": "101", "IDOrganisation": "A81001", "RemovedData": "0" } },
  { "in": "SRCode", "add": { "RowIdentifier": "304", "IDOrganisationVisibleTo": "A81001", "DateEvent": "06 Oct 2026 10:00:00",
      "DateEventRecorded": "06 Oct 2026 10:30:00", "IDProfileEnteredBy": "62", "CTV3Code": "XaQN2", "CTV3Text": "SWEMWBS score",
      "SNOMEDCode": "718466001", "SNOMEDText": "SWEMWBS score", "IsNumeric": "TRUE", "NumericValue": "21", "IDEvent": "201",
      "IDPatient": "101", "IDOrganisation": "A81001", "RemovedData": "0" } },
  { "in": "SRCode", "add": { "RowIdentifier": "305", "IDOrganisationVisibleTo": "A81001", "DateEvent": "04 Mar 2025 00:00:00",
      "DateEventRecorded": "04 Mar 2025 09:00:00", "IDProfileEnteredBy": "61", "IDOrganisationDoneAt": "A81001", "CTV3Code": "XaaED",
      "CTV3Text": "Social prescribing declined", "SNOMEDCode": "871711000000103", "SNOMEDText": "Social prescribing declined",
      "IDPatient": "101", "IDOrganisation": "A81001", "RemovedData": "0" } },
  { "in": "SRCode", "add": { "RowIdentifier": "306", "IDOrganisationVisibleTo": "A81001", "DateEvent": "20 Oct 2026 00:00:00",
      "DateEventRecorded": "20 Oct 2026 09:00:00", "IDProfileEnteredBy": "62", "CTV3Code": "Y3SC2", "CTV3Text": "Case closed: moved away",
      "IDPatient": "101", "IDOrganisation": "A81001", "RemovedData": "0" } } ] })";

// The facts of tests/support/joy.json in the exchange contract.
constexpr const char* kPackage = R"({ "of": "empty package", "changes": [
  { "in": "person.csv", "text": "person_local_id,nhs_number,date_of_birth,gender,ethnic_category,postcode,practice_ods,consent_to_share,consent_date,given_name,family_name\nC1,9990000018,1950-01-29,2,A,SW19 1AA,A81001,given,2026-10-02,Ada,Example\n" },
  { "in": "referral.csv", "text": "referral_id,person_local_id,organisation_ods,referral_date,status,referral_source,service_org_ods\nK1,C1,A81001,2026-10-02,in_progress,01,A81001\n" },
  { "in": "need.csv", "text": "need_id,person_local_id,organisation_ods,referral_id,identified_date,code,code_display,category\nN1,C1,A81001,K1,2026-10-02,,Loneliness,social_connection\nN2,C1,A81001,K1,2026-10-02,,Debt,finance\n" },
  { "in": "gap_tag.csv", "text": "gap_tag_id,person_local_id,organisation_ods,tag,tag_kind,start_date\nG1,C1,A81001,housing_advocacy,service_gap,2026-10-07\n" },
  { "in": "contact.csv", "text": "contact_id,person_local_id,organisation_ods,referral_id,start,outcome,mode,duration_minutes,worker_name,worker_role\nN1,C1,A81001,K1,2026-10-07T10:00:00+01:00,attended,face_to_face,45,A. Worker,R9815\n" },
  { "in": "assessment.csv", "text": "assessment_id,person_local_id,organisation_ods,referral_id,instrument,stage,date\nT1,C1,A81001,K1,ONS4,baseline,2026-10-07\n" },
  { "in": "assessment_item.csv", "text": "assessment_id,person_local_id,item,value\nT1,C1,life_satisfaction,4\nT1,C1,worthwhile,5\nT1,C1,happy_yesterday,4\nT1,C1,anxious_yesterday,7\n" },
  { "in": "support_offered.csv", "text": "offer_id,person_local_id,organisation_ods,referral_id,offer_date,kind,code_display,service_id,service_name,outcome\nX1,C1,A81001,K1,2026-10-12,referral,Adult social care,L12,Adult social care,engaged\nS1,C1,A81001,K1,2026-10-08,signpost,Adult social care,L12,Adult social care,\n" },
  { "manifest": { "purpose": "direct-care" } } ] })";
using Dataset = std::map<std::string, std::multiset<std::string>>;

// By entity, the rows without what names a record or says where it comes from.
Dataset dataset_at(const std::string& path) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    const auto ran = gateway.ingest(path, {"--purpose", "direct-care"});
    EXPECT_LE(ran.code, 1) << ran.err;
    static const std::set<std::string> kOwn = {"supplier",      "receipt", "source_file",
                                               "source_record", "mapping", "mapping_digest"};
    Dataset out;
    for (const auto entity :
         {"person", "episode", "referral", "need", "contact", "support_offered", "assessment",
          "assessment_item", "goal", "gap_tag"}) {
        for (const auto& [id, row] : gateway.rows(entity, {"--purpose", "direct-care", "--identity"})) {
            std::string text;
            for (const auto& [column, value] : row) {
                const bool named = column.ends_with("_id") || kOwn.contains(column);
                text += named || value.empty() ? "" : column + "=" + value + "\n";
            }
            out[entity].insert(text);
        }
    }
    return out;
}

Dataset dataset_of(const std::string& description) {
    const TemporaryFolder folder;
    return dataset_at(write_delivery(parse_json(description), folder.path()));
}

Dataset dataset_of_report(const std::string& text) {
    const TemporaryFolder folder;
    write_text(folder / "F84001 social prescribing.csv", text);
    return dataset_at(folder / "F84001 social prescribing.csv");
}

void expect_equal(const Dataset& one, const Dataset& other) {
    for (const auto& [entity, rows] : one) {
        EXPECT_EQ(rows, other.contains(entity) ? other.at(entity) : std::multiset<std::string>()) << entity;
    }
    EXPECT_EQ(one.size(), other.size());
}

// The people that both tell apart, and what was recorded of them; the words of local codes are each system's.
TEST(SameFacts, of_an_emis_and_a_systmone_report_are_the_same_rows) {
    const auto emis = dataset_of_report(
        "NHS Number,Given Name,Family Name,Date of Birth,Gender,Postcode,Ethnic Origin,Date,SNOMED CT "
        "Concept ID,"
        "Code Term,Value,Associated Text,Date,SNOMED CT Concept ID,Code Term,Value,Associated Text\n"
        "999 000 0018,Zoë,O’Neill,29/01/1950,Female,SW19 1AA,White British,02/03/2026,871731000000106,"
        "Referral to social prescribing service,,lives alone,02/03/2026,,Debt and money concerns,,rent\n"
        "999 000 0018,Zoë,O’Neill,29/01/1950,Female,SW19 1AA,White British,16/03/2026,718466001,SWEMWBS "
        "score,21,,"
        "16/03/2026,,ONS4 life satisfaction,4,\n"
        "999 000 0026,,,03/07/1984,Male,SW19 2BB,,11-May-2026,871711000000103,Social prescribing declined,,,"
        "11-May-2026,,Declined social prescribing: not now,,\n"
    );
    const auto systmone = dataset_of_report(
        "NHS number,First name,Surname,Date of birth,Sex,Postcode,Ethnicity,Event date,CTV3 code,SNOMED code,"
        "Code description,Numeric value,Free text,Patient Count\n"
        "9990000018,Zo\xEB,O\x92Neill,29 Jan 1950,F,SW19 1AA,White British,02 Mar 2026,XaaEC,871731000000106,"
        "Referral to social prescribing service,,lives alone,1\n"
        "9990000018,Zo\xEB,O\x92Neill,29 Jan 1950,F,SW19 1AA,White British,02 Mar 2026,,,Debt and money "
        "concerns,,"
        "rent,1\n"
        "9990000018,Zo\xEB,O\x92Neill,29 Jan 1950,F,SW19 1AA,White British,16 Mar 2026,,718466001,SWEMWBS "
        "score,21,,1\n"
        "9990000018,Zo\xEB,O\x92Neill,29 Jan 1950,F,SW19 1AA,White British,16 Mar 2026,,,ONS4 life "
        "satisfaction,4,,1\n"
        "9990000026,,,03 Jul 1984,M,SW19 2BB,,11 May 2026,,871711000000103,Social prescribing declined,,,1\n"
        "9990000026,,,03 Jul 1984,M,SW19 2BB,,11 May 2026,,,Declined social prescribing: not now,,,1\n"
    );

    for (const auto* entity : {"person", "episode", "referral", "need", "assessment", "assessment_item"}) {
        ASSERT_TRUE(emis.contains(entity)) << entity;
    }
    EXPECT_EQ(emis.at("person").size(), 2U);
    expect_equal(emis, systmone);
}

TEST(SameFacts, of_an_emis_and_a_systmone_extract_are_the_same_rows) {
    const auto emis = dataset_of(kEmis);
    const auto systmone = dataset_of(kSystmone);

    for (const auto* entity :
         {"person", "episode", "referral", "need", "contact", "assessment", "assessment_item"}) {
        ASSERT_TRUE(emis.contains(entity)) << entity;
    }
    EXPECT_EQ(emis.at("referral").size(), 2U);
    EXPECT_THAT(*emis.at("person").begin(), testing::HasSubstr("given_name=Zoë"));
    expect_equal(emis, systmone);
}

TEST(SameFacts, of_a_joy_export_and_a_package_of_the_contract_are_the_same_rows) {
    const auto joy = dataset_of(R"({ "of": "joy" })");
    const auto package = dataset_of(kPackage);

    ASSERT_EQ(joy.size(), 9U);
    for (const auto& [entity, rows] : joy) {
        EXPECT_FALSE(rows.empty()) << entity;
        EXPECT_EQ(rows, package.contains(entity) ? package.at(entity) : std::multiset<std::string>())
            << entity;
    }
}

}  // namespace
}  // namespace sluice::tests
