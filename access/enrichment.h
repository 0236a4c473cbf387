// What services such as Unpaywall, LibKey and GetFTR know of copies of a work, beside what its
// records say. All are off unless configured. Plain values and the interface that the link resolver
// and the pages ask; enricher.h is what serves it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/http_client.h"
#include "base/result.h"

namespace evidence {

struct FoundCopy {
  std::string url;      // passed parse_web_url
  std::string version;  // "published", "accepted", "submitted"; "" not said
  std::string host;     // "publisher", "repository"; "" not said
  std::string licence;  // as the service writes it
  bool pdf = false;
  bool certain = true;  // false: the service says "maybe"
  bool operator==(const FoundCopy&) const = default;
};

enum class NoteKind { kRetraction, kConcern };
struct EnrichmentNote {
  NoteKind kind = NoteKind::kRetraction;
  std::string url;  // the notice; "" not said
  bool operator==(const EnrichmentNote&) const = default;
};

struct EnrichmentAnswer {
  std::string source;               // "unpaywall", "libkey", "getftr"
  std::int64_t fetched_at = 0;      // seconds since 1970
  std::vector<FoundCopy> open;      // anybody may read them, best first
  std::vector<FoundCopy> licensed;  // the asked organisation's readers may
  std::vector<EnrichmentNote> notes;
  [[nodiscard]] bool empty() const { return open.empty() && licensed.empty() && notes.empty(); }
  bool operator==(const EnrichmentAnswer&) const = default;
};

struct EnrichmentLimits {
  std::size_t copies = 20;  // of each kind
  std::size_t notes = 10;
  std::size_t reply_bytes = 1U << 20U;
};
inline constexpr EnrichmentLimits kEnrichmentLimits{};

struct EnrichmentQuestion {
  std::string doi;           // normalised, as Identifier has it; "" none
  std::string pmid;          // digits; "" none
  std::string organisation;  // id; "" none: only services that ask for none are asked
};

struct EnrichmentLookup {
  std::vector<EnrichmentAnswer> answers;  // that are known, in the order of configuration
  bool pending = false;                   // more may be known at the next request
};

class Enrichment {
 public:
  virtual ~Enrichment() = default;
  // What is known already, at once; what is not is fetched behind. Thread-safe. Never fails: a
  // service that fails has no answer.
  virtual EnrichmentLookup lookup(const EnrichmentQuestion& question) = 0;
};

// One service: how it is asked and how its replies are read. Thread-safe, immutable.
class EnrichmentSource {
 public:
  virtual ~EnrichmentSource() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;
  // Under which its answer is cached; "" where the service cannot be asked this.
  [[nodiscard]] virtual std::string key(const EnrichmentQuestion& question) const = 0;
  [[nodiscard]] virtual Result<HttpRequest> request(const EnrichmentQuestion& question) const = 0;
  // Of a reply of status 200. kBadContent, kTooLarge.
  [[nodiscard]] virtual Result<EnrichmentAnswer> parse(const EnrichmentQuestion& question,
                                                       std::string_view body) const = 0;
};

// The form in which answers are cached. kBadContent where the text is none.
std::string answer_to_json(const EnrichmentAnswer& answer);
Result<EnrichmentAnswer> answer_from_json(std::string_view text);

// A DOI as a path's end: everything encoded but unreserved characters and '/'. kInvalidArgument for
// one with "." or ".." as a segment, which some program on the way would resolve.
Result<std::string> doi_in_path(std::string_view doi);
// A copy with this address, if it may be shown or followed; also from a repeated one: no.
void add_copy(std::vector<FoundCopy>& copies, FoundCopy copy);

}  // namespace evidence
