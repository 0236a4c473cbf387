#include "curation/prisma_s.h"

#include <algorithm>

#include "base/date.h"
#include "base/text.h"

namespace evidence::curation {
namespace {

constexpr std::size_t kAnswerBytes = 16U << 10U;
constexpr std::string_view kSources = "Information sources and methods";
constexpr std::string_view kStrategies = "Search strategies";
constexpr std::string_view kReview = "Peer review";
constexpr std::string_view kRecords = "Managing records";

std::string day_of(std::string_view timestamp) {
  const auto date = parse_date(timestamp.substr(0, std::min<std::size_t>(timestamp.size(), 10)));
  return date ? format_date_for_people(*date) : std::string(timestamp);
}

std::string source_name(const RunSource& source) {
  return source.name.empty() ? source.id : source.name;
}

std::string databases(const PrismaSource& in) {
  std::string text;
  for (const RunSource& source : in.run->sources) {
    text += source_name(source) + ", through " + in.service +
            (in.run->tool.empty() ? "" : " (" + in.run->tool + ")") + "\n";
  }
  for (const ExternalSearch& search : in.externals) {
    text += search.database + ", through " + search.platform +
            (search.interface.empty() ? "" : " (" + search.interface + ")") + "\n";
  }
  return text;
}

std::string several_at_once(const PrismaSource& in) {
  if (in.run->sources.size() < 2) return "";
  std::vector<std::string> names;
  for (const RunSource& source : in.run->sources) names.push_back(source_name(source));
  return "Searched at one time through " + in.service + ": " + join(names, "; ") + "\n";
}

std::string strategies(const PrismaSource& in) {
  std::string text = in.service + ", version " + std::to_string(in.version->number) + ", run " +
                     std::to_string(in.run->number) + " of " + day_of(in.run->at) + "\n";
  for (const RunLine& line : in.run->lines) {
    text += std::to_string(line.number) + "\t" + line.text + "\t" +
            (line.counted ? std::to_string(line.count) : "not counted") + "\n";
  }
  for (const ExternalSearch& search : in.externals) {
    text +=
        "\n" + search.database + " (" + search.platform + "), " + day_of(search.searched) + "\n";
    text += search.strategy.empty() ? "The strategy was not recorded.\n" : search.strategy + "\n";
  }
  return text;
}

bool has_all_strategies(const PrismaSource& in) {
  return std::all_of(in.externals.begin(), in.externals.end(),
                     [](const ExternalSearch& search) { return !search.strategy.empty(); });
}

// Lines whose tree restricts by date or by a whole value of a field (language, study type …).
std::string limits(const PrismaSource& in) {
  std::string text;
  if (!in.run->restricted_to.empty()) {
    text += "Only these sources were searched: " + join(in.run->restricted_to, ", ") + "\n";
  }
  for (const RunLine& line : in.run->lines) {
    if (line.tree.find("(range ") == std::string::npos &&
        line.tree.find("(exact ") == std::string::npos) {
      continue;
    }
    text += "Line " + std::to_string(line.number) +
            " restricts by date or by a field's value: " + line.text + "\n";
  }
  return text;
}

std::string prior_work(const PrismaSource& in) {
  if (!in.strategy->forked_from) return "";
  return "Forked from version " + std::to_string(in.strategy->forked_from->version) +
         " of another strategy of this service (" + in.strategy->forked_from->strategy + ")\n";
}

std::string updates(const PrismaSource& in) {
  if (in.runs.size() < 2) return "";
  std::string text = "The search was run " + std::to_string(in.runs.size()) + " times:\n";
  for (auto run = in.runs.rbegin(); run != in.runs.rend(); ++run) {
    text += "run " + std::to_string(run->number) + ", " + day_of(run->at) + ", version " +
            std::to_string(run->version) +
            (run->count ? ", " + with_thousands(*run->count) + " works" : "") + "\n";
  }
  return text;
}

std::string dates(const PrismaSource& in) {
  std::string text = in.service + ": " + day_of(in.run->at) + "\n";
  for (const RunSource& source : in.run->sources) {
    text +=
        "  " + source_name(source) + ": last updated here " +
        (source.last_harvest.empty() ? "on a day that is not known" : day_of(source.last_harvest)) +
        "\n";
  }
  for (const ExternalSearch& search : in.externals) {
    text += search.database + " (" + search.platform + "): " + day_of(search.searched) + "\n";
  }
  return text;
}

std::string totals(const PrismaSource& in) {
  const Flow flow = flow_of(*in.run, in.externals);
  std::string text;
  for (const FlowRow& row : flow.rows) {
    text += row.name + ": " + with_thousands(row.identified) + " records\n";
  }
  return text + "In all: " + with_thousands(flow.identified) + " records\n";
}

std::string deduplication(const PrismaSource& in) {
  const Flow flow = flow_of(*in.run, in.externals);
  std::string text = "Records of one publication were joined automatically by " +
                     (in.run->tool.empty() ? in.service : in.run->tool) +
                     ": by identifiers, then by rules over title, authors, journal and place.\n";
  text += with_thousands(flow.duplicates) + " duplicates were removed of " +
          with_thousands(flow.identified) + " records; " + with_thousands(flow.remaining) +
          " remain.\n";
  if (flow.unread > 0) {
    text += with_thousands(flow.unread) + " works of the result could not be counted by record.\n";
  }
  return text;
}

// What the record says; `whole`: it is all that the item asks for.
std::string recorded(unsigned item, const PrismaSource& in, bool& whole) {
  whole = true;
  if (item == 11) {
    whole = false;  // a fork says nothing of other reviews
    return prior_work(in);
  }
  if (in.run == nullptr) return "";
  switch (item) {
    case 1:
      return databases(in);
    case 2:
      return several_at_once(in);
    case 8:
      whole = has_all_strategies(in);
      return strategies(in);
    case 9:
      whole = false;  // the reasons for limits, and what a NOT is meant to exclude, are a person's
      return limits(in);
    case 12:
      return updates(in);
    case 13:
      return dates(in);
    case 15:
      whole = in.run->ledger.unread == 0 && in.run->result_line() != nullptr;
      return totals(in);
    case 16:
      return deduplication(in);
    default:
      return "";
  }
}

}  // namespace

const std::vector<PrismaElement>& prisma_s_elements() {
  static const std::vector<PrismaElement> elements{
      {1, kSources, "Database name", "Every database that was searched, with its platform."},
      {2, kSources, "Multi-database searching",
       "Where databases were searched at one time on one platform: the platform and all of them."},
      {3, kSources, "Study registries", "The study registries that were searched."},
      {4, kSources, "Online resources and browsing",
       "Web sites, tables of contents, proceedings and the like that were searched or browsed, and "
       "how."},
      {5, kSources, "Citation searching",
       "Whether cited or citing references were looked through, and how they were found."},
      {6, kSources, "Contacts",
       "Whether authors, experts, manufacturers or others were asked for studies."},
      {7, kSources, "Other methods", "Any other source or method of searching."},
      {8, kStrategies, "Full search strategies",
       "The strategy for each database, exactly as it was run."},
      {9, kStrategies, "Limits and restrictions", "That no limits were used, or which and why."},
      {10, kStrategies, "Search filters",
       "Which published filters were used, as published or changed, with their citation."},
      {11, kStrategies, "Prior work",
       "Strategies of other reviews that were used again or adapted, with their citation."},
      {12, kStrategies, "Updates", "How the search was brought up to date."},
      {13, kStrategies, "Dates of searches", "The day on which each search was last run."},
      {14, kReview, "Peer review", "How the search was peer reviewed."},
      {15, kRecords, "Total records", "How many records each database and other source gave."},
      {16, kRecords, "Deduplication",
       "How, and with which software, duplicate records were removed."},
  };
  return elements;
}

std::string_view filled_name(Filled filled) {
  switch (filled) {
    case Filled::kRecord:
      return "record";
    case Filled::kPerson:
      return "person";
    case Filled::kMissing:
      break;
  }
  return "missing";
}

std::vector<PrismaRow> prisma_s(const PrismaSource& source) {
  std::vector<PrismaRow> rows;
  for (const PrismaElement& element : prisma_s_elements()) {
    PrismaRow& row = rows.emplace_back();
    row.element = &element;
    bool whole = false;
    row.recorded = recorded(element.number, source, whole);
    if (whole && !row.recorded.empty()) row.filled = Filled::kRecord;
    const auto answer =
        std::find_if(source.answers.begin(), source.answers.end(),
                     [&](const Answer& known) { return known.item == element.number; });
    if (answer == source.answers.end() || answer->text.empty()) continue;
    row.answer = *answer;
    row.filled = Filled::kPerson;
  }
  return rows;
}

Result<Answer> checked_answer(Answer answer) {
  if (answer.item < 1 || answer.item > prisma_s_elements().size()) {
    return Error{ErrorCode::kInvalidArgument, "bad_element",
                 "PRISMA-S has no item " + std::to_string(answer.item) + ".",
                 "Its items are numbered from 1 to 16."};
  }
  const std::string person = clean_text(answer.person);
  answer.person = truncate_utf8(person, 200);
  answer.text = clean_text_keeping_lines(answer.text);
  if (answer.text.size() > kAnswerBytes) {
    return Error{ErrorCode::kTooLarge, "answer_too_long", "The answer is too long.",
                 "Shorten it to " + with_thousands(kAnswerBytes) + " bytes."};
  }
  if (answer.person.empty()) {
    return Error{ErrorCode::kInvalidArgument, "no_person", "The answer does not say whose it is.",
                 "Give your name with it."};
  }
  return answer;
}

}  // namespace evidence::curation
