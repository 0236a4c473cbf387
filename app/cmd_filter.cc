// evidence filter …: the published study filters and the library's own.
#include <cstdio>

#include "app/commands.h"
#include "app/filter_file.h"
#include "app/search_setup.h"
#include "app/strategy_file.h"
#include "app/subcommand.h"
#include "base/file.h"
#include "base/text.h"
#include "query/message_json.h"

namespace evidence::app {

namespace {

constexpr std::size_t kMaxFilterBytes = 1U << 20U;

struct FilterArguments {
  std::string id;
  std::string version;
  std::string file;
  std::string syntax;
};

std::string percentage(const std::optional<double>& share) {
  return share ? format_decimal(*share * 100, 0) + "%" : "not stated";
}

json::value number_or_null(const std::optional<double>& number) {
  return number ? json::value(*number) : json::value(nullptr);
}

json::object to_json(const query::SearchFilter& filter) {
  json::array lines;
  for (const std::string& line : filter.lines) lines.emplace_back(line);
  return {{"id", filter.id},
          {"title", filter.title},
          {"version", filter.version},
          {"dialect", query::syntax_name(filter.dialect)},
          {"source", filter.source},
          {"date", filter.date},
          {"citation", filter.citation},
          {"sensitivity", number_or_null(filter.sensitivity)},
          {"specificity", number_or_null(filter.specificity)},
          {"precision", number_or_null(filter.precision)},
          {"measured", filter.measured},
          {"verified", filter.verified},
          {"note", filter.note},
          {"own", filter.own},
          {"lines", std::move(lines)}};
}

Result<const query::SearchFilter*> find(Context& context, const FilterArguments& arguments) {
  const query::SearchFilter* filter =
      context.config().filters.find(arguments.id, arguments.version);
  if (filter != nullptr) return filter;
  return Error{ErrorCode::kNotFound, "unknown_filter",
               "There is no filter " + quoted_for_message(arguments.id, 60) + ".",
               "`evidence filter list` names them."};
}

Result<void> list_filters(Context& context, const FilterArguments&) {
  json::array all;
  for (const query::SearchFilter& filter : context.config().filters.all()) {
    if (context.options().json) {
      all.push_back(to_json(filter));
      continue;
    }
    context.print(filter.id + "  " + filter.version + "  " + filter.title + " (" +
                  std::string(query::syntax_name(filter.dialect)) + ", sensitivity " +
                  percentage(filter.sensitivity) + ", specificity " +
                  percentage(filter.specificity) +
                  (filter.verified ? ")" : ", not verified against its publication)"));
  }
  if (context.options().json) context.print_json(json::object{{"filters", std::move(all)}});
  return {};
}

Result<void> show_filter(Context& context, const FilterArguments& arguments) {
  EVIDENCE_ASSIGN(const query::SearchFilter* const filter, find(context, arguments));
  const query::SearchFilter& shown = *filter;
  if (context.options().json) {
    context.print_json(to_json(shown));
    return {};
  }
  context.print(shown.title + ", version " + shown.version);
  context.print("Source: " + shown.source);
  context.print("Cite as: " + shown.citation);
  context.print("Sensitivity " + percentage(shown.sensitivity) + ", specificity " +
                percentage(shown.specificity) +
                (shown.measured.empty() ? "" : " (" + shown.measured + ")"));
  if (!shown.verified) context.print("Not verified against its publication. " + shown.note);
  context.print("");
  for (std::size_t i = 0; i < shown.lines.size(); ++i) {
    context.print(std::to_string(i + 1) + "\t" + shown.lines[i]);
  }
  return {};
}

Result<void> insert_filter(Context& context, const FilterArguments& arguments) {
  EVIDENCE_ASSIGN(const query::SearchFilter* const filter, find(context, arguments));
  EVIDENCE_ASSIGN(const query::ParseOptions parsing, parse_options(context));
  EVIDENCE_ASSIGN(const query::ParsedStrategy strategy,
                  read_strategy(arguments.file, arguments.syntax, parsing));
  const query::FilterInsertion added = query::insert(*filter, strategy);
  for (const query::FilterInsertion::Line& line : added.lines) {
    if (!line.text.empty()) continue;
    return Error{ErrorCode::kInvalidArgument, "filter_not_translatable",
                 "The filter cannot be said in this syntax." +
                     (line.losses.empty() ? "" : " " + line.losses.front().text),
                 "Use a filter written for it; `evidence filter list` names the syntax of each."};
  }
  if (context.options().json) {
    json::array lines;
    for (const query::FilterInsertion::Line& line : added.lines) {
      lines.push_back(json::object{{"number", line.number},
                                   {"text", line.text},
                                   {"losses", query::messages_to_json(line.losses)}});
    }
    context.print_json(json::object{{"lines", std::move(lines)},
                                    {"combination", added.combination},
                                    {"combination_number", added.combination_number},
                                    {"comment", added.comment}});
    return {};
  }
  for (const query::StrategyLine& line : strategy.lines) {
    if (line.kind == query::LineKind::kSearch) {
      context.print(std::to_string(line.number) + "\t" + line.text);
    }
  }
  context.print("# " + added.comment);
  for (const query::FilterInsertion::Line& line : added.lines) {
    context.print(std::to_string(line.number) + "\t" + line.text);
    for (const query::Message& loss : line.losses) {
      std::fprintf(stderr, "%s\n", message_line(loss).c_str());
    }
  }
  if (!added.combination.empty()) {
    context.print(std::to_string(added.combination_number) + "\t" + added.combination);
  }
  return {};
}

// A file's name must say which filter and version it holds, and lead nowhere else.
bool is_plain_name(std::string_view text) {
  return !text.empty() && text.size() <= 100 && text.front() != '.' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '.';
         });
}

Result<void> add_own_filter(Context& context, const FilterArguments& arguments) {
  Findings findings;
  const auto filter = read_filter_file(arguments.file, findings);
  if (!filter || !findings.empty()) {
    return Error{ErrorCode::kInvalidArgument, "filter_invalid", join(findings, "\n"),
                 "docs/filters.md gives the form of a filter's file."};
  }
  if (filter->author.empty() || !is_plain_name(filter->id) || !is_plain_name(filter->version)) {
    return Error{ErrorCode::kInvalidArgument, "filter_invalid",
                 "A filter of your own needs an author, and a version of letters, digits, dots and "
                 "hyphens.",
                 ""};
  }
  if (context.config().filters.find(filter->id, filter->version) != nullptr) {
    return Error{ErrorCode::kInvalidArgument, "filter_exists",
                 "There is a filter " + filter->id + " of version " + filter->version + " already.",
                 "Stored strategies cite it: give the new text a new version."};
  }
  std::string text;
  EVIDENCE_ASSIGN(text, read_text_file(arguments.file, kMaxFilterBytes));
  const std::filesystem::path folder = context.data_dir() / kOwnFilters;
  EVIDENCE_TRY(make_directories(folder));
  EVIDENCE_TRY(write_file_durably(folder / (filter->id + "-" + filter->version + ".toml"), text));
  context.print("Added " + filter->id + ", version " + filter->version + ".");
  return {};
}

}  // namespace

void add_filter(CLI::App& program, Run& run) {
  auto arguments = std::make_shared<FilterArguments>();
  CLI::App* command = program.add_subcommand("filter", "Published study filters and your own");
  command->require_subcommand(1);
  on(command->add_subcommand("list", "All filters with their sensitivity and specificity"), run,
     arguments, list_filters);
  CLI::App* show = command->add_subcommand("show", "One filter, whole, with its source");
  CLI::App* insert =
      command->add_subcommand("insert", "Put a filter behind a strategy and cite it");
  for (CLI::App* one : {show, insert}) {
    one->add_option("id", arguments->id, "The filter")->required();
    one->add_option("--version", arguments->version, "Its version (default: the newest)");
  }
  insert->add_option("file", arguments->file, "The strategy; - for standard input")->required();
  insert->add_option("--syntax", arguments->syntax, "Its syntax; recognised where not given");
  CLI::App* add = command->add_subcommand("add", "Keep a filter of your own, from its file");
  add->add_option("file", arguments->file, "The filter as docs/filters.md describes it")
      ->required();
  on(add, run, arguments, add_own_filter);
  on(show, run, arguments, show_filter);
  on(insert, run, arguments, insert_filter);
}

}  // namespace evidence::app
