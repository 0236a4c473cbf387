// A pasted list, split into its references.
#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "base/text.h"
#include "query/citation.h"
#include "query/citation_parts.h"

namespace evidence::query {
namespace {

constexpr int kMostLeftOut = 5;  // numbers that may be missing between two references

struct Numbered {
  int number = 0;
  std::string_view behind;
};

// "12. Smith", "[12] Smith", "12) Smith", "12 Smith", "12\tSmith".
std::optional<Numbered> number_of(std::string_view line) {
  std::size_t at = 0;
  const bool opened = line.starts_with('[') || line.starts_with('(');
  if (opened) ++at;
  const std::size_t begin = at;
  int number = 0;
  while (at < line.size() && is_digit(line[at]) && at - begin < 3) {
    number = number * 10 + (line[at] - '0');
    ++at;
  }
  if (at == begin || at >= line.size() || number == 0) return std::nullopt;
  const bool closed = line[at] == ']' || line[at] == ')' || (!opened && line[at] == '.');
  if (closed) {
    ++at;
  } else if (opened) {
    return std::nullopt;
  }
  if (at >= line.size() || line[at] != ' ') return std::nullopt;
  const std::string_view behind = trim(line.substr(at));
  // "12 of the children" is a wrapped line; "12. doi:10.1/x" is none.
  if (behind.empty() || (!closed && is_lower(behind.front()))) return std::nullopt;
  return Numbered{number, behind};
}

bool has_year(std::string_view text) {
  for (std::size_t i = 0; i + 4 <= text.size(); ++i) {
    if (year_at(text, i) > 0) return true;
  }
  return false;
}

bool names_identifier(std::string_view text) {
  return text.find("10.") != std::string_view::npos ||
         text.find("PMID") != std::string_view::npos || text.find("PMC") != std::string_view::npos;
}

std::size_t words_in(std::string_view text) {
  std::size_t count = 0;
  for (const std::string_view word : split(text, ' ')) count += word.empty() ? 0 : 1;
  return count;
}

bool is_identifier_alone(std::string_view line) { return !recognise_identifiers(line).empty(); }

// Whether `line` begins another reference than the one that stands in `before`.
bool begins_another(std::string_view before, std::string_view line) {
  if (is_identifier_alone(before)) return true;
  if (is_identifier_alone(line)) return false;  // "doi:10.1/x" on a line of its own
  if (!has_year(before) && !names_identifier(before)) return false;
  const char last = before.back();
  const bool finished = last == '.' || last == ']' || last == ')' || is_digit(last) ||
                        names_identifier(before.substr(before.rfind(' ') + 1));
  if (!finished || is_lower(line.front())) return false;
  for (const std::string_view lead : {"doi", "PMID", "PMC", "http", "www", "Available", "Epub"}) {
    if (starts_with_ignoring_case(line, lead)) return false;
  }
  if (!read_names(line).names.empty()) return true;
  return (has_year(line) || names_identifier(line)) && words_in(line) >= 6;
}

class ListReader {
 public:
  explicit ListReader(const std::vector<std::string>& lines) : lines_(lines) {}

  std::vector<std::string> read() {
    if (is_numbered()) {
      read_numbered();
    } else {
      read_plain();
    }
    close();
    return std::move(found_);
  }

 private:
  // The first line has a number, and a second one follows with the next.
  [[nodiscard]] bool is_numbered() const {
    int expected = 0;
    for (const std::string& line : lines_) {
      if (line.empty()) continue;
      const auto numbered = number_of(line);
      if (expected == 0) {
        if (!numbered) return false;
        expected = numbered->number + 1;
      } else if (numbered && numbered->number == expected) {
        return true;
      }
    }
    return false;
  }

  void read_numbered() {
    int last = 0;
    for (const std::string& line : lines_) {
      if (line.empty()) continue;
      const auto numbered = number_of(line);
      const bool next =
          numbered &&
          (last == 0 || (numbered->number > last && numbered->number <= last + kMostLeftOut));
      if (next) {
        close();
        last = numbered->number;
        open_ = std::to_string(last) + ". " + std::string(numbered->behind);
      } else {
        join(line);
      }
    }
  }

  void read_plain() {
    // Titles alone: nothing says where one ends but its line.
    const bool only_titles =
        std::none_of(lines_.begin(), lines_.end(), [](const std::string& line) {
          return has_year(line) || names_identifier(line) || is_identifier_alone(line);
        });
    for (const std::string& line : lines_) {
      if (line.empty()) {
        close();
      } else if (!open_.empty() && (only_titles || begins_another(open_, line))) {
        close();
        open_ = line;
      } else {
        join(line);
      }
    }
  }

  void join(std::string_view line) {
    if (open_.empty()) {
      open_ = line;
      return;
    }
    // Only what is read of a reference is kept; the whole stays bounded.
    if (open_.size() > kMaxCitationBytes) return;
    open_ += ' ';
    open_ += line;
  }

  void close() {
    if (!open_.empty()) found_.push_back(std::move(open_));
    open_.clear();
  }

  const std::vector<std::string>& lines_;
  std::string open_;
  std::vector<std::string> found_;
};

}  // namespace

Result<std::vector<std::string>> split_citations(std::string_view text,
                                                 const CitationListLimits& limits) {
  if (text.size() > limits.max_bytes) {
    return Error{ErrorCode::kTooLarge, "citations_too_large",
                 "The text has " + with_thousands(text.size()) + " bytes; at most " +
                     with_thousands(limits.max_bytes) + " are read at a time.",
                 "Send the list in parts."};
  }
  // Cleaned line by line: blank lines part references.
  std::vector<std::string> lines;
  for (const std::string_view line : split(text, '\n')) lines.push_back(clean_text(line));
  std::vector<std::string> found = ListReader(lines).read();
  if (found.empty()) {
    return Error{ErrorCode::kInvalidArgument, "no_citations", "There is no reference to look for.",
                 "Paste one reference or a list of them."};
  }
  if (found.size() > limits.max_citations) {
    return Error{ErrorCode::kTooLarge, "too_many_citations",
                 "There are " + with_thousands(found.size()) + " references; at most " +
                     with_thousands(limits.max_citations) + " are looked for at a time.",
                 "Send the list in parts."};
  }
  return found;
}

}  // namespace evidence::query
