#include "curation/run.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "base/byte_source.h"
#include "base/text.h"

namespace evidence::curation {
namespace {

constexpr std::size_t kWorkBytes = 14;  // an id and its newline

bool same_line(const RunLine& a, const RunLine& b) {
  return a.text == b.text && a.tree == b.tree && a.counted == b.counted;
}

}  // namespace

const RunLine* StoredRun::result_line() const {
  return result < lines.size() && lines[result].counted ? &lines[result] : nullptr;
}

const RunLine* StoredRun::line(unsigned wanted) const {
  const auto found = std::find_if(lines.begin(), lines.end(),
                                  [wanted](const RunLine& line) { return line.number == wanted; });
  return found == lines.end() ? nullptr : &*found;
}

std::vector<WorkId> RunWorks::of_line(std::size_t position) const {
  std::vector<WorkId> found;
  if (position >= lines.size()) return found;
  found.reserve(lines[position].size());
  lines[position].for_each([&](std::uint32_t number) {
    if (number < works.size()) found.push_back(works[number]);
    return true;
  });
  return found;
}

SnapshotParts snapshot_parts(std::string_view snapshot) {
  SnapshotParts parts;
  const std::size_t colon = snapshot.rfind(':');
  if (colon == std::string_view::npos) return parts;
  const std::string_view digits = snapshot.substr(colon + 1);
  std::int64_t sequence = -1;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), sequence);
  if (parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size()) return parts;
  parts.generation = snapshot.substr(0, colon);
  parts.sequence = sequence;
  return parts;
}

void mark_reused(StoredRun& run, const StoredRun& before) {
  const bool same_ground = run.snapshot == before.snapshot && run.vocabulary == before.vocabulary &&
                           run.mapping == before.mapping &&
                           run.restricted_to == before.restricted_to && run.syntax == before.syntax;
  std::unordered_map<unsigned, const RunLine*> old_lines;
  for (const RunLine& line : before.lines) old_lines.emplace(line.number, &line);
  std::unordered_map<unsigned, std::vector<RunLine*>> dependents;
  std::vector<const RunLine*> different;
  for (RunLine& line : run.lines) {
    for (const unsigned number : line.refers_to) dependents[number].push_back(&line);
    const auto old = old_lines.find(line.number);
    line.reused = same_ground && old != old_lines.end() && same_line(line, *old->second);
    if (!line.reused) different.push_back(&line);
  }
  while (!different.empty()) {  // and whatever depends on what differs; each line once
    const unsigned number = different.back()->number;
    different.pop_back();
    for (RunLine* dependent : dependents[number]) {
      if (!dependent->reused) continue;
      dependent->reused = false;
      different.push_back(dependent);
    }
  }
}

std::string pack_works(const std::vector<WorkId>& works) {
  std::string text;
  text.reserve(works.size() * kWorkBytes);
  for (const WorkId& work : works) {
    text += work;
    text += '\n';
  }
  return gzip(text, 6);
}

Result<std::vector<WorkId>> unpack_works(std::string_view bytes) {
  const Error damaged{ErrorCode::kCorrupt, "bad_run", "The stored works of a run are damaged.",
                      "Restore curation.db from a backup."};
  const auto text = gunzip(bytes, kRunLimits.works * kWorkBytes);
  if (!text.ok()) return damaged;
  std::vector<WorkId> works;
  works.reserve(text->size() / kWorkBytes + 1);
  std::string_view rest = *text;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos || !is_work_id(rest.substr(0, end))) return damaged;
    works.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
  if (!std::is_sorted(works.begin(), works.end())) return damaged;
  return works;
}

}  // namespace evidence::curation
