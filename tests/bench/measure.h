// What the measuring programs share: the processor's time, and queries from a file.
#pragma once

#include <time.h>

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <string>
#include <vector>

namespace evidence::bench {

inline double cpu_microseconds(clockid_t clock = CLOCK_THREAD_CPUTIME_ID) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

// One query a line, or "kind TAB query"; `wanted` of them, one out of `every`.
inline std::vector<std::string> read_queries(const std::string& path, std::size_t wanted,
                                             std::size_t every) {
  std::vector<std::string> queries;
  std::ifstream file(path);
  std::size_t number = 0;
  for (std::string line; std::getline(file, line) && queries.size() < wanted;) {
    if (number++ % std::max<std::size_t>(every, 1) != 0) continue;
    const std::size_t tab = line.find('\t');
    queries.push_back(tab == std::string::npos ? line : line.substr(tab + 1));
  }
  return queries;
}

inline double mean(const std::vector<double>& sample) {
  double sum = 0;
  for (const double each : sample) sum += each;
  return sum / static_cast<double>(std::max<std::size_t>(sample.size(), 1));
}

inline double quantile(std::vector<double> sample, double part) {
  if (sample.empty()) return 0;
  std::sort(sample.begin(), sample.end());
  return sample[std::min(sample.size() - 1,
                         static_cast<std::size_t>(part * static_cast<double>(sample.size())))];
}

}  // namespace evidence::bench
