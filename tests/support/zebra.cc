#include "tests/support/zebra.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include "tests/support/zebra_settings.h"

namespace evidence::test {
namespace {

constexpr const char* kIndexer = "/usr/bin/zebraidx";
constexpr const char* kServer = "/usr/bin/zebrasrv";
constexpr const char* kYazTest = "/usr/bin/yaz-ztest";

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  ::bind(socket, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(socket);
  return ntohs(address.sin_port);
}

bool answers(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  const bool connected =
      ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(socket);
  return connected;
}

std::string text_of_file(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Starts `words` in `directory` in a process group of its own, its output in zebra.log.
pid_t launch(const std::filesystem::path& directory, std::vector<std::string> words) {
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t pid = ::fork();
  if (pid != 0) {
    if (pid > 0) ::setpgid(pid, pid);
    return pid;
  }
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::chdir(directory.c_str()) != 0) ::_exit(126);
  const int null = ::open("/dev/null", O_RDONLY);
  const int log = ::open("zebra.log", O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(null, STDIN_FILENO);
  ::dup2(log, STDOUT_FILENO);
  ::dup2(log, STDERR_FILENO);
  ::execv(argv[0], argv.data());
  ::_exit(127);
}

// True once the port answers; false where the process ended first (and was waited for).
bool comes_up(pid_t pid, int port) {
  for (int i = 0; i < 400; ++i) {
    if (answers(port)) return true;
    if (::waitpid(pid, nullptr, WNOHANG) == pid) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(25));
  }
  ::kill(-pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
  return false;
}

}  // namespace

bool Zebra::installed() { return ::access(kIndexer, X_OK) == 0 && ::access(kServer, X_OK) == 0; }

Zebra::Zebra(std::string_view records) : port_(free_port()) {
  index(records);
  for (int attempt = 0;; ++attempt) {
    try {
      start();
      return;
    } catch (const std::runtime_error&) {
      if (attempt == 2) throw;
      port_ = free_port();  // somebody else was quicker
    }
  }
}

Zebra::~Zebra() { kill(); }

std::string Zebra::sru_url() const { return "http://" + z3950_address(); }

std::string Zebra::z3950_address() const {
  return "127.0.0.1:" + std::to_string(port_) + "/Default";
}

void Zebra::kill() {
  if (pid_ <= 0) return;
  ::kill(-pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void Zebra::start() {
  write_zebra_settings(directory_.path(), port_);
  pid_ = launch(directory_.path(), {kServer, "-f", "server.xml", "-v", "none,fatal,warn"});
  if (comes_up(pid_, port_)) return;
  pid_ = -1;
  throw std::runtime_error("zebrasrv does not answer: " + text_of_file(directory_ / "zebra.log"));
}

void Zebra::replace_records(std::string_view records) {
  kill();
  index(records);
  start();
}

void Zebra::index(std::string_view records) {
  write_zebra_settings(directory_.path(), port_);
  std::filesystem::remove_all(directory_ / "register");
  std::filesystem::create_directory(directory_ / "register");
  std::ofstream(directory_ / "records.xml") << records;
  const pid_t pid = launch(directory_.path(), {kIndexer, "-c", "zebra.cfg", "-v", "none,fatal,warn",
                                               "update", "records.xml"});
  int status = 0;
  if (pid < 0 || ::waitpid(pid, &status, 0) != pid || !WIFEXITED(status) ||
      WEXITSTATUS(status) != 0) {
    throw std::runtime_error("zebraidx failed: " + text_of_file(directory_ / "zebra.log"));
  }
}

bool YazTestServer::installed() { return ::access(kYazTest, X_OK) == 0; }

YazTestServer::YazTestServer() {
  for (int attempt = 0; attempt < 3; ++attempt) {
    port_ = free_port();
    pid_ = launch(directory_.path(),
                  {kYazTest, "-v", "none", "tcp:127.0.0.1:" + std::to_string(port_)});
    if (comes_up(pid_, port_)) return;
  }
  throw std::runtime_error("yaz-ztest does not answer: " + text_of_file(directory_ / "zebra.log"));
}

YazTestServer::~YazTestServer() {
  ::kill(-pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

std::string YazTestServer::address(const std::string& database) const {
  return "127.0.0.1:" + std::to_string(port_) + "/" + database;
}

}  // namespace evidence::test
