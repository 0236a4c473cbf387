// A set of 32-bit numbers, compressed (Roaring): documents of an index, positions in a list of
// works. Value; a const set may be read by many threads.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace evidence {

class IdSet {
 public:
  IdSet();
  ~IdSet();
  IdSet(const IdSet& other);
  IdSet& operator=(const IdSet& other);
  IdSet(IdSet&& other) noexcept;
  IdSet& operator=(IdSet&& other) noexcept;

  static IdSet of(const std::vector<std::uint32_t>& numbers);
  static IdSet range(std::uint32_t first, std::uint64_t end);  // [first, end)

  void add(std::uint32_t number);
  void remove(std::uint32_t number);
  [[nodiscard]] bool has(std::uint32_t number) const;
  [[nodiscard]] std::uint64_t size() const;
  [[nodiscard]] bool empty() const;
  [[nodiscard]] std::uint64_t size_of_and(const IdSet& other) const;
  IdSet& operator&=(const IdSet& other);
  IdSet& operator|=(const IdSet& other);
  IdSet& operator-=(const IdSet& other);
  static IdSet any_of(const std::vector<const IdSet*>& sets);
  bool operator==(const IdSet& other) const;

  // Ascending. Stops where `visit` gives false.
  void for_each(const std::function<bool(std::uint32_t)>& visit) const;
  [[nodiscard]] std::vector<std::uint32_t> numbers() const;

  [[nodiscard]] std::size_t memory() const;  // bytes, about
  void shrink();                             // after building: smallest form

  // Portable Roaring format; from_bytes checks what it reads (kCorrupt).
  [[nodiscard]] std::string to_bytes() const;
  static Result<IdSet> from_bytes(std::string_view bytes);

 private:
  struct Bits;
  explicit IdSet(std::unique_ptr<Bits> bits);
  std::unique_ptr<Bits> bits_;
};

}  // namespace evidence
