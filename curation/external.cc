#include "curation/external.h"

#include <algorithm>

#include "base/date.h"
#include "base/text.h"
#include "curation/json_reading.h"
#include "model/clustering.h"

namespace evidence::curation {
namespace {

constexpr std::size_t kFieldBytes = 300;

std::string one_line(std::string_view text) {
  const std::string clean = clean_text(text);
  return std::string(trim(truncate_utf8(clean, kFieldBytes)));
}

std::vector<std::int64_t> keys_of(const MatchProfile& profile) { return match_keys(profile); }

Error missing(std::string_view slug, std::string_view message, std::string_view hint) {
  return {ErrorCode::kInvalidArgument, std::string(slug), std::string(message), std::string(hint)};
}

}  // namespace

std::string_view fate_name(ExternalFate fate) {
  switch (fate) {
    case ExternalFate::kDuplicateWithin:
      return "duplicate";
    case ExternalFate::kInRun:
      return "in_run";
    case ExternalFate::kInEarlier:
      return "in_earlier";
    case ExternalFate::kNew:
      break;
  }
  return "new";
}

Result<ExternalSearch> checked_external(ExternalSearch search) {
  search.actor = one_line(search.actor);
  search.platform = one_line(search.platform);
  search.interface = one_line(search.interface);
  search.database = one_line(search.database);
  search.file = one_line(search.file);
  search.searched = one_line(search.searched);
  if (search.platform.empty()) {
    return missing("no_platform", "The search does not say on which platform it was run.",
                   "Give its name, for example Ovid or EBSCOhost.");
  }
  if (search.database.empty()) {
    return missing("no_database", "The search does not say which database was searched.",
                   "Give its name with its coverage, for example Embase 1974 to 2026.");
  }
  const auto day = parse_date(search.searched);
  if (!day || day->day == 0) {
    return missing("bad_search_date", "The date of the search is not a day.",
                   "Write year, month and day, as 2026-11-21.");
  }
  search.searched = format_date(*day);
  if (search.strategy.size() > kExternalLimits.strategy_bytes) {
    return Error{ErrorCode::kTooLarge, "strategy_too_large",
                 "The strategy of the external search is too long.", "Shorten it."};
  }
  search.strategy = clean_text_keeping_lines(search.strategy);
  return search;
}

Deduplicator::Deduplicator(const std::vector<Record>& records, MatchRules rules)
    : rules_(std::move(rules)), rule_(records.size()), found_(records.size()) {
  std::vector<ClusterRecord> places;
  std::vector<ClusterPair> pairs;
  std::vector<std::vector<std::pair<std::size_t, std::string>>> partners(records.size());
  profiles_.reserve(records.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    profiles_.push_back(profile_of(records[i]));
    // Ordered as uploaded, so that of a group the first stays.
    std::string key = std::to_string(i);
    key.insert(0, 12 - std::min<std::size_t>(key.size(), 12), '0');
    places.push_back({static_cast<std::int64_t>(i), "external", std::move(key), profiles_[i]});
    std::vector<std::size_t> candidates;
    for (const std::int64_t shared : keys_of(profiles_[i])) {
      std::vector<std::size_t>& others = by_key_[shared];
      if (others.size() < rules_.most_records_of_key) {
        candidates.insert(candidates.end(), others.begin(), others.end());
        others.push_back(i);
      }
    }
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    for (const std::size_t other : candidates) {
      const MatchOutcome outcome = decide(profiles_[other], profiles_[i], rules_);
      if (outcome.verdict != Verdict::kSame) continue;
      pairs.push_back({other, i, outcome.strength});
      partners[i].emplace_back(other, outcome.rule);
    }
  }
  group_ = cluster(places, pairs, {}, rules_.by_identifier);
  for (std::size_t i = 0; i < records.size(); ++i) {
    for (const auto& [other, rule] : partners[i]) {
      if (group_[other] != group_[i]) continue;
      rule_[i] = rule;
      break;
    }
  }
}

void Deduplicator::meet_work(const WorkId& id, const Record& merged) { meet(merged, id, 0); }

void Deduplicator::meet_earlier(unsigned search, const Record& record) { meet(record, "", search); }

void Deduplicator::meet(const Record& record, const WorkId& work, unsigned search) {
  const MatchProfile profile = profile_of(record);
  std::vector<std::size_t> candidates;
  for (const std::int64_t key : keys_of(profile)) {
    const auto shared = by_key_.find(key);
    if (shared == by_key_.end()) continue;
    candidates.insert(candidates.end(), shared->second.begin(), shared->second.end());
  }
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  for (const std::size_t place : candidates) {
    std::optional<Found>& found = found_[place];
    // A work of the run says more than an earlier upload; of two of a kind the first stays, by the
    // lower id or number, whatever the order of their coming.
    if (found && work.empty() && !found->work.empty()) continue;
    if (found && found->work.empty() == work.empty() &&
        (work.empty() ? found->search <= search : found->work <= work)) {
      continue;
    }
    const MatchOutcome outcome = decide(profiles_[place], profile, rules_);
    if (outcome.verdict == Verdict::kSame) found = Found{work, search, outcome.rule};
  }
}

std::vector<ExternalRecordFate> Deduplicator::finish() const {
  std::vector<ExternalRecordFate> fates(profiles_.size());
  std::unordered_map<std::size_t, std::size_t> first_of;  // group → place
  std::unordered_map<std::size_t, const Found*> best;     // of the group
  for (std::size_t i = 0; i < profiles_.size(); ++i) {
    first_of.emplace(group_[i], i);
    if (!found_[i]) continue;
    const Found*& known = best[group_[i]];
    if (known == nullptr || (known->work.empty() && !found_[i]->work.empty())) known = &*found_[i];
  }
  for (std::size_t i = 0; i < profiles_.size(); ++i) {
    ExternalRecordFate& fate = fates[i];
    const std::size_t first = first_of.at(group_[i]);
    if (first != i) {
      fate.fate = ExternalFate::kDuplicateWithin;
      fate.other = static_cast<unsigned>(first);
      fate.rule = rule_[i];
      continue;
    }
    const auto known = best.find(group_[i]);
    if (known == best.end()) continue;
    fate.fate = known->second->work.empty() ? ExternalFate::kInEarlier : ExternalFate::kInRun;
    fate.work = known->second->work;
    fate.other = known->second->search;
    fate.rule = known->second->rule;
  }
  return fates;
}

ExternalCounts count_fates(const std::vector<ExternalRecordFate>& fates, std::uint64_t unreadable) {
  ExternalCounts counts;
  counts.records = fates.size();
  counts.unreadable = unreadable;
  for (const ExternalRecordFate& fate : fates) {
    switch (fate.fate) {
      case ExternalFate::kNew:
        ++counts.added;
        break;
      case ExternalFate::kDuplicateWithin:
        ++counts.duplicates_within;
        break;
      case ExternalFate::kInRun:
        ++counts.in_run;
        break;
      case ExternalFate::kInEarlier:
        ++counts.in_earlier;
        break;
    }
  }
  return counts;
}

json::object external_to_json(const ExternalSearch& search) {
  json::object object{
      {"number", search.number},     {"run", search.run},           {"at", search.at},
      {"actor", search.actor},       {"platform", search.platform}, {"interface", search.interface},
      {"database", search.database}, {"searched", search.searched}, {"strategy", search.strategy},
      {"file", search.file}};
  object["stated_count"] =
      search.stated_count ? json::value(*search.stated_count) : json::value(nullptr);
  object["counts"] = json::object{{"records", search.counts.records},
                                  {"unreadable", search.counts.unreadable},
                                  {"duplicates_within", search.counts.duplicates_within},
                                  {"in_run", search.counts.in_run},
                                  {"in_earlier", search.counts.in_earlier},
                                  {"added", search.counts.added}};
  json::array records;
  for (const ExternalRecordFate& fate : search.fates) {
    json::object row{{"fate", fate_name(fate.fate)}};
    if (fate.fate == ExternalFate::kInRun) row["work"] = fate.work;
    if (fate.fate == ExternalFate::kDuplicateWithin) row["of_record"] = fate.other;
    if (fate.fate == ExternalFate::kInEarlier) row["of_search"] = fate.other;
    if (!fate.rule.empty()) row["rule"] = fate.rule;
    records.emplace_back(std::move(row));
  }
  object["records"] = std::move(records);
  return object;
}

Result<ExternalSearch> external_from_json(const json::object& object) {
  ExternalSearch search;
  search.number = number_member<unsigned>(object, "number");
  search.run = number_member<unsigned>(object, "run");
  search.at = string_member(object, "at");
  search.actor = string_member(object, "actor");
  search.platform = string_member(object, "platform");
  search.interface = string_member(object, "interface");
  search.database = string_member(object, "database");
  search.searched = string_member(object, "searched");
  search.strategy = string_member(object, "strategy");
  search.file = string_member(object, "file");
  if (const json::value* count = member(object, "stated_count"); count && count->is_number()) {
    search.stated_count = number_of<std::uint64_t>(*count);
  }
  const json::object* counts = object_member(object, "counts");
  if (counts == nullptr || search.run == 0) {
    return Error{ErrorCode::kCorrupt, "bad_external", "A stored external search is damaged.", ""};
  }
  for (const json::value& value : array_member(object, "records")) {
    ExternalRecordFate& fate = search.fates.emplace_back();
    if (!value.is_object()) continue;
    const json::object& row = value.get_object();
    const std::string name = string_member(row, "fate");
    for (const ExternalFate known :
         {ExternalFate::kDuplicateWithin, ExternalFate::kInRun, ExternalFate::kInEarlier}) {
      if (name == fate_name(known)) fate.fate = known;
    }
    fate.work = string_member(row, "work");
    fate.other = fate.fate == ExternalFate::kInEarlier ? number_member<unsigned>(row, "of_search")
                                                       : number_member<unsigned>(row, "of_record");
    fate.rule = string_member(row, "rule");
  }
  search.counts = count_fates(search.fates, number_member<std::uint64_t>(*counts, "unreadable"));
  return search;
}

}  // namespace evidence::curation
