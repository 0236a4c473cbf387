// Ranking profiles: numbers that decide the order, public and in config/ranking/*.toml. app/
// parses. docs/ranking.md says what each stage does and why.
//
// A work's score is made in stages. The first gives BM25 over the fields. The later ones look at
// the best `depth` works of the first and add, each relative to the best of its kind (0 to 1) times
// its weight: the words, the words of the best works (feedback), and nearness in meaning. What
// evidence and age then add is a bounded share of that sum.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/field.h"

namespace evidence {

// Words taken from the best works of the first stage (pseudo-relevance feedback).
struct FeedbackRules {
  std::size_t works = 0;  // read; 0 = no feedback
  std::size_t stems = 0;  // taken from them, the most telling ones
  double share = 0.6;     // of these in the second query; the typed words have the rest
  bool widens = true;     // where every word is optional, works with these words alone join in
  double weight = 0;      // in the sum
  double synonyms = 0;    // weight of a typed word's synonyms, where words are optional
  double power = 1;       // a work counts by its share of the best score, to this power
};

// Nearness in the space of vectors that was learned from the index (model/vector_space.h).
struct MeaningRules {
  double query = 0;       // weight of nearness to the query
  double best = 0;        // weight of nearness to the best works so far
  std::size_t works = 0;  // that many of them
  double mixed = 0.4;     // how much nearness to the query says which these are
  // A work gains `lent` of the mean sum of the `neighbours` works of the pool that are nearest to
  // it.
  std::size_t neighbours = 0;
  double lent = 0;
  [[nodiscard]] bool lends() const { return neighbours > 0 && lent > 0; }
  [[nodiscard]] bool used() const { return query > 0 || best > 0; }
};

// What evidence and age add: score × (1 + weight × level share + recency × age share).
struct StandingRules {
  double evidence = 0;                           // 0 = off
  double levels[6] = {0, 1, 0.6, 0.3, 0.15, 0};  // share by evidence level; [0]: not a study
  double recency = 0;                            // 0 = off
  double half_life = 10;                         // years after which the age share has halved
  // Only works whose sum reaches this share of the best sum get all of it; below, less.
  double topical = 0;
  std::size_t candidates = 0;  // works of level 1 that are looked at besides the best of all
  // In the search box, where fewer works of level 1 than this have all the typed words, so many
  // that lack one join the result that it is this many; each has for any of the words or their
  // synonyms at least `most` of the best score that a work with all of them has.
  std::size_t nearby = 0;
  double most = 0.6;
};

struct RankingProfile {
  std::string name = "plain";
  double k1 = 1.2;
  double b = 0.75;
  double k3 = 1.0;
  // A plain word matches in "any"; its evidence in these fields is added on top, times the weight.
  double any_weight = 1.0;
  std::map<Field, double> field_weights;  // e.g. title 0.6, heading 0.3
  double phrase_bonus = 0;                // for the typed words side by side in the title; 0 = off
  std::string description;

  std::size_t depth = 0;  // works that later stages look at; 0 = the first stage is all
  double words = 1.0;     // weight of the first stage in the sum of the later ones
  // Where words are optional and several: the score of the words is multiplied by the share that a
  // work has of them, by rarity, to this power; 0 = it is not. Not over remote shards.
  double coverage = 0;
  FeedbackRules feedback;
  MeaningRules meaning;
  StandingRules standing;
};

}  // namespace evidence
