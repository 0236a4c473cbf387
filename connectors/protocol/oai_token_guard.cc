#include "connectors/protocol/oai_token_guard.h"

#include <algorithm>
#include <functional>

namespace evidence {
namespace {

constexpr std::size_t kRemembered = 4'096;
constexpr int kMostWithoutRecords = 1'000;

std::uint64_t hash_of(std::string_view text) { return std::hash<std::string_view>{}(text); }

Error loop(std::string what) {
  return {ErrorCode::kUpstream, "token_loop", std::move(what),
          "what came is stored; tell the repository's people, or try options.verb_mode = "
          "\"identifiers\""};
}

}  // namespace

std::optional<Error> OaiTokenGuard::step(std::string_view asked, std::string_view next,
                                         std::string_view records) {
  const std::uint64_t part = hash_of(asked);
  if (const auto at = std::find(parts_.rbegin(), parts_.rend(), part); at != parts_.rend()) {
    // Asked for once more: what came after it is forgotten.
    parts_.erase(std::prev(at.base()), parts_.end());
    last_records_ = 0;
  }
  parts_.push_back(part);
  if (parts_.size() > kRemembered) parts_.pop_front();
  if (!next.empty()) {
    if (next == asked) return loop("the resumption token leads back to the same part of the list");
    if (std::find(parts_.begin(), parts_.end(), hash_of(next)) != parts_.end()) {
      return loop("the resumption token leads back to an earlier part of the list");
    }
  }
  const std::uint64_t hash = records.empty() ? 0 : hash_of(records);
  if (hash != 0 && hash == last_records_) {
    return loop("the repository sent the same records again under another resumption token");
  }
  last_records_ = hash;
  without_records_ = records.empty() ? without_records_ + 1 : 0;
  if (without_records_ > kMostWithoutRecords && !next.empty()) {
    return loop("the repository sent 1,000 parts without a record, one after the other");
  }
  return std::nullopt;
}

}  // namespace evidence
