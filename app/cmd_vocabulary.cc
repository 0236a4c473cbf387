// evidence vocabulary …: load, list, show, search, check.
#include <array>
#include <cstdio>

#include "app/commands.h"
#include "app/progress.h"
#include "app/subcommand.h"
#include "app/vocabulary_files.h"
#include "base/text.h"
#include "store/vocabulary_store.h"

namespace evidence::app {

namespace {

struct Arguments {
  std::vector<std::string> files;
  std::string replaced;
  int year = 0;
  std::string text;
  std::size_t limit = 20;
};

json::array texts(const std::vector<std::string>& list) {
  json::array array;
  for (const std::string& text : list) array.emplace_back(text);
  return array;
}

json::object status_json(const VocabularyStatus& status) {
  json::array files;
  for (const VocabularyFile& file : status.files) {
    files.push_back({{"file", file.name},
                     {"part", file.part},
                     {"sha256", file.sha256},
                     {"entries", file.entries},
                     {"problems", file.problems},
                     {"loaded", file.loaded}});
  }
  json::object headings;
  for (const auto& [kind, count] : status.headings) headings[heading_kind_name(kind)] = count;
  return {{"vocabulary", status.name},        {"year", status.year},
          {"loaded", status.loaded},          {"headings", std::move(headings)},
          {"labels", status.labels},          {"tree_numbers", status.tree_numbers},
          {"dropped", texts(status.dropped)}, {"files", std::move(files)}};
}

void print_status(const Context& context, const VocabularyStatus& status) {
  context.print(status.name + " " + std::to_string(status.year) + ", loaded " + status.loaded);
  for (const auto& [kind, count] : status.headings) {
    context.print("  " + with_thousands(count) + " of kind " +
                  std::string(heading_kind_name(kind)));
  }
  context.print("  " + with_thousands(status.labels) + " labels, " +
                with_thousands(status.tree_numbers) + " tree numbers");
  for (const VocabularyFile& file : status.files) {
    context.print("  " + file.name + " (" + file.part + "): " + with_thousands(file.entries) +
                  " entries, " + with_thousands(file.problems) + " problems, sha256 " +
                  file.sha256);
  }
}

Result<void> load(Context& context, const Arguments& arguments) {
  if (arguments.files.empty() && arguments.replaced.empty()) {
    return Error{ErrorCode::kInvalidArgument, "no_file", "There is no file to load.",
                 "Name files of MeSH: evidence vocabulary load desc2026.xml qual2026.xml."};
  }
  VocabularyLoadOptions options;
  for (const std::string& file : arguments.files) options.files.emplace_back(file);
  options.replaced = arguments.replaced;
  if (arguments.year != 0) options.year = arguments.year;
  options.stop = &context.stop();
  Progress progress("vocabulary", "records", context.shows_progress());
  options.progress = [&](const std::string& file, std::uint64_t done, std::uint64_t total,
                         std::uint64_t records) { progress.update(done, total, records, file); };
  EVIDENCE_ASSIGN(const VocabularyLoadOutcome outcome,
                  load_vocabulary(context.data_dir(), options, context.clock()));
  if (context.options().json) {
    json::object object = status_json(outcome.status);
    json::array problems;
    for (const EntryProblem& problem : outcome.problems) {
      problems.push_back(
          {{"position", problem.position}, {"code", problem.code}, {"reason", problem.reason}});
    }
    object["problems"] = std::move(problems);
    context.print_json(object);
    return {};
  }
  constexpr std::size_t kShown = 5;
  for (std::size_t i = 0; i < outcome.problems.size() && i < kShown; ++i) {
    std::fprintf(stderr, "  %s: %s\n", outcome.problems[i].position.c_str(),
                 outcome.problems[i].reason.c_str());
  }
  print_status(context, outcome.status);
  for (const std::string& part : outcome.status.dropped) {
    std::fprintf(stderr,
                 "The %s of the year before are gone; load those of %d with the same command.\n",
                 part.c_str(), outcome.status.year);
  }
  context.print("A running `evidence serve` uses it after its next start.");
  return {};
}

Result<void> list(Context& context, const Arguments& /*none*/) {
  EVIDENCE_ASSIGN(const VocabularyStatus status, vocabulary_status(context.data_dir()));
  if (context.options().json) {
    context.print_json(status_json(status));
  } else {
    print_status(context, status);
  }
  return {};
}

json::object found_json(const FoundHeading& found) {
  constexpr std::array<std::string_view, 5> kBy{"label", "entry_term", "previous_label",
                                                "abbreviation", "id"};
  return {{"id", found.id},
          {"label", found.label},
          {"kind", heading_kind_name(found.kind)},
          {"by", kBy.at(static_cast<std::size_t>(found.by))}};
}

json::array found_json(const std::vector<FoundHeading>& list) {
  json::array array;
  for (const FoundHeading& found : list) array.push_back(found_json(found));
  return array;
}

std::string labels_of(const std::vector<FoundHeading>& list) {
  std::string text;
  for (const FoundHeading& found : list) text += (text.empty() ? "" : "; ") + found.label;
  return text;
}

void print_part(const Context& context, const char* name, const std::string& text) {
  if (!text.empty()) context.print(std::string("  ") + name + ": " + text);
}

// What a person named: number, label, entry term, or a subheading.
Result<VocabularyHeading> heading_named(const Vocabulary& vocabulary, const std::string& text) {
  std::optional<std::string> id;
  const auto found = vocabulary.find(text);
  if (!found.empty()) {
    id = found.front().id;
  } else if (const auto qualifier = vocabulary.find_qualifier(text)) {
    id = qualifier->id;
  }
  if (id) {
    if (auto heading = vocabulary.heading(*id)) return std::move(*heading);
  }
  const std::string likely = labels_of(vocabulary.suggest(text, 5));
  return Error{ErrorCode::kNotFound, "heading_unknown",
               vocabulary.version() + " has no heading " + quoted_for_message(text) + ".",
               likely.empty() ? "" : "Perhaps: " + likely + "."};
}

Result<void> show(Context& context, const Arguments& arguments) {
  EVIDENCE_ASSIGN(const auto vocabulary, open_vocabulary(context.data_dir()));
  EVIDENCE_ASSIGN(const VocabularyHeading heading, heading_named(*vocabulary, arguments.text));
  const auto broader = vocabulary->broader(heading.id);
  const auto narrower = vocabulary->narrower(heading.id);
  const std::size_t below = vocabulary->with_narrower(heading.id).size();
  if (context.options().json) {
    context.print_json(json::object{{"id", heading.id},
                                    {"kind", heading_kind_name(heading.kind)},
                                    {"label", heading.label},
                                    {"entry_terms", texts(heading.entry_terms)},
                                    {"tree_numbers", texts(heading.tree_numbers)},
                                    {"scope_note", heading.scope_note},
                                    {"abbreviation", heading.abbreviation},
                                    {"allowed_qualifiers", texts(heading.allowed_qualifiers)},
                                    {"mapped_to", texts(heading.mapped_to)},
                                    {"pharmacologic_actions", texts(heading.pharmacologic_actions)},
                                    {"see_related", texts(heading.see_related)},
                                    {"previous_labels", texts(heading.previous_labels)},
                                    {"history_note", heading.history_note},
                                    {"broader", found_json(broader)},
                                    {"narrower", found_json(narrower)},
                                    {"with_narrower", below}});
    return {};
  }
  context.print(heading.label + "  " + heading.id + "  (" +
                std::string(heading_kind_name(heading.kind)) + ", " + vocabulary->version() + ")");
  print_part(context, "note", heading.scope_note);
  print_part(context, "abbreviation", heading.abbreviation);
  print_part(context, "also", join(heading.entry_terms, "; "));
  print_part(context, "earlier names", join(heading.previous_labels, "; "));
  print_part(context, "tree", join(heading.tree_numbers, ", "));
  print_part(context, "broader", labels_of(broader));
  print_part(context, "narrower", labels_of(narrower));
  if (below > 1) {
    context.print("  exploded: " + with_thousands(below) + " headings with this one");
  }
  return {};
}

Result<void> search(Context& context, const Arguments& arguments) {
  EVIDENCE_ASSIGN(const auto vocabulary, open_vocabulary(context.data_dir()));
  const auto found = vocabulary->find(arguments.text);
  const auto beginning = vocabulary->beginning_with(arguments.text, arguments.limit);
  const auto likely = vocabulary->suggest(arguments.text, arguments.limit);
  if (context.options().json) {
    context.print_json(json::object{{"query", arguments.text},
                                    {"vocabulary", vocabulary->version()},
                                    {"found", found_json(found)},
                                    {"beginning", found_json(beginning)},
                                    {"likely", found_json(likely)}});
    return {};
  }
  const auto print = [&](const char* title, const std::vector<FoundHeading>& headings) {
    if (headings.empty()) return;
    context.print(title);
    for (const FoundHeading& heading : headings) {
      context.print("  " + heading.id + "  " + heading.label);
    }
  };
  print("Is or is called:", found);
  print("Begins so:", beginning);
  print("Perhaps:", likely);
  if (found.empty() && beginning.empty() && likely.empty()) {
    context.print("Nothing in " + vocabulary->version() + " is like it.");
  }
  return {};
}

int check(Context& context) {
  const auto found = check_vocabulary(context.data_dir());
  if (!found.ok()) return context.fail(found.error());
  if (context.options().json) {
    context.print_json(json::object{{"good", found->empty()}, {"findings", texts(*found)}});
  } else {
    for (const std::string& finding : *found) std::fprintf(stderr, "%s\n", finding.c_str());
    if (found->empty()) context.print("Good.");
  }
  return found->empty() ? 0 : static_cast<int>(ExitCode::kNo);
}

}  // namespace

void add_vocabulary(CLI::App& program, Run& run) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* vocabulary =
      program.add_subcommand("vocabulary", "Subject headings: load MeSH, look at it, check it");
  vocabulary->require_subcommand(1);
  vocabulary->footer(
      "NLM's files are not shipped: fetch desc, qual and supp of a year as XML from\n"
      "nlm.nih.gov/databases/download/mesh.html and load them together or one after another:\n"
      "  evidence vocabulary load desc2026.xml qual2026.xml supp2026.xml");
  CLI::App* loading = vocabulary->add_subcommand(
      "load", "Load MeSH files (XML, also .gz, or a table of number, name, tree number)");
  loading->footer(
      "All or nothing: a load that fails or is interrupted leaves the vocabulary as it was.\n"
      "Files of the year that is loaded already add to it or replace their own part of it;\n"
      "files of another year begin anew.");
  loading->add_option("files", arguments->files, "desc20XX.xml, qual20XX.xml, supp20XX.xml");
  loading->add_option("--year", arguments->year, "Of which year (default: by the files' names)")
      ->check(CLI::Range(1960, 2100));
  loading->add_option("--replaced", arguments->replaced,
                      "Also a file of replaced headings: old label, tab, new label or number");
  on(loading, run, arguments, load);
  on(vocabulary->add_subcommand("list", "What is loaded: year, files, counts"), run, arguments,
     list);
  CLI::App* showing =
      vocabulary->add_subcommand("show", "One heading: entry terms, note, tree, subheadings");
  showing->add_option("heading", arguments->text, "Its label, number, or another name")->required();
  on(showing, run, arguments, show);
  CLI::App* searching =
      vocabulary->add_subcommand("search", "Headings that are called so, begin so or are like it");
  searching->add_option("text", arguments->text, "What to look for")->required();
  searching->add_option("--limit", arguments->limit, "How many to show (default 20)")
      ->check(CLI::Range(1, 1'000));
  on(searching, run, arguments, search);
  CLI::App* checking = vocabulary->add_subcommand(
      "check", "Verify the loaded file; exit code 1 where something was found");
  checking->callback([&run] { run = [](Context& context) { return check(context); }; });
}

}  // namespace evidence::app
