// What the parts of `evidence holdings` share: the arguments of all its commands, and the commands
// that are files of their own. Used by cmd_holdings.cc.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "access/access_store.h"
#include "app/context.h"

namespace evidence::app {

struct HoldingsArguments {
  std::vector<std::string> files;
  std::string package, name, provider, source, encoding, actor;
  std::vector<std::string> columns;  // "publication_title=Journal name"
  bool print = false, article_by_doi = false, national_core = false, sample = false;
  bool apply = false, confirm_removals = false;
  std::string subscriber, from, to, connection, route_template;
  std::vector<std::string> with;  // more subscribers
  std::string what, date, volume, issue, on;
  std::string since;
  int within = 90;
  std::size_t limit = 20;
};

Result<std::unique_ptr<AccessStore>> open_access(Context& context, Context::Access access);

// A whole day, "2026-01-31"; `option` is named in the error.
Result<std::chrono::sys_days> day_of(const std::string& text, const std::string& option);
std::string day_text(std::chrono::sys_days day);
std::chrono::sys_days today(Context& context);

// Give the exit code.
int load_holdings(Context& context, const HoldingsArguments& arguments);
int check_holdings(Context& context, const HoldingsArguments& arguments);

json::object holdings_json(const Holding& holding);
json::object holdings_json(const Package& package);
json::object holdings_json(const Subscription& subscription);

}  // namespace evidence::app
