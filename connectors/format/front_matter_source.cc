#include "connectors/format/front_matter_source.h"

#include <algorithm>
#include <array>

namespace evidence {
namespace {

constexpr std::size_t kChunk = 32U << 10U;
constexpr std::size_t kLookAhead = 1'024;  // a tag with its attributes, as far as it is looked at
constexpr std::size_t kNone = std::string_view::npos;

constexpr std::array<std::string_view, 3> kEntries{"article", "book", "book-part-wrapper"};
constexpr std::array<std::string_view, 11> kFullText{
    "body",     "back",         "floats-group", "floats-wrap", "sub-article", "response",
    "book-app", "front-matter", "book-back",    "index",       "toc"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool ends_name(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '>' || c == '/';
}

}  // namespace

// The name behind "<" or "</".
std::string_view FrontMatterSource::tag_at(std::size_t at) const {
  const std::string_view rest = std::string_view(window_).substr(at, 128);
  const auto end = std::find_if(rest.begin(), rest.end(), ends_name);
  return rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
}

Result<bool> FrontMatterSource::fill() {
  window_.erase(0, at_);
  at_ = 0;
  const std::size_t old = window_.size();
  window_.resize(old + kChunk);
  Result<std::size_t> count = inner_.read({window_.data() + old, kChunk});
  window_.resize(old + (count.ok() ? *count : 0));
  if (!count.ok()) return count.error();
  ended_ = *count == 0;
  return !ended_;
}

void FrontMatterSource::pass(std::size_t count) {
  out_.append(window_, at_, count);
  at_ += count;
  passed_ += count;
}

void FrontMatterSource::drop(std::size_t count) {
  at_ += count;
  dropped_ += count;
}

// Inside a comment or CDATA section that is kept.
FrontMatterSource::Step FrontMatterSource::pass_hidden() {
  const std::size_t end = window_.find(hidden_until_, at_);
  if (end == kNone) {
    const std::size_t kept = std::min(window_.size() - at_, hidden_until_.size() - 1);
    pass(window_.size() - at_ - (ended_ ? 0 : kept));
    return Step::kNeedMore;
  }
  pass(end + hidden_until_.size() - at_);
  hidden_until_ = {};
  return Step::kGoOn;
}

FrontMatterSource::Step FrontMatterSource::pass_text() {
  const std::size_t open = std::min(window_.find('<', at_), window_.size());
  pass(open - at_);
  const std::string_view rest = std::string_view(window_).substr(at_);
  if (rest.empty() || (rest.size() < kLookAhead && !ended_)) return Step::kNeedMore;
  if (rest.starts_with("<!--")) {
    pass(4);
    hidden_until_ = "-->";
    return Step::kGoOn;
  }
  if (rest.starts_with("<![CDATA[")) {
    pass(9);
    hidden_until_ = "]]>";
    return Step::kGoOn;
  }
  if (rest.starts_with("</")) {
    if (tag_at(at_ + 2) == entry_) entry_.clear();
  } else {
    const std::string_view name = tag_at(at_ + 1);
    if (!entry_.empty() && is_one_of(kFullText, name)) {
      dropping_ = name;
      depth_ = 0;
      return Step::kGoOn;
    }
    if (is_one_of(kEntries, name)) entry_ = name;
  }
  pass(1);
  return Step::kGoOn;
}

// At or inside an element of the full text. The end of the article ends it in any case.
FrontMatterSource::Step FrontMatterSource::drop_element() {
  const std::size_t open = std::min(window_.find('<', at_), window_.size());
  drop(open - at_);
  const std::string_view rest = std::string_view(window_).substr(at_);
  if (rest.empty() || (rest.size() < kLookAhead && !ended_)) return Step::kNeedMore;
  const bool closes = rest.starts_with("</");
  const std::string_view name = tag_at(at_ + (closes ? 2 : 1));
  bool finished = false;
  if (name == entry_) {
    finished = true;
  } else if (name == dropping_) {
    const std::size_t end = std::min(rest.find('>'), rest.size() - 1);
    const bool alone = !closes && end > 0 && rest[end - 1] == '/';
    if (closes && depth_ > 0) --depth_;
    if (!closes && !alone) ++depth_;
    finished = depth_ == 0;
    drop(end + 1);
  } else {
    drop(1);
  }
  if (finished) {
    dropping_.clear();
    drops_.emplace_back(passed_, dropped_);
  }
  return Step::kGoOn;
}

Result<std::size_t> FrontMatterSource::read(std::span<char> buffer) {
  while (given_ == out_.size()) {
    out_.clear();
    given_ = 0;
    if (at_ == window_.size() && ended_) return std::size_t{0};
    Step step = Step::kGoOn;
    while (step == Step::kGoOn && out_.size() < kChunk && at_ < window_.size()) {
      step = !hidden_until_.empty() ? pass_hidden()
             : dropping_.empty()    ? pass_text()
                                    : drop_element();
    }
    if (out_.size() >= kChunk || ended_) continue;
    EVIDENCE_TRY(fill());
  }
  const std::size_t count = std::min(buffer.size(), out_.size() - given_);
  std::copy_n(out_.data() + given_, count, buffer.data());
  given_ += count;
  return count;
}

std::uint64_t FrontMatterSource::original_offset(std::uint64_t offset) {
  std::size_t last = 0;
  while (last < drops_.size() && drops_[last].first <= offset) ++last;
  if (last == 0) return offset;
  const std::uint64_t before = drops_[last - 1].second;
  drops_.erase(drops_.begin(), drops_.begin() + static_cast<std::ptrdiff_t>(last - 1));
  return offset + before;
}

std::string front_matter_of(std::string_view xml) {
  // From the reader it comes without full text already.
  const bool has_text = std::any_of(kFullText.begin(), kFullText.end(), [xml](auto name) {
    return xml.find("<" + std::string(name)) != std::string_view::npos;
  });
  if (!has_text) return std::string(xml);
  const std::unique_ptr<ByteSource> whole = memory_source(std::string(xml));
  FrontMatterSource source(*whole);
  const Result<std::string> front = read_all(source, xml.size() + 1);
  return front.ok() ? *front : std::string(xml);
}

}  // namespace evidence
