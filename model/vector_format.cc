#include "model/vector_format.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/tokenizer.h"
#include "model/vector_hash.h"

namespace evidence {
namespace {

template <typename Number>
void append(std::string& out, std::span<const Number> numbers) {
  const std::size_t at = out.size();
  out.resize(at + numbers.size_bytes());
  if (!numbers.empty()) std::memcpy(out.data() + at, numbers.data(), numbers.size_bytes());
}

template <typename Header>
std::string bytes_of(const Header& header) {
  std::string out(sizeof header, '\0');
  std::memcpy(out.data(), &header, sizeof header);
  return out;
}

}  // namespace

std::string encode_space(const SpaceContent& content) {
  const std::size_t dimensions = content.dimensions;
  const std::size_t terms = content.stems.size();
  std::vector<std::uint32_t> begins;
  std::string text;
  for (const std::string& stem : content.stems) {
    begins.push_back(static_cast<std::uint32_t>(text.size()));
    text += stem;
  }
  begins.push_back(static_cast<std::uint32_t>(text.size()));
  std::vector<float> scales(terms);
  std::vector<std::int8_t> rows(terms * dimensions);
  for (std::size_t term = 0; term < terms; ++term) {
    const auto vector = std::span(content.vectors).subspan(term * dimensions, dimensions);
    float largest = 0;
    for (const float value : vector) largest = std::max(largest, std::abs(value));
    scales[term] = largest / 127.0F;
    if (largest == 0) continue;
    for (std::size_t i = 0; i < dimensions; ++i) {
      rows[term * dimensions + i] =
          static_cast<std::int8_t>(std::lround(vector[i] / largest * 127.0F));
    }
  }
  std::string body;
  append<std::uint32_t>(body, begins);
  append<float>(body, scales);
  append<std::int8_t>(body, rows);
  body += text;
  SpaceHeader header{};
  std::memcpy(header.magic, kSpaceMagic, sizeof header.magic);
  header.version = kVectorFormatVersion;
  header.tokenizer = static_cast<std::uint32_t>(kTokenizerVersion);
  header.id = space_id(header.tokenizer, content.dimensions, body);
  header.dimensions = content.dimensions;
  header.terms = static_cast<std::uint32_t>(terms);
  header.text_bytes = text.size();
  header.works = content.works;
  return bytes_of(header) + body;
}

std::string encode_vectors_header(const VectorsState& state) {
  VectorsHeader header{};
  std::memcpy(header.magic, kVectorsMagic, sizeof header.magic);
  header.version = kVectorFormatVersion;
  header.dimensions = state.dimensions;
  header.space = state.space;
  header.sequence = state.sequence;
  header.rows = state.rows;
  header.vectors = state.vectors;
  header.replaced = state.replaced;
  header.checksum = state.checksum;
  return bytes_of(header);
}

void RowChecksum::add(std::span<const std::int8_t> row) {
  const auto mix = [this](std::uint64_t word) {
    state_ = std::rotl(state_ ^ word, 29) * 0x9fb2'1c65'1e98'df25ULL;
  };
  std::size_t at = 0;
  for (; at + sizeof(std::uint64_t) <= row.size(); at += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, row.data() + at, sizeof word);
    mix(word);
  }
  for (; at < row.size(); ++at) mix(static_cast<std::uint8_t>(row[at]));
}

void quantise(std::span<const float> unit, std::span<std::int8_t> row) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    row[i] = static_cast<std::int8_t>(std::lround(std::clamp(unit[i], -1.0F, 1.0F) * 127.0F));
  }
}

}  // namespace evidence
