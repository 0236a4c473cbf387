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
  while (term != end && values.size() < limit) {
    const std::string text = (*term).substr(prefix.size());
    if (!text.empty() && text.front() >= 'A' && text.front() <= 'Z') {
      // Another field's prefix begins with this one, and its terms may be millions.
      term.skip_to(prefix + static_cast<char>('Z' + 1));
      continue;
    }
    // What was cut with a hash cannot be read.
    if (text.find('\x01') == std::string::npos) values.push_back({text, term.get_termfreq()});
    ++term;
  }
  return values;
}

}  // namespace evidence
