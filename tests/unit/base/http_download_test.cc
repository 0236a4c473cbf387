// Downloads to a file: whole, gone on with, cut, too large, slow, refused, disk full.
#include <gtest/gtest.h>

#include "base/file.h"
#include "base/http_client.h"
#include "tests/support/replay_server.h"
#include "tests/support/temp_dir.h"

namespace evidence {
namespace {

using test::ok;
using test::redirect_to;
using test::ReplayServer;
using test::Reply;
using test::SeenRequest;
using test::TempDir;
using namespace std::chrono_literals;

std::unique_ptr<HttpClient> local_client() {
  CurlOptions options;
  options.allow_http = true;
  options.allow_private_addresses = true;
  options.low_speed_time = std::chrono::seconds(1);
  return std::move(make_curl_client(options)).value();
}

HttpDownload to(const std::string& url, const std::filesystem::path& path,
                std::size_t max_bytes = 1U << 20U) {
  HttpDownload download;
  download.request.url = url;
  download.request.max_bytes = max_bytes;
  download.request.timeout = 5s;
  download.path = path;
  return download;
}

std::string content(const std::filesystem::path& path) {
  const auto text = read_file(path, 1U << 24U);
  return text.ok() ? *text : "none";
}

std::string body_of(std::size_t size) {
  std::string body;
  for (std::size_t i = 0; i < size; ++i) body += static_cast<char>('a' + i % 26);
  return body;
}

// A server of one file that can begin anywhere.
Reply serve(const SeenRequest& request, const std::string& body, const std::string& etag,
            std::size_t cut_after = std::string::npos) {
  Reply reply = ok(body, "application/octet-stream");
  reply.headers.emplace_back("ETag", etag);
  const auto range = request.headers.find("range");
  const auto condition = request.headers.find("if-range");
  if (range != request.headers.end() &&
      (condition == request.headers.end() || condition->second == etag)) {
    const std::size_t from = std::stoul(range->second.substr(6));
    if (from >= body.size()) return test::status(416);
    reply.status = 206;
    reply.body = body.substr(from);
    reply.headers.emplace_back("Content-Range", "bytes " + std::to_string(from) + "-" +
                                                    std::to_string(body.size() - 1) + "/" +
                                                    std::to_string(body.size()));
  }
  reply.cut_after = cut_after;
  return reply;
}

TEST(HttpDownload, WritesTheFileAndLeavesNothingBeside) {
  const TempDir dir;
  const std::string body = body_of(300'000);
  ReplayServer server([&](const SeenRequest& request) { return serve(request, body, "\"1\""); });
  const auto answer = local_client()->download(to(server.url("/f"), dir / "f.part"));
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->headers.at("etag"), "\"1\"");
  EXPECT_TRUE(answer->body.empty());
  EXPECT_EQ(content(dir / "f.part"), body);
  EXPECT_FALSE(std::filesystem::exists(dir / "f.part.validator"));
}

TEST(HttpDownload, GoesOnBehindACutWhereTheFileIsTheSame) {
  const TempDir dir;
  const std::string body = body_of(100'000);
  int asked = 0;
  ReplayServer server([&](const SeenRequest& request) {
    return serve(request, body, "\"1\"", ++asked < 4 ? 20'000 : std::string::npos);
  });
  const auto client = local_client();
  for (int attempt = 0; attempt < 3; ++attempt) {
    const auto cut = client->download(to(server.url("/f"), dir / "f.part"));
    ASSERT_FALSE(cut.ok());
    EXPECT_EQ(cut.error().slug, "connection_broken");
    EXPECT_EQ(content(dir / "f.part").size(), 20'000U * static_cast<unsigned>(attempt + 1));
  }
  ASSERT_TRUE(client->download(to(server.url("/f"), dir / "f.part")).ok());
  EXPECT_EQ(content(dir / "f.part"), body);
  EXPECT_EQ(server.requests().back().headers.at("range"), "bytes=60000-");
}

TEST(HttpDownload, BeginsAnewWhereTheFileChangedOrTheServerCannotGoOn) {
  for (const int kind : {0, 1, 2, 3}) {
    const TempDir dir;
    const std::string body = body_of(50'000);
    int asked = 0;
    ReplayServer server([&](const SeenRequest& request) {
      if (++asked == 1) return serve(request, std::string(60'000, 'x'), "\"old\"", 30'000);
      if (kind == 0) return serve(request, body, "\"new\"");  // If-Range does not match
      SeenRequest whole = request;
      whole.headers.erase("range");
      if (kind == 1) return serve(whole, body, "\"old\"");    // no ranges
      if (kind == 2 && asked == 2) return test::status(416);  // shorter now
      if (kind == 3 && asked == 2) {                          // another part
        Reply reply = serve(request, body, "\"old\"");
        for (auto& [name, value] : reply.headers) {
          if (name == "Content-Range") value = "bytes 7-49999/50000";
        }
        return reply;
      }
      return serve(whole, body, "\"new\"");
    });
    const auto client = local_client();
    EXPECT_FALSE(client->download(to(server.url("/f"), dir / "f.part")).ok());
    const auto answer = client->download(to(server.url("/f"), dir / "f.part"));
    ASSERT_TRUE(answer.ok()) << kind << answer.error().message;
    EXPECT_EQ(content(dir / "f.part"), body) << kind;
  }
}

TEST(HttpDownload, OtherAnswersLeaveTheFileAlone) {
  const TempDir dir;
  ReplayServer server([](const SeenRequest& request) {
    if (request.target == "/304") return test::status(304);
    if (request.target == "/404") return test::status(404, "not here");
    return redirect_to("/404");
  });
  const auto client = local_client();
  EXPECT_EQ(client->download(to(server.url("/304"), dir / "f"))->status, 304);
  EXPECT_EQ(client->download(to(server.url("/404"), dir / "f"))->body, "not here");
  EXPECT_EQ(client->download(to(server.url("/r"), dir / "f"))->status, 404);
  EXPECT_FALSE(std::filesystem::exists(dir / "f"));
}

TEST(HttpDownload, StopsAtTheSizeLimitAnnouncedOrNot) {
  for (const bool endless : {false, true}) {
    const TempDir dir;
    Reply reply = ok(std::string(200'000, 'x'));
    reply.endless = endless;
    ReplayServer server([&](const SeenRequest&) { return reply; });
    const auto answer = local_client()->download(to(server.url("/f"), dir / "f", 100'000));
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::kTooLarge);
    EXPECT_FALSE(std::filesystem::exists(dir / "f"));
  }
}

TEST(HttpDownload, KeepsGzipAsItIsSoABombDoesNotGoOff) {
  const TempDir dir;
  Reply reply = ok(test::gzip_bomb(20), "application/gzip");
  reply.headers.emplace_back("Content-Encoding", "gzip");
  ReplayServer server([&](const SeenRequest&) { return reply; });
  ASSERT_TRUE(local_client()->download(to(server.url("/f"), dir / "f")).ok());
  EXPECT_EQ(content(dir / "f"), reply.body);
  EXPECT_FALSE(server.requests()[0].headers.contains("accept-encoding"));
}

TEST(HttpDownload, EndsSlowAndInterruptedTransfers) {
  const TempDir dir;
  Reply slow = ok(body_of(1'000));
  slow.drip = 100ms;
  ReplayServer server([&](const SeenRequest&) { return slow; });
  const auto client = local_client();
  const auto answer = client->download(to(server.url("/f"), dir / "f"));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::kTimeout);
  StopFlag stop;
  stop.request_stop();
  HttpDownload download = to(server.url("/f"), dir / "f");
  download.stop = &stop;
  const auto stopped = client->download(download);
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.error().code, ErrorCode::kCancelled);
}

TEST(HttpDownload, SaysWhenTheFileCannotBeWritten) {
  const TempDir dir;
  ReplayServer server([](const SeenRequest&) { return ok(std::string(200'000, 'x')); });
  const auto nowhere = local_client()->download(to(server.url("/f"), dir / "no/such/f"));
  ASSERT_FALSE(nowhere.ok());
  EXPECT_EQ(nowhere.error().code, ErrorCode::kNotFound);
  const auto full = local_client()->download(to(server.url("/f"), "/dev/full"));
  ASSERT_FALSE(full.ok());
  EXPECT_EQ(full.error().code, ErrorCode::kStorageFull);
}

TEST(HttpDownload, RefusesWhatIsNotAGet) {
  const TempDir dir;
  HttpDownload download = to("http://127.0.0.1:1/f", dir / "f");
  download.request.method = "POST";
  EXPECT_EQ(local_client()->download(download).error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace evidence
