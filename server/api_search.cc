// GET /api/v1/search: the answer of interface.md, the same bytes as `evidence search --json`; with
// `org`, how this organisation's readers reach each hit is added. Paging in the Link header.
#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "base/url.h"
#include "server/currency_context.h"
#include "server/endpoints.h"
#include "server/metrics.h"
#include "server/problem.h"
#include "server/reader_access.h"
#include "server/search_parameters.h"

namespace evidence::server {
namespace {

std::string page_link(const Request& request, std::size_t page, std::string_view relation) {
  std::string link = "<" + request.path;
  const std::string query = format_query(with_page(request.query, page));
  if (!query.empty()) link += "?" + query;
  return link + ">; rel=\"" + std::string(relation) + "\"";
}

// RFC 8288; pages past the deepest offset are not offered.
std::string paging_links(const Request& request, const SearchRequest& search, std::uint64_t total) {
  const std::size_t page = page_number(search);
  const std::uint64_t pages = std::min<std::uint64_t>((total + search.limit - 1) / search.limit,
                                                      kMaxOffset / search.limit + 1);
  std::vector<std::string> links;
  if (pages > 0) links.push_back(page_link(request, 1, "first"));
  if (page > 1) links.push_back(page_link(request, page - 1, "prev"));
  if (page < pages) links.push_back(page_link(request, page + 1, "next"));
  if (pages > 0) links.push_back(page_link(request, static_cast<std::size_t>(pages), "last"));
  return join(links, ", ");
}

// ,"access":[{"work","access","via","label","href"}]: the best link of each hit.
Result<std::string> access_member(const SearchResponse& answer, const Organisation& organisation,
                                  Services& services) {
  std::vector<WorkId> ids;
  for (const Hit& hit : answer.hits) ids.push_back(hit.id);
  EVIDENCE_ASSIGN(const std::vector<Work> works, services.searcher.find_works(ids));
  const ReaderAccess access(&organisation, services);
  json::array list;
  for (const Work& work : works) {
    const std::vector<LinkTarget> links = access.links(work);
    if (links.empty()) continue;
    json::object row;
    row["work"] = work.id;
    row["access"] = access_name(links.front().access);
    row["via"] = links.front().via;
    row["label"] = links.front().label;
    row["why"] = links.front().why;
    if (!links.front().note.empty()) row["note"] = links.front().note;
    row["href"] = "/go/" + work.id + "?org=" + percent_encode(organisation.id);
    list.emplace_back(std::move(row));
  }
  return ",\"organisation\":" + json::serialize(json::value(organisation.id)) +
         ",\"access\":" + json::serialize(list);
}

}  // namespace

Response api_search(const Request& request, Services& services) {
  std::string at_fault;
  Result<SearchRequest> search = parse_search_parameters(request, services, &at_fault);
  if (!search.ok()) return problem_at(search.error(), at_fault, request);
  search.value().other_spellings = true;
  const Result<const Organisation*> organisation = organisation_parameter(request, services);
  if (!organisation.ok()) return problem_at(organisation.error(), "org", request);

  Result<SearchResponse> answer = services.searcher.search(*search);
  if (!answer.ok()) {
    const bool about_query = answer.error().code == ErrorCode::kInvalidArgument ||
                             answer.error().code == ErrorCode::kTooLarge;
    return problem_at(answer.error(), about_query ? "q" : "", request);
  }
  services.metrics.count_search(answer->took);
  services.metrics.set_index(answer->documents, answer->snapshot.sequence);

  const CurrencyContext currency = currency_context(services);
  for (Hit& hit : answer.value().hits) {
    hit.json = with_currency_note(std::move(hit.json), currency);
  }
  std::string body = to_json(*search, *answer);
  if (*organisation != nullptr && body.ends_with('}')) {
    const Result<std::string> access = access_member(*answer, **organisation, services);
    if (!access.ok()) return problem(access.error(), request);
    body.insert(body.size() - 1, *access);
  }
  Response response = json_response(std::move(body));
  const std::string links = paging_links(request, *search, answer->total);
  if (!links.empty()) response.headers.emplace_back("Link", links);
  return response;
}

}  // namespace evidence::server
