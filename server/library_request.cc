#include "server/library_request.h"

#include <algorithm>

#include "base/text.h"
#include "base/url.h"
#include "server/page_layout.h"
#include "server/pages.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMailBytes = 1'900;  // of a whole mailto address; some programs take no more
constexpr std::size_t kSubjectTitle = 100;

constexpr std::string_view kReaderLines =
    "\nPlease fill in:\n"
    "Name: \n"
    "Job and department: \n"
    "Postal address: \n"
    "Telephone: \n"
    "E-mail: \n"
    "Needed by: \n";

std::string author_line(const OpenUrl& asked) {
  std::vector<std::string> names;
  for (const OpenUrlAuthor& author : asked.authors) {
    if (names.size() == 3) {
      names.emplace_back("et al.");
      break;
    }
    names.push_back(author.given.empty() ? author.family : author.family + " " + author.given);
  }
  if (names.empty() && !asked.corporate_author.empty()) names.push_back(asked.corporate_author);
  return join(names, ", ");
}

std::string number_line(const OpenUrl& asked, IdentifierScheme scheme) {
  for (const Identifier& identifier : asked.ids) {
    if (identifier.scheme() == scheme) return identifier.value();
  }
  return "";
}

// Mail programs take '@' as it stands and nothing else that means something in an address.
std::string mail_part(std::string_view email) {
  const std::size_t at = email.rfind('@');
  if (at == std::string_view::npos) return percent_encode(email);
  return percent_encode(email.substr(0, at)) + "@" + percent_encode(email.substr(at + 1));
}

std::string host_of_base(const std::string& base) {
  const auto url = parse_web_url(base);
  return url.ok() ? url->host : "";
}

}  // namespace

std::string referrer_id(const SiteOptions& site) {
  const auto url = parse_web_url(site.base_url);
  return url.ok() ? "info:sid/" + url->host + ":evidence" : "";
}

std::string openurl_sentence(const OpenUrl& asked) {
  std::string text;
  const auto add = [&text](std::string_view before, const std::string& part) {
    if (part.empty()) return;
    if (!text.empty()) text += before;
    text += part;
  };
  add("", author_line(asked));
  add(". ", openurl_title(asked));
  const std::string& in = !asked.jtitle.empty()   ? asked.jtitle
                          : !asked.btitle.empty() ? asked.btitle
                                                  : asked.stitle;
  if (in != openurl_title(asked)) add(". ", in);
  add(". ", format_date_for_people(asked.date));
  add("; ", asked.volume);
  if (!asked.issue.empty()) add("", "(" + asked.issue + ")");
  add(": ", openurl_pages(asked));
  return text.empty() ? text : text + ".";
}

std::string copy_request_text(const OpenUrl& asked, const Organisation* organisation) {
  std::string text = "Request for a copy\n\n";
  const auto line = [&text](std::string_view name, const std::string& value) {
    if (!value.empty()) text.append(name).append(": ").append(value).append("\n");
  };
  const bool book = asked.format != OpenUrlFormat::kJournal;
  line(asked.genre == "bookitem" ? "Chapter" : "Article", asked.atitle);
  line("Author", author_line(asked));
  line("Journal", asked.jtitle.empty() && !book ? asked.stitle : asked.jtitle);
  line(asked.format == OpenUrlFormat::kBook ? "Book" : "Title", asked.btitle);
  line("Edition", asked.edition);
  if (book) line("Publisher", asked.publisher);
  line("Year", asked.date.known() ? std::to_string(asked.date.year) : "");
  line("Volume", asked.volume);
  std::string part = asked.issue;
  if (!asked.part.empty()) part += (part.empty() ? "" : ", ") + asked.part;
  line("Part", part);
  line("Pages", openurl_pages(asked));
  line("ISSN", join(openurl_issns(asked), ", "));
  line("ISBN", join(openurl_isbns(asked), ", "));
  line("DOI", number_line(asked, IdentifierScheme::kDoi));
  line("PMID", number_line(asked, IdentifierScheme::kPmid));
  line("PMCID", number_line(asked, IdentifierScheme::kPmcid));
  line("Trial number", number_line(asked, IdentifierScheme::kNct));
  if (organisation != nullptr) {
    std::string code = organisation->ill_scheme;
    if (!organisation->ill_code.empty()) {
      code += (code.empty() ? "" : " ") + organisation->ill_code;
    }
    line("Scheme and library code", code);
  }
  return text.append(kReaderLines);
}

MailAddress mail_address(std::string_view email, std::string_view subject, std::string_view body) {
  MailAddress out;
  out.href = "mailto:" + mail_part(email) + "?subject=" + percent_encode(subject);
  // RFC 6068: lines end with CR LF.
  std::string lines;
  for (const char c : body) lines += c == '\n' ? "\r\n" : std::string(1, c);
  const std::string encoded = "&body=" + percent_encode(lines);
  if (out.href.size() + encoded.size() <= kMailBytes) {
    out.href += encoded;
  } else {
    out.whole = false;
  }
  return out;
}

void fill_ask_library(Values& values, const Organisation* organisation, std::string_view subject,
                      const std::string& text, const Request& request) {
  if (organisation == nullptr) {
    const std::string here = safe_local_path(request.method == "GET" ? request.target : "", "/");
    values.add("ASK_NOBODY").set("CHOOSE_HREF", "/organisations?back=" + percent_encode(here));
    return;
  }
  Values library = values.add("ASK_LIBRARY");
  library.set("LIBRARY_NAME",
              organisation->library_name.empty() ? organisation->name : organisation->library_name);
  if (!organisation->library_email.empty()) {
    const MailAddress mail = mail_address(organisation->library_email, subject, text);
    Values by_mail = library.add("ASK_BY_MAIL");
    // The template writes the scheme: only there is another than of the web allowed.
    by_mail.set("MAIL_HREF", mail.href.substr(std::string_view("mailto:").size()));
    by_mail.set("MAIL_ADDRESS", organisation->library_email);
    if (!mail.whole) by_mail.show("MAIL_TOO_LONG");
  }
  library.show_with("LIBRARY_URL_LINK", "LIBRARY_URL", organisation->library_url);
}

void fill_copy_request(Values& values, const OpenUrl& asked, const Request& request,
                       const Services& services) {
  const Organisation* organisation = chosen_organisation(request, services);
  const std::string text = copy_request_text(asked, organisation);
  Values section = values.add("COPY_REQUEST");
  section.set("REQUEST_TEXT", text);
  section.set("REQUEST_ROWS", std::to_string(std::count(text.begin(), text.end(), '\n') + 1));
  fill_ask_library(section, organisation,
                   "Request for a copy: " + shortened(openurl_title(asked), kSubjectTitle), text,
                   request);
  if (organisation == nullptr) return;
  const std::string who = referrer_id(services.site);
  if (!organisation->ill_base.empty()) {
    Values form = section.add("ILL_FORM");
    form.set("ILL_HREF", write_openurl(asked, organisation->ill_base, who));
    form.set("ILL_HOST", shortened(host_of_base(organisation->ill_base), 80));
  }
  if (!organisation->openurl_base.empty()) {
    Values resolver = section.add("RESOLVER");
    resolver.set("RESOLVER_HREF", write_openurl(asked, organisation->openurl_base, who));
    resolver.set("RESOLVER_NAME", organisation->link_resolver_name.empty()
                                      ? "your library’s link resolver"
                                      : organisation->link_resolver_name);
  }
}

}  // namespace evidence::server
