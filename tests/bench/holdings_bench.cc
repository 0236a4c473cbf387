// How long loading a title list takes, and what access questions cost with it in memory.
//   holdings_bench [HOLDINGS [PACKAGES]]   (default 500,000 in 50)
#include <malloc.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "access/sqlite_access_store.h"
#include "base/clock.h"
#include "base/hash.h"
#include "connectors/format/holdings_reader.h"
#include "tests/bench/measure.h"

namespace {

using namespace evidence;
using bench::cpu_microseconds;

[[noreturn]] void give_up(const Error& error) {
  std::fprintf(stderr, "holdings_bench: %s\n", error.message.c_str());
  std::exit(1);
}

template <typename T>
T need(Result<T> result) {
  if (!result.ok()) give_up(result.error());
  return std::move(result).value();
}

double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double cpu_seconds() { return cpu_microseconds(CLOCK_PROCESS_CPUTIME_ID) / 1e6; }

// Adds up wall and processor time; on a busy machine only the second says much.
struct Spent {
  double wall = 0, cpu = 0;
  template <typename Work>
  auto of(Work work) {
    const double wall_before = wall_seconds();
    const double cpu_before = cpu_seconds();
    auto made = work();
    wall += wall_seconds() - wall_before;
    cpu += cpu_seconds() - cpu_before;
    return made;
  }
};

void need_done(const Result<void>& result) {
  if (!result.ok()) give_up(result.error());
}

// Resident memory of this process in MB.
double megabytes() {
  std::ifstream status("/proc/self/statm");
  double all = 0;
  double resident = 0;
  status >> all >> resident;
  return resident * 4096 / 1e6;
}

std::string issn_text(unsigned number) {
  const std::string digits = std::to_string(1'000'000 + number % 9'000'000);
  int sum = 0;
  for (int i = 0; i < 7; ++i) sum += (digits[static_cast<std::size_t>(i)] - '0') * (8 - i);
  const int check = (11 - sum % 11) % 11;
  return digits.substr(0, 4) + "-" + digits.substr(4) + (check == 10 ? "X" : std::to_string(check));
}

// A list of RP-9's 25 columns. Every title stands in two packages.
std::string list_of(unsigned package, unsigned rows) {
  std::string text =
      "publication_title\tprint_identifier\tonline_identifier\tdate_first_issue_online\t"
      "num_first_vol_online\tnum_first_issue_online\tdate_last_issue_online\tnum_last_vol_online\t"
      "num_last_issue_online\ttitle_url\tfirst_author\ttitle_id\tembargo_info\tcoverage_depth\t"
      "notes\tpublisher_name\tpublication_type\tdate_monograph_published_print\t"
      "date_monograph_published_online\tmonograph_volume\tmonograph_edition\tfirst_editor\t"
      "parent_publication_title_id\tpreceding_publication_title_id\taccess_type\n";
  const unsigned first = package / 2 * rows;
  for (unsigned i = first; i < first + rows; ++i) {
    const std::string number = std::to_string(i);
    text += "Journal of Clinical Subject Number " + number + "\t" + issn_text(2 * i) + "\t" +
            issn_text(2 * i + 1) + "\t19" + std::to_string(60 + i % 40) + "-01-01\t1\t1\t\t\t\t" +
            "https://journals" + std::to_string(package) + ".example.org/title/" + number +
            "\t\tT" + number + "\t" + (i % 3 == 0 ? "P1Y" : "") +
            "\tfulltext\t\tExample Academic Press\tserial\t\t\t\t\t\t\t\tP\n";
  }
  return text;
}

Record article_of(unsigned number) {
  Record record;
  record.source = "pubmed";
  record.source_record_id = std::to_string(number);
  record.publication.title = "Journal of Clinical Subject Number " + std::to_string(number);
  record.publication.date = {2015, 6, 0};
  for (const unsigned one : {2 * number, 2 * number + 1}) {
    record.identifiers.push_back(
        Identifier::parse(IdentifierScheme::kIssn, issn_text(one)).value());
  }
  return record;
}

void measure_questions(const KnowledgeBase& base, unsigned titles, bool held) {
  const std::vector<std::string> subscribers{"example-trust", "north", "national"};
  const std::chrono::sys_days today = std::chrono::year(2026) / 11 / 30;
  std::mt19937 random(7);
  std::vector<double> pages;
  std::size_t found = 0;
  std::size_t open = 0;
  for (int page = 0; page < 500; ++page) {
    std::vector<Record> records;
    for (int i = 0; i < 20; ++i) {
      Record record = article_of(static_cast<unsigned>(random()) % titles + (held ? 0 : 3'000'000));
      records.push_back(std::move(record));
    }
    const double start = cpu_microseconds();
    for (const Record& record : records) {
      for (const Entitlement& one : base.entitlements(record, subscribers)) {
        ++found;
        const bool runs = licence_on(*one.subscription, today) == LicenceState::kRunning;
        const auto coverage = coverage_of(one.holding, record.publication.date, today);
        open += runs && coverage.answer == Covered::kYes ? 1 : 0;
      }
    }
    pages.push_back(cpu_microseconds() - start);
  }
  std::printf(
      "20 records that are %s: median %.0f µs, 99%% %.0f µs of CPU (%zu holdings, %zu open)\n",
      held ? "held" : "not held", bench::quantile(pages, 0.5), bench::quantile(pages, 0.99), found,
      open);
}

}  // namespace

int main(int argc, char** argv) {
  const unsigned holdings = argc > 1 ? static_cast<unsigned>(std::atoi(argv[1])) : 500'000;
  const unsigned packages = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 50;
  const unsigned rows = holdings / packages;
  const std::filesystem::path directory =
      std::filesystem::temp_directory_path() / ("holdings-bench-" + random_id(8));
  SystemClock clock;
  Spent reading;
  Spent comparing;
  Spent writing;
  {
    const auto store = need(open_sqlite_access({directory, true}, clock));
    for (unsigned i = 0; i < packages; ++i) {
      const auto source = memory_source(list_of(i, rows));
      HoldingsFile file = need(reading.of([&] { return read_holdings(*source, {}); }));
      Package package;
      package.id = "package-" + std::to_string(i);
      package.name = package.id;
      const LoadPlan plan =
          need(comparing.of([&] { return store->plan(package, std::move(file.holdings)); }));
      need_done(writing.of([&] { return store->apply(plan, {"bench"}); }));
      Subscription licence;
      licence.package = package.id;
      licence.subscriber = i % 3 == 0 ? "national" : i % 3 == 1 ? "example-trust" : "other";
      need_done(store->enable(licence, "bench"));
    }
    std::printf(
        "%u holdings in %u packages: read %.1f s (%.1f s of CPU), compared %.1f (%.1f), "
        "written %.1f (%.1f)\n",
        rows * packages, packages, reading.wall, reading.cpu, comparing.wall, comparing.cpu,
        writing.wall, writing.cpu);
    const auto source = memory_source(list_of(0, rows));
    Package package;
    package.id = "package-0";
    package.name = package.id;
    HoldingsFile same = need(read_holdings(*source, {}));
    Spent again;
    const LoadPlan plan =
        need(again.of([&] { return store->plan(package, std::move(same.holdings)); }));
    std::printf("the same %u compared again: %.2f s (%.2f s of CPU), %zu differ\n", rows,
                again.wall, again.cpu,
                plan.difference.added.size() + plan.difference.changed.size());
    ::malloc_trim(0);
    const double memory = megabytes();
    Spent making;
    const auto base = need(making.of([&] { return store->knowledge_base(); }));
    ::malloc_trim(0);
    std::printf("knowledge base of %zu: made in %.1f s (%.1f s of CPU), %.0f MB\n",
                base->holdings(), making.wall, making.cpu, megabytes() - memory);
    measure_questions(*base, rows * packages / 2, true);
    measure_questions(*base, rows * packages / 2, false);
  }
  std::filesystem::remove_all(directory);
  return 0;
}
