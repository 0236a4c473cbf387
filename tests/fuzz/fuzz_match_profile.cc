// Any bytes as a profile of matching and as a record: no crash, a profile is written back the same,
// and what two records are to each other is the same both ways.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/json.h"
#include "model/match.h"
#include "model/match_profile.h"
#include "model/record_json.h"

namespace {

// The record that all are compared with.
evidence::MatchProfile fixed_profile() {
  evidence::Record record;
  record.source = "s";
  record.source_record_id = "1";
  record.title = "Inhaled budesonide for wheeze in preschool children. Part 2";
  record.contributors.push_back({"Berg", "", "A", "author", "", ""});
  record.publication.title = "Tropical Medicine";
  record.publication.volume = "3";
  record.publication.pages = "101-109";
  record.publication.date.year = 2004;
  return evidence::profile_of(record);
}

void check(const evidence::MatchProfile& profile) {
  using namespace evidence;
  static const MatchProfile kFixed = fixed_profile();
  static const MatchRules kRules;
  match_keys(profile);
  const Comparison own = compare(profile, profile);
  if (!profile.title.empty() && own.title < 1) std::abort();
  decide(profile, profile, kRules);
  const MatchOutcome there = decide(profile, kFixed, kRules);
  const MatchOutcome back = decide(kFixed, profile, kRules);
  if (there.verdict != back.verdict || there.rule != back.rule) std::abort();
  if (there.verdict == Verdict::kLinked && there.relation != reverse_of(back.relation)) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evidence;
  const std::string text(data, data + size);
  if (const auto profile = profile_from_bytes(text)) {
    if (profile_from_bytes(profile_to_bytes(*profile)) != profile) std::abort();
    check(*profile);
  }
  const auto value = parse_json(text);
  if (!value.ok() || !value->is_object()) return 0;
  std::vector<std::string> unknown;
  const auto record = record_from_loose_json(value->get_object(), unknown);
  if (!record.ok()) return 0;
  const MatchProfile profile = profile_of(*record);
  if (match_keys(profile).size() > 24) std::abort();
  if (profile_from_bytes(profile_to_bytes(profile)) != profile) std::abort();
  check(profile);
  return 0;
}
