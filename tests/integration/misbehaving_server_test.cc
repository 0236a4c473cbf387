// Servers that misbehave in every way, met by the real binary in the middle of a harvest and again
// at its beginning: the run ends soon, says what happened, loses nothing that was stored, and the
// next one goes on to the end. One protocol stands for each family.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>

#include "tests/integration/harvest_support.h"
#include "tests/integration/road_support.h"
#include "tests/support/program.h"
#include "tests/support/replay_server.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/protocol/file_servers.h"
#include "tests/unit/connectors/protocol/oai_simulator.h"
#include "tests/unit/connectors/protocol/rest_simulator.h"
#include "tests/unit/connectors/protocol/sru_simulator.h"
#include "tests/unit/connectors/pubmed_simulator.h"

namespace evidence::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using std::chrono::steady_clock;
using Responder = std::function<Reply(const SeenRequest&)>;

constexpr int kBadInput = 2;
constexpr int kTryLater = 75;
constexpr auto kSoon = 12s;
constexpr long kMuchMemory = 150 * 1'024 * kMemoryFactor;

// A good server until `good_requests` are over, then one that sends `fault` only.
class TurningServer {
 public:
  explicit TurningServer(Responder good) : good_(std::move(good)) {}
  void turn_after(int good_requests, Reply fault) {
    const std::scoped_lock lock(mutex_);
    left_ = good_requests;
    fault_ = std::move(fault);
  }
  void heal() {
    const std::scoped_lock lock(mutex_);
    fault_.reset();
  }
  [[nodiscard]] std::string url(const std::string& path) const { return server_.url(path); }

 private:
  Reply answer(const SeenRequest& request) {
    const std::scoped_lock lock(mutex_);
    if (fault_ && left_-- <= 0) return *fault_;
    return good_(request);
  }
  Responder good_;
  std::mutex mutex_;  // guards what follows
  int left_ = 0;
  std::optional<Reply> fault_;
  ReplayServer server_{[this](const SeenRequest& request) { return answer(request); }};
};

struct Family {
  std::string protocol, format, path;
  int good_requests;  // until the harvest is in its middle
  std::string more;
  std::function<Responder()> make;
};

[[maybe_unused]] void PrintTo(const Family& family, std::ostream* out) { *out << family.protocol; }

template <typename Simulator>
Responder shared(Simulator simulator) {
  const auto kept = std::make_shared<Simulator>(std::move(simulator));
  return [kept](const SeenRequest& request) { return (*kept)(request); };
}

std::string invented_list(const std::string& name) {
  std::string text = "publication_title\ttitle_id\ttitle_url\tcoverage_depth\n";
  for (int i = 0; i < 40; ++i) {
    const std::string id = name.substr(1) + "-" + std::to_string(i);
    text += "Invented title " + id + "\t" + id + "\thttps://example.org/" + id + "\tfulltext\n";
  }
  return text;
}

Reply invented_feed(const SeenRequest& request) {
  std::string text = "<rss version=\"2.0\"><channel><title>Invented</title>";
  for (int i = 0; i < 20; ++i) {
    const std::string id = request.target.substr(1) + "-" + std::to_string(i);
    text += "<item><title>Invented news " + id + "</title><guid isPermaLink=\"false\">" + id +
            "</guid></item>";
  }
  return ok(text + "</channel></rss>");
}

const std::vector<Family>& families() {
  static const std::vector<Family> kFamilies{
      {"europepmc", "europepmc", "/api", 3, "query = \"asthma\"\npage_size = 10\n",
       [] {
         RestSimulator simulator("europepmc", simulated_works(80));
         simulator.members = [](const SimulatedWork& work) {
           return R"(,"source":"MED","title":"Invented","id":")" + work.id.substr(1) + "\"";
         };
         return shared(std::move(simulator));
       }},
      {"oai-pmh", "oai-pmh", "/oai", 3, "", [] { return shared(OaiSimulator(60)); }},
      {"sru", "marcxml", "/sru", 3,
       "query = \"cql.allRecords=1\"\npage_size = 10\n[options]\nrecord_schema = \"marcxml\"\n",
       [] { return shared(SruSimulator(60)); }},
      {"eutils", "pubmed-xml", "/eutils/", 2, "query = \"asthma\"\npage_size = 30\n",
       [] {
         std::vector<SimulatedArticle> articles;
         for (int i = 1; i <= 60; ++i) articles.push_back({9'000'000 + i, "", ""});
         PubmedSimulator simulator(std::move(articles));
         simulator.looks = [](std::int64_t pmid) {
           return bulk_article(static_cast<int>(pmid), "Invented");
         };
         return shared(std::move(simulator));
       }},
      {"feed", "feed", "", 2, "", [] { return Responder(invented_feed); }},
      {"http-file", "kbart", "", 2, "page_size = 10\n",
       [] {
         return Responder([](const SeenRequest& request) {
           return ok(invented_list(request.target), "text/plain");
         });
       }},
  };
  return kFamilies;
}

struct Fault {
  std::string name;
  Reply reply;
  int exit_code;
  std::string message;  // a part of it
};

std::vector<Fault> faults() {
  const std::string deep_json = std::string(100'000, '[') + std::string(100'000, ']');
  std::string deep_xml;
  for (int i = 0; i < 20'000; ++i) deep_xml += "<a>";
  const std::string half(2'000, ' ');
  Reply drip = ok("<a>" + half);
  drip.drip = 1s;
  Reply drip_head = drip;
  drip_head.drip_head = 1s;
  Reply silent = ok("<a/>");
  silent.delay = 60s;
  Reply cut = ok("<rss><channel><item>" + half);
  cut.cut_after = 1'000;
  Reply closed;
  closed.close_at_once = true;
  Reply busy = status(503, "busy");
  busy.headers.emplace_back("Retry-After", "2");
  Reply bomb = ok(gzip_bomb(40));
  bomb.headers.emplace_back("Content-Encoding", "gzip");
  Reply endless = ok(std::string(64 * 1'024, ' '));
  endless.endless = true;
  Reply too_long = ok("<a/>" + half);
  too_long.content_length = 100'000;
  Reply too_short = ok("<rss><channel><item>" + half);
  too_short.content_length = 500;
  return {
      {"one byte a second", drip, kTryLater, "slow|time|second"},
      {"a head of one byte a second", drip_head, kTryLater, "slow|time|second"},
      {"silence", silent, kTryLater, "slow|time|second"},
      {"a body that is cut", cut, kTryLater, ""},
      {"a connection closed at once", closed, kTryLater, ""},
      {"redirects in a loop", redirect_to("?again"), kBadInput, "redirect"},
      {"a redirect to a file", redirect_to("file:///etc/passwd"), kBadInput, "redirect"},
      {"a redirect to another host", redirect_to("http://example.org/"), kBadInput, "redirect"},
      {"a redirect to another port", redirect_to("http://127.0.0.1:1/"), kBadInput, "redirect"},
      {"a web page", ok("<!DOCTYPE html><html><body>Please log in</body></html>", "text/html"),
       kBadInput, "web page"},
      {"an empty 500", status(500), kTryLater, "500"},
      {"503 with Retry-After", busy, kTryLater, "503"},
      {"404", status(404, "gone"), kBadInput, "404"},
      {"nothing with 200", ok(""), kBadInput, ""},
      {"a gzip bomb", bomb, kBadInput, ""},
      {"an endless body", endless, kBadInput, ""},
      {"deep JSON", ok(deep_json, "application/json"), kBadInput, ""},
      {"deep XML", ok("<?xml version=\"1.0\"?>" + deep_xml), kBadInput, ""},
      {"more announced than sent", too_long, kTryLater, ""},
      {"less announced than sent", too_short, kBadInput, ""},
  };
}

class Misbehaving : public ::testing::TestWithParam<Family> {
 protected:
  Misbehaving() {
    const Family& family = GetParam();
    std::string more = family.more;
    if (family.path.empty()) {
      std::string urls;
      for (const char* path : {"/one", "/two", "/three", "/four"}) {
        urls += (urls.empty() ? "\"" : ", \"") + server_.url(path) + "\"";
      }
      more += "[options]\nurls = [" + urls + "]\n";
      if (family.protocol == "http-file") more += "max_file_bytes = 400000\n";
    }
    settings_ = "protocol = \"" + family.protocol + "\"\nformat = \"" + family.format +
                "\"\nbase_url = \"" + (family.path.empty() ? "" : server_.url(family.path)) +
                "\"\nmax_retries = 0\ntimeout_ms = 1500\nmax_page_bytes = 400000\n";
    more_ = more;
    config_.set_source("bad", settings_ + more_);
  }
  Outcome harvest(const fs::path& data) {
    const auto start = steady_clock::now();
    Outcome outcome = config_.run(data, {"harvest", "bad", "--json"});
    EXPECT_LT(steady_clock::now() - start, kSoon);
    EXPECT_LT(outcome.peak_memory, kMuchMemory);
    return outcome;
  }
  static StoreDump dump(const fs::path& data) { return dump_store(data, "bad", {}); }
  static std::string message_of(const Outcome& outcome) {
    const auto at = outcome.err.find("{\"error\"");
    if (at == std::string::npos) return "";
    const auto end = outcome.err.find('\n', at);
    return string_member(json_of(outcome.err.substr(at, end - at)).at("error").as_object(),
                         "message");
  }

  TempDir dir_;
  HarvestConfig config_;
  TurningServer server_{GetParam().make()};
  std::string settings_, more_;
};

TEST_P(Misbehaving, EndsSoonSaysWhyLosesNothingAndTheNextHarvestCompletes) {
  const Outcome good = harvest(dir_ / "whole");
  ASSERT_EQ(good.exit_code, 0) << good.err;
  const StoreDump whole = dump(dir_ / "whole");
  ASSERT_GE(whole.records.size(), 48U);
  for (const Fault& fault : faults()) {
    SCOPED_TRACE(GetParam().protocol + ": " + fault.name);
    const fs::path data = dir_.path() / fault.name;
    std::map<std::string, std::string> stored;
    for (const int good_requests : {GetParam().good_requests, 0}) {
      server_.turn_after(good_requests, fault.reply);
      const Outcome bad = harvest(data);
      const std::string message = message_of(bad);
      // E-utilities answer 404 to what they refuse, too; several feeds fail for several reasons.
      const bool other =
          GetParam().protocol == "feed" || (GetParam().protocol == "eutils" && fault.name == "404");
      EXPECT_EQ(bad.exit_code, other ? kTryLater : fault.exit_code) << bad.err;
      EXPECT_THAT(message, ::testing::ContainsRegex(fault.message));
      EXPECT_THAT(message, ::testing::HasSubstr("bad")) << "names the source";
      const StoreDump now = dump(data);
      EXPECT_FALSE(now.finished);
      for (const auto& [key, record] : stored) EXPECT_TRUE(now.records.contains(key)) << key;
      if (good_requests > 0) {
        EXPECT_GT(now.records.size(), 0U) << "what came before is stored";
        EXPECT_LT(now.records.size(), whole.records.size());
      }
      stored = now.records;
    }
    server_.heal();
    const Outcome healed = harvest(data);
    EXPECT_EQ(healed.exit_code, 0) << healed.err;
    const StoreDump now = dump(data);
    EXPECT_EQ(now.records, whole.records);
    EXPECT_TRUE(now.finished);
    const Outcome check = config_.run(data, {"check", "store"});
    EXPECT_EQ(check.exit_code, 0) << check.err;
  }
}

TEST_P(Misbehaving, PrivateAddressesAreRefusedUnlessAllowed) {
  config_.set_source("bad", settings_ + "allow_private_addresses = false\n" + more_);
  const Outcome refused = harvest(dir_ / "data");
  EXPECT_EQ(refused.exit_code, GetParam().protocol == "feed" ? kTryLater : kBadInput)
      << refused.err;
  EXPECT_THAT(message_of(refused), ::testing::HasSubstr("private")) << refused.err;
  EXPECT_EQ(dump(dir_ / "data").records.size(), 0U);
}

std::string family_name(const ::testing::TestParamInfo<Family>& family) {
  std::string name = family.param.protocol;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Families, Misbehaving, ::testing::ValuesIn(families()), family_name);

}  // namespace
}  // namespace evidence::test
