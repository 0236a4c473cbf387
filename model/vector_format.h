// How the files of latent semantic vectors lie on disk: the part that the indexer writes. Readers
// use model/vector_space.h. Pure functions, thread-safe. docs/vectors.md describes the same.
//
// All numbers are little-endian, as on every machine that this program is built for.
//   space            SpaceHeader, then uint32 × (terms + 1) where each stem begins in the text,
//                    float × terms the scales, int8 × terms × dimensions, the text (sorted stems)
//   shard-N.vectors  VectorsHeader, then int8 × dimensions of each local document 1, 2 …: the unit
//                    vector × 127, all zero where a document has none or there is no document
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace evidence {

static_assert(std::endian::native == std::endian::little);

inline constexpr std::uint32_t kVectorFormatVersion = 1;
inline constexpr std::size_t kMaxDimensions = 1'024;
inline constexpr std::size_t kMaxSpaceTerms = 1'000'000;

struct SpaceHeader {
  char magic[8];
  std::uint32_t version;
  std::uint32_t tokenizer;  // kTokenizerVersion
  std::uint64_t id;         // of dimensions, tokenizer and everything behind the header
  std::uint32_t dimensions;
  std::uint32_t terms;
  std::uint64_t text_bytes;
  std::uint64_t works;  // in the index when it was trained
  std::uint64_t reserved[2];
};
static_assert(sizeof(SpaceHeader) == 64);
inline constexpr char kSpaceMagic[] = "EVSPACE";  // 8 bytes with its NUL

struct VectorsHeader {
  char magic[8];
  std::uint32_t version;
  std::uint32_t dimensions;
  std::uint64_t space;     // SpaceHeader::id
  std::int64_t sequence;   // change sequence that the rows are as new as
  std::uint64_t rows;      // highest local document number of the shard
  std::uint64_t vectors;   // rows that are not zero
  std::uint64_t replaced;  // rows written since the space was trained, but for the first time
  std::uint64_t checksum;  // of the rows: RowChecksum
};
static_assert(sizeof(VectorsHeader) == 64);
inline constexpr char kVectorsMagic[] = "EVVECTR";

// What a trained space says, not yet rounded.
struct SpaceContent {
  std::uint32_t dimensions = 0;
  std::uint64_t works = 0;
  std::vector<std::string> stems;  // sorted as bytes, each once
  std::vector<float> vectors;      // stems × dimensions
};
// The whole file `space`. The same content gives the same bytes and the same id.
std::string encode_space(const SpaceContent& content);

struct VectorsState {
  std::uint32_t dimensions = 0;
  std::uint64_t space = 0;
  std::int64_t sequence = 0;
  std::uint64_t rows = 0, vectors = 0, replaced = 0, checksum = 0;
};
std::string encode_vectors_header(const VectorsState& state);  // 64 bytes

// Of the rows, one after the other: finds what a disk spoilt, not what a person forged.
class RowChecksum {
 public:
  void add(std::span<const std::int8_t> row);
  [[nodiscard]] std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0x9e37'79b9'7f4a'7c15ULL;
};

// A unit vector as a row: × 127, rounded.
void quantise(std::span<const float> unit, std::span<std::int8_t> row);

}  // namespace evidence
