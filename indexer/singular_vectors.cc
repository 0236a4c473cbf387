#include "indexer/singular_vectors.h"

#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

namespace evidence {
namespace {

using Dense = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Index = Eigen::Index;

constexpr Index kOversampling = 20;
constexpr int kPowerIterations = 3;
constexpr Index kBlock = 1'024;          // rows that are worked on at a time
constexpr std::size_t kAskEach = 4'096;  // rows
// Directions whose share of the squares is below this are rounding of floats, not content.
constexpr double kSmallestShare = 1e-5;

class Asker {
 public:
  Asker(const std::function<bool(double)>& go_on, std::size_t steps)
      : go_on_(go_on), steps_(static_cast<double>(steps)) {}
  // One step more, of which there are `steps`; false where the work is to stop.
  bool step() { return go_on_(std::min(1.0, ++done_ / steps_)); }

 private:
  const std::function<bool(double)>& go_on_;
  double steps_;
  double done_ = 0;
};

// Numbers of -1 to 1 that are the same on every machine.
Dense random_matrix(Index rows, Index columns) {
  Dense matrix(rows, columns);
  std::uint64_t state = 20'261'129;
  for (Index i = 0; i < matrix.size(); ++i) {
    state += 0x9e37'79b9'7f4a'7c15ULL;  // splitmix64
    std::uint64_t mixed = state;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58'476d'1ce4'e5b9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d0'49bb'1331'11ebULL;
    mixed ^= mixed >> 31U;
    matrix.data()[i] = static_cast<float>(static_cast<double>(mixed >> 11U) * 0x1p-52 - 1);
  }
  return matrix;
}

// out = A × right, or out = Aᵀ × right. False where the work is to stop.
bool multiply(const SparseRows& a, bool transposed, const Dense& right, Dense& out, Asker& asker) {
  out.setZero();
  for (std::size_t row = 0; row < a.rows(); ++row) {
    if (row % kAskEach == 0 && !asker.step()) return false;
    const auto at = static_cast<Index>(row);
    for (std::size_t entry = a.begins[row]; entry < a.begins[row + 1]; ++entry) {
      const auto column = static_cast<Index>(a.column_of[entry]);
      if (transposed) {
        out.row(column) += a.values[entry] * right.row(at);
      } else {
        out.row(at) += a.values[entry] * right.row(column);
      }
    }
  }
  return true;
}

// matrixᵀ × matrix, its sums in double.
Eigen::MatrixXd gram(const Dense& matrix) {
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(matrix.cols(), matrix.cols());
  for (Index at = 0; at < matrix.rows(); at += kBlock) {
    const auto block = matrix.middleRows(at, std::min(kBlock, matrix.rows() - at));
    const Eigen::MatrixXf part = block.transpose() * block;
    sum += part.cast<double>();
  }
  return sum;
}

// Replaces the matrix by an orthonormal basis of its columns' span, the weightiest directions
// first: matrix × W × Λ^(-1/2) with matrixᵀ × matrix = W Λ Wᵀ. Gives how many there are; the
// columns after them are zero. Less exact than Householder's way, but in place, and exact enough:
// what the power iterations need is the span, and the directions wanted are far above rounding.
Index orthonormalise(Dense& matrix) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(gram(matrix));
  const Index columns = matrix.cols();
  const double largest = solver.eigenvalues()(columns - 1);
  Eigen::MatrixXf change = Eigen::MatrixXf::Zero(columns, columns);
  Index rank = 0;
  for (; rank < columns && largest > 0; ++rank) {
    const Index from = columns - 1 - rank;  // the solver's are in ascending order
    const double value = solver.eigenvalues()(from);
    if (value <= kSmallestShare * largest) break;
    change.col(rank) = (solver.eigenvectors().col(from) / std::sqrt(value)).cast<float>();
  }
  for (Index at = 0; at < matrix.rows(); at += kBlock) {
    auto block = matrix.middleRows(at, std::min(kBlock, matrix.rows() - at));
    const Dense changed = block * change;
    block = changed;
  }
  return rank;
}

}  // namespace

std::optional<SingularVectors> right_singular_vectors(const SparseRows& matrix,
                                                      std::size_t dimensions,
                                                      const std::function<bool(double)>& go_on) {
  const auto rows = static_cast<Index>(matrix.rows());
  const auto columns = static_cast<Index>(matrix.columns);
  const Index width = std::min({static_cast<Index>(dimensions) + kOversampling, rows, columns});
  const std::size_t products = 2 * (kPowerIterations + 1);
  Asker asker(go_on, products * (matrix.rows() / kAskEach + 1));
  Dense right = random_matrix(columns, width);
  Dense left(rows, width);
  Index rank = 0;
  for (int iteration = 0; iteration <= kPowerIterations; ++iteration) {
    if (!multiply(matrix, false, right, left, asker)) return std::nullopt;
    orthonormalise(left);
    if (!multiply(matrix, true, left, right, asker)) return std::nullopt;
    // The columns of the left are orthonormal, so that the directions of Aᵀ × left, sorted by
    // their length, are the right singular vectors.
    rank = orthonormalise(right);
  }
  SingularVectors found;
  const Index kept = std::min(static_cast<Index>(dimensions), rank);
  found.dimensions = static_cast<std::size_t>(kept);
  found.rows.resize(matrix.columns * found.dimensions);
  for (Index row = 0; row < columns; ++row) {
    for (Index column = 0; column < kept; ++column) {
      found.rows[static_cast<std::size_t>(row * kept + column)] = right(row, column);
    }
  }
  return found;
}

}  // namespace evidence
