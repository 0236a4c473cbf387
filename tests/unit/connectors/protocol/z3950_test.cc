#include "connectors/protocol/z3950.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <thread>

#include "base/resolve.h"
#include "connectors/protocol/z3950_session.h"
#include "tests/unit/connectors/protocol/catalogue.h"

namespace evidence {
namespace {

using test::Catalogue;
using test::catalogue_source;
using namespace std::chrono_literals;

// A peer on a free port that does with each connection what the test says.
class Peer {
 public:
  explicit Peer(std::function<void(int socket)> serve) : serve_(std::move(serve)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(listener_, 8);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] {
      for (;;) {
        const int socket = ::accept(listener_, nullptr, nullptr);
        if (socket < 0) return;
        ++connections_;
        serve_(socket);
        ::close(socket);
      }
    });
  }
  ~Peer() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  [[nodiscard]] std::string address() const {
    return "127.0.0.1:" + std::to_string(port_) + "/Default";
  }
  [[nodiscard]] int connections() const { return connections_; }

 private:
  std::function<void(int)> serve_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> connections_{0};
  std::thread thread_;
};

void read_some(int socket) {
  char bytes[4096];
  static_cast<void>(::recv(socket, bytes, sizeof bytes, 0));
}
void send_text(int socket, std::string_view text) {
  static_cast<void>(::send(socket, text.data(), text.size(), MSG_NOSIGNAL));
}

Error failure_of(const std::string& address, std::chrono::milliseconds timeout = 2s) {
  SourceConfig source = catalogue_source("z3950", address, "marc");
  source.timeout = timeout;
  const Result<FetchedPage> page = Catalogue(source).fetch();
  return page.ok() ? Error{ErrorCode::kInternal, "no_error", "", ""} : page.error();
}

TEST(Z3950Addresses, AreReadInEveryUsualForm) {
  struct Form {
    std::string text, host;
    int port;
    std::string database;
  };
  const std::vector<Form> forms = {
      {"catalogue.example.org", "catalogue.example.org", 210, "Default"},
      {"catalogue.example.org:7090/BIBS", "catalogue.example.org", 7090, "BIBS"},
      {"tcp:catalogue.example.org:210/a+b", "catalogue.example.org", 210, "a+b"},
      {"z39.50s://catalogue.example.org/INNOPAC", "catalogue.example.org", 210, "INNOPAC"},
      {"z39.50r://192.0.2.1:2100", "192.0.2.1", 2100, "Default"},
      {"z3950s://catalogue.example.org:210/", "catalogue.example.org", 210, "Default"},
      {"[2001:db8::1]:210/x", "2001:db8::1", 210, "x"},
  };
  for (const Form& form : forms) {
    const auto target = parse_z3950_address(form.text);
    ASSERT_TRUE(target.ok()) << form.text << ": " << target.error().message;
    EXPECT_EQ(target->host, form.host);
    EXPECT_EQ(target->port, form.port);
    EXPECT_EQ(target->database, form.database);
  }
}

TEST(Z3950Addresses, OthersAreRefused) {
  for (const char* text :
       {"", ":210", "unix:/tmp/socket", "ssl:catalogue.example.org:210", "host:0", "host:65536",
        "host:21x", "http://catalogue.example.org/", "user@host:210", "[::1", "[::1]x", "ho st",
        "host:210/a b", "host:210/a\r\nb", "host,proxy:210", "[host]:210"}) {
    EXPECT_EQ(parse_z3950_address(text).error().code, ErrorCode::kInvalidArgument) << text;
  }
}

TEST(Z3950Sources, WithBadSettingsAreRefused) {
  const SourceConfig good = catalogue_source("z3950", "catalogue.example.org:210/BIBS", "marc");
  std::vector<SourceConfig> bad(11, good);
  bad[0].query = "";
  bad[1].query = "@and @attr 1=4 x";
  bad[2].query = "@attr 1=4";
  bad[3].page_size = 0;
  bad[4].options["query_type"] = {"ccl"};
  bad[5].options["syntax"] = {"xml"};
  bad[6].format = "marcxml";
  bad[6].options["syntax"] = {"usmarc"};
  bad[7].api_key = "secret";
  bad[7].allow_http = false;
  bad[8].options["date_query"] = {"@attr 1=1012 {when}"};
  bad[9].options["date_query"] = {"@attr {from}"};
  bad[10].options["user"] = {"a\nb"};
  test::ManualClock clock;
  const auto http = std::move(make_curl_client({})).value();
  ASSERT_TRUE(make_connector(good, *http, clock).ok());
  for (const SourceConfig& source : bad) {
    const auto made = make_connector(source, *http, clock);
    ASSERT_FALSE(made.ok()) << &source - bad.data();
    EXPECT_EQ(made.error().code, ErrorCode::kInvalidArgument) << made.error().message;
    EXPECT_EQ(made.error().message.find("secret"), std::string::npos);
  }
}

TEST(Z3950Errors, SayWhetherToTryAgain) {
  struct Case {
    int code;
    const char* set;
    ErrorCode wanted;
  };
  for (const Case& one :
       {Case{10'000, "ZOOM", ErrorCode::kUnavailable}, Case{10'003, "ZOOM", ErrorCode::kBadContent},
        Case{10'004, "ZOOM", ErrorCode::kUnavailable}, Case{10'005, "ZOOM", ErrorCode::kUpstream},
        Case{10'007, "ZOOM", ErrorCode::kTimeout},
        Case{10'010, "ZOOM", ErrorCode::kInvalidArgument},
        Case{2, "Bib-1", ErrorCode::kUnavailable}, Case{30, "Bib-1", ErrorCode::kUnavailable},
        Case{13, "Bib-1", ErrorCode::kUpstream}, Case{108, "Bib-1", ErrorCode::kInvalidArgument},
        Case{114, "Bib-1", ErrorCode::kInvalidArgument}, Case{109, "Bib-1", ErrorCode::kUpstream},
        Case{236, "Bib-1", ErrorCode::kUpstream}, Case{239, "Bib-1", ErrorCode::kUpstream},
        Case{1, "Bib-1", ErrorCode::kUpstream}}) {
    const Error error = z3950_error(one.code, one.set, "words\x1b of the target", "details");
    EXPECT_EQ(error.code, one.wanted) << one.code;
    EXPECT_NE(error.message.find("words"), std::string::npos);
    EXPECT_NE(error.message.find("(\"details\")"), std::string::npos);
    EXPECT_EQ(error.message.find('\x1b'), std::string::npos);
  }
}

TEST(Z3950, PrivateAddressesAreRefusedUnlessAllowed) {
  Peer peer([](int) {});
  for (const std::string& host :
       {peer.address(), std::string("localhost:210/x"), std::string("[::1]:210/x"),
        std::string("169.254.169.254:80/x"), std::string("10.0.0.1:210/x"),
        std::string("127.1:210/x"), std::string("2130706433:210/x")}) {
    SourceConfig source = catalogue_source("z3950", host, "marc");
    source.allow_private_addresses = false;
    const Result<FetchedPage> page = Catalogue(source).fetch();
    ASSERT_FALSE(page.ok()) << host;
    EXPECT_EQ(page.error().code, ErrorCode::kBlocked) << host << ": " << page.error().message;
  }
  EXPECT_EQ(peer.connections(), 0);
}

TEST(Z3950, AHostWithoutAnAddressIsUnavailable) {
  const Error error = failure_of("no-such-host.invalid:210/x");
  EXPECT_EQ(error.code, ErrorCode::kUnavailable) << error.message;
  EXPECT_EQ(error.slug, "cannot_resolve");
  EXPECT_TRUE(resolve_host("127.0.0.1", true).ok());
  EXPECT_EQ(resolve_host("127.0.0.1", false).error().code, ErrorCode::kBlocked);
}

TEST(Z3950, NobodyListeningIsUnavailable) {
  std::string address;
  {
    const Peer peer([](int) {});
    address = peer.address();
  }
  EXPECT_EQ(failure_of(address).code, ErrorCode::kUnavailable);
}

TEST(Z3950, ASilentTargetTimesOut) {
  Peer peer([](int socket) {
    read_some(socket);
    read_some(socket);  // until the client goes
  });
  const auto begin = std::chrono::steady_clock::now();
  const Error error = failure_of(peer.address(), 700ms);
  EXPECT_EQ(error.code, ErrorCode::kTimeout) << error.message;
  const auto took = std::chrono::steady_clock::now() - begin;
  EXPECT_GE(took, 600ms);
  EXPECT_LT(took, 5s);
}

TEST(Z3950, ATargetThatDripsBytesTimesOutAllTheSame) {
  Peer peer([](int socket) {
    read_some(socket);
    // The beginning of a message that never ends: each byte alone is a sign of life.
    const std::string_view bytes("\xB5\x84\x7F\xFF\xFF\xFF");
    send_text(socket, bytes);
    for (int i = 0; i < 60; ++i) {
      std::this_thread::sleep_for(50ms);
      if (::send(socket, "\0", 1, MSG_NOSIGNAL) <= 0) return;
    }
  });
  const auto begin = std::chrono::steady_clock::now();
  const Error error = failure_of(peer.address(), 700ms);
  EXPECT_TRUE(error.code == ErrorCode::kTimeout || error.code == ErrorCode::kBadContent ||
              error.code == ErrorCode::kUnavailable)
      << error.message;
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
}

TEST(Z3950, ATargetThatClosesIsAskedAgain) {
  Peer at_once([](int) {});
  EXPECT_EQ(failure_of(at_once.address()).code, ErrorCode::kUnavailable);
  Peer after_reading([](int socket) { read_some(socket); });
  EXPECT_EQ(failure_of(after_reading.address()).code, ErrorCode::kUnavailable);
}

TEST(Z3950, WhatIsNoZ3950IsSaid) {
  for (const char* rubbish : {"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
                              "220 mail.example.org ESMTP\r\n", "\x30\x03\x02\x01\x01", "\xFF"}) {
    Peer peer([rubbish](int socket) {
      read_some(socket);
      send_text(socket, rubbish);
      std::this_thread::sleep_for(50ms);
    });
    const Error error = failure_of(peer.address(), 1s);
    EXPECT_TRUE(error.code == ErrorCode::kBadContent || error.code == ErrorCode::kUnavailable ||
                error.code == ErrorCode::kTimeout)
        << error.message;
  }
}

TEST(Z3950, AStopIsSeenWhileWaiting) {
  Peer peer([](int socket) {
    read_some(socket);
    read_some(socket);
  });
  SourceConfig source = catalogue_source("z3950", peer.address(), "marc");
  source.timeout = 30s;
  Catalogue catalogue(source);
  std::thread stopper([&catalogue] {
    std::this_thread::sleep_for(300ms);
    catalogue.stop.request_stop();
  });
  const auto begin = std::chrono::steady_clock::now();
  const Result<FetchedPage> page = catalogue.fetch();
  stopper.join();
  ASSERT_FALSE(page.ok());
  EXPECT_EQ(page.error().code, ErrorCode::kCancelled) << page.error().message;
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 3s);
}

}  // namespace
}  // namespace evidence
