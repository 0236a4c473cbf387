// Latent semantic vectors as search reads them: stems and documents as points of one space, learned
// from the index itself (docs/vectors.md), so that texts about the same thing lie near each other
// though they share no word. The indexer writes the files (model/vector_format.h), one `space` in a
// generation's folder and one file of document vectors a shard; here they are mapped read-only.
// Immutable after open(), safe for any number of threads. A file that is not there is kNotFound; a
// damaged, foreign or newer one is kCorrupt or kNewerVersion with what is wrong: search then goes
// on without vectors. A file replaced while it is open stays as it was for whoever opened it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

#include "base/mapped_file.h"
#include "base/result.h"

namespace evidence {

class VectorSpace {
 public:
  static Result<std::shared_ptr<const VectorSpace>> open(const std::filesystem::path& path);

  [[nodiscard]] std::uint64_t id() const { return id_; }
  [[nodiscard]] std::size_t dimensions() const { return dimensions_; }
  [[nodiscard]] std::size_t terms() const { return terms_; }
  [[nodiscard]] std::uint64_t trained_works() const { return works_; }

  // Adds `weight` times the stem's vector, its rarity (idf) included, to `sum` (dimensions()
  // floats); false, and nothing added, where the stem is unknown. `stem` is without the 'Z'. A text
  // is the normalised sum over its stems with weight 1 + ln(occurrences).
  bool add(std::string_view stem, double weight, std::span<float> sum) const;

  // The same by number, for whoever asks often; find() gives terms() where the stem is unknown.
  [[nodiscard]] std::size_t find(std::string_view stem) const;
  void add_term(std::size_t term, double weight, std::span<float> sum) const;
  [[nodiscard]] std::string_view stem(std::size_t term) const;

  // Reads the whole file: are its bytes those that were written?
  [[nodiscard]] Result<void> verify() const;

 private:
  explicit VectorSpace(MappedFile file) : file_(std::move(file)) {}
  Result<void> read(const std::filesystem::path& path);

  MappedFile file_;
  std::filesystem::path path_;
  std::uint64_t id_ = 0, works_ = 0;
  std::size_t dimensions_ = 0, terms_ = 0;
  std::span<const char> begins_, scales_, rows_, text_;
};

class DocumentVectors {  // of one shard
 public:
  // kCorrupt where the file belongs to another space.
  static Result<std::shared_ptr<const DocumentVectors>> open(const std::filesystem::path& path,
                                                             const VectorSpace& space);

  // The row of a document by its number in the shard (from 1): dimensions() numbers; empty where it
  // has none, such as a document that was added after the file was written.
  [[nodiscard]] std::span<const std::int8_t> of(std::uint32_t local_document) const;

  [[nodiscard]] std::int64_t sequence() const { return sequence_; }
  [[nodiscard]] std::uint64_t rows() const { return rows_; }
  [[nodiscard]] std::uint64_t vectors() const { return vectors_; }  // rows that are not zero
  // Rows written anew since the space was trained.
  [[nodiscard]] std::uint64_t replaced() const { return replaced_; }

  // Reads the whole file: are its bytes those that were written?
  [[nodiscard]] Result<void> verify() const;

 private:
  explicit DocumentVectors(MappedFile file) : file_(std::move(file)) {}

  [[nodiscard]] std::span<const std::int8_t> row(std::uint64_t number) const;  // from 0

  MappedFile file_;
  std::filesystem::path path_;
  std::int64_t sequence_ = 0;
  std::uint64_t rows_ = 0, vectors_ = 0, replaced_ = 0, checksum_ = 0;
  std::size_t dimensions_ = 0;
};

// To length 1; a vector of zeros stays as it is.
void normalise(std::span<float> vector);
// The cosine, about -1 to 1, of a unit vector and a row of the same length.
float similarity(std::span<const float> unit, std::span<const std::int8_t> document);

std::filesystem::path space_path(const std::filesystem::path& generation);
std::filesystem::path vectors_path(const std::filesystem::path& generation, std::size_t shard);

}  // namespace evidence
