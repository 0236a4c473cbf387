// The settings of a source of feeds, checked. Used by the feed connector alone. Plain values;
// kInvalidArgument "bad_source" says which setting is wrong.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "connectors/source_config.h"

namespace evidence {

struct FeedSettings {
  std::vector<std::string> urls;
  bool follow_next = true;
  bool navigation = false;
  int max_pages = 500;
  int max_depth = 4;
  std::vector<std::string> hosts;
  bool whole = false;  // a catalogue is read whole: absence says something
};

Result<FeedSettings> feed_settings(const SourceConfig& source);

}  // namespace evidence
