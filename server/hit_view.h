// One work of an answer as the pages show it: the list of results and the point-of-care view share
// it (web/templates/_hit.tpl). Pure but for the access links; thread-safe.
#pragma once

#include <functional>
#include <string>

#include "search/currency_note.h"
#include "server/http_types.h"
#include "server/reader_access.h"
#include "server/services.h"
#include "server/templates.h"

namespace evidence::server {

struct HitPlace {
  const Request& request;
  const Services& services;
  const ReaderAccess& access;
  const CurrencyContext& currency;
  // Address that shows why a work stands where it does; empty where there is no such address, as in
  // an order that is not by score.
  std::function<std::string(const WorkId&)> why_href = {};
  bool explained = false;           // the answer holds the reasons
  std::string_view open_work = {};  // of these reasons only this work's are open; "" = all
};

// Section HIT. Gives whether the hit is sample data.
bool fill_hit(Values& list, const Hit& hit, const HitPlace& place);

}  // namespace evidence::server
