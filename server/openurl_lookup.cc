#include "server/openurl_lookup.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "base/text.h"
#include "search/citation_match.h"
#include "server/openurl_citation.h"
#include "server/result_view.h"

namespace evidence::server {
namespace {

using Scheme = IdentifierScheme;
using Kind = OpenUrlAnswer::Kind;

std::optional<Identifier> first_of(const OpenUrl& asked, Scheme scheme) {
  for (const Identifier& identifier : asked.ids) {
    if (identifier.scheme() == scheme) return identifier;
  }
  return std::nullopt;
}

bool is_notice(const WorkHead& head) {
  return head.study_type == StudyType::kRetractionNotice ||
         head.study_type == StudyType::kCorrection;
}

std::string line_of(const std::string& authors, const std::string& journal, int year) {
  std::vector<std::string> parts;
  for (const std::string* part : {&authors, &journal}) {
    if (!part->empty()) parts.push_back(*part);
  }
  if (year > 0) parts.push_back(std::to_string(year));
  return join(parts, ". ");
}

OpenUrlChoice choice_of(const CitedWork& cited) {
  return {cited.work, line_of(cited.authors, cited.journal, cited.work.year)};
}

OpenUrlChoice choice_of(const Hit& hit) {
  const HitView view = read_hit(hit);
  OpenUrlChoice choice;
  choice.work.id = view.id;
  choice.work.title = view.title;
  choice.work.study_type = view.study_type;
  choice.work.status = view.status;
  choice.work.has_newer_version = view.older;
  choice.line = line_of(view.authors, view.journal, 0);
  if (!view.year.empty()) choice.line += (choice.line.empty() ? "" : ". ") + view.year;
  return choice;
}

// Volumes and pages as they may stand in a line of a search; "" for anything else.
std::string plain_number(std::string_view text) {
  const bool plain =
      !text.empty() && text.size() <= 20 && std::all_of(text.begin(), text.end(), [](char c) {
        return is_letter(c) || is_digit(c) || c == '-' || c == '.';
      });
  return plain ? std::string(text) : "";
}

class Lookup {
 public:
  Lookup(OpenUrl asked, const Request& request, Services& services)
      : services_(services),
        deadline_(std::min(request.deadline,
                           std::chrono::steady_clock::now() + services.site.search_deadline)) {
    answer_.asked = std::move(asked);
  }

  Result<OpenUrlAnswer> find() {
    if (!is_usable(answer_.asked)) return insufficient_metadata();
    EVIDENCE_TRY(by_number());
    if (done_) return std::move(answer_);
    if (is_journal_level(answer_.asked)) {
      EVIDENCE_TRY(by_journal());
    } else {
      EVIDENCE_TRY(by_reference());
      if (!done_) EVIDENCE_TRY(by_place());
    }
    if (!done_ && !answer_.works.empty()) answer_.kind = Kind::kSeveral;
    return std::move(answer_);
  }

 private:
  void warn(std::string code, std::string message) {
    answer_.asked.warnings.push_back({std::move(code), "rft_id", std::move(message)});
  }

  void found(OpenUrlChoice choice) {
    answer_.kind = Kind::kFound;
    answer_.works = {std::move(choice)};
    done_ = true;
  }

  void offer(OpenUrlChoice choice) {
    const bool known = std::any_of(
        answer_.works.begin(), answer_.works.end(),
        [&choice](const OpenUrlChoice& each) { return each.work.id == choice.work.id; });
    if (!known && answer_.works.size() < kOpenUrlChoices) {
      answer_.works.push_back(std::move(choice));
    }
  }

  // An article and its retraction notice may share a number: whoever follows a link wants to read
  // the article, and its page names the notice.
  Result<std::optional<WorkHead>> head_of(const std::optional<Identifier>& number) {
    if (!number) return std::optional<WorkHead>();
    const std::string target = std::string(scheme_name(number->scheme())) + ":" + number->value();
    EVIDENCE_ASSIGN(auto heads, services_.searcher.find_targets({target}));
    if (heads.empty()) return std::optional<WorkHead>();
    WorkHead head = heads.begin()->second;
    if (is_notice(head)) {
      EVIDENCE_ASSIGN(const auto others, services_.searcher.find_targets({target}, head.id));
      if (!others.empty() && !is_notice(others.begin()->second)) head = others.begin()->second;
    }
    return std::optional<WorkHead>(std::move(head));
  }

  Result<bool> has_other_doi(const WorkId& id, const Identifier& doi) {
    EVIDENCE_ASSIGN(const Work work, services_.searcher.find_work(id));
    bool any = false;
    for (const Identifier& identifier : work.record.identifiers) {
      if (identifier == doi) return false;
      any |= identifier.scheme() == Scheme::kDoi;
    }
    return any;
  }

  // Where the link's DOI is in no work of the index, what only looks alike and has a DOI of its own
  // is another work, or one whose DOI was mistyped: a person has to judge.
  Result<bool> is_another(const WorkId& id) {
    if (elsewhere_ || !missing_doi_) return elsewhere_;
    EVIDENCE_ASSIGN(const bool other, has_other_doi(id, *missing_doi_));
    if (other) {
      warn("conflicting_ids",
           "The DOI given is not in this index; what looks alike has another DOI.");
      elsewhere_ = true;
    }
    return other;
  }

  Result<void> by_number() {
    const auto doi = first_of(answer_.asked, Scheme::kDoi);
    EVIDENCE_ASSIGN(const auto by_doi, head_of(doi));
    EVIDENCE_ASSIGN(const auto by_pmid, head_of(first_of(answer_.asked, Scheme::kPmid)));
    EVIDENCE_ASSIGN(const auto by_pmcid, head_of(first_of(answer_.asked, Scheme::kPmcid)));
    const std::optional<WorkHead>& second = by_pmid ? by_pmid : by_pmcid;
    const auto conflicts = [](const auto& a, const auto& b) { return a && b && a->id != b->id; };
    if (by_doi) {
      if (conflicts(by_doi, by_pmid) || conflicts(by_doi, by_pmcid)) {
        warn("conflicting_ids",
             "The DOI and the PubMed number belong to different works; the DOI counts.");
      }
      return found_by_number(*by_doi);
    }
    missing_doi_ = doi;
    if (!second) return {};
    if (doi) {
      EVIDENCE_ASSIGN(const bool other, has_other_doi(second->id, *doi));
      if (other) {
        warn("conflicting_ids",
             "The PubMed number belongs to a work with another DOI than the one given; the DOI "
             "counts, and it is not in this index.");
        elsewhere_ = true;
        offer({*second, line_of("", "", second->year)});
        return {};
      }
    }
    if (conflicts(by_pmid, by_pmcid)) {
      warn("conflicting_ids", "The PMID and the PMCID belong to different works; the PMID counts.");
    }
    return found_by_number(*second);
  }

  Result<void> found_by_number(const WorkHead& head) {
    if (titles_differ(own_title(answer_.asked), head.title)) {
      warn("other_title", "The title given is not that of the work with this identifier: " +
                              quoted_for_message(head.title) + ".");
    }
    found({head, line_of("", "", head.year)});
    return {};
  }

  Result<void> by_reference() {
    const query::Citation citation = citation_of_openurl(answer_.asked);
    const bool says_place =
        !citation.volume.empty() && !citation.pages.empty() && !citation.journal.empty();
    if (citation.title.empty() && citation.identifiers.empty() && !says_place) return {};
    EVIDENCE_ASSIGN(const CitationMatch match,
                    services_.searcher.match_citation(citation, kOpenUrlChoices, deadline_));
    if (match.verdict == CitationVerdict::kFound && !match.works.empty()) {
      EVIDENCE_ASSIGN(const bool other, is_another(match.works.front().work.id));
      if (!other) {
        found(choice_of(match.works.front()));
        return {};
      }
    }
    for (const CitedWork& work : match.works) offer(choice_of(work));
    return {};
  }

  Result<SearchResponse> search(const std::string& line) {
    SearchRequest wanted;
    wanted.text = line;
    wanted.syntax = query::Syntax::kPubmed;
    wanted.match = Match::kAll;
    wanted.mapping = false;
    wanted.snippets = false;
    wanted.limit = kOpenUrlChoices;
    wanted.deadline = deadline_;
    return services_.searcher.search(wanted);
  }

  [[nodiscard]] std::string issn_part() const {
    std::vector<std::string> parts;
    for (const std::string& issn : openurl_issns(answer_.asked)) parts.push_back(issn + "[TA]");
    return parts.empty() ? "" : "(" + join(parts, " OR ") + ")";
  }

  Result<void> by_place() {
    const std::string issn = issn_part();
    const std::string volume = plain_number(answer_.asked.volume);
    const std::string page = plain_number(openurl_first_page(answer_.asked));
    if (issn.empty() || volume.empty() || page.empty()) return {};
    EVIDENCE_ASSIGN(const SearchResponse response,
                    search(issn + " AND \"" + volume + "\"[VI] AND \"" + page + "\"[PG]"));
    if (response.total == 1 && response.hits.size() == 1) {
      OpenUrlChoice choice = choice_of(response.hits.front());
      if (!titles_differ(own_title(answer_.asked), choice.work.title)) {
        EVIDENCE_ASSIGN(const bool other, is_another(choice.work.id));
        if (!other) {
          found(std::move(choice));
          return {};
        }
      }
    }
    for (const Hit& hit : response.hits) offer(choice_of(hit));
    return {};
  }

  // The journal's own work, which title lists make.
  Result<void> by_journal() {
    const std::string issn = issn_part();
    if (issn.empty()) return {};
    EVIDENCE_ASSIGN(const SearchResponse response,
                    search(issn + " AND (journal[PT] OR serial[PT] OR ejournal[PT])"));
    if (response.total == 1 && response.hits.size() == 1) {
      found(choice_of(response.hits.front()));
      return {};
    }
    for (const Hit& hit : response.hits) offer(choice_of(hit));
    return {};
  }

  Services& services_;
  std::chrono::steady_clock::time_point deadline_;
  OpenUrlAnswer answer_;
  std::optional<Identifier> missing_doi_;  // the link's, where no work has it
  bool elsewhere_ = false;                 // the link's other parts lead to a work of another DOI
  bool done_ = false;
};

}  // namespace

Error insufficient_metadata() {
  return {ErrorCode::kInvalidArgument, "insufficient_metadata",
          "The link does not say what is wanted: it has no identifier, no title and no ISSN or "
          "ISBN.",
          "Give at least one of rft_id, rft.atitle, rft.jtitle, rft.btitle, rft.issn, rft.isbn."};
}

OpenUrl openurl_of_request(const Request& request) {
  const std::size_t question = request.target.find('?');
  if (question == std::string::npos) return read_openurl(std::string_view());
  return read_openurl(std::string_view(request.target).substr(question + 1));
}

Result<OpenUrlAnswer> find_openurl(OpenUrl asked, const Request& request, Services& services) {
  return Lookup(std::move(asked), request, services).find();
}

}  // namespace evidence::server
