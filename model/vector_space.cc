#include "model/vector_space.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <string>

#include "base/hash.h"
#include "base/tokenizer.h"
#include "model/vector_format.h"
#include "model/vector_hash.h"

namespace evidence {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxSpaceBytes = std::size_t{2} << 30U;
constexpr std::size_t kMaxVectorsBytes = std::size_t{1} << 42U;
constexpr std::size_t kMaxStemBytes = 245;
// Numbers worked on side by side; a length that the compiler knows lets it use vectors.
constexpr std::size_t kLanes = 16;

Error wrong(const fs::path& path, const std::string& why) {
  return {ErrorCode::kCorrupt, "vectors_damaged",
          quoted_for_message(path.string(), 300) + ": " + why,
          "Run `evidence index`: it makes the vectors anew."};
}

Error newer(const fs::path& path, std::uint32_t version) {
  return {ErrorCode::kNewerVersion, "vectors_newer",
          quoted_for_message(path.string(), 300) + " is of format " + std::to_string(version) +
              ", this program reads " + std::to_string(kVectorFormatVersion),
          "Run `evidence index` with the program that also searches."};
}

template <typename Number>
Number number_at(std::span<const char> bytes, std::size_t index) {
  Number number;
  std::memcpy(&number, bytes.data() + index * sizeof number, sizeof number);
  return number;
}

// The header of a file that has at least one, of the right kind and version.
template <typename Header>
Result<Header> header_of(std::span<const char> bytes, const char (&magic)[8], const fs::path& path,
                         std::string_view kind) {
  Header header{};
  if (bytes.size() < sizeof header)
    return wrong(path, "it is too short to be a " + std::string(kind));
  std::memcpy(&header, bytes.data(), sizeof header);
  if (std::memcmp(header.magic, magic, sizeof header.magic) != 0) {
    return wrong(path, "it is not a " + std::string(kind));
  }
  if (header.version != kVectorFormatVersion) return newer(path, header.version);
  if (header.dimensions == 0 || header.dimensions > kMaxDimensions) {
    return wrong(path, "it says " + std::to_string(header.dimensions) + " dimensions");
  }
  return header;
}

}  // namespace

std::uint64_t space_id(std::uint32_t tokenizer, std::uint32_t dimensions, std::string_view body) {
  Digest digest(Digest::Kind::kSha256);
  digest.update(std::to_string(tokenizer) + ' ' + std::to_string(dimensions) + ' ');
  digest.update(body);
  std::uint64_t id = 0;
  const std::string hash = digest.bytes();
  std::memcpy(&id, hash.data(), sizeof id);
  return id;
}

Result<std::shared_ptr<const VectorSpace>> VectorSpace::open(const fs::path& path) {
  EVIDENCE_ASSIGN(MappedFile file, MappedFile::open(path, kMaxSpaceBytes));
  const std::shared_ptr<VectorSpace> space(new VectorSpace(std::move(file)));
  EVIDENCE_TRY(space->read(path));
  return std::shared_ptr<const VectorSpace>(space);
}

Result<void> VectorSpace::read(const fs::path& path) {
  std::span<const char> bytes = file_.bytes();
  EVIDENCE_ASSIGN(const SpaceHeader header,
                  header_of<SpaceHeader>(bytes, kSpaceMagic, path, "space of vectors"));
  if (header.tokenizer != static_cast<std::uint32_t>(kTokenizerVersion)) {
    return wrong(path, "it was trained with another tokenizer");
  }
  const std::size_t terms = header.terms;
  const std::size_t fixed = sizeof header + (terms + 1) * sizeof(std::uint32_t) +
                            terms * sizeof(float) + terms * header.dimensions;
  if (terms == 0 || terms > kMaxSpaceTerms || header.text_bytes > terms * kMaxStemBytes ||
      bytes.size() != fixed + header.text_bytes) {
    return wrong(path, "its length is not what it says of itself");
  }
  path_ = path;
  id_ = header.id;
  works_ = header.works;
  dimensions_ = header.dimensions;
  terms_ = terms;
  bytes = bytes.subspan(sizeof header);
  const auto take = [&bytes](std::size_t length) {
    const auto part = bytes.first(length);
    bytes = bytes.subspan(length);
    return part;
  };
  begins_ = take((terms + 1) * sizeof(std::uint32_t));
  scales_ = take(terms * sizeof(float));
  rows_ = take(terms * dimensions_);
  text_ = bytes;
  if (number_at<std::uint32_t>(begins_, 0) != 0 ||
      number_at<std::uint32_t>(begins_, terms) != text_.size()) {
    return wrong(path, "its table of stems is damaged");
  }
  for (std::size_t term = 0; term < terms; ++term) {
    const auto begin = number_at<std::uint32_t>(begins_, term);
    const auto end = number_at<std::uint32_t>(begins_, term + 1);
    // Both inside the text before stem() looks at it.
    if (begin > end || end > text_.size() || (term > 0 && stem(term - 1) >= stem(term))) {
      return wrong(path, "its table of stems is damaged");
    }
    if (!std::isfinite(number_at<float>(scales_, term))) {
      return wrong(path, "it holds what is not a number");
    }
  }
  return {};
}

std::string_view VectorSpace::stem(std::size_t term) const {
  const auto begin = number_at<std::uint32_t>(begins_, term);
  return {text_.data() + begin, number_at<std::uint32_t>(begins_, term + 1) - begin};
}

std::size_t VectorSpace::find(std::string_view wanted) const {
  std::size_t low = 0;
  std::size_t high = terms_;
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (stem(middle) < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < terms_ && stem(low) == wanted ? low : terms_;
}

void VectorSpace::add_term(std::size_t term, double weight, std::span<float> sum) const {
  const float scale = static_cast<float>(weight) * number_at<float>(scales_, term);
  const char* const row = rows_.data() + term * dimensions_;
  float* const out = sum.data();
  std::size_t at = 0;
  for (; at + kLanes <= dimensions_; at += kLanes) {
    std::array<std::int8_t, kLanes> block;  // a copy, which nothing written below can overlap
    std::memcpy(block.data(), row + at, kLanes);
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      out[at + lane] += scale * static_cast<float>(block[lane]);
    }
  }
  for (; at < dimensions_; ++at) {
    out[at] += scale * static_cast<float>(static_cast<signed char>(row[at]));
  }
}

bool VectorSpace::add(std::string_view wanted, double weight, std::span<float> sum) const {
  const std::size_t term = find(wanted);
  if (term == terms_) return false;
  add_term(term, weight, sum);
  return true;
}

Result<void> VectorSpace::verify() const {
  const auto body = file_.bytes().subspan(sizeof(SpaceHeader));
  const std::uint64_t is =
      space_id(static_cast<std::uint32_t>(kTokenizerVersion),
               static_cast<std::uint32_t>(dimensions_), std::string_view(body.data(), body.size()));
  if (is != id_) return wrong(path_, "its bytes are not those that were written");
  return {};
}

Result<std::shared_ptr<const DocumentVectors>> DocumentVectors::open(const fs::path& path,
                                                                     const VectorSpace& space) {
  EVIDENCE_ASSIGN(MappedFile file, MappedFile::open(path, kMaxVectorsBytes));
  const auto bytes = file.bytes();
  EVIDENCE_ASSIGN(const VectorsHeader header,
                  header_of<VectorsHeader>(bytes, kVectorsMagic, path, "file of vectors"));
  if (header.space != space.id() || header.dimensions != space.dimensions()) {
    return wrong(path, "its vectors are of another space than the one beside it");
  }
  const std::size_t body = bytes.size() - sizeof header;
  if (body % header.dimensions != 0 || body / header.dimensions != header.rows ||
      header.vectors > header.rows) {
    return wrong(path, "its length is not what it says of itself");
  }
  const std::shared_ptr<DocumentVectors> vectors(new DocumentVectors(std::move(file)));
  vectors->sequence_ = header.sequence;
  vectors->rows_ = header.rows;
  vectors->vectors_ = header.vectors;
  vectors->replaced_ = header.replaced;
  vectors->checksum_ = header.checksum;
  vectors->path_ = path;
  vectors->dimensions_ = header.dimensions;
  return std::shared_ptr<const DocumentVectors>(vectors);
}

std::span<const std::int8_t> DocumentVectors::row(std::uint64_t number) const {
  const char* const begin = file_.bytes().data() + sizeof(VectorsHeader) + number * dimensions_;
  // int8_t is signed char: the same bytes, and allowed to be looked at so.
  return {reinterpret_cast<const std::int8_t*>(begin), dimensions_};
}

std::span<const std::int8_t> DocumentVectors::of(std::uint32_t local_document) const {
  if (local_document == 0 || local_document > rows_) return {};
  const std::span<const std::int8_t> found = row(local_document - 1);
  const bool none =
      std::all_of(found.begin(), found.end(), [](std::int8_t value) { return value == 0; });
  return none ? std::span<const std::int8_t>() : found;
}

Result<void> DocumentVectors::verify() const {
  RowChecksum checksum;
  for (std::uint64_t number = 0; number < rows_; ++number) checksum.add(row(number));
  if (checksum.value() != checksum_) {
    return wrong(path_, "its bytes are not those that were written");
  }
  return {};
}

void normalise(std::span<float> vector) {
  double sum = 0;
  for (const float value : vector) sum += static_cast<double>(value) * static_cast<double>(value);
  if (!(sum > 0) || !std::isfinite(sum)) return;
  const auto factor = static_cast<float>(1 / std::sqrt(sum));
  for (float& value : vector) value *= factor;
}

// Several sums side by side, because the order of adding floats is not the compiler's to change.
float similarity(std::span<const float> unit, std::span<const std::int8_t> document) {
  const std::size_t size = std::min(unit.size(), document.size());
  const float* const left = unit.data();
  const std::int8_t* const right = document.data();
  std::array<float, kLanes> lanes{};
  std::size_t at = 0;
  for (; at + kLanes <= size; at += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      lanes[lane] += left[at + lane] * static_cast<float>(right[at + lane]);
    }
  }
  float sum = 0;
  for (; at < size; ++at) sum += left[at] * static_cast<float>(right[at]);
  for (const float lane : lanes) sum += lane;
  return sum / 127.0F;
}

fs::path space_path(const fs::path& generation) { return generation / "space"; }

fs::path vectors_path(const fs::path& generation, std::size_t shard) {
  return generation / ("shard-" + std::to_string(shard) + ".vectors");
}

}  // namespace evidence
