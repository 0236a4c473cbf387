#include "tests/unit/connectors/protocol/rest_simulator.h"

#include <algorithm>

#include "base/text.h"
#include "base/url.h"

namespace evidence::test {
namespace {

std::size_t number_in(const std::map<std::string, std::string>& asked, const std::string& name,
                      std::size_t unless) {
  const auto found = asked.find(name);
  return found == asked.end() ? unless : std::strtoul(found->second.c_str(), nullptr, 10);
}

std::string value_in(const std::map<std::string, std::string>& asked, const std::string& name) {
  const auto found = asked.find(name);
  return found == asked.end() ? "" : found->second;
}

Reply json_reply(std::string body) { return ok(std::move(body), "application/json"); }

}  // namespace

std::vector<SimulatedWork> simulated_works(int count) {
  const std::vector<std::string> issns = {"1234-5679", "2345-6787", "3456-7895"};
  std::vector<SimulatedWork> works;
  for (int i = 0; i < count; ++i) {
    const int day = 1 + i % 28;
    works.push_back({"w" + std::to_string(i),
                     std::string("2026-03-") + (day < 10 ? "0" : "") + std::to_string(day),
                     issns[static_cast<std::size_t>(i) % issns.size()]});
  }
  return works;
}

std::map<std::string, std::string> parameters_in(const std::string& target) {
  std::map<std::string, std::string> parameters;
  const auto query = target.find('?');
  if (query == std::string::npos) return parameters;
  for (const std::string_view pair : split(std::string_view(target).substr(query + 1), '&')) {
    const auto equals = pair.find('=');
    parameters[std::string(pair.substr(0, equals))] =
        percent_decode(pair.substr(equals + 1), false).value();
  }
  return parameters;
}

Reply RestSimulator::operator()(const SeenRequest& request) {
  ++requests;
  Reply reply = answer(request);
  if (fault) {
    if (auto other = fault(requests, reply)) return *std::move(other);
  }
  return reply;
}

std::string RestSimulator::entries_of(const std::vector<SimulatedWork>& works, std::size_t from,
                                      std::size_t count) const {
  std::string text;
  for (std::size_t i = from; i < std::min(works.size(), from + count); ++i) {
    text += (text.empty() ? "" : ",") + std::string("{\"simulated\":\"") + works[i].id +
            "\",\"last_updated\":\"" + works[i].changed + "T00:00:00Z\"" +
            (members ? members(works[i]) : "") + "}";
  }
  return text;
}

Reply RestSimulator::answer(const SeenRequest& request) {
  const auto asked = parameters_in(request.target);
  if (protocol_ == "crossref") return crossref(asked);
  if (protocol_ == "doaj") return doaj(asked);
  if (protocol_ == "nice") return nice(request);
  return by_offset(asked);
}

// Europe PMC, OpenAlex and ClinicalTrials.gov: the token says the place.
Reply RestSimulator::by_offset(const std::map<std::string, std::string>& asked) {
  const bool epmc = protocol_ == "europepmc";
  const bool openalex = protocol_ == "openalex";
  std::string token = value_in(asked, epmc ? "cursorMark" : openalex ? "cursor" : "pageToken");
  if (token == "*") token.clear();
  if (!token.empty() && (forgets_places || !token.starts_with("at"))) {
    return status(400, "{\"error\":\"unknown token\"}");
  }
  const std::size_t from = token.empty() ? 0 : std::strtoul(token.c_str() + 2, nullptr, 10);
  const std::size_t size = number_in(asked, epmc || !openalex ? "pageSize" : "per_page", 25);
  const std::size_t end = std::min(works_.size(), from + size);
  const std::string entries = entries_of(works_, from, size);
  const std::string total = std::to_string(works_.size());
  const std::string next = "\"at" + std::to_string(end) + "\"";
  if (epmc) {
    // The last page repeats its own place; a result without hits has none.
    return json_reply("{\"version\":\"6.9\",\"hitCount\":" + total +
                      (works_.empty() ? "" : ",\"nextCursorMark\":" + next) +
                      ",\"resultList\":{\"result\":[" + entries + "]}}");
  }
  if (openalex) {
    return json_reply("{\"meta\":{\"count\":" + total + ",\"next_cursor\":" +
                      (end == works_.size() ? "null" : next) + "},\"results\":[" + entries + "]}");
  }
  return json_reply("{" + (from == 0 ? "\"totalCount\":" + total + "," : std::string()) +
                    "\"studies\":[" + entries + "]" +
                    (end == works_.size() ? "" : ",\"nextPageToken\":" + next) + "}");
}

Reply RestSimulator::crossref(const std::map<std::string, std::string>& asked) {
  std::string cursor = value_in(asked, "cursor");
  if (cursor == "*") {
    std::vector<SimulatedWork> found;
    const std::string filter = value_in(asked, "filter");
    for (const SimulatedWork& work : works_) {
      const bool any = filter.find("issn:") == std::string::npos;
      if (any || filter.find("issn:" + work.issn) != std::string::npos) found.push_back(work);
    }
    cursor = "scroll" + std::to_string(scrolls_.size());
    scrolls_[cursor] = {std::move(found), 0};
  }
  const auto scroll = scrolls_.find(cursor);
  if (scroll == scrolls_.end() || (forgets_places && value_in(asked, "cursor") != "*")) {
    return status(404, R"({"status":"failed","message-type":"validation-failure","message":[]})");
  }
  auto& [found, at] = scroll->second;
  const std::size_t rows = number_in(asked, "rows", 20);
  Reply reply = json_reply(
      "{\"status\":\"ok\",\"message-type\":\"work-list\",\"message\":{\"items-per-page\":" +
      std::to_string(rows) + ",\"total-results\":" + std::to_string(found.size()) +
      ",\"next-cursor\":\"" + cursor + "\",\"items\":[" + entries_of(found, at, rows) + "]}}");
  at = std::min(found.size(), at + rows);
  return reply;
}

Reply RestSimulator::doaj(const std::map<std::string, std::string>& asked) {
  std::vector<SimulatedWork> sorted = works_;
  if (value_in(asked, "sort") == "last_updated:desc") {
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.changed > b.changed; });
  }
  const std::size_t page = number_in(asked, "page", 1);
  const std::size_t size = number_in(asked, "pageSize", 10);
  const std::size_t from = (page - 1) * size;
  if (from >= 1'000) return status(400, "{\"error\":\"too deep\"}");
  return json_reply(
      "{\"total\":" + std::to_string(sorted.size()) + ",\"page\":" + std::to_string(page) +
      ",\"pageSize\":" + std::to_string(size) + ",\"results\":[" + entries_of(sorted, from, size) +
      "]" + (from + size < sorted.size() ? ",\"next\":\"https://example.org/\"" : "") + "}");
}

Reply RestSimulator::nice(const SeenRequest& request) {
  const auto asked = parameters_in(request.target);
  const std::size_t from = number_in(asked, "from", 0);
  if (forgets_places && from > 0) return status(404, "gone");
  constexpr std::size_t kSize = 7;
  const std::string next =
      from + kSize < works_.size()
          ? R"({"Rel":"next","Uri":"/services/index?from=)" + std::to_string(from + kSize) + "\"}"
          : "";
  return json_reply("{\"Links\":[" + next + "],\"IndexItems\":[" + entries_of(works_, from, kSize) +
                    "]}");
}

std::vector<std::string> ids_in(std::string_view page) {
  constexpr std::string_view kMark = "\"simulated\":\"";
  std::vector<std::string> ids;
  for (auto at = page.find(kMark); at != std::string_view::npos; at = page.find(kMark, at)) {
    at += kMark.size();
    ids.emplace_back(page.substr(at, page.find('"', at) - at));
  }
  return ids;
}

std::unique_ptr<HttpClient> loopback_client() {
  CurlOptions options;
  options.allow_http = true;
  options.allow_private_addresses = true;
  options.user_agent = "test";
  return std::move(make_curl_client(options)).value();
}

SourceConfig rest_source(const std::string& protocol, const ReplayServer& server) {
  SourceConfig source;
  source.id = "test";
  source.name = "Test";
  source.protocol = protocol;
  source.format = "jsonl";  // the connectors never look at it
  source.base_url = server.url(protocol == "nice" ? "/services/index" : "/api");
  source.query = protocol == "nice" ? "" : "asthma";
  source.page_size = 10;
  source.requests_per_second = 1'000;
  source.timeout = std::chrono::milliseconds(5'000);
  source.allow_http = true;
  source.allow_private_addresses = true;
  if (protocol == "openalex" || protocol == "nice") source.api_key = "secret";
  return source;
}

Result<std::unique_ptr<Connector>> connector_for(const SourceConfig& source, HttpClient& http,
                                                 Clock& clock) {
  return make_connector(source, http, clock);
}

const std::vector<std::string>& rest_protocols() {
  static const std::vector<std::string> kProtocols = {"europepmc", "crossref",       "doaj",
                                                      "openalex",  "clinicaltrials", "nice"};
  return kProtocols;
}

}  // namespace evidence::test
