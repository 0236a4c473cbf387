#include "store/vocabulary_queries.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "base/ascii.h"
#include "store/vocabulary_file.h"

namespace evidence {
namespace {

FoundHeading found_in(const Statement& row, FoundBy by) {
  return {std::string(row.text(0)), std::string(row.text(1)),
          static_cast<HeadingKind>(row.number(2)), by};
}

Result<std::vector<std::string>> tree_numbers_of(Database& database, std::string_view id) {
  EVIDENCE_ASSIGN(Statement rows,
                  database.prepare("SELECT t.number FROM tree t JOIN heading h ON "
                                   "h.number=t.heading WHERE h.id=?1 ORDER BY t.number"));
  rows.bind(1, id);
  std::vector<std::string> numbers;
  for (;;) {
    EVIDENCE_ASSIGN(const bool row, rows.step());
    if (!row) return numbers;
    numbers.emplace_back(rows.text(0));
  }
}

// Headings with tree numbers below `parent`; `direct`: only one level.
Result<void> read_below(Database& database, const std::string& parent, bool direct,
                        std::unordered_set<std::string>& seen, std::vector<FoundHeading>& found) {
  EVIDENCE_ASSIGN(
      Statement rows,
      database.prepare("SELECT h.id, h.label, h.kind, t.number FROM tree t JOIN heading "
                       "h ON h.number=t.heading WHERE t.number>?1 AND t.number<?2 "
                       "ORDER BY t.number"));
  const std::string from = parent + ".";
  const std::string to = parent + "/";  // the character after '.'
  rows.bind(1, from).bind(2, to);
  while (found.size() < kMaxNarrower) {
    EVIDENCE_ASSIGN(const bool row, rows.step());
    if (!row) return {};
    if (direct && rows.text(3).find('.', from.size()) != std::string_view::npos) continue;
    if (seen.emplace(rows.text(0)).second) found.push_back(found_in(rows, FoundBy::kId));
  }
  return {};
}

}  // namespace

Result<std::vector<FoundHeading>> find_by_key(Database& database, std::string_view key) {
  EVIDENCE_ASSIGN(
      Statement rows,
      database.prepare("SELECT h.id, h.label, h.kind, l.rank FROM label l JOIN heading h "
                       "ON h.number=l.heading WHERE l.key=?1 "
                       "ORDER BY l.rank, h.kind, h.id LIMIT 50"));
  rows.bind(1, key);
  std::vector<FoundHeading> found;
  for (;;) {
    EVIDENCE_ASSIGN(const bool row, rows.step());
    if (!row) return found;
    const auto rank = static_cast<LabelRank>(rows.number(3));
    const auto known = std::find_if(found.begin(), found.end(), [&](const FoundHeading& heading) {
      return heading.id == rows.text(0);
    });
    if (known == found.end()) {
      found.push_back(found_in(rows, found_by(rank)));
    } else if (rank >= LabelRank::kPrevious && known->by == FoundBy::kEntryTerm) {
      known->by = FoundBy::kPreviousLabel;  // an entry term because it was the heading once
    }
  }
}

Result<std::optional<FoundHeading>> find_by_id(Database& database, std::string_view id) {
  EVIDENCE_ASSIGN(Statement rows,
                  database.prepare("SELECT id, label, kind FROM heading WHERE id=?1"));
  rows.bind(1, id);
  EVIDENCE_ASSIGN(const bool row, rows.step());
  if (!row) return std::optional<FoundHeading>{};
  return std::optional<FoundHeading>(found_in(rows, FoundBy::kId));
}

Result<std::optional<FoundHeading>> find_qualifier_by_key(Database& database,
                                                          std::string_view key) {
  EVIDENCE_ASSIGN(Statement rows,
                  database.prepare("SELECT h.id, h.label, h.kind, q.rank FROM qualifier q JOIN "
                                   "heading h ON h.number=q.heading WHERE q.key=?1 "
                                   "ORDER BY q.rank, h.id LIMIT 1"));
  rows.bind(1, key);
  EVIDENCE_ASSIGN(const bool row, rows.step());
  if (!row) return std::optional<FoundHeading>{};
  const FoundBy by =
      key.size() == 2 ? FoundBy::kAbbreviation : found_by(static_cast<LabelRank>(rows.number(3)));
  return std::optional<FoundHeading>(found_in(rows, by));
}

Result<std::optional<VocabularyHeading>> read_heading(Database& database, std::string_view id) {
  EVIDENCE_ASSIGN(Statement rows,
                  database.prepare("SELECT kind, label, details FROM heading WHERE id=?1"));
  rows.bind(1, id);
  EVIDENCE_ASSIGN(const bool row, rows.step());
  if (!row) return std::optional<VocabularyHeading>{};
  VocabularyHeading heading;
  heading.id = id;
  heading.kind = static_cast<HeadingKind>(rows.number(0));
  heading.label = rows.text(1);
  EVIDENCE_TRY(read_heading_details(rows.text(2), heading));
  return std::optional<VocabularyHeading>(std::move(heading));
}

Result<std::vector<FoundHeading>> read_with_narrower(Database& database, std::string_view id) {
  std::vector<FoundHeading> found;
  EVIDENCE_ASSIGN(const auto self, find_by_id(database, id));
  if (!self) return found;
  found.push_back(*self);
  std::unordered_set<std::string> seen{self->id};
  EVIDENCE_ASSIGN(const auto numbers, tree_numbers_of(database, id));
  for (const std::string& number : numbers) {
    EVIDENCE_TRY(read_below(database, number, false, seen, found));
  }
  return found;
}

Result<std::vector<FoundHeading>> read_narrower(Database& database, std::string_view id) {
  std::vector<FoundHeading> found;
  std::unordered_set<std::string> seen{std::string(id)};
  EVIDENCE_ASSIGN(const auto numbers, tree_numbers_of(database, id));
  for (const std::string& number : numbers) {
    EVIDENCE_TRY(read_below(database, number, true, seen, found));
  }
  std::sort(found.begin(), found.end(),
            [](const FoundHeading& a, const FoundHeading& b) { return a.label < b.label; });
  return found;
}

Result<std::vector<FoundHeading>> read_broader(Database& database, std::string_view id) {
  EVIDENCE_ASSIGN(const auto numbers, tree_numbers_of(database, id));
  std::set<std::string> parents;
  for (const std::string& number : numbers) {
    const std::size_t dot = number.rfind('.');
    if (dot != std::string::npos) parents.insert(number.substr(0, dot));
  }
  std::vector<FoundHeading> found;
  std::set<std::string, std::less<>> seen{std::string(id)};
  for (const std::string& parent : parents) {
    EVIDENCE_ASSIGN(Statement rows,
                    database.prepare("SELECT h.id, h.label, h.kind FROM tree t JOIN heading h ON "
                                     "h.number=t.heading WHERE t.number=?1"));
    rows.bind(1, parent);
    for (;;) {
      EVIDENCE_ASSIGN(const bool row, rows.step());
      if (!row) break;
      if (seen.emplace(rows.text(0)).second) found.push_back(found_in(rows, FoundBy::kId));
    }
  }
  return found;
}

Result<std::vector<FoundHeading>> read_with_action(Database& database, std::string_view id) {
  EVIDENCE_ASSIGN(Statement rows,
                  database.prepare("SELECT h.id, h.label, h.kind FROM action a JOIN heading h ON "
                                   "h.number=a.heading WHERE a.id=?1 ORDER BY h.kind, h.label "
                                   "LIMIT ?2"));
  rows.bind(1, id).bind(2, static_cast<std::int64_t>(kMaxNarrower));
  std::vector<FoundHeading> found;
  for (;;) {
    EVIDENCE_ASSIGN(const bool row, rows.step());
    if (!row) return found;
    found.push_back(found_in(rows, FoundBy::kId));
  }
}

Result<std::vector<FoundHeading>> read_beginning_with(Database& database, std::string_view key,
                                                      std::size_t limit) {
  std::vector<FoundHeading> found;
  if (key.empty()) return found;
  EVIDENCE_ASSIGN(
      Statement rows,
      database.prepare("SELECT h.id, h.label, h.kind, l.rank FROM label l JOIN heading h "
                       "ON h.number=l.heading WHERE l.key>=?1 AND l.key<?2 AND "
                       "l.rank<2 ORDER BY l.key, l.rank LIMIT 2000"));
  // Keys are folded text, in which no byte is 0xff.
  const std::string to = std::string(key) + "\xff";
  rows.bind(1, key).bind(2, to);
  std::set<std::string, std::less<>> seen;
  while (found.size() < limit) {
    EVIDENCE_ASSIGN(const bool row, rows.step());
    if (!row) break;
    if (seen.emplace(rows.text(0)).second) {
      found.push_back(found_in(rows, found_by(static_cast<LabelRank>(rows.number(3)))));
    }
  }
  return found;
}

Result<std::vector<std::string>> read_words(Database& database) {
  EVIDENCE_ASSIGN(Statement rows, database.prepare("SELECT DISTINCT word FROM word ORDER BY word"));
  std::vector<std::string> words;
  for (;;) {
    EVIDENCE_ASSIGN(const bool row, rows.step());
    if (!row) return words;
    words.emplace_back(rows.text(0));
  }
}

}  // namespace evidence
