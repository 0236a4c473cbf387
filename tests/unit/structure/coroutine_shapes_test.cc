// g++ 12 miscompiles temporaries beside co_await (capturing lambdas, braced values, ?:) and
// co_await cannot stand in a catch. This lint reads every source file: coroutines live in one file,
// and there each value is named before it is awaited.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "tests/unit/structure/source_tree.h"

namespace evidence::structure {
namespace {

constexpr std::string_view kHome = "server/http_server.cc";
constexpr std::array<std::string_view, 3> kWords{"co_await", "co_yield", "co_return"};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::vector<std::size_t> find_word(std::string_view text, std::string_view word) {
  std::vector<std::size_t> found;
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const bool begins = at == 0 || !is_word(text[at - 1]);
    const bool ends = at + word.size() == text.size() || !is_word(text[at + word.size()]);
    if (begins && ends) found.push_back(at);
  }
  return found;
}

// The last character before `at` that is no white space, or NUL.
std::size_t before(std::string_view text, std::size_t at) {
  while (at > 0 && std::isspace(static_cast<unsigned char>(text[at - 1])) != 0) --at;
  return at;  // one past it
}

std::string_view word_before(std::string_view text, std::size_t at) {
  const std::size_t end = before(text, at);
  std::size_t begin = end;
  while (begin > 0 && is_word(text[begin - 1])) --begin;
  return text.substr(begin, end - begin);
}

// Does this '{' open a block (of a function, if, try …) and not a braced value?
bool opens_block(std::string_view text, std::size_t brace) {
  const std::size_t end = before(text, brace);
  if (end == 0) return true;
  const char last = text[end - 1];
  if (last == ')' || last == ';' || last == '{' || last == '}' || last == ':') return true;
  const std::string_view word = word_before(text, brace);
  return word == "else" || word == "do" || word == "try" || word == "const" || word == "noexcept" ||
         word == "mutable";
}

std::size_t matching_open(std::string_view text, std::size_t close) {
  int depth = 0;
  for (std::size_t i = close + 1; i-- > 0;) {
    if (text[i] == '}') ++depth;
    if (text[i] == '{' && --depth == 0) return i;
  }
  return std::string_view::npos;
}

struct Statement {
  std::size_t begin = 0, end = 0;
  bool inside_braced_value = false;
};

Statement statement_around(std::string_view text, std::size_t at) {
  Statement statement;
  for (std::size_t i = at; i-- > 0;) {
    if (text[i] == ';') {
      statement.begin = i + 1;
      break;
    }
    if (text[i] == '{') {
      statement.begin = i + 1;
      if (opens_block(text, i)) break;
      statement.inside_braced_value = true;
    }
    if (text[i] == '}') {
      const std::size_t open = matching_open(text, i);
      if (open == std::string_view::npos || opens_block(text, open)) {
        statement.begin = i + 1;
        break;
      }
      i = open;
    }
  }
  statement.end = at;
  while (statement.end < text.size() && text[statement.end] != ';' &&
         !(text[statement.end] == '{' && opens_block(text, statement.end))) {
    ++statement.end;
  }
  return statement;
}

bool has_lambda(std::string_view statement) {
  for (std::size_t at = statement.find('['); at != std::string_view::npos;
       at = statement.find('[', at + 1)) {
    const std::size_t end = before(statement, at);
    const std::string_view word = word_before(statement, at);
    const bool attribute =
        statement.substr(at).starts_with("[[") || (end > 0 && statement[end - 1] == '[');
    const bool binding = word == "auto" || (end > 0 && statement[end - 1] == '&' &&
                                            word_before(statement, end - 1) == "auto");
    const bool keyword = word == "return" || word == "co_await" || word == "co_return";
    const bool subscript =
        end > 0 && !keyword &&
        (is_word(statement[end - 1]) || statement[end - 1] == ')' || statement[end - 1] == ']');
    if (!attribute && !binding && !subscript) return true;
  }
  return false;
}

bool is_in_catch(std::string_view text, std::size_t at) {
  int depth = 0;
  for (std::size_t i = at; i-- > 0;) {
    if (text[i] == '}') ++depth;
    if (text[i] != '{' || depth-- > 0) continue;
    depth = 0;
    const std::size_t end = before(text, i);
    if (end == 0 || text[end - 1] != ')') continue;
    const std::size_t open = text.rfind('(', end - 1);
    if (open != std::string_view::npos && word_before(text, open) == "catch") return true;
  }
  return false;
}

std::vector<std::string> faults(const SourceFile& file) {
  const std::string text = without_comments_and_literals(file.text);
  std::vector<std::string> found;
  const auto report = [&](std::size_t at, std::string_view what) {
    const auto line =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    found.push_back(file.path + ":" + std::to_string(line + 1) + ": " + std::string(what));
  };
  for (const std::string_view word : kWords) {
    for (const std::size_t at : find_word(text, word)) {
      if (file.path != kHome) report(at, "coroutines live in server/http_server.cc only");
    }
  }
  for (const std::size_t at : find_word(text, "co_await")) {
    const Statement around = statement_around(text, at);
    const std::string_view statement =
        std::string_view(text).substr(around.begin, around.end - around.begin);
    if (around.inside_braced_value || statement.find('{') != std::string_view::npos) {
      report(at, "a braced value beside co_await; name it first");
    }
    if (statement.find('?') != std::string_view::npos) report(at, "?: beside co_await; use if");
    if (has_lambda(statement)) report(at, "a lambda beside co_await; name it first");
    if (is_in_catch(text, at)) report(at, "co_await in a catch; leave the handler first");
  }
  return found;
}

TEST(CoroutineShapes, AreThoseThatTheCompilerGetsRight) {
  const std::vector<SourceFile> files = read_sources(true);
  ASSERT_GT(files.size(), 50U);
  for (const SourceFile& file : files) {
    if (file.path.starts_with("tests/unit/structure/")) continue;
    for (const std::string& fault : faults(file)) ADD_FAILURE() << fault;
  }
}

std::size_t count(const std::string& body, std::string_view path = kHome) {
  return faults({std::string(path), "Task<void> f() {\n" + body + "\n}\n"}).size();
}

TEST(CoroutineShapes, FindsEachDangerousOne) {
  EXPECT_EQ(count("co_await g([x] { return x; });"), 2U);  // lambda, and its brace
  EXPECT_EQ(count("co_await [x]() -> Task<void> { h(x); }();"), 2U);
  EXPECT_EQ(count("co_await g(Agg{1, 2});"), 1U);
  EXPECT_EQ(count("co_await g({1, 2});"), 1U);
  EXPECT_EQ(count("Agg a{1, co_await g()};"), 1U);
  EXPECT_EQ(count("auto s = c ? co_await a() : co_await b();"), 2U);
  EXPECT_EQ(count("co_await S{1}.member();"), 1U);
  EXPECT_EQ(count("try {\n g();\n} catch (const E& e) {\n if (x) {\n co_await h();\n }\n}"), 1U);
  EXPECT_EQ(count("co_await g();", "server/lane.cc"), 1U);
  EXPECT_EQ(count("co_return;", "app/main.cc"), 1U);
}

TEST(CoroutineShapes, LeavesTheSafeOnesAlone) {
  EXPECT_EQ(count("const auto [error, n] = co_await s.read(buffers[0], kAwait);"), 0U);
  EXPECT_EQ(count("[[maybe_unused]] const auto [e] = co_await timer.wait(kAwait);"), 0U);
  EXPECT_EQ(count("Agg agg{1, 2};\nco_await g(agg);"), 0U);
  EXPECT_EQ(count("auto work = [x] { return x; };\nco_await g(std::move(work));"), 0U);
  EXPECT_EQ(count("if (x) {\n y = a ? b : c;\n}\nco_await g();"), 0U);
  EXPECT_EQ(count("while (co_await g()) {\n h();\n}"), 0U);
  EXPECT_EQ(count("try {\n co_await g();\n} catch (...) {\n log();\n}\nco_await h();"), 0U);
  EXPECT_EQ(count("// co_await g({1}) ? a : b\nconst char* s = \"co_await {\";"), 0U);
}

}  // namespace
}  // namespace evidence::structure
