#include "server/heading_view.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"
#include "base/url.h"

namespace evidence::server {
namespace {

Error no_vocabulary_loaded() {
  return {
      ErrorCode::kUnavailable, "no_vocabulary", "No vocabulary of headings is loaded here.",
      "Headings of records can be searched all the same. To browse them, the service's operator "
      "loads MeSH with `evidence vocabulary load`."};
}

const Vocabulary* loaded(const Services& services) {
  const Vocabulary* vocabulary = services.vocabulary;
  return vocabulary == nullptr || vocabulary->version().empty() ? nullptr : vocabulary;
}

std::optional<std::uint64_t> count_of(const std::vector<std::string>& labels,
                                      const Services& services) {
  if (services.heading_counts == nullptr) return std::nullopt;
  return services.heading_counts->works(labels);
}

HeadingRow row_of(const FoundHeading& heading, const Services& services) {
  return {heading, count_of({fold(heading.label)}, services)};
}

std::vector<FoundHeading> named(const std::vector<std::string>& ids, const Vocabulary& vocabulary) {
  std::vector<FoundHeading> headings;
  for (const std::string& id : ids) {
    if (const auto heading = vocabulary.heading(id)) {
      headings.push_back({heading->id, heading->label, heading->kind, FoundBy::kId});
    }
  }
  return headings;
}

std::vector<FoundHeading> qualifiers_named(const std::vector<std::string>& ids,
                                           const Vocabulary& vocabulary) {
  std::vector<FoundHeading> qualifiers;
  for (const std::string& id : ids) {
    if (const auto qualifier = vocabulary.find_qualifier(id)) qualifiers.push_back(*qualifier);
  }
  std::sort(qualifiers.begin(), qualifiers.end(),
            [](const FoundHeading& a, const FoundHeading& b) { return a.label < b.label; });
  return qualifiers;
}

bool is_among(const std::vector<HeadingRow>& rows, const std::string& id) {
  return std::any_of(rows.begin(), rows.end(),
                     [&](const HeadingRow& row) { return row.heading.id == id; });
}

// Letters and spaces without a word that a parser could take for an operator.
bool needs_quotes(std::string_view label) {
  for (const std::string_view word : split(label, ' ')) {
    for (const std::string_view special :
         {"and", "or", "not", "exp", "adj", "to", "limit", "use"}) {
      if (equals_ignoring_case(word, special)) return true;
    }
  }
  return !std::all_of(label.begin(), label.end(), [](char c) { return is_letter(c) || c == ' '; });
}

}  // namespace

Result<HeadingMatches> find_headings(std::string_view text, std::size_t limit,
                                     const Services& services) {
  const Vocabulary* vocabulary = loaded(services);
  if (vocabulary == nullptr) return no_vocabulary_loaded();
  if (text.size() > kMaxHeadingText) {
    return Error{ErrorCode::kInvalidArgument, "text_too_long",
                 "A heading to look for has at most " + std::to_string(kMaxHeadingText) + " bytes.",
                 "Type its first words."};
  }
  HeadingMatches matches;
  for (const FoundHeading& heading : vocabulary->find(text)) {
    if (matches.found.size() < limit) matches.found.push_back(row_of(heading, services));
  }
  for (const FoundHeading& heading : vocabulary->beginning_with(text, limit)) {
    if (!is_among(matches.found, heading.id)) {
      matches.beginning.push_back(row_of(heading, services));
    }
  }
  if (!matches.found.empty()) return matches;
  for (const FoundHeading& heading : vocabulary->suggest(text, std::min<std::size_t>(limit, 10))) {
    if (!is_among(matches.beginning, heading.id)) {
      matches.likely.push_back(row_of(heading, services));
    }
  }
  return matches;
}

Result<HeadingView> view_heading(std::string_view id, const Services& services) {
  const Vocabulary* vocabulary = loaded(services);
  if (vocabulary == nullptr) return no_vocabulary_loaded();
  auto heading = id.size() <= 20 ? vocabulary->heading(id) : std::nullopt;
  if (!heading) {
    return Error{ErrorCode::kNotFound, "unknown_heading",
                 "There is no heading " + quoted_for_message(id, 40) + " in the vocabulary.",
                 "Look for it by name under Headings."};
  }
  HeadingView view;
  view.broader = vocabulary->broader(heading->id);
  const auto narrower = vocabulary->narrower(heading->id);
  view.narrower_count = narrower.size();
  for (const FoundHeading& one : narrower) {
    if (view.narrower.size() >= kMaxNarrowerShown) break;
    view.narrower.push_back(row_of(one, services));
  }
  const auto below = vocabulary->with_narrower(heading->id);
  view.exploded = below.size();
  view.qualifiers = qualifiers_named(heading->allowed_qualifiers, *vocabulary);
  view.see_related = named(heading->see_related, *vocabulary);
  view.mapped_to = named(heading->mapped_to, *vocabulary);
  view.actions = named(heading->pharmacologic_actions, *vocabulary);
  if (heading->kind != HeadingKind::kQualifier) {
    view.works = count_of({fold(heading->label)}, services);
    std::vector<std::string> labels;
    labels.reserve(below.size());
    for (const FoundHeading& one : below) labels.push_back(fold(one.label));
    if (below.size() > 1) view.works_with_narrower = count_of(labels, services);
  }
  view.heading = std::move(*heading);
  return view;
}

std::string heading_query(std::string_view label, bool explode) {
  std::string query = explode ? "exp " : "";
  const bool quotes = needs_quotes(label);
  query += quotes ? "\"" : "";
  for (const char c : label) query += c == '"' ? ' ' : c;
  query += quotes ? "\"/" : "/";
  return query;
}

std::string heading_search_href(std::string_view label, bool explode) {
  return "/search?q=" + percent_encode(heading_query(label, explode)) + "&syntax=ovid";
}

}  // namespace evidence::server
