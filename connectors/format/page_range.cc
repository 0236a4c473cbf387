#include "connectors/format/page_range.h"

#include <algorithm>

#include "base/text.h"

namespace evidence {

std::string expand_pages(std::string_view pages) {
  std::string out;
  for (const std::string_view piece : split(pages, ',')) {
    if (!out.empty()) out += ",";
    const std::size_t dash = piece.find('-');
    const std::string_view first = trim(piece.substr(0, dash));
    const std::string_view last =
        dash == std::string_view::npos ? std::string_view{} : trim(piece.substr(dash + 1));
    const auto digits = [](std::string_view text) {
      return !text.empty() &&
             std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    if (!digits(last) || last.size() >= first.size()) {
      out += piece;
      continue;
    }
    // The tail that is replaced has to be digits ("S12-5"), and the end not before the beginning.
    const std::string_view kept = first.substr(0, first.size() - last.size());
    const std::string_view tail = first.substr(kept.size());
    if (!digits(tail) || last < tail) {
      out += piece;
      continue;
    }
    if (piece.front() == ' ') out.push_back(' ');
    out.append(first).append("-").append(kept).append(last);
  }
  return out;
}

std::string page_range(std::string_view first, std::string_view last) {
  std::string pages(first);
  if (!last.empty() && last != first) {
    if (!pages.empty()) pages += '-';
    pages += last;
  }
  return pages;
}

}  // namespace evidence
