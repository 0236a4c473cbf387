// What the commands that search share: the searcher as the configuration describes it, the options
// that ask a question, and the request made of them.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "app/context.h"
#include "search/searcher.h"

namespace evidence::app {

// With the vocabulary and the lists, which `context` keeps. Fails where the vocabulary is damaged.
Result<SearcherOptions> searcher_options(Context& context);

// What the parsers need where nothing is searched.
Result<query::ParseOptions> parse_options(Context& context);

// A question as the command line has it.
struct Question {
  std::string query;
  std::string syntax = "simple";
  std::string sort = "relevance";
  std::string match = "auto";
  std::string profile;  // "" = the configuration's
  std::vector<std::string> filters;
  std::string category, scope;  // of PubMed's clinical categories
  bool exact_words = false;     // no automatic mapping
};

// All but the query itself.
void add_question_options(CLI::App& command, Question& question);
// kInvalidArgument names the option that is wrong.
Result<SearchRequest> make_request(const Context& context, const Question& question);

}  // namespace evidence::app
