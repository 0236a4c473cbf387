#include "server/link_report.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/char_kind.h"
#include "base/text.h"
#include "base/url.h"
#include "base/utf8.h"
#include "server/link_services.h"
#include "server/work_facts.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMaxCitation = 500;
constexpr std::size_t kPersonalDigits = 9;  // a telephone or NHS number has more
constexpr std::size_t kMostBetweenDigits = 2;
constexpr std::string_view kRemoved = "[removed]";
constexpr std::array<std::string_view, 3> kAtSigns{"@", "\uFF20", "\uFE6B"};

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

CharKind kind_at(std::string_view text, std::size_t at, std::size_t& length) {
  const Utf8Char character = decode_utf8(text, at);
  length = character.length;
  return character.point < kAsciiKinds.size() ? kAsciiKinds[character.point]
                                              : kind_of(character.point);
}

bool is_letter(CharKind kind) {
  return kind == CharKind::kLetter || kind == CharKind::kGreek || kind == CharKind::kSpaceless;
}

// The end of the run of digits that begins here. Up to two characters between them that are neither
// letter nor digit do not end it, nor do those that nobody sees.
std::size_t end_of_number(std::string_view text, std::size_t begin, std::size_t& digits) {
  std::size_t end = begin, between = 0, length = 1;
  digits = 0;
  for (std::size_t i = begin; i < text.size(); i += length) {
    const CharKind kind = kind_at(text, i, length);
    if (kind == CharKind::kDigit) {
      ++digits;
      between = 0;
      end = i + length;
    } else if (is_letter(kind) || (kind != CharKind::kMark && ++between > kMostBetweenDigits)) {
      break;
    }
  }
  return end;
}

std::string without_long_numbers(std::string_view text) {
  std::string kept;
  for (std::size_t i = 0, length = 1; i < text.size(); i += length) {
    if (kind_at(text, i, length) == CharKind::kDigit) {
      std::size_t digits = 0;
      length = end_of_number(text, i, digits) - i;
      if (digits >= kPersonalDigits) {
        kept += kRemoved;
        continue;
      }
    }
    kept += text.substr(i, length);
  }
  return kept;
}

// Is there a letter or a digit?
bool says_anything(std::string_view text) {
  for (std::size_t i = 0, length = 1; i < text.size(); i += length) {
    const CharKind kind = kind_at(text, i, length);
    if (is_letter(kind) || kind == CharKind::kDigit) return true;
  }
  return false;
}

// Words with an '@'; before one that begins the word, and behind one that ends it, the neighbour
// too: "jane.doe @nhs.net".
std::string without_addresses(std::string_view text) {
  std::vector<std::string> words;
  bool goes_on = false;
  for (const std::string_view word : split(text, ' ')) {
    std::size_t at = std::string_view::npos, behind = 0;
    for (const std::string_view sign : kAtSigns) {
      const std::size_t found = word.find(sign);
      if (found >= at) continue;
      at = found;
      behind = found + sign.size();
    }
    if (at == std::string_view::npos) {
      if (!std::exchange(goes_on, false)) words.emplace_back(word);
      continue;
    }
    if (!says_anything(word.substr(0, at)) && !words.empty()) words.pop_back();
    words.emplace_back(kRemoved);
    goes_on = !says_anything(word.substr(behind));
  }
  return join(words, " ");
}

// "https://host:port" of an address; "" where it has none.
std::string origin_of(std::string_view url) {
  const std::size_t slashes = url.find("://");
  if (slashes == std::string_view::npos) return "";
  return to_lower_ascii(url.substr(0, url.find('/', slashes + 3)));
}

std::string header_of(const Request& request, const std::string& name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? "" : to_lower_ascii(trim(found->second));
}

}  // namespace

std::string without_personal_details(std::string_view text) {
  return without_addresses(without_long_numbers(text));
}

Result<LinkReport> report_from(const BodyFields& fields) {
  LinkReport report;
  report.choice = fields.text("choice");
  if (!report.choice.empty() && report_choice(report.choice) == nullptr) {
    return Error{ErrorCode::kInvalidArgument, "unknown_choice",
                 quoted_for_message(report.choice) + " is none of the answers.",
                 "Choose one from the list, or none."};
  }
  const std::string comment = clean_text(fields.text("comment"));
  if (const std::size_t length = characters_in(comment); length > kCommentCharacters) {
    return Error{ErrorCode::kInvalidArgument, "comment_too_long",
                 "The comment has " + std::to_string(length) + " characters; at most " +
                     std::to_string(kCommentCharacters) + " are kept.",
                 "Shorten it."};
  }
  report.comment = without_personal_details(comment);
  return report;
}

void describe(const Work& work, const LinkTarget& link, const Organisation* organisation,
              LinkReport& report) {
  const Record& record = work.record;
  report.work = work.id;
  std::string title = record.title.empty() ? record.original_title : record.title;
  if (!title.empty() && !title.ends_with('.') && !title.ends_with('?')) title += '.';
  const Publication& publication = record.publication;
  const std::string& journal =
      publication.title.empty() ? publication.abbreviation : publication.title;
  std::string rest = citation_rest(publication);
  if (!journal.empty()) rest = journal + (rest.empty() ? "" : " " + rest);
  report.citation =
      truncate_utf8(title + (title.empty() || rest.empty() ? "" : " ") + rest, kMaxCitation);
  report.link = link.id;
  report.target = link.target;
  report.url = link.url;
  report.organisation = organisation == nullptr ? "" : organisation->id;
  report.route = organisation == nullptr ? "" : std::string(route_name(organisation->route));
  const auto target = parse_web_url(link.target);
  report.platform = target.ok() ? target->host : link.platform;
}

bool from_another_site(const Request& request, const Services& services) {
  const std::string site = header_of(request, "sec-fetch-site");
  if (!site.empty()) return site != "same-origin" && site != "none";
  const std::string origin = header_of(request, "origin");
  // Pages here send no referrer, for which browsers write "null".
  if (origin.empty() || origin == "null") return false;
  if (!services.site.base_url.empty() && origin == origin_of(services.site.base_url)) return false;
  const std::string host = header_of(request, "host");
  return host.empty() || (origin != "https://" + host && origin != "http://" + host);
}

}  // namespace evidence::server
