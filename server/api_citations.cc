// Printed references over the API: one by GET, one or many by POST.
#include "server/citation_request.h"
#include "server/endpoints.h"
#include "server/problem.h"

namespace evidence::server {
namespace {

std::vector<std::string_view> known_members() {
  std::vector<std::string_view> names{"citations", "text"};
  names.insert(names.end(), kCitationFieldNames.begin(), kCitationFieldNames.end());
  return names;
}

Response answer(const Result<CitationReport>& report, const Request& request) {
  if (!report.ok()) return problem(report.error(), request);
  Response response = json_response(json::serialize(report_to_json(*report)));
  response.headers.emplace_back("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

Response api_match_citation(const Request& request, Services& services) {
  const auto value = [&request](std::string_view name) {
    return std::string(request.parameter(name).value_or(""));
  };
  return answer(match_request({}, value("text"), citation_fields(value), request, services),
                request);
}

Response api_match_citations(const Request& request, Services& services) {
  const auto match = [&]() -> Result<CitationReport> {
    EVIDENCE_ASSIGN(const BodyFields fields, BodyFields::read(request));
    EVIDENCE_TRY(fields.only(known_members()));
    const auto value = [&fields](std::string_view name) { return fields.text(name); };
    return match_request(fields.all("citations"), fields.text("text"), citation_fields(value),
                         request, services);
  };
  return answer(match(), request);
}

}  // namespace evidence::server
