#include "connectors/protocol/file_book.h"

#include <charconv>
#include <utility>
#include <vector>

#include "base/text.h"
#include "base/url.h"

namespace evidence {
namespace {

constexpr std::string_view kBookHead = "files 1";
constexpr std::string_view kNothing = "-";  // every other word ends in a full stop

std::string word(std::string_view text) {
  return text.empty() ? std::string(kNothing) : percent_encode(text) + ".";
}

// The reverse; a word that was cut has lost its full stop and is noticed.
std::optional<std::string> from_word(std::string_view word) {
  if (word == kNothing) return std::string();
  if (!word.ends_with('.')) return std::nullopt;
  word.remove_suffix(1);
  Result<std::string> text = percent_decode(word, false);
  if (!text.ok()) return std::nullopt;
  return std::move(text).value();
}

}  // namespace

std::string book_text(const FileBook& book) {
  std::string text(kBookHead);
  for (const auto& [name, file] : book) {
    text += "\n" + word(name) + (file.broken ? " broken " : " read ") + word(file.stamp) + " " +
            word(file.hash) + " " + word(file.validator);
  }
  return text;
}

FileBook book_from(std::string_view text) {
  FileBook book;
  const std::vector<std::string_view> lines = split(text, '\n');
  if (lines.front() != kBookHead) return book;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::vector<std::string_view> words = split(lines[i], ' ');
    if (words.size() != 5) continue;
    const auto name = from_word(words[0]);
    const auto stamp = from_word(words[2]);
    const auto hash = from_word(words[3]);
    const auto validator = from_word(words[4]);
    if (!name || !stamp || !hash || !validator) continue;
    book[*name] = {*stamp, *hash, words[1] == "broken", *validator};
  }
  return book;
}

std::string FileCursor::text() const {
  std::string flags;
  if (skipped) flags += 's';
  if (at_end) flags += 'e';
  return "1 " + (flags.empty() ? std::string(kNothing) : flags) + " " + std::to_string(entry) +
         " " + word(hash) + " " + word(name) + (turn == 0 ? "" : " " + std::to_string(turn));
}

Result<FileCursor> FileCursor::from(std::string_view text) {
  const Error unknown{
      ErrorCode::kUpstream, "cursor_expired",
      "the place to go on from is not one of a file source: " + quoted_for_message(text, 60), ""};
  const std::vector<std::string_view> words = split(text, ' ');
  if (words.size() < 5 || words.size() > 6 || words[0] != "1") return unknown;
  FileCursor cursor;
  cursor.skipped = words[1].find('s') != std::string_view::npos;
  cursor.at_end = words[1].find('e') != std::string_view::npos;
  const auto read = [](std::string_view digits, std::uint64_t& number) {
    const char* const last = digits.data() + digits.size();
    const auto [end, error] = std::from_chars(digits.data(), last, number);
    return error == std::errc{} && end == last;
  };
  const auto hash = from_word(words[3]);
  const auto name = from_word(words[4]);
  if (!read(words[2], cursor.entry) || !hash || !name) return unknown;
  if (words.size() == 6 && !read(words[5], cursor.turn)) return unknown;
  cursor.hash = *hash;
  cursor.name = *name;
  return cursor;
}

}  // namespace evidence
