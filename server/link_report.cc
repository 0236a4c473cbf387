#include "server/link_report.h"

#include <algorithm>

#include "base/text.h"
#include "base/url.h"
#include "server/link_services.h"
#include "server/work_facts.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMaxCitation = 500;
constexpr std::size_t kPersonalDigits = 9;  // a telephone or NHS number has more
constexpr std::string_view kRemoved = "[removed]";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool joins_digits(char c) { return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')'; }

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

// The end of the run of digits, with single marks between them, that begins here.
std::size_t end_of_number(std::string_view text, std::size_t begin, std::size_t& digits) {
  std::size_t end = begin;
  digits = 0;
  for (std::size_t i = begin; i < text.size(); ++i) {
    if (is_digit(text[i])) {
      ++digits;
      end = i + 1;
    } else if (!joins_digits(text[i]) || i > end + 1) {
      break;
    }
  }
  return end;
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
  std::string numbers_gone;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t digits = 0;
    const std::size_t end = is_digit(text[i]) ? end_of_number(text, i, digits) : i;
    if (digits >= kPersonalDigits) {
      numbers_gone += kRemoved;
      i = end;
    } else if (end > i) {
      numbers_gone += text.substr(i, end - i);
      i = end;
    } else {
      numbers_gone += text[i++];
    }
  }
  std::vector<std::string> words;
  for (const std::string_view word : split(numbers_gone, ' ')) {
    words.emplace_back(word.find('@') == std::string_view::npos ? word : kRemoved);
  }
  return join(words, " ");
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
