// How well records are matched: precision and recall over files with marked duplicates, without a
// store. Prints the errors of each kind.
//   match_bench FILE.jsonl [--hide-identifiers] [--errors N]
// The cluster key is "pmid", else "cluster"; a file with "duplicate" flags is judged by those.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <unordered_map>

#include "base/json.h"
#include "model/clustering.h"
#include "model/record_json.h"

using namespace evidence;

namespace {

struct Row {
  std::string truth;
  std::string line;
};

std::string text_of(const json::object& object, const char* key) {
  return string_member(object, key);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  bool hide = false;
  int errors = 0;
  for (int i = 2; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--hide-identifiers") hide = true;
    if (argument == "--errors" && i + 1 < argc) errors = std::atoi(argv[++i]);
  }
  std::ifstream in(argv[1]);
  std::string line;
  std::vector<ClusterRecord> records;
  std::vector<Row> rows;
  bool flags = false;
  const auto begin = std::chrono::steady_clock::now();
  while (std::getline(in, line)) {
    auto value = parse_json(line);
    if (!value.ok()) continue;
    json::object object = value->get_object();
    Row row;
    row.truth = text_of(object, "pmid");
    if (const auto* flag = object.if_contains("duplicate")) {
      flags = true;
      row.truth = json::serialize(*flag).find("rue") != std::string::npos ? "1" : "0";
    }
    if (hide) {
      object.erase("pmid");
      object.erase("doi");
    }
    if (!object.contains("id")) object["id"] = std::to_string(rows.size());
    std::vector<std::string> unknown;
    auto record = record_from_loose_json(object, unknown);
    if (!record.ok()) continue;
    ClusterRecord entry;
    entry.id = static_cast<std::int64_t>(records.size());
    entry.source = "bench";
    entry.key = record->source_record_id;
    entry.profile = profile_of(*record);
    records.push_back(std::move(entry));
    row.line =
        text_of(object, "title") + " | " + text_of(object, "journal") + " " +
        json::serialize(object["year"]) + " " + json::serialize(object["volume"]) + " p" +
        records.back().profile.first_page + " " +
        (records.back().profile.authors.empty() ? ""
                                                : records.back().profile.authors.front().family) +
        " " + text_of(object, "doi");
    rows.push_back(std::move(row));
  }
  MatchRules rules;
  std::unordered_map<std::int64_t, std::vector<std::size_t>> blocks;
  for (std::size_t i = 0; i < records.size(); ++i) {
    for (const std::int64_t key : match_keys(records[i].profile)) blocks[key].push_back(i);
  }
  std::vector<ClusterPair> pairs;
  std::map<std::pair<std::size_t, std::size_t>, MatchOutcome> seen;
  std::size_t compared = 0;
  std::size_t dropped = 0;
  for (const auto& [key, list] : blocks) {
    if (list.size() > rules.most_records_of_key) {
      ++dropped;
      continue;
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
      for (std::size_t j = i + 1; j < list.size(); ++j) {
        const std::pair pair(list[i], list[j]);
        if (seen.contains(pair)) continue;
        ++compared;
        MatchOutcome outcome =
            decide(records[pair.first].profile, records[pair.second].profile, rules);
        if (outcome.verdict == Verdict::kSame)
          pairs.push_back({pair.first, pair.second, outcome.strength});
        seen.emplace(pair, std::move(outcome));
      }
    }
  }
  // Components first: the clustering of one is that of all.
  std::vector<std::size_t> parent(records.size());
  for (std::size_t i = 0; i < parent.size(); ++i) parent[i] = i;
  const auto root = [&](std::size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  for (const ClusterPair& pair : pairs) parent[root(pair.a)] = root(pair.b);
  std::map<std::size_t, std::vector<std::size_t>> components;
  for (std::size_t i = 0; i < records.size(); ++i) components[root(i)].push_back(i);
  std::map<std::size_t, std::vector<ClusterPair>> pairs_of;
  for (const ClusterPair& pair : pairs) pairs_of[root(pair.a)].push_back(pair);
  std::vector<std::size_t> result(records.size());
  std::size_t next = 0;
  for (const auto& [key, members] : components) {
    std::vector<ClusterRecord> part;
    std::map<std::size_t, std::size_t> place;
    for (const std::size_t member : members) {
      place[member] = part.size();
      part.push_back(records[member]);
    }
    std::vector<ClusterPair> inner;
    for (const ClusterPair& pair : pairs_of[key])
      inner.push_back({place[pair.a], place[pair.b], pair.strength});
    const auto numbers = cluster(part, inner, {});
    std::size_t most = 0;
    for (std::size_t i = 0; i < part.size(); ++i) {
      result[members[i]] = next + numbers[i];
      most = std::max(most, numbers[i]);
    }
    next += most + 1;
  }
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  std::map<std::size_t, std::vector<std::size_t>> clusters;
  for (std::size_t i = 0; i < records.size(); ++i) clusters[result[i]].push_back(i);
  std::map<std::string, int> verdicts;
  for (const auto& [pair, outcome] : seen) {
    if (outcome.verdict == Verdict::kDoubtful && result[pair.first] != result[pair.second])
      ++verdicts["doubtful"];
    if (outcome.verdict == Verdict::kLinked) ++verdicts["linked"];
  }
  std::printf(
      "%zu records, %zu compared, %zu keys too common, %zu works, %d doubtful, %d linked, %.1f s\n",
      records.size(), compared, dropped, clusters.size(), verdicts["doubtful"], verdicts["linked"],
      seconds);
  const auto why = [&](std::size_t a, std::size_t b) {
    const auto at = seen.find({std::min(a, b), std::max(a, b)});
    if (at == seen.end()) return std::string("not compared");
    return std::string(verdict_name(at->second.verdict)) + ": " + at->second.rule;
  };
  if (flags) {
    std::size_t right = 0, wrong = 0, missed = 0;
    for (const auto& [number, members] : clusters) {
      for (const std::size_t member : members) {
        const bool marked = rows[member].truth == "1";
        if (members.size() > 1 && marked) ++right;
        if (members.size() > 1 && !marked) {
          ++wrong;
          if (errors-- > 0)
            std::printf("WRONG %s\n      %s\n      (%s)\n", rows[member].line.c_str(),
                        rows[members.front() == member ? members[1] : members[0]].line.c_str(),
                        why(members[0], members[1]).c_str());
        }
        if (members.size() == 1 && marked) {
          ++missed;
          if (errors-- > 0) std::printf("MISSED %zu %s\n", member, rows[member].line.c_str());
        }
      }
    }
    std::printf(
        "records marked as duplicates: precision %.4f (%zu wrong), recall %.4f (%zu missed)\n",
        static_cast<double>(right) / static_cast<double>(right + wrong), wrong,
        static_cast<double>(right) / static_cast<double>(right + missed), missed);
    return 0;
  }
  std::size_t right = 0, wrong = 0, total = 0;
  std::map<std::string, std::vector<std::size_t>> truth;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].truth.empty()) truth[rows[i].truth].push_back(i);
  }
  std::map<std::string, int> missed_kinds;
  for (const auto& [key, members] : truth) {
    for (std::size_t i = 0; i < members.size(); ++i) {
      for (std::size_t j = i + 1; j < members.size(); ++j) {
        ++total;
        if (result[members[i]] == result[members[j]]) {
          ++right;
        } else {
          ++missed_kinds[why(members[i], members[j])];
          if (errors > 0 && (total % 7) == 0 && errors--)
            std::printf("MISSED (%s)\n   %s\n   %s\n", why(members[i], members[j]).c_str(),
                        rows[members[i]].line.c_str(), rows[members[j]].line.c_str());
        }
      }
    }
  }
  std::map<std::string, int> wrong_kinds;
  int shown = 0;
  for (const auto& [number, members] : clusters) {
    for (std::size_t i = 0; i < members.size(); ++i) {
      for (std::size_t j = i + 1; j < members.size(); ++j) {
        const Row& a = rows[members[i]];
        const Row& b = rows[members[j]];
        if (a.truth.empty() || b.truth.empty() || a.truth == b.truth) continue;
        ++wrong;
        ++wrong_kinds[why(members[i], members[j])];
        if (errors > 0 && shown++ < 60)
          std::printf("WRONG (%s)\n   %s [%s]\n   %s [%s]\n", why(members[i], members[j]).c_str(),
                      a.line.c_str(), a.truth.c_str(), b.line.c_str(), b.truth.c_str());
      }
    }
  }
  for (const auto& [kind, count] : missed_kinds)
    std::printf("  missed %5d  %s\n", count, kind.c_str());
  for (const auto& [kind, count] : wrong_kinds)
    std::printf("  wrong  %5d  %s\n", count, kind.c_str());
  std::printf("pairs: precision %.5f (%zu wrong), recall %.5f (%zu of %zu)\n",
              static_cast<double>(right) / static_cast<double>(right + wrong), wrong,
              static_cast<double>(right) / static_cast<double>(total), right, total);
  return 0;
}
