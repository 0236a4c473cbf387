#include "connectors/format/iso2709.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/ascii.h"

namespace evidence {
namespace {

constexpr std::size_t kLeader = 24;
constexpr std::size_t kTag = 3;
constexpr std::size_t kMaxFields = 20'000;

std::optional<std::size_t> number_in(std::string_view text) {
  if (text.size() > 9 || !all_digits(text)) {
    return std::nullopt;
  }
  std::size_t value = 0;
  for (const char c : text) value = value * 10 + static_cast<std::size_t>(c - '0');
  return value;
}

struct DirectoryEntry {
  std::string tag;
  std::size_t length = 0;
  std::size_t start = 0;
};

// Leader 20 and 21 say how long the numbers in the directory are; MARC has 4
// and 5.
std::size_t width_at(std::string_view leader, std::size_t at, std::size_t usual) {
  const char c = leader[at];
  return c >= '3' && c <= '9' ? static_cast<std::size_t>(c - '0') : usual;
}

struct Directory {
  std::vector<DirectoryEntry> entries;
  bool whole = true;  // every entry could be read
};

Directory read_directory(std::string_view text, std::size_t length_width, std::size_t start_width) {
  Directory directory;
  const std::size_t entry = kTag + length_width + start_width;
  while (text.size() >= entry && directory.entries.size() < kMaxFields) {
    const auto length = number_in(text.substr(kTag, length_width));
    const auto start = number_in(text.substr(kTag + length_width, start_width));
    directory.whole = directory.whole && length && start;
    directory.entries.push_back(
        {std::string(text.substr(0, kTag)), length.value_or(0), start.value_or(0)});
    text.remove_prefix(entry);
  }
  directory.whole = directory.whole && text.empty() && !directory.entries.empty();
  return directory;
}

// Each field has to begin behind a terminator and to end with one.
bool follow(const Directory& directory, std::string_view bytes, std::size_t base,
            std::vector<Iso2709Field>& fields) {
  for (const DirectoryEntry& entry : directory.entries) {
    const std::size_t begin = base + entry.start;
    const std::size_t end = begin + entry.length;
    if (entry.length == 0 || end > bytes.size() || begin == 0) return false;
    if (bytes[begin - 1] != kMarcFieldEnd || bytes[end - 1] != kMarcFieldEnd) return false;
    const std::string_view field = bytes.substr(begin, entry.length - 1);
    if (field.find(kMarcFieldEnd) != std::string_view::npos) return false;
    fields.push_back({entry.tag, field});
  }
  return true;
}

}  // namespace

bool is_marc_leader(std::string_view text) {
  if (text.size() < kLeader) return false;
  const std::string_view leader = text.substr(0, kLeader);
  // The last four characters are always the same, so that nobody notices when they are damaged.
  const bool printable =
      std::all_of(leader.begin(), leader.begin() + 20, [](char c) { return c >= ' ' && c < 0x7f; });
  // The address is sometimes left blank by programs that trust the separators,
  // as we do.
  const auto digit_or_space = [](char c) { return is_digit(c) || c == ' '; };
  return printable && number_in(leader.substr(0, 5)).has_value() &&
         std::all_of(leader.begin() + 12, leader.begin() + 17, digit_or_space) &&
         !digit_or_space(leader[6]);
}

Iso2709Record read_iso2709(std::string_view bytes) {
  Iso2709Record record;
  if (bytes.size() < kLeader) {
    record.repaired = "it is shorter than a record's leader";
    return record;
  }
  record.leader = bytes.substr(0, kLeader);
  std::string_view body = bytes;
  if (body.ends_with(kMarcRecordEnd)) body.remove_suffix(1);
  const std::size_t directory_end = body.find(kMarcFieldEnd, kLeader);
  if (directory_end == std::string_view::npos) {
    record.repaired = "its directory has no end";
    return record;
  }
  const Directory directory =
      read_directory(body.substr(kLeader, directory_end - kLeader), width_at(record.leader, 20, 4),
                     width_at(record.leader, 21, 5));
  const std::size_t base = number_in(record.leader.substr(12, 5)).value_or(directory_end + 1);
  if (directory.whole && follow(directory, body, base, record.fields)) return record;
  record.fields.clear();
  record.repaired =
      directory.whole ? "the lengths in its directory are wrong" : "its directory is damaged";
  // A base address that is wrong by itself does no harm to the rest.
  if (directory.whole && follow(directory, body, directory_end + 1, record.fields)) {
    record.repaired.clear();
    return record;
  }
  record.fields.clear();

  // The directory names the fields in the order of their starts, mostly its
  // own.
  std::vector<DirectoryEntry> order = directory.entries;
  if (directory.whole) {
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return a.start < b.start; });
  }
  std::string_view rest = body.substr(directory_end + 1);
  std::size_t at = 0;
  // Some programs write no directory, and each tag before its field.
  const bool tags_inside = order.empty();
  while (!rest.empty() && (tags_inside ? record.fields.size() < kMaxFields : at < order.size())) {
    const std::size_t end = std::min(rest.find(kMarcFieldEnd), rest.size());
    if (tags_inside) {
      const std::string_view field = rest.substr(0, end);
      if (number_in(field.substr(0, kTag)).has_value() && field.size() > kTag) {
        record.fields.push_back({std::string(field.substr(0, kTag)), field.substr(kTag)});
      }
      rest.remove_prefix(std::min(end + 1, rest.size()));
      continue;
    }
    record.fields.push_back({order[at++].tag, rest.substr(0, end)});
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (!rest.empty() || at < order.size()) {
    record.repaired += ", and it does not have as many entries as there are fields";
  }
  return record;
}

}  // namespace evidence
