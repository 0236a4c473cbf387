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

Error bad_work(std::string message) {
  return {ErrorCode::kCorrupt, "bad_work_json", "stored work: " + std::move(message),
          "Rebuild the index from the store with `evidence index --rebuild`."};
}

json::array strings_to_json(const std::vector<std::string>& values) {
  json::array out;
  for (const std::string& value : values) out.emplace_back(value);
  return out;
}

std::vector<std::string> strings_from(const json::object& object, std::string_view key) {
  std::vector<std::string> out;
  const json::value* value = member(object, key);
  const json::array* array = value == nullptr ? nullptr : value->if_array();
  if (array == nullptr) return out;
  for (const json::value& element : *array) {
    if (const json::string* text = element.if_string())
      out.emplace_back(text->data(), text->size());
  }
  return out;
}

// Calls `read` with each object of a list of objects; nothing where there is no list.
template <typename Read>
Result<void> each_of(const json::object& object, std::string_view key, Read read) {
  const json::value* value = member(object, key);
  if (value == nullptr) return {};
  const json::array* array = value->if_array();
  if (array == nullptr) return bad_work("\"" + std::string(key) + "\" is not a list");
  for (const json::value& element : *array) {
    const json::object* one = element.if_object();
    if (one == nullptr) return bad_work("\"" + std::string(key) + "\" holds no objects");
    EVIDENCE_TRY(read(*one));
  }
  return {};
}

json::object to_json(const StatusStatement& statement) {
  json::object object{{"status", status_name(statement.status)},
                      {"source", statement.source},
                      {"how", statement.how}};
  if (!statement.notice.empty()) object["notice"] = statement.notice;
  return object;
}

json::object to_json(const WorkRelation& relation) {
  json::object object{{"type", relation_name(relation.type)}};
  if (!relation.target.empty()) object["target"] = relation.target;
  if (!relation.citation.empty()) object["citation"] = relation.citation;
  object["origin"] = relation.origin;
  if (!relation.sources.empty()) object["sources"] = strings_to_json(relation.sources);
  return object;
}

json::object to_json(const AppliedCorrection& correction) {
  return {{"field", correction.field},
          {"before", correction.before},
          {"reason", correction.reason},
          {"author", correction.author},
          {"at", correction.at}};
}

json::object to_json(const StudyTypeFinding& finding) {
  json::object object{{"type", study_type_info(finding.type).key},
                      {"basis", basis_name(finding.basis)}};
  if (!finding.phrase.empty()) object["phrase"] = finding.phrase;
  if (!finding.rule.empty()) object["rule"] = finding.rule;
  return object;
}

Result<StudyTypeFinding> finding_from(const json::object& object) {
  const auto type = study_type_by_key(string_member(object, "type"));
  const auto basis = basis_by_name(string_member(object, "basis"));
  if (!type || !basis) return bad_work("unknown finding of a study type");
  return StudyTypeFinding{*type, *basis, string_member(object, "phrase"),
                          string_member(object, "rule")};
}

template <typename T>
void append_list(std::string& out, std::string_view key, const std::vector<T>& values) {
  if (values.empty()) return;
  json::array list;
  for (const T& value : values) list.emplace_back(to_json(value));
  out += ",\"" + std::string(key) + "\":" + json::serialize(list);
}

Result<void> read_beyond_record(const json::object& object, Work& work) {
  EVIDENCE_TRY(each_of(object, "status_statements", [&](const json::object& one) -> Result<void> {
    const auto status = status_by_name(string_member(one, "status"));
    if (!status) return bad_work("unknown status");
    work.status_statements.push_back({*status, string_member(one, "source"),
                                      string_member(one, "how"), string_member(one, "notice")});
    return {};
  }));
  EVIDENCE_TRY(each_of(object, "relations", [&](const json::object& one) -> Result<void> {
    const auto type = relation_by_name(string_member(one, "type"));
    if (!type) return bad_work("unknown type of relation");
    work.relations.push_back({*type, string_member(one, "target"), string_member(one, "citation"),
                              string_member(one, "origin"), strings_from(one, "sources")});
    work.has_newer_version = work.has_newer_version || *type == RelationType::kHasNewerVersion;
    return {};
  }));
  EVIDENCE_TRY(each_of(object, "corrections", [&](const json::object& one) -> Result<void> {
    work.corrections.push_back({string_member(one, "field"), string_member(one, "before"),
                                string_member(one, "reason"), string_member(one, "author"),
                                string_member(one, "at")});
    return {};
  }));
  work.former_ids = strings_from(object, "former_ids");
  work.registrations = strings_from(object, "registrations");
  return {};
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

std::optional<Status> status_by_name(std::string_view name) {
  for (const auto& [status, known] : kStatuses) {
    if (known == name) return status;
  }
  return std::nullopt;
}

StudyTypeFinding shown_type(const Work& work) {
  const StudyTypeFinding& finding = work.type_finding;
  if (work.study_type == StudyType::kNotStated) {
    return finding.inferred() ? finding : StudyTypeFinding{};
  }
  if (!finding.inferred() && finding.type == work.study_type) return finding;
  return {work.study_type, TypeBasis::kPublicationType, "", ""};
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
  if (work.type_finding.basis != TypeBasis::kNone) {
    out += ",\"type_finding\":" + json::serialize(to_json(work.type_finding));
  }
  if (!work.currency_source.empty()) {
    out += ",\"currency_source\":" + json::serialize(json::value(work.currency_source));
  }
  if (work.status != Status::kNone) {
    out += ",\"status\":\"" + std::string(status_name(work.status)) + "\"";
  }
  append_list(out, "status_statements", work.status_statements);
  append_list(out, "relations", work.relations);
  if (work.has_newer_version) out += ",\"has_newer_version\":true";
  append_list(out, "corrections", work.corrections);
  if (!work.former_ids.empty()) {
    out += ",\"former_ids\":" + json::serialize(strings_to_json(work.former_ids));
  }
  if (!work.registrations.empty()) {
    out += ",\"registrations\":" + json::serialize(strings_to_json(work.registrations));
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
  if (const json::value* finding = member(*object, "type_finding"); finding != nullptr) {
    const json::object* found = finding->if_object();
    if (found == nullptr) return bad_work("\"type_finding\" is not an object");
    EVIDENCE_ASSIGN(work.type_finding, finding_from(*found));
  }
  work.currency_source = string_member(*object, "currency_source");
  const auto status = status_by_name(string_member(*object, "status"));
  if (!status) return bad_work("unknown status");
  work.status = *status;
  if (const json::value* members = member(*object, "members"); members != nullptr) {
    EVIDENCE_ASSIGN(work.members, members_from(*members));
  }
  EVIDENCE_TRY(read_beyond_record(*object, work));
  const json::value* record = member(*object, "record");
  if (record == nullptr || !record->is_object()) return bad_work("it has no record");
  EVIDENCE_ASSIGN(work.record, record_from_object(record->get_object()));
  return work;
}

}  // namespace evidence
