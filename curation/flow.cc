#include "curation/flow.h"

#include <algorithm>

namespace evidence::curation {
namespace {

std::string name_of(const std::string& source, const StoredRun& run) {
  for (const RunSource& known : run.sources) {
    if (known.id == source && !known.name.empty()) return known.name;
  }
  return source;
}

}  // namespace

Flow flow_of(const StoredRun& run, const std::vector<ExternalSearch>& externals) {
  Flow flow;
  for (const LedgerSource& source : run.ledger.sources) {
    flow.rows.push_back({name_of(source.source, run), false, source.records,
                         source.duplicates_within + source.duplicates_between, source.kept});
  }
  for (const ExternalSearch& search : externals) {
    const ExternalCounts& counts = search.counts;
    flow.rows.push_back({search.database + " (" + search.platform + ")", true, counts.records,
                         counts.duplicates_within + counts.in_run + counts.in_earlier,
                         counts.added});
    flow.unreadable += counts.unreadable;
  }
  for (const FlowRow& row : flow.rows) {
    flow.identified += row.identified;
    flow.duplicates += row.duplicates;
    flow.remaining += row.remaining;
  }
  flow.unread = run.ledger.unread;
  return flow;
}

bool adds_up(const Flow& flow) {
  return flow.identified == flow.duplicates + flow.remaining &&
         std::all_of(flow.rows.begin(), flow.rows.end(), [](const FlowRow& row) {
           return row.identified == row.duplicates + row.remaining;
         });
}

json::object flow_to_json(const Flow& flow) {
  json::array rows;
  for (const FlowRow& row : flow.rows) {
    rows.emplace_back(json::object{{"name", row.name},
                                   {"external", row.external},
                                   {"identified", row.identified},
                                   {"duplicates", row.duplicates},
                                   {"remaining", row.remaining}});
  }
  return {{"rows", std::move(rows)},       {"identified", flow.identified},
          {"duplicates", flow.duplicates}, {"remaining", flow.remaining},
          {"unreadable", flow.unreadable}, {"unread", flow.unread}};
}

}  // namespace evidence::curation
