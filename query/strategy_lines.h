// The pasted text of a strategy cut into its lines: which are searches, which belong together, what
// number and hits each has; and those lines numbered, before they are parsed. Private to query/.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query/strategy_labels.h"
#include "query/strategy_text.h"
#include "query/typed_text.h"

namespace evidence::query {

// One line of the pasted text.
struct TextLine {
  std::string_view typed;  // without spaces around it
  TypedText plain;
  std::uint32_t number = 0;  // from 1
  std::uint32_t column = 1;  // of typed[0]
  bool too_long = false;
  std::optional<LineLabel> label;
  std::size_t begin = 0;  // of the search in `plain`
  std::size_t end = 0;
  std::optional<std::uint64_t> count;
  bool count_cut = false;
  std::string limits;    // "Publication Date from …" of an old PubMed history
  bool history = false;  // "#3 Search …": a line of PubMed's history
  LineKind kind = LineKind::kBlank;
  bool continues = false;  // belongs to the search before it

  [[nodiscard]] std::string_view rest_of(std::size_t from) const {
    return std::string_view(plain.text).substr(from);
  }
  [[nodiscard]] std::string_view rest() const {
    return std::string_view(plain.text).substr(begin, end - begin);
  }
};

class TextLines {
 public:
  TextLines(std::string_view text, const StrategyLimits& limits);

  // The syntax that most lines are written in. Finds labels and hits first.
  Syntax syntax();
  // Finds kinds, and which lines go on in the next; after syntax().
  void classify();

  [[nodiscard]] const std::vector<TextLine>& lines() const { return lines_; }
  // Most lines have a number in front.
  [[nodiscard]] bool numbered() const { return explicit_; }

 private:
  void labels();
  // A title or a command, which nobody numbers.
  static bool between_lines(std::string_view text);
  // "56 or exp muscles/": the number of the line, where numbers stand throughout and it is the next
  // one; what follows begins with an operator by mistake.
  static std::optional<LineLabel> before_operator(const TextLine& line, unsigned next);
  void hits(TextLine& line);
  Syntax decide();
  void kinds();
  LineKind kind_of(std::size_t i, std::string_view rest);
  // Does a label without text of its own stand before line `i`?
  [[nodiscard]] bool waiting_for_text(std::size_t i) const;
  static bool is_pick(std::string_view rest);
  void joins();
  [[nodiscard]] bool continues(std::size_t i, std::string_view text, bool blank) const;
  // Is a bracket that is open before line `i` closed by what follows?
  [[nodiscard]] bool closes(std::size_t i, int open) const;
  std::vector<TextLine> lines_;
  bool explicit_ = false;
};

// What is known of a line beyond what callers need.
struct Extra {
  std::optional<LineLabel> label;
  std::string limits;
  bool history = false;
  bool count_cut = false;
  bool too_long = false;
};

// A strategy whose lines have their numbers, and what is needed to parse them.
struct NumberedStrategy {
  ParsedStrategy strategy;
  std::vector<Extra> extras;  // of each line
  // Positions of lines by what other lines call them: "3", "2a".
  std::map<std::string, std::vector<std::size_t>> keys;
};

// Parses every search of `numbered` and checks what it refers to.
void read_lines(NumberedStrategy& numbered, const ParseOptions& options);

}  // namespace evidence::query
