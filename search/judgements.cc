#include "search/judgements.h"

#include <charconv>
#include <set>
#include <string_view>

#include "base/text.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxLine = 64U << 10U;

// Reads a file of lines; nothing of a line beyond kMaxLine is kept in memory.
class Lines {
 public:
  Lines(std::istream& in, std::string_view what, std::string_view form, std::size_t most)
      : in_(in), what_(what), form_(form), most_(most) {}

  // False at the end; `line` has no line feed and no carriage return before it.
  Result<bool> next() {
    while (true) {
      line_.clear();
      ++number_;
      bool any = false;
      for (int byte = in_.get(); byte != std::istream::traits_type::eof(); byte = in_.get()) {
        any = true;
        if (byte == '\n') break;
        if (line_.size() == kMaxLine) return bad("longer than 64 KiB");
        line_.push_back(static_cast<char>(byte));
      }
      if (in_.bad()) {
        return Error{ErrorCode::kIo, "read_failed",
                     "The " + std::string(what_) + " could not be read.", ""};
      }
      if (!any) return false;
      if (line_.ends_with('\r')) line_.pop_back();
      if (trim(line_).empty()) continue;
      if (++count_ > most_) {
        return Error{ErrorCode::kTooLarge, "too_many_" + std::string(what_),
                     "There are more than " + std::to_string(most_) + " " + std::string(what_) +
                         " in the file.",
                     "Measure parts of it one after the other."};
      }
      if (!is_valid_utf8(line_)) return bad("not UTF-8");
      return true;
    }
  }

  [[nodiscard]] const std::string& line() const { return line_; }

  [[nodiscard]] Error bad(std::string_view why) const {
    return {ErrorCode::kBadContent, "bad_" + std::string(what_),
            "Line " + std::to_string(number_) + " of the " + std::string(what_) +
                " is not understood (" + std::string(why) + "): " + quoted_for_message(line_),
            std::string(form_)};
  }

 private:
  std::istream& in_;
  std::string_view what_, form_;
  std::size_t most_;
  std::string line_;
  std::size_t number_ = 0, count_ = 0;
};

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  std::size_t at = 0;
  while (at < line.size()) {
    const std::size_t begin = line.find_first_not_of(" \t\r", at);
    if (begin == std::string_view::npos) break;
    const std::size_t end = std::min(line.find_first_of(" \t\r", begin), line.size());
    words.push_back(line.substr(begin, end - begin));
    at = end;
  }
  return words;
}

bool good_id(std::string_view id) { return !id.empty() && id.size() <= kMaxJudgedId; }

}  // namespace

Result<std::vector<Topic>> read_topics(std::istream& tsv) {
  std::vector<Topic> topics;
  std::set<std::string, std::less<>> ids;
  Lines lines(tsv, "topics", "Each line is: id TAB text.", kMaxTopics);
  while (true) {
    EVIDENCE_ASSIGN(const bool more, lines.next());
    if (!more) return topics;
    const std::string_view line = lines.line();
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) return lines.bad("no tab");
    Topic topic{std::string(line.substr(0, tab)), std::string(trim(line.substr(tab + 1)))};
    if (!good_id(topic.id)) return lines.bad("no id, or one that is too long");
    if (topic.text.empty()) return lines.bad("no text");
    if (!ids.insert(topic.id).second) return lines.bad("the id stands twice");
    topics.push_back(std::move(topic));
  }
}

Result<Judgements> read_judgements(std::istream& qrels) {
  Judgements judgements;
  Lines lines(qrels, "judgements", "Each line is: topic 0 document grade.", kMaxJudgements);
  while (true) {
    EVIDENCE_ASSIGN(const bool more, lines.next());
    if (!more) return judgements;
    const std::vector<std::string_view> words = words_of(lines.line());
    if (words.size() != 4) return lines.bad("not four words");
    int grade = 0;
    const std::string_view text = words[3];
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), grade);
    if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size() || grade > kMaxGrade ||
        grade < -kMaxGrade) {
      return lines.bad("the grade is no number from -1000 to 1000");
    }
    if (!good_id(words[0]) || !good_id(words[2])) return lines.bad("an id is too long");
    const auto [place, added] =
        judgements[std::string(words[0])].emplace(std::string(words[2]), grade);
    if (!added && place->second != grade) return lines.bad("judged before with another grade");
  }
}

Result<Kinds> read_kinds(std::istream& tsv) {
  Kinds kinds;
  Lines lines(tsv, "kinds", "Each line is: document TAB guideline, or document TAB review.",
              kMaxJudgements);
  while (true) {
    EVIDENCE_ASSIGN(const bool more, lines.next());
    if (!more) return kinds;
    const std::vector<std::string_view> words = words_of(lines.line());
    if (words.size() != 2) return lines.bad("not two words");
    if (words[1] != "guideline" && words[1] != "review") return lines.bad("another kind");
    if (!good_id(words[0])) return lines.bad("the id is too long");
    const JudgedKind kind = words[1] == "guideline" ? JudgedKind::kGuideline : JudgedKind::kReview;
    const auto [place, added] = kinds.emplace(std::string(words[0]), kind);
    if (!added && place->second != kind) return lines.bad("named before as another kind");
  }
}

}  // namespace evidence
