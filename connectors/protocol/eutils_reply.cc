#include "connectors/protocol/eutils_reply.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/http_client.h"
#include "base/json.h"
#include "base/text.h"
#include "base/xml.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxSearchBytes = 1U << 20U;
constexpr std::size_t kMaxWarnings = 20;
constexpr std::size_t kMaxTokenBytes = 1'024;

Error bad(std::string slug, std::string message, std::string hint = "") {
  return Error{ErrorCode::kBadContent, std::move(slug), std::move(message), std::move(hint)};
}

std::string_view without_mark(std::string_view body) {
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  return trim(body);
}

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  return to_lower_ascii(text).find(part) != std::string::npos;
}

bool looks_like_html(std::string_view body) {
  const std::string head = to_lower_ascii(body.substr(0, 512));
  return head.find("<html") != std::string::npos ||
         head.find("<!doctype html") != std::string::npos;
}

// The service's own words → what to do about them.
Error service_error(std::string_view words) {
  const std::string message =
      "E-utilities report: " + quoted_for_message(redact_secrets(clean_text(words)), 200);
  static constexpr std::array<std::string_view, 5> kLostHistory = {
      "unable to obtain query", "retrieve history data", "webenv", "query_key", "web environment"};
  // Named first: this one also speaks of history data, and searching again does not help.
  if (contains_ignoring_case(words, "cannot be larger than")) {
    return Error{ErrorCode::kUpstream, "upstream_rejected", message, ""};
  }
  for (const std::string_view sign : kLostHistory) {
    if (contains_ignoring_case(words, sign)) {
      return Error{ErrorCode::kUpstream, "history_lost", message, ""};
    }
  }
  if (contains_ignoring_case(words, "api key")) {
    return Error{ErrorCode::kUpstream, "upstream_rejected", message, "check the API key"};
  }
  return Error{ErrorCode::kUpstream, "upstream_error", message, ""};
}

std::optional<std::int64_t> count_from(std::string_view text) {
  text = trim(text);
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || problem != std::errc{} || end != text.data() + text.size() || value < 0 ||
      value > 10'000'000'000) {
    return std::nullopt;
  }
  return value;
}

Error not_understood(std::string_view kind, std::string_view phrase) {
  return Error{ErrorCode::kInvalidArgument, "query_not_understood",
               "PubMed does not know part of the query (" + std::string(kind) + ": " +
                   quoted_for_message(phrase) + ")",
               "correct the source's query; PubMed would leave this part out"};
}

Result<EutilsSearchReply> checked(EutilsSearchReply reply,
                                  const std::optional<std::int64_t>& count) {
  if (!count) return bad("bad_search_reply", "esearch's reply has no usable Count");
  reply.count = *count;
  const auto is_token = [](std::string_view text) {
    return !text.empty() && text.size() <= kMaxTokenBytes &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
  };
  if (reply.count > 0 && (!is_token(reply.web_env) || !is_token(reply.query_key))) {
    return bad("bad_search_reply", "esearch's reply has no usable WebEnv and QueryKey");
  }
  return reply;
}

void warn(EutilsSearchReply& reply, std::string_view kind, std::string_view words) {
  if (reply.warnings.size() >= kMaxWarnings) return;
  reply.warnings.push_back(std::string(kind) + ": " + quoted_for_message(words));
}

Result<EutilsSearchReply> from_xml(std::string_view body) {
  pugi::xml_document document;
  const Result<void> parsed = parse_xml(body, document, {kMaxSearchBytes, 64});
  if (!parsed.ok()) {
    return bad("bad_search_reply",
               "esearch's reply is not complete XML: " + parsed.error().message);
  }
  const pugi::xml_node root = document.document_element();
  for (const pugi::xml_node node : root.children("ERROR")) {
    if (const std::string words = text_of(node); !words.empty()) return service_error(words);
  }
  if (std::string_view(root.name()) != "eSearchResult") {
    return bad("bad_search_reply", "esearch's reply is " + quoted_for_message(root.name(), 40) +
                                       " instead of eSearchResult");
  }
  for (const pugi::xml_node node : root.child("ErrorList").children()) {
    if (const std::string words = text_of(node); !words.empty()) {
      return not_understood(node.name(), words);
    }
  }
  EutilsSearchReply reply;
  for (const pugi::xml_node node : root.child("WarningList").children()) {
    warn(reply, node.name(), text_of(node));
  }
  reply.web_env = trim(root.child_value("WebEnv"));
  reply.query_key = trim(root.child_value("QueryKey"));
  return checked(std::move(reply), count_from(root.child_value("Count")));
}

// Real error replies have raw line breaks inside strings, which no JSON parser takes; the words
// after "ERROR" are then looked for as text.
std::optional<std::string> error_words_in_broken_json(std::string_view body) {
  for (const std::string_view name : {"\"ERROR\":", "\"error\":"}) {
    const auto at = body.find(name);
    if (at == std::string_view::npos) continue;
    std::string_view rest = trim(body.substr(at + name.size()));
    if (!rest.starts_with('"')) continue;
    rest.remove_prefix(1);
    return std::string(rest.substr(0, std::min<std::size_t>(rest.find('"'), 400)));
  }
  return std::nullopt;
}

std::optional<std::string> error_words_in_json(const json::object& object) {
  for (const std::string_view name : {"error", "ERROR"}) {
    if (std::string words = string_member(object, name); !words.empty()) return words;
  }
  const json::value* result = member(object, "esearchresult");
  if (result != nullptr && result->is_object()) {
    if (std::string words = string_member(result->get_object(), "ERROR"); !words.empty()) {
      return words;
    }
  }
  return std::nullopt;
}

Result<EutilsSearchReply> from_json(std::string_view body) {
  const Result<json::value> parsed = parse_json(body, kMaxSearchBytes);
  if (!parsed.ok() || !parsed->is_object()) {
    if (const auto words = error_words_in_broken_json(body)) return service_error(*words);
    return bad("bad_search_reply", "esearch's reply is not complete JSON");
  }
  if (const auto words = error_words_in_json(parsed->get_object())) return service_error(*words);
  const json::value* result = member(parsed->get_object(), "esearchresult");
  if (result == nullptr || !result->is_object()) {
    return bad("bad_search_reply", "esearch's reply has no esearchresult");
  }
  const json::object& object = result->get_object();
  const auto for_each_phrase = [&object](std::string_view list, const auto& use) {
    const json::value* kinds = member(object, list);
    if (kinds == nullptr || !kinds->is_object()) return;
    for (const auto& kind : kinds->get_object()) {
      if (!kind.value().is_array()) continue;
      for (const json::value& phrase : kind.value().get_array()) {
        if (phrase.is_string())
          use(std::string_view(kind.key()), std::string_view(phrase.get_string()));
      }
    }
  };
  std::optional<Error> unknown;
  for_each_phrase("errorlist", [&unknown](std::string_view kind, std::string_view phrase) {
    if (!unknown) unknown = not_understood(kind, phrase);
  });
  if (unknown) return *std::move(unknown);
  EutilsSearchReply reply;
  for_each_phrase("warninglist", [&reply](std::string_view kind, std::string_view phrase) {
    warn(reply, kind, phrase);
  });
  reply.web_env = string_member(object, "webenv");
  reply.query_key = string_member(object, "querykey");
  return checked(std::move(reply), count_from(string_member(object, "count")));
}

// The text of the first non-empty <ERROR> element near the beginning, whatever surrounds it.
std::optional<std::string> error_element(std::string_view body) {
  std::string_view head = body.substr(0, 8'192);
  while (true) {
    const auto begin = head.find("<ERROR>");
    if (begin == std::string_view::npos) return std::nullopt;
    head.remove_prefix(begin + 7);
    const std::string_view words = trim(head.substr(0, head.find("</ERROR>")));
    if (!words.empty()) return std::string(words);
  }
}

}  // namespace

Result<EutilsSearchReply> parse_search_reply(std::string_view body) {
  body = without_mark(body);
  if (body.empty()) return bad("empty_reply", "esearch's reply is empty");
  if (body.size() > kMaxSearchBytes) return bad("bad_search_reply", "esearch's reply is too large");
  if (body.front() == '{') return from_json(body);
  if (looks_like_html(body)) return error_in_reply(200, body);
  return from_xml(body);
}

Result<void> check_fetch_reply(std::string_view body) {
  body = without_mark(body);
  if (body.empty()) return bad("empty_reply", "efetch's reply is empty");
  if (body.front() == '{' || looks_like_html(body)) return error_in_reply(200, body);
  const std::string_view head = body.substr(0, 4'096);
  const auto root = head.find("<PubmedArticleSet");
  if (root == std::string_view::npos) {
    if (const auto words = error_element(body)) return service_error(*words);
    return bad("bad_fetch_reply", "efetch's reply is no PubmedArticleSet but begins " +
                                      quoted_for_message(clean_text(body.substr(0, 60))));
  }
  // The list has errors beside articles where the service failed half-way.
  const std::string_view tail =
      body.substr(body.size() - std::min<std::size_t>(body.size(), 4'096));
  for (const std::string_view part : {head, tail}) {
    if (const auto words = error_element(part)) return service_error(*words);
  }
  const bool empty_root = head.substr(root).starts_with("<PubmedArticleSet/>") ||
                          head.substr(root).starts_with("<PubmedArticleSet />");
  if (!empty_root && !body.ends_with("</PubmedArticleSet>")) {
    return bad("cut_reply", "efetch's reply ends before its closing </PubmedArticleSet>");
  }
  return {};
}

Error error_in_reply(int status, std::string_view body) {
  body = without_mark(body);
  const std::string where = status == 200 ? "" : "HTTP status " + std::to_string(status) + "; ";
  std::optional<std::string> words = error_element(body);
  if (!words && body.starts_with('{')) {
    const Result<json::value> parsed = parse_json(body, kMaxSearchBytes);
    words = parsed.ok() && parsed->is_object() ? error_words_in_json(parsed->get_object())
                                               : error_words_in_broken_json(body);
  }
  constexpr std::string_view kHtmlError = "Error occurred:";  // inside an HTML page
  if (const auto at = body.substr(0, 8'192).find(kHtmlError);
      !words && at != std::string_view::npos) {
    const std::string_view rest = body.substr(at + kHtmlError.size(), 300);
    words = std::string(rest.substr(0, rest.find('<')));
  }
  if (words && (status < 429)) {
    Error error = service_error(*words);
    error.message = where + error.message;
    // A request that was refused as such is refused again, but for a history that is gone.
    if (status >= 400 && error.slug == "upstream_error") error.slug = "upstream_rejected";
    return error;
  }
  if (status == 429) {
    return Error{ErrorCode::kUpstream, "rate_limited",
                 "E-utilities answer that requests come too fast (429)",
                 "lower requests_per_second or configure an API key"};
  }
  if (status >= 500 || status == 408 || status == 425) {
    return Error{ErrorCode::kUpstream, "upstream_error",
                 "E-utilities answer with status " + std::to_string(status), ""};
  }
  if (status >= 400) {
    return Error{ErrorCode::kUpstream, "upstream_rejected",
                 "E-utilities refuse the request with status " + std::to_string(status),
                 "check query, email and API key of the source"};
  }
  if (looks_like_html(body)) {
    return bad("html_reply", where + "a web page came in place of data",
               "the service may be down, or a proxy asks for a sign-in");
  }
  return bad("bad_reply", where + "the reply is not understood: " +
                              quoted_for_message(clean_text(body.substr(0, 60))));
}

}  // namespace evidence
