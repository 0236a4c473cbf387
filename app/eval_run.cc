#include "app/eval_run.h"

#include <algorithm>
#include <set>

#include "app/progress.h"

namespace evidence::app {
namespace {

// Document ids as judged: the source's own record ids, each once at its best rank. A work with
// several members gives only the judged ones, in order of id; an unjudged work gives its first.
struct RankedIds {
  Ranking ids;
  std::vector<double> scores;
};

RankedIds ranked_ids(const SearchResponse& response, const std::map<std::string, int>& judged) {
  RankedIds ranked;
  std::set<std::string> seen;
  for (const Hit& hit : response.hits) {
    std::set<std::string> ids;
    for (const Member& member : hit.members) {
      if (judged.contains(member.source_record_id)) ids.insert(member.source_record_id);
    }
    if (ids.empty() && !hit.members.empty()) ids.insert(hit.members.front().source_record_id);
    for (const std::string& id : ids) {
      if (!seen.insert(id).second) continue;
      ranked.ids.push_back(id);
      ranked.scores.push_back(hit.score);
    }
  }
  return ranked;
}

RankedWorks ranked_works(const SearchResponse& response) {
  RankedWorks works;
  for (const Hit& hit : response.hits) {
    std::vector<std::string>& work = works.emplace_back();
    for (const Member& member : hit.members) work.push_back(member.source_record_id);
  }
  return works;
}

std::size_t unjudged_in_first10(const Ranking& ids, const std::map<std::string, int>& judged) {
  const auto end = ids.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(ids.size(), 10));
  return static_cast<std::size_t>(std::count_if(
      ids.begin(), end, [&judged](const std::string& id) { return !judged.contains(id); }));
}

SearchRequest request_for(const Topic& topic, const std::string& profile, Match match) {
  SearchRequest request;
  request.text = topic.text;
  request.match = match;
  request.limit = kMaxLimit;
  request.snippets = false;
  request.members = true;
  request.profile = profile;
  return request;
}

Result<void> write_run(OutputFile& run, const Topic& topic, const RankedIds& ranked) {
  std::string text;
  for (std::size_t i = 0; i < ranked.ids.size(); ++i) {
    text += topic.id + " Q0 " + ranked.ids[i] + ' ' + std::to_string(i + 1) + ' ' +
            format_decimal(ranked.scores[i], 6) + " evidence\n";
  }
  return run.write(text);
}

Error about_topic(const Topic& topic, Error error) {
  error.message = "Topic " + quoted_for_message(topic.id) + ": " + error.message;
  return error;
}

}  // namespace

Result<ProfileResult> run_profile(Context& context, Searcher& searcher, const EvalInputs& inputs,
                                  const std::string& profile, Match match, OutputFile* run) {
  ProfileResult result;
  result.profile = profile;
  Progress progress("eval " + profile, "topics", context.shows_progress());
  std::uint64_t done = 0;
  for (const Topic& topic : inputs.topics) {
    if (context.stop().stop_requested()) {
      return Error{ErrorCode::kCancelled, "interrupted", "Stopped before the end.",
                   "Nothing was measured; run it again."};
    }
    ++done;
    progress.update(done, inputs.topics.size(), done);
    const auto judged = inputs.judged.topic.find(topic.id);
    if (judged == inputs.judged.topic.end()) {
      ++result.not_judged;
      continue;
    }
    const auto response = searcher.search(request_for(topic, profile, match));
    if (!response.ok()) return about_topic(topic, response.error());
    const RankedIds ranked = ranked_ids(*response, judged->second);
    result.unjudged_in_first10 += unjudged_in_first10(ranked.ids, judged->second);
    if (has_relevant(judged->second)) {
      result.measures[topic.id] = measure(ranked.ids, judged->second);
    } else {
      ++result.without_relevant;
    }
    if (inputs.clinical) {
      result.clinical[topic.id] =
          measure_clinical(ranked_works(*response), topic.id, inputs.judged, inputs.answers_from);
    }
    if (run != nullptr) EVIDENCE_TRY(write_run(*run, topic, ranked));
  }
  return result;
}

}  // namespace evidence::app
