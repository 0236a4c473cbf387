// evidence links …: checks whether links still lead somewhere, shows which platforms fail and what
// readers reported, closes reports.
#include <chrono>
#include <cstdio>
#include <string>

#include "access/link_sample.h"
#include "access/sqlite_link_store.h"
#include "app/commands.h"
#include "app/link_desk.h"
#include "app/progress.h"
#include "app/subcommand.h"
#include "base/date.h"
#include "base/text.h"

namespace evidence::app {

namespace {

struct Arguments {
  std::string platform, actor, note, before;
  std::int64_t limit = 0, older_than = -1, id = 0, show = 100;
  bool open = false, broken = false;
};

constexpr std::int64_t kDay = 86'400;

std::int64_t seconds_now(Context& context) {
  return std::chrono::floor<std::chrono::seconds>(context.clock().now()).time_since_epoch().count();
}

std::string moment(std::int64_t seconds) {
  return format_timestamp(std::chrono::system_clock::time_point{std::chrono::seconds(seconds)});
}

json::value moment_or_null(std::int64_t seconds) {
  return seconds == 0 ? json::value(nullptr) : json::value(moment(seconds));
}

Result<std::unique_ptr<LinkHealthStore>> open_links(Context& context, bool create) {
  return open_sqlite_link_health({context.data_dir(), create, std::chrono::seconds(10)}, {},
                                 context.clock());
}

// Works are read for new links, unless one platform is asked for or there is no store yet.
Result<void> take_sample(Context& context, const Arguments& arguments, LinkHealthStore& links) {
  const std::size_t works = context.config().links.sample_works;
  if (works == 0 || !arguments.platform.empty()) return {};
  const auto records = context.open_store(Context::Access::kRead);
  if (!records.ok()) {
    if (records.error().code == ErrorCode::kNotFound) return {};
    return records.error();
  }
  EVIDENCE_ASSIGN(const SampleWalk walk, offer_sample(**records, links, works, context.stop()));
  static_cast<void>(walk);
  return {};
}

json::object counts_json(const CheckRunCounts& counts) {
  json::object causes;
  for (const auto& [cause, count] : counts.causes) causes[cause_name(cause)] = count;
  return {{"planned", counts.planned},         {"checked", counts.checked},
          {"broken", counts.broken},           {"left_alone", counts.left_alone},
          {"interrupted", counts.interrupted}, {"outcomes", std::move(causes)}};
}

void print_counts(Context& context, const CheckRunCounts& counts) {
  if (context.options().json) {
    context.print_json(counts_json(counts));
    return;
  }
  std::string text = with_thousands(counts.checked) + " links checked, " +
                     with_thousands(counts.broken) + " broken";
  if (counts.left_alone > 0) {
    text += "; " + with_thousands(counts.left_alone) + " left alone, as their platforms had asked";
  }
  context.print(text + ".");
  for (const auto& [cause, count] : counts.causes) {
    context.print("  " + std::string(cause_name(cause)) + "  " + with_thousands(count));
  }
}

Result<void> check(Context& context, const Arguments& arguments) {
  const LinkSettings& settings = context.config().links;
  EVIDENCE_ASSIGN(const auto links, open_links(context, true));
  EVIDENCE_TRY(take_sample(context, arguments, *links));
  CheckPlan plan;
  const std::int64_t now = seconds_now(context);
  const std::int64_t days = arguments.older_than >= 0
                                ? arguments.older_than
                                : static_cast<std::int64_t>(settings.older_than_days);
  plan.older_than = now - days * kDay + (days == 0 ? 1 : 0);
  plan.suspects_older_than = now - static_cast<std::int64_t>(settings.suspect_minutes) * 60;
  plan.limit = arguments.limit > 0 ? static_cast<std::size_t>(arguments.limit) : settings.limit;
  plan.platform = to_lower_ascii(arguments.platform);
  EVIDENCE_ASSIGN(std::vector<PlannedCheck> checks, links->plan(plan));
  EVIDENCE_ASSIGN(const auto client,
                  make_outward_client(context.config(), settings.allow_private_addresses, true,
                                      context.stop()));
  LinkCheckerOptions checking;
  checking.timeout = settings.timeout;
  checking.allow_ip_hosts = settings.allow_private_addresses;
  StoppableClock clock(context.clock(), context.stop());
  LinkChecker checker(*client, clock, checking);
  CheckRunOptions options;
  options.rules = settings.rules;
  options.pause = settings.pause;
  LinkCheckRun run(checker, *links, clock, context.stop(), options);
  Progress progress("links", "links", context.shows_progress());
  EVIDENCE_ASSIGN(
      const CheckRunCounts counts,
      run.run(std::move(checks), [&](const CheckRunCounts& so_far, const std::string& host) {
        const std::size_t done = so_far.checked + so_far.left_alone;
        progress.update(done, so_far.planned, done, host);
      }));
  print_counts(context, counts);
  if (!counts.interrupted) return {};
  return Error{ErrorCode::kCancelled, "interrupted",
               "The check was interrupted; what was checked is kept.",
               "Run the command again: it goes on."};
}

json::object platform_json(const PlatformRow& row) {
  const PlatformState& state = row.state;
  return {{"platform", state.host},
          {"failing_since", moment_or_null(state.failing_since)},
          {"last_check", moment_or_null(state.last_check)},
          {"last_answer", moment_or_null(state.last_answer)},
          {"last_outcome", cause_name(state.last_cause)},
          {"failed_checks_in_a_row", state.streak_checks},
          {"checked_targets", row.checked_targets},
          {"broken_targets", row.broken_targets},
          {"open_reports", row.open_reports}};
}

void print_platform(const Context& context, const PlatformRow& row) {
  const PlatformState& state = row.state;
  std::string text = state.host;
  if (state.failing_since > 0) {
    text += "  FAILING since " + moment(state.failing_since);
  }
  text += state.last_check == 0 ? "  not checked yet"
                                : "  " + std::string(cause_name(state.last_cause)) + " at " +
                                      moment(state.last_check);
  text += "  broken " + std::to_string(row.broken_targets) + " of " +
          std::to_string(row.checked_targets);
  if (row.open_reports > 0) text += "  reports " + std::to_string(row.open_reports);
  context.print(text);
}

Result<void> print_broken(Context& context, const Arguments& arguments, LinkHealthStore& links,
                          json::object& object) {
  EVIDENCE_ASSIGN(const std::vector<TargetRow> targets,
                  links.broken_targets(to_lower_ascii(arguments.platform),
                                       static_cast<std::size_t>(arguments.show)));
  json::array array;
  for (const TargetRow& target : targets) {
    if (!context.options().json) {
      context.print("  " + std::string(cause_name(target.cause)) + "  " + target.url + "  since " +
                    moment(target.since) + (target.detail.empty() ? "" : "\n    " + target.detail));
      continue;
    }
    array.push_back(json::object{{"url", target.url},
                                 {"platform", target.host},
                                 {"outcome", cause_name(target.cause)},
                                 {"status", target.status},
                                 {"led_to", target.final_url},
                                 {"detail", target.detail},
                                 {"checked", moment(target.checked)},
                                 {"since", moment(target.since)}});
  }
  object["broken"] = std::move(array);
  return {};
}

Result<void> status(Context& context, const Arguments& arguments) {
  EVIDENCE_ASSIGN(const auto links, open_links(context, false));
  EVIDENCE_ASSIGN(const std::vector<PlatformRow> rows,
                  links->platforms(static_cast<std::size_t>(arguments.show)));
  EVIDENCE_ASSIGN(const std::int64_t open, links->open_reports());
  json::array array;
  for (const PlatformRow& row : rows) {
    if (!arguments.platform.empty() && row.state.host != to_lower_ascii(arguments.platform)) {
      continue;
    }
    if (context.options().json) {
      array.push_back(platform_json(row));
    } else {
      print_platform(context, row);
    }
  }
  json::object object{{"platforms", std::move(array)}, {"open_reports", open}};
  if (arguments.broken) EVIDENCE_TRY(print_broken(context, arguments, *links, object));
  if (context.options().json) {
    context.print_json(object);
  } else {
    context.print(with_thousands(static_cast<std::uint64_t>(open)) + " open reports.");
  }
  return {};
}

json::object report_json(const LinkReport& report) {
  return {{"id", report.id},
          {"first_reported", moment(report.first_at)},
          {"last_reported", moment(report.last_at)},
          {"times", report.times},
          {"work", report.work},
          {"citation", report.citation},
          {"link", report.link},
          {"target", report.target},
          {"url", report.url},
          {"organisation", report.organisation},
          {"route", report.route},
          {"platform", report.platform},
          {"choice", report.choice},
          {"comment", report.comment},
          {"closed", moment_or_null(report.closed_at)},
          {"closed_by", report.closed_by},
          {"note", report.note}};
}

void print_report(const Context& context, const LinkReport& report) {
  std::string text = std::to_string(report.id) + "  " + moment(report.last_at) + "  " +
                     report.platform + "  " + report.work + "/" + report.link;
  if (report.times > 1) text += "  " + std::to_string(report.times) + " times";
  text += "\n   " + report.citation + "\n   " + report.url;
  if (report.url != report.target) text += "\n   leads to " + report.target;
  if (!report.organisation.empty()) {
    text += "\n   for " + report.organisation + ", by " + report.route;
  }
  if (const ReportChoice* choice = report_choice(report.choice); choice != nullptr) {
    text += "\n   " + std::string(choice->words);
  }
  if (!report.comment.empty()) text += "\n   “" + report.comment + "”";
  if (report.closed_at > 0) {
    text += "\n   closed " + moment(report.closed_at) + " by " + report.closed_by +
            (report.note.empty() ? "" : ": " + report.note);
  }
  context.print(text);
}

Result<void> reports(Context& context, const Arguments& arguments) {
  EVIDENCE_ASSIGN(const auto links, open_links(context, false));
  EVIDENCE_ASSIGN(const std::vector<LinkReport> all,
                  links->reports(arguments.open, static_cast<std::size_t>(arguments.show)));
  json::array array;
  for (const LinkReport& report : all) {
    if (context.options().json) {
      array.push_back(report_json(report));
    } else {
      print_report(context, report);
    }
  }
  if (context.options().json) {
    context.print_json(json::object{{"reports", std::move(array)}});
  } else if (all.empty()) {
    context.print(arguments.open ? "There are no open reports." : "There are no reports.");
  }
  return {};
}

Result<std::int64_t> beginning_of(const std::string& day) {
  const auto date = parse_date(day);
  if (!date || date->day == 0) {
    return Error{ErrorCode::kInvalidArgument, "bad_day",
                 "--before " + quoted_for_message(day) + " is no whole day.",
                 "Such as 2026-01-31."};
  }
  const std::chrono::sys_seconds begins = std::chrono::sys_days(
      std::chrono::year(date->year) / std::chrono::month(static_cast<unsigned>(date->month)) /
      std::chrono::day(static_cast<unsigned>(date->day)));
  return begins.time_since_epoch().count();
}

Result<void> close_many(Context& context, const Arguments& arguments, const std::string& actor,
                        const std::string& note) {
  ReportChosen chosen;
  chosen.platform = to_lower_ascii(trim(arguments.platform));
  if (!arguments.before.empty()) {
    EVIDENCE_ASSIGN(chosen.before, beginning_of(arguments.before));
  }
  EVIDENCE_ASSIGN(const auto links, open_links(context, false));
  EVIDENCE_ASSIGN(const std::int64_t closed, links->close_reports(chosen, actor, note));
  if (context.options().json) {
    context.print_json(json::object{{"closed_reports", closed}});
  } else {
    context.print(with_thousands(static_cast<std::uint64_t>(closed)) + " reports are closed.");
  }
  return {};
}

Result<void> close(Context& context, const Arguments& arguments) {
  const std::string actor(truncate_utf8(clean_text(arguments.actor), 200));
  const std::string note(truncate_utf8(clean_text(arguments.note), 1'000));
  if (actor.empty()) {
    return Error{ErrorCode::kInvalidArgument, "no_actor", "--actor is empty.",
                 "Say who closes the report."};
  }
  const bool many = !arguments.platform.empty() || !arguments.before.empty();
  if (many == (arguments.id != 0)) {
    return Error{ErrorCode::kInvalidArgument, "one_or_many",
                 "Either one report is closed by its number, or many by --platform, --before or "
                 "both.",
                 "Give one of them: evidence links close 12 --actor NAME"};
  }
  if (many) return close_many(context, arguments, actor, note);
  EVIDENCE_ASSIGN(const auto links, open_links(context, false));
  EVIDENCE_TRY(links->close_report(arguments.id, actor, note));
  if (context.options().json) {
    context.print_json(json::object{{"closed", arguments.id}});
  } else {
    context.print("Report " + std::to_string(arguments.id) + " is closed.");
  }
  return {};
}

}  // namespace

void add_links(CLI::App& program, Run& run) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      program.add_subcommand("links", "Check links to full texts; what readers reported of them");
  command->require_subcommand(1);
  command->footer(
      "Example: evidence links check --platform www.example-journal.org --older-than 0\n"
      "`links check` is meant for a timer: deploy/evidence-links.timer, docs/links.md.");
  CLI::App* checks = command->add_subcommand(
      "check", "Ask whether links answer: platforms first, then reported links, then a sample");
  checks->add_option("--platform", arguments->platform, "Only links of this host");
  checks->add_option("--limit", arguments->limit, "At most so many (default: links.toml)")
      ->check(CLI::Range(1, 100'000));
  checks
      ->add_option("--older-than", arguments->older_than,
                   "Leave out what was checked in the last so many days (0: nothing)")
      ->check(CLI::Range(0, 365));
  on(checks, run, arguments, check);
  CLI::App* state = command->add_subcommand("status", "Platforms, failing ones first");
  state->add_option("--platform", arguments->platform, "Only this host");
  state->add_flag("--broken", arguments->broken, "Broken links as well, with what was seen");
  state->add_option("--limit", arguments->show, "How many to show (default 100)")
      ->check(CLI::Range(1, 100'000));
  on(state, run, arguments, status);
  CLI::App* told = command->add_subcommand("reports", "What readers reported, newest first");
  told->add_flag("--open", arguments->open, "Only those that nobody closed yet");
  told->add_option("--limit", arguments->show, "How many to show (default 100)")
      ->check(CLI::Range(1, 100'000));
  on(told, run, arguments, reports);
  CLI::App* done = command->add_subcommand("close", "Close a report, or many");
  done->add_option("id", arguments->id, "Its number, as `links reports` shows it")
      ->check(CLI::PositiveNumber);
  done->add_option("--platform", arguments->platform, "All open ones of this host");
  done->add_option("--before", arguments->before,
                   "All open ones last reported before this day, YYYY-MM-DD");
  done->add_option("--actor", arguments->actor, "Who closes it")->required();
  done->add_option("--note", arguments->note, "What was found or done");
  on(done, run, arguments, close);
}

}  // namespace evidence::app
