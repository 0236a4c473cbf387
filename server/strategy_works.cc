#include "server/strategy_works.h"

#include <algorithm>
#include <map>
#include <memory>

#include "base/json.h"
#include "base/text.h"
#include "curation/exchange.h"
#include "model/index_format.h"
#include "server/ris.h"

namespace evidence::server {
namespace {

using curation::csv_cell;

constexpr std::size_t kWorksAtOnce = 200;
constexpr std::string_view kGone = "No longer in the index";

std::string identifier_of(const Work& work, IdentifierScheme scheme) {
  for (const Identifier& identifier : work.record.identifiers) {
    if (identifier.scheme() == scheme) return identifier.value();
  }
  return "";
}

std::string authors_of(const Work& work) {
  std::vector<std::string> names;
  for (const Contributor& contributor : work.record.contributors) {
    if (contributor.role != "author" && contributor.role != "collective") continue;
    names.push_back(contributor.family +
                    (contributor.initials.empty() ? "" : " " + contributor.initials));
  }
  return join(names, "; ");
}

std::string csv_row(const ListedWork& listed, const Services& services) {
  std::string row = csv_cell(listed.id);
  if (!listed.in_index) return row + "," + csv_cell(kGone) + ",,,,,,,,,,\r\n";
  const Work& work = listed.work;
  const int year = work.record.publication.date.year;
  row += "," + csv_cell(work.id == listed.id ? "" : "Now part of " + work.id);
  row += "," + csv_cell(work.record.title) + "," + csv_cell(authors_of(work));
  row += "," + csv_cell(work.record.publication.title) + ",";
  if (year != 0) row += std::to_string(year);
  row += "," + csv_cell(study_type_info(work.study_type).key);
  row += "," + csv_cell(status_name(work.status));
  for (const IdentifierScheme scheme :
       {IdentifierScheme::kDoi, IdentifierScheme::kPmid, IdentifierScheme::kPmcid}) {
    row += "," + csv_cell(identifier_of(work, scheme));
  }
  return row + "," + csv_cell(services.site.base_url + "/works/" + work.id) + "\r\n";
}

std::string ris_entry(const ListedWork& listed) {
  if (listed.in_index) return work_to_ris(listed.work, {});
  return "TY  - GEN\r\nID  - " + listed.id + "\r\nTI  - " + std::string(kGone) +
         "\r\nER  - \r\n\r\n";
}

// The start of an object that says how the run's work stands in the index now.
std::string opening(const ListedWork& listed) {
  std::string text = "{\"id\":\"" + listed.id + "\",\"in_index\":";
  text += listed.in_index ? "true" : "false";
  if (listed.in_index && listed.work.id != listed.id) {
    text += ",\"now\":\"" + listed.work.id + "\"";
  }
  return text;
}

std::string render(const ListedWork& listed, WorksForm form, const Services& services) {
  switch (form) {
    case WorksForm::kIds:
      return listed.id + "\n";
    case WorksForm::kCsv:
      return csv_row(listed, services);
    case WorksForm::kRis:
      return ris_entry(listed);
    case WorksForm::kJsonLines:
    case WorksForm::kJson:
      break;
  }
  if (!listed.in_index) return opening(listed) + "}\n";
  return opening(listed) + ",\"work\":" + work_to_json(listed.work) + "}\n";
}

std::string_view media_type_of(WorksForm form) {
  switch (form) {
    case WorksForm::kIds:
      return "text/plain; charset=utf-8";
    case WorksForm::kCsv:
      return "text/csv; charset=utf-8";
    case WorksForm::kRis:
      return "application/x-research-info-systems; charset=utf-8";
    case WorksForm::kJsonLines:
      return "application/x-ndjson";
    case WorksForm::kJson:
      break;
  }
  return "application/json";
}

std::string_view extension_of(WorksForm form) {
  switch (form) {
    case WorksForm::kIds:
      return "txt";
    case WorksForm::kCsv:
      return "csv";
    case WorksForm::kRis:
      return "ris";
    case WorksForm::kJsonLines:
      return "jsonl";
    case WorksForm::kJson:
      break;
  }
  return "json";
}

Result<Response> page_of_works(const std::vector<WorkId>& works, std::size_t page, std::size_t size,
                               Services& services) {
  const std::size_t begin = std::min(works.size(), (page - 1) * size);
  const std::size_t end = std::min(works.size(), begin + size);
  EVIDENCE_ASSIGN(const std::vector<ListedWork> listed,
                  look_up({works.begin() + static_cast<std::ptrdiff_t>(begin),
                           works.begin() + static_cast<std::ptrdiff_t>(end)},
                          services));
  Response response;
  response.content_type = "application/json";
  response.body = "{\"total\":" + std::to_string(works.size()) +
                  ",\"page\":" + std::to_string(page) + ",\"size\":" + std::to_string(size) +
                  ",\"works\":[";
  for (const ListedWork& one : listed) {
    if (response.body.back() != '[') response.body += ',';
    response.body += opening(one);
    if (one.in_index) response.body += ",\"work\":" + make_hit_json(one.work);
    response.body += '}';
  }
  response.body += "]}";
  return response;
}

}  // namespace

Result<WorksForm> works_form(std::string_view name) {
  if (name.empty() || name == "json") return WorksForm::kJson;
  if (name == "ids") return WorksForm::kIds;
  if (name == "csv") return WorksForm::kCsv;
  if (name == "jsonl") return WorksForm::kJsonLines;
  if (name == "ris") return WorksForm::kRis;
  return Error{ErrorCode::kInvalidArgument, "bad_format",
               "Works cannot be given as " + quoted_for_message(name) + ".",
               "Choose json, ids, csv, jsonl or ris."};
}

Result<std::vector<ListedWork>> look_up(const std::vector<WorkId>& ids, Services& services) {
  std::vector<ListedWork> listed;
  listed.reserve(ids.size());
  for (const WorkId& id : ids) listed.push_back({id, false, {}});
  EVIDENCE_ASSIGN(const std::vector<Work> found, services.searcher.find_works(ids));
  std::map<std::string_view, const Work*> by_id;
  for (const Work& work : found) {
    for (const WorkId& former : work.former_ids) by_id.emplace(former, &work);
  }
  for (const Work& work : found) by_id[work.id] = &work;
  for (ListedWork& one : listed) {
    const auto known = by_id.find(one.id);
    if (known == by_id.end()) continue;
    one.in_index = true;
    one.work = *known->second;
  }
  return listed;
}

Result<Response> works_response(std::vector<WorkId> works, WorksForm form, std::size_t page,
                                std::size_t size, const std::string& file_name,
                                Services& services) {
  if (form == WorksForm::kJson) return page_of_works(works, page, size, services);
  Response response;
  response.content_type = media_type_of(form);
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + file_name + "." +
                                                           std::string(extension_of(form)) + "\"");
  const auto all = std::make_shared<const std::vector<WorkId>>(std::move(works));
  const auto next = std::make_shared<std::size_t>(0);
  const auto begun = std::make_shared<bool>(false);
  response.producer = [all, next, begun, form,
                       &services](const std::function<bool()>&) -> Result<std::string> {
    std::string chunk;
    if (!*begun && form == WorksForm::kCsv) {
      chunk =
          "\"work\",\"note\",\"title\",\"authors\",\"journal\",\"year\",\"study_type\","
          "\"status\",\"doi\",\"pmid\",\"pmcid\",\"url\"\r\n";
    }
    *begun = true;
    const std::size_t end = std::min(all->size(), *next + kWorksAtOnce);
    const std::vector<WorkId> some(all->begin() + static_cast<std::ptrdiff_t>(*next),
                                   all->begin() + static_cast<std::ptrdiff_t>(end));
    *next = end;
    if (form == WorksForm::kIds) {
      for (const WorkId& id : some) chunk += id + "\n";
      return chunk;
    }
    if (some.empty()) return chunk;
    EVIDENCE_ASSIGN(const std::vector<ListedWork> listed, look_up(some, services));
    for (const ListedWork& one : listed) chunk += render(one, form, services);
    return chunk;
  };
  return response;
}

}  // namespace evidence::server
