#include "connectors/format/xml_splitter.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "base/text.h"
#include "connectors/format/steady_reader.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxTag = 256;            // a tag's name, and what of a tag is looked at
constexpr std::size_t kDamageKept = 512;        // bytes of a damaged entry that are handed on
constexpr std::size_t kMaxHidden = 64U << 10U;  // a comment or CDATA section inside an entry
constexpr std::size_t kInnerShown = 1'024;      // of a tag that may be an inner one
constexpr std::size_t kNone = std::string_view::npos;

std::size_t find_in(std::string_view text, std::string_view what, std::size_t from) {
  if (from >= text.size()) return kNone;
  const void* at = ::memmem(text.data() + from, text.size() - from, what.data(), what.size());
  return at == nullptr ? kNone
                       : static_cast<std::size_t>(static_cast<const char*>(at) - text.data());
}

bool ends_name(char c) { return is_space(c) || c == '>' || c == '/'; }

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == kNone ? name : name.substr(colon + 1);
}

// The value of the attribute `code` in a start tag; "" where it has none.
std::string_view code_in(std::string_view tag) {
  const std::size_t at = tag.find("code=");
  if (at == kNone || at + 6 >= tag.size()) return {};
  const std::string_view value = tag.substr(at + 6);
  return value.substr(0, value.find(tag[at + 5]));
}

class XmlSplitter final : public SteadyReader {
 public:
  XmlSplitter(ByteSource& source, const XmlSplitRules& rules) : source_(source), rules_(rules) {}

 private:
  Result<std::optional<Entry>> find_entry() override {
    for (;;) {
      const std::size_t open = window_.find('<', at_);
      if (open == kNone) {
        at_ = window_.size();
        EVIDENCE_ASSIGN(const bool more, fill());
        if (!more) return at_end();
        continue;
      }
      at_ = open;
      EVIDENCE_TRY(ensure(kMaxTag));
      const std::string_view rest = std::string_view(window_).substr(at_);
      if (rest.starts_with("<!--")) {
        EVIDENCE_TRY(skip_past("-->", 4));
      } else if (rest.starts_with("<![CDATA[")) {
        EVIDENCE_TRY(skip_past("]]>", 9));
      } else if (rest.starts_with("<?")) {
        EVIDENCE_TRY(skip_past("?>", 2));
      } else if (rest.starts_with("<!")) {
        EVIDENCE_TRY(skip_doctype());
      } else if (rest.starts_with("</")) {
        if (!root_.empty() && tag_name(rest.substr(2)) == root_) root_.clear();
        at_ += 2;
      } else {
        EVIDENCE_ASSIGN(std::optional<Entry> entry, open_tag(tag_name(rest.substr(1))));
        if (entry) return entry;
      }
    }
  }

  // At a start tag outside all entries.
  Result<std::optional<Entry>> open_tag(std::string_view qualified) {
    const std::string name(qualified);
    const XmlTag tag = rules_.classify(local_name(name), local_name(root_));
    if (entries_ == 0 && !rules_.error_tag.empty() && local_name(name) == rules_.error_tag) {
      EVIDENCE_TRY(report_remote_error());
    }
    if (tag == XmlTag::kForeign && root_.empty()) {
      if (!rules_.error_tag.empty()) EVIDENCE_TRY(report_remote_error());
      return bad("the file holds the element " + quoted_for_message(name) + ", not " +
                 std::string(rules_.expected));
    }
    if (tag == XmlTag::kRoot) {
      seen_root_ = true;
      if (!is_self_closing()) root_ = name;
    }
    if (tag == XmlTag::kEntry) return read_entry(name);
    at_ += 1;
    return std::optional<Entry>{};
  }

  // Where the entry that begins at at_ ends, as far as the window reaches.
  struct End {
    enum class Kind { kNotYet, kClosed, kNewEntry } kind = Kind::kNotYet;
    std::size_t at = 0;  // one past the entry's last byte
  };

  [[nodiscard]] End find_end(std::string_view name) const {
    const std::string_view window = window_;
    std::size_t scan = at_ + 1 + name.size();
    std::size_t seen_to = 0;  // openings before this are not believed
    std::size_t inner = 0;    // open elements of the entry's name inside it
    for (;;) {
      // One search finds start and end tags alike; the comment check is a search for a rare byte.
      const std::size_t hit = find_tag(name, scan);
      const std::size_t hidden = find_hidden(std::max(scan, seen_to), hit);
      if (hidden != kNone) {
        const bool comment = window.substr(hidden).starts_with("<!--");
        const std::string_view close = comment ? "-->" : "]]>";
        const std::size_t end = find_in(window, close, hidden + 4);
        const std::size_t reach = std::min(end, window.size()) - hidden;
        if (reach > kMaxHidden) {
          // More likely a damaged opening than a comment: the parser will refuse the entry.
          seen_to = hidden + 4;
          continue;
        }
        if (end == kNone) return {};
        scan = end + close.size();
        continue;
      }
      if (hit == kNone) return {};
      const std::size_t end = window.find('>', hit);
      if (window[hit + 1] != '/') {
        if (rules_.is_inner == nullptr) return {End::Kind::kNewEntry, hit};
        if (window.size() - hit < kInnerShown && !ended_) return {};
        if (!rules_.is_inner(window.substr(hit, kInnerShown))) return {End::Kind::kNewEntry, hit};
        if (end == kNone) return {};
        if (window[end - 1] != '/') ++inner;
        scan = end + 1;
        continue;
      }
      if (end == kNone) return {};
      if (inner == 0) return {End::Kind::kClosed, end + 1};
      --inner;
      scan = end + 1;
    }
  }

  // The next "<name" or "</name" that is a whole tag name; its '<'.
  [[nodiscard]] std::size_t find_tag(std::string_view name, std::size_t from) const {
    const std::string_view window = window_;
    for (std::size_t at = find_in(window, name, from); at != kNone;
         at = find_in(window, name, at + name.size())) {
      const std::size_t after = at + name.size();
      if (after >= window.size()) return kNone;
      if (!ends_name(window[after])) continue;
      if (at >= 1 && window[at - 1] == '<') return at - 1;
      if (at >= 2 && window[at - 1] == '/' && window[at - 2] == '<') return at - 2;
    }
    return kNone;
  }

  // The next comment or CDATA section that begins in [from, to).
  [[nodiscard]] std::size_t find_hidden(std::size_t from, std::size_t to) const {
    const std::string_view window =
        std::string_view(window_).substr(0, std::min(to, window_.size()));
    for (std::size_t at = window.find('!', from); at != kNone; at = window.find('!', at + 1)) {
      if (at == from || window[at - 1] != '<') continue;
      const std::string_view rest = window.substr(at - 1);
      if (rest.starts_with("<!--") || rest.starts_with("<![CDATA[")) return at - 1;
    }
    return kNone;
  }

  Result<std::optional<Entry>> read_entry(const std::string& name) {
    if (is_self_closing()) {
      return take(window_.find('>', at_) + 1, "");
    }
    for (;;) {
      const End end = find_end(name);
      const std::size_t known = end.kind == End::Kind::kNotYet ? window_.size() : end.at;
      if (known - at_ > rules_.max_entry_bytes) {
        // Only the tag is passed over: what follows is looked through for the next entry.
        return take(at_ + 1 + name.size(),
                    "it is larger than " + with_thousands(rules_.max_entry_bytes) + " bytes");
      }
      if (end.kind == End::Kind::kClosed) return take(end.at, "");
      if (end.kind == End::Kind::kNewEntry) return take(end.at, "its end tag is missing");
      const bool whole = ended_;
      EVIDENCE_ASSIGN(const bool more, fill());
      if (more || !whole) continue;  // once more with the knowledge that nothing follows
      // The file ends. Where the envelope was closed properly, only this entry is damaged.
      const std::size_t root_end = root_.empty() ? kNone : find_in(window_, "</" + root_, at_);
      if (root_end != kNone) return take(root_end, "its end tag is missing");
      return bad("the file ends inside " + position(entries_ + 1));
    }
  }

  std::optional<Entry> take(std::size_t end, std::string damage) {
    ++entries_;
    Entry entry;
    entry.raw.position = position(entries_);
    const std::size_t length = end - at_;
    entry.raw.bytes.assign(window_, at_, damage.empty() ? length : std::min(length, kDamageKept));
    entry.damage = std::move(damage);
    at_ = end;
    return entry;
  }

  [[nodiscard]] std::string position(std::uint64_t number) const {
    return std::string(rules_.noun) + " " + std::to_string(number) + " at byte " +
           std::to_string(offset_ + at_);
  }

  Result<std::optional<Entry>> at_end() {
    if (!root_.empty())
      return bad("the file ends before the end of its element " + quoted_for_message(root_));
    if (entries_ == 0 && !seen_root_) {
      return bad(offset_ + at_ == 0 ? std::string("the file is empty")
                                    : "there is no " + std::string(rules_.expected) + " in it");
    }
    return std::optional<Entry>{};
  }

  // Fails where the next few kilobytes hold an error element with a text; an empty one says
  // nothing.
  Result<void> report_remote_error() {
    constexpr std::size_t kLookAhead = 4'096;
    EVIDENCE_TRY(ensure(kLookAhead));
    const std::string_view rest = std::string_view(window_).substr(at_, kLookAhead);
    const std::size_t begin = find_error_tag(rest);
    if (begin == kNone) return {};
    const std::size_t close = rest.find('>', begin);
    if (close == kNone) return {};
    const std::string_view tag = rest.substr(begin, close - begin);
    const std::string_view code = code_in(tag);
    const std::string_view message =
        tag.ends_with('/') ? std::string_view() : rest.substr(close + 1);
    std::string text = clean_text(message.substr(0, message.find("</")));
    if (code.empty() && text.empty()) return {};
    if (!code.empty()) text = std::string(code) + (text.empty() ? "" : ": ") + text;
    return Error{ErrorCode::kUpstream, "remote_error",
                 "the remote service answered with an error: " + quoted_for_message(text, 300),
                 "Look at the query and at the service's status, then run again."};
  }

  // At the beginning, whatever its prefix, or below the element that stands there.
  [[nodiscard]] std::size_t find_error_tag(std::string_view text) const {
    if (local_name(tag_name(text.substr(1))) == rules_.error_tag) return 0;
    const std::string open = "<" + std::string(rules_.error_tag);
    for (std::size_t at = text.find(open); at != kNone; at = text.find(open, at + 1)) {
      const std::size_t after = at + open.size();
      if (after < text.size() && ends_name(text[after])) return at;
    }
    return kNone;
  }

  [[nodiscard]] Error bad(std::string what) const {
    return {ErrorCode::kBadContent, "bad_xml_file", std::move(what),
            "Fetch the file again; entries read before this are kept."};
  }

  [[nodiscard]] bool is_self_closing() const {
    const std::size_t end = window_.find('>', at_);
    return end != kNone && end > at_ && window_[end - 1] == '/';
  }

  static std::string_view tag_name(std::string_view text) {
    const auto end = std::find_if(
        text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(text.size(), kMaxTag)),
        ends_name);
    return text.substr(0, static_cast<std::size_t>(end - text.begin()));
  }

  // Moves past `close`, which may be far away, keeping none of what is between.
  Result<void> skip_past(std::string_view close, std::size_t opening) {
    at_ += opening;
    for (;;) {
      const std::size_t end = find_in(window_, close, at_);
      if (end != kNone) {
        at_ = end + close.size();
        return {};
      }
      // `close` may lie across two chunks.
      at_ = std::max(at_, window_.size() - std::min(window_.size(), close.size() - 1));
      EVIDENCE_ASSIGN(const bool more, fill());
      if (!more) return bad("the file ends before \"" + std::string(close) + "\"");
    }
  }

  Result<void> skip_doctype() {
    EVIDENCE_TRY(ensure(kMaxTag * 4));
    const std::size_t end = window_.find_first_of("[>", at_);
    if (end == kNone || window_[end] == '[') {
      // Entities of its own could make the entries mean something else than their bytes say.
      return bad("its DOCTYPE has an internal subset, which is refused");
    }
    at_ = end + 1;
    return {};
  }

  // At least `count` bytes from at_ on in the window, unless the file ends before.
  Result<void> ensure(std::size_t count) {
    while (window_.size() - at_ < count) {
      EVIDENCE_ASSIGN(const bool more, fill());
      if (!more) break;
    }
    return {};
  }

  // Reads another chunk behind what is still needed; false at the end.
  Result<bool> fill() {
    if (at_ > 0) {
      offset_ += at_;
      window_.erase(0, at_);
      at_ = 0;
    }
    EVIDENCE_ASSIGN(const bool more, extend_window(source_, window_));
    ended_ = !more;
    return more;
  }

  ByteSource& source_;
  XmlSplitRules rules_;
  std::string window_;
  std::size_t at_ = 0;        // in the window
  std::uint64_t offset_ = 0;  // of the window in the stream
  std::uint64_t entries_ = 0;
  std::string root_;  // qualified name of the open envelope
  bool seen_root_ = false;
  bool ended_ = false;  // the source has no more bytes
};

}  // namespace

std::unique_ptr<EntryReader> split_xml(ByteSource& source, const XmlSplitRules& rules) {
  return std::make_unique<XmlSplitter>(source, rules);
}

}  // namespace evidence
