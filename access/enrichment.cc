#include "access/enrichment.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "base/url.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxWord = 100;  // bytes of a licence or another word

Error bad_answer() {
  return {ErrorCode::kBadContent, "bad_cached_answer", "a cached answer cannot be read", ""};
}

std::string word(const json::object& object, std::string_view key) {
  return std::string(truncate_utf8(clean_text(string_member(object, key)), kMaxWord));
}

bool flag(const json::object& object, std::string_view key) {
  const json::value* value = member(object, key);
  return value != nullptr && value->is_bool() && value->get_bool();
}

json::array to_json(const std::vector<FoundCopy>& copies) {
  json::array array;
  for (const FoundCopy& copy : copies) {
    array.push_back(json::object{{"url", copy.url},
                                 {"version", copy.version},
                                 {"host", copy.host},
                                 {"licence", copy.licence},
                                 {"pdf", copy.pdf},
                                 {"certain", copy.certain}});
  }
  return array;
}

void read_copies(const json::object& from, std::string_view key, std::vector<FoundCopy>& copies) {
  const json::value* array = member(from, key);
  if (array == nullptr || !array->is_array()) return;
  for (const json::value& one : array->get_array()) {
    if (!one.is_object()) continue;
    const json::object& object = one.get_object();
    add_copy(copies, {string_member(object, "url"), word(object, "version"), word(object, "host"),
                      word(object, "licence"), flag(object, "pdf"), flag(object, "certain")});
  }
}

}  // namespace

std::string answer_to_json(const EnrichmentAnswer& answer) {
  json::array notes;
  for (const EnrichmentNote& note : answer.notes) {
    notes.push_back(
        json::object{{"kind", note.kind == NoteKind::kRetraction ? "retraction" : "concern"},
                     {"url", note.url}});
  }
  return json::serialize(json::object{{"source", answer.source},
                                      {"fetched_at", answer.fetched_at},
                                      {"open", to_json(answer.open)},
                                      {"licensed", to_json(answer.licensed)},
                                      {"notes", std::move(notes)}});
}

Result<EnrichmentAnswer> answer_from_json(std::string_view text) {
  const auto value = parse_json(text, kEnrichmentLimits.reply_bytes);
  if (!value.ok() || !value->is_object()) return bad_answer();
  const json::object& object = value->get_object();
  EnrichmentAnswer answer;
  answer.source = word(object, "source");
  const json::value* at = member(object, "fetched_at");
  if (answer.source.empty() || at == nullptr || !at->is_int64()) return bad_answer();
  answer.fetched_at = at->get_int64();
  read_copies(object, "open", answer.open);
  read_copies(object, "licensed", answer.licensed);
  const json::value* notes = member(object, "notes");
  if (notes == nullptr || !notes->is_array()) return answer;
  for (const json::value& one : notes->get_array()) {
    if (!one.is_object() || answer.notes.size() >= kEnrichmentLimits.notes) continue;
    const auto url = parse_web_url(string_member(one.get_object(), "url"));
    answer.notes.push_back({string_member(one.get_object(), "kind") == "concern"
                                ? NoteKind::kConcern
                                : NoteKind::kRetraction,
                            url.ok() ? url->text : ""});
  }
  return answer;
}

Result<std::string> doi_in_path(std::string_view doi) {
  std::string path;
  for (const std::string_view segment : split(doi, '/')) {
    if (segment == "." || segment == "..") {
      return Error{ErrorCode::kInvalidArgument, "doi_not_askable",
                   "the DOI " + quoted_for_message(doi) + " cannot stand in an address", ""};
    }
    if (!path.empty()) path += '/';
    path += percent_encode(segment);
  }
  return path;
}

void add_copy(std::vector<FoundCopy>& copies, FoundCopy copy) {
  if (copies.size() >= kEnrichmentLimits.copies) return;
  const auto url = parse_web_url(copy.url);
  if (!url.ok()) return;
  copy.url = url->text;
  const bool there = std::any_of(copies.begin(), copies.end(),
                                 [&](const FoundCopy& one) { return one.url == copy.url; });
  if (!there) copies.push_back(std::move(copy));
}

}  // namespace evidence
