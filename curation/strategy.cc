#include "curation/strategy.h"

#include <algorithm>

#include "base/hash.h"
#include "base/text.h"

namespace evidence::curation {
namespace {

constexpr std::size_t kIdLength = 26;
constexpr std::size_t kActorBytes = 200;
constexpr std::size_t kCommentBytes = 1'000;

bool is_base32(char c) {
  return std::string_view("0123456789abcdefghjkmnpqrstvwxyz").find(c) != std::string_view::npos;
}

bool may_stand_in_source(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

std::string one_line(std::string_view text, std::size_t max_bytes) {
  const std::string clean = clean_text(text);
  return std::string(trim(truncate_utf8(clean, max_bytes)));
}

// "\r\n" and "\r" become '\n': browsers send one, people paste the others.
std::string with_plain_line_ends(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      plain += text[i];
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      plain += '\n';
    }
  }
  return plain;
}

Error too_large(std::string_view slug, std::string_view what, std::size_t size, std::size_t limit) {
  return {ErrorCode::kTooLarge, std::string(slug),
          std::string(what) + " has " + with_thousands(size) + " bytes; at most " +
              with_thousands(limit) + " can be kept.",
          "Shorten it, or divide it into two strategies."};
}

}  // namespace

StrategyId new_strategy_id() { return random_id(kIdLength); }

bool is_strategy_id(std::string_view text) {
  return text.size() == kIdLength && std::all_of(text.begin(), text.end(), is_base32);
}

Result<StrategySettings> checked_settings(StrategySettings settings, const SettingsLimits& limits) {
  settings.name = one_line(settings.name, limits.name_bytes);
  if (settings.name.empty()) settings.name = "Untitled strategy";
  settings.notes = clean_text_keeping_lines(settings.notes);
  if (settings.notes.size() > limits.notes_bytes) {
    return too_large("notes_too_long", "The notes", settings.notes.size(), limits.notes_bytes);
  }
  if (settings.text.size() > limits.text_bytes) {
    return too_large("strategy_too_large", "The strategy", settings.text.size(), limits.text_bytes);
  }
  if (!is_valid_utf8(settings.text) || settings.text.find('\0') != std::string::npos) {
    return Error{ErrorCode::kInvalidArgument, "bad_strategy_text",
                 "The strategy is not UTF-8 text.", "Save it as UTF-8 and send it again."};
  }
  settings.text = with_plain_line_ends(settings.text);
  if (trim(settings.text).empty()) {
    return Error{ErrorCode::kInvalidArgument, "no_strategy_text", "The strategy has no lines.",
                 "Type or paste at least one line."};
  }
  std::sort(settings.sources.begin(), settings.sources.end());
  settings.sources.erase(std::unique(settings.sources.begin(), settings.sources.end()),
                         settings.sources.end());
  if (settings.sources.size() > limits.sources) {
    return Error{ErrorCode::kTooLarge, "too_many_sources",
                 "The strategy names " + std::to_string(settings.sources.size()) +
                     " sources; at most " + std::to_string(limits.sources) + " are possible.",
                 "Leave the sources empty to search all."};
  }
  for (const std::string& source : settings.sources) {
    if (source.empty() || source.size() > 64 ||
        !std::all_of(source.begin(), source.end(), may_stand_in_source)) {
      return Error{ErrorCode::kInvalidArgument, "bad_source",
                   quoted_for_message(source) + " is not the id of a source.",
                   "The sources are listed by /api/v1/sources."};
    }
  }
  return settings;
}

Change checked_change(Change change) {
  change.actor = one_line(change.actor, kActorBytes);
  change.comment = one_line(change.comment, kCommentBytes);
  return change;
}

}  // namespace evidence::curation
