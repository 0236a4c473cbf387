// evidence organisation: what is configured of organisations, and where one's readers are sent.
#include <algorithm>

#include "access/access_store.h"
#include "access/organisation_search.h"
#include "access/sign_in.h"
#include "app/commands.h"
#include "app/holdings_commands.h"
#include "base/text.h"
#include "base/url.h"

namespace evidence::app {
namespace {

std::string_view kind_name(OrganisationKind kind) {
  switch (kind) {
    case OrganisationKind::kConsortium:
      return "consortium";
    case OrganisationKind::kNation:
      return "nation";
    case OrganisationKind::kOrganisation:
      break;
  }
  return "organisation";
}

Error unknown_organisation(std::string_view id) {
  return {ErrorCode::kNotFound, "unknown_organisation",
          "There is no organisation " + quoted_for_message(id) + ".",
          "`evidence organisation list` shows those that are configured."};
}

Result<const Organisation*> organisation_by_id(const Context& context, std::string_view id) {
  const auto& all = context.config().organisations;
  const auto found = std::find_if(all.begin(), all.end(),
                                  [id](const Organisation& each) { return each.id == id; });
  if (found == all.end()) return unknown_organisation(id);
  return &*found;
}

// What is switched on for it, its consortia and the nation; empty where no holdings are kept.
Result<std::vector<Subscription>> subscriptions_of(Context& context,
                                                   const Organisation& organisation) {
  auto store = open_access(context, Context::Access::kRead);
  if (!store.ok()) {
    if (store.error().code == ErrorCode::kNotFound) return std::vector<Subscription>();
    return store.error();
  }
  EVIDENCE_ASSIGN(std::vector<Subscription> all, (*store)->subscriptions());
  const std::vector<std::string> who = subscribers_of(organisation, context.config().organisations);
  std::erase_if(all, [&who](const Subscription& each) {
    return std::find(who.begin(), who.end(), each.subscriber) == who.end();
  });
  return all;
}

json::object head_of(const Organisation& organisation) {
  return {{"id", organisation.id},
          {"name", organisation.name},
          {"kind", kind_name(organisation.kind)},
          {"route", route_name(organisation.route)},
          {"choosable", is_choosable(organisation)},
          {"networks", organisation.ip_ranges.size()},
          {"sample", organisation.sample}};
}

Result<void> list_organisations(Context& context, const std::string& typed) {
  const auto& all = context.config().organisations;
  std::vector<const Organisation*> shown;
  if (typed.empty()) {
    for (const Organisation& each : all) shown.push_back(&each);
  } else {
    shown = find_by_name(all, typed, all.size());
  }
  if (context.options().json) {
    json::array rows;
    for (const Organisation* each : shown) rows.emplace_back(head_of(*each));
    context.print_json(json::object{{"organisations", std::move(rows)}});
    return {};
  }
  for (const Organisation* each : shown) {
    context.print(each->id + "  " + each->name + " (" + std::string(kind_name(each->kind)) + ", " +
                  std::string(route_name(each->route)) + ")" + (each->sample ? ", SAMPLE" : ""));
  }
  if (shown.empty()) context.print("No organisation is called so.");
  return {};
}

Result<void> show_organisation(Context& context, const std::string& id) {
  EVIDENCE_ASSIGN(const Organisation* organisation, organisation_by_id(context, id));
  EVIDENCE_ASSIGN(const std::vector<Subscription> packages,
                  subscriptions_of(context, *organisation));
  json::object object = head_of(*organisation);
  json::array on, groups, hosts;
  for (const Subscription& each : packages) on.emplace_back(holdings_json(each));
  for (const std::string& each : organisation->member_of) groups.emplace_back(each);
  for (const std::string& each : organisation->licensed_hosts) hosts.emplace_back(each);
  object["packages"] = std::move(on);
  object["member_of"] = std::move(groups);
  object["licensed_hosts"] = std::move(hosts);
  object["library"] = json::object{{"name", organisation->library_name},
                                   {"email", organisation->library_email},
                                   {"url", organisation->library_url}};
  if (context.options().json) {
    context.print_json(object);
    return {};
  }
  context.print(organisation->name + " (" + organisation->id + ")");
  context.print("Readers are sent by: " + std::string(route_name(organisation->route)));
  context.print("Library: " + organisation->library_name + " " + organisation->library_email);
  for (const std::string& each : organisation->member_of) context.print("Member of: " + each);
  for (const Subscription& each : packages) {
    context.print(
        "Package: " + each.package +
        (each.subscriber == organisation->id ? "" : " (through " + each.subscriber + ")") + ", " +
        std::string(connection_name(each.connection)));
  }
  return {};
}

Result<void> show_link(Context& context, const std::string& id, const std::string& target) {
  EVIDENCE_ASSIGN(const Organisation* organisation, organisation_by_id(context, id));
  EVIDENCE_ASSIGN(const WebUrl url, parse_web_url(target));
  const SignIn sign_in = sign_in_to(*organisation, url.text, url.host);
  if (context.options().json) {
    context.print_json(
        json::object{{"url", sign_in.url}, {"via", sign_in.via}, {"home_page", sign_in.home_page}});
    return {};
  }
  context.print(sign_in.url);
  return {};
}

template <typename Do>
void run_with(CLI::App* command, Run& run, Do act) {
  command->callback([&run, act] {
    run = [act](Context& context) {
      const Result<void> done = act(context);
      return done.ok() ? 0 : context.fail(done.error());
    };
  });
}

}  // namespace

void add_organisation(CLI::App& program, Run& run) {
  struct Arguments {
    std::string id, name, target;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      program.add_subcommand("organisation",
                             "Organisations, and where their readers are sent; they are set in "
                             "config/organisations");
  command->require_subcommand(1);
  CLI::App* list = command->add_subcommand("list", "All of them, or those with such a name");
  list->add_option("--name", arguments->name, "Words of a name");
  run_with(list, run,
           [arguments](Context& context) { return list_organisations(context, arguments->name); });
  CLI::App* show = command->add_subcommand("show", "One, with the packages that are on for it");
  show->add_option("id", arguments->id, "Its id")->required();
  run_with(show, run,
           [arguments](Context& context) { return show_organisation(context, arguments->id); });
  CLI::App* link = command->add_subcommand("link", "The link that its readers are given");
  link->footer("Example: evidence organisation link example-trust https://doi.org/10.5555/12345");
  link->add_option("id", arguments->id, "Its id")->required();
  link->add_option("target", arguments->target, "Where the link is to lead")->required();
  run_with(link, run, [arguments](Context& context) {
    return show_link(context, arguments->id, arguments->target);
  });
}

}  // namespace evidence::app
