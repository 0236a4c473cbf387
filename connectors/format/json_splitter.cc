#include "connectors/format/json_splitter.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "connectors/format/json_scanner.h"
#include "connectors/format/steady_reader.h"

namespace evidence {
namespace {

using Step = JsonScanner::Step;

constexpr std::size_t kMaxKey = 200;
constexpr std::size_t kDamageKept = 512;  // bytes of a damaged entry that are handed on
constexpr int kRecordSeparator = 0x1E;    // before each text of an RFC 7464 sequence

bool among(std::span<const std::string_view> paths, std::string_view path) {
  return std::find(paths.begin(), paths.end(), path) != paths.end();
}

bool leads_to(std::span<const std::string_view> paths, std::string_view path) {
  return std::any_of(paths.begin(), paths.end(), [path](std::string_view one) {
    return one.size() > path.size() && one.starts_with(path) && one[path.size()] == '.';
  });
}

class JsonSplitter final : public SteadyReader {
 public:
  JsonSplitter(ByteSource& source, const JsonSplitRules& rules) : text_(source), rules_(rules) {}

 private:
  enum class State { kOutside, kInObject, kInArray };

  Result<std::optional<Entry>> find_entry() override {
    for (;;) {
      EVIDENCE_ASSIGN(const int c, text_.peek());
      if (c < 0) {
        if (state_ != State::kOutside) return cut();
        if (values_ == 0) return bad(text_.offset() == 0 ? "the text is empty" : "it is blank");
        return std::optional<Entry>{};
      }
      std::optional<Entry> entry;
      if (state_ == State::kOutside) {
        EVIDENCE_ASSIGN(entry, begin_value(c));
      } else if (state_ == State::kInArray) {
        EVIDENCE_ASSIGN(entry, array_part(c));
      } else {
        EVIDENCE_ASSIGN(entry, object_part(c));
      }
      if (entry) return entry;
    }
  }

  // Between the values of the text.
  Result<std::optional<Entry>> begin_value(int c) {
    if (c == kRecordSeparator) {
      text_.take();
      return std::optional<Entry>{};
    }
    begin_part();
    if (c == '[') {
      text_.take();
      text_.release();
      ++values_;
      array_is_whole_text_ = true;
      state_ = State::kInArray;
      return std::optional<Entry>{};
    }
    if (c == '{') {
      text_.take();
      state_ = State::kInObject;
      path_.clear();
      met_array_ = met_member_ = false;
      object_from_ = object_to_ = 0;
      return std::optional<Entry>{};
    }
    if (values_ > 0) return broken();
    if (c == '<') return bad("it is a web page or XML");
    EVIDENCE_ASSIGN(const Step step, text_.skip_value());
    const std::string_view begin = text_.held(begin_, text_.offset() + 40);
    return bad(step == Step::kFine ? "it is one bare value"
                                   : "it begins with " + quoted_for_message(begin, 60));
  }

  // Inside an object around the entries, perhaps an entry itself.
  Result<std::optional<Entry>> object_part(int c) {
    if (c == ',') {
      text_.take();
    } else if (c == '}') {
      text_.take();
      if (path_.empty()) return end_of_object();
      if (object_depth_ == path_.size() && object_to_ == 0) object_to_ = text_.offset();
      path_.pop_back();
    } else if (c == '"') {
      return read_member();
    } else {
      return broken();
    }
    return std::optional<Entry>{};
  }

  Result<std::optional<Entry>> read_member() {
    std::string key;
    EVIDENCE_ASSIGN(const Step step, text_.read_string(key, kMaxKey));
    if (step != Step::kFine) return unfit(step);
    EVIDENCE_ASSIGN(const int colon, text_.peek());
    if (colon != ':') return unfit(colon < 0 ? Step::kCut : Step::kBroken);
    text_.take();
    EVIDENCE_ASSIGN(const int first, text_.peek());
    if (first < 0) return cut();
    if (!met_array_) {
      const std::string path = path_.empty() ? key : join(path_, ".") + "." + key;
      const bool is_array = among(rules_.arrays, path);
      const bool is_object = among(rules_.objects, path);
      met_member_ = met_member_ || is_array || is_object;
      if (first == '[' && is_array) return enter_array();
      if (first == '{' &&
          (is_object || leads_to(rules_.arrays, path) || leads_to(rules_.objects, path))) {
        if (is_object && object_to_ == 0) {
          object_from_ = text_.offset();
          object_depth_ = path_.size() + 1;
        }
        text_.take();
        path_.push_back(std::move(key));
        return std::optional<Entry>{};
      }
    }
    EVIDENCE_ASSIGN(const Step value, text_.skip_value());
    if (value != Step::kFine) return unfit(value);
    return std::optional<Entry>{};
  }

  Result<std::optional<Entry>> enter_array() {
    if (rules_.refuse != nullptr) {
      if (const auto error = rules_.refuse(text_.held(begin_, text_.offset()))) return *error;
    }
    text_.release();
    text_.take();
    met_array_ = true;
    array_is_whole_text_ = false;
    state_ = State::kInArray;
    return std::optional<Entry>{};
  }

  Result<std::optional<Entry>> end_of_object() {
    state_ = State::kOutside;
    ++values_;
    if (met_array_) return std::optional<Entry>{};
    if (text_.held_is_lost()) return take(begin_, text_.offset(), too_large());
    if (rules_.refuse != nullptr) {
      if (const auto error = rules_.refuse(text_.held(begin_, text_.offset()))) return *error;
    }
    if (object_to_ != 0) return take(object_from_, object_to_, "");
    if (rules_.bare_object && !met_member_) return take(begin_, text_.offset(), "");
    return bad("it is JSON, but " + missing());
  }

  // Inside an array of entries.
  Result<std::optional<Entry>> array_part(int c) {
    if (c == ',') {
      text_.take();
      return std::optional<Entry>{};
    }
    if (c == ']') {
      text_.take();
      state_ = array_is_whole_text_ ? State::kOutside : State::kInObject;
      return std::optional<Entry>{};
    }
    begin_part();
    EVIDENCE_ASSIGN(const Step step, text_.skip_value());
    if (step != Step::kFine) return unfit(step);
    if (text_.held_is_lost() || text_.offset() - begin_ > rules_.max_entry_bytes) {
      return take(begin_, text_.offset(), too_large());
    }
    if (c != '{') return take(begin_, text_.offset(), "it is no object");
    return take(begin_, text_.offset(), text_.too_deep() ? "it is nested too deeply" : "");
  }

  void begin_part() {
    begin_ = text_.offset();
    at_line_start_ = text_.begins_line(indent_);
    text_.hold(rules_.max_entry_bytes);
  }

  Result<std::optional<Entry>> unfit(Step step) { return step == Step::kCut ? cut() : broken(); }

  Result<std::optional<Entry>> cut() {
    if (text_.holds()) return bad("it ends inside " + position(begin_));
    return bad("it ends before its own end, after " + with_thousands(entries_) + " entries");
  }

  // The quotes or brackets of what begins at begin_ do not fit. Where entries begin lines the next
  // one is certain; elsewhere a guess could take a part of an entry for a whole one.
  Result<std::optional<Entry>> broken() {
    const std::string why =
        "its quotes or brackets do not fit at byte " + std::to_string(text_.offset());
    const bool inside_reply = state_ == State::kInObject && met_array_;
    if (!at_line_start_ || inside_reply) return bad("in " + position(begin_) + " " + why);
    const std::uint64_t begin = begin_;
    Entry entry = damaged(begin, why);
    EVIDENCE_ASSIGN(const bool found, text_.skip_to_mark(begin, "\n" + indent_ + "{"));
    const bool whole_lines = state_ != State::kInArray;
    if (!found && (!whole_lines || values_ == 0))
      return bad("in " + entry.raw.position + " " + why);
    if (whole_lines) {
      state_ = State::kOutside;
      ++values_;
    }
    ++entries_;
    return std::optional<Entry>(std::move(entry));
  }

  Entry damaged(std::uint64_t begin, std::string why) {
    Entry entry;
    entry.raw.position = position(begin);
    entry.raw.bytes = text_.held(begin, text_.offset()).substr(0, kDamageKept);
    entry.damage = std::move(why);
    return entry;
  }

  std::optional<Entry> take(std::uint64_t begin, std::uint64_t end, std::string damage) {
    Entry entry;
    if (!damage.empty()) {
      entry = damaged(begin, std::move(damage));
    } else {
      entry.raw.position = position(begin);
      entry.raw.bytes = text_.held(begin, end);
    }
    text_.release();
    ++entries_;
    return entry;
  }

  [[nodiscard]] std::string position(std::uint64_t begin) const {
    return std::string(rules_.noun) + " " + std::to_string(entries_ + 1) + " at byte " +
           std::to_string(begin);
  }

  [[nodiscard]] std::string too_large() const {
    return "it is larger than " + with_thousands(rules_.max_entry_bytes) + " bytes";
  }

  [[nodiscard]] std::string missing() const {
    std::vector<std::string> names;
    for (const std::string_view path : rules_.arrays) names.emplace_back(quoted_for_message(path));
    for (const std::string_view path : rules_.objects) names.emplace_back(quoted_for_message(path));
    return "it has no usable " + join(names, " or ");
  }

  [[nodiscard]] Error bad(const std::string& what) const {
    return {ErrorCode::kBadContent, "bad_json_file",
            "this is not a whole " + std::string(rules_.expected) + ": " + what,
            "Fetch it again; entries read before this are kept."};
  }

  JsonScanner text_;
  JsonSplitRules rules_;
  State state_ = State::kOutside;
  std::vector<std::string> path_;  // keys of the objects that are open
  bool met_array_ = false;         // in the value that is being read
  bool met_member_ = false;        // one of the rules' members, whatever it held
  bool array_is_whole_text_ = false;
  std::uint64_t object_from_ = 0;  // a member that is an entry by itself
  std::uint64_t object_to_ = 0;    // 0 = none yet
  std::size_t object_depth_ = 0;
  std::uint64_t begin_ = 0;  // of the entry or of the object around it
  bool at_line_start_ = false;
  std::string indent_;
  std::uint64_t entries_ = 0;
  std::uint64_t values_ = 0;  // whole values of the text
};

}  // namespace

std::unique_ptr<EntryReader> split_json(ByteSource& source, const JsonSplitRules& rules) {
  return std::make_unique<JsonSplitter>(source, rules);
}

}  // namespace evidence
