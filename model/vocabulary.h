// A controlled vocabulary of subject headings (MeSH) as parsers, automatic mapping, evaluation and
// the browser of headings ask it. store/ implements it over a file that `evidence vocabulary load`
// wrote; NoVocabulary stands in where none is loaded. Thread-safe; every method may be called at
// any time. Words are compared folded (base/text.h fold), commas and hyphens as typed or as spaces.
// Follows MeSH as NLM publishes it (descriptor, qualifier and supplementary XML).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace evidence {

enum class HeadingKind {
  kDescriptor,
  kPublicationType,  // descriptor class 2: "Randomized Controlled Trial"
  kCheckTag,         // descriptor class 3: "Male", "Female"
  kGeographic,       // descriptor class 4
  kQualifier,        // "drug therapy"
  kSupplementary,    // a supplementary concept record
};
std::string_view heading_kind_name(HeadingKind kind);  // "publication_type"

// What one entry of the vocabulary says, bounded and cleaned when it was loaded.
struct VocabularyHeading {
  std::string id;  // "D001249", "Q000188", "C000601"
  HeadingKind kind = HeadingKind::kDescriptor;
  std::string label;                            // preferred: "Asthma"
  std::vector<std::string> entry_terms;         // without the label
  std::vector<std::string> tree_numbers;        // "C08.127.108"; of qualifiers "Y07.020"; none of C
  std::string scope_note;                       // as published
  std::string abbreviation;                     // of a qualifier: "DT"
  std::vector<std::string> allowed_qualifiers;  // ids; of a descriptor
  std::vector<std::string> mapped_to;           // ids of descriptors; of a supplementary concept
  std::vector<std::string> pharmacologic_actions;  // ids of descriptors that are its actions
  std::vector<std::string> see_related;            // ids
  std::vector<std::string> previous_labels;        // labels that it had in other years, or replaced
  std::string history_note;
};

// How a typed label was found.
enum class FoundBy { kLabel, kEntryTerm, kPreviousLabel, kAbbreviation, kId };
struct FoundHeading {
  std::string id;
  std::string label;  // preferred
  HeadingKind kind = HeadingKind::kDescriptor;
  FoundBy by = FoundBy::kLabel;
};

class Vocabulary {
 public:
  virtual ~Vocabulary() = default;

  // "mesh 2026" as recorded at loading; "" where no vocabulary is loaded.
  [[nodiscard]] virtual std::string version() const = 0;

  // What the label or number means, the best first: preferred label, then entry term, then previous
  // label. Never a qualifier.
  [[nodiscard]] virtual std::vector<FoundHeading> find(std::string_view label) const = 0;
  // By name or two-letter abbreviation, or number.
  [[nodiscard]] virtual std::optional<FoundHeading> find_qualifier(std::string_view name) const = 0;
  // The whole entry; nullopt for an unknown number.
  [[nodiscard]] virtual std::optional<VocabularyHeading> heading(std::string_view id) const = 0;
  // The heading and all that are narrower by tree number, qualifiers likewise, each once; the
  // heading first. At most kMaxNarrower.
  [[nodiscard]] virtual std::vector<FoundHeading> with_narrower(std::string_view id) const = 0;
  // Directly narrower or broader ones.
  [[nodiscard]] virtual std::vector<FoundHeading> narrower(std::string_view id) const = 0;
  [[nodiscard]] virtual std::vector<FoundHeading> broader(std::string_view id) const = 0;
  // Substances with the pharmacologic action that the label names.
  [[nodiscard]] virtual std::vector<FoundHeading> with_action(std::string_view id) const = 0;
  // Headings that the typed label may have meant: same words in other order, one letter off, a
  // beginning. At most `limit`, the likeliest first.
  [[nodiscard]] virtual std::vector<FoundHeading> suggest(std::string_view label,
                                                          std::size_t limit) const = 0;
  // Preferred labels and entry terms that begin so, in alphabetical order, for the browser.
  [[nodiscard]] virtual std::vector<FoundHeading> beginning_with(std::string_view letters,
                                                                 std::size_t limit) const = 0;
};
inline constexpr std::size_t kMaxNarrower = 20'000;

// Knows nothing; for programs and tests without a vocabulary.
const Vocabulary& no_vocabulary();

}  // namespace evidence
