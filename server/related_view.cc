#include "server/related_view.h"

#include <algorithm>
#include <initializer_list>
#include <set>
#include <tuple>
#include <vector>

#include "base/date.h"
#include "base/text.h"
#include "base/url.h"
#include "model/index_format.h"
#include "model/record_kind.h"
#include "server/page_layout.h"
#include "server/result_view.h"
#include "server/source_view.h"
#include "server/work_facts.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMaxText = 400;
constexpr std::size_t kMaxNotices = 5;
constexpr std::size_t kMaxCopiesOpen = 10;
constexpr std::size_t kMaxCopies = 500;
constexpr std::size_t kMaxNumbers = 3;

void add_once(std::vector<std::string>& list, const std::string& text) {
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
}

const WorkHead* head_of(const WorkRelation& relation, const Surroundings& around) {
  const auto found = around.related.find(relation.target);
  return found == around.related.end() ? nullptr : &found->second;
}

std::string in_capitals(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

// "pmid:7" → "PMID 7", "record:pubmed:7" → "PubMed, record 7".
std::string target_words(const std::string& target, const Services& services) {
  const std::size_t colon = target.find(':');
  if (colon == std::string::npos) return target;
  const std::string kind = target.substr(0, colon);
  const std::string value = target.substr(colon + 1);
  if (kind != "record") return (kind == "local" ? "" : in_capitals(kind) + " ") + value;
  const std::size_t second = value.find(':');
  if (second == std::string::npos) return value;
  return source_name(value.substr(0, second), services) + ", record " + value.substr(second + 1);
}

// Which source states the relation; "" where nobody has to be named.
std::string origin_words(const WorkRelation& relation, const Services& services) {
  if (relation.origin == "matched") return "found by comparing the two; no source states it";
  if (relation.sources.empty()) return "";
  const std::string names = source_names(relation.sources, services);
  return relation.origin == "reverse" ? "stated by the other record, from " + names
                                      : "stated by " + names;
}

void fill_head(Values& row, const WorkHead& head, const std::string& suffix) {
  Values link = row.add("RELATION_LINKED");
  link.set("RELATION_TEXT", head.title.empty() ? kNoTitle : shortened(head.title, kMaxText));
  link.set("RELATION_HREF", "/works/" + percent_encode(head.id) + suffix);
  if (head.year > 0) row.add("RELATION_YEAR").set("YEAR", std::to_string(head.year));
  row.show_with("RELATION_STATUS", "STATUS_TEXT",
                head.status == Status::kNone && head.has_newer_version ? "Newer version exists"
                                                                       : status_label(head.status));
}

void fill_target(Values& row, const WorkRelation& relation, const Surroundings& around,
                 const std::string& suffix, const Services& services) {
  row.set("RELATION_LABEL", relation_label(relation.type));
  if (const WorkHead* head = head_of(relation, around)) {
    fill_head(row, *head, suffix);
    return;
  }
  std::string text =
      relation.citation.empty() ? target_words(relation.target, services) : relation.citation;
  if (text.empty()) text = "not named by the source";
  const std::string outside = registry_of(relation.target);
  Values words = row.add(outside.empty() ? "RELATION_PLAIN" : "RELATION_LINKED");
  words.set("RELATION_TEXT", shortened(text, kMaxText));
  words.set("RELATION_HREF", outside);
}

void fill_relation(Values& row, const WorkRelation& relation, const Surroundings& around,
                   const std::string& suffix, const Services& services) {
  fill_target(row, relation, around, suffix, services);
  row.show_with("RELATION_ORIGIN", "ORIGIN_TEXT", origin_words(relation, services));
}

// Several of one kind may lead to one work: by its PMID, its DOI, from either side.
std::vector<const WorkRelation*> each_once(const Work& work, const Surroundings& around) {
  std::vector<const WorkRelation*> shown;
  std::set<std::pair<RelationType, std::string>> seen;
  for (const WorkRelation& relation : work.relations) {
    const WorkHead* head = head_of(relation, around);
    std::string leads_to =
        relation.target.empty() ? "citation:" + fold(relation.citation) : relation.target;
    if (head != nullptr) leads_to = "work:" + head->id;
    if (seen.emplace(relation.type, std::move(leads_to)).second) shown.push_back(&relation);
  }
  return shown;
}

struct Banner {
  std::string_view title, text;
  std::string_view css;
  std::vector<std::string> says;
  std::vector<RelationType> relations;
};

void fill_banner(Values& page, const Banner& banner, const Work& work, const Surroundings& around,
                 const std::string& suffix, const Services& services) {
  Values section = page.add("BANNER");
  section.set("BANNER_CLASS", banner.css);
  section.set("BANNER_TITLE", banner.title);
  section.set("BANNER_TEXT", banner.text);
  for (const std::string& sentence : banner.says) {
    section.add("BANNER_SAYS").set("SAYS_TEXT", sentence);
  }
  std::size_t shown = 0;
  for (const WorkRelation* relation : each_once(work, around)) {
    const bool belongs = std::find(banner.relations.begin(), banner.relations.end(),
                                   relation->type) != banner.relations.end();
    if (!belongs || ++shown > kMaxNotices) continue;
    Values row = section.add("BANNER_RELATION");
    fill_target(row, *relation, around, suffix, services);
  }
}

// No source says it; a notice with this work's title and journal does.
bool is_only_matched(const Work& work, Status status) {
  bool any = false;
  for (const StatusStatement& statement : work.status_statements) {
    if (statement.status != status) continue;
    if (statement.how != "matched") return false;
    any = true;
  }
  return any;
}

Banner status_banner(const Work& work, const Services& services) {
  WarningWords words = warning_of(work.status);
  if (is_only_matched(work, work.status)) {
    words.title = "A notice about a work with this title was found.";
    words.text = "Do not use this work before you have read the notice.";
  }
  Banner banner{words.title, words.text, words.serious ? "ev-notice--danger" : "", {}, {}};
  banner.relations = {RelationType::kRetractedBy, RelationType::kPartiallyRetractedBy,
                      RelationType::kHasConcern, RelationType::kHasErratum};
  std::vector<Status> said;
  for (const StatusStatement& statement : work.status_statements) {
    if (std::find(said.begin(), said.end(), statement.status) != said.end()) continue;
    said.push_back(statement.status);
    std::string sentence = who_says(work, statement.status, services);
    if (!sentence.empty()) banner.says.push_back(std::move(sentence));
  }
  return banner;
}

void fill_newer(Values& page, const Work& work, const Surroundings& around,
                const std::string& suffix, const Services& services) {
  if (!work.has_newer_version) return;
  Values section = page.add("BANNER");
  section.set("BANNER_CLASS", "");
  section.set("BANNER_TITLE", "A newer version of this work exists.");
  section.set("BANNER_TEXT", "Read that one.");
  const WorkRelation* newest = newest_version(work, around);
  if (newest == nullptr) return;
  Values row = section.add("BANNER_RELATION");
  fill_relation(row, *newest, around, suffix, services);
}

// The page of the registry that a member's own number leads to; "" where it is no such number.
std::string page_of_member(const Member& member, const Record& record) {
  const std::string_view key = member.source_record_id;
  const std::size_t colon = key.find(':');  // "MED:31452104", "doi:10.1000/x"
  const std::string_view rest = colon == std::string_view::npos ? key : key.substr(colon + 1);
  for (const Identifier& identifier : record.identifiers) {
    if (equals_ignoring_case(identifier.value(), key) ||
        equals_ignoring_case(identifier.value(), rest)) {
      return registry_url(identifier);
    }
  }
  return "";
}

std::string counted(std::size_t number, std::string_view one, std::string_view many) {
  return with_thousands(number) + " " + std::string(number == 1 ? one : many);
}

// "publication_types" → "Publication types", "publication.pages" → "Pages".
std::string field_words(std::string_view field) {
  const std::size_t dot = field.rfind('.');
  std::string words(dot == std::string_view::npos ? field : field.substr(dot + 1));
  std::replace(words.begin(), words.end(), '_', ' ');
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') {
    words[0] = static_cast<char>(words[0] - 'a' + 'A');
  }
  return words;
}

}  // namespace

std::string who_says(const Work& work, Status status, const Services& services) {
  std::vector<std::string> direct;
  std::vector<std::string> by_notice;
  std::vector<std::string> by_title;
  for (const StatusStatement& statement : work.status_statements) {
    if (statement.status != status || statement.source.empty()) continue;
    const std::string name = source_name(statement.source, services);
    add_once(statement.how == "title"    ? by_title
             : statement.how == "notice" ? by_notice
                                         : direct,
             name);
  }
  // Once for each source, by the plainest of its ways to say it.
  const auto drop = [](std::vector<std::string>& names, const std::vector<std::string>& said) {
    std::erase_if(names, [&said](const std::string& name) {
      return std::find(said.begin(), said.end(), name) != said.end();
    });
  };
  drop(by_notice, direct);
  drop(by_title, direct);
  drop(by_title, by_notice);
  std::vector<std::string> parts;
  if (!direct.empty()) parts.push_back("according to " + enumerated(direct));
  if (!by_notice.empty()) {
    parts.push_back("according to the notice itself, from " + enumerated(by_notice));
  }
  if (!by_title.empty()) {
    parts.push_back("its title is marked as retracted in " + enumerated(by_title));
  }
  if (parts.empty()) {
    if (!is_only_matched(work, status)) return "";
    return std::string(status_label(status)) +
           ", as a notice with this title in the same journal suggests; no source says so itself.";
  }
  const bool only_title = direct.empty() && by_notice.empty();
  return std::string(status_label(status)) + (only_title ? ": " : ", ") + join(parts, "; ") + ".";
}

const WorkRelation* newest_version(const Work& work, const Surroundings& around) {
  const WorkRelation* newest = nullptr;
  // One that is not itself outdated, then the latest year, then the highest number of a version.
  std::tuple<bool, bool, int, int> best;
  for (const WorkRelation& relation : work.relations) {
    if (relation.type != RelationType::kHasNewerVersion) continue;
    const WorkHead* head = head_of(relation, around);
    constexpr std::string_view kDoi = "doi:";
    const int number =
        relation.target.starts_with(kDoi)
            ? version_of_doi(std::string_view(relation.target).substr(kDoi.size())).number
            : 0;
    const std::tuple rank{head != nullptr, head != nullptr && !head->has_newer_version,
                          head == nullptr ? 0 : head->year, number};
    if (newest != nullptr && rank <= best) continue;
    newest = &relation;
    best = rank;
  }
  return newest;
}

void fill_banners(Values& page, const Work& work, const Surroundings& around,
                  const std::string& suffix, const Services& services) {
  if (work.status != Status::kNone) {
    fill_banner(page, status_banner(work, services), work, around, suffix, services);
  }
  fill_newer(page, work, around, suffix, services);
  if (work.study_type == StudyType::kRetractionNotice) {
    fill_banner(page,
                {"This is a retraction notice.",
                 "It says that another work is withdrawn.",
                 "",
                 {},
                 {RelationType::kRetracts, RelationType::kPartiallyRetracts}},
                work, around, suffix, services);
  } else if (work.study_type == StudyType::kPreprint) {
    fill_banner(page,
                {"This is a preprint.",
                 "It was made public before peer review.",
                 "",
                 {},
                 {RelationType::kPreprintOf}},
                work, around, suffix, services);
  }
  const bool updated = std::any_of(
      work.relations.begin(), work.relations.end(),
      [](const WorkRelation& relation) { return relation.type == RelationType::kUpdatedBy; });
  if (updated && !work.has_newer_version) {
    fill_banner(page,
                {"This work has been updated.",
                 "Read the update with it.",
                 "",
                 {},
                 {RelationType::kUpdatedBy}},
                work, around, suffix, services);
  }
}

void fill_relations(Values& page, const Work& work, const Surroundings& around,
                    const std::string& suffix, const Services& services) {
  const std::vector<const WorkRelation*> relations = each_once(work, around);
  if (relations.empty()) return;
  Values list = page.add("RELATIONS");
  for (std::size_t i = 0; i < std::min(relations.size(), kMaxRelationsShown); ++i) {
    Values row = list.add("RELATION");
    fill_relation(row, *relations[i], around, suffix, services);
  }
  if (relations.size() > kMaxRelationsShown) {
    list.add("RELATIONS_MORE").set_number("RELATIONS_COUNT", relations.size() - kMaxRelationsShown);
  }
}

void fill_trial(Values& page, const Work& work, const Surroundings& around,
                const std::string& suffix) {
  const TrialReports& reports = around.reports;
  if (work.registrations.empty() || reports.works.empty()) return;
  Values trial = page.add("TRIAL");
  const std::size_t shown = std::min(work.registrations.size(), kMaxNumbers);
  std::vector<std::string> numbers(work.registrations.begin(),
                                   work.registrations.begin() + static_cast<std::ptrdiff_t>(shown));
  std::string search;
  for (const std::string& number : numbers) {
    search += (search.empty() ? "registration:" : " OR registration:") + number;
  }
  if (work.registrations.size() > shown) {
    numbers.push_back(with_thousands(work.registrations.size() - shown) + " more");
  }
  trial.set("TRIAL_NUMBERS", join(numbers, ", "));
  for (const WorkHead& head : reports.works) {
    Values row = trial.add("REPORT");
    fill_head(row, head, suffix);
    row.set("REPORT_TYPE", study_type_info(head.study_type).label);
  }
  trial.set("TRIAL_HREF",
            "/search?q=" + percent_encode(search) + (suffix.empty() ? "" : "&" + suffix.substr(1)));
  if (reports.total > reports.works.size()) {
    trial.add("REPORTS_MORE").set_number("REPORTS_COUNT", reports.total - reports.works.size());
  }
}

void fill_copies(Values& page, const Work& work, const Services& services) {
  if (work.members.empty()) return;
  std::set<std::string_view> sources;
  for (const Member& member : work.members) sources.insert(member.source);
  Values copies = page.add("COPIES");
  copies.set("COPIES_TEXT", work.members.size() == 1
                                ? "This work has one record."
                                : "This work was put together from " +
                                      counted(work.members.size(), "record", "records") + " of " +
                                      counted(sources.size(), "source", "sources") + ".");
  const std::size_t all = std::min(work.members.size(), kMaxCopies);
  const std::size_t open = std::min(all, kMaxCopiesOpen);
  const auto fill = [&](Values& list, std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      const Member& member = work.members[i];
      Values row = list.add("COPY");
      row.set("COPY_SOURCE", source_name(member.source, services));
      const std::string url = page_of_member(member, work.record);
      Values key = row.add(url.empty() ? "COPY_PLAIN" : "COPY_LINKED");
      key.set("COPY_KEY", shortened(member.source_record_id, 120));
      key.set("COPY_HREF", url);
    }
  };
  Values first = copies.add("COPIES_FIRST");
  fill(first, 0, open);
  if (all == open) return;
  Values more = copies.add("COPIES_MORE");
  more.set_number("COPIES_COUNT", all - open);
  fill(more, open, all);
}

void fill_corrections(Values& page, const Work& work) {
  if (work.corrections.empty()) return;
  Values mended = page.add("MENDED");
  for (const AppliedCorrection& correction : work.corrections) {
    Values row = mended.add("MENDING");
    row.set("MENDING_FIELD", field_words(correction.field));
    row.set("MENDING_AUTHOR", shortened(correction.author, 120));
    row.set("MENDING_REASON", shortened(correction.reason, kMaxText));
    const auto date = parse_date(std::string_view(correction.at).substr(0, 10));
    row.show_with("MENDING_DATED", "MENDING_DATE", date ? format_date_for_people(*date) : "");
    if (correction.before.empty()) {
      row.show("MENDING_NOTHING");
    } else {
      row.add("MENDING_BEFORE").set("BEFORE_TEXT", shortened(correction.before, kMaxText));
    }
  }
}

}  // namespace evidence::server
