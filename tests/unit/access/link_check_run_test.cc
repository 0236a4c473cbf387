// Whose fault silence is, who is asked to be left alone, under a client that answers by host.
#include "access/link_check_run.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "access/sqlite_link_store.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_dir.h"

namespace evidence {
namespace {

// Answers by host: an error's slug, a status, or a redirect. Unknown hosts answer 200.
class ScriptedWeb final : public HttpClient {
 public:
  Result<HttpResponse> send(const HttpRequest& request) override {
    const std::string host = parse_web_url(request.url)->host;
    asked.push_back(host);
    if (const auto slug = errors.find(host); all_fail.empty() && slug != errors.end()) {
      return Error{ErrorCode::kUnavailable, slug->second, host + ": " + slug->second, ""};
    }
    if (!all_fail.empty()) return Error{ErrorCode::kUnavailable, all_fail, host, ""};
    HttpResponse response;
    response.status = 200;
    if (const auto found = replies.find(host); found != replies.end()) response = found->second;
    return response;
  }
  Result<HttpResponse> download(const HttpDownload&) override {
    return Error{ErrorCode::kInternal, "unused", "", ""};
  }
  [[nodiscard]] bool was_asked(const std::string& host) const {
    return std::find(asked.begin(), asked.end(), host) != asked.end();
  }

  std::map<std::string, std::string> errors;  // by host: slug
  std::map<std::string, HttpResponse> replies;
  std::string all_fail;  // a slug: every exchange fails so
  std::vector<std::string> asked;
};

class WhoseFaultTest : public ::testing::Test {
 protected:
  WhoseFaultTest() {
    auto opened =
        open_sqlite_link_health({directory_.path(), true, std::chrono::seconds(5)}, {}, clock_);
    EXPECT_TRUE(opened.ok());
    store_ = std::move(opened).value();
  }
  Result<CheckRunCounts> run(const std::vector<std::string>& urls) {
    std::vector<PlannedCheck> checks;
    for (const std::string& url : urls) checks.push_back({{url, parse_web_url(url)->host}, false});
    LinkChecker checker(web_, clock_, {});
    LinkCheckRun run(checker, *store_, clock_, stop_, options_);
    web_.asked.clear();
    return run.run(checks, nullptr);
  }
  PlatformState state_of(const std::string& host) {
    const auto states = store_->platform_states();
    for (const PlatformState& state : *states) {
      if (state.host == host) return state;
    }
    return {};
  }
  std::vector<std::string> dead(int count) {
    std::vector<std::string> urls;
    for (int i = 0; i < count; ++i) {
      const std::string host = "dead" + std::to_string(i) + ".example.org";
      web_.errors[host] = "no_connection";
      urls.push_back("https://" + host + "/a");
    }
    return urls;
  }

  test::TempDir directory_;
  test::ManualClock clock_;
  ScriptedWeb web_;
  std::unique_ptr<LinkHealthStore> store_;
  StopFlag stop_;
  CheckRunOptions options_;
};

TEST_F(WhoseFaultTest, DeadPlatformsAtTheFrontEndNoRun) {
  std::vector<std::string> urls = dead(7);
  urls.emplace_back("https://alive.example.org/a");
  const auto first = run(urls);
  ASSERT_TRUE(first.ok()) << first.error().message;
  EXPECT_EQ(first->checked, 8U) << "also where nobody ever answered before";
  clock_.advance(std::chrono::hours(1));
  const auto only_dead = run(dead(7));
  ASSERT_TRUE(only_dead.ok()) << only_dead.error().message;
  EXPECT_TRUE(web_.was_asked("alive.example.org")) << "one that answered lately speaks for us";
  EXPECT_EQ(state_of("dead6.example.org").streak_checks, 2U);
}

TEST_F(WhoseFaultTest, WhereThoseThatAnsweredLatelyAreSilentTooItIsOurs) {
  ASSERT_TRUE(run({"https://alive.example.org/a", "https://well.example.org/a"}).ok());
  clock_.advance(std::chrono::hours(1));
  web_.all_fail = "name_not_resolved";
  const auto down = run(dead(9));
  ASSERT_FALSE(down.ok());
  EXPECT_EQ(down.error().slug, "no_network");
  EXPECT_EQ(web_.asked.size(), 7U) << "five, and two that had answered";
  EXPECT_EQ(state_of("alive.example.org").streak_checks, 0U);
  EXPECT_EQ(state_of("dead0.example.org").streak_checks, 0U);
  EXPECT_FALSE(run({"https://other.example.org/a"}).ok()) << "also where one is asked for alone";
}

TEST_F(WhoseFaultTest, WhereNobodyEverAnsweredARunEndsAtLast) {
  const auto down = run(dead(200));
  ASSERT_FALSE(down.ok());
  EXPECT_EQ(down.error().slug, "no_network");
  EXPECT_LE(web_.asked.size(), 50U);
  EXPECT_TRUE(store_->platform_states()->empty());
}

TEST_F(WhoseFaultTest, ConnectionsThatNobodyTrustsAreHeldAgainstNobody) {
  ASSERT_TRUE(run({"https://alive.example.org/a", "http://plain.example.org/a"}).ok());
  std::vector<std::string> urls = dead(3);
  for (auto& [host, slug] : web_.errors) slug = "tls_error";
  urls.emplace_back("http://plain.example.org/b");
  web_.errors["alive.example.org"] = "tls_error";
  const auto ours = run(urls);
  ASSERT_FALSE(ours.ok()) << "an answer without TLS says nothing of certificates";
  EXPECT_EQ(ours.error().slug, "no_trusted_connection");
  EXPECT_EQ(state_of("dead0.example.org").streak_checks, 0U);
  EXPECT_EQ(state_of("plain.example.org").streak_checks, 0U);
  web_.errors.erase("alive.example.org");
  const auto theirs = run(urls);
  ASSERT_TRUE(theirs.ok()) << theirs.error().message;
  EXPECT_EQ(theirs->causes.at(LinkCause::kInsecure), 3U);
  EXPECT_EQ(state_of("dead0.example.org").streak_checks, 1U);
}

TEST_F(WhoseFaultTest, AHostThatAskedToWaitIsNotReachedByRedirectEither) {
  web_.replies["busy.example.org"] = {429, {{"retry-after", "900"}}, "", ""};
  web_.replies["doi.example.org"] = {302, {{"location", "https://busy.example.org/b"}}, "", ""};
  ASSERT_TRUE(run({"https://busy.example.org/a"}).ok());
  const auto led = run({"https://doi.example.org/1", "https://alive.example.org/a"});
  ASSERT_TRUE(led.ok()) << led.error().message;
  EXPECT_FALSE(web_.was_asked("busy.example.org"));
  EXPECT_EQ(led->left_alone, 1U);
  EXPECT_EQ(led->checked, 1U);
  EXPECT_EQ(state_of("doi.example.org").last_check, 0) << "nothing is known of it";
  clock_.advance(std::chrono::seconds(901));
  EXPECT_EQ(run({"https://doi.example.org/1"})->checked, 1U);
  EXPECT_TRUE(web_.was_asked("busy.example.org"));
}

}  // namespace
}  // namespace evidence
