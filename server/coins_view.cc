#include "server/coins_view.h"

#include "access/openurl.h"
#include "base/date.h"
#include "base/json.h"
#include "model/person_name.h"
#include "server/result_view.h"

namespace evidence::server {

std::string coins_of_hit(const Hit& hit, std::string_view rfr_id) {
  const HitView view = read_hit(hit);
  Work work = view.links_of;  // identifiers
  work.study_type = view.study_type;
  const auto value = parse_json(hit.json);
  const json::object* object = value.ok() ? value->if_object() : nullptr;
  if (object == nullptr) return "";
  Record& record = work.record;
  record.title = string_member(*object, "title");
  record.publication.title = string_member(*object, "journal");
  if (const auto date = parse_date(string_member(*object, "date"))) record.publication.date = *date;
  if (view.study_type == StudyType::kPreprint) record.publication_types = {"Preprint"};
  if (const json::value* authors = member(*object, "authors");
      authors != nullptr && authors->is_array()) {
    for (const json::value& author : authors->get_array()) {
      if (!author.is_string()) continue;
      const auto& name = author.get_string();
      record.contributors.push_back(parse_person_name({name.data(), name.size()}));
    }
  }
  return coins(work, rfr_id);
}

}  // namespace evidence::server
