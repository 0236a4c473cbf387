#include "server/strategy_translation.h"

#include "server/syntax_choices.h"

namespace evidence::server {

Result<query::Translation> translate_fields(const BodyFields& fields, const Services& services) {
  EVIDENCE_ASSIGN(const auto from, chosen_syntax(fields.text("from")));
  EVIDENCE_ASSIGN(const auto to, chosen_syntax(fields.text("to")));
  if (!to) {
    return Error{ErrorCode::kInvalidArgument, "no_target_syntax",
                 "It is not said which syntax to translate into.",
                 "Choose simple, pubmed, ovid, cql or ebsco."};
  }
  EVIDENCE_ASSIGN(const query::ParsedStrategy strategy,
                  read_strategy(fields.text("text"), from, services));
  return query::translate(strategy, *to);
}

}  // namespace evidence::server
