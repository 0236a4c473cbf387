// Runs the real binary (EVIDENCE_BINARY) as a child process, as a person would.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/sanitized.h"

namespace evidence::test {

// A sanitizer's own memory is many times the program's.
inline constexpr long kMemoryFactor = kSanitized ? 20 : 1;

struct Outcome {
  int exit_code = -1;  // 128 + signal where a signal ended it
  std::string out;
  std::string err;
  long peak_memory = 0;  // resident, KiB
};

std::filesystem::path evidence_binary();

// Waits for the end; kills it after `limit` (exit_code 137).
Outcome run_evidence(const std::vector<std::string>& arguments,
                     std::chrono::seconds limit = std::chrono::seconds(120));

// A child that runs beside the test; killed on destruction.
class Program {
 public:
  explicit Program(const std::vector<std::string>& arguments);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  void send_signal(int signal_number) const;
  int wait();  // exit code as in Outcome
  [[nodiscard]] bool running();

 private:
  pid_t pid_ = -1;
  int status_ = 0;
  bool ended_ = false;
};

// `evidence serve` over a data directory on a free port; ready when the constructor returns.
class Server {
 public:
  explicit Server(const std::filesystem::path& data, const std::vector<std::string>& more = {});
  [[nodiscard]] std::string url(const std::string& path) const;
  [[nodiscard]] int port() const { return port_; }
  Program& program() { return program_; }

 private:
  std::filesystem::path port_file_;
  Program program_;
  int port_ = 0;
};

struct Answer {
  int status = 0;
  std::string headers;  // raw, lower-case names
  std::string body;
};
// A plain GET over a fresh connection; status 0 when nothing could be read.
Answer http_get(int port, const std::string& target, const std::string& more_headers = "");

}  // namespace evidence::test
