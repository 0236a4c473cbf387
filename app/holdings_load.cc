// evidence holdings load: a package's new list, shown as a difference, applied on demand.
#include <cstdio>
#include <filesystem>
#include <map>
#include <unordered_set>

#include "app/holdings_commands.h"
#include "app/progress.h"
#include "base/text.h"
#include "connectors/format/holdings_reader.h"

namespace evidence::app {

namespace {

constexpr std::size_t kProblemsShown = 10;

struct ReadLists {
  std::vector<Holding> holdings;
  std::uint64_t rows = 0, refused = 0, duplicates = 0, problems = 0;
  std::map<std::string, std::uint64_t> reasons;  // of the problems kept
  std::vector<std::pair<std::string, HoldingsProblem>> shown;
  std::string package, provider;  // as the lists name them
};

Result<std::map<std::string, std::string>> columns_of(const HoldingsArguments& arguments) {
  std::map<std::string, std::string> columns;
  for (const std::string& one : arguments.columns) {
    const std::size_t middle = one.find('=');
    if (middle == std::string::npos || middle == 0 || middle + 1 == one.size()) {
      return Error{ErrorCode::kInvalidArgument, "bad_column",
                   "--column " + quoted_for_message(one) + " has no '='",
                   "such as --column 'publication_title=Journal name'"};
    }
    columns[one.substr(0, middle)] = one.substr(middle + 1);
  }
  return columns;
}

// The holdings of all files, each once.
Result<ReadLists> read_lists(Context& context, const HoldingsArguments& arguments, bool print) {
  ReadLists all;
  HoldingsOptions options;
  EVIDENCE_ASSIGN(options.columns, columns_of(arguments));
  options.print = print;
  options.encoding = arguments.encoding;
  options.stop = &context.stop();
  const bool several = arguments.files.size() > 1;
  std::unordered_set<std::string> seen;
  for (const std::string& path : arguments.files) {
    EVIDENCE_ASSIGN(const auto source, open_file(path));
    Progress progress(path, "rows", context.shows_progress());
    options.progress = [&](std::uint64_t rows) {
      progress.update(source->position(), source->size(), rows);
    };
    Result<HoldingsFile> file = read_holdings(*source, options);
    if (!file.ok()) {
      Error error = file.error();
      error.message = path + ": " + error.message;
      return error;
    }
    for (Holding& holding : file->holdings) {
      if (several && !seen.insert(holding_hash(holding)).second) {
        ++file->duplicates;
      } else {
        all.holdings.push_back(std::move(holding));
      }
    }
    all.rows += file->rows;
    all.refused += file->refused;
    all.duplicates += file->duplicates;
    all.problems += file->problems_found;
    for (HoldingsProblem& problem : file->problems) {
      ++all.reasons[problem.code];
      if (all.shown.size() < kProblemsShown) all.shown.emplace_back(path, std::move(problem));
    }
    if (all.package.empty()) all.package = file->package;
    if (all.provider.empty()) all.provider = file->provider;
  }
  return all;
}

// What the options say, else what is known of it, else what the list says.
Package package_of(const HoldingsArguments& arguments, const std::optional<Package>& known,
                   const ReadLists& lists) {
  Package package = known.value_or(Package{});
  package.id = arguments.package;
  const auto choose = [](std::string& field, const std::string& option, const std::string& list) {
    if (!option.empty()) field = clean_text(option);
    if (field.empty()) field = list;
  };
  choose(package.name, arguments.name, lists.package);
  choose(package.provider, arguments.provider, lists.provider);
  if (package.name.empty()) package.name = arguments.package;
  if (!arguments.source.empty()) package.source = arguments.source;
  package.print = package.print || arguments.print;
  package.national_core = package.national_core || arguments.national_core;
  package.article_by_doi = package.article_by_doi || arguments.article_by_doi;
  package.sample = package.sample || arguments.sample;
  package.file = std::filesystem::path(arguments.files.front()).filename().string();
  if (arguments.files.size() > 1) {
    package.file += " and " + std::to_string(arguments.files.size() - 1) + " more";
  }
  package.file = std::string(truncate_utf8(clean_text(package.file), 400));
  return package;
}

std::string row_name(const Holding& holding) {
  std::string name = holding.title;
  if (holding.online_id) {
    name += " (" + holding.online_id->value() + ")";
  } else if (holding.print_id) {
    name += " (" + holding.print_id->value() + ")";
  }
  return name;
}

void print_difference(const Context& context, const LoadPlan& plan, std::size_t limit) {
  const HoldingsDifference& difference = plan.difference;
  const auto more = [&](std::size_t all) {
    if (all > limit) context.print("  … and " + with_thousands(all - limit) + " more");
  };
  context.print(with_thousands(difference.added.size()) + " added, " +
                with_thousands(difference.removed.size()) + " removed, " +
                with_thousands(difference.changed.size()) + " changed, " +
                with_thousands(difference.unchanged) + " unchanged.");
  // Of a new package everything is added; its figures say enough.
  const std::size_t added = plan.new_package ? 0 : difference.added.size();
  for (std::size_t i = 0; i < std::min(added, limit); ++i) {
    const Holding& holding = plan.after[difference.added[i]];
    context.print("+ " + row_name(holding) + ": " + coverage_for_people(holding));
  }
  more(added);
  for (std::size_t i = 0; i < std::min(difference.removed.size(), limit); ++i) {
    const Holding& holding = plan.before[difference.removed[i]];
    context.print("- " + row_name(holding) + ": " + coverage_for_people(holding));
  }
  more(difference.removed.size());
  for (std::size_t i = 0; i < std::min(difference.changed.size(), limit); ++i) {
    const HoldingChange& change = difference.changed[i];
    context.print("~ " + row_name(plan.after[change.after]));
    for (const ColumnChange& column : change.columns) {
      const auto shown = [](const std::string& value) {
        return value.empty() ? "(empty)" : std::string(truncate_utf8(value, 200));
      };
      context.print("    " + column.column + ": " + shown(column.before) + " → " +
                    shown(column.after));
    }
  }
  more(difference.changed.size());
}

json::object difference_json(const LoadPlan& plan, std::size_t limit) {
  const HoldingsDifference& difference = plan.difference;
  json::array added;
  for (std::size_t i = 0; i < std::min(difference.added.size(), limit); ++i) {
    added.emplace_back(holdings_json(plan.after[difference.added[i]]));
  }
  json::array removed;
  for (std::size_t i = 0; i < std::min(difference.removed.size(), limit); ++i) {
    removed.emplace_back(holdings_json(plan.before[difference.removed[i]]));
  }
  json::array changed;
  for (std::size_t i = 0; i < std::min(difference.changed.size(), limit); ++i) {
    const HoldingChange& change = difference.changed[i];
    json::array columns;
    for (const ColumnChange& column : change.columns) {
      columns.push_back(json::object{
          {"column", column.column}, {"before", column.before}, {"after", column.after}});
    }
    changed.push_back(
        json::object{{"title", plan.after[change.after].title}, {"columns", std::move(columns)}});
  }
  return {{"counts",
           {{"added", difference.added.size()},
            {"removed", difference.removed.size()},
            {"changed", difference.changed.size()},
            {"unchanged", difference.unchanged}}},
          {"new_package", plan.new_package},
          {"removes_most", plan.removes_most()},
          {"added", std::move(added)},
          {"removed", std::move(removed)},
          {"changed", std::move(changed)}};
}

void print_reading(const Context& context, const ReadLists& lists) {
  for (const auto& [path, problem] : lists.shown) {
    const std::string place = problem.line > 0 ? " line " + std::to_string(problem.line) : "";
    std::fprintf(stderr, "  %s%s: %s%s\n", path.c_str(), place.c_str(),
                 problem.refused ? "left out: " : "", problem.reason.c_str());
  }
  if (lists.problems > lists.shown.size()) {
    std::string reasons;
    for (const auto& [code, count] : lists.reasons) {
      reasons += (reasons.empty() ? "" : ", ") + code + " " + with_thousands(count);
    }
    std::fprintf(stderr, "  … %s problems in all: %s\n", with_thousands(lists.problems).c_str(),
                 reasons.c_str());
  }
  context.print(with_thousands(lists.rows) + " rows read, " + with_thousands(lists.refused) +
                " left out, " + with_thousands(lists.duplicates) + " there twice.");
}

json::object reading_json(const ReadLists& lists) {
  json::object reasons;
  for (const auto& [code, count] : lists.reasons) reasons[code] = count;
  json::array problems;
  for (const auto& [path, problem] : lists.shown) {
    problems.push_back(json::object{{"file", path},
                                    {"line", problem.line},
                                    {"code", problem.code},
                                    {"reason", problem.reason},
                                    {"refused", problem.refused}});
  }
  return {{"rows", lists.rows},
          {"refused", lists.refused},
          {"duplicates", lists.duplicates},
          {"problems", lists.problems},
          {"reasons", std::move(reasons)},
          {"first_problems", std::move(problems)}};
}

Result<void> apply_plan(Context& context, const HoldingsArguments& arguments, AccessStore& store,
                        const LoadPlan& plan) {
  Progress progress("writing", "rows", context.shows_progress());
  const std::uint64_t total = plan.difference.added.size() + plan.difference.removed.size() +
                              plan.difference.changed.size();
  ApplyOptions options;
  options.actor = clean_text(arguments.actor);
  options.confirmed = arguments.confirm_removals;
  options.stop = &context.stop();
  options.progress = [&](std::uint64_t rows) { progress.update(rows, total, rows); };
  return store.apply(plan, options);
}

Result<int> load(Context& context, const HoldingsArguments& arguments) {
  if (arguments.apply && trim(arguments.actor).empty()) {
    return Error{ErrorCode::kInvalidArgument, "no_actor", "--apply needs --actor: who applies it",
                 ""};
  }
  // Without --apply nothing is written, not even an empty store.
  auto store =
      open_access(context, arguments.apply ? Context::Access::kCreate : Context::Access::kRead);
  if (!store.ok() && store.error().code != ErrorCode::kNotFound) return store.error();
  std::optional<Package> known;
  if (store.ok()) {
    EVIDENCE_ASSIGN(known, (*store)->package(arguments.package));
  }
  EVIDENCE_ASSIGN(ReadLists lists,
                  read_lists(context, arguments, arguments.print || (known && known->print)));
  const Package package = package_of(arguments, known, lists);
  EVIDENCE_TRY(validate(package));
  LoadPlan plan;
  if (store.ok()) {
    EVIDENCE_ASSIGN(plan, (*store)->plan(package, std::move(lists.holdings)));
  } else {
    plan = plan_of_new_package(package, std::move(lists.holdings));
  }
  const bool json = context.options().json;
  json::object answer;
  if (json) {
    answer = {{"package", holdings_json(package)},
              {"read", reading_json(lists)},
              {"difference", difference_json(plan, arguments.limit)}};
  } else {
    print_reading(context, lists);
    print_difference(context, plan, arguments.limit);
  }
  if (arguments.apply && plan.removes_most() && !arguments.confirm_removals) {
    if (json) {
      answer["applied"] = false;
      context.print_json(answer);
    }
    std::fprintf(stderr,
                 "evidence: nothing was changed: the new list takes out more than half of what was "
                 "there.\n  If it is the whole list, add --confirm-removals.\n");
    return 1;
  }
  if (arguments.apply) EVIDENCE_TRY(apply_plan(context, arguments, **store, plan));
  if (json) {
    answer["applied"] = arguments.apply;
    context.print_json(answer);
  } else {
    context.print(arguments.apply ? "Applied." : "Nothing was changed: add --apply and --actor.");
  }
  return 0;
}

}  // namespace

int load_holdings(Context& context, const HoldingsArguments& arguments) {
  const Result<int> code = load(context, arguments);
  return code.ok() ? *code : context.fail(code.error());
}

}  // namespace evidence::app
