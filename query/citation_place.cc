// Where a reference says that it was printed: "2010;340:c123", "2010 Jan 5;12(3):101-9",
// "12(3), 101-109", "12, 101-109 (2010)", "vol. 12, no. 3, pp. 101-109", "12, no. 3 (2010): 101-9",
// "2010, Issue 3. Art. No.: CD001234". Every number is tried; the fullest of the places counts, of
// equals the last.
#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/text.h"
#include "query/citation_parts.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMaxDateBytes = 30;   // between a year and its volume: " Jan-Feb 15"
constexpr std::size_t kMaxIssueBytes = 30;  // "3 Suppl 1", "Pt 2"

bool is_word(char c) {
  return is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80U;
}

class PlaceReader {
 public:
  PlaceReader(std::string_view text, bool year_known) : text_(text), year_known_(year_known) {}

  // How sure the place at `begin` is: 0 = none.
  int read(std::size_t begin, Place& place) {
    at_ = begin;
    begin_ = begin;
    sure_ = false;
    place = {};
    place.begin = begin;
    const int points =
        read_year_first(place) > 0 ? read_year_first_rest(place) : read_volume(place);
    place.end = at_;
    return points;
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  void spaces() {
    while (peek() == ' ') ++at_;
  }
  bool take(std::string_view word) {
    if (!starts_with_ignoring_case(text_.substr(at_), word)) return false;
    if (is_letter(word.back()) && is_letter(peek(word.size()))) return false;
    at_ += word.size();
    return true;
  }
  bool take_any(std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words) {
      if (take(word)) return true;
    }
    return false;
  }

  // "2010", "2010 Jan 5", up to ';' or ','. 2 behind ';', 1 behind ',', 0 = no year.
  int read_year_first(Place& place) {
    const int year = year_at(text_, at_);
    if (year == 0) return 0;
    std::size_t end = at_ + 4;
    const std::size_t limit = std::min(text_.size(), end + kMaxDateBytes);
    while (end < limit && (is_word(text_[end]) || text_[end] == ' ' || text_[end] == '-' ||
                           text_[end] == '/' || text_[end] == '.')) {
      ++end;
    }
    if (end >= text_.size() || (text_[end] != ';' && text_[end] != ',')) return 0;
    place.year = year;
    sure_ = text_[end] == ';';
    at_ = end + 1;
    spaces();
    return sure_ ? 2 : 1;
  }

  int read_year_first_rest(Place& place) {
    const std::size_t behind = at_;
    const int points = read_volume(place);
    if (points >= 2 || (points >= 1 && sure_)) return points + 3;
    at_ = behind;
    place.volume.clear();
    place.issue.clear();
    place.pages.clear();
    if (!sure_ || !read_volume_number(place)) return 0;
    // "2010;12.": nothing but a volume.
    const char c = peek();
    if (c != '\0' && c != '.' && c != ' ' && c != ',' && c != ';') return 0;
    return 2;
  }

  bool read_volume_number(Place& place) {
    std::size_t end = at_;
    while (end < text_.size() && is_letter(text_[end]) && end - at_ < 2) ++end;
    const std::size_t digits = end;
    while (end < text_.size() && is_digit(text_[end]) && end - digits < 4) ++end;
    if (end == digits) return false;
    if (end + 1 < text_.size() && text_[end] == '-' && is_digit(text_[end + 1])) {
      std::size_t second = end + 1;
      while (second < text_.size() && is_digit(text_[second]) && second - end < 5) ++second;
      if (second < text_.size() && (text_[second] == '(' || text_[second] == ':')) end = second;
    }
    if (end < text_.size() && is_letter(text_[end])) ++end;
    if (end < text_.size() && is_word(text_[end])) return false;
    place.volume = text_.substr(at_, end - at_);
    at_ = end;
    return true;
  }

  // 0 = none, 1 = volume with an issue or a label, 2 = with pages.
  int read_volume(Place& place) {
    bool labelled = take_any({"volume ", "vol. ", "vol.", "vol "});
    const bool number = read_volume_number(place);
    if (labelled && !number) return 0;
    read_supplement(place);
    const bool issue = read_issue(place);
    if (!number && !issue) return 0;
    read_bracketed_year(place);
    const bool more = labelled || issue || place.year > 0;
    if (read_pages(place, more)) {
      read_year_behind(place);
      return 2;
    }
    return (issue && number) || labelled ? 1 : 0;
  }

  void read_supplement(Place& place) {
    const std::size_t before = at_;
    spaces();
    if (peek() == ',') {
      ++at_;
      spaces();
    }
    const std::size_t begin = at_;
    if (!take_any({"supplement", "suppl.", "suppl", "supp"})) {
      at_ = before;
      return;
    }
    const std::size_t word = at_;
    spaces();
    std::size_t end = at_;
    while (end < text_.size() && (is_digit(text_[end]) || is_letter(text_[end])) && end - at_ < 4)
      ++end;
    place.issue = trim(text_.substr(begin, end - begin));
    at_ = end > at_ ? end : word;
  }

  // "(3)", ", no. 3", ", Issue 3".
  bool read_issue(Place& place) {
    if (!place.issue.empty() && peek() != '(') return true;
    const std::size_t before = at_;
    spaces();
    if (peek() == '(') {
      const std::size_t close = text_.find(')', at_);
      if (close != std::string_view::npos && close - at_ <= kMaxIssueBytes && close > at_ + 1) {
        const std::string_view inside = text_.substr(at_ + 1, close - at_ - 1);
        const bool numbered = std::any_of(inside.begin(), inside.end(), is_digit) ||
                              starts_with_ignoring_case(inside, "suppl");
        const bool a_year = inside.size() == 4 && year_at(inside, 0) > 0;
        if (numbered && !a_year && year_in(inside) == 0) {
          place.issue += (place.issue.empty() ? "" : " ") + std::string(trim(inside));
          at_ = close + 1;
          return true;
        }
      }
      at_ = before;
      return !place.issue.empty();
    }
    if (peek() == ',') ++at_;
    spaces();
    if (take_any({"no. ", "no.", "no ", "issue ", "iss. ", "number ", "nr. "})) {
      std::size_t end = at_;
      while (end < text_.size() &&
             (is_letter(text_[end]) || is_digit(text_[end]) || text_[end] == '-') && end - at_ < 12)
        ++end;
      if (end > at_) {
        place.issue = text_.substr(at_, end - at_);
        at_ = end;
        return true;
      }
    }
    at_ = before;
    return !place.issue.empty();
  }

  static int year_in(std::string_view text) {
    for (std::size_t i = 0; i + 4 <= text.size(); ++i) {
      if (const int year = year_at(text, i); year > 0) return year;
    }
    return 0;
  }

  // " (2010)", " (March 2010)".
  void read_bracketed_year(Place& place) {
    const std::size_t before = at_;
    spaces();
    if (peek() == '(') {
      const std::size_t close = text_.find(')', at_);
      if (close != std::string_view::npos && close - at_ <= kMaxDateBytes) {
        const int year = year_in(text_.substr(at_ + 1, close - at_ - 1));
        if (year > 0) {
          if (place.year == 0) place.year = year;
          at_ = close + 1;
          return;
        }
      }
    }
    at_ = before;
  }

  // ": 101-9", ", 101-109", ", pp. 101-109", ". Art. No.: CD001234", ", 2010, pp. 101-109".
  bool read_pages(Place& place, bool more) {
    const std::size_t before = at_;
    spaces();
    const char sign = peek();
    if (sign != ':' && sign != ',' && sign != '.' && sign != ';') return give_up(before);
    ++at_;
    spaces();
    const int year_between = sign == ',' ? read_date_between() : 0;
    const bool label = take_any({"pp. ", "pp.", "pp ", "p. ", "p.", "pages ", "page ",
                                 "art. no.: ", "art. no. ", "art no: ", "art. no.:", "article no. ",
                                 "article number ", "article ", "art. ", "id "});
    if (sign == '.' && !label) return give_up(before);
    spaces();
    std::size_t end = at_;
    while (end < text_.size() && is_letter(text_[end]) && end - at_ < 6) ++end;
    const std::size_t digits = end;
    while (end < text_.size() && is_digit(text_[end]) && end - digits < 10) ++end;
    if (end == digits) return give_up(before);
    if (text_.substr(end).starts_with(".pub")) {
      end += 4;
      while (end < text_.size() && is_digit(text_[end])) ++end;
    } else if (end < text_.size() && is_letter(text_[end])) {
      ++end;
    }
    if (end < text_.size() && is_word(text_[end])) return give_up(before);
    const bool range = read_range(end);
    // "type 2, 24 weeks": behind a comma one number alone is a page only where more says so.
    const std::string_view tail = trim(text_.substr(end));
    const bool at_end = tail.empty() || tail.front() == '.' || tail.front() == '(';
    // "Journal, 12, 101.": both behind commas, and nothing follows.
    const bool in_commas = begin_ >= 2 && text_[begin_ - 2] == ',' && (tail.empty() || tail == ".");
    if (sign != ':' && !label && !more && !in_commas && !(range && at_end)) return give_up(before);
    if (sign != ':' && !label && !year_known_ && year_at(text_, at_) > 0 && !range)
      return give_up(before);
    place.pages = text_.substr(at_, end - at_);
    std::erase(place.pages, ' ');
    if (place.year == 0) place.year = year_between;
    at_ = end;
    return true;
  }

  // Moves `end` behind "-109" or "- S15".
  bool read_range(std::size_t& end) const {
    std::size_t second = end;
    while (second < text_.size() && text_[second] == ' ') ++second;
    if (second >= text_.size() || text_[second] != '-') return false;
    ++second;
    while (second < text_.size() && (text_[second] == ' ' || text_[second] == '-')) ++second;
    const std::size_t begin = second;
    while (second < text_.size() && is_letter(text_[second]) && second - begin < 4) ++second;
    const std::size_t digits = second;
    while (second < text_.size() && is_digit(text_[second]) && second - digits < 10) ++second;
    if (second == digits) return false;
    if (second < text_.size() && is_letter(text_[second])) ++second;
    end = second;
    return true;
  }

  // MLA: ", Mar. 2010, pp. 101".
  int read_date_between() {
    const std::size_t before = at_;
    std::size_t end = at_;
    while (end < text_.size() && end - at_ < kMaxDateBytes && text_[end] != ',') ++end;
    const int year = year_in(text_.substr(at_, end - at_));
    if (year > 0 && end < text_.size() && text_[end] == ',') {
      at_ = end + 1;
      spaces();
      if (starts_with_ignoring_case(text_.substr(at_), "p")) return year;
    }
    at_ = before;
    return 0;
  }

  // " (2010)", ", Mar. 2010".
  void read_year_behind(Place& place) {
    if (place.year > 0) return;
    read_bracketed_year(place);
    if (place.year > 0) return;
    std::size_t here = at_;
    if (here < text_.size() && text_[here] == ',') ++here;
    const std::string_view tail = text_.substr(here, kMaxDateBytes);
    const int year = year_in(tail);
    if (year > 0) {
      place.year = year;
      at_ = std::min(text_.size(), here + tail.find(std::to_string(year)) + 4);
    }
  }

  bool give_up(std::size_t before) {
    at_ = before;
    return false;
  }

  std::string_view text_;
  bool year_known_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;  // of the place that is being read
  bool sure_ = false;
};

}  // namespace

int year_at(std::string_view text, std::size_t at) {
  if (at + 4 > text.size()) return 0;
  if (at > 0 && (is_word(text[at - 1]) || text[at - 1] == '/')) return 0;
  const std::string_view four = text.substr(at, 4);
  if (!all_digits(four)) return 0;
  if (!four.starts_with("18") && !four.starts_with("19") && !four.starts_with("20")) return 0;
  std::size_t end = at + 4;
  if (end < text.size() && text[end] >= 'a' && text[end] <= 'f') ++end;
  if (end < text.size() && is_word(text[end])) return 0;
  return (four[0] - '0') * 1'000 + (four[1] - '0') * 100 + (four[2] - '0') * 10 + (four[3] - '0');
}

std::optional<Place> find_place(std::string_view text, std::size_t from, bool year_known) {
  std::optional<Place> best;
  int most = 0;
  PlaceReader reader(text, year_known);
  for (std::size_t at = from; at < text.size();) {
    const bool begins = at == 0 || !is_word(text[at - 1]);
    if (!begins || (!is_word(text[at]) && text[at] != '(')) {
      ++at;
      continue;
    }
    Place place;
    const int points = reader.read(at, place);
    if (points == 0) {
      ++at;
      continue;
    }
    if (points >= most) {
      most = points;
      best = place;
    }
    at = std::max(at + 1, place.end);
  }
  return best;
}

}  // namespace evidence::query
