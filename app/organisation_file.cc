#include "app/organisation_file.h"

#include <string>
#include <utility>

namespace evidence::app {
namespace {

constexpr std::size_t kMaxRanges = 2'000;

void read_route(TomlTable& table, Route& out) {
  std::string name(route_name(out));
  table.read("route", name);
  if (const auto route = route_by_name(name)) {
    out = *route;
  } else {
    table.report(
        "route must be \"none\", \"openathens\", \"openathens-proxy\", \"ezproxy\", \"wayfless\" "
        "or \"on-site\"");
  }
}

void read_kind(TomlTable& table, OrganisationKind& out) {
  std::string kind = "organisation";
  table.read("kind", kind);
  if (kind == "consortium") {
    out = OrganisationKind::kConsortium;
  } else if (kind == "nation") {
    out = OrganisationKind::kNation;
  } else if (kind != "organisation") {
    table.report("kind must be \"organisation\", \"consortium\" or \"nation\"");
  }
}

void read_ranges(TomlTable& table, std::vector<IpRange>& out) {
  std::vector<std::string> texts;
  table.read("ip_ranges", texts);
  if (texts.size() > kMaxRanges) {
    table.report("ip_ranges has more than " + std::to_string(kMaxRanges) + " entries");
    return;
  }
  for (const std::string& text : texts) {
    const Result<IpRange> range = parse_ip_range(text);
    if (range.ok()) {
      out.push_back(*range);
    } else {
      table.report("ip_ranges: " + range.error().message);
    }
  }
}

void read_resources(TomlTable& table, Organisation& organisation) {
  for (TomlTable& each : table.tables("resource")) {
    ResourceRoute resource;
    resource.route = organisation.route;
    each.read("host", resource.host);
    read_route(each, resource.route);
    each.read("template", resource.link_template);
    each.read("customer_id", resource.customer_id);
    each.read("product", resource.product);
    each.read("deep_links", resource.deep_links);
    each.read("home_url", resource.home_url);
    each.finish();
    organisation.resources.push_back(std::move(resource));
  }
}

}  // namespace

void read_organisations(const std::filesystem::path& path, Findings& findings,
                        std::vector<Organisation>& organisations) {
  TomlFile file = TomlFile::load(path, findings);
  TomlTable root = file.root();
  for (TomlTable& table : root.tables("organisation")) {
    Organisation organisation;
    table.read("id", organisation.id);
    table.read("name", organisation.name);
    read_kind(table, organisation.kind);
    table.read("alternative_names", organisation.alternative_names);
    table.read("member_of", organisation.member_of);
    read_route(table, organisation.route);
    table.read("openathens_domain", organisation.openathens_domain);
    table.read("ezproxy_prefix", organisation.ezproxy_prefix);
    table.read("wayfless_template", organisation.wayfless_template);
    table.read("entity_id", organisation.entity_id);
    table.read("scope", organisation.scope);
    read_ranges(table, organisation.ip_ranges);
    read_resources(table, organisation);
    table.read("licensed_hosts", organisation.licensed_hosts);
    table.read("library_name", organisation.library_name);
    table.read("library_email", organisation.library_email);
    table.read("library_url", organisation.library_url);
    table.read("sample", organisation.sample);
    table.read("openurl_base", organisation.openurl_base);
    table.read("ill_base", organisation.ill_base);
    table.read("link_resolver_name", organisation.link_resolver_name);
    table.read("ill_scheme", organisation.ill_scheme);
    table.read("ill_code", organisation.ill_code);
    table.finish();
    organisations.push_back(std::move(organisation));
  }
  root.finish();
}

}  // namespace evidence::app
