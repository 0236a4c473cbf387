// A server with two empty endpoints of 4 KB, /inline on the network thread and /lane on a worker,
// for http_bench.sh. Prints its port and serves until it is stopped.
#include <cstdio>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "server/http_server.h"
#include "server/metrics.h"

namespace {

using namespace evidence;
using namespace evidence::server;

Response four_kilobytes(const Request&, Services&) {
  Response response;
  response.content_type = "application/octet-stream";
  response.body = std::string(4'096, 'x');
  return response;
}

}  // namespace

int main() {
  start_logging("info", LogFormat::kText);
  SearcherOptions without_index;
  without_index.stub = "/nonexistent";
  without_index.profiles["plain"] = RankingProfile{};
  Searcher searcher(without_index);
  LinkResolver links({});
  SystemClock clock;
  Metrics metrics;
  Services services{searcher, links, clock, metrics, {}, {}};
  const Router router({{"GET", "/inline", Audience::kOperations, four_kilobytes, true, {}},
                       {"GET", "/lane", Audience::kOperations, four_kilobytes, false, {}}});
  HttpServerOptions options;
  options.port = 0;
  options.lane_threads = 1;
  HttpServer server(options, router, services);
  const Result<std::uint16_t> port = server.listen();
  if (!port.ok()) return 1;
  std::printf("%u\n", static_cast<unsigned>(*port));
  std::fflush(stdout);
  return server.run().ok() ? 0 : 1;
}
