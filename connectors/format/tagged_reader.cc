#include "connectors/format/tagged_reader.h"

#include <optional>
#include <utility>

#include "base/text.h"
#include "connectors/format/line_reader.h"
#include "connectors/format/newline_source.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxLine = 1U << 20U;
constexpr std::size_t kMaxEntry = 4U << 20U;
constexpr std::size_t kMaxStray = 4'096;  // bytes kept of text between references
constexpr std::size_t kDamageKept = 2'048;
constexpr std::size_t kMaxFields = 20'000;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_web_page(std::string_view line) {
  line = trim(line);
  for (const std::string_view mark : {"<!doctype", "<html", "<head", "<?xml", "<body"}) {
    if (starts_with_ignoring_case(line, mark)) return true;
  }
  return false;
}

class TaggedReader final : public EntryReader {
 public:
  TaggedReader(ByteSource& source, const TaggedRules& rules)
      : newlines_(source), lines_(newlines_, kMaxLine), rules_(rules) {}

  Result<std::optional<Entry>> next() override {
    for (;;) {
      if (failed_) return *failed_;
      if (!pending_) {
        Result<std::optional<LineReader::Line>> line = lines_.next();
        if (!line.ok()) {
          failed_ = line.error();
          return *failed_;
        }
        if (!line->has_value()) return at_end();
        pending_ = std::move(*std::move(line).value());
        // Files that were pasted together carry a mark in the middle.
        if (pending_->text.starts_with(kByteOrderMark)) pending_->text.erase(0, 3);
        if (first_line_ && is_web_page(pending_->text)) return not_this("it is a web page or XML");
        first_line_ = false;
      }
      const TaggedPlace place{open_ == Open::kReference, pending_->number > last_number_ + 1,
                              entry_.raw.bytes};
      const TaggedLine kind = rules_.classify(pending_->text, place);
      const bool inside = open_ == Open::kReference;
      if (kind == TaggedLine::kInside || kind == TaggedLine::kEnd) {
        if (inside || kind == TaggedLine::kInside) {
          if (!inside && open_ == Open::kNothing) begin(Open::kStray);
          append(place.blank_before);
          if (kind == TaggedLine::kEnd) {
            ++closed_;
            return take();
          }
        } else {
          last_number_ = pending_->number;  // an end without a beginning
          pending_.reset();
        }
        continue;
      }
      // The line is not of what is open; it stays pending until that has been given.
      if (open_ == Open::kReference || (open_ == Open::kStray && kind != TaggedLine::kStray)) {
        if (std::optional<Entry> entry = take()) return entry;
        continue;
      }
      if (kind == TaggedLine::kHeader) {
        last_number_ = pending_->number;
        pending_.reset();
        continue;
      }
      if (open_ == Open::kNothing) {
        begin(kind == TaggedLine::kStart ? Open::kReference : Open::kStray);
      }
      append(place.blank_before);
    }
  }

 private:
  enum class Open { kNothing, kReference, kStray };

  void begin(Open what) {
    open_ = what;
    if (what == Open::kReference) ++references_;
    entry_ = {};
    entry_.raw.position = what == Open::kReference
                              ? "reference " + std::to_string(references_) + " at line "
                              : "line ";
    entry_.raw.position += std::to_string(pending_->number);
  }

  // Moves the pending line into what is open.
  void append(bool blank_before) {
    std::string& bytes = entry_.raw.bytes;
    last_number_ = pending_->number;
    if (pending_->too_long && entry_.damage.empty()) {
      entry_.damage = "line " + std::to_string(pending_->number) + " is longer than " +
                      with_thousands(kMaxLine) + " bytes";
    }
    const std::size_t limit = open_ == Open::kStray ? kMaxStray : kMaxEntry;
    if (bytes.size() + pending_->text.size() > limit) {
      if (open_ == Open::kReference && entry_.damage.empty()) {
        entry_.damage = "it is larger than " + with_thousands(kMaxEntry) + " bytes";
      }
    } else if (entry_.damage.empty()) {
      if (!bytes.empty()) bytes += blank_before ? "\n\n" : "\n";
      bytes += pending_->text;
    }
    pending_.reset();
  }

  // What is open; nullopt where it is text before the first reference, which says nothing.
  std::optional<Entry> take() {
    const bool preamble = open_ == Open::kStray && references_ == 0;
    open_ = Open::kNothing;
    Entry entry = std::move(entry_);
    entry_ = {};
    if (preamble) return std::nullopt;
    if (!entry.damage.empty() && entry.raw.bytes.size() > kDamageKept) {
      entry.raw.bytes = truncate_utf8(entry.raw.bytes, kDamageKept);
    }
    return entry;
  }

  Result<std::optional<Entry>> at_end() {
    if (open_ == Open::kReference && rules_.closes && closed_ > 0 && entry_.damage.empty()) {
      entry_.damage = "the file ends inside it; fetch the file again";
    }
    if (open_ != Open::kNothing) {
      if (std::optional<Entry> entry = take()) return entry;
    }
    if (references_ == 0) {
      return not_this(first_line_ ? "it is empty" : "there is no reference in it");
    }
    return std::optional<Entry>{};
  }

  Error not_this(std::string_view why) {
    failed_ =
        Error{ErrorCode::kBadContent, "bad_tagged_file",
              "the file cannot be read as " + std::string(rules_.format) + ": " + std::string(why),
              "A reference begins with " + std::string(rules_.expected) +
                  "; export the references again, or name the format that the file has."};
    return *failed_;
  }

  NewlineSource newlines_;
  LineReader lines_;
  TaggedRules rules_;
  std::optional<LineReader::Line> pending_;
  std::optional<Error> failed_;
  Entry entry_;
  Open open_ = Open::kNothing;
  std::uint64_t references_ = 0;
  std::uint64_t closed_ = 0;
  std::uint64_t last_number_ = 0;
  bool first_line_ = true;
};

}  // namespace

std::unique_ptr<EntryReader> read_tagged(ByteSource& source, const TaggedRules& rules) {
  return std::make_unique<TaggedReader>(source, rules);
}

std::vector<TaggedField> tagged_fields(std::string_view entry, TagOf tag_of) {
  std::vector<TaggedField> fields;
  for (std::size_t at = 0; at <= entry.size();) {
    const std::size_t end = std::min(entry.find('\n', at), entry.size());
    const std::string_view line = entry.substr(at, end - at);
    at = end + 1;
    std::string_view tag;
    std::string_view value;
    if (tag_of(line, tag, value)) {
      if (fields.size() == kMaxFields) break;
      fields.push_back({std::string(tag), std::string(trim(value))});
    } else if (const std::string_view text = trim(line); !fields.empty() && !text.empty()) {
      fields.back().value.append("\n").append(text);
    }
  }
  return fields;
}

ParsedEntry stray_text(const RawEntry& entry) {
  ParsedEntry parsed;
  parsed.skipped = true;
  parsed.problems.push_back(
      {entry.position, "stray_text",
       "text that belongs to no reference is left out: " + quoted_for_message(entry.bytes)});
  return parsed;
}

bool any_line(std::string_view head, bool (*test)(std::string_view line)) {
  if (head.starts_with(kByteOrderMark)) head.remove_prefix(3);
  for (std::size_t at = 0; at < head.size();) {
    const std::size_t end = std::min(head.find_first_of("\r\n", at), head.size());
    if (test(head.substr(at, end - at))) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace evidence
