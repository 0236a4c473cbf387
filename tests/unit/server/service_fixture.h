// Services over a small real index, for tests of endpoints with and without sockets.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "base/clock.h"
#include "base/json.h"
#include "server/metrics.h"
#include "server/request_parsing.h"
#include "server/router.h"
#include "server/services.h"
#include "tests/unit/search/search_index.h"

namespace evidence::server {

inline constexpr std::string_view kOpenWork = "w000000000001";      // an open copy and a DOI
inline constexpr std::string_view kLicensedWork = "w000000000002";  // a licensed publisher's page
inline constexpr std::string_view kBareWork = "w000000000003";      // no links at all

inline constexpr std::string_view kFormerWork = "w0000000000zz";  // an old id of kBareWork

class ServiceTest : public ::testing::Test {
 protected:
  ServiceTest()
      : index_(works(), test::Backend::kLocal),
        searcher_(test::options_for(index_.stub())),
        links_({organisation()}),
        services_{searcher_, links_, clock_, metrics_, {}, {}},
        router_(all_routes()) {}

  static std::vector<Work> works() {
    std::vector<Work> all;
    for (int i = 1; i <= 25; ++i) {
      all.push_back(test::make_work(i, "Asthma treatment number " + std::to_string(i),
                                    "Children with asthma were treated."));
      all.back().record.publication.date = {2000 + i, 0, 0};
    }
    all[0].record.links = {{"https://repository.example.org/1.pdf", "pdf", true}};
    all[0].record.identifiers = {*Identifier::parse(IdentifierScheme::kDoi, "10.1234/one")};
    all[1].record.links = {{"https://www.example-journal.org/two", "publisher", false}};
    all[2].former_ids = {std::string(kFormerWork)};
    all[3].study_type = StudyType::kGuideline;
    all[4].study_type = StudyType::kRandomisedTrial;
    return all;
  }

  static Organisation organisation() {
    Organisation organisation;
    organisation.id = "example-trust";
    organisation.name = "Example Trust";
    organisation.route = Route::kOpenAthens;
    organisation.openathens_domain = "example.org";
    organisation.licensed_hosts = {"example-journal.org"};
    organisation.library_name = "Example Library";
    return organisation;
  }
  using Route = evidence::Route;

  // As the server would hand it on.
  static Request request(std::string_view target, QueryEncoding encoding = QueryEncoding::kUtf8) {
    Request request;
    request.method = "GET";
    request.target = std::string(target);
    const Result<ParsedTarget> parsed = parse_target(target, encoding);
    EXPECT_TRUE(parsed.ok()) << target;
    if (parsed.ok()) {
      request.path = parsed->path;
      request.query = parsed->query;
    }
    request.request_id = "0123456789abcdef";
    request.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    return request;
  }
  Response get(std::string_view target) { return dispatch(router_, request(target), services_); }

  static json::object object(const Response& response) {
    const Result<json::value> value = parse_json(response.body);
    EXPECT_TRUE(value.ok()) << response.body;
    return value.ok() && value->is_object() ? value->as_object() : json::object();
  }
  static std::string header(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return "";
  }

  test::SearchIndex index_;
  SystemClock clock_;
  Metrics metrics_;
  Searcher searcher_;
  LinkResolver links_;
  Services services_;
  Router router_;
};

}  // namespace evidence::server
