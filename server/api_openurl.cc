// /api/v1/openurl: what /openurl decides, as JSON.
#include "base/date.h"
#include "base/json.h"
#include "base/url.h"
#include "model/index_format.h"
#include "server/endpoints.h"
#include "server/openurl_lookup.h"
#include "server/problem.h"

namespace evidence::server {
namespace {

using Kind = OpenUrlAnswer::Kind;

json::object work_of(const OpenUrlChoice& choice) {
  const WorkHead& head = choice.work;
  json::object work;
  work["id"] = head.id;
  work["title"] = head.title;
  if (head.year > 0) work["year"] = head.year;
  work["study_type"] = study_type_info(head.study_type).key;
  work["status"] = status_name(head.status);
  work["retracted"] = head.status == Status::kRetracted;
  work["page"] = "/works/" + percent_encode(head.id);
  work["full_text"] = "/go/" + percent_encode(head.id);
  work["request"] = "/request/" + percent_encode(head.id);
  return work;
}

json::object citation_of(const OpenUrl& asked) {
  json::object out;
  const auto add = [&out](std::string_view name, const std::string& value) {
    if (!value.empty()) out[name] = value;
  };
  json::array ids;
  for (const Identifier& identifier : asked.ids) {
    json::object id;
    id["scheme"] = scheme_name(identifier.scheme());
    id["value"] = identifier.value();
    if (const std::string url = registry_url(identifier); !url.empty()) id["registry"] = url;
    ids.emplace_back(std::move(id));
  }
  out["identifiers"] = std::move(ids);
  add("genre", asked.genre);
  add("atitle", asked.atitle);
  add("jtitle", asked.jtitle);
  add("stitle", asked.stitle);
  add("btitle", asked.btitle);
  add("issn", asked.issn);
  add("eissn", asked.eissn);
  add("isbn", asked.isbn);
  add("date", format_date(asked.date));
  add("volume", asked.volume);
  add("issue", asked.issue);
  add("spage", asked.spage);
  add("epage", asked.epage);
  add("pages", asked.pages);
  add("artnum", asked.artnum);
  json::array authors;
  for (const OpenUrlAuthor& author : asked.authors) {
    json::object person;
    person["family"] = author.family;
    if (!author.given.empty()) person["given"] = author.given;
    authors.emplace_back(std::move(person));
  }
  out["authors"] = std::move(authors);
  add("corporate_author", asked.corporate_author);
  add("referrer", asked.referrer);
  return out;
}

}  // namespace

Response api_openurl(const Request& request, Services& services) {
  const Result<OpenUrlAnswer> answer = find_openurl(openurl_of_request(request), request, services);
  if (!answer.ok()) return problem(answer.error(), request);
  json::object out;
  out["status"] = answer->kind == Kind::kFound     ? "found"
                  : answer->kind == Kind::kSeveral ? "several"
                                                   : "not_held";
  json::array works;
  for (const OpenUrlChoice& choice : answer->works) works.emplace_back(work_of(choice));
  out["works"] = std::move(works);
  out["citation"] = citation_of(answer->asked);
  json::array warnings;
  for (const OpenUrlWarning& warning : answer->asked.warnings) {
    json::object one;
    one["code"] = warning.code;
    if (!warning.parameter.empty()) one["parameter"] = warning.parameter;
    one["message"] = warning.message;
    warnings.emplace_back(std::move(one));
  }
  out["warnings"] = std::move(warnings);
  Response response = json_response(json::serialize(out));
  response.headers.emplace_back("Cache-Control", "private, no-store");
  return response;
}

}  // namespace evidence::server
