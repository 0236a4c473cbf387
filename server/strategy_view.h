// Fills the templates of strategies. Pure but for the store of templates; used by
// page_strategies.cc, page_strategy.cc and page_strategy_parts.cc.
#pragma once

#include <string>
#include <vector>

#include "curation/run.h"
#include "curation/strategy.h"
#include "server/services.h"
#include "server/strategy_actions.h"
#include "server/templates.h"

namespace evidence::server {

std::string day_for_people(std::string_view timestamp);       // "22 November 2026"
std::string moment_for_people(const std::string& timestamp);  // "22 November 2026, 00:06 UTC"
std::string works_in_words(std::uint64_t count);              // "1 work", "1,234 works"

void fill_problem(Values& page, const Error& error, const Request& request);
void fill_fields(Values& page, const curation::StrategySettings& settings, Services& services);
// `strategy`: its works can be listed, lines link to them; "" where nothing was kept.
void fill_lines(Values& page, const curation::StoredRun& run,
                const std::vector<query::Message>& whole, const curation::StrategyId& strategy,
                const Services& services);
// One form's way to the edit key: carried on where it is known, asked for otherwise.
void fill_key(Values& page, std::string_view section, std::string_view field,
              const std::string& key);

// The page as private as its address.
Response render_private(int status, std::string_view template_name, PageValues& page,
                        std::string title, const Request& request, Services& services);

}  // namespace evidence::server
