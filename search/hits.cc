#include "search/hits.h"

#include <utility>

#include "base/json.h"
#include "model/index_format.h"
#include "search/snippet.h"

namespace evidence {
namespace {

// A string member of our own hit JSON, without reading all of it. "" if absent.
std::string string_in(std::string_view hit, std::string_view key) {
  const std::string head = "\"" + std::string(key) + "\":\"";
  const std::size_t at = hit.find(head);
  if (at == std::string_view::npos) return {};
  const std::size_t begin = at + head.size();
  std::size_t end = begin;
  bool escaped = false;
  while (end < hit.size() && hit[end] != '"') {
    escaped = escaped || hit[end] == '\\';
    end += hit[end] == '\\' ? 2 : 1;
  }
  if (end >= hit.size()) return {};
  if (!escaped) return std::string(hit.substr(begin, end - begin));
  const Result<json::value> value = parse_json(hit.substr(begin - 1, end - begin + 2));
  if (!value.ok() || !value->is_string()) return {};
  return std::string(value->get_string());
}

}  // namespace

Result<std::vector<Hit>> read_hits(const Xapian::Database& database,
                                   const std::vector<RankedWork>& works,
                                   const SearchRequest& request, QueryWords& words) {
  std::vector<Hit> hits;
  hits.reserve(works.size());
  for (const RankedWork& work : works) {
    const std::string data =
        (work.content ? *work.content : database.get_document(work.document)).get_data();
    IndexedDocument document;
    EVIDENCE_ASSIGN(document, unpack_document(data));
    Hit hit;
    hit.json = document.hit;
    hit.id = string_in(document.hit, "id");
    hit.score = work.score;
    hit.percent = work.percent;
    if (request.snippets) {
      hit.title = highlight(string_in(document.hit, "title"), words);
      const std::string status = string_in(document.hit, "status");
      const bool advice = status != status_name(Status::kRetracted) &&
                          status != status_name(Status::kPartiallyRetracted);
      Snippet snippet = snippet_of(document.abstract, words, advice);
      hit.snippet = std::move(snippet.parts);
      hit.snippet_kind = snippet.kind;
      hit.snippet_continues = snippet.continues;
    }
    if (request.members) {
      Work whole;
      EVIDENCE_ASSIGN(whole, work_from_json(document.work));
      hit.members = std::move(whole.members);
    }
    hits.push_back(std::move(hit));
  }
  return hits;
}

}  // namespace evidence
