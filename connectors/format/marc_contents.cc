// 505: formatted contents. Basic: one text, "1. Asthma -- 2. COPD"; enhanced:
// titles ($t), names
// ($r), numbers and lengths ($g), addresses ($u).
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "connectors/format/marc_reading.h"
#include "connectors/format/marc_text.h"

namespace evidence::marc {
namespace {

constexpr std::size_t kMaxChapters = 5'000;
constexpr std::size_t kNone = std::string_view::npos;

std::string_view without_heading(std::string_view text) {
  constexpr std::array<std::string_view, 4> kHeadings{
      "Machine generated contents note:", "Machine-generated contents note:", "Contents:",
      "Table of contents:"};
  for (const std::string_view heading : kHeadings) {
    if (starts_with_ignoring_case(text, heading)) return trim(text.substr(heading.size()));
  }
  return text;
}

void append(std::string& text, std::string_view part) {
  const std::string clean = without_isbd(part);
  if (clean.empty()) return;
  if (!text.empty()) text.push_back(' ');
  text += clean;
}

bool ends_with_dash(std::string_view text) { return trim(text).ends_with("--"); }
std::string_view without_dash(std::string_view text) {
  text = trim(text);
  while (text.ends_with('-')) text.remove_suffix(1);
  return trim(text);
}

class Enhanced {
 public:
  explicit Enhanced(std::vector<Chapter>& chapters) : chapters_(chapters) {}

  void read(const MarcField& field) {
    const auto& all = field.subfields;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto& [code, raw] = all[i];
      const std::string_view text = without_heading(without_dash(raw));
      const bool before_title = i + 1 < all.size() && all[i + 1].first == 't';
      if (code == 't') {
        if (!chapter_.title.empty()) finish();
        chapter_.title = without_isbd(text);
      } else if (code == 'r') {
        append(chapter_.statement, text);
      } else if (code == 'u') {
        if (!chapter_.url.empty()) finish();
        chapter_.url = raw;
      } else if (code == 'g') {
        read_number(text, before_title);
      } else if (code == 'a') {
        finish();
        for (std::string& piece : split_contents(text)) {
          Chapter part;
          part.title = std::move(piece);
          part.named = false;
          add(std::move(part));
        }
      }
      if (code != 'u' && ends_with_dash(raw)) finish();
    }
    finish();
  }

 private:
  void read_number(std::string_view text, bool before_title) {
    if (before_title && !chapter_.title.empty()) finish();
    if (chapter_.title.empty()) {
      if (!chapter_.number.empty() && !text.empty()) chapter_.number.push_back(' ');
      chapter_.number += text;
      return;
    }
    append(chapter_.extent, text);
    // "(p. 12-30)" or "pages 12–30": where it stands in the book.
    const std::size_t digit = text.find_first_of("0123456789");
    const std::string lower = to_lower_ascii(text.substr(0, std::min(digit, text.size())));
    if (digit != kNone && (lower.find("p.") != kNone || lower.find("page") != kNone)) {
      chapter_.pages = text.substr(digit, text.find_first_of(") ", digit) - digit);
    }
  }

  void finish() {
    if (!chapter_.title.empty() || !chapter_.number.empty()) add(std::move(chapter_));
    chapter_ = Chapter{};
  }

  void add(Chapter chapter) {
    if (chapters_.size() < kMaxChapters) chapters_.push_back(std::move(chapter));
  }

  std::vector<Chapter>& chapters_;
  Chapter chapter_;
};

}  // namespace

void read_contents(Reading& in, const MarcField& field) {
  const bool enhanced = !field.first('t').empty();
  const std::size_t before = in.chapters.size();
  if (enhanced) {
    Enhanced(in.chapters).read(field);
  } else {
    for (const auto& [code, text] : field.subfields) {
      if (code != 'a' && code != 'g' && code != 'r') continue;
      for (std::string& piece : split_contents(without_heading(text))) {
        if (in.chapters.size() >= kMaxChapters) break;
        Chapter chapter;
        chapter.title = std::move(piece);
        chapter.named = false;
        in.chapters.push_back(std::move(chapter));
      }
    }
  }
  if (before < kMaxChapters && in.chapters.size() >= kMaxChapters) {
    in.problems.push_back(
        {in.position, "too_many_chapters",
         "only the first " + with_thousands(kMaxChapters) + " lines of the contents were kept"});
  }
}

}  // namespace evidence::marc
