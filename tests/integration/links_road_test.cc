// Links by the real program: checked against a server that fails and heals, reported by a form,
// listed and closed; a run that is stopped goes on.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/integration/road_support.h"
#include "tests/support/program.h"
#include "tests/support/replay_server.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {
namespace {

namespace fs = std::filesystem;

class LinksRoad : public ::testing::Test {
 protected:
  LinksRoad() {
    fs::copy(source_dir() / "config", dir_ / "config", fs::copy_options::recursive);
    write(dir_ / "config/links.toml",
          "[checks]\npause_ms = 0\ntimeout_ms = 5000\nallow_private_addresses = true\n"
          "[failing]\nchecks = 2\nminutes = 0\n");
  }
  std::vector<std::string> words(std::vector<std::string> more) const {
    more.insert(more.begin(), {"--config", (dir_ / "config/evidence.toml").string(), "--data",
                               data_.string(), "--no-progress", "--json"});
    return more;
  }
  Outcome run(std::vector<std::string> more) const { return run_evidence(words(std::move(more))); }
  json::object answer(std::vector<std::string> more) const {
    const Outcome outcome = run(std::move(more));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return json_of(outcome.out);
  }
  // Records with a link each.
  void import(const std::vector<std::string>& urls) const {
    std::string lines;
    for (std::size_t i = 0; i < urls.size(); ++i) {
      lines += R"({"id":")" + std::to_string(i + 1) + R"(","title":"Work number )" +
               std::to_string(i + 1) + R"(","links":[{"url":")" + urls[i] +
               R"(","kind":"publisher","open":false}]})" + "\n";
    }
    write(dir_ / "in.jsonl", lines);
    const Outcome outcome =
        run({"import", (dir_ / "in.jsonl").string(), "--source", "in", "--format", "jsonl"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    ASSERT_EQ(run({"index"}).exit_code, 0);
  }

  TempDir dir_;
  fs::path data_ = dir_ / "data";
};

// A form without fields, as the button beside a link sends it; the status of the answer.
int post_nothing(int port, const std::string& target, const std::string& header = "") {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int status = 0;
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    const std::string request = "POST " + target +
                                " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                                "Content-Length: 0\r\n" +
                                header + "\r\n";
    if (::send(socket, request.data(), request.size(), MSG_NOSIGNAL) ==
        static_cast<ssize_t>(request.size())) {
      std::string head(12, '\0');
      const ssize_t got = ::recv(socket, head.data(), head.size(), MSG_WAITALL);
      if (got == 12) status = std::stoi(head.substr(9));
    }
  }
  ::close(socket);
  return status;
}

TEST_F(LinksRoad, ChecksReportsAndClosesByTheRealProgram) {
  import({"https://www.example-journal.org/one"});
  const json::object found = answer({"search", "work"});
  const std::string work = string_member(found.at("hits").as_array().front().as_object(), "id");
  const Server server(data_, {"--config", (dir_ / "config/evidence.toml").string()});
  const std::string path = "/works/" + work + "/links/publisher-1/report";
  ASSERT_NE(http_get(server.port(), "/works/" + work).body.find(path), std::string::npos);
  EXPECT_EQ(post_nothing(server.port(), path), 303);
  EXPECT_EQ(post_nothing(server.port(), path, "Sec-Fetch-Site: cross-site\r\n"), 403);
  EXPECT_EQ(post_nothing(server.port(), "/works/" + work + "/links/nonsense/report"), 404);
  const json::object told = answer({"links", "reports", "--open"});
  ASSERT_EQ(told.at("reports").as_array().size(), 1U);
  const json::object& report = told.at("reports").as_array().front().as_object();
  EXPECT_EQ(string_member(report, "target"), "https://www.example-journal.org/one");
  EXPECT_EQ(string_member(report, "work"), work);
  const std::string id = std::to_string(number(report, "id"));
  EXPECT_EQ(run({"links", "close", id}).exit_code, 2) << "who?";
  answer({"links", "close", id, "--actor", "A. Librarian", "--note", "told the publisher"});
  EXPECT_EQ(run({"links", "close", id, "--actor", "B"}).exit_code, 2);
  EXPECT_TRUE(answer({"links", "reports", "--open"}).at("reports").as_array().empty());
  EXPECT_EQ(post_nothing(server.port(), path), 303);
  const std::vector<std::string> many{"links", "close", "--actor", "A. Librarian"};
  const auto close_by = [&](const std::vector<std::string>& more) {
    std::vector<std::string> all = many;
    all.insert(all.end(), more.begin(), more.end());
    return all;
  };
  EXPECT_EQ(run(many).exit_code, 2) << "which?";
  EXPECT_EQ(run(close_by({id, "--platform", "www.example-journal.org"})).exit_code, 2);
  EXPECT_EQ(run(close_by({"--before", "yesterday"})).exit_code, 2);
  EXPECT_EQ(number(answer(close_by({"--before", "2020-01-01"})), "closed_reports"), 0);
  EXPECT_EQ(number(answer(close_by({"--platform", "WWW.example-journal.org"})), "closed_reports"),
            1);
  EXPECT_EQ(http_get(server.port(), "/links").status, 200);
  EXPECT_EQ(http_get(server.port(), "/api/v1/link-health").status, 200);
}

// Records hold no numeric addresses, but they may hold this name.
std::string local(const ReplayServer& server, int page) {
  return "http://localhost:" + std::to_string(server.port()) + "/" + std::to_string(page);
}

TEST_F(LinksRoad, APlatformThatFailsIsNamedAndHealsWhenItAnswers) {
  std::atomic<bool> broken{true};
  const ReplayServer platform(
      [&](const SeenRequest&) { return broken ? status(503) : ok("<html>", "text/html"); });
  import({local(platform, 1), local(platform, 2), local(platform, 3)});
  EXPECT_NE(run({"links", "status"}).exit_code, 0) << "nothing was checked yet";
  const json::object first = answer({"links", "check"});
  EXPECT_EQ(number(first, "checked"), 3);
  EXPECT_EQ(number(first, "broken"), 3);
  const auto row = [&] {
    const json::object state = answer({"links", "status", "--broken"});
    EXPECT_EQ(state.at("platforms").as_array().size(), 1U);
    return state.at("platforms").as_array().front().as_object();
  };
  EXPECT_EQ(string_member(row(), "platform"), "localhost");
  EXPECT_EQ(string_member(row(), "last_outcome"), "server_error");
  EXPECT_FALSE(row().at("failing_since").is_null());
  EXPECT_EQ(number(answer({"links", "check"}), "checked"), 0) << "too soon to ask again";
  broken = false;
  EXPECT_EQ(number(answer({"links", "check", "--older-than", "0", "--limit", "1"}), "checked"), 1);
  EXPECT_TRUE(row().at("failing_since").is_null()) << "one answer heals";
  EXPECT_EQ(number(row(), "broken_targets"), 2) << "the others are still to be looked at";
}

TEST_F(LinksRoad, ACheckThatIsStoppedKeepsWhatItHasAndGoesOn) {
  std::atomic<int> asked{0};
  const ReplayServer platform([&](const SeenRequest&) {
    ++asked;
    Reply page = ok("<html>", "text/html");
    page.delay = std::chrono::milliseconds(50);
    return page;
  });
  std::vector<std::string> urls;
  for (int i = 0; i < 30; ++i) urls.push_back(local(platform, i));
  import(urls);
  Program check(words({"links", "check"}));
  while (asked.load() < 5 && check.running()) usleep(5'000);
  check.send_signal(SIGINT);
  EXPECT_EQ(check.wait(), 75);
  const std::int64_t before =
      number(answer({"links", "status"}).at("platforms").as_array().front().as_object(),
             "checked_targets");
  EXPECT_GE(before, 4);
  EXPECT_LT(before, 30);
  EXPECT_EQ(number(answer({"links", "check"}), "checked"), 30 - before);
}

}  // namespace
}  // namespace evidence::test
