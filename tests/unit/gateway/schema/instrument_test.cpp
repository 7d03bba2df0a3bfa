#include "gateway/schema/instrument.hpp"

#include "gateway/schema/documents.hpp"

#include "tests/support/pack.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>

namespace sluice::schema {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Instrument& instrument(std::string_view id) {
    return *tests::repository_pack().documents->dataset.instrument(id);
}
Decimal decimal(std::string_view text) {
    return Decimal::parse(text).value();
}

constexpr std::string_view kLocal = R"({ "instrument": "LOCAL:cafe", "title": "Café survey",
  "licence": "Our own",
  "items": [ { "item": "q*", "count": 4, "title": "Question *", "min": "1", "max": "5", "direction": "higher", "bands": "mood" },
             { "item": "pain", "title": "Pain", "min": "0", "max": "10", "decimals": 1, "direction": "lower", "sentinels": ["99"] } ],
  "total": { "title": "Total", "min": "4", "max": "30", "direction": "higher" },
  "scoring": { "method": "sum", "items_min": 4, "decimals": 1 },
  "bands": { "mood": [ { "from": "1", "band": "low" }, { "from": "4", "band": "high" } ] },
  "safety": [ { "item": "q4", "above": "4" } ],
  "pairing": { "baseline": { "stages": ["baseline"], "days_before": 10, "days_after": 20 },
               "follow_up": { "stages": ["end"], "days_min": 5 } } })";

std::string spoilt(std::string_view from, std::string_view to) {
    std::string text(kLocal);
    text.replace(text.find(from), from.size(), to);
    return text;
}

TEST(ReadInstrument, reads_a_local_one_with_everything_that_it_says) {
    Faults faults;

    const auto local = read_instrument(tests::document("i.json", kLocal), faults);

    ASSERT_FALSE(faults.any()) << faults.error().text();
    ASSERT_EQ(local.items.size(), 5U);
    EXPECT_EQ(local.items[3].item, "q4");
    EXPECT_EQ(local.items[3].title, "Question 4");
    EXPECT_EQ(local.item("pain")->direction, Direction::lower);
    EXPECT_EQ(local.item("total")->max, Decimal(30));
    EXPECT_EQ(local.item("q5"), nullptr);
    EXPECT_EQ(local.scoring.items_min, 4U);
    EXPECT_EQ(local.pairing.days_after, 20);
    EXPECT_THAT(local.pairing.follow_up_stages, ElementsAre("end"));
}

struct Spoilt {
    const char* from;
    const char* to;
    const char* fault;
};
const Spoilt kSpoilt[] = {
    {"\"licence\"", "\"license\"", "i.json:2: /license: 'license' is not known here"},
    {"\"min\": \"1\"", "\"min\": \"one\"", "i.json:3: /items/0/min: a decimal in quotes is expected here"},
    {"\"min\": \"1\"", "\"min\": \"5\"", "/items/0: 'max' is not above 'min'"},
    {"\"count\": 4, ", "", "/items/0: 'count' and a '*' in the name of the item belong together"},
    {"\"item\": \"pain\"", "\"item\": \"q1\"", "/items: the item 'q1' stands twice, or is the total"},
    {"\"item\": \"pain\"", "\"item\": \"total\"", "/items: the item 'total' stands twice, or is the total"},
    {"\"direction\": \"lower\"", "\"direction\": \"down\"", "/items/1/direction: 'down' is not one of"},
    {"[\"99\"]", "[\"9\"]", "/items/1/sentinels/0: a number that stands for no answer"},
    {"\"bands\": \"mood\"", "\"bands\": \"moods\"", "/items/0/bands: there are no bands 'moods'"},
    {"\"from\": \"4\"", "\"from\": \"1\"", "/bands/mood/1: a band begins above the one before it"},
    {"\"method\": \"sum\"", "\"method\": \"none\"",
     "/scoring: there is a 'total' where the method is not none"},
    {"\"items_min\": 4", "\"items_min\": 6", "/scoring/items_min: a sum needs one item at least"},
    {"\"items_min\": 4", "\"items_min\": 0", "/scoring/items_min: a sum needs one item at least"},
    {"\"item\": \"q4\"", "\"item\": \"q5\"", "/safety/0: 'q5' is not an item of this instrument"},
    {"\"bands\": {", "\"metric\": { \"31\": \"1.5\" }, \"bands\": {",
     "/metric/31: '31' is not a total of this instrument"},
    {"\"bands\": {", "\"snomed\": [\"718466002\"], \"bands\": {", "/snomed: '718466002' is not a SNOMED CT"},
    {"\"days_min\": 5", "\"days\": 5", "/pairing/follow_up: 'days_min' is missing"},
    {"\"days_min\": 5", "\"days_min\": -1", "/pairing/follow_up/days_min: a number from 0 to 3660"},
    {"\"days_before\": 10", "\"days_before\": 99999999999", "/pairing/baseline/days_before: a number from 0"},
    {"\"days_after\": 20", "\"days_after\": 3661", "/pairing/baseline/days_after: a number from 0 to 3660"},
    {"\"count\": 4", "\"count\": 2000000000", "/items/0/count: a number from 1 to 200 is expected"},
    {"\"count\": 4", "\"count\": 0", "/items/0/count: a number from 1 to 200 is expected"},
    {"\"decimals\": 1, \"dir", "\"decimals\": 7, \"dir", "/items/1/decimals: a number from 0 to 6"},
    {"\"items_min\": 4, \"decimals\": 1", "\"decimals\": -1", "/scoring/decimals: a number from 0 to 6"},
    {"\"max\": \"10\"", "\"max\": \"1000001\"", "/items/1/max: a number from -1000000 to 1000000"},
    {"\"max\": \"10\"", "\"max\": \"9.0000001\"", "/items/1/max: a number from -1000000 to 1000000"},
    {"\"from\": \"4\"", "\"from\": \"6\"",
     "/items/0/bands: the band 'high' begins outside of 'min' and 'max'"},
    {"\"from\": \"1\"", "\"from\": \"0\"",
     "/items/0/bands: the band 'low' begins outside of 'min' and 'max'"},
    {"\"max\": \"30\"", "\"max\": \"29\"", "/total/max: is below the sum of the items' highest values"},
    {"\"min\": \"4\"", "\"min\": \"5\"", "/total/min: is above the sum of the items' lowest values"},
    {"\"bands\": {", "\"metric\": { \"4\": \"1.5\", \"6\": \"2\" }, \"bands\": {",
     "/metric: the total 5 has no metric score"},
};

TEST(ReadInstrument, refuses_a_faulty_file_with_line_and_pointer) {
    for (const auto& entry : kSpoilt) {
        const auto document = tests::document("i.json", spoilt(entry.from, entry.to));
        Faults faults;

        (void)read_instrument(document, faults);

        ASSERT_TRUE(faults.any()) << entry.to;
        EXPECT_THAT(faults.error().text(), HasSubstr(entry.fault));
    }
}

TEST(Instruments, are_added_to_the_pack_by_a_file_and_nothing_else) {
    const tests::PackCopy pack;
    pack.write("schemas/sp-mds/instruments/local-cafe.json", kLocal);

    const auto documents = load_documents(pack.folder());

    ASSERT_TRUE(documents) << documents.error().text();
    const auto has = [&](std::string_view list, std::string_view code) {
        const auto& codes = documents->code_system(list)->codes;
        return std::any_of(codes.begin(), codes.end(), [&](const auto& entry) { return entry.code == code; });
    };
    EXPECT_TRUE(has("instrument", "LOCAL:cafe"));
    EXPECT_TRUE(has("instrument-item", "pain"));
    EXPECT_TRUE(has("instrument-item", "total"));
}

TEST(Instruments, come_in_an_extension_too) {
    const tests::TemporaryFolder extension;
    std::filesystem::create_directories(extension / "schemas/sp-mds/instruments");
    tests::write_text(extension / "extension.json", R"({"extension": "ours", "version": "1.0.0"})");
    tests::write_text(extension / "schemas/sp-mds/instruments/cafe.json", kLocal);

    const auto documents = load_documents(tests::source_folder(), {extension.path()});

    ASSERT_TRUE(documents) << documents.error().text();
    EXPECT_NE(documents->dataset.instrument("LOCAL:cafe"), nullptr);
    EXPECT_NE(documents->dataset.instrument("PHQ-9"), nullptr);
}

TEST(Instruments, share_no_name_and_know_the_stages) {
    const tests::PackCopy pack;
    pack.write("schemas/sp-mds/instruments/local-cafe.json", spoilt("LOCAL:cafe", "phq9"));
    pack.write("schemas/sp-mds/instruments/local-club.json", spoilt("[\"end\"]", "[\"finish\"]"));

    const auto refusal = pack.refusal();

    EXPECT_THAT(refusal, HasSubstr("the name 'PHQ9' stands for an instrument already"));
    EXPECT_THAT(refusal, HasSubstr("local-club.json:1: /: 'finish' is not a code of the list"));
}

TEST(Instruments, hold_those_that_the_contract_names) {
    for (const char* id :
         {"ONS4", "SWEMWBS", "WEMWBS", "PAM", "MYCaW", "UCLA-3", "PHQ-9", "GAD-7", "EQ-5D-5L", "WBSTAR"}) {
        EXPECT_NE(tests::repository_pack().documents->dataset.instrument(id), nullptr) << id;
    }
    const auto& terms = *tests::repository_pack().terms;
    for (const char* spelling : {"MYCAW", "WBSTAR", "UCLA3", "eq5d5l", "phq9", "Gad-7"}) {
        EXPECT_TRUE(terms.spelt("instrument", spelling)) << spelling;
    }
    EXPECT_EQ(terms.spelt("instrument", "MYCAW"), "MYCaW");
    EXPECT_EQ(terms.spelt("instrument", "PHQ-2"), std::nullopt);
}

struct Allowed {
    const char* instrument;
    const char* item;
    const char* value;
    bool allowed;
};
const Allowed kAllowed[] = {
    {"ONS4", "worthwhile", "0", true},     {"ONS4", "worthwhile", "-1", false},
    {"ONS4", "worthwhile", "10.00", true}, {"ONS4", "worthwhile", "10.1", false},
    {"ONS4", "worthwhile", "7.5", false},  {"PAM", "total", "56.4", true},
    {"PAM", "total", "100.1", false},      {"PAM", "level", "4", true},
    {"PAM", "level", "5", false},          {"SWEMWBS", "total", "24", true},
    {"SWEMWBS", "total", "21.54", true},   {"SWEMWBS", "total", "21.5", false},
    {"SWEMWBS", "total", "36", false},     {"EQ-5D-5L", "item_1", "6", false},
    {"WBSTAR", "area_8", "5", true},       {"MYCaW", "wellbeing", "6", true},
};

TEST(Instrument, allows_what_is_in_the_range_and_as_exact_as_its_item) {
    for (const auto& entry : kAllowed) {
        const auto& one = instrument(entry.instrument);

        EXPECT_EQ(one.allows(*one.item(entry.item), decimal(entry.value)), entry.allowed)
            << entry.instrument << ' ' << entry.item << ' ' << entry.value;
    }
}

TEST(Instrument, converts_a_raw_total_by_the_table) {
    const auto& swemwbs = instrument("SWEMWBS");

    EXPECT_EQ(swemwbs.metric.size(), 29U);
    EXPECT_EQ(swemwbs.to_metric(Decimal(7)), decimal("7.00"));
    EXPECT_EQ(swemwbs.to_metric(Decimal(23)), decimal("20.73"));
    EXPECT_EQ(swemwbs.to_metric(Decimal(32)), decimal("29.31"));
    EXPECT_EQ(swemwbs.to_metric(Decimal(35)), decimal("35.00"));
    EXPECT_EQ(swemwbs.to_metric(decimal("20.73")), std::nullopt);
    EXPECT_TRUE(swemwbs.is_metric(decimal("20.73")));
    EXPECT_FALSE(swemwbs.is_metric(Decimal(35)));  // raw, too: it means the same
}

struct Banded {
    const char* instrument;
    const char* item;
    const char* value;
    const char* band;
};
const Banded kBanded[] = {
    {"PHQ-9", "total", "4", "none or minimal"},
    {"PHQ-9", "total", "5", "mild"},
    {"PHQ-9", "total", "19", "moderately severe"},
    {"PHQ-9", "total", "20", "severe"},
    {"GAD-7", "total", "14", "moderate"},
    {"GAD-7", "total", "15", "severe"},
    {"ONS4", "worthwhile", "4", "low"},
    {"ONS4", "worthwhile", "9", "very high"},
    {"ONS4", "anxious_yesterday", "1", "very low"},
    {"ONS4", "anxious_yesterday", "10", "high"},
    {"PHQ-9", "item_1", "3", ""},
};

TEST(Instrument, names_the_band_of_a_value) {
    for (const auto& entry : kBanded) {
        const auto& one = instrument(entry.instrument);

        EXPECT_EQ(one.band_of(*one.item(entry.item), decimal(entry.value)), entry.band)
            << entry.instrument << ' ' << entry.value;
    }
}

}  // namespace
}  // namespace sluice::schema
