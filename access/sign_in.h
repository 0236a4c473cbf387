// The address that leads a reader through the organisation's sign-in to a target. Private to
// access/; pure, thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "access/organisation.h"
#include "access/package.h"

namespace evidence {

struct SignIn {
  std::string url;  // where the reader is sent
  std::string via;  // "direct", "openathens", "openathens-proxy", "ezproxy", "wayfless", "on-site"
  std::string label;       // "Full text (OpenAthens)"; "" where the link is as any other
  bool federated = false;  // the platform itself asks the organisation, no proxy in between
  bool home_page = false;  // opens the platform's home page, not the target
  std::string product;     // what readers call the platform; "" = its host
};

// `target` passed parse_web_url and has host `host`. `connection` of the package that the title is
// in: kProxied takes the OpenAthens managed proxy where the organisation has the redirector,
// kIpOnly and kOpen go direct. `own_template`: the package's, before the organisation's; "" for
// none. A resource's own route holds before both.
SignIn sign_in_to(const Organisation& organisation, std::string_view target, std::string_view host,
                  Connection connection = Connection::kFederated,
                  std::string_view own_template = {});

}  // namespace evidence
