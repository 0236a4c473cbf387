#include "search/heading_terms.h"

#include <algorithm>

#include "base/text.h"
#include "model/field.h"

namespace evidence {
namespace {

// "Q000188" among names.
bool is_qualifier_number(std::string_view text) {
  return text.size() >= 7 && (text[0] == 'Q' || text[0] == 'q') &&
         std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void add(std::vector<std::string>& terms, Field field, std::string_view value) {
  terms.push_back(term_of(field, exact_key(field, value)));
}

}  // namespace

std::vector<std::string> heading_terms(const query::Heading& heading) {
  std::vector<std::string> labels = heading.labels;
  if (labels.empty() && heading.ids.empty()) labels.push_back(heading.label);
  std::vector<std::string> terms;
  if (heading.qualifiers.empty()) {
    for (const std::string& id : heading.ids) {
      add(terms, heading.focus ? Field::kMeshMajor : Field::kMeshId, id);
    }
    for (const std::string& label : labels) {
      add(terms, heading.focus ? Field::kHeadingMajor : Field::kHeadingLabel, label);
      if (!heading.focus) add(terms, Field::kPublicationType, label);
    }
    return terms;
  }
  const std::vector<std::string>& qualifiers =
      heading.qualifier_labels.empty() ? heading.qualifiers : heading.qualifier_labels;
  for (const std::string& qualifier : qualifiers) {
    if (is_qualifier_number(qualifier)) {
      for (const std::string& id : heading.ids) {
        add(terms, heading.focus ? Field::kMeshQualifiedMajor : Field::kMeshQualified,
            id + "/" + qualifier);
      }
      continue;
    }
    for (const std::string& label : labels) {
      add(terms, heading.focus ? Field::kHeadingQualifiedMajor : Field::kHeadingQualified,
          label + "/" + qualifier);
    }
  }
  return terms;
}

std::vector<std::string> subheading_terms(const query::Subheading& subheading) {
  std::vector<std::string> terms;
  const auto add_name = [&terms](std::string_view name) {
    if (!is_qualifier_number(name)) add(terms, Field::kSubheading, name);
  };
  if (subheading.labels.empty()) add_name(subheading.name);
  for (const std::string& label : subheading.labels) add_name(label);
  return terms;
}

}  // namespace evidence
