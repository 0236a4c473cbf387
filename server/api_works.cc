// Works over the API: one, many, and the links by which a reader reaches one.
#include <algorithm>
#include <iterator>
#include <map>

#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "base/url.h"
#include "server/currency_context.h"
#include "server/endpoints.h"
#include "server/problem.h"
#include "server/reader_access.h"
#include "server/request_parsing.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMaxIds = 100;
constexpr std::size_t kMaxReports = 100;  // of one trial, in one answer

Error no_such_work(std::string_view id) {
  return {ErrorCode::kNotFound, "unknown_work", "There is no work " + quoted_for_message(id) + ".",
          "It may have been removed by its source; search for its title."};
}

Result<Work> find(const Request& request, Services& services) {
  const std::string& id = request.path_parameters.at("id");
  if (!is_work_id(id)) return no_such_work(id);
  Result<Work> work = services.searcher.find_work(id);
  if (!work.ok() && work.error().code == ErrorCode::kNotFound) return no_such_work(id);
  return work;
}

// Was it asked for by an id that it had before a join?
bool is_former(const Work& work, const Request& request) {
  return work.id != request.path_parameters.at("id");
}

// Answers 304 where the reader has this very text already.
Response tagged(std::string body, const Request& request) {
  Response response = json_response(std::move(body));
  const std::string tag = "\"" + sha256_hex(response.body).substr(0, 32) + "\"";
  const auto known = request.headers.find("if-none-match");
  if (known != request.headers.end() && etag_matches(known->second, tag)) {
    response.status = 304;
    response.body.clear();
  }
  response.headers.emplace_back("ETag", tag);
  return response;
}

json::object link_to_json(const Work& work, const LinkTarget& link,
                          const Organisation* organisation) {
  json::object object;
  object["id"] = link.id;
  object["url"] = link.url;
  object["target"] = link.target;
  object["kind"] = link.kind;
  object["access"] = access_name(link.access);
  object["platform"] = link.platform;
  object["via"] = link.via;
  object["label"] = link.label;
  object["why"] = link.why;
  if (!link.coverage.empty()) object["coverage"] = link.coverage;
  if (!link.note.empty()) object["note"] = link.note;
  if (!link.failing.empty()) object["failing"] = link.failing;
  std::string href = "/go/" + work.id + "/" + percent_encode(link.id);
  if (organisation != nullptr) href += "?org=" + percent_encode(organisation->id);
  object["href"] = href;
  return object;
}

json::object head_to_json(const WorkHead& head) {
  json::object object{{"work", head.id}, {"title", head.title}};
  object["year"] = head.year > 0 ? json::value(head.year) : json::value(nullptr);
  object["study_type"] = study_type_info(head.study_type).key;
  object["status"] = status_name(head.status);
  return object;
}

using Related = std::map<std::string, WorkHead>;

// As the index holds the relation, and where it leads as the index stands now.
json::object relation_to_json(const WorkRelation& relation, const WorkId& own,
                              const Related& related) {
  json::object object{{"type", relation_name(relation.type)}};
  if (!relation.target.empty()) object["target"] = relation.target;
  if (!relation.citation.empty()) object["citation"] = relation.citation;
  object["origin"] = relation.origin;
  json::array sources;
  for (const std::string& source : relation.sources) sources.emplace_back(source);
  if (!sources.empty()) object["sources"] = std::move(sources);
  const auto found = related.find(relation.target);
  if (found == related.end() || found->second.id == own) return object;
  for (const auto& [key, value] : head_to_json(found->second)) object[key] = value;
  return object;
}

// How the kind of study is known, and of a guideline whether it still holds.
std::string said_of(const Work& work, const CurrencyContext& context) {
  const StudyTypeFinding finding = shown_type(work);
  json::object said{{"study_type_inferred", finding.inferred()},
                    {"study_type_reason", study_type_reason(finding)},
                    {"evidence_level", evidence_level(finding)}};
  if (finding.inferred()) {
    said["probable_type"] = study_type_info(finding.type).key;
    said["probable_type_label"] = study_type_label(finding);
  }
  if (const auto facts = guideline_facts(work)) {
    const CurrencyNote note = currency_note(*facts, context);
    said["currency"] = json::object{{"state", currency_name(note.state)},
                                    {"label", currency_label(note.state)},
                                    {"text", note.text},
                                    {"source", facts->source},
                                    {"last_checked", note.last_checked},
                                    {"warning", note.warning}};
  }
  const std::string text = json::serialize(said);
  return "," + text.substr(1, text.size() - 2);
}

// The work with each of its relations followed; `extra` members stand behind them.
std::string followed(Work work, const Related& related, std::string_view extra = "") {
  json::array relations;
  for (const WorkRelation& relation : work.relations) {
    relations.emplace_back(relation_to_json(relation, work.id, related));
  }
  work.relations.clear();
  std::string body = work_to_json(work);
  body.pop_back();
  if (!relations.empty()) body += ",\"relations\":" + json::serialize(relations);
  body += extra;
  body += '}';
  return body;
}

std::vector<std::string> targets_of(const Work& work) {
  std::vector<std::string> targets;
  for (const WorkRelation& relation : work.relations) targets.push_back(relation.target);
  return targets;
}

}  // namespace

Response api_work(const Request& request, Services& services) {
  Result<Work> work = find(request, services);
  if (!work.ok()) return problem(work.error(), request);
  if (is_former(*work, request)) return moved(request, "/api/v1/works/" + work->id);
  const Result<Related> related = services.searcher.find_targets(targets_of(*work), work->id);
  if (!related.ok()) return problem(related.error(), request);
  const Result<TrialReports> reports =
      services.searcher.find_reports(work->registrations, kMaxReports, work->id);
  if (!reports.ok()) return problem(reports.error(), request);
  std::string trial_reports;
  if (!work->registrations.empty()) {
    json::array list;
    for (const WorkHead& head : reports->works) list.emplace_back(head_to_json(head));
    trial_reports = ",\"trial_reports\":{\"total\":" + std::to_string(reports->total) +
                    ",\"works\":" + json::serialize(list) + "}";
  }
  const std::string said = said_of(*work, currency_context(services)) + trial_reports;
  return tagged(followed(std::move(*work), *related, said), request);
}

Response api_works(const Request& request, Services& services) {
  std::vector<WorkId> ids;
  for (const std::string_view list : request.parameters("ids")) {
    for (const std::string_view part : split(list, ',')) {
      if (!trim(part).empty()) ids.emplace_back(trim(part));
    }
  }
  if (ids.empty() || ids.size() > kMaxIds) {
    return problem_at(
        {ErrorCode::kInvalidArgument, "bad_ids",
         "The parameter ids does not name between 1 and " + std::to_string(kMaxIds) + " works.",
         "Separate the ids of works with commas."},
        "ids", request);
  }
  std::vector<WorkId> plausible;
  for (const WorkId& id : ids) {
    if (is_work_id(id)) plausible.push_back(id);
  }
  const Result<std::vector<Work>> works = services.searcher.find_works(plausible);
  if (!works.ok()) return problem(works.error(), request);
  std::vector<std::string> targets;
  for (const Work& work : *works) {
    std::vector<std::string> own = targets_of(work);
    std::move(own.begin(), own.end(), std::back_inserter(targets));
  }
  const Result<Related> related = services.searcher.find_targets(targets);
  if (!related.ok()) return problem(related.error(), request);
  const CurrencyContext currency = currency_context(services);
  std::string body = "{\"works\":[";
  for (const Work& work : *works) {
    if (body.back() != '[') body += ',';
    body += followed(work, *related, said_of(work, currency));
  }
  json::array missing;
  json::object redirected;
  for (const WorkId& id : ids) {
    const auto found = std::find_if(works->begin(), works->end(), [&id](const Work& work) {
      return work.id == id ||
             std::binary_search(work.former_ids.begin(), work.former_ids.end(), id);
    });
    if (found == works->end()) {
      missing.emplace_back(truncate_utf8(id, 80));
    } else if (found->id != id) {
      redirected[id] = found->id;
    }
  }
  body += "],\"missing\":" + json::serialize(missing) +
          ",\"redirected\":" + json::serialize(redirected) + "}";
  return json_response(std::move(body));
}

Response api_work_links(const Request& request, Services& services) {
  const Result<const Organisation*> organisation = organisation_parameter(request, services);
  if (!organisation.ok()) return problem_at(organisation.error(), "org", request);
  const Result<Work> work = find(request, services);
  if (!work.ok()) return problem(work.error(), request);
  if (is_former(*work, request)) return moved(request, "/api/v1/works/" + work->id + "/links");
  json::array links;
  for (const LinkTarget& link : ReaderAccess(*organisation, services).all_links(*work)) {
    links.emplace_back(link_to_json(*work, link, *organisation));
  }
  json::object object;
  object["work"] = work->id;
  object["organisation"] = nullptr;
  if (*organisation != nullptr) {
    json::object chosen;
    chosen["id"] = (*organisation)->id;
    chosen["name"] = (*organisation)->name;
    object["organisation"] = std::move(chosen);
  }
  object["links"] = std::move(links);
  return json_response(json::serialize(object));
}

}  // namespace evidence::server
