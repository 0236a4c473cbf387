#include "connectors/protocol/oai_settings.h"

#include <algorithm>
#include <array>

#include "base/http_client.h"
#include "connectors/protocol/oai_place.h"
#include "connectors/protocol/source_checks.h"

namespace evidence {
namespace {

constexpr std::array kOptions{
    OptionInfo{"metadata_prefix",
               "the repository's name of the format to ask for; oai_dc where it is not set"},
    OptionInfo{"sets", "setSpecs to harvest, one after the other; the whole repository if not set"},
    OptionInfo{"verb_mode",
               "\"list_records\", or \"identifiers\": ListIdentifiers and a GetRecord for each, "
               "where ListRecords fails"},
    OptionInfo{"overlap", "how much earlier than the last harvest to begin: \"1d\", \"12h\""},
    OptionInfo{"granularity", "\"day\" or \"second\", where the repository's Identify is wrong"},
};

bool is_prefix(std::string_view text) {
  constexpr std::string_view kMarks = "-_.!~*'()";
  return !text.empty() && text.size() <= 100 && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

}  // namespace

std::span<const OptionInfo> oai_pmh_options() { return kOptions; }

Result<OaiSettings> oai_settings(const SourceConfig& source) {
  OaiSettings settings;
  if (const std::string prefix = source.option("metadata_prefix"); !prefix.empty()) {
    settings.prefix = prefix;
  }
  if (!is_prefix(settings.prefix)) {
    return bad_source(source, "options.metadata_prefix " + quoted_for_message(settings.prefix, 40) +
                                  " is no metadata prefix");
  }
  settings.sets = source.option_list("sets");
  for (const std::string& set : settings.sets) {
    if (set.empty() || set.size() > 1'000) {
      return bad_source(source, "options.sets has an empty or overlong name");
    }
    if (std::count(settings.sets.begin(), settings.sets.end(), set) > 1) {
      return bad_source(source, "options.sets names " + quoted_for_message(set) + " twice");
    }
  }
  if (settings.sets.empty()) settings.sets.emplace_back();
  const std::string mode = source.option("verb_mode");
  if (!mode.empty() && mode != "list_records" && mode != "identifiers") {
    return bad_source(source, "options.verb_mode must be \"list_records\" or \"identifiers\"");
  }
  settings.identifiers = mode == "identifiers";
  const auto overlap = parse_overlap(source.option("overlap"));
  if (!overlap.ok()) {
    return bad_source(source,
                      "options.overlap: " + overlap.error().message + "; " + overlap.error().hint);
  }
  settings.overlap = *overlap;
  settings.granularity = source.option("granularity");
  if (!settings.granularity.empty() && settings.granularity != "day" &&
      settings.granularity != "second") {
    return bad_source(source, "options.granularity must be \"day\" or \"second\"");
  }
  EVIDENCE_TRY(check_web_base(source));
  if (source.base_url.find('#') != std::string::npos) {
    return bad_source(source, "base_url must have no #");
  }
  if (source.page_size < 1) return bad_source(source, "page_size must be above 0");
  EVIDENCE_TRY(check_pace(source));
  return settings;
}

}  // namespace evidence
