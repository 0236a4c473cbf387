#include "model/registration.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/text.h"

namespace evidence {
namespace {

struct Registry {
  std::string_view prefix;  // lower case
  std::size_t min_digits, max_digits;
};
constexpr std::array kRegistries{Registry{"nct", 8, 8}, Registry{"isrctn", 8, 8},
                                 Registry{"actrn", 14, 14}, Registry{"chictr", 8, 12}};
constexpr std::size_t kBefore = 80;  // bytes in which a word must announce the number

bool announced(std::string_view lower, std::size_t at) {
  const std::size_t begin = at > kBefore ? at - kBefore : 0;
  const std::string_view before = lower.substr(begin, at - begin);
  return before.find("regist") != std::string_view::npos ||
         before.find("clinicaltrials") != std::string_view::npos ||
         before.find("clinical trials.gov") != std::string_view::npos ||
         before.find("trial number") != std::string_view::npos ||
         before.find("identifier") != std::string_view::npos;
}

void find_numbers(std::string_view text, bool labelled, std::vector<std::string>& numbers) {
  const std::string lower = to_lower_ascii(text);
  for (const Registry& registry : kRegistries) {
    for (std::size_t at = lower.find(registry.prefix); at != std::string::npos;
         at = lower.find(registry.prefix, at + 1)) {
      std::size_t begin = at + registry.prefix.size();
      // "NCT 01234567", "ISRCTN: 12345678"
      while (begin < lower.size() && begin < at + registry.prefix.size() + 2 &&
             (lower[begin] == ' ' || lower[begin] == ':' || lower[begin] == '-')) {
        ++begin;
      }
      std::size_t end = begin;
      while (end < lower.size() && is_digit(lower[end])) ++end;
      const std::size_t digits = end - begin;
      if (digits < registry.min_digits || digits > registry.max_digits) continue;
      if (at > 0 && is_lower(lower[at - 1])) continue;
      if (!labelled && !announced(lower, at)) continue;
      std::string number(registry.prefix);
      number += lower.substr(begin, digits);
      std::transform(number.begin(), number.end(), number.begin(),
                     [](char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; });
      numbers.push_back(std::move(number));
    }
  }
}

}  // namespace

std::vector<std::string> registrations_of(const Record& record) {
  std::vector<std::string> numbers;
  for (const Identifier& identifier : record.identifiers) {
    if (identifier.scheme() == IdentifierScheme::kNct) numbers.push_back(identifier.value());
    if (identifier.scheme() == IdentifierScheme::kLocal) {
      find_numbers(identifier.value(), true, numbers);
    }
  }
  for (const AbstractSection& section : record.abstract) {
    const bool labelled = to_lower_ascii(section.label).find("regist") != std::string::npos;
    find_numbers(section.text, labelled, numbers);
  }
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  constexpr std::size_t kMost = 50;
  if (numbers.size() > kMost) numbers.resize(kMost);
  return numbers;
}

}  // namespace evidence
