#include "app/merging_file.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

namespace evidence::app {

namespace {

void read_size(TomlTable& table, std::string_view key, std::size_t& out, std::int64_t maximum) {
  auto value = static_cast<std::int64_t>(out);
  table.read(key, value, 0, maximum);
  out = static_cast<std::size_t>(value);
}

void read_optional(TomlTable& table, std::string_view key, std::optional<int>& out,
                   std::int64_t maximum) {
  std::int64_t value = -1;
  table.read(key, value, 0, maximum);
  if (value >= 0) out = static_cast<int>(value);
}

// 0 in the program means "no condition": a file leaves such a key out instead.
void read_share(TomlTable& table, std::string_view key, double& out) {
  table.read(key, out, 0.01, 1.0);
}

MatchRule read_rule(TomlTable table) {
  MatchRule rule;
  table.read("name", rule.name);
  if (rule.name.empty() || rule.name.size() > 100) {
    table.report("a rule needs a name of at most 100 bytes");
  }
  std::string verdict = "same";
  table.read("verdict", verdict);
  if (verdict == "doubtful") {
    rule.verdict = Verdict::kDoubtful;
  } else if (verdict != "same") {
    table.report("verdict must be same or doubtful");
  }
  read_share(table, "title", rule.title);
  read_share(table, "title_or_part", rule.title_or_part);
  read_share(table, "title_words", rule.title_words);
  read_size(table, "title_length", rule.title_length, 300);
  read_share(table, "authors", rule.authors);
  read_size(table, "authors_compared", rule.authors_compared, 8);
  table.read("first_author", rule.first_author);
  table.read("first_author_may_lack", rule.first_author_may_lack);
  read_optional(table, "years_apart", rule.years_apart, 100);
  read_share(table, "journal", rule.journal);
  table.read("volume", rule.volume);
  table.read("page", rule.page);
  table.read("place", rule.place);
  read_optional(table, "conflicts", rule.conflicts, 4);
  table.read("no_other_page", rule.no_other_page);
  read_share(table, "abstract", rule.abstract);
  // What every record fulfils would make one work of all that meet under a key.
  const bool bounded = rule.title > 0 || rule.title_or_part > 0 || rule.place || rule.abstract > 0;
  if (!bounded) table.report("a rule needs title, title_or_part, place or abstract");
  table.finish();
  return rule;
}

void read_field_rule(TomlTable& table, std::string_view key, FieldRule& out) {
  std::string name;
  table.read(key, name);
  if (name.empty()) return;
  for (const FieldRule rule : {FieldRule::kPreferred, FieldRule::kLongest, FieldRule::kUnion}) {
    if (name != field_rule_name(rule)) continue;
    const bool is_text = key == "title" || key == "abstract" || key == "publication";
    if (rule == FieldRule::kUnion && is_text) break;
    out = rule;
    return;
  }
  table.report(std::string(key) + " must be preferred, longest or (for lists) union");
}

void read_policy(TomlTable table, MergePolicy& policy) {
  std::vector<std::string> order;
  table.read("sources", order);
  if (!order.empty()) {
    if (std::set<std::string>(order.begin(), order.end()).size() != order.size()) {
      table.report("sources names one twice");
    }
    policy.source_order = std::move(order);
  }
  read_field_rule(table, "title", policy.title);
  read_field_rule(table, "abstract", policy.abstract);
  read_field_rule(table, "authors", policy.authors);
  read_field_rule(table, "publication", policy.publication);
  read_field_rule(table, "publication_types", policy.publication_types);
  read_field_rule(table, "subjects", policy.subjects);
  read_field_rule(table, "languages", policy.languages);
  read_field_rule(table, "links", policy.links);
  table.finish();
}

}  // namespace

void read_merging_file(const std::filesystem::path& path, Findings& findings, MatchRules& rules,
                       MergePolicy& policy) {
  std::error_code absent;
  if (!std::filesystem::exists(path, absent)) return;
  TomlFile file = TomlFile::load(path, findings);
  TomlTable root = file.root();
  TomlTable match = root.table("match");
  match.read("by_identifier", rules.by_identifier);
  read_size(match, "most_records_of_key", rules.most_records_of_key, 10'000);
  if (rules.most_records_of_key < 2) match.report("most_records_of_key must be at least 2");
  match.finish();
  std::vector<TomlTable> tables = root.tables("rule");
  if (!tables.empty()) rules.rules.clear();
  for (TomlTable& table : tables) rules.rules.push_back(read_rule(std::move(table)));
  read_policy(root.table("fields"), policy);
  root.finish();
}

}  // namespace evidence::app
