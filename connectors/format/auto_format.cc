#include "connectors/format/auto_format.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/encoding.h"
#include "base/text.h"

namespace evidence {
namespace {

constexpr std::size_t kHead = 4'096;
constexpr std::string_view kSeparator = ", ";

class AutoReader final : public EntryReader {
 public:
  explicit AutoReader(ByteSource& source) : raw_(source) {}

  Result<std::optional<Entry>> next() override {
    if (reader_ == nullptr) EVIDENCE_TRY(choose());
    Result<std::optional<Entry>> entry = reader_->next();
    if (entry.ok() && entry->has_value()) {
      std::string& position = (**entry).raw.position;
      position = std::string(format_->name()) + std::string(kSeparator) + position;
    }
    return entry;
  }

 private:
  Result<void> choose() {
    EVIDENCE_ASSIGN(const std::string_view head, raw_.peek(kHead));
    // Marks are looked for in text as the formats will get it.
    const auto copy = memory_source(std::string(head));
    const auto text = utf8_source(*copy);
    const Result<std::string> decoded = read_all(*text, 16 * kHead);
    for (const Format* format : formats()) {
      const bool as_text = format->is_text() && decoded.ok();
      if (!format->recognises(as_text ? std::string_view(*decoded) : head, "")) continue;
      format_ = format;
      if (format->is_text()) text_ = utf8_source(raw_);
      reader_ = format->open(text_ ? *text_ : static_cast<ByteSource&>(raw_));
      return {};
    }
    return Error{ErrorCode::kBadContent, "unknown_content",
                 "no format knows this file by its first bytes: " + quoted_for_message(head, 60),
                 "name its format in the source's file"};
  }

  PeekSource raw_;
  std::unique_ptr<ByteSource> text_;
  const Format* format_ = nullptr;
  std::unique_ptr<EntryReader> reader_;
};

}  // namespace

Result<std::string_view> PeekSource::peek(std::size_t wanted) {
  while (head_.size() < wanted) {
    const std::size_t had = head_.size();
    head_.resize(wanted);
    const Result<std::size_t> got = source_.read({head_.data() + had, wanted - had});
    head_.resize(had + (got.ok() ? *got : 0));
    if (!got.ok()) return got.error();
    if (*got == 0) break;
  }
  return std::string_view(head_);
}

Result<std::size_t> PeekSource::read(std::span<char> buffer) {
  if (at_ == head_.size()) return source_.read(buffer);
  const std::size_t count = std::min(buffer.size(), head_.size() - at_);
  std::copy_n(head_.data() + at_, count, buffer.data());
  at_ += count;
  return count;
}

std::unique_ptr<EntryReader> AutoFormat::open(ByteSource& source) const {
  return std::make_unique<AutoReader>(source);
}

ParsedEntry AutoFormat::parse(const RawEntry& entry) const {
  const std::size_t end = entry.position.find(kSeparator);
  const Format* format =
      end == std::string::npos ? nullptr : format_by_name(entry.position.substr(0, end));
  if (format == nullptr) {
    ParsedEntry parsed;
    parsed.problems.push_back({entry.position, "unknown_content", "no format is known for it"});
    return parsed;
  }
  RawEntry own{entry.bytes, entry.position.substr(end + kSeparator.size())};
  bool repaired = false;
  if (format->is_text()) own.bytes = utf8_text(entry.bytes, repaired);
  ParsedEntry parsed = format->parse(own);
  if (repaired) {
    parsed.problems.push_back(
        {own.position, "not_utf8", "bytes that are not UTF-8 were read as Windows-1252"});
  }
  return parsed;
}

}  // namespace evidence
