// What all protocols ask of a source's settings before a connector is made. Pure functions.
// Failures are kInvalidArgument "bad_source", naming the source and what to correct.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "connectors/source_config.h"

namespace evidence {

Error bad_source(const SourceConfig& source, const std::string& what);

// Does base_url begin with https://, or with http:// where the source allows it?
Result<void> check_web_base(const SourceConfig& source);

// page_size from 1 to `most_per_page`; rate and time limit above 0.
Result<void> check_page_size(const SourceConfig& source, int most_per_page);
Result<void> check_pace(const SourceConfig& source);

bool has_control_character(std::string_view text);

// An option's "yes"/"no" (or true/false).
Result<bool> yes_or_no(const SourceConfig& source, const std::string& option, bool unless_set);

}  // namespace evidence
