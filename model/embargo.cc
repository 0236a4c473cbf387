#include "model/embargo.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace evidence {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month;
using std::chrono::year_month_day;

constexpr unsigned kMostDigits = 4;
constexpr std::size_t kMostUnparsed = 200;

struct Part {
  char kind = 'R';
  MovingWall wall;
};

std::optional<Part> read_part(std::string_view text) {
  const std::string upper = [&] {
    std::string made = to_lower_ascii(trim(text));
    std::transform(made.begin(), made.end(), made.begin(), [](char c) {
      return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return made;
  }();
  if (upper.size() < 3 || upper.size() > kMostDigits + 2) return std::nullopt;
  Part part{upper.front(), {0, upper.back()}};
  if (part.kind != 'R' && part.kind != 'P') return std::nullopt;
  if (std::string_view("DMY").find(part.wall.unit) == std::string_view::npos) return std::nullopt;
  for (const char c : std::string_view(upper).substr(1, upper.size() - 2)) {
    if (c < '0' || c > '9') return std::nullopt;
    part.wall.length = part.wall.length * 10 + static_cast<unsigned>(c - '0');
  }
  if (part.wall.length == 0 && part.kind == 'R') return std::nullopt;  // nothing would be open
  return part;
}

std::string format_wall(char kind, const MovingWall& wall) {
  return kind + std::to_string(wall.length) + wall.unit;
}

// "30 days", "6 calendar months", "calendar year".
std::string length_for_people(const MovingWall& wall) {
  const std::string unit = wall.unit == 'D'   ? "day"
                           : wall.unit == 'M' ? "calendar month"
                                              : "calendar year";
  return wall.length == 1 ? unit : std::to_string(wall.length) + " " + unit + "s";
}

// The first day of the newest `length` calendar months or years, the present one counted.
sys_days calendar_wall(const MovingWall& wall, sys_days today) {
  const year_month_day day(today);
  const int back = static_cast<int>(wall.length) - 1;
  if (wall.unit == 'Y') {
    return sys_days((day.year() - std::chrono::years(back)) / std::chrono::January / 1);
  }
  return sys_days((year_month(day.year(), day.month()) - months(back)) / 1);
}

}  // namespace

Embargo parse_embargo(std::string_view text) {
  text = trim(text);
  Embargo embargo;
  if (text.empty()) return embargo;
  const auto give_up = [text] {
    return Embargo{{}, {}, std::string(truncate_utf8(text, kMostUnparsed))};
  };
  const std::vector<std::string_view> parts = split(text, ';');
  if (parts.size() > 2) return give_up();
  bool seen_end = false;
  for (const std::string_view one : parts) {
    const std::optional<Part> part = read_part(one);
    if (!part || seen_end) return give_up();  // nothing stands after a P
    if (part->kind == 'R') {
      if (embargo.begins) return give_up();
      embargo.begins = part->wall;
    } else {
      seen_end = true;
      if (part->wall.length > 0) embargo.ends = part->wall;
    }
  }
  return embargo;
}

std::string format_embargo(const Embargo& embargo) {
  if (!embargo.unparsed.empty()) return embargo.unparsed;
  std::string text;
  if (embargo.begins) text = format_wall('R', *embargo.begins);
  if (embargo.ends) text += (text.empty() ? "" : ";") + format_wall('P', *embargo.ends);
  return text;
}

std::string embargo_for_people(const Embargo& embargo) {
  if (!embargo.unparsed.empty()) {
    return "with an embargo that could not be read (“" + embargo.unparsed + "”)";
  }
  std::string text;
  if (embargo.begins) {
    text = (embargo.begins->length == 1 && embargo.begins->unit != 'D')
               ? "only the present " + length_for_people(*embargo.begins)
               : "only the newest " + length_for_people(*embargo.begins);
  }
  if (embargo.ends) {
    text += text.empty() ? "not the " : ", but not the ";
    text += (embargo.ends->length == 1 && embargo.ends->unit != 'D') ? "present " : "newest ";
    text += length_for_people(*embargo.ends);
  }
  return text;
}

OpenWindow open_window(const Embargo& embargo, sys_days today) {
  OpenWindow window;
  if (embargo.begins) {
    window.from = embargo.begins->unit == 'D'
                      ? today - days(static_cast<int>(embargo.begins->length))
                      : calendar_wall(*embargo.begins, today);
  }
  if (embargo.ends) {
    // Counted with today as the first day, and the wall's own day is open: FOLIO's boundary.
    window.to = embargo.ends->unit == 'D' ? today - days(static_cast<int>(embargo.ends->length) - 1)
                                          : calendar_wall(*embargo.ends, today) - days(1);
  }
  return window;
}

}  // namespace evidence
