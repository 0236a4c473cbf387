#include "server/result_view.h"

#include <algorithm>

#include "base/json.h"
#include "server/page_layout.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMaxName = 80;  // of one author in the list
constexpr std::size_t kMaxTitle = 600;
constexpr std::size_t kMaxJournal = 160;
constexpr std::size_t kMaxReason = 400;

bool flag(const json::object& object, std::string_view key) {
  const json::value* value = member(object, key);
  return value != nullptr && value->is_bool() && value->get_bool();
}

std::int64_t number(const json::object& object, std::string_view key) {
  const json::value* value = member(object, key);
  return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

const json::array* array(const json::object& object, std::string_view key) {
  const json::value* value = member(object, key);
  return value != nullptr ? value->if_array() : nullptr;
}

std::string author_line(const json::object& hit) {
  std::string line;
  std::int64_t shown = 0;
  if (const json::array* authors = array(hit, "authors")) {
    for (const json::value& author : *authors) {
      if (!author.is_string()) continue;
      if (shown++ > 0) line += ", ";
      line += shortened({author.get_string().data(), author.get_string().size()}, kMaxName);
    }
  }
  if (shown > 0 && number(hit, "author_count") > shown) line += " and others";
  return line;
}

void read_links(const json::object& hit, Record& record) {
  if (const json::array* identifiers = array(hit, "identifiers")) {
    for (const json::value& each : *identifiers) {
      const json::object* object = each.if_object();
      if (object == nullptr) continue;
      const auto scheme = scheme_by_name(string_member(*object, "scheme"));
      if (!scheme) continue;
      const auto identifier = Identifier::parse(*scheme, string_member(*object, "value"));
      if (identifier.ok()) record.identifiers.push_back(*identifier);
    }
  }
  if (const json::array* links = array(hit, "links")) {
    for (const json::value& each : *links) {
      const json::object* object = each.if_object();
      if (object == nullptr) continue;
      record.links.push_back({string_member(*object, "url"), string_member(*object, "kind"),
                              flag(*object, "open"), string_member(*object, "label")});
    }
  }
}

std::string_view tag_colour(StudyType type) {
  switch (type) {
    case StudyType::kGuideline:
    case StudyType::kPointOfCare:
      return "nhsuk-tag--green";
    case StudyType::kSystematicReview:
    case StudyType::kMetaAnalysis:
      return "nhsuk-tag--blue";
    case StudyType::kRandomisedTrial:
    case StudyType::kTrial:
      return "nhsuk-tag--purple";
    case StudyType::kCohort:
    case StudyType::kCaseControl:
    case StudyType::kCrossSectional:
    case StudyType::kDiagnostic:
    case StudyType::kQualitative:
      return "nhsuk-tag--aqua-green";
    case StudyType::kPreprint:
    case StudyType::kProtocol:
    case StudyType::kTrialRegistration:
      return "nhsuk-tag--orange";
    case StudyType::kRetractionNotice:
    case StudyType::kCorrection:
      return "nhsuk-tag--pink";
    default:
      return "nhsuk-tag--grey";
  }
}

// `says`: who says so, for those who hear the page or point at the tag.
void add_tag(Values& values, std::string_view colour, std::string_view text,
             std::string_view says = "") {
  Values tag = values.add("TAG").add("TAG_PLAIN");
  tag.set("TAG_CLASS", colour);
  tag.set("TAG_TEXT", text);
  tag.show_with("TAG_TITLE", "TAG_SAYS", says);
  tag.show_with("TAG_MORE", "TAG_SAYS", says);
}

std::string_view currency_colour(CurrencyState state) {
  return state == CurrencyState::kWithdrawn ? "nhsuk-tag--red" : "nhsuk-tag--orange";
}

// What kind of work it is: a tag, or one that opens and says what the kind means and who says so.
// An inferred kind is worded and drawn otherwise than a stated one.
void add_type_tag(Values& values, const TagFacts& facts) {
  const bool inferred =
      facts.study_type == StudyType::kNotStated && facts.probable_type != StudyType::kNotStated;
  const StudyType type = inferred ? facts.probable_type : facts.study_type;
  std::string text = inferred ? probable_type_label(type) + " – not stated by the source"
                              : std::string(study_type_info(type).label);
  if (type == StudyType::kPreprint) text += " – not peer reviewed";
  const std::string_view colour = inferred ? "ev-tag--probable" : tag_colour(type);
  if (facts.type_reason.empty()) return add_tag(values, colour, text);
  Values tag = values.add("TAG").add("TAG_OPENS");
  tag.set("TAG_CLASS", colour);
  tag.set("TAG_TEXT", text);
  tag.set("TYPE_EXPLANATION", study_type_info(type).explanation);
  tag.set("TYPE_REASON", facts.type_reason);
}

}  // namespace

HitView read_hit(const Hit& hit) {
  HitView view;
  view.id = hit.id;
  view.links_of.id = hit.id;
  const auto parsed = parse_json(hit.json);
  const json::object* object = parsed.ok() ? parsed->if_object() : nullptr;
  if (object == nullptr) return view;
  view.title = shortened(string_member(*object, "title"), kMaxTitle);
  view.authors = author_line(*object);
  view.journal = shortened(string_member(*object, "journal"), kMaxJournal);
  if (const auto year = number(*object, "year"); year > 0) view.year = std::to_string(year);
  view.study_type =
      study_type_by_key(string_member(*object, "study_type")).value_or(StudyType::kNotStated);
  view.probable_type =
      study_type_by_key(string_member(*object, "probable_type")).value_or(StudyType::kNotStated);
  view.type_reason = shortened(string_member(*object, "study_type_reason"), kMaxReason);
  view.published = flag(*object, "published_version");
  view.status = status_by_name(string_member(*object, "status")).value_or(Status::kNone);
  if (const json::array* sources = array(*object, "status_sources")) {
    for (const json::value& source : *sources) {
      if (const json::string* id = source.if_string()) {
        view.status_sources.emplace_back(id->data(), id->size());
      }
    }
  }
  view.older = flag(*object, "has_newer_version");
  view.open = string_member(*object, "open_access") == "open";
  view.sample = flag(*object, "sample");
  read_links(*object, view.links_of.record);
  if (view.open) view.links_of.record.open_access = OpenAccess::kOpen;
  // What a licence is judged by.
  view.links_of.record.title = view.title;
  view.links_of.record.publication.title = view.journal;
  view.links_of.record.publication.volume = string_member(*object, "volume");
  view.links_of.record.publication.issue = string_member(*object, "issue");
  view.links_of.record.source = string_member(*object, "source");
  view.links_of.record.publication.date =
      parse_date(string_member(*object, "date")).value_or(PartialDate{});
  return view;
}

void fill_tags(Values& values, const TagFacts& facts) {
  const std::string says =
      facts.status_sources.empty() ? "" : "according to " + facts.status_sources;
  if (facts.status == Status::kRetracted) {
    add_tag(values, "nhsuk-tag--red", "Retracted – do not use", says);
  } else if (facts.status == Status::kPartiallyRetracted) {
    add_tag(values, "nhsuk-tag--red", "Partly retracted – read the notice", says);
  } else if (facts.status == Status::kConcern) {
    add_tag(values, "nhsuk-tag--orange", "Expression of concern", says);
  }
  if (facts.older) add_tag(values, "nhsuk-tag--orange", "Newer version exists");
  // "Current" is no tag: a green one would say more than the source does.
  if (facts.currency == CurrencyState::kWithdrawn || facts.currency == CurrencyState::kSuperseded ||
      facts.currency == CurrencyState::kReviewDuePassed) {
    add_tag(values, currency_colour(facts.currency), currency_label(facts.currency));
  }
  add_type_tag(values, facts);
  if (facts.status == Status::kCorrected) add_tag(values, "nhsuk-tag--white", "Corrected", says);
  if (facts.open) add_tag(values, "nhsuk-tag--yellow", "Free to read");
  if (facts.sample) add_tag(values, "nhsuk-tag--white", "Sample data");
}

void fill_parts(Values& values, std::string_view section, const std::vector<SnippetPart>& parts) {
  for (const SnippetPart& part : parts) {
    values.add(section).add(part.highlighted ? "MARKED" : "PLAIN").set("PART", part.text);
  }
}

}  // namespace evidence::server
