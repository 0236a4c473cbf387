// Texts cut short and spoilt at random, for the tests of whatever reads bytes from outside.
#pragma once

#include <algorithm>
#include <random>
#include <string>

namespace evidence::test {

// Calls `check` with the text cut after 0, `step`, 2 × `step` … bytes, all below `end`.
template <typename Check>
void cut_everywhere(const std::string& text, std::size_t step, std::size_t end, Check check) {
  for (std::size_t cut = 0; cut < std::min(end, text.size()); cut += step) {
    check(text.substr(0, cut));
  }
}

// The text with `changes` of its bytes replaced by random ones, perhaps the same again.
inline std::string spoilt(std::string text, int changes, std::mt19937& random) {
  for (int i = 0; i < changes && !text.empty(); ++i) {
    text[random() % text.size()] = static_cast<char>(random() & 0xffU);
  }
  return text;
}

// Calls `check` `rounds` times with such a text: different ones, and the same at every run.
template <typename Check>
void spoil_bytes(const std::string& text, int rounds, int changes, Check check) {
  std::mt19937 random(20'240'315);
  for (int round = 0; round < rounds; ++round) check(spoilt(text, changes, random));
}

}  // namespace evidence::test
