// evidence search QUERY: one query, as text, JSON (the API's answer) or a TREC run.
#include <algorithm>
#include <cstdio>

#include "app/commands.h"
#include "app/search_setup.h"
#include "app/source_registry.h"
#include "base/text.h"
#include "server/currency_context.h"

namespace evidence::app {

namespace {

struct SearchArguments {
  Question question;
  std::string format = "text";
  std::vector<std::string> facets;
  std::int64_t limit = 10;
  std::int64_t offset = 0;
  bool explain = false;
};

Error usage(const std::string& message) {
  return {ErrorCode::kInvalidArgument, "bad_argument", message, ""};
}

Result<SearchRequest> request_of(const Context& context, const SearchArguments& arguments) {
  EVIDENCE_ASSIGN(SearchRequest request, make_request(context, arguments.question));
  for (const std::string& name : arguments.facets) {
    const auto field = name == "journal" ? Field::kJournalTitle : field_by_name(name);
    if (!field || !field_info(*field).facet)
      return usage("--facet " + name + " cannot be counted.");
    request.facets.push_back(*field);
  }
  if (arguments.limit < 0 || arguments.limit > static_cast<std::int64_t>(kMaxLimit) ||
      arguments.offset < 0 || arguments.offset > static_cast<std::int64_t>(kMaxOffset)) {
    return usage("--limit goes from 0 to 1000 and --offset from 0 to 100000.");
  }
  request.limit = static_cast<std::size_t>(arguments.limit);
  request.offset = static_cast<std::size_t>(arguments.offset);
  request.explain = arguments.explain;
  request.members = arguments.format == "trec";
  request.other_spellings = !request.members;
  return request;
}

std::string plain(const std::vector<SnippetPart>& parts, bool colours) {
  std::string text;
  for (const SnippetPart& part : parts) {
    text += part.highlighted && colours ? "\x1b[1m" + part.text + "\x1b[0m" : part.text;
  }
  return text;
}

std::string byline(const json::object& hit) {
  std::string authors;
  if (const auto* list = member(hit, "authors"); list != nullptr && list->is_array()) {
    for (const json::value& author : list->get_array()) {
      if (author.is_string())
        authors += (authors.empty() ? "" : ", ") + std::string(author.get_string());
    }
  }
  std::string line;
  const auto add = [&](const std::string& part) {
    if (!part.empty()) line += (line.empty() ? "" : " · ") + part;
  };
  const std::string probable = string_member(hit, "probable_type_label");
  add(probable.empty() ? string_member(hit, "study_type_label") : probable);
  add(string_member(hit, "status_label"));
  add(authors);
  add(string_member(hit, "journal"));
  const json::value* year = member(hit, "year");
  if (year != nullptr && !year->is_null()) {
    add(year->is_string() ? std::string(year->get_string()) : json::serialize(*year));
  }
  if (const auto* sample = member(hit, "sample");
      sample != nullptr && sample->is_bool() && sample->get_bool()) {
    add("SAMPLE DATA");
  }
  return line;
}

void print_text(const Context& context, const SearchRequest& request,
                const SearchResponse& response) {
  const bool colours = isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
  for (const query::Message& message : response.interpretation) {
    if (message.code == "line_filter") std::fprintf(stderr, "Note: %s\n", message.text.c_str());
  }
  for (const query::Message& message : response.warnings) {
    std::fprintf(stderr, "Note: %s\n", message.text.c_str());
  }
  context.print(with_thousands(response.total) + (response.total == 1 ? " result" : " results") +
                (response.total_exact ? "" : " (estimated)"));
  for (const OtherSpelling& spelling : response.other_spellings) {
    context.print("Did you mean: " + spelling.text + " (" + with_thousands(spelling.works) +
                  (spelling.works == 1 ? " work)" : " works)"));
  }
  std::size_t number = request.offset;
  for (const Hit& hit : response.hits) {
    ++number;
    context.print("");
    context.print(std::to_string(number) + ". " + plain(hit.title, colours));
    if (const auto parsed = parse_json(hit.json); parsed.ok() && parsed->is_object()) {
      context.print("   " + byline(parsed->get_object()));
    }
    if (!hit.snippet.empty()) {
      const bool conclusion = hit.snippet_kind == SnippetKind::kConclusion;
      context.print((conclusion ? "   Authors\xE2\x80\x99 conclusion: " : "   ") +
                    plain(hit.snippet, colours));
    }
    context.print("   " + hit.id);
    for (const FactorExplained& factor : hit.factors) {
      context.print("   " + format_decimal(factor.score, 3) + "  " + factor.term);
    }
  }
  for (const Facet& facet : response.facets) {
    context.print("");
    context.print(std::string(field_info(facet.field).label));
    for (const FacetValue& value : facet.values) {
      context.print("  " + with_thousands(value.count) + "  " +
                    (value.label.empty() ? value.value : value.label));
    }
  }
}

void print_trec(const Context& context, const SearchResponse& response) {
  std::size_t rank = 0;
  for (const Hit& hit : response.hits) {
    for (const Member& member : hit.members) {
      context.print("q Q0 " + member.source_record_id + " " + std::to_string(++rank) + " " +
                    format_decimal(hit.score, 6) + " evidence");
    }
  }
}

// What the API says of guidelines, said here too. The store is only read where one was found.
void note_currency(Context& context, SearchResponse& response) {
  const bool any = std::any_of(response.hits.begin(), response.hits.end(), [](const Hit& hit) {
    return guideline_facts(std::string_view(hit.json)).has_value();
  });
  if (!any) return;
  StoreSourceRegistry registry(
      context.config().sources, [&context] { return context.open_store(Context::Access::kRead); },
      context.clock());
  // Without a store the day of the last check is not known, and the text says so.
  auto states = registry.states();
  const CurrencyContext currency = server::currency_context(
      states.ok() ? *states : std::vector<server::SourceState>{}, utc_day(context.clock().now()),
      static_cast<std::int64_t>(context.config().site.guideline_warn_days));
  for (Hit& hit : response.hits) hit.json = with_currency_note(std::move(hit.json), currency);
}

int search(Context& context, const SearchArguments& arguments) {
  const auto request = request_of(context, arguments);
  if (!request.ok()) return context.fail(request.error());
  Result<SearcherOptions> searching = searcher_options(context);
  if (!searching.ok()) return context.fail(searching.error());
  Searcher searcher(std::move(searching).value());
  auto response = searcher.search(*request);
  if (!response.ok()) return context.fail(response.error());
  note_currency(context, response.value());
  if (context.options().json || arguments.format == "json") {
    const std::string text = to_json(*request, *response);
    std::fprintf(stdout, "%s\n", text.c_str());
  } else if (arguments.format == "trec") {
    print_trec(context, *response);
  } else {
    print_text(context, *request, *response);
  }
  return 0;
}

}  // namespace

void add_search(CLI::App& program, Run& run) {
  auto arguments = std::make_shared<SearchArguments>();
  CLI::App* command = program.add_subcommand("search", "Answer one query from the index");
  command->footer(
      "Examples:\n"
      "  evidence search 'type 2 diabetes' --filter year=2015-2026\n"
      "  evidence search 'title:\"heart failure\" AND oesophag*' --json");
  command->add_option("query", arguments->question.query, "The query")->required();
  add_question_options(*command, arguments->question);
  command->add_option("--limit", arguments->limit, "Results to print (default 10)");
  command->add_option("--offset", arguments->offset, "Results to skip");
  command->add_option("--facet", arguments->facets, "Count the values of a field; may be repeated");
  command->add_option("--format", arguments->format, "text (default), json, trec")
      ->check(CLI::IsMember({"text", "json", "trec"}));
  command->add_flag("--explain", arguments->explain, "Say why each result stands where it does");
  command->callback([arguments, &run] {
    run = [arguments](Context& context) { return search(context, *arguments); };
  });
}

}  // namespace evidence::app
