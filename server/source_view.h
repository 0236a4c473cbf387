// What pages and API say of a source alike: its states in order, and a run's outcome without the
// inner workings that a stranger need not read. Pure but for reading the registry; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/services.h"

namespace evidence::server {

// Those that are harvested or were read, from the registry; without one, what is known from the
// start.
Result<std::vector<SourceState>> source_states(Services& services);
// kNotFound for an id that nothing is known of.
Result<SourceState> source_state(const std::string& id, Services& services);

// "PubMed" for "pubmed"; the id itself where no name is known.
std::string source_name(std::string_view id, const Services& services);

// "PubMed", "PubMed and Crossref", "PubMed, Crossref and OpenAlex".
std::string enumerated(const std::vector<std::string>& names);
std::string source_names(const std::vector<std::string>& ids, const Services& services);

// "finished", "stopped", "failed", "running"; the reason of a failure stands in `evidence status`.
std::string_view outcome_word(const HarvestRun& run);

// 3,600 → "1 hour", 200,000 → "2 days"; for people.
std::string duration_text(std::int64_t seconds);

}  // namespace evidence::server
