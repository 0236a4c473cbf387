#include "search/field_values.h"

#include "base/text.h"

namespace evidence {

Result<std::vector<ValueCount>> list_values(const Xapian::Database& database, Field field,
                                            std::string_view begin, std::size_t limit,
                                            std::string_view after) {
  const std::string prefix = term_of(field, "");
  const std::string head = term_of(field, exact_key(field, begin));
  std::vector<ValueCount> values;
  auto term = database.allterms_begin(head);
  const auto end = database.allterms_end(head);
  if (!after.empty()) {
    const std::string last = term_of(field, after);
    if (last > head) term.skip_to(last);
    if (term != end && *term == last) ++term;
  }
  for (; term != end && values.size() < limit; ++term) {
    const std::string text = (*term).substr(prefix.size());
    // Another field's prefix may begin with this one: its letters are capitals, or a colon follows.
    if (!text.empty() && text.front() >= 'A' && text.front() <= 'Z') continue;
    if (text.find('\x01') != std::string::npos) continue;  // cut with a hash: not readable
    values.push_back({text, term.get_termfreq()});
  }
  return values;
}

}  // namespace evidence
