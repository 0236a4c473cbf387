// Files at web addresses: conditional requests, changes, errors in their place, interruption.
#include <random>

#include "tests/unit/connectors/protocol/file_servers.h"
#include "tests/unit/connectors/protocol/files_support.h"

namespace evidence::test {
namespace {

using Codes = std::vector<std::string>;

class HttpFile : public ::testing::Test {
 protected:
  SourceConfig source(const std::vector<std::string>& paths,
                      std::map<std::string, std::vector<std::string>> options = {}) {
    std::vector<std::string> urls;
    for (const std::string& path : paths) urls.push_back(web_.server.url(path));
    options["urls"] = urls;
    return file_source("http-file", "kbart", std::move(options));
  }
  FileRun run(FileStore& store, const SourceConfig& source, int most_pages = 1'000'000) {
    return run_files(source, *http_, clock_, dir_ / "work", store, most_pages);
  }

  FileServer web_;
  TempDir dir_;
  ManualClock clock_;
  std::unique_ptr<HttpClient> http_ = local_http();
};

TEST_F(HttpFile, FetchesWhatIsNewAndNothingElse) {
  web_.put("/a", title_list("a", 7), "\"1\"");
  web_.put("/b", gzipped(title_list("b", 2)), "");
  const SourceConfig both = source({"/a", "/b"});
  FileStore store;
  const FileRun first = run(store, both);
  ASSERT_FALSE(first.error) << first.error->message;
  EXPECT_TRUE(first.finished && first.complete);
  EXPECT_EQ(store.titles.size(), 9U);
  const FileRun second = run(store, both);
  ASSERT_TRUE(second.finished);
  EXPECT_EQ(second.entries, 0) << "304, and the same content";
  EXPECT_FALSE(second.complete);
  EXPECT_EQ(web_.server.requests()[2].headers.at("if-none-match"), "\"1\"");
  web_.put("/a", title_list("a", 7, " new"), "\"2\"");
  EXPECT_EQ(run(store, both).entries, 7);
  EXPECT_EQ(store.titles.at("a7"), "Title a7 new");
}

TEST_F(HttpFile, InterruptedAnywhereItEndsInTheSameStore) {
  web_.put("/a", title_list("a", 10), "\"1\"");
  web_.put("/b", title_list("b", 10), "");
  web_.put("/c", title_list("c", 10), "\"3\"");
  const SourceConfig all = source({"/a", "/b", "/c"});
  FileStore whole;
  run(whole, all);
  ASSERT_EQ(whole.titles.size(), 30U);
  std::mt19937 random(2);
  for (int round = 0; round < 20; ++round) {
    FileStore store;
    int entries = 0;
    for (FileRun part; !part.finished;) {
      part = run(store, all, 1 + static_cast<int>(random() % 4));
      ASSERT_FALSE(part.error) << part.error->message;
      entries += part.entries;
      ASSERT_LT(entries, 200);
    }
    EXPECT_EQ(store.titles, whole.titles);
    EXPECT_EQ(entries, 30);
  }
}

TEST_F(HttpFile, AFileThatChangedWhileItWasReadBeginsAnew) {
  web_.put("/a", title_list("a", 9), "\"1\"");
  FileStore store;
  run(store, source({"/a"}), 2);
  std::filesystem::remove_all(dir_ / "work");
  web_.put("/a", title_list("a", 9, " new"), "\"2\"");
  const FileRun rest = run(store, source({"/a"}));
  EXPECT_TRUE(rest.finished);
  EXPECT_EQ(codes_of(rest), Codes{"file_changed"});
  EXPECT_EQ(store.titles.at("a1"), "Title a1 new");
}

TEST_F(HttpFile, ErrorsInPlaceOfTheFileAreErrorsAndNothingIsStored) {
  web_.files["/html"] = ok("<!DOCTYPE html><html><body>Sign in</body></html>", "text/plain");
  web_.files["/empty"] = ok("");
  web_.files["/500"] = status(500);
  web_.files["/503"] = status(503);
  web_.files["/away"] = redirect_to("http://example.org/elsewhere");
  Reply cut = ok(title_list("a", 100));
  cut.cut_after = 500;
  web_.files["/cut"] = cut;
  const std::string gz = gzipped(title_list("g", 4'000));
  web_.files["/gzcut"] = ok(gz.substr(0, gz.size() / 2));
  web_.files["/bomb"] = ok(gzip_bomb(300));
  const std::map<std::string, std::string> wanted{
      {"/html", "html_reply"},       {"/empty", "empty_reply"}, {"/500", "source_failed"},
      {"/503", "source_busy"},       {"/404", "not_found"},     {"/away", "redirect_blocked"},
      {"/cut", "connection_broken"}, {"/gzcut", "broken_files"}};
  for (const auto& [path, slug] : wanted) {
    FileStore store;
    std::filesystem::remove_all(dir_ / "work");
    const FileRun result = run(store, source({path}));
    ASSERT_TRUE(result.error) << path;
    EXPECT_EQ(result.error->slug, slug) << path << " " << result.error->message;
    EXPECT_FALSE(result.finished);
  }
  // 300 MB of nothing are read in constant memory and are no list.
  FileStore store;
  const FileRun bomb = run(store, source({"/bomb"}));
  EXPECT_TRUE(bomb.error);
  EXPECT_TRUE(store.titles.empty());
}

TEST_F(HttpFile, FollowsRedirectsOfTheSameHostAndGoesOnBehindACut) {
  const std::string list = title_list("a", 100);
  int asked = 0;
  ReplayServer server([&](const SeenRequest& request) {
    if (request.target == "/a") return redirect_to("/real");
    Reply reply = ok(list);
    reply.headers.emplace_back("ETag", "\"1\"");
    if (++asked == 1) {
      reply.cut_after = 2'000;
    } else if (const auto range = request.headers.find("range"); range != request.headers.end()) {
      const std::size_t from = std::stoul(range->second.substr(6));
      reply.status = 206;
      reply.body = list.substr(from);
      reply.headers.emplace_back("Content-Range", "bytes " + std::to_string(from) + "-" +
                                                      std::to_string(list.size() - 1) + "/" +
                                                      std::to_string(list.size()));
    }
    return reply;
  });
  const SourceConfig one = file_source("http-file", "kbart", {{"urls", {server.url("/a")}}});
  FileStore store;
  EXPECT_TRUE(run(store, one).error);
  const FileRun second = run(store, one);
  ASSERT_FALSE(second.error) << second.error->message;
  EXPECT_EQ(store.titles.size(), 100U);
  EXPECT_EQ(server.requests().back().headers.at("range"), "bytes=2000-");
}

TEST_F(HttpFile, OneBadAddressHoldsUpNoOther) {
  web_.put("/b", title_list("b", 2), "");
  const SourceConfig both = source({"/missing", "/b"});
  FileStore store;
  const FileRun first = run(store, both);
  ASSERT_TRUE(first.error);
  EXPECT_EQ(first.error->slug, "broken_files");
  EXPECT_EQ(store.titles.size(), 2U);
  web_.put("/missing", title_list("m", 2), "");
  const FileRun second = run(store, both);
  EXPECT_TRUE(second.finished) << second.error->message;
  EXPECT_EQ(store.titles.size(), 4U);
}

TEST_F(HttpFile, AFileAboveTheLimitIsRefusedAndLeavesNothing) {
  web_.put("/a", title_list("a", 1'000), "\"1\"");
  FileStore store;
  const FileRun result = run(store, source({"/a"}, {{"max_file_bytes", {"10000"}}}));
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->code, ErrorCode::kTooLarge);
  EXPECT_TRUE(std::filesystem::is_empty(dir_ / "work"));
}

TEST_F(HttpFile, SettingsThatCannotWorkAreRefused) {
  FileStore store;
  SourceConfig none = file_source("http-file", "kbart", {});
  EXPECT_EQ(run(store, none).error->code, ErrorCode::kInvalidArgument);
  SourceConfig scheme = file_source("http-file", "kbart", {{"urls", {"file:///etc/passwd"}}});
  EXPECT_EQ(run(store, scheme).error->code, ErrorCode::kInvalidArgument);
  SourceConfig size = source({"/a"}, {{"max_file_bytes", {"lots"}}});
  EXPECT_EQ(run(store, size).error->code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace evidence::test
