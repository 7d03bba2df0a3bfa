#include "gateway/schema/mapping.hpp"

#include "gateway/base/text.hpp"

namespace sluice::schema {
namespace {

const std::initializer_list<std::pair<std::string_view, Producer::Kind>> kKinds = {
    {"from", Producer::Kind::from},
    {"value", Producer::Kind::value},
    {"const", Producer::Kind::constant},
    {"first_of", Producer::Kind::first_of},
    {"ref", Producer::Kind::ref}};

void read_conversion(const Reader& reader, Producer& producer) {
    producer.when = reader.find("when").located();
    if (const Reader as = reader.find("as"); as.present()) {
        producer.as = one_of<std::string>(
            as,
            {{"date", "date"},
             {"decimal", "decimal"},
             {"integer", "integer"},
             {"boolean", "boolean"},
             {"text", "text"},
             {"time", "time"},
             {"code", "code"},
             {"term", "term"}},
            ""
        );
    }
    producer.own_codes = producer.as == "code";
    producer.formats = reader.find("formats").texts();
    producer.code = reader.find("code").located();
    producer.otherwise = reader.find("otherwise").text();
    if (const Reader split = reader.find("split"); split.present()) {
        split.only({"by", "take"});
        producer.split_by = split.at("by").text();
        producer.split_take = static_cast<int>(split.find("take").integer_or(1));
    }
}

Producer read_producer(const Reader& reader) {
    reader.only(
        {"from", "value", "const", "first_of", "ref", "key", "when", "as", "formats", "code", "otherwise",
         "split", "comment"}
    );
    Producer producer;
    int kinds = 0;
    for (const auto& [name, kind] : kKinds) {
        const Reader found = reader.find(name);
        if (!found.present()) {
            continue;
        }
        ++kinds;
        producer.kind = kind;
        if (kind == Producer::Kind::first_of) {
            for (const Reader& option : found.items()) {
                producer.options.push_back(read_producer(option));
            }
        } else {
            producer.source = found.located();
        }
    }
    for (const Reader& part : reader.find("key").items()) {
        producer.key.push_back(part.located());
    }
    if (!producer.key.empty() && producer.kind != Producer::Kind::ref) {
        reader.fault("only a `ref` has a key of its own");
    }
    if (kinds != 1) {
        reader.fault("exactly one of from, value, const, first_of, ref is expected");
    }
    read_conversion(reader, producer);
    return producer;
}

Merge read_merge(const Reader& reader) {
    Merge merge;
    const std::string text = reader.text();
    const auto words = text.substr(0, text.find(' '));
    if (text.starts_with("latest of each field by ")) {
        merge.take = Merge::Take::latest_of_each_field;
    } else if (words == "latest") {
        merge.take = Merge::Take::latest;
    } else if (words == "first") {
        merge.take = Merge::Take::first;
    } else if (text != "all") {
        reader.fault("expected 'all', 'latest by A, B', 'latest of each field by A, B' or 'first by A, B'");
    }
    constexpr std::string_view kBy = " by ";
    if (const auto by = text.find(kBy); by != std::string::npos) {
        for (const auto part : split(std::string_view(text).substr(by + kBy.size()), ',')) {
            merge.by.emplace_back(trim(part));
        }
    } else if (merge.take != Merge::Take::all) {
        reader.fault("'by' is missing");
    }
    return merge;
}

Each read_each(const Reader& reader) {
    reader.only({"column", "by"});
    Each each{reader.at("column").text(), reader.at("by").text()};
    if (each.column.empty() || each.by.empty()) {
        reader.fault("a column, and the characters that part what stands in it, are expected here");
    }
    return each;
}

}  // namespace

Mapping read_mapping(const Document& document, Faults& faults) {
    const Reader reader(document, faults);
    reader.only(
        {"mapping", "title", "description", "comment", "source", "entity", "when", "select", "key", "each",
         "into", "merge", "rank", "anchor", "fields"}
    );
    Mapping mapping;
    mapping.where = reader.where();
    mapping.name = reader.at("mapping").text();
    mapping.source = reader.at("source").located();
    mapping.entity = reader.at("entity").located();
    mapping.when = reader.find("when").located();
    if (const Reader each = reader.find("each"); each.present()) {
        mapping.each = read_each(each);
    }
    // Of a row with several things in a cell `when` is asked for each of them, so it chooses no rows.
    const bool whole_row = mapping.each.column.empty() && !reader.find("select").present();
    mapping.select = whole_row ? mapping.when : reader.find("select").located();
    for (const Reader& item : reader.find("key").items()) {
        mapping.key.push_back(item.located());
    }
    mapping.into = reader.find("into").located();
    if (reader.find("merge").present()) {
        mapping.merge = read_merge(reader.find("merge"));
    }
    mapping.rank = static_cast<int>(reader.find("rank").integer_or(10));
    mapping.anchor = reader.find("anchor").boolean_or(false);
    for (const auto& [field, producer] : reader.at("fields").members()) {
        mapping.fields.push_back({field, producer.where(), read_producer(producer)});
    }
    return mapping;
}

}  // namespace sluice::schema
