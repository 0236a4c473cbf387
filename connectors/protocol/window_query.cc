#include "connectors/protocol/window_query.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "base/clock.h"
#include "base/log.h"

namespace evidence {
namespace {

constexpr std::array<std::string_view, 6> kNames = {
    "from", "from_compact", "from_time", "to", "to_compact", "to_time",
};

struct Moment {
  std::string day, compact, time;
};

Result<Moment> moment(std::string_view text, std::string_view time_of_a_day) {
  if (text.empty()) return Moment{"9999-12-31", "99991231", "9999-12-31T23:59:59Z"};
  const std::string full =
      text.size() == 10 ? std::string(text) + std::string(time_of_a_day) : std::string(text);
  if (!parse_timestamp(full)) {
    return Error{ErrorCode::kInvalidArgument, "bad_window",
                 "the window's date " + quoted_for_message(text, 40) + " is no day and no second",
                 "write it like 2024-03-15 or 2024-03-15T10:11:12Z"};
  }
  Moment made;
  made.day = full.substr(0, 10);
  made.compact = made.day;
  std::erase(made.compact, '-');
  made.time = full;
  return made;
}

Error bad_template(std::string_view text, const std::string& why) {
  return {ErrorCode::kInvalidArgument, "bad_window_template",
          "date_query " + quoted_for_message(text, 120) + ": " + why,
          "write it like dc.modified >= \"{from}\""};
}

// Calls `each` for plain text (name "") and for every placeholder.
template <typename Each>
Result<void> walk(std::string_view text, Each each) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find('{', at);
    each(text.substr(at, open - at), std::string_view());
    if (open == std::string_view::npos) return {};
    const std::size_t close = text.find('}', open);
    const std::string_view name =
        close == std::string_view::npos ? "" : text.substr(open + 1, close - open - 1);
    if (std::find(kNames.begin(), kNames.end(), name) == kNames.end()) {
      return bad_template(text, "unknown placeholder " + quoted_for_message(name, 40));
    }
    each(std::string_view(), name);
    at = close + 1;
  }
  return {};
}

}  // namespace

Result<void> check_window_template(std::string_view text) {
  bool has_from = false;
  EVIDENCE_TRY(walk(text, [&has_from](std::string_view, std::string_view name) {
    has_from = has_from || name.starts_with("from");
  }));
  if (!has_from) return bad_template(text, "it names no beginning");
  return {};
}

Result<std::string> fill_window_template(std::string_view text, std::string_view from,
                                         std::string_view to) {
  if (from.empty()) {
    return Error{ErrorCode::kInvalidArgument, "bad_window", "the window has no beginning", ""};
  }
  EVIDENCE_ASSIGN(const Moment first, moment(from, "T00:00:00Z"));
  EVIDENCE_ASSIGN(const Moment last, moment(to, "T23:59:59Z"));
  std::string filled;
  EVIDENCE_TRY(walk(text, [&](std::string_view plain, std::string_view name) {
    filled += plain;
    if (name.empty()) return;
    const Moment& which = name.starts_with("from") ? first : last;
    filled += name.ends_with("_compact") ? which.compact
              : name.ends_with("_time")  ? which.time
                                         : which.day;
  }));
  return filled;
}

Result<std::string> WindowQuery::condition(std::string_view from, std::string_view to) {
  if (from.empty()) return std::string();
  if (template_.empty()) {
    if (!said_full_) {
      log_info(source_id_ + ": no date_query in its file, so everything is harvested again");
    }
    said_full_ = true;
    return std::string();
  }
  return fill_window_template(template_, from, to);
}

}  // namespace evidence
