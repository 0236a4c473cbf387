// What the pages' tests share: services without an index, two organisations, a work and a hit to
// change. Used by page_*_test.cc.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "base/clock.h"
#include "model/index_format.h"
#include "server/metrics.h"
#include "server/services.h"

namespace evidence::server {

class PageTest : public ::testing::Test {
 protected:
  PageTest()
      : searcher_(without_index()),
        links_({organisation("example-trust", "Example Trust", Route::kOpenAthens),
                organisation("other-trust", "Other Trust", Route::kNone)}),
        services_{searcher_, links_, clock_, metrics_, {}, {}} {
    services_.site.contact_email = "library@example.org";
    services_.sources.push_back({"pubmed", "PubMed", "Journal articles in medicine.", "Public",
                                 "https://pubmed.ncbi.nlm.nih.gov/", "2026-11-20T03:00:00Z",
                                 false});
  }

  static SearcherOptions without_index() {
    SearcherOptions options;
    options.stub = "/nonexistent/index/current";
    options.profiles["plain"] = RankingProfile{};
    return options;
  }

  static Organisation organisation(std::string id, std::string name, Route route) {
    Organisation organisation;
    organisation.id = std::move(id);
    organisation.name = std::move(name);
    organisation.route = route;
    if (route == Route::kOpenAthens) organisation.openathens_domain = "example.org";
    organisation.licensed_hosts = {"example-journal.org"};
    organisation.library_name = organisation.name + " Library";
    organisation.library_email = "library@example.org";
    return organisation;
  }

  static Request request(std::string path, std::vector<std::pair<std::string, std::string>> query) {
    Request request;
    request.method = "GET";
    request.path = path;
    request.target = std::move(path);
    request.query = std::move(query);
    request.request_id = "req-1";
    request.deadline = std::chrono::steady_clock::time_point::max();
    return request;
  }

  static Work work() {
    Work work;
    work.id = "w0123456789ab";
    Record& record = work.record;
    record.source = "pubmed";
    record.source_record_id = "12345678";
    record.title = "Inhaled treatment in childhood asthma";
    record.abstract = {{"BACKGROUND", "Many children wheeze."}, {"", "They got better."}};
    record.contributors = {{"Smith", "Ann B", "AB", "author", "", ""},
                           {"Brown", "", "C", "author", "", ""}};
    record.publication.title = "Example Journal of Care";
    record.publication.volume = "12";
    record.publication.issue = "3";
    record.publication.pages = "101-109";
    record.publication.date = {2023, 4, 5};
    record.publication_types = {"Randomized Controlled Trial"};
    record.languages = {"eng"};
    record.datestamp = "2023-06-01";
    record.subjects = {{"mesh", "D001249", "Asthma", "Q000188", "drug therapy", true}};
    record.identifiers = {*Identifier::parse(IdentifierScheme::kDoi, "10.1234/example.5"),
                          *Identifier::parse(IdentifierScheme::kPmid, "12345678")};
    work.members = {{"pubmed", "12345678"}};
    work.study_type = StudyType::kRandomisedTrial;
    return work;
  }

  static Hit hit_of(const Work& work) {
    Hit hit;
    hit.id = work.id;
    hit.json = make_hit_json(work);
    hit.title = {{work.record.title, false}};
    if (!work.record.abstract.empty()) hit.snippet = {{work.record.abstract.front().text, false}};
    return hit;
  }

  static SearchRequest search(std::string text) {
    SearchRequest search;
    search.text = std::move(text);
    return search;
  }

  static SearchResponse answer(std::vector<Hit> hits) {
    SearchResponse answer;
    answer.total = hits.size();
    answer.documents = 1'000;
    answer.hits = std::move(hits);
    return answer;
  }

  SystemClock clock_;
  Metrics metrics_;
  Searcher searcher_;
  LinkResolver links_;
  Services services_;
};

}  // namespace evidence::server
