#include "server/work_view.h"

#include <algorithm>
#include <iterator>

#include "access/openurl.h"
#include "base/date.h"
#include "base/text.h"
#include "base/url.h"
#include "server/currency_context.h"
#include "server/language_name.h"
#include "server/library_request.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/reader_access.h"
#include "server/result_view.h"
#include "server/suggestion_view.h"
#include "server/work_facts.h"

namespace evidence::server {
namespace {

constexpr std::size_t kAuthorsShown = 20;
constexpr std::size_t kMaxName = 200;
constexpr std::size_t kMaxTitle = 4'096;

void fill_author(Values& list, const Contributor& person, bool last) {
  Values author = list.add("AUTHOR");
  author.set("AUTHOR_NAME", shortened(full_name(person), kMaxName));
  if (person.role == "editor" || person.role == "investigator") {
    author.add("AUTHOR_ROLE").set("ROLE", person.role);
  }
  if (!last) author.show("AUTHOR_COMMA");
}

void fill_authors(Values& page, const std::vector<Contributor>& people) {
  if (people.empty()) return;
  const std::size_t shown = std::min(people.size(), kAuthorsShown);
  Values first = page.add("AUTHORS");
  for (std::size_t i = 0; i < shown; ++i) fill_author(first, people[i], i + 1 == shown);
  if (people.size() == shown) return;
  Values more = page.add("MORE_AUTHORS");
  more.set_number("MORE_COUNT", people.size() - shown);
  for (std::size_t i = shown; i < people.size(); ++i) {
    fill_author(more, people[i], i + 1 == people.size());
  }
}

void fill_citation(Values& page, const Publication& publication) {
  const std::string journal =
      publication.title.empty() ? publication.abbreviation : publication.title;
  const std::string rest = citation_rest(publication);
  if (journal.empty() && rest.empty()) return;
  Values citation = page.add("CITATION");
  citation.show_with("CITATION_JOURNAL", "JOURNAL", shortened(journal, 300));
  citation.show_with("CITATION_REST", "REST", shortened(rest, 300));
}

void fill_reason(Values& row, const LinkTarget& link) {
  row.set("LINK_WHY", shortened(link.why, 300));
  row.show_with("LINK_NOTE", "NOTE_TEXT", link.note);
  row.show_with("LINK_FAILING", "FAILING_TEXT", link.failing);
}

// The button beside a link that reports it as broken.
void fill_report(Values& row, const Work& work, const LinkTarget& link, const std::string& suffix,
                 const Services& services) {
  if (services.link_desk == nullptr || link.local) return;
  Values report = row.add("REPORT_LINK");
  report.set("REPORT_ACTION", "/works/" + percent_encode(work.id) + "/links/" +
                                  percent_encode(link.id) + "/report" + suffix);
  report.set("REPORT_WHICH", link.label + " (" + shortened(link.platform, 80) + ")");
}

void fill_links(Values& page, const Work& work, const Organisation* organisation,
                const Request& request, const Services& services) {
  const std::vector<LinkTarget> links =
      reader_access(request, services).all_links(work, request.parameter("q").value_or(""));
  const std::string suffix = link_suffix(links, request, services);
  const std::string go = "/go/" + percent_encode(work.id);
  const bool full_text = !links.empty() && promises_full_text(links.front());
  if (links.empty()) page.show("NO_LINK");
  if (!full_text) fill_library(page, organisation, request);
  if (links.empty()) return;
  Values first = page.add("FIRST_LINK");
  first.set("GO_HREF", go + suffix);
  first.set("LINK_LABEL", links.front().label);
  fill_reason(first, links.front());
  fill_report(first, work, links.front(), suffix, services);
  if (!full_text) first.show("LINK_SECOND");
  if (links.size() < 2) return;
  Values others = page.add("OTHER_LINKS");
  for (std::size_t i = 1; i < std::min<std::size_t>(links.size(), 20); ++i) {
    if (links[i].kind == "request") continue;  // stands below them in any case
    Values other = others.add("OTHER_LINK");
    other.set("GO_HREF", go + "/" + percent_encode(links[i].id) + suffix);
    other.set("LINK_LABEL", links[i].label);
    other.set("HOST", shortened(links[i].platform, 80));
    fill_reason(other, links[i]);
    fill_report(other, work, links[i], suffix, services);
  }
}

void fill_abstract(Values& page, const std::vector<AbstractSection>& sections) {
  if (sections.empty()) {
    page.show("NO_ABSTRACT");
    return;
  }
  Values abstract = page.add("ABSTRACT");
  for (const AbstractSection& section : sections) {
    Values part = abstract.add("ABSTRACT_SECTION");
    part.show_with("ABSTRACT_LABEL", "LABEL", sentence_case(shortened(section.label, 200)));
    for (const std::string_view line : split(section.text, '\n')) {
      if (!trim(line).empty()) part.add("PARAGRAPH").set("TEXT", line);
    }
  }
}

void fill_contents(Values& page, const Record& record) {
  if (!record.table_of_contents.empty()) {
    Values contents = page.add("CONTENTS");
    for (const std::string_view line : split(record.table_of_contents, '\n')) {
      if (!trim(line).empty()) contents.add("CHAPTER").set("CHAPTER_TITLE", trim(line));
    }
  }
  if (!record.coverage.empty()) {
    Values coverage = page.add("COVERAGE");
    for (const Coverage& each : record.coverage) {
      coverage.add("COVERAGE_LINE").set("COVERAGE_TEXT", coverage_sentence(each));
    }
  }
}

void fill_headings(Values& page, const std::vector<Subject>& all) {
  std::vector<Subject> subjects;
  std::copy_if(all.begin(), all.end(), std::back_inserter(subjects), is_heading);
  if (subjects.empty()) return;
  Values headings = page.add("HEADINGS");
  for (std::size_t i = 0; i < std::min<std::size_t>(subjects.size(), 200); ++i) {
    const Subject& subject = subjects[i];
    std::string text = shortened(subject.label, 200);
    if (!subject.qualifier.empty()) text += " – " + shortened(subject.qualifier, 100);
    Values heading = headings.add("HEADING");
    heading.add(subject.major ? "HEADING_MAJOR" : "HEADING_MINOR").set("HEADING_TEXT", text);
  }
  const bool any_major = std::any_of(subjects.begin(), subjects.end(),
                                     [](const Subject& subject) { return subject.major; });
  if (any_major) headings.show("HEADINGS_MAJOR");
}

void fill_facts(Values& page, const Work& work, const Services& services) {
  for (const Fact& fact : facts_of(work, services)) {
    Values row = page.add("FACT");
    row.set("FACT_NAME", fact.name);
    for (const FactLine& line : fact.lines) {
      Values value = row.add("FACT_LINE").add(line.url.empty() ? "FACT_PLAIN" : "FACT_LINKED");
      value.set("FACT_TEXT", line.text);
      value.set("FACT_HREF", line.url);
    }
  }
}

// The ways of the reader's own library, and the COinS that reference managers look for.
void fill_openurl(Values& page, const Work& work, const Request& request,
                  const Services& services) {
  const OpenUrl described = openurl_of(work);
  const std::string who = referrer_id(services.site);
  page.show_with("WORK_COINS", "COINS", openurl_kev(described, who));
  page.set("REQUEST_HREF",
           "/request/" + percent_encode(work.id) + organisation_suffix(request, services));
  const Organisation* organisation = chosen_organisation(request, services);
  if (organisation == nullptr || organisation->openurl_base.empty()) return;
  Values resolver = page.add("RESOLVER");
  resolver.set("RESOLVER_HREF", write_openurl(described, organisation->openurl_base, who));
  resolver.set("RESOLVER_NAME", organisation->link_resolver_name.empty()
                                    ? "your library’s link resolver"
                                    : organisation->link_resolver_name);
}

// What was wrong with the link that led here: its codes, our words.
void fill_arrival(Values& page, const Request& request) {
  std::vector<std::string_view> said;
  for (const std::string_view code : request.parameters("note")) {
    const std::string_view text = openurl_warning_text(code);
    if (text.empty() || std::find(said.begin(), said.end(), text) != said.end()) continue;
    if (said.empty()) page.show("ARRIVAL");
    page.add("ARRIVAL_NOTE").set("NOTE_TEXT", text);
    said.push_back(text);
  }
}

// What the sources say of a guideline's currency, and when they were last asked.
CurrencyNote fill_currency(Values& page, const Work& work, const Services& services) {
  const auto facts = guideline_facts(work);
  if (!facts) return {};
  CurrencyNote note = currency_note(*facts, currency_context(services));
  Values currency = page.add("CURRENCY");
  currency.set("CURRENCY_TEXT", note.text);
  currency.show_with("CURRENCY_WARNS", "CURRENCY_WARNING", note.warning);
  return note;
}

}  // namespace

Response render_work(const Request& request, const Work& work, const Surroundings& around,
                     Services& services) {
  const Record& record = work.record;
  const std::string suffix = organisation_suffix(request, services);
  std::string title = record.title.empty() ? record.original_title : record.title;
  if (title.empty()) title = kNoTitle;

  PageValues page;
  page.set("TITLE", shortened(title, kMaxTitle));
  if (!record.title.empty() && !record.original_title.empty() &&
      record.original_title != record.title) {
    Values original = page.add("ORIGINAL_TITLE");
    original.set("ORIGINAL_TEXT", shortened(record.original_title, kMaxTitle));
    const std::string first = record.languages.empty() ? "" : record.languages.front();
    original.show_with("ORIGINAL_LANG", "LANG_CODE", html_language(first));
  }
  const StudyTypeFinding finding = shown_type(work);
  const CurrencyNote currency = fill_currency(page, work, services);
  fill_tags(page, {.study_type = work.study_type,
                   .probable_type = finding.inferred() ? finding.type : StudyType::kNotStated,
                   .status = work.status,
                   .status_sources = {},  // the banner names them
                   .older = work.has_newer_version,
                   .open = record.open_access == OpenAccess::kOpen,
                   .sample = record.sample,
                   .currency = currency.state});
  fill_banners(page, work, around, suffix, services);
  fill_authors(page, record.contributors);
  fill_citation(page, record.publication);
  page.set("TYPE_LABEL", study_type_label(finding));
  page.set("TYPE_EXPLANATION", study_type_info(finding.type).explanation);
  page.set("TYPE_REASON", study_type_reason(finding));
  page.show_with("TYPE_STATED", "STATED", shortened(join(record.publication_types, ", "), 300));
  fill_links(page, work, chosen_organisation(request, services), request, services);
  fill_openurl(page, work, request, services);
  fill_arrival(page, request);
  fill_abstract(page, record.abstract);
  fill_contents(page, record);
  fill_relations(page, work, around, suffix, services);
  fill_trial(page, work, around, suffix);
  fill_similar(page, around.similar, suffix);
  fill_corrections(page, work);
  fill_headings(page, record.subjects);
  fill_facts(page, work, services);
  fill_copies(page, work, services);
  for (const auto& [name, content] : citation_meta(work)) {
    Values meta = page.add("META");
    meta.set("META_NAME", name);
    meta.set("META_CONTENT", content);
  }

  Frame frame;
  frame.title = shortened(title, 120);
  frame.sample = record.sample;
  frame.canonical_path = "/works/" + work.id;
  return render_page(200, "work.tpl", page, frame, request, services);
}

}  // namespace evidence::server
