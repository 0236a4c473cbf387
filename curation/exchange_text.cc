// The text of a strategy for an appendix: everything that PRISMA-S item 8, 13 and 15 ask for.
#include <algorithm>

#include "base/date.h"
#include "base/text.h"
#include "curation/exchange.h"

namespace evidence::curation {
namespace {

std::string day_of(std::string_view timestamp) {
  const auto date = parse_date(timestamp.substr(0, std::min<std::size_t>(timestamp.size(), 10)));
  return date ? format_date_for_people(*date) : std::string(timestamp);
}

// "22 November 2026, 00:06 UTC"
std::string moment_of(const std::string& timestamp) {
  return timestamp.size() < 16 ? timestamp
                               : day_of(timestamp) + ", " + timestamp.substr(11, 5) + " UTC";
}

std::string_view syntax_for_people(query::Syntax syntax) {
  switch (syntax) {
    case query::Syntax::kPubmed:
      return "PubMed";
    case query::Syntax::kOvid:
      return "Ovid";
    case query::Syntax::kCql:
      return "CQL";
    case query::Syntax::kEbsco:
      return "EBSCO";
    case query::Syntax::kSimple:
      break;
  }
  return "simple";
}

void add(std::string& out, std::string_view name, std::string_view value) {
  if (!value.empty()) out.append(name).append(": ").append(value).append("\n");
}

std::string sources_text(const StoredRun& run) {
  std::vector<std::string> names;
  for (const RunSource& source : run.sources) {
    std::string text = source.name.empty() ? source.id : source.name;
    if (source.last_harvest.empty()) {
      text += " (date of last update not known)";
    } else {
      text += " (last updated " + day_of(source.last_harvest) + ")";
    }
    names.push_back(std::move(text));
  }
  return join(names, "; ");
}

}  // namespace

std::string export_text(const Exported& exported) {
  const StrategySettings& settings = exported.version->settings;
  const StoredRun& run = *exported.run;
  const bool ran = run.number != 0;
  std::string out;
  add(out, "Strategy", settings.name);
  add(out, "Version",
      std::to_string(exported.version->number) + " of " + moment_of(exported.version->at) +
          (exported.version->actor.empty() ? "" : ", " + exported.version->actor));
  add(out, "Platform", exported.service + (run.tool.empty() ? "" : " (" + run.tool + ")"));
  add(out, "Link", exported.url);
  add(out, "Sources searched", sources_text(run));
  add(out, "Syntax", syntax_for_people(settings.syntax));
  add(out, "Automatic mapping of plain words", settings.mapping ? "on" : "off");
  if (ran) {
    add(out, "Date of search", moment_of(run.at));
    add(out, "Run", std::to_string(run.number));
    add(out, "Works in the index", with_thousands(run.documents));
    add(out, "Vocabulary", run.vocabulary);
    add(out, "Snapshot", run.snapshot);
  } else {
    add(out, "Date of search", "not run");
  }
  out += '\n';
  for (const RunLine& line : run.lines) {
    out += std::to_string(line.number) + "\t" + line.text;
    if (line.counted) {
      out += "\t" + std::to_string(line.count);
    } else if (ran) {
      out += "\tnot counted";
    }
    out += '\n';
  }
  if (const RunLine* result = ran ? run.result_line() : nullptr) {
    out += "\nResult: line " + std::to_string(result->number) + ", " +
           with_thousands(result->count) + (result->count == 1 ? " work" : " works") + " from " +
           with_thousands(run.ledger.records) + " records after " +
           with_thousands(run.ledger.duplicates) + " duplicates were removed.\n";
  }
  for (const ExternalSearch& search : exported.externals) {
    out += "\nAlso searched elsewhere: " + search.database + " (" + search.platform +
           (search.interface.empty() ? "" : ", " + search.interface) + "), " +
           day_of(search.searched) + ", " + with_thousands(search.counts.records) + " records\n";
    if (!search.strategy.empty()) out += search.strategy + "\n";
  }
  return out;
}

}  // namespace evidence::curation
