#include "store/ledger_query.h"

#include <algorithm>
#include <map>
#include <utility>

namespace evidence {

namespace {

struct Part {
  std::string source;
  std::int64_t records = 0;
};

class Ledger {
 public:
  explicit Ledger(const std::vector<std::string>& order) : order_(order) {}

  void add_work(const std::vector<Part>& parts) {
    if (parts.empty()) return;
    const auto first =
        std::min_element(parts.begin(), parts.end(), [this](const Part& a, const Part& b) {
          return std::pair(rank(a.source), a.source) < std::pair(rank(b.source), b.source);
        });
    for (const Part& part : parts) {
      LedgerRow& row = rows_[part.source];
      row.source = part.source;
      row.records += part.records;
      row.works += 1;
      row.duplicates_within += part.records - 1;
      if (parts.size() == 1) row.only_here += 1;
      if (part.source == first->source) {
        row.kept += 1;
      } else {
        row.duplicates_between += 1;
      }
    }
  }

  std::vector<LedgerRow> take() {
    std::vector<LedgerRow> rows;
    for (auto& [source, row] : rows_) rows.push_back(std::move(row));
    std::stable_sort(rows.begin(), rows.end(), [this](const LedgerRow& a, const LedgerRow& b) {
      return rank(a.source) < rank(b.source);
    });
    return rows;
  }

 private:
  [[nodiscard]] std::size_t rank(const std::string& source) const {
    return static_cast<std::size_t>(std::find(order_.begin(), order_.end(), source) -
                                    order_.begin());
  }

  const std::vector<std::string>& order_;
  std::map<std::string, LedgerRow> rows_;
};

}  // namespace

Result<std::vector<LedgerRow>> read_ledger(Database& database,
                                           const std::vector<std::string>& source_order) {
  EVIDENCE_ASSIGN(
      Statement list,
      database.prepare("SELECT m.work, s.name, count(*) FROM work_member m "
                       "JOIN record r ON r.id = m.record JOIN source s ON s.id = r.source "
                       "WHERE r.deleted = 0 GROUP BY m.work, r.source ORDER BY m.work"));
  Ledger ledger(source_order);
  std::vector<Part> parts;
  WorkNumber work = 0;
  while (true) {
    EVIDENCE_ASSIGN(const bool row, list.step());
    if (!row || list.number(0) != work) {
      ledger.add_work(parts);
      parts.clear();
    }
    if (!row) return ledger.take();
    work = list.number(0);
    parts.push_back({std::string(list.text(1)), list.number(2)});
  }
}

}  // namespace evidence
