#include "server/coins_view.h"

#include "access/openurl.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "model/person_name.h"
#include "server/result_view.h"

namespace evidence::server {
namespace {

// Longer ones are rare, and a list has many works; the work's own page says them whole.
constexpr std::size_t kTitleBytes = 600;
constexpr std::size_t kJournalBytes = 200;
constexpr std::size_t kNameBytes = 80;

std::string cut(const std::string& text, std::size_t max_bytes) {
  return std::string(truncate_utf8(text, max_bytes));
}

}  // namespace

std::string coins_of_hit(const Hit& hit, std::string_view rfr_id) {
  const HitView view = read_hit(hit);
  Work work = view.links_of;  // identifiers
  work.study_type = view.study_type;
  const auto value = parse_json(hit.json);
  const json::object* object = value.ok() ? value->if_object() : nullptr;
  if (object == nullptr) return "";
  Record& record = work.record;
  record.title = cut(string_member(*object, "title"), kTitleBytes);
  record.publication.title = cut(string_member(*object, "journal"), kJournalBytes);
  if (const auto date = parse_date(string_member(*object, "date"))) record.publication.date = *date;
  if (view.study_type == StudyType::kPreprint) record.publication_types = {"Preprint"};
  if (const json::value* authors = member(*object, "authors");
      authors != nullptr && authors->is_array()) {
    for (const json::value& author : authors->get_array()) {
      if (!author.is_string()) continue;
      const auto& name = author.get_string();
      const std::string_view printed(name.data(), name.size());
      record.contributors.push_back(parse_person_name(truncate_utf8(printed, kNameBytes)));
    }
  }
  return coins(work, rfr_id);
}

}  // namespace evidence::server
