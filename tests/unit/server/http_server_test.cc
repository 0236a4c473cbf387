#include <gtest/gtest.h>
#include <sys/resource.h>

#include <ctime>
#include <sstream>

#include "tests/support/program.h"
#include "tests/unit/server/http_server_fixture.h"

namespace evidence::server {
namespace {

class Server : public HttpServerTest {};

TEST_F(Server, AnswersOnTheNetworkThreadAndOnAWorker) {
  start();
  RawClient client(port_);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(client.send(get("/hello?n=5")));
    EXPECT_TRUE(client.read_answer().ends_with("\r\n\r\nhello 5"));
    ASSERT_TRUE(client.send(get("/worker")));
    const std::string answer = client.read_answer();
    EXPECT_TRUE(answer.ends_with("\r\n\r\nworked")) << answer;
    for (const char* field : {"Content-Security-Policy: ", "X-Request-Id: ", "Date: ",
                              "X-Content-Type-Options: nosniff", "Connection: keep-alive"}) {
      EXPECT_NE(answer.find(field), std::string::npos) << field;
    }
  }
}

TEST_F(Server, AnswersPipelinedRequestsInOrder) {
  start();
  RawClient client(port_);
  std::string many;
  for (int i = 0; i < 50; ++i) {
    many += get(i % 2 == 0 ? "/hello?n=" + std::to_string(i) : "/worker");
  }
  ASSERT_TRUE(client.send(many));
  for (int i = 0; i < 50; ++i) {
    const std::string expected = i % 2 == 0 ? "hello " + std::to_string(i) : "worked";
    EXPECT_TRUE(client.read_answer().ends_with("\r\n\r\n" + expected)) << i;
  }
}

TEST_F(Server, ReadsOlderEncodingsOnlyWhereTheRouteAsksForThem) {
  start();
  RawClient client(port_);
  ASSERT_TRUE(client.send(get("/old?n=Caf%E9+100%")));
  EXPECT_TRUE(client.read_answer().ends_with("\r\n\r\nold Café 100%"));
  ASSERT_TRUE(client.send(get("/hello?n=Caf%E9")));
  EXPECT_NE(client.read_answer().find(" 400 "), std::string::npos);
}

TEST_F(Server, TakesLargerBodiesOnlyWhereTheRouteAsksForThem) {
  start();
  const auto answer = [this](std::string_view target, std::size_t bytes, bool chunked) {
    const std::string body(bytes, 'b');
    std::ostringstream size;
    size << std::hex << bytes;
    return ask("POST " + std::string(target) + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" +
               (chunked ? "Transfer-Encoding: chunked\r\n\r\n" + size.str() + "\r\n" + body +
                              "\r\n0\r\n\r\n"
                        : "Content-Length: " + std::to_string(bytes) + "\r\n\r\n" + body));
  };
  for (const bool chunked : {false, true}) {
    EXPECT_NE(answer("/upload", 250'000, chunked).find("250000 bytes, long"), std::string::npos);
    EXPECT_NE(answer("/upload", 350'000, chunked).find(" 413 "), std::string::npos);
    EXPECT_NE(answer("/echo", 250'000, chunked).find(" 413 "), std::string::npos);
  }
}

TEST_F(Server, ServesAThousandRequestsOnAConnectionAndNoMore) {
  start();
  RawClient client(port_);
  std::thread sender([&client] {
    for (int i = 0; i < 1'100; ++i) {
      if (!client.send(get("/hello"))) break;
    }
  });
  int answers = 0;
  std::string last;
  for (std::string answer = client.read_answer(); !answer.empty(); answer = client.read_answer()) {
    ++answers;
    last = std::move(answer);
  }
  sender.join();
  EXPECT_EQ(answers, 1'000);
  EXPECT_NE(last.find("Connection: close"), std::string::npos);
}

TEST_F(Server, AnswersHeadWithoutBodyButWithItsLength) {
  start();
  RawClient client(port_);
  ASSERT_TRUE(client.send("HEAD /worker HTTP/1.1\r\nHost: a\r\n\r\n" + get_once("/hello")));
  const std::string head = client.read_answer(true);
  EXPECT_EQ(status_of_answer(head), 200);
  EXPECT_NE(head.find("Content-Length: 6\r\n"), std::string::npos);
  EXPECT_EQ(status_of_answer(client.read_all()), 200);
}

TEST_F(Server, KeepsToHttp10) {
  start();
  const std::string answer = ask("GET /hello HTTP/1.0\r\nHost: a\r\n\r\n");
  EXPECT_EQ(status_of_answer(answer), 200);
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
}

struct Attack {
  const char* name;
  std::string bytes;
  int status;
};

std::string get_target(std::size_t length) {
  return "GET /" + std::string(length, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

std::vector<Attack> attacks() {
  const std::string hidden = "GET /hello?n=smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
  const auto post = [&hidden](const std::string& fields) {
    return "POST /echo HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n0\r\n\r\n" + hidden;
  };
  const std::string chunked = "Transfer-Encoding: chunked\r\n";
  std::string many_fields = "GET /hello HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 100; ++i) many_fields += "X-A: 1\r\n";
  return {
      {"length then chunked", post("Content-Length: 5\r\n" + chunked), 400},
      {"chunked then length", post(chunked + "Content-Length: 5\r\n"), 400},
      {"gzip then length", post("Transfer-Encoding: gzip\r\nContent-Length: 5\r\n"), 400},
      {"unknown coding", post("Transfer-Encoding: xchunked\r\n"), 501},
      {"gzip alone", post("Transfer-Encoding: gzip\r\n"), 501},
      {"two codings in one", post("Transfer-Encoding: chunked, identity\r\n"), 501},
      {"two coding fields", post(chunked + chunked), 400},
      {"two equal lengths", post("Content-Length: 5\r\nContent-Length: 5\r\n"), 400},
      {"two other lengths", post("Content-Length: 5\r\nContent-Length: 6\r\n"), 400},
      {"a list of lengths", post("Content-Length: 5, 5\r\n"), 400},
      {"signed length", post("Content-Length: +5\r\n"), 400},
      {"negative length", post("Content-Length: -1\r\n"), 400},
      {"space before colon", post("Transfer-Encoding : chunked\r\n"), 400},
      {"HTTP/1.0 chunked",
       "POST /echo HTTP/1.0\r\nHost: a\r\n" + chunked + "\r\n0\r\n\r\n" + hidden, 501},
      {"chunked body of GET",
       "GET /hello HTTP/1.1\r\nHost: a\r\n" + chunked + "\r\n0\r\n\r\n" + hidden, 400},
      {"body of GET", "GET /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc" + hidden,
       400},
      {"bad chunk size", "POST /echo HTTP/1.1\r\nHost: a\r\n" + chunked + "\r\nxyz\r\n" + hidden,
       400},
      {"bad chunk end",
       "POST /echo HTTP/1.1\r\nHost: a\r\n" + chunked + "\r\n1\r\nabc\r\n" + hidden, 400},
      {"folded field", "GET /hello HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n", 400},
      {"bare line feeds", "GET /hello HTTP/1.1\nHost: a\n\n", 400},
      {"NUL", "GET /hello HTTP/1.1\r\nHost: a\r\nX: " + std::string(1, '\0') + "\r\n\r\n", 400},
      {"no Host", "GET /hello HTTP/1.1\r\n\r\n", 400},
      {"two Hosts", "GET /hello HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
      {"bad Host", "GET /hello HTTP/1.1\r\nHost: a@b\r\n\r\n", 400},
      {"absolute form", "GET http://a/hello HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"CONNECT", "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", 405},
      {"TRACE", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
      {"unknown method", "BREW /hello HTTP/1.1\r\nHost: a\r\n\r\n", 405},
      {"HTTP/2.0", "GET /hello HTTP/2.0\r\nHost: a\r\n\r\n", 505},
      {"no version", "GET /hello\r\n\r\n", 400},
      {"garbage", "\x16\x03\x01\r\n\r\n", 400},
      {"raw bytes in target", "GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"bad escape", "GET /hello?n=%ZZ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"overlong UTF-8", "GET /hello?n=%c0%af HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"path that climbs", "GET /static/%2e%2e/x HTTP/1.1\r\nHost: a\r\n\r\n", 404},
      {"unknown expectation", "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n", 417},
      {"many fields", many_fields + "\r\n", 431},
      {"target of 10 kB", get_target(10'000), 414},
      {"target of 100 kB", get_target(100'000), 414},
      {"header of 100 kB",
       "GET /hello HTTP/1.1\r\nHost: a\r\nX: " + std::string(100'000, 'a') + "\r\n\r\n", 431},
      {"declared body of 1 GB",
       "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n", 413},
      {"chunked body over the limit",
       "POST /echo HTTP/1.1\r\nHost: a\r\n" + chunked + "\r\n20000\r\n" + std::string(0x20000, 'b'),
       413},
      {"endless chunk extension",
       "POST /echo HTTP/1.1\r\nHost: a\r\n" + chunked + "\r\n1;" + std::string(200'000, 'e'), 413},
      {"endless trailers",
       "POST /echo HTTP/1.1\r\nHost: a\r\n" + chunked + "\r\n0\r\nX: " + std::string(200'000, 't'),
       413},
  };
}

TEST_F(Server, RefusesEveryMalformedOrAmbiguousRequestAndCloses) {
  start();
  for (const Attack& attack : attacks()) {
    RawClient client(port_);
    client.send(attack.bytes);
    const std::string answer = client.read_all();
    EXPECT_EQ(status_of_answer(answer), attack.status) << attack.name << "\n" << answer;
    EXPECT_NE(answer.find("Connection: close"), std::string::npos) << attack.name;
    EXPECT_EQ(answer.find("X-Request-Id: "), answer.rfind("X-Request-Id: "))
        << attack.name << ": answered twice\n"
        << answer;
    EXPECT_EQ(answer.find("smuggled"), std::string::npos) << attack.name;
    EXPECT_TRUE(client.closed()) << attack.name;
  }
  EXPECT_EQ(status_of_answer(ask(get_once("/hello"))), 200);
}

TEST_F(Server, ReadsBodiesAndIgnoresTrailers) {
  start();
  const std::string chunked =
      "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;x=1\r\nabc\r\n2\r\nde\r\n0\r\nAuthorization: secret\r\nCookie: a=b\r\n\r\n";
  const std::string answer = ask(chunked);
  EXPECT_NE(answer.find("\r\n\r\nabcde|"), std::string::npos) << answer;
  EXPECT_EQ(answer.find("authorization"), std::string::npos) << answer;
  const std::string plain =
      ask("POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n\r\nxyz");
  EXPECT_NE(plain.find("\r\n\r\nxyz|"), std::string::npos) << plain;
}

TEST_F(Server, SaysContinueToThoseWhoWaitForIt) {
  start();
  RawClient client(port_);
  client.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_answer(), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("abc");
  EXPECT_NE(client.read_answer().find("abc|"), std::string::npos);
}

TEST_F(Server, GivesSlowAndSilentReadersTheirTimeAndNoMore) {
  start();
  const auto begin = std::chrono::steady_clock::now();
  RawClient half(port_);
  half.send("GET /hel");
  RawClient slow_body(port_);
  slow_body.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na");
  RawClient silent(port_);
  RawClient dripping(port_);
  std::thread drip([&dripping] {
    for (int i = 0; i < 40; ++i) {
      if (!dripping.send("G")) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(40));
    }
  });
  EXPECT_EQ(status_of_answer(half.read_all()), 408);
  EXPECT_EQ(status_of_answer(slow_body.read_all()), 408);
  EXPECT_EQ(silent.read_all(), "");
  EXPECT_TRUE(silent.closed());
  EXPECT_EQ(status_of_answer(dripping.read_answer()), 408);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(3));
  drip.join();
}

TEST_F(Server, AnswersARequestThatStopsHalfway) {
  start();
  RawClient client(port_);
  client.send("GET /hello HTT");
  client.finish_sending();
  EXPECT_EQ(status_of_answer(client.read_all()), 400);
}

TEST_F(Server, NamesUnknownPathsAndWrongMethods) {
  start();
  EXPECT_EQ(status_of_answer(ask(get_once("/nothing"))), 404);
  const std::string answer = ask("POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
  EXPECT_EQ(status_of_answer(answer), 405);
  EXPECT_NE(answer.find("Allow: GET, HEAD, OPTIONS\r\n"), std::string::npos) << answer;
}

TEST_F(Server, SaysAtOnceThatItIsBusyAndKeepsCheapAnswersFast) {
  HttpServerOptions tight = options();
  tight.lane_threads = 1;
  tight.lane_queue = 1;
  start(tight);
  RawClient first(port_);
  first.send(get("/gate"));
  ASSERT_TRUE(gate().wait_for(1));
  RawClient second(port_);
  second.send(get("/gate"));
  // The second is queued; the third finds no room.
  std::string third;
  for (int i = 0; i < 100 && status_of_answer(third) != 503; ++i) third = ask(get_once("/worker"));
  EXPECT_EQ(status_of_answer(third), 503);
  EXPECT_NE(third.find("Retry-After: 1\r\n"), std::string::npos) << third;
  EXPECT_EQ(status_of_answer(ask(get_once("/hello"))), 200);
  EXPECT_EQ(status_of_answer(ask(get_once("/nothing"))), 404);
  gate().set(true);
  EXPECT_TRUE(first.read_answer().ends_with("through"));
}

TEST_F(Server, GivesUpOnAnAnswerThatTakesTooLong) {
  HttpServerOptions hasty = options();
  hasty.request_deadline = std::chrono::milliseconds(100);
  start(hasty);
  const std::string answer = ask(get("/gate"));
  EXPECT_EQ(status_of_answer(answer), 503) << answer;
  EXPECT_NE(answer.find("search_timeout"), std::string::npos) << answer;
  gate().set(true);
}

TEST_F(Server, HidesWhatAHandlerThrowsAndGoesOn) {
  start();
  RawClient client(port_);
  client.send(get("/throw") + get("/worker"));
  const std::string answer = client.read_answer();
  EXPECT_EQ(status_of_answer(answer), 500);
  EXPECT_NE(answer.find("\"request_id\":\""), std::string::npos);
  EXPECT_EQ(answer.find("secret"), std::string::npos);
  EXPECT_TRUE(client.read_answer().ends_with("worked"));
}

TEST_F(Server, StreamsChunkByChunk) {
  start();
  const std::string answer = ask(get_once("/stream"));
  EXPECT_TRUE(
      answer.ends_with("\r\n\r\na\r\n1111111111\r\na\r\n2222222222\r\na\r\n3333333333\r\n"
                       "0\r\n\r\n"))
      << answer;
  const std::string old = ask("GET /stream HTTP/1.0\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(old.ends_with("\r\n\r\n111111111122222222223333333333")) << old;
  const std::string broken = ask(get("/broken-stream"));
  EXPECT_NE(broken.find("first"), std::string::npos);
  EXPECT_FALSE(broken.ends_with("0\r\n\r\n")) << "a reader must see that it broke off";
}

TEST_F(Server, SendsLargeAnswersWholeAndOutlivesReadersThatLeave) {
  start();
  EXPECT_GT(ask(get_once("/large")).size(), 5U << 20U);
  for (int i = 0; i < 20; ++i) {
    RawClient client(port_);
    client.send(get("/large") + get("/stream"));
  }
  EXPECT_EQ(status_of_answer(ask(get_once("/hello"))), 200);
}

TEST_F(Server, BoundsConnectionsInAllAndFromOneAddress) {
  HttpServerOptions few = options();
  few.max_connections = 10;
  few.max_connections_per_address = 2;
  few.idle_timeout = std::chrono::milliseconds(5'000);
  start(few);
  RawClient first(port_);
  RawClient second(port_);
  first.send(get("/hello"));
  second.send(get("/hello"));
  EXPECT_EQ(status_of_answer(first.read_answer()), 200);
  EXPECT_EQ(status_of_answer(second.read_answer()), 200);
  const std::string third = ask(get("/hello"));
  EXPECT_EQ(status_of_answer(third), 503);
  EXPECT_TRUE(third.ends_with("}")) << third;
  first.close();
  std::string again;
  for (int i = 0; i < 100 && status_of_answer(again) != 200; ++i) again = ask(get_once("/hello"));
  EXPECT_EQ(status_of_answer(again), 200);
}

TEST_F(Server, FinishesWhatIsInFlightWhenStoppedAndClosesTheRest) {
  start();
  RawClient busy(port_);
  busy.send(get("/gate"));
  RawClient idle(port_);
  idle.send(get("/hello"));
  EXPECT_EQ(status_of_answer(idle.read_answer()), 200);
  ASSERT_TRUE(gate().wait_for(1));
  server_->stop();
  EXPECT_EQ(idle.read_all(), "");
  EXPECT_TRUE(idle.closed());
  gate().set(true);
  const std::string answer = busy.read_all();
  EXPECT_TRUE(answer.ends_with("through")) << answer;
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
  thread_.join();
  EXPECT_FALSE(RawClient(port_).connected());
}

TEST_F(Server, StopsEvenWhenAnAnswerNeverComes) {
  HttpServerOptions hasty = options();
  hasty.drain_timeout = std::chrono::milliseconds(200);
  start(hasty);
  RawClient busy(port_);
  busy.send(get("/gate"));
  ASSERT_TRUE(gate().wait_for(1));
  const auto begin = std::chrono::steady_clock::now();
  server_->stop();
  EXPECT_EQ(busy.read_all(), "");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
}

TEST_F(Server, TakesManyReadersAtOnceOnSeveralThreads) {
  HttpServerOptions wide = options();
  wide.io_threads = 2;
  wide.lane_threads = 4;
  start(wide);
  std::atomic<int> good{0};
  std::vector<std::thread> readers;
  for (int r = 0; r < 8; ++r) {
    readers.emplace_back([this, &good] {
      RawClient client(port_);
      for (int i = 0; i < 50; ++i) {
        client.send(get(i % 2 == 0 ? "/worker" : "/hello"));
        good += status_of_answer(client.read_answer()) == 200 ? 1 : 0;
      }
    });
  }
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(good, 400);
}

TEST_F(Server, OutlivesRunningOutOfDescriptorsWithoutSpinning) {
#if defined(EVIDENCE_ADDRESS_SANITIZER) && defined(__clang__)
  GTEST_SKIP() << "clang's UBSan reads a vptr through a pipe, for which there is no descriptor";
#endif
  start();
  EXPECT_EQ(status_of_answer(ask(get_once("/hello"))), 200);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::vector<int> clients;
  for (int i = 0; i < 40; ++i) clients.push_back(::socket(AF_INET, SOCK_STREAM, 0));
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit tight = before;
  tight.rlim_cur = static_cast<rlim_t>(clients.back()) + 1;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &tight), 0);
  const std::clock_t cpu = std::clock();
  for (const int client : clients) {
    EXPECT_EQ(::connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(400));
  EXPECT_LT(static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC, 0.2);
  EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  for (const int client : clients) ::close(client);
  std::string answer;
  for (int i = 0; i < 100 && status_of_answer(answer) != 200; ++i) {
    answer = ask(get_once("/hello"));
  }
  EXPECT_EQ(status_of_answer(answer), 200);
}

TEST_F(Server, BelievesAForwardedAddressFromATrustedProxyOnly) {
  start();
  const std::string spoofed = get("/headers", "X-Forwarded-For: 1.2.3.4\r\nConnection: close\r\n");
  EXPECT_NE(ask(spoofed).find("\r\n\r\n127.0.0.1\n"), std::string::npos);
  stop();
  HttpServerOptions behind = options();
  behind.trusted_proxies = {"127.0.0.1"};
  start(behind);
  EXPECT_NE(ask(spoofed).find("\r\n\r\n1.2.3.4\n"), std::string::npos);
}

TEST_F(Server, RefusesAPortThatIsTaken) {
  start();
  HttpServerOptions same = options();
  same.port = port_;
  HttpServer other(same, test_router_, services_);
  const Result<std::uint16_t> port = other.listen();
  ASSERT_FALSE(port.ok());
  EXPECT_EQ(port.error().slug, "address_in_use");
}

}  // namespace
}  // namespace evidence::server
