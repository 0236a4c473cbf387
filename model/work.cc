#include "model/work.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/json.h"
#include "model/record_json.h"

namespace evidence {
namespace {

constexpr std::array<std::pair<Status, std::string_view>, 5> kStatuses{{
    {Status::kNone, ""},
    {Status::kRetracted, "retracted"},
    {Status::kPartiallyRetracted, "partially_retracted"},
    {Status::kConcern, "concern"},
    {Status::kCorrected, "corrected"},
}};

std::optional<Status> status_by_name(std::string_view name) {
  for (const auto& [status, known] : kStatuses) {
    if (known == name) return status;
  }
  return std::nullopt;
}

Error bad_work(std::string message) {
  return {ErrorCode::kCorrupt, "bad_work_json", "stored work: " + std::move(message),
          "Rebuild the index from the store with `evidence index --rebuild`."};
}

Result<std::vector<Member>> members_from(const json::value& value) {
  const json::array* array = value.if_array();
  if (array == nullptr) return bad_work("\"members\" is not a list");
  std::vector<Member> members;
  for (const json::value& element : *array) {
    const json::object* object = element.if_object();
    if (object == nullptr) return bad_work("a member is not an object");
    members.push_back(
        {string_member(*object, "source"), string_member(*object, "source_record_id")});
  }
  return members;
}

}  // namespace

bool is_work_id(std::string_view text) {
  constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  return text.size() == 13 && text.front() == 'w' &&
         std::all_of(text.begin() + 1, text.end(),
                     [=](char c) { return kAlphabet.find(c) != std::string_view::npos; });
}

std::string_view status_name(Status status) {
  for (const auto& [known, name] : kStatuses) {
    if (known == status) return name;
  }
  return "";
}

std::string work_to_json(const Work& work) {
  // The record's own canonical bytes are put in as they are: its key order is part of the promise.
  json::array members;
  for (const Member& member : work.members) {
    members.push_back(
        json::object{{"source", member.source}, {"source_record_id", member.source_record_id}});
  }
  std::string out = "{\"id\":" + json::serialize(json::value(work.id));
  if (work.study_type != StudyType::kNotStated) {
    out += ",\"study_type\":\"" + std::string(study_type_info(work.study_type).key) + "\"";
  }
  if (work.status != Status::kNone) {
    out += ",\"status\":\"" + std::string(status_name(work.status)) + "\"";
  }
  out += ",\"members\":" + json::serialize(members);
  out += ",\"record\":" + record_to_json(work.record) + "}";
  return out;
}

Result<Work> work_from_json(std::string_view text) {
  EVIDENCE_ASSIGN(const json::value value, parse_json(text));
  const json::object* object = value.if_object();
  if (object == nullptr) return bad_work("it is not an object");
  Work work;
  work.id = string_member(*object, "id");
  if (const json::value* type = member(*object, "study_type"); type != nullptr) {
    const auto known = study_type_by_key(string_member(*object, "study_type"));
    if (!known) return bad_work("unknown study type");
    work.study_type = *known;
  }
  const auto status = status_by_name(string_member(*object, "status"));
  if (!status) return bad_work("unknown status");
  work.status = *status;
  if (const json::value* members = member(*object, "members"); members != nullptr) {
    EVIDENCE_ASSIGN(work.members, members_from(*members));
  }
  const json::value* record = member(*object, "record");
  if (record == nullptr || !record->is_object()) return bad_work("it has no record");
  EVIDENCE_ASSIGN(work.record, record_from_object(record->get_object()));
  return work;
}

}  // namespace evidence
