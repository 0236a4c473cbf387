// evidence library list|show|stale|history: looking at the directory of libraries.
#include <cstdio>

#include "app/library_commands.h"
#include "app/subcommand.h"
#include "base/text.h"
#include "curation/directory_desk.h"
#include "curation/directory_search.h"
#include "curation/library_forms.h"
#include "curation/sqlite_directory_store.h"

namespace evidence::app {
namespace {

struct LibraryLook {
  curation::TypedLibraryQuery query;
  std::string code;
  std::size_t limit = 100;
};

std::string library_line(const curation::Library& library, const PartialDate& today) {
  std::string line = library.code + "  " + library.name();
  const std::string& place =
      library.get("county").empty() ? library.get("region") : library.get("county");
  if (!place.empty()) line += ", " + place;
  if (curation::is_stale(library, today)) {
    line += library.checked.empty() ? "  (never confirmed)"
                                    : "  (not confirmed since " + library.checked + ")";
  }
  return line;
}

json::object hit_json(const curation::LibraryHit& hit, const PartialDate& today) {
  json::object object = curation::library_json(hit.entry->library, today);
  if (hit.km) object["distance_km"] = *hit.km;
  return object;
}

Result<void> list_libraries(Context& context, const LibraryLook& look) {
  EVIDENCE_ASSIGN(const auto store, open_directory(context, false));
  EVIDENCE_ASSIGN(const auto directory, curation::load_directory(*store, context.config().areas,
                                                                 utc_day(context.clock().now())));
  std::string at_fault;
  EVIDENCE_ASSIGN(curation::LibraryQuery query,
                  curation::read_library_query(look.query, *directory, at_fault));
  if (query.postcode) {
    EVIDENCE_ASSIGN(query.from, store->locate(*query.postcode));
  }
  const curation::LibraryAnswer answer = curation::search_libraries(*directory, query);
  const PartialDate& today = directory->today();
  if (context.options().json) {
    json::array rows;
    for (const curation::LibraryHit& hit : answer.hits) rows.emplace_back(hit_json(hit, today));
    json::array meant;
    for (const std::string& name : answer.did_you_mean) meant.emplace_back(name);
    context.print_json(json::object{{"total", answer.hits.size()},
                                    {"libraries", std::move(rows)},
                                    {"did_you_mean", std::move(meant)}});
    return {};
  }
  for (const curation::LibraryHit& hit : answer.hits) {
    context.print(library_line(hit.entry->library, today) +
                  (hit.km ? "  " + format_decimal(*hit.km, 1) + " km" : ""));
  }
  for (const curation::LibraryNote& note : answer.notes) context.print(note.message);
  for (const curation::LibraryChoice& choice : answer.choices) {
    context.print("--" + choice.parameter + " " + choice.value + ": " + choice.label + ", " +
                  with_thousands(choice.libraries) + " libraries");
  }
  if (!answer.did_you_mean.empty()) {
    context.print("Did you mean: " + join(answer.did_you_mean, ", ") + "?");
  }
  if (directory->entries().empty()) {
    context.print("The directory is empty. `evidence library import FILE.csv` fills it.");
  }
  return {};
}

std::string upper_library_code(const std::string& text) {
  return curation::library_code(text).value_or(text);
}

Result<void> show_library(Context& context, const LibraryLook& look) {
  EVIDENCE_ASSIGN(const auto store, open_directory(context, false));
  EVIDENCE_ASSIGN(const curation::Library library, store->library(upper_library_code(look.code)));
  const PartialDate today = utc_day(context.clock().now());
  if (context.options().json) {
    context.print_json(curation::library_json(library, today));
    return {};
  }
  context.print(library_line(library, today));
  for (const curation::LibraryField& field : curation::library_fields()) {
    if (library.get(field.name).empty()) continue;
    context.print("  " + std::string(field.name) + ": " + library.get(field.name));
  }
  context.print("  updated: " + library.updated + "\n  checked: " +
                (library.checked.empty() ? std::string("never") : library.checked));
  return {};
}

Result<void> show_history(Context& context, const LibraryLook& look) {
  EVIDENCE_ASSIGN(const auto store, open_directory(context, false));
  const std::string code = look.code.empty() ? "" : upper_library_code(look.code);
  EVIDENCE_ASSIGN(const auto events, store->history(code, look.limit));
  EVIDENCE_ASSIGN(const auto loads, store->loads());
  json::array rows;
  for (const curation::LibraryEvent& event : events) {
    if (context.options().json) {
      rows.emplace_back(json::object{{"at", event.at},
                                     {"actor", event.actor},
                                     {"library_code", event.code},
                                     {"action", event.action},
                                     {"field", event.field},
                                     {"from", event.from},
                                     {"to", event.to}});
      continue;
    }
    std::string line = event.at + "  " + event.code + "  " + event.action;
    if (!event.field.empty()) {
      line += " " + event.field + ": \"" + event.from + "\" → \"" + event.to + "\"";
    }
    context.print(line + "  (" + event.actor + ")");
  }
  if (context.options().json) {
    json::array loaded;
    for (const curation::DirectoryLoad& load : loads) {
      loaded.emplace_back(json::object{{"at", load.at},
                                       {"actor", load.actor},
                                       {"what", load.what},
                                       {"file", load.file},
                                       {"rows", load.rows}});
    }
    context.print_json(json::object{{"events", std::move(rows)}, {"loads", std::move(loaded)}});
  } else if (events.empty()) {
    context.print("There is no change" + (code.empty() ? std::string() : " of " + code) + ".");
  }
  return {};
}

// Exit code 1 where there are any, so that a timer's report says so.
Result<bool> list_stale(Context& context) {
  EVIDENCE_ASSIGN(const auto store, open_directory(context, false));
  EVIDENCE_ASSIGN(const auto libraries, store->libraries());
  const PartialDate today = utc_day(context.clock().now());
  json::array rows;
  std::size_t stale = 0;
  for (const curation::Library& library : libraries) {
    if (!curation::is_stale(library, today)) continue;
    ++stale;
    if (context.options().json) {
      rows.emplace_back(curation::library_json(library, today));
    } else {
      const std::string& email = library.get("email");
      context.print(library_line(library, today) + (email.empty() ? "" : "  " + email));
    }
  }
  if (context.options().json) {
    context.print_json(json::object{
        {"total", libraries.size()}, {"stale", stale}, {"libraries", std::move(rows)}});
  } else {
    context.print(with_thousands(stale) + " of " + with_thousands(libraries.size()) +
                  " libraries have not been confirmed for six months.");
  }
  return stale > 0;
}

void add_list(CLI::App& library, Run& run, const std::shared_ptr<LibraryLook>& look) {
  CLI::App* list = library.add_subcommand("list", "Libraries, all or those that are asked for");
  list->add_option("words", look->query.q, "Name, town, trust, postcode or ODS code");
  list->add_option("--area", look->query.area, "County, region, town or a name such as 'Bucks'");
  list->add_option("--county", look->query.county, "County");
  list->add_option("--trust", look->query.trust, "Words of a trust's name");
  list->add_option("--postcode", look->query.postcode, "Nearest first");
  list->add_option("--ods", look->query.ods, "An organisation's ODS code");
  on(list, run, look, list_libraries);
}

}  // namespace

Result<std::unique_ptr<curation::DirectoryStore>> open_directory(Context& context, bool create) {
  auto store = curation::open_sqlite_directory(
      {context.data_dir(), create, std::chrono::seconds(30), {}}, context.clock());
  if (store.ok() || create || store.error().code != ErrorCode::kNotFound) return store;
  return Error{ErrorCode::kNotFound, "no_directory",
               "There is no directory in " + context.data_dir().string() + " yet.",
               "`evidence library import FILE.csv --apply --actor NAME` makes it; --data names "
               "another folder."};
}

void add_library(CLI::App& program, Run& run) {
  auto look = std::make_shared<LibraryLook>();
  CLI::App* library = program.add_subcommand("library", "The directory of libraries");
  library->require_subcommand(1);
  library->footer(
      "Example: evidence library import libraries.csv              shows what would change\n"
      "         evidence library import libraries.csv --apply --actor 'A. Librarian'\n"
      "docs/directory.md lists the columns. `library stale` ends with 1 where a library has not\n"
      "been confirmed for six months.");
  add_list(*library, run, look);
  CLI::App* show = library->add_subcommand("show", "One library");
  show->add_option("code", look->code, "Its code")->required();
  on(show, run, look, show_library);
  CLI::App* stale = library->add_subcommand("stale", "Libraries not confirmed for six months");
  stale->callback([&run] {
    run = [](Context& context) {
      const auto any = list_stale(context);
      return any.ok() ? (*any ? static_cast<int>(ExitCode::kNo) : 0) : context.fail(any.error());
    };
  });
  CLI::App* history = library->add_subcommand("history", "Who changed what, newest first");
  history->add_option("code", look->code, "Of this library only");
  history->add_option("--limit", look->limit, "How many (default 100)")
      ->check(CLI::Range(1, 100'000));
  on(history, run, look, show_history);
  add_library_changes(*library, run);
  add_library_loads(*library, run);
}

}  // namespace evidence::app
