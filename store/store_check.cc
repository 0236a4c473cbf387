#include "store/store_check.h"

#include <cstdint>
#include <utility>

#include "base/byte_source.h"
#include "store/rows.h"

namespace evidence {

namespace {

constexpr std::size_t kMaxBodyBytes = std::size_t{256} << 20U;
// Records are read in slices, each its own short read, so that a long check does not keep a
// writer's log from being folded in.
constexpr std::int64_t kSlice = 1'000;

class Findings {
 public:
  void add(std::string line) {
    if (lines_.size() < kMaxFindings) {
      lines_.push_back(std::move(line));
    } else {
      ++left_out_;
    }
  }
  // Damage that stops one part of the check is a finding; the other parts go on.
  Result<void> absorb(const Result<void>& outcome) {
    if (outcome.ok() || outcome.error().code != ErrorCode::kCorrupt) return outcome;
    add(outcome.error().message);
    return {};
  }
  std::vector<std::string> take() && {
    if (left_out_ > 0) lines_.push_back("… and " + std::to_string(left_out_) + " more");
    return std::move(lines_);
  }

 private:
  std::vector<std::string> lines_;
  std::size_t left_out_ = 0;
};

Result<void> check_structure(Database& database, Findings& findings) {
  EVIDENCE_ASSIGN(Statement check, database.prepare("PRAGMA quick_check(100)"));
  while (true) {
    EVIDENCE_ASSIGN(const bool row, check.step());
    if (!row) return {};
    if (check.text(0) != "ok") {
      findings.add("database structure: " + quoted_for_message(check.text(0), 300));
    }
  }
}

Result<void> check_references(Database& database, Findings& findings) {
  EVIDENCE_ASSIGN(Statement check, database.prepare("PRAGMA foreign_key_check"));
  while (true) {
    EVIDENCE_ASSIGN(const bool row, check.step());
    if (!row) return {};
    findings.add("table " + std::string(check.text(0)) + " row " + std::to_string(check.number(1)) +
                 " names a row of " + std::string(check.text(2)) + " that is not there");
  }
}

std::string record_name(const Statement& row) {
  return "record " + quoted_for_message(std::string(row.text(1)) + ":" + std::string(row.text(2)));
}

Result<void> check_bodies(Database& database, Findings& findings) {
  EVIDENCE_ASSIGN(Statement slice,
                  database.prepare("SELECT r.id, s.name, r.key, r.deleted, r.content_hash, b.body "
                                   "FROM record r JOIN source s ON s.id = r.source "
                                   "LEFT JOIN record_body b ON b.record = r.id "
                                   "WHERE r.id > ?1 ORDER BY r.id LIMIT ?2"));
  std::int64_t after = 0;
  while (true) {
    slice.bind(1, after).bind(2, kSlice);
    std::int64_t rows = 0;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, slice.step());
      if (!row) break;
      ++rows;
      after = slice.number(0);
      if (slice.number(3) != 0) {
        if (!slice.is_null(5)) findings.add(record_name(slice) + " is deleted but has a body");
      } else if (slice.is_null(5)) {
        findings.add(record_name(slice) + " has no body");
      } else if (sha256_bytes(slice.text(5)) != slice.blob(4)) {
        findings.add(record_name(slice) + " does not match its hash");
      }
    }
    slice.reset();
    if (rows < kSlice) return {};
  }
}

Result<void> check_history(Database& database, Findings& findings) {
  EVIDENCE_ASSIGN(Statement slice,
                  database.prepare("SELECT h.id, s.name, r.key, h.content_hash, h.body_gzip "
                                   "FROM record_history h JOIN record r ON r.id = h.record "
                                   "JOIN source s ON s.id = r.source "
                                   "WHERE h.id > ?1 ORDER BY h.id LIMIT ?2"));
  std::int64_t after = 0;
  while (true) {
    slice.bind(1, after).bind(2, kSlice);
    std::int64_t rows = 0;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, slice.step());
      if (!row) break;
      ++rows;
      after = slice.number(0);
      const auto body = gunzip(slice.blob(4), kMaxBodyBytes);
      if (!body.ok() || sha256_bytes(*body) != slice.blob(3)) {
        findings.add("an old version (history " + std::to_string(after) + ") of " +
                     record_name(slice) + " does not match its hash");
      }
    }
    slice.reset();
    if (rows < kSlice) return {};
  }
}

Result<void> check_works(Database& database, Findings& findings) {
  EVIDENCE_ASSIGN(Statement homeless,
                  database.prepare("SELECT r.id, s.name, r.key FROM record r "
                                   "JOIN source s ON s.id = r.source WHERE r.deleted = 0 AND "
                                   "NOT EXISTS (SELECT 1 FROM work_member m WHERE m.record = r.id) "
                                   "LIMIT 100"));
  while (true) {
    EVIDENCE_ASSIGN(const bool row, homeless.step());
    if (!row) break;
    findings.add(record_name(homeless) + " belongs to no work");
  }
  EVIDENCE_ASSIGN(Statement miscounted,
                  database.prepare("SELECT w.id, w.live_records FROM work w WHERE live_records <> "
                                   "(SELECT count(*) FROM work_member m "
                                   "JOIN record r ON r.id = m.record "
                                   "WHERE m.work = w.number AND r.deleted = 0) LIMIT 100"));
  while (true) {
    EVIDENCE_ASSIGN(const bool row, miscounted.step());
    if (!row) break;
    findings.add("work " + quoted_for_message(miscounted.text(0)) + " counts " +
                 std::to_string(miscounted.number(1)) + " records, which is not how many it has");
  }
  return {};
}

Result<void> check_totals(Database& database, Findings& findings) {
  EVIDENCE_ASSIGN(
      Statement sources,
      database.prepare("SELECT s.name, s.live_records, s.deleted_records, "
                       "coalesce(sum(r.deleted = 0), 0), coalesce(sum(r.deleted = 1), 0) "
                       "FROM source s LEFT JOIN record r ON r.source = s.id GROUP BY s.id"));
  while (true) {
    EVIDENCE_ASSIGN(const bool row, sources.step());
    if (!row) break;
    if (sources.number(1) == sources.number(3) && sources.number(2) == sources.number(4)) continue;
    findings.add("source " + quoted_for_message(sources.text(0)) + " counts " +
                 std::to_string(sources.number(1)) + " live and " +
                 std::to_string(sources.number(2)) + " deleted records, but has " +
                 std::to_string(sources.number(3)) + " and " + std::to_string(sources.number(4)));
  }
  EVIDENCE_ASSIGN(Statement works, database.prepare("SELECT value, (SELECT count(*) FROM work "
                                                    "WHERE live_records > 0) FROM counter "
                                                    "WHERE name = 'live_works'"));
  EVIDENCE_ASSIGN(const bool row, works.step());
  if (!row || works.number(0) != works.number(1)) {
    findings.add("the number of works is recorded wrongly");
  }
  return {};
}

Result<void> check_raw_pages(Database& database, const RawPages& raw_pages, Findings& findings) {
  std::int64_t after = 0;
  while (true) {
    std::string hash;
    {
      EVIDENCE_ASSIGN(Statement next,
                      database.prepare("SELECT id, sha256 FROM raw_page WHERE id > ?1 "
                                       "ORDER BY id LIMIT 1"));
      EVIDENCE_ASSIGN(const bool row, next.bind(1, after).step());
      if (!row) return {};
      after = next.number(0);
      hash = next.blob(1);
    }
    const auto page = raw_pages.read(hash);
    if (page.ok()) continue;
    if (page.error().code == ErrorCode::kNotFound) {
      findings.add("the kept page " + raw_pages.path_of(hash).string() + " is missing");
    } else {
      findings.add(page.error().message);
    }
  }
}

}  // namespace

Result<std::vector<std::string>> check_record_store(Database& database, const RawPages& raw_pages) {
  Findings findings;
  EVIDENCE_TRY(findings.absorb(check_structure(database, findings)));
  EVIDENCE_TRY(findings.absorb(check_references(database, findings)));
  EVIDENCE_TRY(findings.absorb(check_bodies(database, findings)));
  EVIDENCE_TRY(findings.absorb(check_history(database, findings)));
  EVIDENCE_TRY(findings.absorb(check_works(database, findings)));
  EVIDENCE_TRY(findings.absorb(check_totals(database, findings)));
  EVIDENCE_TRY(findings.absorb(check_raw_pages(database, raw_pages, findings)));
  return std::move(findings).take();
}

}  // namespace evidence
