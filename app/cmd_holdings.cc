// evidence holdings …: title lists as packages of holdings, and who has them.
#include <algorithm>
#include <cstdio>

#include "access/sqlite_access_store.h"
#include "app/commands.h"
#include "app/holdings_commands.h"
#include "app/subcommand.h"
#include "base/text.h"

namespace evidence::app {

Result<std::unique_ptr<AccessStore>> open_access(Context& context, Context::Access access) {
  SqliteAccessOptions options;
  options.directory = context.data_dir();
  options.create = access == Context::Access::kCreate;
  options.read_only = access == Context::Access::kRead;
  auto store = open_sqlite_access(options, context.clock());
  if (store.ok() || store.error().code != ErrorCode::kNotFound) return store;
  return Error{ErrorCode::kNotFound, "no_holdings", "No title list has been loaded yet.",
               "evidence holdings load FILE --package ID --apply --actor NAME"};
}

Result<std::chrono::sys_days> day_of(const std::string& text, const std::string& option) {
  const auto date = parse_date(text);
  if (date && date->day != 0) {
    return std::chrono::sys_days(std::chrono::year(date->year) /
                                 std::chrono::month(static_cast<unsigned>(date->month)) /
                                 std::chrono::day(static_cast<unsigned>(date->day)));
  }
  return Error{ErrorCode::kInvalidArgument, "bad_day",
               option + " " + quoted_for_message(text) + " is no whole day", "such as 2026-01-31"};
}

std::string day_text(std::chrono::sys_days day) { return format_timestamp(day).substr(0, 10); }

std::chrono::sys_days today(Context& context) {
  return std::chrono::floor<std::chrono::days>(context.clock().now());
}

json::object holdings_json(const Holding& holding) {
  json::object object{{"title", holding.title},
                      {"kind", holding_kind_name(holding.kind)},
                      {"depth", depth_name(holding.depth)},
                      {"free", holding.free},
                      {"coverage", coverage_for_people(holding)}};
  for (const HoldingColumn& column : holding_columns()) {
    if (column.name == "publication_title" || column.name == "access_type" ||
        column.name == "coverage_depth" || column.name == "publication_type") {
      continue;
    }
    if (std::string value = column.value(holding); !value.empty()) object[column.name] = value;
  }
  return object;
}

json::object holdings_json(const Package& package) {
  return {{"id", package.id},
          {"name", package.name},
          {"provider", package.provider},
          {"national_core", package.national_core},
          {"print", package.print},
          {"article_by_doi", package.article_by_doi},
          {"source", package.source},
          {"sample", package.sample},
          {"loaded", package.loaded},
          {"file", package.file},
          {"holdings", package.holdings}};
}

json::object holdings_json(const Subscription& subscription) {
  json::object object{{"package", subscription.package},
                      {"subscriber", subscription.subscriber},
                      {"connection", connection_name(subscription.connection)}};
  if (subscription.starts) object["from"] = day_text(*subscription.starts);
  if (subscription.ends) object["to"] = day_text(*subscription.ends);
  if (!subscription.route_template.empty()) object["route_template"] = subscription.route_template;
  return object;
}

namespace {

std::string package_line(const Package& package) {
  std::string line = package.id + "  " + package.name;
  if (!package.provider.empty()) line += ", " + package.provider;
  line += ": " + with_thousands(package.holdings) + " holdings, loaded " +
          package.loaded.substr(0, 10) + " from " + package.file;
  if (package.national_core) line += ", national core";
  if (package.print) line += ", print";
  if (package.article_by_doi) line += ", articles by DOI";
  if (package.sample) line += ", SAMPLE";
  return line;
}

Result<void> list_packages(Context& context, const HoldingsArguments& /*arguments*/) {
  std::vector<Package> packages;
  std::vector<Subscription> subscriptions;
  {
    auto store = open_access(context, Context::Access::kRead);
    if (!store.ok() && store.error().code == ErrorCode::kUnavailable) {
      store = open_access(context, Context::Access::kWrite);  // brings an older file up to date
    }
    if (store.ok()) {
      EVIDENCE_ASSIGN(packages, (*store)->packages());
      EVIDENCE_ASSIGN(subscriptions, (*store)->subscriptions());
    } else if (store.error().code != ErrorCode::kNotFound) {
      return store.error();
    }
  }
  json::array array;
  for (const Package& package : packages) {
    const auto on =
        std::count_if(subscriptions.begin(), subscriptions.end(),
                      [&](const Subscription& one) { return one.package == package.id; });
    if (context.options().json) {
      json::object object = holdings_json(package);
      object["subscriptions"] = on;
      array.emplace_back(std::move(object));
    } else {
      context.print(package_line(package) + "; on for " + std::to_string(on));
    }
  }
  if (context.options().json) {
    context.print_json(json::object{{"packages", std::move(array)}});
  } else if (packages.empty()) {
    context.print("No title list has been loaded yet: evidence holdings load FILE --package ID");
  }
  return {};
}

Result<void> show_package(Context& context, const HoldingsArguments& arguments) {
  EVIDENCE_ASSIGN(const auto store, open_access(context, Context::Access::kRead));
  EVIDENCE_ASSIGN(const auto package, store->package(arguments.package));
  std::vector<Holding> holdings;
  const std::string wanted = fold(arguments.what);
  std::uint64_t found = 0;
  // Says that there is no such package, too.
  EVIDENCE_TRY(store->each_holding(arguments.package, [&](const Holding& holding) {
    if (!wanted.empty() && fold(holding.title).find(wanted) == std::string::npos) return true;
    if (++found <= arguments.limit) holdings.push_back(holding);
    return true;
  }));
  EVIDENCE_ASSIGN(std::vector<Subscription> subscriptions, store->subscriptions());
  std::erase_if(subscriptions,
                [&](const Subscription& one) { return one.package != arguments.package; });
  if (context.options().json) {
    json::object object = holdings_json(*package);
    json::array on;
    for (const Subscription& one : subscriptions) on.emplace_back(holdings_json(one));
    json::array titles;
    for (const Holding& one : holdings) titles.emplace_back(holdings_json(one));
    object["subscriptions"] = std::move(on);
    object["found"] = found;
    object["titles"] = std::move(titles);
    context.print_json(object);
    return {};
  }
  context.print(package_line(*package));
  for (const Subscription& one : subscriptions) {
    context.print("on for " + one.subscriber + ": " + licence_for_people(one));
  }
  if (subscriptions.empty())
    context.print("on for nobody: evidence holdings enable " + package->id);
  for (const Holding& one : holdings) {
    std::string line = "  " + one.title;
    for (const auto& id : {one.print_id, one.online_id}) {
      if (id) line += " " + id->value();
    }
    context.print(line + ": " + coverage_for_people(one) + (one.free ? ", free" : ""));
  }
  if (found > holdings.size()) {
    context.print("  … and " + with_thousands(found - holdings.size()) + " more");
  }
  return {};
}

void print_done(Context& context, const json::object& object, const std::string& text) {
  if (context.options().json) {
    context.print_json(object);
  } else {
    context.print(text);
  }
}

Result<void> remove_package(Context& context, const HoldingsArguments& arguments) {
  EVIDENCE_ASSIGN(const auto store, open_access(context, Context::Access::kWrite));
  EVIDENCE_TRY(store->remove_package(arguments.package, clean_text(arguments.actor)));
  print_done(context, {{"removed", arguments.package}}, "Removed.");
  return {};
}

void note_unknown_subscriber(const Context& context, const std::string& subscriber) {
  const auto& all = context.config().organisations;
  const bool known = subscriber == kNationalSubscriber ||
                     std::any_of(all.begin(), all.end(), [&subscriber](const Organisation& one) {
                       return one.id == subscriber;
                     });
  if (known) return;
  std::fprintf(
      stderr,
      "  No configured organisation is called %s; it counts for organisations that name it "
      "as their consortium.\n",
      quoted_for_message(subscriber).c_str());
}

Result<void> enable_package(Context& context, const HoldingsArguments& arguments) {
  EVIDENCE_ASSIGN(const auto store, open_access(context, Context::Access::kWrite));
  EVIDENCE_ASSIGN(const std::vector<Subscription> all, store->subscriptions());
  // A licence that is there is changed only in what is said.
  Subscription subscription;
  subscription.package = arguments.package;
  subscription.subscriber = arguments.subscriber;
  for (const Subscription& one : all) {
    if (one.package == arguments.package && one.subscriber == arguments.subscriber) {
      subscription = one;
    }
  }
  const auto set_day = [](std::optional<std::chrono::sys_days>& day, const std::string& text,
                          const std::string& option) -> Result<void> {
    if (text == "none") day.reset();
    if (text.empty() || text == "none") return {};
    EVIDENCE_ASSIGN(day, day_of(text, option));
    return {};
  };
  EVIDENCE_TRY(set_day(subscription.starts, arguments.from, "--from"));
  EVIDENCE_TRY(set_day(subscription.ends, arguments.to, "--to"));
  if (!arguments.connection.empty()) {
    subscription.connection =
        connection_by_name(arguments.connection).value_or(Connection::kFederated);
  }
  if (arguments.route_template == "none") {
    subscription.route_template.clear();
  } else if (!arguments.route_template.empty()) {
    subscription.route_template = arguments.route_template;
  }
  EVIDENCE_TRY(store->enable(subscription, clean_text(arguments.actor)));
  note_unknown_subscriber(context, subscription.subscriber);
  print_done(context, holdings_json(subscription),
             subscription.package + " is on for " + subscription.subscriber + ": " +
                 licence_for_people(subscription) + ".");
  return {};
}

Result<void> disable_package(Context& context, const HoldingsArguments& arguments) {
  EVIDENCE_ASSIGN(const auto store, open_access(context, Context::Access::kWrite));
  EVIDENCE_TRY(
      store->disable(arguments.package, arguments.subscriber, clean_text(arguments.actor)));
  print_done(context, {{"package", arguments.package}, {"off_for", arguments.subscriber}},
             arguments.package + " is off for " + arguments.subscriber + ".");
  return {};
}

std::string notice_line(const ChangeNotice& notice) {
  std::string line = notice.at.substr(0, 10) + "  " + std::string(notice_name(notice.kind)) + "  " +
                     notice.package;
  if (!notice.subscriber.empty()) line += " for " + notice.subscriber;
  if (!notice.title.empty()) line += "  " + notice.title;
  if (!notice.identifier.empty()) line += " (" + notice.identifier + ")";
  if (!notice.before.empty() || !notice.after.empty()) line += ": ";
  line += notice.before;
  if (!notice.before.empty() && !notice.after.empty()) line += " → ";
  return line + notice.after + "  [" + notice.actor + "]";
}

Result<void> list_changes(Context& context, const HoldingsArguments& arguments) {
  EVIDENCE_ASSIGN(const auto store, open_access(context, Context::Access::kRead));
  EVIDENCE_ASSIGN(const auto notices,
                  store->notices({arguments.package, arguments.since, arguments.limit}));
  EVIDENCE_ASSIGN(std::vector<Subscription> ending, store->subscriptions());
  const std::chrono::sys_days now = today(context);
  std::erase_if(ending, [&](const Subscription& one) {
    return (!arguments.package.empty() && one.package != arguments.package) || !one.ends ||
           *one.ends < now || *one.ends > now + std::chrono::days(arguments.within);
  });
  std::sort(ending.begin(), ending.end(),
            [](const Subscription& a, const Subscription& b) { return *a.ends < *b.ends; });
  if (context.options().json) {
    json::array changes;
    for (const ChangeNotice& one : notices) {
      changes.push_back(json::object{{"id", one.id},
                                     {"at", one.at},
                                     {"actor", one.actor},
                                     {"kind", notice_name(one.kind)},
                                     {"package", one.package},
                                     {"subscriber", one.subscriber},
                                     {"title", one.title},
                                     {"identifier", one.identifier},
                                     {"before", one.before},
                                     {"after", one.after}});
    }
    json::array ends;
    for (const Subscription& one : ending) ends.emplace_back(holdings_json(one));
    context.print_json(
        json::object{{"licences_ending", std::move(ends)}, {"changes", std::move(changes)}});
    return {};
  }
  for (const Subscription& one : ending) {
    context.print("The licence of " + one.package + " for " + one.subscriber + " ends on " +
                  day_text(*one.ends) + ".");
  }
  for (const ChangeNotice& one : notices) context.print(notice_line(one));
  if (notices.empty() && ending.empty()) context.print("There are no changes.");
  return {};
}

void add_load(CLI::App& command, Run& run, const std::shared_ptr<HoldingsArguments>& arguments) {
  CLI::App* load = command.add_subcommand(
      "load", "Read a package's title list and show what it would change; --apply changes it");
  load->footer(
      "Examples:\n"
      "  evidence holdings load Press_Global_All_2026-01-15.txt --package press-all\n"
      "  evidence holdings load shelves.csv --package our-shelves --print --apply --actor 'A. "
      "Librarian'\n"
      "Exit code 1: the new list takes out most of the old one and waits for --confirm-removals.");
  load->add_option("file", arguments->files, "Title lists (KBART, CSV) that are the whole package")
      ->required()
      ->expected(1, 1'000);
  load->add_option("--package", arguments->package, "The package's id")->required();
  load->add_option("--name", arguments->name, "Its name, for readers");
  load->add_option("--provider", arguments->provider, "Who provides it");
  load->add_option("--source", arguments->source,
                   "The source whose records have this list's title ids");
  load->add_flag("--print", arguments->print, "What stands on shelves");
  load->add_flag("--article-by-doi", arguments->article_by_doi,
                 "An article's DOI leads to this platform: a publisher's own list");
  load->add_flag("--national-core", arguments->national_core, "Bought for the whole nation");
  load->add_flag("--sample", arguments->sample, "Sample data; pages say so");
  load->add_option("--encoding", arguments->encoding, "The files' encoding, such as windows-1252");
  load->add_option("--column", arguments->columns,
                   "OURS=THEIRS where a heading is not known; may be repeated");
  load->add_flag("--apply", arguments->apply, "Change what is stored");
  load->add_flag("--confirm-removals", arguments->confirm_removals,
                 "Also where more than half of the holdings go");
  load->add_option("--actor", arguments->actor, "Who applies it");
  load->add_option("--limit", arguments->limit, "Titles shown of each kind (default 20)")
      ->check(CLI::Range(0, 100'000));
  load->callback([arguments, &run] {
    run = [arguments](Context& context) { return load_holdings(context, *arguments); };
  });
}

void add_check_title(CLI::App& command, Run& run,
                     const std::shared_ptr<HoldingsArguments>& arguments) {
  CLI::App* check = command.add_subcommand(
      "check", "Whether an organisation's readers can open a title, and why");
  check->footer(
      "Example: evidence holdings check 0959-8138 --org example-trust --date 2019-05\n"
      "Exit code 0: it opens or may open; 1: it does not.");
  check->add_option("what", arguments->what, "An ISSN, an ISBN or a whole title")->required();
  check->add_option("--org", arguments->subscriber, "The organisation's id")->required();
  check->add_option("--with", arguments->with, "Its consortium's id; may be repeated");
  check->add_option("--date", arguments->date, "When the work was published: 2004, 2004-05-31");
  check->add_option("--volume", arguments->volume, "Its volume");
  check->add_option("--issue", arguments->issue, "Its issue");
  check->add_option("--on", arguments->on, "As if today were this day");
  check->callback([arguments, &run] {
    run = [arguments](Context& context) { return check_holdings(context, *arguments); };
  });
}

void add_licences(CLI::App& command, Run& run,
                  const std::shared_ptr<HoldingsArguments>& arguments) {
  CLI::App* enable = command.add_subcommand(
      "enable",
      "Switch a package on for an organisation, a consortium or 'national'; or change "
      "its licence");
  enable->add_option("package", arguments->package, "The package's id")->required();
  enable->add_option("--for", arguments->subscriber, "Who has it")->required();
  enable->add_option("--from", arguments->from, "The licence's first day; 'none' for no limit");
  enable->add_option("--to", arguments->to, "Its last day, included; 'none' for no limit");
  enable
      ->add_option("--connection", arguments->connection,
                   "How its platform lets readers in (default federated)")
      ->check(CLI::IsMember({"federated", "proxied", "ip_only", "open"}));
  enable->add_option("--route-template", arguments->route_template,
                     "A WAYFless address with {target_enc}, in place of the organisation's route; "
                     "'none' takes it away");
  enable->add_option("--actor", arguments->actor, "Who does it")->required();
  on(enable, run, arguments, enable_package);
  CLI::App* disable = command.add_subcommand("disable", "Switch a package off");
  disable->add_option("package", arguments->package, "The package's id")->required();
  disable->add_option("--for", arguments->subscriber, "Who no longer has it")->required();
  disable->add_option("--actor", arguments->actor, "Who does it")->required();
  on(disable, run, arguments, disable_package);
}

}  // namespace

void add_holdings(CLI::App& program, Run& run) {
  auto arguments = std::make_shared<HoldingsArguments>();
  CLI::App* command = program.add_subcommand(
      "holdings", "Title lists: what is held where, by whom, from when to when");
  command->require_subcommand(1);
  command->footer("docs/holdings.md explains packages, licences and coverage.");
  add_load(*command, run, arguments);
  CLI::App* list = command->add_subcommand("list", "Every package");
  on(list, run, arguments, list_packages);
  CLI::App* show = command->add_subcommand("show", "A package, who has it, its titles");
  show->add_option("package", arguments->package, "The package's id")->required();
  show->add_option("--find", arguments->what, "Only titles with this text");
  show->add_option("--limit", arguments->limit, "How many titles (default 20)")
      ->check(CLI::Range(0, 1'000'000));
  on(show, run, arguments, show_package);
  CLI::App* remove = command->add_subcommand("remove", "Take a package out, with its licences");
  remove->add_option("package", arguments->package, "The package's id")->required();
  remove->add_option("--actor", arguments->actor, "Who does it")->required();
  on(remove, run, arguments, remove_package);
  add_licences(*command, run, arguments);
  CLI::App* changes =
      command->add_subcommand("changes", "What changed, newest first, and licences that end soon");
  changes->add_option("--package", arguments->package, "Only of this package");
  changes->add_option("--since", arguments->since, "Only from this day on");
  changes->add_option("--within", arguments->within, "Licences that end within so many days")
      ->check(CLI::Range(0, 3'660));
  changes->add_option("--limit", arguments->limit, "How many changes (default 20)")
      ->check(CLI::Range(1, 100'000));
  on(changes, run, arguments, list_changes);
  add_check_title(*command, run, arguments);
}

}  // namespace evidence::app
