#include "app/search_setup.h"

#include "model/index_format.h"
#include "server/clinical_category.h"

namespace evidence::app {

namespace {

Error usage(const std::string& message) {
  return {ErrorCode::kInvalidArgument, "bad_argument", message, ""};
}

std::string names_of_filters() {
  std::string names;
  for (const FieldInfo& field : fields()) {
    if (field.filter) names += (names.empty() ? "" : ", ") + std::string(field.name);
  }
  return names;
}

}  // namespace

Result<SearcherOptions> searcher_options(Context& context) {
  SearcherOptions options;
  EVIDENCE_ASSIGN(options.language, context.language());
  options.today = [&clock = context.clock()] { return utc_day(clock.now()); };
  options.stub = context.data_dir() / kIndexFolder / kStubName;
  options.readers = context.config().search_readers;
  options.profiles = context.config().profiles;
  options.default_profile = context.config().default_profile;
  options.line_profile = context.config().line_profile;
  options.columns = ColumnUse::kNever;  // who asks many questions says otherwise
  return options;
}

Result<query::ParseOptions> parse_options(Context& context) {
  query::ParseOptions options;
  Language language;
  EVIDENCE_ASSIGN(language, context.language());
  options.vocabulary = language.vocabulary;
  options.today = utc_day(context.clock().now());
  return options;
}

void add_question_options(CLI::App& command, Question& question) {
  command.add_option("--syntax", question.syntax, "simple (default), pubmed, ovid, ebsco, cql");
  command.add_option("--filter", question.filters, "FIELD=VALUE; may be repeated");
  command.add_option("--category", question.category,
                     "therapy, diagnosis, etiology, prognosis or prediction");
  command.add_option("--scope", question.scope, "Of the category: narrow or broad (default)");
  command.add_flag("--exact-words", question.exact_words,
                   "Map no plain words to headings or synonyms");
  command.add_option("--sort", question.sort, "One of: " + sort_names() + " (default: relevance)");
  command.add_option("--match", question.match, "auto (default), all or any of the words");
  command.add_option("--profile", question.profile, "Ranking profile under ranking/");
}

Result<SearchRequest> make_request(const Context& context, const Question& question) {
  SearchRequest request;
  request.text = question.query;
  const auto syntax = query::syntax_by_name(question.syntax);
  if (!syntax) return usage("--syntax must be simple, pubmed, ovid, ebsco or cql.");
  request.syntax = *syntax;
  request.mapping = !question.exact_words;
  const auto sort = sort_by_name(question.sort);
  if (!sort) return usage("--sort must be one of: " + sort_names() + ".");
  request.sort = *sort;
  if (question.match == "all") {
    request.match = Match::kAll;
  } else if (question.match == "any") {
    request.match = Match::kAny;
  } else if (question.match != "auto") {
    return usage("--match must be auto, all or any.");
  }
  for (const std::string& text : question.filters) {
    const std::size_t equals = text.find('=');
    const auto field = field_by_name(text.substr(0, equals));
    if (equals == std::string::npos || !field || !field_info(*field).filter) {
      return usage("--filter must be FIELD=VALUE with FIELD one of: " + names_of_filters() + ".");
    }
    Filter* existing = nullptr;
    for (Filter& filter : request.filters) {
      if (filter.field == *field) existing = &filter;
    }
    if (existing == nullptr) existing = &request.filters.emplace_back(Filter{*field, {}, false});
    existing->values.push_back(text.substr(equals + 1));
  }
  std::optional<LineFilter> category;
  EVIDENCE_ASSIGN(category, server::category_filter(question.category, question.scope,
                                                    &context.config().filters));
  if (category) request.line_filters.push_back(std::move(*category));
  request.profile = question.profile;
  return request;
}

}  // namespace evidence::app
