// The directions in which the rows of a sparse matrix differ most: a truncated singular value
// decomposition by random projection (Halko, Martinsson, Tropp 2011). The only code that uses Eigen
// (docs/decisions/0035). Private to indexer/. Thread-safe; one thread does the work, so that the
// same matrix gives the same bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace evidence {

struct SparseRows {
  std::size_t columns = 0;
  std::vector<std::size_t> begins{0};  // rows + 1
  std::vector<std::uint32_t> column_of;
  std::vector<float> values;

  [[nodiscard]] std::size_t rows() const { return begins.size() - 1; }
};

struct SingularVectors {
  std::size_t dimensions = 0;  // as many as were asked for, fewer where the matrix has fewer
  std::vector<float> rows;     // columns of the matrix × dimensions: its right singular vectors
};

// `go_on` is asked now and then with the share that is done (0 to 1); nullopt where it said no.
// Memory beside the matrix: 4 bytes × (rows + columns) × (dimensions + 20).
std::optional<SingularVectors> right_singular_vectors(const SparseRows& matrix,
                                                      std::size_t dimensions,
                                                      const std::function<bool(double)>& go_on);

}  // namespace evidence
