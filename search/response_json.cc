// The search answer as JSON text. Hits are spliced from the index as they lie there, valid JSON of
// our own making, so that nothing is parsed and written again for each of them.
#include "base/json.h"
#include "query/message_json.h"
#include "search/search_request.h"

namespace evidence {
namespace {

void append_string(std::string& out, std::string_view text) {
  out += json::serialize(json::value(json::string(text.data(), text.size())));
}

void append_key(std::string& out, std::string_view key) {
  if (out.back() != '{') out += ',';
  out += '"';
  out += key;
  out += "\":";
}

void append_messages(std::string& out, const std::vector<query::Message>& messages) {
  out += '[';
  for (const query::Message& message : messages) {
    if (out.back() != '[') out += ',';
    out += "{\"severity\":\"";
    out += query::severity_name(message.severity);
    out += "\",\"code\":";
    append_string(out, message.code);
    out += ",\"text\":";
    append_string(out, message.text);
    out += ",\"fix\":";
    append_string(out, message.fix);
    out += ",\"begin\":" + std::to_string(message.span.begin) +
           ",\"end\":" + std::to_string(message.span.end) + "}";
  }
  out += ']';
}

void append_parts(std::string& out, const std::vector<SnippetPart>& parts) {
  out += '[';
  for (const SnippetPart& part : parts) {
    if (out.back() != '[') out += ',';
    out += "{\"text\":";
    append_string(out, part.text);
    out += part.highlighted ? ",\"highlighted\":true}" : ",\"highlighted\":false}";
  }
  out += ']';
}

bool any_highlight(const std::vector<SnippetPart>& parts) {
  for (const SnippetPart& part : parts) {
    if (part.highlighted) return true;
  }
  return false;
}

void append_hit(std::string& out, const Hit& hit, bool explained) {
  // The closing brace of the stored object is taken off and set again behind the rest.
  if (hit.json.size() > 2 && hit.json.front() == '{' && hit.json.back() == '}') {
    out.append(hit.json, 0, hit.json.size() - 1);
  } else {
    out += "{\"id\":";
    append_string(out, hit.id);
  }
  append_key(out, "snippet");
  std::string plain;
  for (const SnippetPart& part : hit.snippet) plain += part.text;
  append_string(out, plain);
  append_key(out, "snippet_parts");
  append_parts(out, hit.snippet);
  append_key(out, "snippet_kind");
  append_string(out, snippet_kind_name(hit.snippet_kind));
  append_key(out, "snippet_continues");
  out += hit.snippet_continues ? "true" : "false";
  if (any_highlight(hit.title)) {
    append_key(out, "title_parts");
    append_parts(out, hit.title);
  }
  append_key(out, "score");
  out += format_decimal(hit.score, 4);
  if (!hit.members.empty()) {
    append_key(out, "members");
    out += '[';
    for (const Member& member : hit.members) {
      if (out.back() != '[') out += ',';
      out += "{\"source\":";
      append_string(out, member.source);
      out += ",\"source_record_id\":";
      append_string(out, member.source_record_id);
      out += '}';
    }
    out += ']';
  }
  if (explained) {
    append_key(out, "explain");
    out += '[';
    for (const FactorExplained& factor : hit.factors) {
      if (out.back() != '[') out += ',';
      out += "{\"term\":";
      append_string(out, factor.term);
      out += ",\"score\":" + format_decimal(factor.score, 4) + "}";
    }
    out += ']';
  }
  out += '}';
}

void append_other_spellings(std::string& out, const std::vector<OtherSpelling>& other_spellings) {
  out += '[';
  for (const OtherSpelling& spelling : other_spellings) {
    if (out.back() != '[') out += ',';
    out += "{\"query\":";
    append_string(out, spelling.text);
    out += ",\"typed\":";
    append_string(out, spelling.typed);
    out += ",\"instead\":";
    append_string(out, spelling.instead);
    out += ",\"works\":" + std::to_string(spelling.works) + "}";
  }
  out += ']';
}

void append_facets(std::string& out, const std::vector<Facet>& facets) {
  out += '[';
  for (const Facet& facet : facets) {
    if (out.back() != '[') out += ',';
    out += "{\"field\":";
    // An external filter goes by its own name.
    const bool own = facet.external.empty();
    append_string(out, own ? field_info(facet.field).name : std::string_view(facet.external));
    out += ",\"label\":";
    append_string(out, own ? field_info(facet.field).label : std::string_view(facet.external));
    out += facet.exact ? ",\"exact\":true" : ",\"exact\":false";
    out += ",\"other\":" + std::to_string(facet.other) + ",\"values\":[";
    for (const FacetValue& value : facet.values) {
      if (out.back() != '[') out += ',';
      out += "{\"value\":";
      append_string(out, value.value);
      out += ",\"label\":";
      append_string(out, value.label);
      out += ",\"count\":" + std::to_string(value.count);
      out += value.selected ? ",\"selected\":true}" : ",\"selected\":false}";
    }
    out += "]}";
  }
  out += ']';
}

}  // namespace

std::string to_json(const SearchRequest& request, const SearchResponse& response) {
  std::string out;
  out.reserve(2'048 + response.hits.size() * 2'048);
  out += '{';
  append_key(out, "query");
  append_string(out, request.text);
  append_key(out, "syntax");
  append_string(out, query::syntax_name(request.syntax));
  append_key(out, "mapping");
  out += request.mapping ? "true" : "false";
  append_key(out, "interpretation");
  out += "{\"tree\":";
  append_string(out, response.tree);
  out += response.widened ? ",\"widened\":true" : ",\"widened\":false";
  out += ",\"messages\":";
  append_messages(out, response.interpretation);
  out += '}';
  append_key(out, "warnings");
  append_messages(out, response.warnings);
  append_key(out, "total");
  out += std::to_string(response.total);
  append_key(out, "total_exact");
  out += response.total_exact ? "true" : "false";
  append_key(out, "older_versions");
  out += std::to_string(response.older_versions);
  append_key(out, "did_you_mean");
  append_other_spellings(out, response.other_spellings);
  append_key(out, "offset");
  out += std::to_string(request.offset);
  append_key(out, "limit");
  out += std::to_string(request.limit);
  append_key(out, "sort");
  append_string(out, sort_name(request.sort));
  append_key(out, "direct");
  out += '[';
  for (const WorkId& id : response.direct) {
    if (out.back() != '[') out += ',';
    append_string(out, id);
  }
  out += ']';
  append_key(out, "hits");
  out += '[';
  for (const Hit& hit : response.hits) {
    if (out.back() != '[') out += ',';
    append_hit(out, hit, request.explain);
  }
  out += ']';
  append_key(out, "facets");
  append_facets(out, response.facets);
  append_key(out, "targets");
  out += "[]";
  append_key(out, "snapshot");
  append_string(out, to_text(response.snapshot));
  append_key(out, "vocabulary");
  append_string(out, response.vocabulary);
  append_key(out, "documents");
  out += std::to_string(response.documents);
  append_key(out, "took_ms");
  out += format_decimal(static_cast<double>(response.took.count()) / 1'000.0, 3);
  out += '}';
  return out;
}

}  // namespace evidence
