#include "connectors/format/html_text.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/text.h"
#include "base/xml.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxBytes = 256U << 10U;
constexpr std::size_t kMaxTag = 8U << 10U;  // a picture may be in its attributes
constexpr std::size_t kNone = std::string_view::npos;

// Elements inside a sentence; every other ends a paragraph.
constexpr std::array<std::string_view, 33> kInline{
    "a",  "abbr", "acronym", "b",    "bdi",   "bdo",  "big",    "cite",   "code", "del", "dfn",
    "em", "font", "i",       "img",  "ins",   "kbd",  "label",  "mark",   "math", "mi",  "mn",
    "mo", "q",    "s",       "samp", "small", "span", "strike", "strong", "sub",  "sup", "u"};
// Elements whose content is no text.
constexpr std::array<std::string_view, 8> kDropped{"script", "style",    "iframe", "object",
                                                   "svg",    "noscript", "head",   "video"};
// Words of links that lead on and say nothing.
constexpr std::array<std::string_view, 14> kLeadOn{
    "read more", "more",         "continue reading", "read full article",
    "full text", "full article", "view article",     "read the full article",
    "[...]",     "[…]",          "read more...",     "read more…",
    "html",      "pdf"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class Reader {
 public:
  explicit Reader(std::string_view html) : html_(html.substr(0, kMaxBytes)) {}

  std::vector<std::string> read() {
    while (at_ < html_.size()) {
      const std::size_t open = std::min(html_.find('<', at_), html_.size());
      line_ += html_.substr(at_, open - at_);
      at_ = open;
      if (at_ < html_.size()) read_markup();
    }
    end_paragraph();
    return std::move(paragraphs_);
  }

 private:
  void read_markup() {
    const std::string_view rest = html_.substr(at_);
    if (rest.starts_with("<!--")) {
      const std::size_t end = rest.find("-->", 4);
      at_ = end == kNone ? html_.size() : at_ + end + 3;
      return;
    }
    if (rest.starts_with("<![CDATA[") || rest.starts_with("<!") || rest.starts_with("<?")) {
      const std::size_t end = rest.find('>');
      at_ = end == kNone ? html_.size() : at_ + end + 1;
      return;
    }
    const bool closes = rest.starts_with("</");
    const std::size_t begin = closes ? 2 : 1;
    const std::size_t end = rest.substr(0, kMaxTag).find('>');
    if (rest.size() <= begin || !is_letter(rest[begin]) || end == kNone) {
      line_ += '<';  // "p <0.05", or cut
      ++at_;
      return;
    }
    std::size_t name_end = begin;
    while (is_letter(rest[name_end]) || (rest[name_end] >= '0' && rest[name_end] <= '9') ||
           rest[name_end] == ':' || rest[name_end] == '-') {
      ++name_end;
    }
    std::string name = to_lower_ascii(rest.substr(begin, name_end - begin));
    if (const std::size_t colon = name.find(':'); colon != std::string::npos) {
      name.erase(0, colon + 1);
    }
    at_ += end + 1;
    read_tag(name, closes, rest[end - 1] == '/');
  }

  void read_tag(const std::string& name, bool closes, bool alone) {
    if (!closes && !alone && is_one_of(kDropped, name)) {
      skip_past_end_of(name);
      return;
    }
    if (name == "a") {
      if (closes && link_begin_ != kNone) drop_leading_link();
      link_begin_ = closes ? kNone : line_.size();
      return;
    }
    if (name == "td" || name == "th") line_ += ' ';
    if (!is_one_of(kInline, name) && name != "td" && name != "th") end_paragraph();
  }

  void skip_past_end_of(const std::string& name) {
    const std::string close = "</" + name;
    const auto same = [](char a, char b) {
      return a == b || (a >= 'A' && a <= 'Z' && a - 'A' + 'a' == b);
    };
    const auto found = std::search(html_.begin() + static_cast<std::ptrdiff_t>(at_), html_.end(),
                                   close.begin(), close.end(), same);
    const std::size_t end = html_.find('>', static_cast<std::size_t>(found - html_.begin()));
    at_ = end == kNone ? html_.size() : end + 1;
  }

  void drop_leading_link() {
    if (link_begin_ > line_.size()) return;
    std::string words = to_lower_ascii(clean_text(decode_entities(line_.substr(link_begin_))));
    while (!words.empty() && (words.back() == '>' || words.back() == ' ' || words.ends_with("»") ||
                              words.ends_with("→"))) {
      words.resize(words.size() - (words.ends_with("»")   ? std::string_view("»").size()
                                   : words.ends_with("→") ? std::string_view("→").size()
                                                          : 1));
    }
    if (is_one_of(kLeadOn, words)) line_.resize(link_begin_);
  }

  void end_paragraph() {
    std::string text = clean_text(decode_entities(line_));
    line_.clear();
    link_begin_ = kNone;
    if (!text.empty()) paragraphs_.push_back(std::move(text));
  }

  std::string_view html_;
  std::size_t at_ = 0;
  std::string line_;
  std::size_t link_begin_ = kNone;
  std::vector<std::string> paragraphs_;
};

}  // namespace

std::vector<std::string> html_paragraphs(std::string_view html) { return Reader(html).read(); }

std::string html_line(std::string_view html) { return join(html_paragraphs(html), " "); }

}  // namespace evidence
