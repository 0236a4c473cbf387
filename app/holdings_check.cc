// evidence holdings check: what of a title an organisation's readers can open, and why.
#include <algorithm>
#include <cstdio>

#include "app/holdings_commands.h"
#include "base/text.h"

namespace evidence::app {

namespace {

struct HoldingVerdict {
  Covered answer = Covered::kNo;
  std::string why;
};

HoldingVerdict judge(const Entitlement& entitlement, const Published& published,
                     std::chrono::sys_days today) {
  const Subscription& licence = *entitlement.subscription;
  switch (licence_on(licence, today)) {
    case LicenceState::kNotYet:
      return {Covered::kNo, "the licence begins on " + day_text(*licence.starts)};
    case LicenceState::kEnded:
      return {Covered::kNo, "the licence ended on " + day_text(*licence.ends)};
    case LicenceState::kRunning:
      break;
  }
  CoverageAnswer coverage = coverage_of(entitlement.holding, published, today);
  HoldingVerdict verdict{coverage.answer, std::move(coverage.note)};
  if (licence.ends) verdict.why += "; licensed to " + day_text(*licence.ends);
  return verdict;
}

// "2004", "2004-05", "2004-05-31".
Result<PartialDate> published_date(const std::string& text) {
  if (text.empty()) return PartialDate{};
  if (const auto date = parse_date(text)) return *date;
  return Error{ErrorCode::kInvalidArgument, "bad_date",
               "--date " + quoted_for_message(text) + " is no date",
               "such as 2004, 2004-05 or 2004-05-31"};
}

// Packages that have the title and are on for none of the subscribers.
std::vector<std::string> switched_off(const std::string& what,
                                      const std::vector<Entitlement>& found,
                                      const KnowledgeBase& base) {
  std::vector<std::string> off;
  for (const Package* package : base.packages_with(what)) {
    const bool on = std::any_of(found.begin(), found.end(), [package](const Entitlement& mine) {
      return mine.package == package;
    });
    if (!on) off.push_back(package->id);
  }
  return off;
}

Result<int> check(Context& context, const HoldingsArguments& arguments) {
  Published published;
  EVIDENCE_ASSIGN(published.date, published_date(arguments.date));
  published.volume = arguments.volume;
  published.issue = arguments.issue;
  std::chrono::sys_days now = today(context);
  if (!arguments.on.empty()) {
    EVIDENCE_ASSIGN(now, day_of(arguments.on, "--on"));
  }
  std::vector<std::string> subscribers{arguments.subscriber};
  subscribers.insert(subscribers.end(), arguments.with.begin(), arguments.with.end());
  subscribers.emplace_back(kNationalSubscriber);
  EVIDENCE_ASSIGN(const auto store, open_access(context, Context::Access::kRead));
  EVIDENCE_ASSIGN(const auto base, store->knowledge_base());
  const std::string what = clean_text(arguments.what);
  std::vector<Entitlement> found = base->find(what, subscribers);
  std::vector<std::pair<HoldingVerdict, const Entitlement*>> judged;
  judged.reserve(found.size());
  for (const Entitlement& one : found) judged.emplace_back(judge(one, published, now), &one);
  std::stable_sort(judged.begin(), judged.end(),
                   [](const auto& a, const auto& b) { return a.first.answer > b.first.answer; });
  const std::vector<std::string> off = switched_off(what, found, *base);
  const bool opens = !judged.empty() && judged.front().first.answer != Covered::kNo;
  if (context.options().json) {
    json::array holdings;
    for (const auto& [verdict, one] : judged) {
      json::object object = holdings_json(one->holding);
      object["answer"] = covered_name(verdict.answer);
      object["why"] = verdict.why;
      object["package"] = one->package->id;
      object["subscription"] = holdings_json(*one->subscription);
      holdings.emplace_back(std::move(object));
    }
    json::array others(off.begin(), off.end());
    context.print_json(json::object{{"opens", opens},
                                    {"on", day_text(now)},
                                    {"holdings", std::move(holdings)},
                                    {"switched_off", std::move(others)}});
    return opens ? 0 : 1;
  }
  for (const auto& [verdict, one] : judged) {
    std::string line = std::string(covered_name(verdict.answer)) + "  " + one->holding.title +
                       ", " + one->package->name + ", " + one->subscription->subscriber + " (" +
                       std::string(connection_name(one->subscription->connection)) +
                       "): " + verdict.why;
    if (!one->holding.url.empty()) line += "\n     " + one->holding.url;
    context.print(line);
  }
  if (judged.empty()) context.print("No package that is switched on has it.");
  for (const std::string& id : off) context.print("not switched on: package " + id);
  return opens ? 0 : 1;
}

}  // namespace

int check_holdings(Context& context, const HoldingsArguments& arguments) {
  const Result<int> code = check(context, arguments);
  return code.ok() ? *code : context.fail(code.error());
}

}  // namespace evidence::app
