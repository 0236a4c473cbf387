// Progress on standard error: one line redrawn on a terminal, else a plain line every five seconds.
// Not thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace evidence::app {

class Progress {
 public:
  // `unit` for the rate: "records". Nothing is printed unless `enabled`. `plain`: lines even on a
  // terminal, where several are drawn at once.
  Progress(std::string label, std::string unit, bool enabled, bool plain = false);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  // total 0 = unknown. `count` is what the rate counts.
  void update(std::uint64_t done, std::uint64_t total, std::uint64_t count,
              std::string_view note = {});

 private:
  void draw(std::uint64_t done, std::uint64_t total, std::uint64_t count, std::string_view note);
  std::string label_, unit_;
  bool enabled_;
  bool terminal_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point start_, last_;
};

}  // namespace evidence::app
