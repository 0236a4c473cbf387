// All protocols and formats by name, and which settings each understands. Used by the harvester,
// imports and `evidence check config`. Constant after start; thread-safe.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/http_client.h"
#include "base/result.h"
#include "base/stop_flag.h"
#include "connectors/connector.h"
#include "connectors/source_config.h"

namespace evidence {

// What a connector works with; everything outlives it.
struct ConnectorParts {
  HttpClient& http;
  Clock& clock;
  std::shared_ptr<const Format> format;
  std::filesystem::path work_directory;  // for files being fetched; the connector's own, kept
  const StopFlag* stop = nullptr;        // long waits and downloads look at it
};

struct OptionInfo {
  std::string_view name;
  std::string_view meaning;  // one line, for messages and documentation
  bool required = false;
};

struct ProtocolInfo {
  std::string_view name;  // "oai-pmh"
  Result<std::unique_ptr<Connector>> (*make)(const SourceConfig& source,
                                             const ConnectorParts& parts);
  std::span<const OptionInfo> options;
  bool needs_base_url = true;
  std::string_view instead_of_base_url = {};  // an option that may name the addresses instead
};

const std::vector<ProtocolInfo>& protocols();
const ProtocolInfo* protocol_by_name(std::string_view name);

// The source's format, set up with its columns and options. kInvalidArgument says which of them it
// does not understand.
Result<std::shared_ptr<const Format>> make_format(const SourceConfig& source);

// The settings that make_format understands for a format.
std::span<const OptionInfo> format_options(std::string_view format);

// Settings that the source needs and its file leaves empty: their names, with what they mean.
std::vector<std::string> missing_settings(const SourceConfig& source);

// Everything about the source's file that can be found wrong without asking the source: unknown
// protocol, format or option, a bad mapping rule and, where it is enabled, a missing setting. One
// line each.
std::vector<std::string> findings_in(const SourceConfig& source);

Result<std::unique_ptr<Connector>> make_connector(const SourceConfig& source, HttpClient& http,
                                                  Clock& clock,
                                                  const std::filesystem::path& work_directory = {},
                                                  const StopFlag* stop = nullptr);

}  // namespace evidence
