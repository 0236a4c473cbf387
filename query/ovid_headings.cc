#include "query/ovid_headings.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "query/search_parts.h"

namespace evidence::query {
namespace {

constexpr std::array<std::string_view, 26> kWithOperator{
    "sensitivity and specificity",
    "wounds and injuries",
    "health knowledge, attitudes, practice",
    "pit and fissure sealants",
    "signs and symptoms",
    "diagnostic techniques and procedures",
    "surveys and questionnaires",
    "esophageal and gastric varices",
    "bacterial infections and mycoses",
    "drug-related side effects and adverse reactions",
    "diagnostic and statistical manual of mental disorders",
    "costs and cost analysis",
    "peptides and proteins",
    "congenital, hereditary, and neonatal diseases and abnormalities",
    "skin and connective tissue diseases",
    "nutritional and metabolic diseases",
    "female urogenital diseases and pregnancy complications",
    "substance abuse detection and prevention",
    "obstetrics and gynecology department, hospital",
    "analgesia and anesthesia",
    "anesthesia and analgesia",
    "food and beverages",
    "bone and bones",
    "research and development",
    "weights and measures",
    "environment and public health"};

void strip_quotes(std::string& label) {
  label.erase(std::remove(label.begin(), label.end(), '"'), label.end());
}

}  // namespace

Heading heading_of(std::string_view typed) {
  Heading heading;
  std::string_view rest = trim(typed);
  while (!rest.empty()) {
    if (rest.front() == '*') {
      heading.focus = true;
      rest = trim(rest.substr(1));
    } else if (starts_with_ignoring_case(rest, "exp ") || starts_with_ignoring_case(rest, "exp*") ||
               starts_with_ignoring_case(rest, "exp\"")) {
      heading.explode = true;
      rest = trim(rest.substr(3));
    } else {
      break;
    }
  }
  std::string label(rest);
  strip_quotes(label);
  // "clinical trial [publication type]" is how Ovid tells a publication type from a topic.
  for (const std::string_view note : {"[publication type]", "(publication type)"}) {
    const std::string lower = to_lower_ascii(label);
    if (lower.ends_with(note)) label.resize(label.size() - note.size());
  }
  std::string single;
  for (const std::string_view word : split(label, ' ')) {
    if (word.empty()) continue;
    if (!single.empty()) single.push_back(' ');
    single += word;
  }
  // Truncated headings are no Ovid syntax, but are pasted.
  std::replace(single.begin(), single.end(), '$', '*');
  heading.wildcards = has_wildcard(single);
  heading.label = std::move(single);
  return heading;
}

bool heading_with_operator(std::string_view typed, bool comma, const ParseOptions& options) {
  const Heading heading = heading_of(typed);
  if (comma || heading.explode || heading.focus) return true;
  const std::string lower = to_lower_ascii(heading.label);
  if (std::find(kWithOperator.begin(), kWithOperator.end(), lower) != kWithOperator.end()) {
    return true;
  }
  return options.vocabulary != nullptr && !options.vocabulary->find(heading.label).empty();
}

TagMeaning meaning_of_tag(std::string_view tag) {
  std::string name;
  for (const char c : to_lower_ascii(tag)) {
    if (c != ' ') name.push_back(c);
  }
  const bool noexp = name.ends_with(":noexp");
  if (const std::size_t colon = name.find(':'); colon != std::string::npos) name.resize(colon);
  const auto is = [&](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (is({"tiab", "title/abstract"})) return {{"ti", "ab", "kf"}, false, ".ti,ab,kf."};
  if (is({"ti", "title", "titl"})) return {{"ti"}, false, ".ti."};
  if (is({"ab", "abstract"})) return {{"ab"}, false, ".ab."};
  if (is({"tw", "textword", "textwords", "text", "word"}))
    return {{"tw", "kf", "hw"}, false, ".tw,kf,hw."};
  if (is({"mh", "mesh", "meshterms", "meshterm", "majr", "mj", "meshmajortopic"})) {
    if (noexp) return {{"sh"}, false, "a heading, .sh."};
    return {{"xm"}, true, "an exploded heading, exp …/"};
  }
  if (is({"sh", "subheading", "meshsubheading"})) return {{"fs"}, false, ".fs."};
  if (is({"pt", "ptyp", "publicationtype"})) return {{"pt"}, false, ".pt."};
  if (is({"au", "author"})) return {{"au"}, false, ".au."};
  if (is({"la", "language", "lang"})) return {{"la"}, false, ".la."};
  if (is({"dp", "pdat", "date-publication"})) return {{"yr"}, false, ".yr."};
  if (is({"ot", "otherterm"})) return {{"kf"}, false, ".kf."};
  if (is({"ta", "journal"})) return {{"jn"}, false, ".jn."};
  if (is({"nm", "rn", "supplementaryconcept", "substancename", "ec/rnnumber"})) {
    return {{"nm"}, false, ".nm."};
  }
  if (is({"pmid", "uid"})) return {{"ui"}, false, ".ui."};
  return {{"mp"}, false, ".mp."};
}

}  // namespace evidence::query
