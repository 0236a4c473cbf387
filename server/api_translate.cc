// POST /api/v1/strategies/translate: a strategy in another syntax, with every loss.
#include "base/json.h"
#include "query/message_json.h"
#include "server/endpoints.h"
#include "server/problem.h"
#include "server/strategy_translation.h"

namespace evidence::server {
namespace {

std::string_view kind_name(query::LineKind kind) {
  switch (kind) {
    case query::LineKind::kSearch:
      return "search";
    case query::LineKind::kProse:
      return "prose";
    case query::LineKind::kCommand:
      return "command";
    case query::LineKind::kBlank:
      return "blank";
  }
  return "search";
}

json::object line_json(const query::TranslatedLine& line) {
  return {{"kind", kind_name(line.kind)},
          {"number", line.number},
          {"text_line", line.text_line},
          {"before", line.before},
          {"after", line.after},
          {"losses", query::messages_to_json(line.losses)},
          {"notes", query::messages_to_json(line.notes)}};
}

Result<query::Translation> asked(const Request& request, const Services& services) {
  EVIDENCE_ASSIGN(const BodyFields fields, BodyFields::read(request));
  EVIDENCE_TRY(fields.only({"text", "from", "to"}));
  return translate_fields(fields, services);
}

}  // namespace

Response api_translate(const Request& request, Services& services) {
  const auto translation = asked(request, services);
  if (!translation.ok()) return problem(translation.error(), request);
  json::array lines;
  for (const query::TranslatedLine& line : translation->lines) lines.emplace_back(line_json(line));
  return json_response(json::serialize(json::object{
      {"from", query::syntax_name(translation->from)},
      {"to", query::syntax_name(translation->to)},
      {"lines", std::move(lines)},
      {"losses", translation->losses},
      {"notes", translation->notes},
      {"text", query::translation_text(*translation)},
  }));
}

}  // namespace evidence::server
