#include "server/hit_view.h"

#include "base/json.h"
#include "base/text.h"
#include "base/url.h"
#include "server/coins_view.h"
#include "server/currency_context.h"
#include "server/library_request.h"
#include "server/page_layout.h"
#include "server/rank_reasons.h"
#include "server/result_view.h"
#include "server/source_view.h"
#include "server/suggestion_view.h"

namespace evidence::server {
namespace {

void fill_links(Values& row, const HitView& hit, const std::vector<LinkTarget>& links,
                const Organisation* organisation, const Request& request,
                const Services& services) {
  if (links.empty()) {
    Values none = row.add("NO_LINK");
    fill_library(none, organisation, request);
    return;
  }
  Values link = row.add("HIT_LINK");
  link.set("GO_HREF", "/go/" + percent_encode(hit.id) + link_suffix(links, request, services));
  link.set("LINK_LABEL", links.front().label);
  link.set("LINK_TITLE", shortened(hit.title.empty() ? kNoTitle : hit.title, 150));
  link.show_with("LINK_HOST", "HOST", shortened(links.front().platform, 80));
  // Green promises a full text; a page that may ask for money does not look the same.
  if (!promises_full_text(links.front())) link.show("LINK_SECOND");
  link.show_with("LINK_NOTE", "NOTE_TEXT", links.front().note);
  link.show_with("LINK_FAILING", "FAILING_TEXT", links.front().failing);
}

void fill_source(Values& row, const HitView& view) {
  if (!view.authors.empty() || !view.journal.empty() || !view.year.empty()) {
    Values source = row.add("HIT_SOURCE");
    source.show_with("HIT_AUTHORS", "AUTHORS", view.authors);
    if (!view.journal.empty()) {
      Values journal = source.add("HIT_JOURNAL");
      journal.set("JOURNAL", view.journal);
      if (!view.authors.empty()) journal.show("JOURNAL_DOT");
    }
    if (!view.year.empty()) {
      Values year = source.add("HIT_YEAR");
      year.set("YEAR_TEXT", view.year);
      if (!view.authors.empty() || !view.journal.empty()) year.show("YEAR_DOT");
    }
  }
}

// A link to the reasons, or the reasons themselves.
void fill_why(Values& row, const Hit& hit, const HitView& view, const HitPlace& place) {
  if (!place.explained) {
    if (!place.why_href) return;
    Values link = row.add("WHY_LINK");
    link.set("WHY_HREF", place.why_href(hit.id));
    link.set("WHY_TITLE", shortened(view.title.empty() ? kNoTitle : view.title, 150));
    return;
  }
  const RankReasons reasons = rank_reasons(hit, view.study_type, view.probable_type);
  Values why = row.add("WHY");
  if (place.open_work.empty() || place.open_work == hit.id) why.show("WHY_OPEN");
  why.set("WHY_SENTENCE", reasons.sentence);
  why.set("WHY_TITLE", shortened(view.title.empty() ? kNoTitle : view.title, 150));
  if (reasons.rows.empty()) return;
  Values table = why.add("WHY_TABLE");
  for (const RankReason& reason : reasons.rows) {
    Values line = table.add("WHY_ROW");
    line.set("WHY_WHAT", reason.what);
    line.set("WHY_SHARE", reason.score < 0 ? "–" : share_text(reason.share));
    line.set("WHY_SCORE", format_decimal(reason.score, 3));
  }
  table.set("WHY_TOTAL", format_decimal(reasons.score, 3));
}

}  // namespace

bool fill_hit(Values& list, const Hit& hit, const HitPlace& place) {
  const auto& [request, services, access, currency, why_href, explained, open_work] = place;
  const HitView view = read_hit(hit);
  CurrencyNote note;
  if (const auto facts = guideline_facts(hit.json)) note = currency_note(*facts, currency);
  const std::vector<LinkTarget> links =
      access.links(view.links_of, request.parameter("q").value_or(""));
  Values row = list.add("HIT");
  row.set("HIT_ID", view.id);
  row.set("HIT_HREF", "/works/" + percent_encode(view.id) + link_suffix(links, request, services));
  fill_tags(row, {.study_type = view.study_type,
                  .probable_type = view.probable_type,
                  .type_reason = view.type_reason,
                  .status = view.status,
                  .status_sources = source_names(view.status_sources, services),
                  .older = view.older,
                  .open = view.open,
                  .sample = view.sample,
                  .currency = note.state});
  row.show_with("HIT_CURRENCY", "CURRENCY_TEXT", note.text);
  row.show_with("HIT_CURRENCY_WARNING", "CURRENCY_WARNING", note.warning);
  if (view.published) {
    row.add("HIT_PUBLISHED")
        .set("PUBLISHED_HREF", "/works/" + percent_encode(view.id) +
                                   link_suffix(links, request, services) + "#related");
  }
  std::size_t title_bytes = 0;
  for (const SnippetPart& part : hit.title) title_bytes += part.text.size();
  if (title_bytes > 0 && title_bytes <= view.title.size() + 8) {
    fill_parts(row, "TITLE_PART", hit.title);
  } else {
    fill_parts(row, "TITLE_PART",
               {{view.title.empty() ? std::string(kNoTitle) : view.title, false}});
  }
  fill_source(row, view);
  if (!hit.snippet.empty()) {
    Values snippet = row.add("SNIPPET");
    fill_parts(snippet, "SNIPPET_PART", hit.snippet);
    snippet.show_with("SNIPPET_LABEL", "SNIPPET_IS", snippet_label(hit.snippet_kind, view.status));
    if (hit.snippet_continues) snippet.show("SNIPPET_MORE");
  }
  fill_links(row, view, links, access.organisation(), request, services);
  row.show_with("HIT_COINS", "COINS", coins_of_hit(hit, referrer_id(services.site)));
  fill_why(row, hit, view, place);
  return view.sample;
}

}  // namespace evidence::server
