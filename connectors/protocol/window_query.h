// The window of an incremental harvest put into a query: a template of the source's file such as
// `dc.modified >= "{from}"` with the dates filled in. Used by the connectors whose protocol has no
// dates of its own (SRU, Z39.50). One thread at a time; failures are kInvalidArgument.
//
// Placeholders: {from} and {to} are days (2024-03-15), {from_compact} and {to_compact} the same
// without dashes (20240315), {from_time} and {to_time} seconds in UTC (2024-03-15T10:11:12Z). An
// open end is the last day of the year 9999.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "connectors/source_config.h"

namespace evidence {

// Are all placeholders known, and does one of them name the beginning?
Result<void> check_window_template(std::string_view text);

// from: a day or a second with "Z", not empty; to: the same, "" = open.
Result<std::string> fill_window_template(std::string_view text, std::string_view from,
                                         std::string_view to);

// A source's options.date_query. Where it has none, a harvest takes everything again, and the log
// says so once.
class WindowQuery {
 public:
  explicit WindowQuery(const SourceConfig& source)
      : source_id_(source.id), template_(source.option("date_query")) {}

  // "": nothing limits the harvest to a window.
  Result<std::string> condition(std::string_view from, std::string_view to);

 private:
  std::string source_id_;
  std::string template_;
  bool said_full_ = false;
};

}  // namespace evidence
