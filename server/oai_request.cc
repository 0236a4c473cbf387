#include "server/oai_request.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/clock.h"
#include "base/result.h"

namespace evidence::server {
namespace {

constexpr std::array<std::string_view, 1> kIdentifierOnly{"identifier"};
constexpr std::array<std::string_view, 1> kTokenOnly{"resumptionToken"};
constexpr std::array<std::string_view, 2> kOfRecord{"identifier", "metadataPrefix"};
constexpr std::array<std::string_view, 5> kOfLists{"metadataPrefix", "from", "until", "set",
                                                   "resumptionToken"};

struct VerbRule {
  OaiVerb verb;
  std::string_view name;
  std::span<const std::string_view> arguments;
  std::span<const std::string_view> required;  // where no resumptionToken stands for them
};
constexpr std::array kVerbs{
    VerbRule{OaiVerb::kIdentify, "Identify", {}, {}},
    VerbRule{OaiVerb::kListMetadataFormats, "ListMetadataFormats", kIdentifierOnly, {}},
    VerbRule{OaiVerb::kListSets, "ListSets", kTokenOnly, {}},
    VerbRule{OaiVerb::kGetRecord, "GetRecord", kOfRecord, kOfRecord},
    VerbRule{OaiVerb::kListIdentifiers, "ListIdentifiers", kOfLists,
             std::span(kOfLists).first<1>()},
    VerbRule{OaiVerb::kListRecords, "ListRecords", kOfLists, std::span(kOfLists).first<1>()},
};

std::string quoted(std::string_view text) { return quoted_for_message(text, 100); }

OaiFault bad_argument(std::string message) { return {"badArgument", std::move(message)}; }

const VerbRule* find_verb(std::string_view name) {
  const auto at = std::find_if(kVerbs.begin(), kVerbs.end(),
                               [name](const VerbRule& rule) { return rule.name == name; });
  return at == kVerbs.end() ? nullptr : &*at;
}

std::optional<OaiFault> check_arguments(const VerbRule& rule, const QueryParameters& parameters,
                                        std::map<std::string, std::string>& arguments) {
  const std::string verb(rule.name);
  for (const auto& [name, value] : parameters) {
    if (name == "verb") continue;
    if (std::find(rule.arguments.begin(), rule.arguments.end(), name) == rule.arguments.end()) {
      return bad_argument(verb + " has no argument " + quoted(name) + ".");
    }
    if (value.empty() && name != "resumptionToken") {
      return bad_argument("The argument " + name + " is empty.");
    }
    if (!arguments.emplace(name, value).second) {
      return bad_argument("The argument " + name + " is given more than once.");
    }
  }
  if (arguments.contains("resumptionToken")) {
    if (arguments.size() == 1) return std::nullopt;
    return bad_argument("resumptionToken stands alone: it holds the other arguments.");
  }
  for (const std::string_view name : rule.required) {
    if (!arguments.contains(std::string(name))) {
      return bad_argument(verb + " needs the argument " + std::string(name) + ".");
    }
  }
  return std::nullopt;
}

// Harvesters say "9999-12-31" for the end of time; the clock ends before.
std::string within_the_clock(std::string time) {
  const bool year = time.size() >= 4 && std::all_of(time.begin(), time.begin() + 4,
                                                    [](char c) { return c >= '0' && c <= '9'; });
  if (!year) return time;
  if (time.substr(0, 4) > "2261") time.replace(0, 4, "2260");  // a leap year too
  if (time.substr(0, 4) < "1970") time.replace(0, 4, "1972");
  return time;
}

// A time as a timestamp, `time_of_day` where it is a day; nullopt for anything else.
std::optional<std::string> time_of(const std::string& text, std::string_view time_of_day) {
  const bool is_day = text.size() == 10;
  const std::string whole = within_the_clock(is_day ? text + std::string(time_of_day) : text);
  if (whole.size() != 20 || whole[4] != '-' || whole[7] != '-' || whole[10] != 'T' ||
      whole[19] != 'Z' || !parse_timestamp(whole)) {
    return std::nullopt;
  }
  return whole;
}

}  // namespace

std::string_view verb_name(OaiVerb verb) {
  return kVerbs[static_cast<std::size_t>(verb)].name;  // in the order of the enumeration
}

const std::string& OaiRequest::argument(const std::string& name) const {
  static const std::string kNone;
  const auto found = arguments.find(name);
  return found == arguments.end() ? kNone : found->second;
}

OaiRequest read_oai_request(const QueryParameters& parameters) {
  OaiRequest request;
  const std::string* verb = nullptr;
  for (const auto& [name, value] : parameters) {
    if (name != "verb") continue;
    if (verb != nullptr) {
      request.fault = OaiFault{"badVerb", "The verb is given more than once."};
      return request;
    }
    verb = &value;
  }
  const VerbRule* rule = verb == nullptr ? nullptr : find_verb(*verb);
  if (rule == nullptr) {
    request.fault = OaiFault{
        "badVerb", (verb == nullptr ? "There is no verb." : quoted(*verb) + " is no verb.") +
                       " The verbs are Identify, ListMetadataFormats, "
                       "ListSets, GetRecord, ListIdentifiers, ListRecords."};
    return request;
  }
  request.verb = rule->verb;
  request.fault = check_arguments(*rule, parameters, request.arguments);
  return request;
}

OaiSpan read_oai_span(const std::string& from, const std::string& until) {
  OaiSpan span;
  for (const auto& [name, text] : {std::pair("from", &from), std::pair("until", &until)}) {
    if (text->empty()) continue;
    const bool is_from = text == &from;
    const auto time = time_of(*text, is_from ? "T00:00:00Z" : "T23:59:59Z");
    if (!time) {
      span.fault = bad_argument(std::string(name) + " is " + quoted(*text) +
                                "; a time is YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.");
      return span;
    }
    (is_from ? span.from : span.until) = *time;
  }
  if (span.from.empty() || span.until.empty()) return span;
  if (from.size() != until.size()) {
    span.fault = bad_argument("from and until must have the same granularity.");
  } else if (from > until) {
    span.fault = bad_argument("from must not be later than until.");
  }
  return span;
}

}  // namespace evidence::server
