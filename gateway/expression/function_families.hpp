// Every function by family: functions_<family>.cpp. The sections are those of N1 2.0.0; "trial use" is from
// the 3.0.0 ballot of the same specification.
#pragma once

#include "gateway/expression/evaluator.hpp"

namespace sluice::expression {

// 5.1 Existence.
bool run_all(Call& call);
bool run_all_false(Call& call);
bool run_all_true(Call& call);
bool run_any_false(Call& call);
bool run_any_true(Call& call);
bool run_count(Call& call);
bool run_distinct(Call& call);
bool run_empty(Call& call);
bool run_exists(Call& call);
bool run_has_value(Call& call);
bool run_is_distinct(Call& call);
bool run_not(Call& call);
bool run_subset_of(Call& call);
bool run_superset_of(Call& call);

// 5.2 Filtering and projection, 6.3 Types, 5.5.1 iif, 7 aggregate; trial use: sort.
bool run_aggregate(Call& call);
bool run_iif(Call& call);
bool run_of_type(Call& call);
bool run_as(Call& call);
bool run_is(Call& call);
bool run_repeat(Call& call);
bool run_select(Call& call);
bool run_sort(Call& call);
bool run_where(Call& call);

// 5.3 Subsetting, 5.4 Combining; trial use: join.
bool run_combine(Call& call);
bool run_exclude(Call& call);
bool run_first(Call& call);
bool run_intersect(Call& call);
bool run_last(Call& call);
bool run_single(Call& call);
bool run_skip(Call& call);
bool run_tail(Call& call);
bool run_take(Call& call);
bool run_union(Call& call);
bool run_join(Call& call);

// 5.5 Conversion.
bool run_converts_to_boolean(Call& call);
bool run_converts_to_date(Call& call);
bool run_converts_to_date_time(Call& call);
bool run_converts_to_decimal(Call& call);
bool run_converts_to_integer(Call& call);
bool run_converts_to_quantity(Call& call);
bool run_converts_to_string(Call& call);
bool run_converts_to_time(Call& call);
bool run_to_boolean(Call& call);
bool run_to_date(Call& call);
bool run_to_date_time(Call& call);
bool run_to_decimal(Call& call);
bool run_to_integer(Call& call);
bool run_to_quantity(Call& call);
bool run_to_string(Call& call);
bool run_to_time(Call& call);

// 5.6 String manipulation; trial use: lastIndexOf, matchesFull, split, trim.
bool run_contains(Call& call);
bool run_ends_with(Call& call);
bool run_index_of(Call& call);
bool run_last_index_of(Call& call);
bool run_length(Call& call);
bool run_lower(Call& call);
bool run_matches(Call& call);
bool run_matches_full(Call& call);
bool run_replace(Call& call);
bool run_replace_matches(Call& call);
bool run_split(Call& call);
bool run_starts_with(Call& call);
bool run_substring(Call& call);
bool run_to_chars(Call& call);
bool run_trim(Call& call);
bool run_upper(Call& call);

// Trial use: additional string functions.
bool run_decode(Call& call);
bool run_encode(Call& call);
bool run_escape(Call& call);
bool run_unescape(Call& call);

// 5.7 Math.
bool run_abs(Call& call);
bool run_ceiling(Call& call);
bool run_exp(Call& call);
bool run_floor(Call& call);
bool run_ln(Call& call);
bool run_log(Call& call);
bool run_power(Call& call);
bool run_round(Call& call);
bool run_sqrt(Call& call);
bool run_truncate(Call& call);

// Trial use: 5.9 boundaries and precision.
bool run_comparable(Call& call);
bool run_high_boundary(Call& call);
bool run_low_boundary(Call& call);
bool run_precision(Call& call);

// 5.8 Tree navigation, 5.9 Utility, 9 type(); FHIR R4: extension, memberOf.
bool run_children(Call& call);
bool run_descendants(Call& call);
bool run_extension(Call& call);
bool run_member_of(Call& call);
bool run_now(Call& call);
bool run_time_of_day(Call& call);
bool run_today(Call& call);
bool run_trace(Call& call);
bool run_type(Call& call);

}  // namespace sluice::expression
