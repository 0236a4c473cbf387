// A profile as the store keeps it.
#include <string>
#include <string_view>
#include <utility>

#include "model/match_profile.h"

namespace evidence {
namespace {

// Bytes: a version, then every member in order, each text with its length before it.
class Writer {
 public:
  void number(std::uint64_t value) {
    while (value >= 0x80U) {
      out_ += static_cast<char>(value | 0x80U);
      value >>= 7U;
    }
    out_ += static_cast<char>(value);
  }
  void text(std::string_view value) {
    number(value.size());
    out_ += value;
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 63; shift += 7) {
      if (rest_.empty()) break;
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if ((byte & 0x80U) == 0) return value;
    }
    good_ = false;
    return 0;
  }
  std::string text() {
    const std::uint64_t size = number();
    if (size > rest_.size()) {
      good_ = false;
      return "";
    }
    std::string value(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return value;
  }
  // A number of elements, each of at least a byte.
  std::size_t count() {
    const std::uint64_t value = number();
    if (value > rest_.size()) good_ = false;
    return good_ ? static_cast<std::size_t>(value) : 0;
  }
  [[nodiscard]] bool ended_well() const { return good_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool good_ = true;
};

}  // namespace

std::string profile_to_bytes(const MatchProfile& profile) {
  Writer out;
  out.number(kMatchVersion);
  out.number(static_cast<std::uint64_t>(profile.kind));
  out.number(profile.kind_stated ? 1 : 0);
  out.number(profile.identifiers.size());
  for (const std::string& identifier : profile.identifiers) out.text(identifier);
  out.text(profile.title);
  out.text(profile.original_title);
  out.number(profile.authors.size());
  for (const MatchName& name : profile.authors) {
    out.text(name.family);
    out.text(name.initial);
  }
  for (const std::string* text :
       {&profile.volume, &profile.issue, &profile.first_page, &profile.last_page, &profile.journal,
        &profile.journal_abbreviation, &profile.edition, &profile.version_family}) {
    out.text(*text);
  }
  out.number(static_cast<std::uint64_t>(profile.year));
  out.number(static_cast<std::uint64_t>(profile.version));
  out.number(profile.abstract_sketch.size());
  for (const std::uint32_t value : profile.abstract_sketch) out.number(value);
  return out.take();
}

std::optional<MatchProfile> profile_from_bytes(std::string_view bytes) {
  Reader in(bytes);
  if (in.number() != static_cast<std::uint64_t>(kMatchVersion)) return std::nullopt;
  MatchProfile profile;
  const std::uint64_t kind = in.number();
  if (kind > static_cast<std::uint64_t>(RecordKind::kSerial)) return std::nullopt;
  profile.kind = static_cast<RecordKind>(kind);
  profile.kind_stated = in.number() != 0;
  for (std::size_t left = in.count(); left > 0; --left) profile.identifiers.push_back(in.text());
  profile.title = in.text();
  profile.original_title = in.text();
  for (std::size_t left = in.count(); left > 0; --left) {
    std::string family = in.text();
    profile.authors.push_back({std::move(family), in.text()});
  }
  for (std::string* text :
       {&profile.volume, &profile.issue, &profile.first_page, &profile.last_page, &profile.journal,
        &profile.journal_abbreviation, &profile.edition, &profile.version_family}) {
    *text = in.text();
  }
  const std::uint64_t year = in.number();
  const std::uint64_t version = in.number();
  if (year > 9'999 || version > 9'999) return std::nullopt;
  profile.year = static_cast<int>(year);
  profile.version = static_cast<int>(version);
  for (std::size_t left = in.count(); left > 0; --left) {
    profile.abstract_sketch.push_back(static_cast<std::uint32_t>(in.number()));
  }
  if (!in.ended_well()) return std::nullopt;
  return profile;
}

bool is_own_identifier(std::string_view identifier, RecordKind kind) {
  if (identifier.starts_with("issn:")) return kind == RecordKind::kSerial;
  if (identifier.starts_with("nct:")) return kind == RecordKind::kTrialRegistration;
  return !identifier.starts_with("isbn:") || kind != RecordKind::kChapter;
}

}  // namespace evidence
