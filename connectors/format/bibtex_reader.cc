#include "connectors/format/bibtex_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"
#include "connectors/format/bibtex_syntax.h"
#include "connectors/format/line_reader.h"
#include "connectors/format/newline_source.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxLine = 1U << 20U;
constexpr std::size_t kMaxEntry = 4U << 20U;
constexpr std::size_t kMaxMacros = 5'000;
constexpr std::size_t kMaxMacroBytes = 1U << 20U;
constexpr std::size_t kDamageKept = 2'048;

class BibtexReader final : public EntryReader {
 public:
  explicit BibtexReader(ByteSource& source) : newlines_(source), lines_(newlines_, kMaxLine) {}

  Result<std::optional<Entry>> next() override {
    for (;;) {
      if (failed_) return *failed_;
      if (open_) {
        if (const std::size_t end = find_end(); end != std::string::npos) {
          if (std::optional<Entry> entry = close_at(end)) return entry;
          continue;
        }
        if (too_large_) {
          return damaged("it is larger than " + with_thousands(kMaxEntry) + " bytes");
        }
      }
      if (!pending_) {
        Result<std::optional<LineReader::Line>> line = lines_.next();
        if (!line.ok()) {
          failed_ = line.error();
          return *failed_;
        }
        if (!line->has_value()) return at_end();
        pending_ = std::move(*std::move(line).value());
        empty_ = false;
      }
      const bool begins = begins_bibtex_entry(pending_->text);
      if (open_ && begins) return damaged("it is not closed before the next entry begins");
      if (begins) start(pending_->number);
      // Text between entries is a comment.
      if (open_) append(pending_->text, pending_->too_long);
      pending_.reset();
    }
  }

 private:
  void start(std::uint64_t line) {
    open_ = true;
    text_.clear();
    scanned_ = 0;
    depth_ = 0;
    close_ = '\0';
    line_ = line;
    too_large_ = false;
  }

  void append(std::string_view line, bool too_long) {
    text_.append(text_.empty() ? trim(line) : line).push_back('\n');
    too_large_ = too_long || text_.size() > kMaxEntry;
  }

  // The entry that is complete; another may begin on the same line.
  std::optional<Entry> close_at(std::size_t end) {
    const std::string rest(trim(std::string_view(text_).substr(end)));
    text_.resize(end);
    std::optional<Entry> entry = take();
    if (begins_bibtex_entry(rest)) {
      start(line_);
      append(rest, false);
    }
    return entry;
  }

  // One past the closing brace, as far as the text has been read; scans every byte once.
  std::size_t find_end() {
    for (; scanned_ < text_.size(); ++scanned_) {
      const char c = text_[scanned_];
      if (close_ == '\0') {
        if (c == '{') close_ = '}';
        if (c == '(') close_ = ')';
      } else if (c == close_ && depth_ == 0) {
        return ++scanned_;
      } else if (c == '{') {
        ++depth_;
      } else if (c == '}' && depth_ > 0) {
        --depth_;
      }
    }
    return std::string::npos;
  }

  // The open entry; nullopt where it is a macro, a preamble or a comment.
  std::optional<Entry> take() {
    open_ = false;
    const std::string type =
        to_lower_ascii(trim(std::string_view(text_).substr(1, text_.find_first_of("{(") - 1)));
    if (type == "comment" || type == "preamble") return std::nullopt;
    std::size_t length = 0;
    if (type == "string") {
      const Result<BibtexEntry> macro = parse_bibtex_entry(text_, macros_, length);
      if (!macro.ok() || macro->fields.size() != 1) return damaged("its macro cannot be read");
      const auto& [name, value] = macro->fields.front();
      macro_bytes_ += name.size() + value.size();
      if (macros_.size() < kMaxMacros && macro_bytes_ <= kMaxMacroBytes) {
        macros_.insert_or_assign(name, value);
      }
      return std::nullopt;
    }
    ++entries_;
    Entry entry;
    entry.raw.position = position();
    if (!macros_.empty()) {
      const Result<BibtexEntry> parsed = parse_bibtex_entry(text_, {}, length);
      if (parsed.ok()) {
        for (const std::string& name : parsed->unknown_macros) {
          if (const auto at = macros_.find(to_lower_ascii(name)); at != macros_.end()) {
            entry.raw.bytes += "@string{" + at->first + " = {" + at->second + "}}\n";
          }
        }
      }
    }
    entry.raw.bytes += text_;
    return entry;
  }

  std::optional<Entry> damaged(std::string why) {
    open_ = false;
    ++entries_;
    Entry entry;
    entry.raw.position = position();
    entry.raw.bytes = truncate_utf8(text_, kDamageKept);
    entry.damage = std::move(why);
    return entry;
  }

  [[nodiscard]] std::string position() const {
    return "entry " + std::to_string(entries_) + " at line " + std::to_string(line_);
  }

  Result<std::optional<Entry>> at_end() {
    if (open_) return damaged("the file ends inside it");
    if (entries_ == 0 && macros_.empty()) {
      failed_ = Error{ErrorCode::kBadContent, "bad_bibtex_file",
                      std::string("the file cannot be read as BibTeX: ") +
                          (empty_ ? "it is empty" : "there is no entry in it"),
                      "An entry begins with a line \"@article{key,\" or another type; export the "
                      "references again, or name the format that the file has."};
      return *failed_;
    }
    return std::optional<Entry>{};
  }

  NewlineSource newlines_;
  LineReader lines_;
  std::optional<LineReader::Line> pending_;
  std::optional<Error> failed_;
  BibtexMacros macros_;
  std::size_t macro_bytes_ = 0;
  std::string text_;  // of the open entry
  std::size_t scanned_ = 0;
  int depth_ = 0;
  char close_ = '\0';
  std::uint64_t line_ = 0;
  std::uint64_t entries_ = 0;
  bool open_ = false;
  bool too_large_ = false;
  bool empty_ = true;
};

}  // namespace

std::unique_ptr<EntryReader> read_bibtex(ByteSource& source) {
  return std::make_unique<BibtexReader>(source);
}

}  // namespace evidence
