#include "base/id_set.h"

#include <roaring/roaring.h>

#include <new>
#include <utility>

#include "base/hash.h"

namespace evidence {
namespace {

constexpr std::size_t kDigestBytes = 8;  // of SHA-256: against accidents, not against forgers

std::string digest_of(std::string_view bytes) {
  Digest digest(Digest::Kind::kSha256);
  digest.update(bytes);
  return digest.bytes().substr(0, kDigestBytes);
}

Error damaged() {
  return {ErrorCode::kCorrupt, "id_set_damaged", "A stored set of works is damaged.", ""};
}

}  // namespace

struct IdSet::Bits {
  explicit Bits(roaring_bitmap_t* given) : bitmap(given) {
    if (bitmap == nullptr) throw std::bad_alloc();
  }
  ~Bits() { roaring_bitmap_free(bitmap); }
  Bits(const Bits&) = delete;
  Bits& operator=(const Bits&) = delete;
  roaring_bitmap_t* bitmap;
};

IdSet::IdSet() : bits_(std::make_unique<Bits>(roaring_bitmap_create())) {}
IdSet::IdSet(std::unique_ptr<Bits> bits) : bits_(std::move(bits)) {}
IdSet::~IdSet() = default;
IdSet::IdSet(const IdSet& other)
    : bits_(std::make_unique<Bits>(roaring_bitmap_copy(other.bits_->bitmap))) {}
IdSet& IdSet::operator=(const IdSet& other) {
  if (this != &other) *this = IdSet(other);
  return *this;
}
// What was moved from is the empty set, and can be used.
IdSet::IdSet(IdSet&& other) noexcept : IdSet() { std::swap(bits_, other.bits_); }
IdSet& IdSet::operator=(IdSet&& other) noexcept {
  std::swap(bits_, other.bits_);
  return *this;
}

IdSet IdSet::of(const std::vector<std::uint32_t>& numbers) {
  return IdSet(std::make_unique<Bits>(roaring_bitmap_of_ptr(numbers.size(), numbers.data())));
}

IdSet IdSet::range(std::uint32_t first, std::uint64_t end) {
  if (end <= first) return {};
  return IdSet(std::make_unique<Bits>(roaring_bitmap_from_range(first, end, 1)));
}

void IdSet::add(std::uint32_t number) { roaring_bitmap_add(bits_->bitmap, number); }
void IdSet::remove(std::uint32_t number) { roaring_bitmap_remove(bits_->bitmap, number); }
bool IdSet::has(std::uint32_t number) const {
  return roaring_bitmap_contains(bits_->bitmap, number);
}
std::uint64_t IdSet::size() const { return roaring_bitmap_get_cardinality(bits_->bitmap); }
bool IdSet::empty() const { return roaring_bitmap_is_empty(bits_->bitmap); }
std::uint64_t IdSet::size_of_and(const IdSet& other) const {
  return roaring_bitmap_and_cardinality(bits_->bitmap, other.bits_->bitmap);
}

IdSet& IdSet::operator&=(const IdSet& other) {
  roaring_bitmap_and_inplace(bits_->bitmap, other.bits_->bitmap);
  return *this;
}
IdSet& IdSet::operator|=(const IdSet& other) {
  roaring_bitmap_or_inplace(bits_->bitmap, other.bits_->bitmap);
  return *this;
}
IdSet& IdSet::operator-=(const IdSet& other) {
  roaring_bitmap_andnot_inplace(bits_->bitmap, other.bits_->bitmap);
  return *this;
}

IdSet IdSet::any_of(const std::vector<const IdSet*>& sets) {
  std::vector<const roaring_bitmap_t*> bitmaps;
  bitmaps.reserve(sets.size());
  for (const IdSet* set : sets) bitmaps.push_back(set->bits_->bitmap);
  if (bitmaps.empty()) return {};
  return IdSet(std::make_unique<Bits>(roaring_bitmap_or_many(bitmaps.size(), bitmaps.data())));
}

bool IdSet::operator==(const IdSet& other) const {
  return roaring_bitmap_equals(bits_->bitmap, other.bits_->bitmap);
}

void IdSet::for_each(const std::function<bool(std::uint32_t)>& visit) const {
  roaring_iterate(
      bits_->bitmap,
      [](std::uint32_t number, void* call) {
        return (*static_cast<const std::function<bool(std::uint32_t)>*>(call))(number);
      },
      const_cast<std::function<bool(std::uint32_t)>*>(&visit));
}

std::vector<std::uint32_t> IdSet::numbers() const {
  std::vector<std::uint32_t> list(size());
  roaring_bitmap_to_uint32_array(bits_->bitmap, list.data());
  return list;
}

std::size_t IdSet::memory() const {
  return sizeof(IdSet) + sizeof(Bits) + roaring_bitmap_size_in_bytes(bits_->bitmap);
}

void IdSet::shrink() {
  roaring_bitmap_run_optimize(bits_->bitmap);
  roaring_bitmap_shrink_to_fit(bits_->bitmap);
}

std::string IdSet::to_bytes() const {
  std::string bytes(roaring_bitmap_portable_size_in_bytes(bits_->bitmap), '\0');
  roaring_bitmap_portable_serialize(bits_->bitmap, bytes.data());
  return digest_of(bytes) + bytes;
}

Result<IdSet> IdSet::from_bytes(std::string_view bytes) {
  // The library checks sizes only; the digest keeps a flipped bit from becoming another set.
  if (bytes.size() < kDigestBytes) return damaged();
  const std::string_view body = bytes.substr(kDigestBytes);
  if (digest_of(body) != bytes.substr(0, kDigestBytes)) return damaged();
  roaring_bitmap_t* bitmap = roaring_bitmap_portable_deserialize_safe(body.data(), body.size());
  if (bitmap == nullptr) return damaged();
  return IdSet(std::make_unique<Bits>(bitmap));
}

}  // namespace evidence
