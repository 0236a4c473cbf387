// /citations: a form for one citation, a box for a pasted list, and what was found of it. What was
// typed is shown again and kept nowhere.
#include <algorithm>

#include "base/text.h"
#include "server/citation_request.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/problem.h"
#include "server/result_view.h"
#include "server/strategy_view.h"

namespace evidence::server {
namespace {

constexpr std::size_t kIdsOfLink = 100;  // that /api/v1/works gives at a time
constexpr std::size_t kTitleBytes = 400;
constexpr std::size_t kTextBytes = 1'000;

std::string_view tag_class(CitationVerdict verdict) {
  switch (verdict) {
    case CitationVerdict::kFound:
      return "nhsuk-tag--green";
    case CitationVerdict::kPossible:
      return "nhsuk-tag--yellow";
    case CitationVerdict::kNotFound:
      return "nhsuk-tag--red";
    case CitationVerdict::kNotChecked:
      return "nhsuk-tag--grey";
  }
  return "";
}

std::string line_of(const CitedWork& cited) {
  std::string line;
  const auto add = [&line](const std::string& part, std::string_view before) {
    if (part.empty()) return;
    if (!line.empty()) line += before;
    line += part;
  };
  add(cited.authors, "");
  add(cited.journal, ". ");
  add(cited.work.year > 0 ? std::to_string(cited.work.year) : "", " ");
  add(cited.volume, ";");
  add(cited.pages, ":");
  return line;
}

void fill_work(Values work, const CitedWork& cited, bool sure) {
  work.set("WORK_HREF", "/works/" + cited.work.id);
  work.set("WORK_TITLE", cited.work.title.empty() ? std::string(kNoTitle)
                                                  : shortened(cited.work.title, kTitleBytes));
  work.show_with("WORK_LINE", "WORK_TEXT", shortened(line_of(cited), kTitleBytes));
  TagFacts facts;
  facts.study_type = cited.work.study_type;
  facts.status = cited.work.status;
  facts.older = cited.work.has_newer_version;
  fill_tags(work, facts);
  for (const PartMatch& part : cited.parts) {
    if (part.agreement == PartAgreement::kSame || (sure && part.part == CitationPart::kTitle)) {
      continue;
    }
    Values row = work.add("DIFFERS").add("DIFFERENCE");
    row.set("PART_NAME", citation_part_label(part.part));
    row.set("PART_CITED", part.cited.empty() ? "not given" : shortened(part.cited, kTitleBytes));
    row.set("PART_HELD", part.held.empty() ? "not given" : shortened(part.held, kTitleBytes));
  }
}

void fill_found(Values& answer, const CitationReport& report) {
  const std::vector<WorkId> ids = report.found();
  if (ids.empty()) return;
  Values list = answer.add("FOUND_IDS");
  list.set("IDS", join(ids, "\n"));
  list.set("IDS_ROWS", std::to_string(std::min<std::size_t>(ids.size(), 8)));
  for (std::size_t begin = 0; begin < ids.size(); begin += kIdsOfLink) {
    const std::size_t end = std::min(ids.size(), begin + kIdsOfLink);
    const std::vector<WorkId> part(ids.begin() + static_cast<std::ptrdiff_t>(begin),
                                   ids.begin() + static_cast<std::ptrdiff_t>(end));
    Values link = list.add("EXPORT");
    link.set("EXPORT_HREF", "/api/v1/works?ids=" + join(part, ","));
    link.set("EXPORT_NAME",
             "Works " + std::to_string(begin + 1) + " to " + std::to_string(end) + " as JSON");
  }
}

void fill_answer(Values& page, const CitationReport& report) {
  Values answer = page.add("ANSWER");
  answer.set("SUMMARY", summary_of(report));
  for (std::size_t i = 0; i < report.citations.size(); ++i) {
    const query::Citation& citation = report.citations[i];
    const CitationMatch& match = report.matches[i];
    Values row = answer.add("REFERENCE");
    row.set("REFERENCE_NUMBER", citation.number.empty() ? std::to_string(i + 1) : citation.number);
    row.set("REFERENCE_TEXT", shortened(citation.text, kTextBytes));
    row.set("VERDICT", verdict_label(match.verdict));
    row.set("VERDICT_CLASS", tag_class(match.verdict));
    row.set("REASON", match.reason);
    for (const CitedWork& cited : match.works) {
      fill_work(row.add("WORK"), cited, match.verdict == CitationVerdict::kFound);
    }
  }
  fill_found(answer, report);
}

void fill_form(Values& page, const query::CitationFields& fields, const std::string& text) {
  page.set("CITED_JOURNAL", fields.journal);
  page.set("CITED_YEAR", fields.year);
  page.set("CITED_VOLUME", fields.volume);
  page.set("CITED_ISSUE", fields.issue);
  page.set("CITED_PAGE", fields.page);
  page.set("CITED_AUTHOR", fields.author);
  page.set("CITED_TITLE", fields.title);
  page.set("CITED_TEXT", text);
}

Response show(int status, PageValues& page, const Request& request, Services& services) {
  Frame frame{"Find cited references", "", false, "/citations"};
  frame.index = request.query.empty() && request.method == "GET";
  Response response = render_page(status, "citations.tpl", page, frame, request, services);
  keep_private(response);
  return response;
}

Response show_report(const Result<CitationReport>& report, const query::CitationFields& fields,
                     const std::string& text, const Request& request, Services& services) {
  PageValues page;
  fill_form(page, fields, text);
  if (!report.ok()) {
    fill_problem(page, report.error(), request);
    return show(status_of(report.error()), page, request, services);
  }
  fill_answer(page, *report);
  return show(200, page, request, services);
}

Response as_table(const CitationReport& report) {
  Response response;
  response.content_type = "text/csv; charset=utf-8";
  response.body = report_to_csv(report);
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"references.csv\"");
  response.headers.emplace_back("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

Response page_citations(const Request& request, Services& services) {
  const auto value = [&request](std::string_view name) {
    return std::string(request.parameter(name).value_or(""));
  };
  const query::CitationFields fields = citation_fields(value);
  const std::string text = value("text");
  if (is_empty(fields) && trim(text).empty()) {
    PageValues page;
    fill_form(page, fields, text);
    return show(200, page, request, services);
  }
  return show_report(match_request({}, text, fields, request, services), fields, text, request,
                     services);
}

Response page_citations_form(const Request& request, Services& services) {
  const auto body = BodyFields::read(request);
  if (!body.ok()) return error_response(body.error(), request, Audience::kPage, services);
  const auto value = [&body](std::string_view name) { return body->text(name); };
  const query::CitationFields fields = citation_fields(value);
  const std::string& text = body->text("text");
  const Result<CitationReport> report = match_request({}, text, fields, request, services);
  if (report.ok() && body->text("action") == "table") return as_table(*report);
  return show_report(report, fields, text, request, services);
}

}  // namespace evidence::server
