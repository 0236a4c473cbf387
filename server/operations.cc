// For machines that watch the service: alive, ready, numbers.
#include "base/json.h"
#include "base/log.h"
#include "base/version.h"
#include "server/endpoints.h"
#include "server/metrics.h"
#include "server/problem.h"
#include "server/source_view.h"

namespace evidence::server {

// Alive: the process answers. Says nothing about the index, so that nobody restarts a process whose
// index is being built.
Response healthz(const Request&, Services&) {
  Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = "ok\n";
  return response;
}

Response readyz(const Request& request, Services& services) {
  const Result<IndexInfo> info = services.searcher.info();
  json::object object;
  object["version"] = kProgramVersion;
  json::array reasons;
  if (info.ok()) {
    services.metrics.set_index(info->documents, info->snapshot.sequence);
    object["documents"] = info->documents;
    object["snapshot"] = to_text(info->snapshot);
    if (info->documents == 0) {
      json::object reason;
      reason["code"] = "index_empty";
      reason["message"] = "The index holds no works yet.";
      reasons.emplace_back(std::move(reason));
    }
  } else {
    const Error shown = public_error(info.error(), request);
    json::object reason;
    reason["code"] = shown.slug;
    reason["message"] = shown.message;
    reasons.emplace_back(std::move(reason));
  }
  object["ready"] = info.ok();
  object["status"] = !info.ok() ? "unavailable" : reasons.empty() ? "ready" : "degraded";
  object["reasons"] = std::move(reasons);
  Response response = json_response(json::serialize(object));
  if (!info.ok()) {
    response.status = 503;
    response.headers.emplace_back("Retry-After", "1");
  }
  return response;
}

Response metrics_text(const Request&, Services& services) {
  if (services.registry != nullptr) {
    if (const auto states = source_states(services); states.ok()) {
      for (const SourceState& state : *states) services.metrics.set_source(state);
    } else {
      log_warning("the state of the sources cannot be read: " + states.error().message);
    }
  }
  Response response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = services.metrics.to_text();
  return response;
}

void record_index_state(Services& services) {
  const Result<IndexInfo> info = services.searcher.info();
  if (info.ok()) {
    services.metrics.set_index(info->documents, info->snapshot.sequence);
  } else {
    log_warning("the index cannot be read yet: " + info.error().message);
  }
}

}  // namespace evidence::server
