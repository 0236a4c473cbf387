#include "tests/support/program.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cctype>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace evidence::test {

namespace {

int exit_code_of(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

pid_t start(const std::vector<std::string>& arguments, int out, int err) {
  std::vector<std::string> words = {evidence_binary().string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t pid = ::fork();
  if (pid == 0) {
    const int null = ::open("/dev/null", O_RDWR);
    ::dup2(null, STDIN_FILENO);
    if (out >= 0) ::dup2(out, STDOUT_FILENO);
    if (err >= 0) ::dup2(err, STDERR_FILENO);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  return pid;
}

void drain(int descriptor, std::string& text, bool& open) {
  char buffer[65'536];
  const ssize_t got = ::read(descriptor, buffer, sizeof buffer);
  if (got > 0) {
    text.append(buffer, static_cast<std::size_t>(got));
  } else {
    open = false;
  }
}

}  // namespace

std::filesystem::path evidence_binary() {
  if (const char* named = std::getenv("EVIDENCE_BINARY"); named != nullptr) return named;
  return std::filesystem::path(EVIDENCE_BINARY_DIR) / "evidence";
}

Outcome run_evidence(const std::vector<std::string>& arguments, std::chrono::seconds limit) {
  int out[2];
  int err[2];
  if (::pipe2(out, O_CLOEXEC) != 0 || ::pipe2(err, O_CLOEXEC) != 0) {
    throw std::runtime_error("pipe failed");
  }
  const pid_t pid = start(arguments, out[1], err[1]);
  ::close(out[1]);
  ::close(err[1]);
  Outcome outcome;
  bool out_open = true;
  bool err_open = true;
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (out_open || err_open) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      ::kill(pid, SIGKILL);
      break;
    }
    pollfd polled[2] = {{out_open ? out[0] : -1, POLLIN, 0}, {err_open ? err[0] : -1, POLLIN, 0}};
    ::poll(polled, 2, static_cast<int>(left.count()));
    if (polled[0].revents != 0) drain(out[0], outcome.out, out_open);
    if (polled[1].revents != 0) drain(err[0], outcome.err, err_open);
  }
  ::close(out[0]);
  ::close(err[0]);
  int status = 0;
  rusage used{};
  ::wait4(pid, &status, 0, &used);
  outcome.exit_code = exit_code_of(status);
  outcome.peak_memory = used.ru_maxrss;
  return outcome;
}

Program::Program(const std::vector<std::string>& arguments) {
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  pid_ = start(arguments, null, std::getenv("EVIDENCE_TEST_VERBOSE") != nullptr ? -1 : null);
  ::close(null);
}

Program::~Program() {
  if (!ended_) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, &status_, 0);
  }
}

void Program::send_signal(int signal_number) const { ::kill(pid_, signal_number); }

int Program::wait() {
  if (!ended_) {
    ::waitpid(pid_, &status_, 0);
    ended_ = true;
  }
  return exit_code_of(status_);
}

bool Program::running() {
  if (!ended_ && ::waitpid(pid_, &status_, WNOHANG) == pid_) ended_ = true;
  return !ended_;
}

namespace {

std::vector<std::string> serve_arguments(const std::filesystem::path& data,
                                         const std::filesystem::path& port_file,
                                         const std::vector<std::string>& more) {
  std::filesystem::remove(port_file);
  std::vector<std::string> arguments = {"--data", data.string(), "serve",           "--port",
                                        "0",      "--port-file", port_file.string()};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

}  // namespace

Server::Server(const std::filesystem::path& data, const std::vector<std::string>& more)
    : port_file_(data / "test-port"), program_(serve_arguments(data, port_file_, more)) {
  for (int attempt = 0; attempt < 600 && port_ == 0; ++attempt) {
    std::ifstream file(port_file_);
    file >> port_;
    if (port_ == 0) {
      if (!program_.running()) throw std::runtime_error("evidence serve ended at its start");
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }
  if (port_ == 0) throw std::runtime_error("evidence serve did not name its port");
}

std::string Server::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + path;
}

Answer http_get(int port, const std::string& target, const std::string& more_headers) {
  Answer answer;
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval limit{20, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  std::string received;
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    const std::string request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" +
                                "Connection: close\r\n" + more_headers + "\r\n";
    ssize_t sent = ::send(socket, request.data(), request.size(), MSG_NOSIGNAL);
    char buffer[65'536];
    while (sent > 0) {
      const ssize_t got = ::recv(socket, buffer, sizeof buffer, 0);
      if (got <= 0) break;
      received.append(buffer, static_cast<std::size_t>(got));
    }
  }
  ::close(socket);
  const std::size_t end = received.find("\r\n\r\n");
  if (end == std::string::npos || received.size() < 12) return answer;
  answer.status = std::atoi(received.c_str() + 9);
  bool name = true;
  for (const char c : received.substr(0, end)) {
    if (c == '\n') name = true;
    if (c == ':') name = false;
    answer.headers += name ? static_cast<char>(std::tolower(static_cast<unsigned char>(c))) : c;
  }
  answer.body = received.substr(end + 4);
  return answer;
}

}  // namespace evidence::test
