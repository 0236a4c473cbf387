#include "access/sign_in.h"

#include <algorithm>

#include "access/link_resolver.h"
#include "access/link_template.h"
#include "access/proxy.h"
#include "base/url.h"

namespace evidence {
namespace {

const ResourceRoute* resource_for(const Organisation& organisation, std::string_view host) {
  const auto found =
      std::find_if(organisation.resources.begin(), organisation.resources.end(),
                   [host](const ResourceRoute& each) { return host_is_within(host, each.host); });
  return found == organisation.resources.end() ? nullptr : &*found;
}

void by_template(std::string_view link_template, const TemplateValues& values,
                 std::string_view target, SignIn& sign_in) {
  sign_in.url = fill_template(link_template, values, target);
  sign_in.via = route_name(Route::kWayfless);
  sign_in.label = "Full text (your organisation’s sign-in)";
  sign_in.federated = true;
  if (!has_target(link_template)) sign_in.home_page = true;
}

void by_route(const Organisation& organisation, Route route, std::string_view target,
              SignIn& sign_in) {
  sign_in.url = target;
  sign_in.via = "direct";
  switch (route) {
    case Route::kOpenAthens:
      sign_in = {openathens_url(organisation.openathens_domain, target),
                 "openathens",
                 "Full text (OpenAthens)",
                 true,
                 sign_in.home_page,
                 sign_in.product};
      break;
    case Route::kOpenAthensProxy:
      sign_in.url = openathens_proxy_url(target);
      sign_in.via = route_name(route);
      sign_in.label = "Full text (OpenAthens)";
      break;
    case Route::kEzproxy:
      sign_in.url = ezproxy_url(organisation.ezproxy_prefix, target);
      sign_in.via = route_name(route);
      sign_in.label = "Full text (library sign-in)";
      break;
    case Route::kOnSite:
      sign_in.via = route_name(route);
      sign_in.label = "Full text (on your organisation’s network)";
      break;
    case Route::kWayfless:
    case Route::kNone:
      break;
  }
}

}  // namespace

SignIn sign_in_to(const Organisation& organisation, std::string_view target, std::string_view host,
                  Connection connection, std::string_view own_template) {
  SignIn sign_in;
  TemplateValues values{organisation.entity_id, organisation.scope, ""};
  const ResourceRoute* const resource = resource_for(organisation, host);
  Route route = organisation.route;
  std::string_view link_template = organisation.wayfless_template;
  if (resource != nullptr) {
    route = resource->route;
    values.customer_id = resource->customer_id;
    sign_in.product = resource->product;
    if (!resource->link_template.empty()) link_template = resource->link_template;
    if (!resource->deep_links) {
      sign_in.home_page = true;
      target = resource->home_url;
    }
  } else if (connection == Connection::kIpOnly || connection == Connection::kOpen) {
    route = connection == Connection::kIpOnly ? Route::kOnSite : Route::kNone;
  } else if (!own_template.empty() && has_values(own_template, values)) {
    route = Route::kWayfless;
    link_template = own_template;
  } else if (connection == Connection::kProxied && route == Route::kOpenAthens) {
    route = Route::kOpenAthensProxy;
  }
  if (route == Route::kWayfless && !link_template.empty()) {
    by_template(link_template, values, target, sign_in);
  } else {
    by_route(organisation, route, target, sign_in);
  }
  return sign_in;
}

}  // namespace evidence
