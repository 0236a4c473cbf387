// Files at fixed web addresses: fetched to disk when the server has a new state of them (ETag,
// Last-Modified, else their content), then read as files_connector.h says. Used through
// connectors/harvester.h. A web page in place of a file is kBadContent.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "connectors/protocol/polite_http.h"
#include "connectors/registry.h"

namespace evidence {

Result<std::unique_ptr<Connector>> make_http_file_connector(const SourceConfig& source,
                                                            const ConnectorParts& parts);
std::span<const OptionInfo> http_file_options();

// Downloads to `path` + ".part", looks whether it is a web page, and renames it durably. The answer
// has status 304 where the headers asked so; then nothing is at `path` that was not before.
struct FetchFile {
  std::string url;
  std::filesystem::path path;
  std::size_t max_bytes = std::size_t{2} << 30U;
  PoliteHttp::Options options;
  const StopFlag* stop = nullptr;
};
Result<HttpResponse> fetch_file(PoliteHttp& http, const FetchFile& wanted);

// The option max_file_bytes, or the default of 2 GiB.
Result<std::size_t> max_file_bytes_of(const SourceConfig& source);

}  // namespace evidence
