// What names a publication by a number inside a reference: "doi:10.1/x", "PMID: 123", "PMC123", the
// address of any of these, "ISBN 978…", a trial's number.
#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"
#include "query/citation_parts.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMostIdentifiers = 8;

std::string_view without_ends(std::string_view word, std::string_view signs) {
  while (!word.empty() && signs.find(word.back()) != std::string_view::npos) word.remove_suffix(1);
  while (!word.empty() && signs.find(word.front()) != std::string_view::npos) word.remove_prefix(1);
  return word;
}

class IdentifierTaker {
 public:
  explicit IdentifierTaker(std::vector<Identifier>& into) : into_(into) {}

  // The text without what names an identifier; a trial's number stays, it may be of the title.
  std::string take(std::string_view text) {
    const std::vector<std::string_view> words = split(text, ' ');
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::string_view word = words[i];
      if (word.empty() || take_doi(word) || take_number_of(words, i) || take_address(word))
        continue;
      const std::string_view bare = without_ends(word, ".,;:()[]");
      if (starts_with_ignoring_case(bare, "pmc") && all_digits(bare.substr(3)) &&
          add(IdentifierScheme::kPmcid, bare)) {
        drop_last({"pmcid", "pmcid:"});
        continue;
      }
      if (starts_with_ignoring_case(bare, "nct") && bare.size() == 11)
        add(IdentifierScheme::kNct, bare);
      kept_.push_back(word);
    }
    std::string out;
    for (const std::string_view word : kept_) {
      if (!out.empty()) out += ' ';
      out += word;
    }
    return out;
  }

 private:
  bool add(IdentifierScheme scheme, std::string_view text) {
    const Result<Identifier> identifier = Identifier::parse(scheme, text);
    if (!identifier.ok()) return false;
    if (std::find(into_.begin(), into_.end(), *identifier) == into_.end() &&
        into_.size() < kMostIdentifiers) {
      into_.push_back(*identifier);
    }
    return true;
  }

  void drop_last(std::initializer_list<std::string_view> labels) {
    if (kept_.empty()) return;
    const std::string_view last = without_ends(kept_.back(), "([");
    if (std::any_of(labels.begin(), labels.end(),
                    [last](std::string_view label) { return equals_ignoring_case(last, label); })) {
      kept_.pop_back();
    }
  }

  bool take_doi(std::string_view word) {
    const std::size_t at = word.find("10.");
    if (at == std::string_view::npos || word.find('/', at) == std::string_view::npos) return false;
    if (at > 0 && is_digit(word[at - 1])) return false;
    std::string_view doi = without_ends(word.substr(at), ".,;\"'>");
    if (!doi.empty() && (doi.back() == ')' || doi.back() == ']')) {
      const char opening = doi.back() == ')' ? '(' : '[';
      if (std::count(doi.begin(), doi.end(), opening) <
          std::count(doi.begin(), doi.end(), doi.back())) {
        doi = without_ends(doi.substr(0, doi.size() - 1), ".,;");
      }
    }
    if (!add(IdentifierScheme::kDoi, doi)) return false;
    drop_last({"doi", "doi:", "doi."});
    // "c123.doi:10.1/x": what stands before is the page.
    std::string_view before = word.substr(0, at);
    const std::string lower = to_lower_ascii(before);
    for (const std::string_view label : {"https://", "http://", "doi"}) {
      if (const std::size_t found = lower.find(label); found != std::string::npos) {
        before = before.substr(0, std::min(before.size(), found));
      }
    }
    before = without_ends(before, "([");
    if (!before.empty()) kept_.push_back(before);
    return true;
  }

  // "PMID: 123", "PMID:123", "ISBN 978…".
  bool take_number_of(const std::vector<std::string_view>& words, std::size_t& i) {
    const std::string_view word = without_ends(words[i], "([");
    for (const auto& [label, scheme] :
         {std::pair<std::string_view, IdentifierScheme>{"pmid", IdentifierScheme::kPmid},
          {"isbn", IdentifierScheme::kIsbn}}) {
      if (!starts_with_ignoring_case(word, label)) continue;
      const std::string_view behind = without_ends(word.substr(label.size()), ":.,;)]");
      if (!behind.empty() && add(scheme, behind)) return true;
      if (behind.empty() && i + 1 < words.size() &&
          add(scheme, without_ends(words[i + 1], ".,;:()[]"))) {
        ++i;
        drop_last({"pubmed"});
        return true;
      }
    }
    return false;
  }

  bool take_address(std::string_view word) {
    const std::string_view bare = without_ends(word, "()[]<>.,;");
    if (!bare.starts_with("http://") && !bare.starts_with("https://") &&
        !bare.starts_with("www.")) {
      return false;
    }
    for (Identifier& identifier : recognise_identifiers(bare)) {
      if (into_.size() < kMostIdentifiers) into_.push_back(std::move(identifier));
    }
    return true;
  }

  std::vector<Identifier>& into_;
  std::vector<std::string_view> kept_;
};

}  // namespace

std::string take_identifiers(std::string_view text, std::vector<Identifier>& into) {
  return IdentifierTaker(into).take(text);
}

}  // namespace evidence::query
