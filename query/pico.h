// The four boxes of a clinical question – population, intervention, comparison, outcome – as a
// strategy of numbered PubMed lines, and what is dropped, in which order, where little is found.
// docs/pico.md. Pure functions, thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "query/parsed_query.h"

namespace evidence::query {

enum class PicoElement { kPopulation, kIntervention, kComparison, kOutcome };
inline constexpr std::array kPicoElements{PicoElement::kPopulation, PicoElement::kIntervention,
                                          PicoElement::kComparison, PicoElement::kOutcome};
std::string_view pico_label(PicoElement element);  // "Population"

// As typed: words or phrases, separated by OR (in small letters too) or by line ends.
struct PicoBoxes {
  std::string population;
  std::string intervention;
  std::string comparison;
  std::string outcome;
  [[nodiscard]] const std::string& of(PicoElement element) const;
};

inline constexpr std::size_t kMaxPicoBoxBytes = 4'000;
inline constexpr std::size_t kMaxPicoPhrases = 50;  // in a box
inline constexpr std::size_t kMaxPicoPhraseBytes = 200;
inline constexpr std::uint64_t kFewPicoResults = 20;  // fewer are few: the search is relaxed

// A box that has words.
struct PicoPart {
  PicoElement element = PicoElement::kPopulation;
  unsigned line = 0;
  std::vector<std::string> phrases;  // without signs that no box needs
  std::string search;                // "(heart failure OR cardiac failure)"
};

// The parts that are combined: all of them first, then without Outcome, then without Comparison.
struct PicoStep {
  unsigned line = 0;
  std::vector<PicoElement> used;
  std::vector<PicoElement> dropped;
  std::string search;  // "#1 AND #2"
  std::string whole;   // the same without line numbers, for the search box as PubMed's syntax
};

struct PicoStrategy {
  std::vector<PicoPart> parts;  // one or more
  std::vector<PicoStep> steps;  // one or more; the first has all parts
  std::vector<Message> notes;   // what was left out of the boxes or changed: "pico_…"
};

// kInvalidArgument: pico_empty; kTooLarge: pico_too_long, pico_too_many_phrases.
Result<PicoStrategy> build_pico(const PicoBoxes& boxes);

// "#1 …" and so on: the parts, then the steps up to and with `last`, whose line is the result.
std::string pico_text(const PicoStrategy& strategy, std::size_t last);

// The step to show: the first that finds kFewPicoResults or more; where none does, the last that
// finds more than those before it. `counts`: of the steps, nullopt where one could not be counted.
std::size_t choose_pico_step(const std::vector<std::optional<std::uint64_t>>& counts);

}  // namespace evidence::query
