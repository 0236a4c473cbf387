#include "app/merge_report.h"

#include <array>
#include <cmath>
#include <utility>

#include "base/date.h"
#include "base/text.h"
#include "model/correction.h"
#include "model/record_kind.h"

namespace evidence::app {

namespace {

constexpr std::size_t kWidth = 46;

std::string_view agreement_name(Agreement agreement) {
  switch (agreement) {
    case Agreement::kSame:
      return "same";
    case Agreement::kDifferent:
      return "different";
    case Agreement::kUnknown:
      return "unknown";
  }
  return "unknown";
}

json::value share(double value) {
  return value < 0 ? json::value(nullptr)
                   : json::value(static_cast<double>(std::lround(value * 1'000)) / 1'000);
}

std::string identifiers_of(const Record& record) {
  std::vector<std::string> parts;
  for (const Identifier& identifier : record.identifiers) {
    if (identifier.scheme() == IdentifierScheme::kLocal) continue;
    parts.push_back(std::string(scheme_name(identifier.scheme())) + ":" + identifier.value());
  }
  return join(parts, " ");
}

// A column of the terminal: characters, not bytes.
std::string column(std::string_view text) {
  std::string out;
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size() && width < kWidth;) {
    std::size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
    out += text.substr(at, end - at);
    at = end;
    ++width;
    if (width + 1 == kWidth && at < text.size()) {
      out += "…";
      return out;
    }
  }
  return out + std::string(kWidth - width, ' ');
}

}  // namespace

json::object comparison_json(const Record& a, const Record& b, const MatchRules& rules) {
  const MatchProfile profile_a = profile_of(a);
  const MatchProfile profile_b = profile_of(b);
  const Comparison c = compare(profile_a, profile_b);
  const MatchOutcome outcome = decide(profile_a, profile_b, rules);
  json::array shared;
  for (const std::string& one : c.shared) shared.emplace_back(one);
  json::array conflicting;
  for (const std::string& one : c.conflicting) conflicting.emplace_back(one);
  return {{"verdict", verdict_name(outcome.verdict)},
          {"rule", outcome.rule},
          {"title", share(c.title)},
          {"title_inside_the_other", share(c.contained)},
          {"numbers_in_titles_differ", c.numbers_differ},
          {"words_in_titles_differ", c.words_differ},
          {"authors", share(c.authors)},
          {"first_author", agreement_name(c.first_author)},
          {"years_apart", c.years_apart < 0 ? json::value(nullptr) : json::value(c.years_apart)},
          {"volume", agreement_name(c.volume)},
          {"issue", agreement_name(c.issue)},
          {"first_page", agreement_name(c.page)},
          {"journal", share(c.journal)},
          {"abstract", share(c.abstract)},
          {"shared_identifiers", std::move(shared)},
          {"conflicting_identifiers", std::move(conflicting)}};
}

std::string side_by_side(const std::string& name_a, const Record& a, const std::string& name_b,
                         const Record& b) {
  std::string out;
  const auto line = [&out](std::string_view label, const std::string& left,
                           const std::string& right) {
    if (left.empty() && right.empty()) return;
    std::string padded(label);
    padded.resize(12, ' ');
    out += "  " + padded + column(left) + " " + (left == right ? "=" : "|") + " " +
           std::string(trim(column(right))) + "\n";
  };
  line("record", name_a, name_b);
  line("kind", std::string(record_kind_name(kind_of(a))),
       std::string(record_kind_name(kind_of(b))));
  for (const std::string_view field :
       {"title", "authors", "journal", "date", "volume", "issue", "pages", "edition"}) {
    line(field, correctable_value(a, field), correctable_value(b, field));
  }
  line("numbers", identifiers_of(a), identifiers_of(b));
  line("types", join(a.publication_types, "; "), join(b.publication_types, "; "));
  line("abstract", correctable_value(a, "abstract"), correctable_value(b, "abstract"));
  return out;
}

}  // namespace evidence::app
