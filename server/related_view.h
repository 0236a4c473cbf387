// What the page of a work says of the works around it and of its own making: warnings with who
// states them, relations, other reports of a trial, copies, local corrections. Used by work_view.
// Pure functions, thread-safe.
#pragma once

#include <map>
#include <string>

#include "search/searcher.h"
#include "server/services.h"
#include "server/templates.h"

namespace evidence::server {

// What the index knows around a work. What is missing costs a link, never the page.
struct Surroundings {
  std::map<std::string, WorkHead> related;              // by a relation's target ("pmid:123")
  TrialReports reports;                                 // other works that report the same trial
  Result<SimilarResponse> similar = SimilarResponse{};  // the first kSimilarShown
};

inline constexpr std::size_t kMaxRelationsShown = 30;
inline constexpr std::size_t kMaxReportsShown = 10;

// Sections BANNER: retracted, concern, corrected; a newer version; notices and preprints.
void fill_banners(Values& page, const Work& work, const Surroundings& around,
                  const std::string& suffix, const Services& services);
// Section RELATIONS: both directions, those that warn first, each work once a kind.
void fill_relations(Values& page, const Work& work, const Surroundings& around,
                    const std::string& suffix, const Services& services);
// Section TRIAL.
void fill_trial(Values& page, const Work& work, const Surroundings& around,
                const std::string& suffix);
// Section COPIES: every record behind the work.
void fill_copies(Values& page, const Work& work, const Services& services);
// Section MENDED: what this service corrected, and what the sources say.
void fill_corrections(Values& page, const Work& work);

// "Retracted, according to PubMed and Crossref; its title is marked as retracted in OpenAlex.";
// "" where no source is named.
std::string who_says(const Work& work, Status status, const Services& services);
// The relation that leads to the newest version, nullptr where there is none.
const WorkRelation* newest_version(const Work& work, const Surroundings& around);

}  // namespace evidence::server
