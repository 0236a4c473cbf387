#include "base/encoding.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/text.h"
#include "base/utf8.h"

namespace evidence {
namespace {

constexpr std::size_t kChunk = 64U << 10U;
constexpr std::size_t kDeclaration = 512;  // bytes within which an XML declaration has to end

// What Windows-1252 makes of 80 to 9F; the five that it leaves open stay control characters.
constexpr std::array<char32_t, 32> kWindows1252{
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

// ICU's converter from a named encoding, streaming. Bytes that it cannot read become U+FFFD.
class Converter {
 public:
  static std::optional<Converter> open(std::string_view name) {
    const bool plain = !name.empty() && name.size() < UCNV_MAX_CONVERTER_NAME_LENGTH &&
                       std::all_of(name.begin(), name.end(), [](char c) {
                         return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' ||
                                c == ':';
                       });
    if (!plain) return std::nullopt;  // "" would be the machine's own, a path a file
    // A label of Latin-1 means Windows-1252 in practice, as browsers read it.
    constexpr std::array<std::string_view, 7> kLatin1{
        "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "l1", "us-ascii", "ascii"};
    const bool latin1 = std::any_of(kLatin1.begin(), kLatin1.end(), [name](std::string_view one) {
      return equals_ignoring_case(one, name);
    });
    Converter converter;
    UErrorCode status = U_ZERO_ERROR;
    converter.from_.reset(ucnv_open(latin1 ? "windows-1252" : std::string(name).c_str(), &status));
    converter.to_.reset(ucnv_open("UTF-8", &status));
    if (U_FAILURE(status) != 0) return std::nullopt;
    converter.pivot_ = std::make_unique<Pivot>();
    return converter;
  }

  // Takes all of `bytes` and appends what they mean; what is cut at their end waits for the next
  // call unless `last`.
  void convert(std::string_view bytes, bool last, std::string& out) {
    const char* from = bytes.empty() ? "" : bytes.data();
    const char* const end = from + bytes.size();
    for (;;) {
      const char* const before = from;
      const std::size_t had = out.size();
      out.resize(had + 2 * static_cast<std::size_t>(end - from) + 64);
      char* to = out.data() + had;
      UErrorCode status = U_ZERO_ERROR;
      Pivot& pivot = *pivot_;
      ucnv_convertEx(to_.get(), from_.get(), &to, out.data() + out.size(), &from, end,
                     pivot.units.data(), &pivot.source, &pivot.target,
                     pivot.units.data() + pivot.units.size(), 0, last ? 1 : 0, &status);
      out.resize(static_cast<std::size_t>(to - out.data()));
      if (status == U_BUFFER_OVERFLOW_ERROR) continue;
      if (U_SUCCESS(status) != 0) return;
      out += "\xEF\xBF\xBD";  // what substitution itself could not take
      if (from == before || from >= end) return;
    }
  }

  [[nodiscard]] bool one_byte() const { return ucnv_getMaxCharSize(from_.get()) == 1; }

  // Can bytes that read "<?xml" as ASCII be in this encoding at all?
  [[nodiscard]] bool reads_ascii() {
    switch (ucnv_getType(from_.get())) {
      case UCNV_UTF7:
      case UCNV_IMAP_MAILBOX:
      case UCNV_SCSU:
      case UCNV_BOCU1:
        return false;
      default:
        break;
    }
    std::string out;
    constexpr std::string_view kSample = "<?xml version='1.0' encoding=\"A-Za_z0.9\"?>";
    convert(kSample, true, out);
    reset();
    return out == kSample;
  }

 private:
  struct Close {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
  };
  struct Pivot {
    std::array<UChar, 2048> units{};
    UChar* source = units.data();
    UChar* target = units.data();
  };

  Converter() = default;
  void reset() {
    ucnv_reset(from_.get());
    ucnv_reset(to_.get());
    pivot_ = std::make_unique<Pivot>();
  }

  std::unique_ptr<UConverter, Close> from_, to_;
  std::unique_ptr<Pivot> pivot_;  // on the heap: its pointers stay good when this moves
};

// The value of encoding="…" in an XML declaration, as a part of `text`; "" if there is none.
std::string_view declared_encoding(std::string_view text) {
  if (!text.starts_with("<?xml")) return {};
  const std::size_t close = text.substr(0, kDeclaration).find("?>");
  if (close == std::string_view::npos) return {};
  const std::string_view declaration = text.substr(0, close);
  std::size_t at = declaration.find("encoding");
  if (at == std::string_view::npos) return {};
  at = declaration.find_first_not_of(" \t\r\n", at + 8);
  if (at == std::string_view::npos || declaration[at] != '=') return {};
  at = declaration.find_first_not_of(" \t\r\n", at + 1);
  if (at == std::string_view::npos || (declaration[at] != '"' && declaration[at] != '\''))
    return {};
  const std::size_t end = declaration.find(declaration[at], at + 1);
  return end == std::string_view::npos ? std::string_view()
                                       : declaration.substr(at + 1, end - at - 1);
}

bool names_utf8(std::string_view name) {
  return equals_ignoring_case(name, "utf-8") || equals_ignoring_case(name, "utf8");
}

// How many of the first units of `size` bytes are an ASCII character in a row of NULs, the
// character standing at `place`; 0 if the first two are not.
std::size_t ascii_units(std::string_view head, std::size_t size, std::size_t place) {
  std::size_t count = 0;
  for (std::size_t at = 0; at + size <= head.size(); at += size) {
    bool good = true;
    for (std::size_t i = 0; i < size; ++i) {
      const auto byte = static_cast<unsigned char>(head[at + i]);
      good = good && (i == place ? byte == '\t' || byte == '\n' || byte == '\r' ||
                                       (byte >= 0x20 && byte < 0x7F)
                                 : byte == 0);
    }
    count += good ? 1 : 0;
    if (!good && at < 2 * size) return 0;
  }
  return count;
}

struct Mark {
  const char* encoding = nullptr;  // nullptr: bytes that read as ASCII
  std::size_t length = 0;          // of the byte-order mark
};

Mark encoding_of(std::string_view head) {
  using namespace std::string_view_literals;
  if (head.starts_with("\xEF\xBB\xBF")) return {nullptr, 3};
  if (head.starts_with("\xFF\xFE\0\0"sv)) return {"UTF-32LE", 4};
  if (head.starts_with("\0\0\xFE\xFF"sv)) return {"UTF-32BE", 4};
  if (head.starts_with("\xFF\xFE")) return {"UTF-16LE", 2};
  if (head.starts_with("\xFE\xFF")) return {"UTF-16BE", 2};
  head = head.substr(0, kDeclaration);
  const auto mostly = [head](std::size_t size, std::size_t place) {
    const std::size_t units = head.size() / size;
    return units >= 2 && 2 * ascii_units(head, size, place) >= units;
  };
  if (mostly(4, 0)) return {"UTF-32LE", 0};
  if (mostly(4, 3)) return {"UTF-32BE", 0};
  if (mostly(2, 0)) return {"UTF-16LE", 0};
  if (mostly(2, 1)) return {"UTF-16BE", 0};
  return {};
}

class Utf8Source final : public ByteSource {
 public:
  explicit Utf8Source(ByteSource& source) : source_(source) {}

  Result<std::size_t> read(std::span<char> buffer) override {
    if (buffer.empty()) return std::size_t{0};
    if (!started_) start();
    while (at_ == ready_.size()) {
      ready_.clear();
      at_ = 0;
      if (finished_) return failed_ ? Result<std::size_t>(*failed_) : std::size_t{0};
      produce();
    }
    const std::size_t count = std::min(buffer.size(), ready_.size() - at_);
    std::copy_n(ready_.data() + at_, count, buffer.data());
    at_ += count;
    return count;
  }
  [[nodiscard]] std::uint64_t position() const override { return source_.position(); }
  [[nodiscard]] std::uint64_t size() const override { return source_.size(); }

 private:
  enum class Mode { kPass, kUndecided, kConvert };

  // At least `wanted` bytes in raw_ if the source has them. Its error waits until what was read
  // before has been given out.
  void gather(std::size_t wanted) {
    while (!ended_ && raw_.size() < wanted) {
      const std::size_t had = raw_.size();
      raw_.resize(had + kChunk);
      const Result<std::size_t> got = source_.read({raw_.data() + had, kChunk});
      raw_.resize(had + (got.ok() ? *got : 0));
      if (!got.ok()) failed_ = got.error();
      ended_ = !got.ok() || *got == 0;
    }
  }

  void start() {
    gather(kDeclaration);
    started_ = true;
    const Mark mark = encoding_of(raw_);
    raw_.erase(0, mark.length);
    if (mark.encoding != nullptr) {
      converter_ = Converter::open(mark.encoding);
      mode_ = Mode::kConvert;
    } else if (const std::string_view name = declared_encoding(raw_);
               mark.length == 0 && !name.empty() && !names_utf8(name)) {
      converter_ = Converter::open(name);
      if (!converter_) return;  // unknown: the parser that needs it will say so
      rewrite_ = true;
      if (converter_->reads_ascii()) {
        mode_ = converter_->one_byte() ? Mode::kUndecided : Mode::kConvert;
      }
    }
    rewrite_ = rewrite_ || mark.encoding != nullptr || mark.length > 0;
    while (rewrite_ && ready_.size() < kDeclaration && !finished_) produce();
    if (rewrite_) rewrite_declaration();
  }

  // An encoding that is no longer true gives way to UTF-8.
  void rewrite_declaration() {
    const std::string_view name = declared_encoding(ready_);
    if (name.empty() || names_utf8(name)) return;
    const auto at = static_cast<std::size_t>(name.data() - ready_.data());
    ready_.replace(at, name.size(), "UTF-8");
  }

  // Appends to ready_ what the next bytes mean; may append nothing. finished_ at the end.
  void produce() {
    gather(1);
    if (mode_ == Mode::kUndecided) {
      const auto beyond_ascii = std::find_if(
          raw_.begin(), raw_.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
      const auto plain = static_cast<std::size_t>(beyond_ascii - raw_.begin());
      if (plain > 0 || raw_.empty()) {
        finished_ = raw_.empty();
        ready_.append(raw_, 0, plain);
        raw_.erase(0, plain);
        return;
      }
      // What follows the first byte beyond ASCII decides whether the label is true.
      gather(kChunk);
      const std::string_view window = std::string_view(raw_).substr(0, kChunk);
      const std::size_t valid = valid_utf8_prefix(window);
      const bool goes_on = !ended_ || raw_.size() > window.size();
      const bool cut_at_end = goes_on && window.size() - valid < 4;
      mode_ = valid == window.size() || (valid > 0 && cut_at_end) ? Mode::kPass : Mode::kConvert;
    }
    if (mode_ == Mode::kConvert) {
      finished_ = raw_.empty();
      converter_->convert(raw_, finished_, ready_);
    } else {
      finished_ = raw_.empty();
      ready_ += raw_;
    }
    raw_.clear();
  }

  ByteSource& source_;
  Mode mode_ = Mode::kPass;
  std::optional<Converter> converter_;
  std::string raw_;    // read, not yet understood
  std::string ready_;  // UTF-8, given out up to at_
  std::size_t at_ = 0;
  std::optional<Error> failed_;
  bool started_ = false, rewrite_ = false;
  bool ended_ = false;     // the source has no more
  bool finished_ = false;  // nor have we
};

}  // namespace

std::unique_ptr<ByteSource> utf8_source(ByteSource& source) {
  return std::make_unique<Utf8Source>(source);
}

std::string utf8_text(std::string_view bytes, bool& repaired) {
  repaired = false;
  std::string out;
  std::size_t at = 0;
  for (;;) {
    const std::size_t valid = valid_utf8_prefix(bytes.substr(at));
    out.append(bytes, at, valid);
    at += valid;
    if (at == bytes.size()) return out;
    repaired = true;
    for (std::size_t left = decode_utf8(bytes, at).length; left > 0; --left, ++at) {
      const auto byte = static_cast<unsigned char>(bytes[at]);
      append_utf8(out, byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80U] : byte);
    }
  }
}

Result<std::string> decode_text(std::string_view bytes, std::string_view encoding) {
  std::optional<Converter> converter = Converter::open(encoding);
  if (!converter) {
    return Error{ErrorCode::kInvalidArgument, "unknown_encoding",
                 "the encoding " + quoted_for_message(encoding, 40) + " is not known",
                 "use a name such as UTF-8, windows-1252 or UTF-16LE"};
  }
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += kChunk) {
    converter->convert(bytes.substr(at, kChunk), false, out);
  }
  converter->convert({}, true, out);
  return out;
}

}  // namespace evidence
