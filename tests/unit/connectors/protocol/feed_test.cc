#include "connectors/protocol/feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "connectors/harvester.h"
#include "connectors/protocol/feed_place.h"
#include "tests/support/manual_clock.h"
#include "tests/support/replay_server.h"
#include "tests/support/temp_dir.h"

namespace evidence {
namespace {

using test::ok;
using test::ReplayServer;
using test::Reply;
using test::SeenRequest;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

std::string item(int number) {
  const std::string n = std::to_string(number);
  return "<item><title>Made-up item " + n + "</title><guid isPermaLink=\"false\">made-" + n +
         "</guid></item>";
}
std::string rss(int first, int last) {
  std::string out = "<rss version=\"2.0\"><channel><title>Made-up news</title>";
  for (int i = first; i <= last; ++i) out += item(i);
  return out + "</channel></rss>";
}
std::string atom(int first, int last, const std::string& links) {
  std::string out = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Made up</title>" + links;
  for (int i = first; i <= last; ++i) {
    const std::string n = std::to_string(i);
    out += "<entry><id>urn:made:" + n + "</id><title>Made-up entry " + n +
           "</title><link rel=\"http://opds-spec.org/acquisition/borrow\" "
           "href=\"https://example.org/" +
           n + "\" type=\"text/html\"/></entry>";
  }
  return out + "</feed>";
}
std::string next(const std::string& href) { return "<link rel=\"next\" href=\"" + href + "\"/>"; }
std::string leads_to(const std::string& href) {
  return "<entry><id>" + href +
         "</id><title>More</title><link rel=\"subsection\" "
         "type=\"application/atom+xml;profile=opds-catalog;kind=acquisition\" href=\"" +
         href + "\"/></entry>";
}

// What a harvest leaves, as a store would keep it.
struct Shelf final : RecordSink {
  Result<SinkCounts> write(SinkPage page) override {
    if (pages_left == 0) return Error{ErrorCode::kIo, "stopped", "the store is gone", ""};
    --pages_left;
    for (Record& record : page.records) {
      if (record.deleted) {
        records.erase(record.source_record_id);
      } else {
        records[record.source_record_id] = record.title;
      }
    }
    for (EntryProblem& problem : page.problems) problems.push_back(problem);
    cursor = page.last ? "" : page.cursor_after;
    if (page.notebook) notebook = *page.notebook;
    ++pages;
    return SinkCounts{};
  }
  [[nodiscard]] std::vector<std::string> codes() const {
    std::vector<std::string> out;
    for (const EntryProblem& problem : problems) out.push_back(problem.code);
    return out;
  }
  std::map<std::string, std::string> records;
  std::vector<EntryProblem> problems;
  std::string cursor, notebook;
  int pages = 0;
  int pages_left = 1'000'000;
};

struct Library {
  explicit Library(ReplayServer::Responder responder) : server(std::move(responder)) {
    source.id = "made";
    source.protocol = "feed";
    source.format = "feed";
    source.allow_http = source.allow_private_addresses = true;
    source.requests_per_second = 1'000;
    source.max_retries = 1;
    CurlOptions options;
    options.user_agent = "test";
    options.allow_http = options.allow_private_addresses = true;
    http = std::move(make_curl_client(options)).value();
  }
  void feeds(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) source.options["urls"].push_back(server.url(path));
  }
  // As another process would run it.
  HarvestOutcome harvest() {
    auto connector = make_connector(source, *http, clock);
    EXPECT_TRUE(connector.ok()) << connector.error().message;
    (*connector)->restore(shelf.notebook);
    HarvestOptions options;
    options.cursor = shelf.cursor;
    return run_harvest(**connector, source, options, shelf, clock);
  }

  ReplayServer server;
  SourceConfig source;
  test::ManualClock clock;
  std::unique_ptr<HttpClient> http;
  Shelf shelf;
};

Reply by_path(const std::map<std::string, std::string>& pages, const SeenRequest& request) {
  const auto found = pages.find(request.target);
  return found == pages.end() ? test::status(404) : ok(found->second);
}

TEST(Feed, ReadsSeveralFeedsWithTheirFurtherPages) {
  const std::map<std::string, std::string> pages{{"/a.xml", rss(1, 3)},
                                                 {"/b.xml", atom(1, 2, next("b.xml?page=2"))},
                                                 {"/b.xml?page=2", atom(3, 4, next("/b3.xml"))},
                                                 {"/b3.xml", atom(5, 5, "")}};
  Library library([&](const SeenRequest& request) { return by_path(pages, request); });
  library.feeds({"/a.xml", "/b.xml"});
  const HarvestOutcome outcome = library.harvest();
  EXPECT_TRUE(outcome.finished) << (outcome.error ? outcome.error->message : "");
  EXPECT_EQ(library.shelf.records.size(), 8U);
  EXPECT_TRUE(library.shelf.problems.empty());
  EXPECT_THAT(library.server.targets(),
              ElementsAre("/a.xml", "/b.xml", "/b.xml?page=2", "/b3.xml"));
}

TEST(Feed, AFeedThatHasNothingNewIsNotReadAgain) {
  Library library([](const SeenRequest& request) {
    const auto tag = request.headers.find("if-none-match");
    if (tag != request.headers.end() && tag->second == "\"v1\"") return test::status(304);
    Reply reply = ok(rss(1, 3));
    reply.headers.emplace_back("ETag", "\"v1\"");
    reply.headers.emplace_back("Last-Modified", "Mon, 01 Jan 2024 00:00:00 GMT");
    return reply;
  });
  library.feeds({"/a.xml"});
  EXPECT_TRUE(library.harvest().finished);
  EXPECT_EQ(library.shelf.records.size(), 3U);
  EXPECT_TRUE(library.harvest().finished);
  EXPECT_EQ(library.shelf.records.size(), 3U);
  const auto requests = library.server.requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_FALSE(requests[0].headers.contains("if-none-match"));
  EXPECT_EQ(requests[1].headers.at("if-modified-since"), "Mon, 01 Jan 2024 00:00:00 GMT");
}

TEST(Feed, WhatAFeedDropsStaysAndWhatItDeletesGoes) {
  int day = 1;
  Library library([&day](const SeenRequest&) {
    if (day == 1) return ok(rss(1, 5));
    return ok(
        "<feed xmlns:at=\"http://purl.org/atompub/tombstones/1.0\"><at:deleted-entry "
        "ref=\"made-2\" "
        "when=\"2024-01-02T00:00:00Z\"/><entry><id>made-6</id><title>Six</title></entry></feed>");
  });
  library.feeds({"/a.xml"});
  EXPECT_TRUE(library.harvest().finished);
  day = 2;
  EXPECT_TRUE(library.harvest().finished);
  EXPECT_EQ(library.shelf.records.size(), 5U);
  EXPECT_FALSE(library.shelf.records.contains("made-2"));
  EXPECT_TRUE(library.shelf.records.contains("made-6"));
}

TEST(Feed, OneFeedThatFailsLosesNoOther) {
  bool mended = false;
  Library library([&mended](const SeenRequest& request) {
    if (request.target == "/a.xml") return ok(rss(1, 2));
    if (request.target == "/c.xml") return ok(rss(5, 6));
    if (mended) return ok(rss(3, 4));
    return request.target == "/b.xml" ? ok("<!DOCTYPE html><html>Log in</html>", "text/html")
                                      : test::status(404);
  });
  library.feeds({"/a.xml", "/b.xml", "/gone.xml", "/c.xml"});
  const HarvestOutcome outcome = library.harvest();
  EXPECT_FALSE(outcome.finished);
  ASSERT_TRUE(outcome.error);
  EXPECT_THAT(outcome.error->message, HasSubstr("/b.xml"));
  EXPECT_THAT(outcome.error->message, HasSubstr("/gone.xml"));
  EXPECT_EQ(library.shelf.records.size(), 4U);
  EXPECT_THAT(library.shelf.codes(), ElementsAre("feed_failed", "feed_failed"));
  // The next run begins with all of them again.
  mended = true;
  EXPECT_TRUE(library.harvest().finished);
  EXPECT_EQ(library.shelf.records.size(), 6U);
}

TEST(Feed, AWebPageInPlaceOfTheOnlyFeedIsAnError) {
  Library library([](const SeenRequest&) { return ok("<html><body>Moved</body></html>"); });
  library.feeds({"/a.xml"});
  const HarvestOutcome outcome = library.harvest();
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->slug, "html_reply");
  Library other([](const SeenRequest&) { return ok("<sitemap/>"); });
  other.feeds({"/a.xml"});
  EXPECT_EQ(other.harvest().error->slug, "not_a_feed");
}

TEST(Feed, AFeedThatIsSuddenlyEmptyIsSaid) {
  int last = 9;
  Library library([&last](const SeenRequest&) { return ok(rss(1, last)); });
  library.feeds({"/a.xml"});
  EXPECT_TRUE(library.harvest().finished);
  last = 0;
  EXPECT_TRUE(library.harvest().finished);
  EXPECT_EQ(library.shelf.records.size(), 9U);
  EXPECT_THAT(library.shelf.codes(), ElementsAre("feed_empty"));
}

TEST(Feed, OfACutFeedTheWholeEntriesAreKept) {
  Library library([](const SeenRequest&) {
    const std::string whole = rss(1, 5);
    return ok(whole.substr(0, whole.size() - 60));
  });
  library.feeds({"/a.xml"});
  const HarvestOutcome outcome = library.harvest();
  EXPECT_FALSE(outcome.finished);
  EXPECT_EQ(library.shelf.records.size(), 4U);
  EXPECT_THAT(library.shelf.codes(), Contains("cut_feed"));
}

TEST(Feed, PagesInACircleAreReadOnce) {
  const std::map<std::string, std::string> pages{{"/a", atom(1, 2, next("/b"))},
                                                 {"/b", atom(3, 4, next("/a"))}};
  Library library([&](const SeenRequest& request) { return by_path(pages, request); });
  library.feeds({"/a"});
  const HarvestOutcome outcome = library.harvest();
  EXPECT_TRUE(outcome.finished) << (outcome.error ? outcome.error->message : "");
  EXPECT_EQ(library.shelf.records.size(), 4U);
  EXPECT_THAT(library.shelf.codes(), ElementsAre("page_loop"));
}

TEST(Feed, PagesWithoutEndStopAtTheLimitAndOtherHostsAreLeftAlone) {
  Library library([](const SeenRequest& request) {
    const int page = std::atoi(request.target.substr(1).c_str());
    return ok(atom(page, page, next("/" + std::to_string(page + 1))));
  });
  library.feeds({"/1"});
  library.source.options["max_pages"] = {"5"};
  EXPECT_TRUE(library.harvest().finished);
  EXPECT_EQ(library.shelf.records.size(), 5U);
  EXPECT_THAT(library.shelf.codes(), ElementsAre("left_out"));

  Library other(
      [](const SeenRequest&) { return ok(atom(1, 1, next("https://elsewhere.example.org/2"))); });
  other.feeds({"/1"});
  EXPECT_TRUE(other.harvest().finished);
  EXPECT_THAT(other.shelf.codes(), ElementsAre("left_out"));
  // A catalogue that could not be walked whole is not finished: nothing may seem withdrawn.
  other.source.format = "opds";
  const HarvestOutcome outcome = other.harvest();
  EXPECT_FALSE(outcome.finished);
  ASSERT_TRUE(outcome.error);
  EXPECT_THAT(outcome.error->message, HasSubstr("allowed_hosts"));
}

std::map<std::string, std::string> catalogue() {
  std::map<std::string, std::string> pages;
  std::string root = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Root</title>";
  for (int shelf = 1; shelf <= 4; ++shelf) {
    const std::string path = "/shelf" + std::to_string(shelf);
    root += leads_to(path);
    pages[path] = atom(shelf * 10, shelf * 10 + 2, next(path + "?page=2") + leads_to("/root"));
    pages[path + "?page=2"] = atom(shelf * 10 + 3, shelf * 10 + 4, "");
  }
  pages["/root"] = root + "</feed>";
  return pages;
}

TEST(Feed, AWholeCatalogueIsWalkedOnce) {
  const auto pages = catalogue();
  Library library([&](const SeenRequest& request) { return by_path(pages, request); });
  library.feeds({"/root"});
  library.source.format = "opds";
  library.source.options["navigation"] = {"yes"};
  const HarvestOutcome outcome = library.harvest();
  EXPECT_TRUE(outcome.finished) << (outcome.error ? outcome.error->message : "");
  EXPECT_EQ(library.shelf.records.size(), 20U);
  EXPECT_EQ(library.server.targets().size(), 9U);
  const auto connector = make_connector(library.source, *library.http, library.clock);
  EXPECT_TRUE((*connector)->complete_when_full());
  library.source.format = "atom";
  EXPECT_FALSE(
      (*make_connector(library.source, *library.http, library.clock))->complete_when_full());
}

TEST(Feed, InterruptedAnywhereItEndsTheSame) {
  auto pages = catalogue();
  pages["/news"] = rss(1, 3);
  std::mt19937 random(20240315);
  for (int round = 0; round < 20; ++round) {
    Library library([&](const SeenRequest& request) { return by_path(pages, request); });
    library.feeds({"/news", "/root"});
    library.source.options["navigation"] = {"yes"};
    bool finished = false;
    for (int run = 0; run < 30 && !finished; ++run) {
      library.shelf.pages_left = static_cast<int>(random() % 4);
      finished = library.harvest().finished;
    }
    EXPECT_TRUE(finished);
    EXPECT_EQ(library.shelf.records.size(), 23U) << round;
  }
}

TEST(Feed, OtherEncodingsAreHarvested) {
  Library library([](const SeenRequest&) {
    std::string wide("\xFF\xFE", 2);
    for (const char c : rss(1, 3)) wide += {c, '\0'};
    return ok(wide);
  });
  library.feeds({"/a.xml"});
  EXPECT_TRUE(library.harvest().finished);
  EXPECT_EQ(library.shelf.records.size(), 3U);
}

TEST(Feed, PlacesAndNotebooksSurviveTheirText) {
  FeedPlace place;
  place.harvest = "abc";
  place.feed = 3;
  place.url = "https://example.org/?a=\"b\"";
  place.waiting = {{2, "https://example.org/c"}};
  place.visited = page_mark(place.url);
  place.failed = {"x: y"};
  place.etag = "\"v\"";
  place.entries = 7;
  place.ended = true;
  const auto again = parse_feed_place(to_text(place));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again, place);
  EXPECT_TRUE(has_visited(place, place.url));
  EXPECT_FALSE(parse_feed_place("{}").ok());
  EXPECT_FALSE(parse_feed_place("x").ok());
  EXPECT_TRUE(parse_feed_notebook("x").empty());
  EXPECT_EQ(parse_feed_notebook(to_text(FeedNotebook{{"u", {"e", "m", 3}}})).at("u").entries, 3);
}

TEST(Feed, AChangedListOfFeedsBeginsAgainAndBadSettingsAreRefused) {
  Library library([](const SeenRequest& request) {
    return ok(request.target == "/a" ? rss(1, 2) : rss(3, 4));
  });
  library.feeds({"/a", "/b"});
  library.shelf.pages_left = 1;
  EXPECT_FALSE(library.harvest().finished);
  library.shelf.pages_left = 100;
  library.source.options["urls"].push_back(library.server.url("/c"));
  library.harvest();
  EXPECT_EQ(library.server.targets().back(), "/c");

  for (const auto& [name, value] : std::map<std::string, std::string>{{"follow_next", "maybe"},
                                                                      {"max_pages", "0"},
                                                                      {"max_depth", "x"},
                                                                      {"urls", "file:///etc"}}) {
    SourceConfig bad = library.source;
    bad.options[name] = {value};
    EXPECT_FALSE(make_connector(bad, *library.http, library.clock).ok()) << name;
  }
  SourceConfig none = library.source;
  none.options.clear();
  EXPECT_FALSE(make_connector(none, *library.http, library.clock).ok());
}

TEST(FeedShared, BothDaysOfRecordedFeedsTogetherKeepEverything) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const std::filesystem::path folder = data / "fixtures" / "rss-atom";
  std::vector<std::string> paths;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    const std::string name = file.path().filename().string();
    if (name.starts_with("2021-11-23__") &&
        std::filesystem::exists(folder / ("2021-11-24__" + name.substr(12)))) {
      paths.push_back("/" + name.substr(12));
    }
  }
  std::string day = "2021-11-23__";
  Library library([&](const SeenRequest& request) {
    return ok(test::file_bytes(folder / (day + request.target.substr(1))));
  });
  library.feeds(paths);
  library.source.options["follow_next"] = {"no"};
  EXPECT_TRUE(library.harvest().finished);
  const auto first = library.shelf.records;
  day = "2021-11-24__";
  EXPECT_TRUE(library.harvest().finished);
  EXPECT_GT(first.size(), 300U);
  EXPECT_GT(library.shelf.records.size(), first.size());
  for (const auto& [key, title] : first) EXPECT_TRUE(library.shelf.records.contains(key)) << key;
}

}  // namespace
}  // namespace evidence
