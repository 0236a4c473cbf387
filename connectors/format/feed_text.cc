// Summaries: what of an entry's HTML is its abstract and what is citation, names or decoration.
#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

#include "base/text.h"
#include "connectors/format/feed_date.h"
#include "connectors/format/feed_parts.h"
#include "connectors/format/html_text.h"
#include "connectors/format/xml_fields.h"

namespace evidence::feed {
namespace {

constexpr std::size_t kMaxSummary = 20'000;  // above it is the text itself, not what it is about
constexpr std::size_t kMaxHeader = 1'500;    // title, names and citation above the word "Abstract"

std::size_t letters_in(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
  }));
}

bool drop_prefix(std::string& text, std::string_view prefix) {
  if (!starts_with_ignoring_case(text, prefix)) return false;
  text = std::string(trim(std::string_view(text).substr(prefix.size())));
  return true;
}

std::string bare(std::string_view text) {
  std::string out = to_lower_ascii(text);
  while (out.ends_with('.') || out.ends_with(' ')) out.pop_back();
  return out;
}

// "Volume 56, Issue 3, December 2021, Page 163-175"; "www.example.org"; "PMID: … | DOI: …"
bool is_decoration(const std::string& line) {
  if (letters_in(line) < 3) return true;
  if (line.size() < 200 && (line.starts_with("Volume ") || line.starts_with("Ahead of Print"))) {
    return true;
  }
  if (line.starts_with("PMID:") || line.find(" appeared first on ") != std::string::npos)
    return true;
  // A bare address.
  return line.find(' ') == std::string::npos && line.find('.') < line.size() - 1;
}

// A paragraph that says what it is: "Author(s): …", as large publishers write. true: it was read.
bool read_labelled(Reading& in, std::string& line) {
  Record& record = in.record;
  if (drop_prefix(line, "Publication date:")) {
    const PartialDate date = parse_feed_date(line).date;
    if (date.known()) record.publication.date = date;
    return true;
  }
  if (drop_prefix(line, "Source:")) {
    const std::size_t comma = line.find(", Volume ");
    if (record.publication.title.empty()) {
      record.publication.title = line.substr(0, std::min(comma, line.find(", Issue ")));
    }
    if (comma != std::string::npos && record.publication.volume.empty()) {
      const std::string volume = line.substr(comma + 9);
      record.publication.volume = volume.substr(0, volume.find(','));
    }
    return true;
  }
  if (drop_prefix(line, "Author(s):") || drop_prefix(line, "Authors:")) {
    if (record.contributors.empty()) read_creators(in, line, "author");
    return true;
  }
  if (line.size() < 200 && drop_prefix(line, "DOI:")) {
    const std::string doi = line.substr(0, line.find(' '));
    const bool known =
        std::any_of(record.identifiers.begin(), record.identifiers.end(),
                    [](const Identifier& one) { return one.scheme() == IdentifierScheme::kDoi; });
    if (!known) add_any_identifier(in, doi);
    return true;
  }
  return false;
}

// "BACKGROUND: text" → its label; labels are in capitals.
std::string take_label(std::string& line) {
  const std::size_t colon = line.find(": ");
  if (colon == std::string::npos || colon < 4 || colon > 40) return {};
  const std::string_view label = std::string_view(line).substr(0, colon);
  const bool capitals = std::all_of(label.begin(), label.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || c == ' ' || c == '/' || c == '&' || c == ',' || c == '-';
  });
  if (!capitals) return {};
  std::string taken(label);
  line.erase(0, colon + 2);
  return taken;
}

void drop_header(std::vector<std::string>& lines) {
  std::size_t before = 0;
  for (std::size_t i = 0; i < lines.size() && before <= kMaxHeader; ++i) {
    if (bare(lines[i]) == "abstract" || bare(lines[i]) == "abstract:") {
      lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      return;
    }
    before += lines[i].size();
  }
}

std::size_t bytes_of(const std::vector<std::string>& lines) {
  std::size_t sum = 0;
  for (const std::string& line : lines) sum += line.size();
  return sum;
}

// "Made-up Bees 1076: 151-182": the journal's name, volume and pages alone.
bool read_citation(Reading& in, const std::string& line) {
  const std::string& journal = in.channel.title;
  if (journal.empty() || line.size() > journal.size() + 60 || !line.starts_with(journal + " ")) {
    return false;
  }
  const std::string_view rest = std::string_view(line).substr(journal.size() + 1);
  const std::size_t colon = rest.find(": ");
  if (colon == std::string_view::npos || rest.find_first_not_of("0123456789() ") != colon) {
    return false;
  }
  Publication& publication = in.record.publication;
  if (publication.volume.empty()) publication.volume = rest.substr(0, rest.find_first_of("(: "));
  if (publication.pages.empty()) publication.pages = rest.substr(colon + 2);
  return true;
}

std::vector<AbstractSection> sections_of(Reading& in, std::vector<std::string> lines) {
  // "Ann Made;Bob Bee;" before the text.
  if (lines.size() > 1 && lines[0].ends_with(';') && in.record.contributors.empty()) {
    read_creators(in, lines[0], "author");
    lines.erase(lines.begin());
  }
  std::vector<AbstractSection> out;
  const std::string title = bare(in.record.title);
  for (std::string& line : lines) {
    if (bare(line) == title || is_decoration(line) || read_citation(in, line)) continue;
    drop_prefix(line, "Abstract:");
    // "Abstract Bees are …": a heading that lost its line.
    constexpr std::size_t kWord = 9;
    if (line.starts_with("Abstract ") && line.size() > kWord && line[kWord] >= 'A' &&
        line[kWord] <= 'Z') {
      line.erase(0, kWord);
    }
    std::string label = take_label(line);
    if (!label.empty() || out.empty()) {
      out.push_back({std::move(label), std::move(line)});
    } else {
      out.back().text += " " + line;
    }
  }
  return out;
}

}  // namespace

std::string html_of(const pugi::xml_node& node) {
  std::string out;
  for (const pugi::xml_node child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
      out += child.value();
    } else if (child.type() == pugi::node_element) {
      std::ostringstream text;
      child.print(text, "", pugi::format_raw | pugi::format_no_declaration);
      out += text.str();
    }
  }
  return out;
}

void read_descriptions(Reading& in, const std::vector<std::string>& htmls) {
  std::vector<std::string> best;
  for (const std::string& html : htmls) {
    std::vector<std::string> lines = html_paragraphs(html);
    std::erase_if(lines, [&in](std::string& line) { return read_labelled(in, line); });
    drop_header(lines);
    const std::size_t size = bytes_of(lines);
    // A short summary says more than a text of any length.
    if (best.empty() || (size > bytes_of(best) && size <= kMaxSummary)) best = std::move(lines);
  }
  in.record.abstract = sections_of(in, std::move(best));
}

}  // namespace evidence::feed
