// Cases of tests/cases/<topic>/*.txt: blocks of "key: value" lines, a new one begins at `first`.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "query/parse.h"

namespace evidence::query {

struct SyntaxCase {
  std::string where;  // "tags.txt:12"
  std::map<std::string, std::string> values;
  [[nodiscard]] std::string value(const std::string& key) const {
    const auto found = values.find(key);
    return found == values.end() ? std::string() : found->second;
  }
  [[nodiscard]] bool has(const std::string& key) const { return values.contains(key); }
};

std::vector<SyntaxCase> read_syntax_cases(const std::string& topic, const std::string& first);

// "code !error_code": in the order of the text.
std::string codes_of(const std::vector<Message>& messages);

// What every reading owes: spans within the text, columns, texts, fixes of errors, limits.
void expect_sound(const ParsedLine& line, std::string_view typed);

}  // namespace evidence::query
