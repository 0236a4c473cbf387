#include "access/link_resolver.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "access/link_candidates.h"
#include "access/link_order.h"
#include "access/sign_in.h"
#include "access/title_licence.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/url.h"

namespace evidence {
namespace {

// A Location header longer than this is cut or refused on the way by some servers and browsers.
constexpr std::size_t kMaxLocationBytes = 8'000;
constexpr std::size_t kMaxLinks = 50;
constexpr int kMostTitles = 3;  // platforms beside the record's own links, the best ones
constexpr std::size_t kMaxWordsBytes = 300;  // of what a reader typed, in a platform's own search
constexpr std::size_t kMaxWordsShown = 60;
constexpr std::size_t kMaxTitleShown = 120;
constexpr std::size_t kHashDigits = 8;  // of an address, in the id of a found copy's link

constexpr std::array<std::pair<AccessState, std::string_view>, 7> kAccessNames{{
    {AccessState::kOpen, "open"},
    {AccessState::kLicensed, "licensed"},
    {AccessState::kMaybe, "maybe"},
    {AccessState::kAbstracts, "abstracts"},
    {AccessState::kPrint, "print"},
    {AccessState::kRequest, "request"},
    {AccessState::kUnknown, "unknown"},
}};

std::string shown(std::string_view text, std::size_t most) {
  const std::string_view cut = truncate_utf8(text, most);
  return std::string(cut) + (cut.size() < text.size() ? "…" : "");
}

// "Search inside PRODUCT for “words”".
std::string inside_label(const LinkCandidate& candidate, std::string_view words) {
  std::string label =
      "Search inside " + (candidate.label.empty() ? candidate.url.host : candidate.label);
  if (words.empty()) return label;
  return label + " for “" + shown(words, kMaxWordsShown) + "”";
}

std::string direct_label(const LinkCandidate& candidate) {
  if (candidate.open) return candidate.kind == "pdf" ? "Free full text (PDF)" : "Free full text";
  if (candidate.kind == "registry") {
    return candidate.id.starts_with("pubmed") ? "PubMed record" : "Registry record";
  }
  if (candidate.kind == "related") return "Related page";
  if (candidate.kind == "repository") return "Repository copy";
  if (candidate.kind == "fulltext") return "Full text";
  if (candidate.kind == "pdf") return "PDF";
  if (candidate.kind == "title") return "Title's page";
  return "Publisher's page";
}

// One work for one reader.
class Resolution {
 public:
  Resolution(const Work& work, const AccessContext& context,
             const std::vector<Organisation>& organisations)
      : work_(work), context_(context), organisation_(context.organisation) {
    if (organisation_ != nullptr && context.knowledge != nullptr) {
      const std::vector<std::string> subscribers = subscribers_of(*organisation_, organisations);
      licences_ = title_licences(*context.knowledge, work.record, subscribers, context.today);
    }
  }

  std::vector<LinkTarget> run() {
    const std::string typed(truncate_utf8(clean_text(context_.words), kMaxWordsBytes));
    for (const LinkCandidate& candidate : link_candidates(work_.record, typed)) {
      add_candidate(candidate, typed);
    }
    for (const EnrichmentAnswer& answer : context_.found) add_found(answer);
    for (const TitleLicence& licence : licences_) add_title(licence);
    add_request();
    order_links(links_, context_.health, knows_title());
    if (links_.size() > kMaxLinks) links_.resize(kMaxLinks);
    return std::move(links_);
  }

 private:
  // The knowledge base has the title among what the organisation's readers have or had: then what
  // it does not cover is not to be had by a click.
  [[nodiscard]] bool knows_title() const { return !licences_.empty(); }

  void add_candidate(const LinkCandidate& candidate, const std::string& typed) {
    LinkTarget link;
    link.id = candidate.id;
    link.target = link.url = candidate.url.text;
    link.kind = candidate.kind;
    link.platform = is_doi_link(candidate.url) ? "doi.org" : candidate.url.host;
    link.via = "direct";
    link.label = direct_label(candidate);
    decide_access(candidate, link);
    if (candidate.kind == kSearchInside) {
      link.label = inside_label(candidate, typed);
      link.why += " Only the title is known here: the platform's own search is asked.";
    }
    if (link.url.size() <= kMaxLocationBytes) links_.push_back(std::move(link));
  }

  void decide_access(const LinkCandidate& candidate, LinkTarget& link) {
    if (candidate.open) {
      link.access = AccessState::kOpen;
      link.why = "The source says that anybody may read it at " + candidate.url.host + ".";
      return;
    }
    if (!may_need_sign_in(candidate)) {
      link.why =
          "A page about the publication at " + candidate.url.host + "; no sign-in is needed.";
      return;
    }
    if (organisation_ == nullptr) {
      link.why =
          "No organisation is chosen, so the link goes straight to " + candidate.url.host + ".";
      return;
    }
    if (const TitleLicence* licence = licence_at(candidate)) {
      by_title(*licence, link);
    } else {
      by_host(candidate, link);
    }
  }

  // The best judgement of the title at the candidate's platform. A DOI leads to the publisher's
  // own platform: it is the title's where the package says so.
  [[nodiscard]] const TitleLicence* licence_at(const LinkCandidate& candidate) const {
    const bool doi = is_doi_link(candidate.url);
    for (const TitleLicence& licence : licences_) {
      if (licence.entitlement.holding.depth == CoverageDepth::kPrint) continue;
      if (doi ? licence.entitlement.package->article_by_doi
              : !licence.host.empty() && (host_is_within(candidate.url.host, licence.host) ||
                                          host_is_within(licence.host, candidate.url.host))) {
        return &licence;
      }
    }
    return nullptr;
  }

  void by_title(const TitleLicence& licence, LinkTarget& link) {
    if (licence.covered == Covered::kNo) {
      link.why = licence.reason;
      return;
    }
    served_.insert(licence.host);
    apply(licence, link);
  }

  // What the lists say of the title's full text where they know it but not at this host: a licence
  // for a whole host must not promise more. nullptr where they do not know it, or a list knows it
  // at another platform and a DOI is not what is asked.
  [[nodiscard]] const TitleLicence* full_text_elsewhere(const LinkCandidate& candidate) const {
    for (const TitleLicence& licence : licences_) {
      const CoverageDepth depth = licence.entitlement.holding.depth;
      if (depth == CoverageDepth::kPrint || depth == CoverageDepth::kAbstracts) continue;
      if (is_doi_link(candidate.url) || licence.host.empty()) return &licence;
    }
    return nullptr;
  }
  [[nodiscard]] bool only_abstracts_or_print() const {
    return knows_title() &&
           std::all_of(licences_.begin(), licences_.end(), [](const TitleLicence& licence) {
             const CoverageDepth depth = licence.entitlement.holding.depth;
             return depth == CoverageDepth::kPrint || depth == CoverageDepth::kAbstracts;
           });
  }

  // What the whole platform's licence says, where no list knows the title there.
  void by_host(const LinkCandidate& candidate, LinkTarget& link) {
    const auto& hosts = organisation_->licensed_hosts;
    const bool licensed = std::any_of(hosts.begin(), hosts.end(), [&](const std::string& host) {
      return host_is_within(candidate.url.host, host);
    });
    const TitleLicence* const elsewhere = licensed ? full_text_elsewhere(candidate) : nullptr;
    if (elsewhere != nullptr && elsewhere->covered == Covered::kNo) {
      link.why = elsewhere->reason;
      return;
    }
    if (licensed && is_doi_link(candidate.url) && only_abstracts_or_print()) {
      link.why = licences_.front().coverage + " is all that the lists have of this title.";
      return;
    }
    if (!licensed) {
      link.why = organisation_->name + " is not known to pay for " + candidate.url.host +
                 ", so the link goes there directly.";
      return;
    }
    const bool maybe = elsewhere != nullptr && elsewhere->covered == Covered::kMaybe;
    link.access = maybe ? AccessState::kMaybe : AccessState::kLicensed;
    link.why = candidate.url.host + " is licensed for " + organisation_->name;
    send_through({}, Connection::kFederated, candidate.url.host, link);
    if (maybe) {
      link.label += ": may open";
      link.why += "; " + elsewhere->reason;
      return;
    }
    link.why += link.via == "direct" ? "; its readers need no sign-in link." : ".";
  }

  // The link's platform is in the organisation's holdings.
  void apply(const TitleLicence& licence, LinkTarget& link) {
    const Entitlement& entitlement = licence.entitlement;
    link.coverage = licence.coverage;
    const bool whole = licence.covered == Covered::kYes;
    link.why =
        (entitlement.package->name.empty() ? entitlement.package->id : entitlement.package->name) +
        ": " + licence.coverage + ".";
    if (!licence.reason.empty()) link.why = licence.reason;
    const bool abstracts = entitlement.holding.depth == CoverageDepth::kAbstracts;
    if (entitlement.holding.free || entitlement.subscription->connection == Connection::kOpen) {
      link.access = abstracts ? AccessState::kAbstracts
                    : whole   ? AccessState::kOpen
                              : AccessState::kMaybe;
      link.label = abstracts ? "Abstract only" : whole ? "Free full text" : "Full text may be free";
      return;
    }
    link.access = abstracts ? AccessState::kAbstracts
                  : whole   ? AccessState::kLicensed
                            : AccessState::kMaybe;
    send_through(entitlement.subscription->route_template, entitlement.subscription->connection,
                 licence.host, link);
    if (abstracts) link.label = "Abstract only";
    if (link.access == AccessState::kMaybe) link.label += ": may open";
  }

  // `host`: of the platform, which for a DOI is not the link's own; "" = the link's.
  void send_through(std::string_view own_template, Connection connection, const std::string& host,
                    LinkTarget& link) {
    std::string own_host = host;
    if (own_host.empty()) {
      const auto url = parse_web_url(link.target);
      if (url.ok()) own_host = url->host;
    }
    const SignIn sign_in =
        sign_in_to(*organisation_, link.target, own_host, connection, own_template);
    // A template's result is checked as every address is, whatever was put into it; the other ways
    // encode the target behind a prefix that was checked at start. Ours may be longer than a
    // page's.
    if (sign_in.via == route_name(Route::kWayfless) && sign_in.url.size() <= 2'000 &&
        !parse_web_url(sign_in.url).ok()) {
      return;
    }
    link.url = sign_in.url;
    link.via = sign_in.via;
    link.label = sign_in.label.empty() ? "Full text" : sign_in.label;
    if (!sign_in.product.empty()) link.platform = sign_in.product;
    link.rank = sign_in.federated ? kFederatedRank : kProxiedRank;
    if (sign_in.home_page) {
      link.note = "Opens the provider's home page; then search for “" +
                  shown(work_.record.title, kMaxTitleShown) + "”.";
    }
  }

  // Copies that no record names, as another service knows them.
  void add_found(const EnrichmentAnswer& answer) {
    for (const FoundCopy& copy : answer.open) {
      add_copy(answer.source, copy, copy.certain ? AccessState::kOpen : AccessState::kMaybe);
    }
    if (organisation_ == nullptr) return;
    for (const FoundCopy& copy : answer.licensed) {
      add_copy(answer.source, copy, copy.certain ? AccessState::kLicensed : AccessState::kMaybe);
    }
  }

  void add_copy(const std::string& source, const FoundCopy& copy, AccessState access) {
    const auto url = parse_web_url(copy.url);
    if (!url.ok()) return;
    // By the address, so that the id stays whatever else the services find.
    const std::string id = source + "-" + sha256_hex(url->text).substr(0, kHashDigits);
    if (std::any_of(links_.begin(), links_.end(), [&](const LinkTarget& link) {
          return link.id == id || (link.target == url->text && link.access == access);
        })) {
      return;
    }
    LinkTarget link;
    link.id = id;
    link.target = link.url = url->text;
    link.access = access;
    link.platform = url->host;
    link.via = "direct";
    link.rank = kFederatedRank;
    const bool manuscript = copy.version == "accepted" || copy.version == "submitted" ||
                            (copy.host == "repository" && copy.version != "published");
    link.kind = manuscript ? "repository" : copy.pdf ? "pdf" : "fulltext";
    const std::string what = access == AccessState::kOpen ? "Free full text" : "Full text";
    link.label = what + (copy.pdf ? " (PDF)" : "") +
                 (copy.version == "accepted"    ? ": accepted manuscript"
                  : copy.version == "submitted" ? ": submitted manuscript"
                                                : "");
    link.why = "The service " + source + " names this copy at " + url->host + ".";
    if (link.url.size() <= kMaxLocationBytes) links_.push_back(std::move(link));
  }

  // A title that none of the record's own links leads to: its page at the platform, or its shelf.
  void add_title(const TitleLicence& licence) {
    const Holding& holding = licence.entitlement.holding;
    if (licence.covered == Covered::kNo) {
      if (reasons_.find(licence.reason) == std::string::npos) {
        reasons_ += (reasons_.empty() ? "" : " ") + licence.reason;
      }
      return;
    }
    if (holding.depth == CoverageDepth::kPrint) {
      add_print(licence);
      return;
    }
    if (licence.host.empty() || titles_ == kMostTitles || !served_.insert(licence.host).second) {
      return;
    }
    LinkTarget link;
    link.id = "holding-" + std::to_string(++titles_);
    link.target = link.url = holding.url;
    link.kind = "title";
    link.platform = licence.host;
    link.via = "direct";
    link.label = "Full text";
    if (holding.kind == HoldingKind::kSerial) {
      link.note = "Opens the journal's page; then look for “" +
                  shown(work_.record.title, kMaxTitleShown) + "”.";
    }
    apply(licence, link);
    if (link.url.size() <= kMaxLocationBytes) links_.push_back(std::move(link));
  }

  void add_print(const TitleLicence& licence) {
    if (printed_) return;
    printed_ = true;
    LinkTarget link;
    link.id = "print-1";
    link.kind = "print";
    link.access = AccessState::kPrint;
    link.via = "direct";
    link.platform = library_name();
    link.label =
        (licence.covered == Covered::kYes ? "In print: " : "May be in print: ") + library_name();
    link.coverage = licence.coverage;
    link.why = licence.reason.empty() ? licence.coverage + "." : licence.reason;
    to_library(link, organisation_->library_url);
    links_.push_back(std::move(link));
  }

  // The last way is always there: the library.
  void add_request() {
    if (organisation_ == nullptr || !reachable_library()) return;
    LinkTarget link;
    link.id = "request";
    link.kind = "request";
    link.access = AccessState::kRequest;
    link.via = "direct";
    link.platform = library_name();
    link.label = "Ask for a copy";
    link.why = reasons_.empty() ? library_name() + " can get a copy." : reasons_;
    to_library(link, "");
    links_.push_back(std::move(link));
  }

  [[nodiscard]] bool reachable_library() const {
    return !organisation_->library_email.empty() || !organisation_->library_url.empty() ||
           !organisation_->ill_base.empty();
  }
  [[nodiscard]] std::string library_name() const {
    return organisation_->library_name.empty() ? organisation_->name : organisation_->library_name;
  }

  void to_library(LinkTarget& link, const std::string& address) const {
    const auto url = parse_web_url(address);
    link.local = !url.ok();
    link.url = link.target = url.ok() ? url->text : "/request/" + percent_encode(work_.id);
  }

  const Work& work_;
  const AccessContext& context_;
  const Organisation* const organisation_;
  std::vector<TitleLicence> licences_;
  std::vector<LinkTarget> links_;
  std::set<std::string> served_;  // platforms that a link leads to already
  std::string reasons_;           // why titles that the organisation has do not open the work
  int titles_ = 0;
  bool printed_ = false;
};

}  // namespace

std::string_view access_name(AccessState state) {
  for (const auto& [value, name] : kAccessNames) {
    if (value == state) return name;
  }
  return "unknown";
}

LinkResolver::LinkResolver(std::vector<Organisation> organisations)
    : organisations_(std::move(organisations)) {}

const Organisation* LinkResolver::find(std::string_view id) const {
  const auto found = std::find_if(organisations_.begin(), organisations_.end(),
                                  [id](const Organisation& one) { return one.id == id; });
  return found == organisations_.end() ? nullptr : &*found;
}

std::vector<const Organisation*> LinkResolver::at_address(std::string_view text) const {
  std::vector<const Organisation*> found;
  const auto address = parse_ip_address(text);
  if (!address) return found;
  for (const Organisation& each : organisations_) {
    if (std::any_of(each.ip_ranges.begin(), each.ip_ranges.end(),
                    [&](const IpRange& range) { return range.holds(*address); })) {
      found.push_back(&each);
    }
  }
  return found;
}

std::vector<LinkTarget> LinkResolver::resolve(const Work& work,
                                              const AccessContext& context) const {
  return Resolution(work, context, organisations_).run();
}

Result<LinkTarget> choose_link(const std::vector<LinkTarget>& links, std::string_view link_id) {
  if (link_id.empty()) {
    if (!links.empty()) return links.front();
    return Error{ErrorCode::kNotFound, "no_link", "this work has no link that can be followed",
                 "Ask your library for a copy."};
  }
  for (const LinkTarget& link : links) {
    if (link.id == link_id) return link;
  }
  return Error{ErrorCode::kNotFound, "unknown_link",
               "this work has no link " + quoted_for_message(link_id), "Open the work's page."};
}

}  // namespace evidence
