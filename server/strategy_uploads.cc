// External searches and test sets of strategies (strategy_actions.h): what needs both the store of
// strategies and the index.
#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "connectors/entry_parser.h"
#include "server/strategy_actions.h"

namespace evidence::server {
namespace {

using curation::ExternalSearch;
using curation::StrategyId;
using curation::StrategyStore;
using Steady = std::chrono::steady_clock;

constexpr std::size_t kWorksAtOnce = 250;
constexpr std::chrono::milliseconds kMargin{400};

// The references of an uploaded RIS file. They never enter the store of records.
Result<ParsedPage> read_ris(const std::string& bytes) {
  if (trim(bytes).empty()) {
    return Error{ErrorCode::kInvalidArgument, "no_ris", "No references were uploaded.",
                 "Export the results there as RIS and upload that file."};
  }
  if (bytes.size() > curation::kExternalLimits.file_bytes) {
    return Error{ErrorCode::kTooLarge, "ris_too_large", "The file of references is too large.",
                 "Upload at most " + with_thousands(curation::kExternalLimits.file_bytes) +
                     " bytes at one time."};
  }
  const Format* ris = format_by_name("ris");
  if (ris == nullptr) return Error{ErrorCode::kInternal, "no_ris_reader", "", ""};
  SourceConfig source;
  source.id = "external";
  const std::unique_ptr<ByteSource> stream = memory_source(bytes);
  ParsedPage page;
  if (auto read = parse_entries(source, *ris, *stream, page); !read.ok() && page.records.empty()) {
    return Error{ErrorCode::kInvalidArgument, "bad_ris",
                 "The file is not RIS: " + read.error().message,
                 "Export the results there as RIS and upload that file."};
  }
  if (page.records.empty()) {
    return Error{ErrorCode::kInvalidArgument, "bad_ris", "No reference could be read in the file.",
                 "Export the results there as RIS and upload that file."};
  }
  if (page.records.size() > curation::kExternalLimits.records) {
    return Error{ErrorCode::kTooLarge, "too_many_references",
                 "The file holds more than " + with_thousands(curation::kExternalLimits.records) +
                     " references.",
                 "Upload it in parts."};
  }
  for (std::size_t i = 0; i < page.records.size(); ++i) {
    page.records[i].source = "external";
    if (page.records[i].source_record_id.empty()) {
      page.records[i].source_record_id = std::to_string(i + 1);
    }
  }
  return page;
}

Result<void> meet_run(const std::vector<WorkId>& works, Steady::time_point deadline,
                      curation::Deduplicator& deduplicator, Services& services) {
  for (std::size_t begin = 0; begin < works.size(); begin += kWorksAtOnce) {
    if (Steady::now() > deadline) {
      return Error{ErrorCode::kTimeout, "run_timeout",
                   "There was no time to compare the upload with the whole result.",
                   "Narrow the strategy, or upload fewer references."};
    }
    const std::size_t end = std::min(works.size(), begin + kWorksAtOnce);
    EVIDENCE_ASSIGN(
        const std::vector<Work> found,
        services.searcher.find_works({works.begin() + static_cast<std::ptrdiff_t>(begin),
                                      works.begin() + static_cast<std::ptrdiff_t>(end)}));
    for (const Work& work : found) deduplicator.meet_work(work.id, work.record);
  }
  return {};
}

Result<std::optional<std::uint64_t>> stated_count(const BodyFields& fields) {
  std::string digits(trim(fields.text("stated_count")));
  std::erase(digits, ',');
  if (digits.empty()) return std::optional<std::uint64_t>();
  std::uint64_t count = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  if (parsed.ec == std::errc() && parsed.ptr == digits.data() + digits.size()) {
    return std::optional<std::uint64_t>(count);
  }
  return Error{ErrorCode::kInvalidArgument, "bad_number",
               "The number of results is not a whole number: " + quoted_for_message(digits) + ".",
               ""};
}

}  // namespace

Result<ExternalSearch> add_external(const Request& request, const BodyFields& fields,
                                    const StrategyId& id, Services& services) {
  EVIDENCE_ASSIGN(StrategyServices * desk, strategy_desk(services));
  ExternalSearch search;
  search.platform = fields.text("platform");
  search.interface = fields.text("interface");
  search.database = fields.text("database");
  search.searched = fields.text("searched");
  search.strategy = fields.text("strategy");
  search.actor = fields.text("actor");
  search.file = fields.file_name("ris");
  EVIDENCE_ASSIGN(search.stated_count, stated_count(fields));
  EVIDENCE_ASSIGN(search, curation::checked_external(std::move(search)));
  EVIDENCE_ASSIGN(const unsigned wanted, fields.number("run", 0));
  EVIDENCE_ASSIGN(const ParsedPage page, read_ris(fields.text("ris")));
  const HeavyWork::Place place = desk->heavy.enter();
  if (!place) {
    return Error{ErrorCode::kBusy, "too_many_runs_at_once",
                 "Other strategies are being run at the moment.", "Try again in a moment."};
  }
  std::vector<WorkId> works;
  std::vector<std::pair<unsigned, std::vector<Record>>> earlier;
  const auto read = [&](StrategyStore& store) -> Result<void> {
    EVIDENCE_ASSIGN(const curation::StoredRun run, store.run(id, wanted));
    search.run = run.number;
    EVIDENCE_ASSIGN(const curation::RunWorks all, store.run_works(id, run.number));
    if (run.result_line() != nullptr) works = all.of_line(run.result);
    EVIDENCE_ASSIGN(const std::vector<ExternalSearch> others, store.externals(id, run.number));
    for (const ExternalSearch& other : others) {
      EVIDENCE_ASSIGN(std::vector<Record> records, store.external_records(id, other.number));
      earlier.emplace_back(other.number, std::move(records));
    }
    return {};
  };
  EVIDENCE_TRY(desk->store.with(read));
  curation::Deduplicator deduplicator(page.records, desk->match_rules);
  for (const auto& [number, records] : earlier) {
    for (const Record& record : records) deduplicator.meet_earlier(number, record);
  }
  EVIDENCE_TRY(meet_run(works, request.deadline - kMargin, deduplicator, services));
  search.fates = deduplicator.finish();
  search.counts = curation::count_fates(
      search.fates, static_cast<std::uint64_t>(std::max<std::int64_t>(page.failed, 0)));
  return desk->store.with([&](StrategyStore& store) {
    return store.add_external(id, std::move(search), page.records);
  });
}

Result<Tested> test_run(const StrategyId& id, unsigned wanted, Services& services) {
  EVIDENCE_ASSIGN(StrategyServices * desk, strategy_desk(services));
  Tested tested;
  curation::RunWorks works;
  const auto read = [&](StrategyStore& store) -> Result<void> {
    EVIDENCE_ASSIGN(auto set, store.test_set(id));
    if (!set) {
      return Error{ErrorCode::kNotFound, "no_test_set", "The strategy has no test set.",
                   "Paste ids of works that are known to be relevant."};
    }
    tested.set = std::move(*set);
    EVIDENCE_ASSIGN(tested.run, store.run(id, wanted));
    EVIDENCE_ASSIGN(works, store.run_works(id, tested.run.number));
    return {};
  };
  EVIDENCE_TRY(desk->store.with(read));
  std::vector<std::string> targets;
  std::vector<WorkId> ids;
  for (const std::string& one : tested.set.ids) (is_work_id(one) ? ids : targets).push_back(one);
  std::map<std::string, WorkId> leads;
  EVIDENCE_ASSIGN(const auto heads, services.searcher.find_targets(targets));
  for (const auto& [target, head] : heads) {
    leads.emplace(target, head.id);
    ids.push_back(head.id);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::map<WorkId, std::vector<WorkId>> former;
  EVIDENCE_ASSIGN(const std::vector<Work> found, services.searcher.find_works(ids));
  for (const Work& work : found) {
    former.emplace(work.id, work.former_ids);
    for (const std::string& one : tested.set.ids) {
      if (one == work.id ||
          std::binary_search(work.former_ids.begin(), work.former_ids.end(), one)) {
        leads.emplace(one, work.id);
      }
    }
  }
  tested.outcome = curation::evaluate_test_set(tested.set, leads, former, tested.run, works);
  return tested;
}

}  // namespace evidence::server
