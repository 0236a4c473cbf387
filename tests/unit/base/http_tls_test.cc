// Certificates are checked, and there is no way back to http. Needs the openssl command.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "base/http_client.h"
#include "tests/support/temp_dir.h"

namespace evidence {
namespace {

using namespace std::chrono_literals;

bool have_openssl() { return std::system("openssl version >/dev/null 2>&1") == 0; }

// `openssl s_server` on a free port with a self-signed certificate for "localhost".
class TlsServer {
 public:
  explicit TlsServer(const std::string& option = "") {
    certificate_ = (dir_ / "cert.pem").string();
    const std::string key = (dir_ / "key.pem").string();
    const std::string make =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 "
        "-keyout " +
        key + " -out " + certificate_ +
        " -subj /CN=localhost -addext subjectAltName=DNS:localhost >/dev/null 2>&1";
    if (std::system(make.c_str()) != 0) return;
    int pipe_ends[2];
    if (::pipe2(pipe_ends, O_CLOEXEC) != 0) return;
    process_ = ::fork();
    if (process_ == 0) {
      ::dup2(pipe_ends[1], 1);
      ::dup2(pipe_ends[1], 2);
      ::execlp("openssl", "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert",
               certificate_.c_str(), "-key", key.c_str(), "-www",
               option.empty() ? "-quiet" : option.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(pipe_ends[1]);
    output_ = pipe_ends[0];
    std::string said;
    char byte = 0;
    while (said.size() < 4'096 && ::read(output_, &byte, 1) == 1) {
      said += byte;
      const auto accept = said.find("ACCEPT 127.0.0.1:");
      if (byte == '\n' && accept != std::string::npos) {
        port_ = std::atoi(said.c_str() + accept + 17);
        break;
      }
    }
  }
  ~TlsServer() {
    if (process_ > 0) {
      ::kill(process_, SIGKILL);
      ::waitpid(process_, nullptr, 0);
    }
    if (output_ >= 0) ::close(output_);
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] const std::string& certificate() const { return certificate_; }
  Result<HttpResponse> ask(const std::string& host, const std::string& ca_file) const {
    CurlOptions options;
    options.allow_private_addresses = true;
    options.ca_file = ca_file;
    HttpRequest request;
    request.url = "https://" + host + ":" + std::to_string(port_) + "/?api_key=secret";
    request.timeout = 5s;
    return std::move(make_curl_client(options)).value()->send(request);
  }

 private:
  test::TempDir dir_;
  std::string certificate_;
  pid_t process_ = -1;
  int output_ = -1;
  int port_ = 0;
};

TEST(HttpTls, TrustsAPrivateAuthorityOnlyWhereConfiguredAndOnlyForItsHost) {
  if (!have_openssl()) GTEST_SKIP() << "no openssl command";
  const TlsServer server("-no_ticket");
  ASSERT_GT(server.port(), 0);
  const auto good = server.ask("localhost", server.certificate());
  ASSERT_TRUE(good.ok()) << good.error().message;
  EXPECT_EQ(good->status, 200);
  for (const auto& answer : {server.ask("localhost", ""),                       // self-signed
                             server.ask("127.0.0.1", server.certificate())}) {  // another host
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::kUnavailable);
    EXPECT_EQ(answer.error().slug, "tls_error") << answer.error().message;
    EXPECT_EQ(answer.error().message.find("secret"), std::string::npos);
  }
}

TEST(HttpTls, RefusesAnOutdatedProtocol) {
  if (!have_openssl()) GTEST_SKIP() << "no openssl command";
  const TlsServer server("-tls1");
  ASSERT_GT(server.port(), 0);
  const auto answer = server.ask("localhost", server.certificate());
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().slug, "tls_error") << answer.error().message;
}

}  // namespace
}  // namespace evidence
