#include "app/progress.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "base/text.h"

namespace evidence::app {

namespace {

bool is_terminal() {
  const char* term = std::getenv("TERM");
  return ::isatty(STDERR_FILENO) == 1 && term != nullptr && std::string_view(term) != "dumb";
}

}  // namespace

Progress::Progress(std::string label, std::string unit, bool enabled, bool plain)
    : label_(std::move(label)),
      unit_(std::move(unit)),
      enabled_(enabled),
      terminal_(!plain && is_terminal()),
      start_(std::chrono::steady_clock::now()),
      last_(start_) {}

Progress::~Progress() {
  if (drawn_ && terminal_) std::fputc('\n', stderr);
}

void Progress::update(std::uint64_t done, std::uint64_t total, std::uint64_t count,
                      std::string_view note) {
  if (!enabled_) return;
  const auto now = std::chrono::steady_clock::now();
  const auto pause = terminal_ ? std::chrono::milliseconds(100) : std::chrono::milliseconds(5'000);
  if (now - last_ < pause) return;
  last_ = now;
  draw(done, total, count, note);
}

void Progress::draw(std::uint64_t done, std::uint64_t total, std::uint64_t count,
                    std::string_view note) {
  const double seconds = std::chrono::duration<double>(last_ - start_).count();
  const auto rate =
      static_cast<std::uint64_t>(static_cast<double>(count) / std::max(seconds, 0.001));
  std::string line = label_ + "  ";
  if (total > 0) line += std::to_string(done * 100 / total) + "%  ";
  line += with_thousands(count) + " " + unit_ + ", " + with_thousands(rate) + "/s";
  if (!note.empty()) line += "  " + std::string(note);
  if (terminal_) {
    std::fprintf(stderr, "\r%s\x1b[K", line.c_str());
  } else {
    std::fprintf(stderr, "%s\n", line.c_str());
  }
  drawn_ = true;
}

}  // namespace evidence::app
