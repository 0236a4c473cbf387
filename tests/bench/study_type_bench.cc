// study_type_bench DATA: how well study types are inferred, on the records of the shared fixtures
// that carry MEDLINE's types, with these hidden. DATA is the folder of shared data. Prints the
// confusion table, figures for each type over all, those with an abstract and either half, each
// rule's figures, and every mistake among guidelines, reviews and trials.
#include <cstdio>
#include <map>
#include <set>
#include <string>

#include "model/study_type_rules.h"
#include "tests/unit/connectors/labelled_records.h"

namespace {

using evidence::StudyType;
using evidence::test::Labelled;
using evidence::test::Score;
using All = std::vector<Labelled>;

const char* key(StudyType type) { return evidence::study_type_info(type).key.data(); }

void print_table(const All& all) {
  std::map<std::pair<StudyType, StudyType>, unsigned> table;
  std::set<StudyType> seen;
  for (const Labelled& one : all) {
    ++table[{one.agreed, one.found.type}];
    seen.insert(one.agreed);
    seen.insert(one.found.type);
  }
  std::printf("| MEDLINE says \\ read as |");
  for (const StudyType type : seen) std::printf(" %s |", key(type));
  std::printf("\n|---|");
  for (std::size_t i = 0; i < seen.size(); ++i) std::printf("---|");
  std::printf("\n");
  for (const StudyType truth : seen) {
    std::printf("| %s |", key(truth));
    for (const StudyType found : seen) {
      const auto at = table.find({truth, found});
      if (at == table.end()) {
        std::printf("  |");
      } else {
        std::printf(" %u |", at->second);
      }
    }
    std::printf("\n");
  }
}

template <typename Chosen>
void print_scores(const All& all, const char* name, StudyType Labelled::*truth, Chosen chosen) {
  std::printf("\n%s\n| type | right | wrong | missed | precision | recall | F1 |\n", name);
  std::printf("|---|---|---|---|---|---|---|\n");
  for (const evidence::StudyTypeInfo& info : evidence::study_types()) {
    const Score score = evidence::test::score_of(all, info.type, truth, chosen);
    if (score.right + score.wrong + score.missed == 0) continue;
    std::printf("| %s | %u | %u | %u | %.2f | %.2f | %.2f |\n", key(info.type), score.right,
                score.wrong, score.missed, score.precision(), score.recall(), score.f1());
  }
}

void print_rules(const All& all) {
  std::printf("\n| rule | type | right of labelled | measured by reading | counts |\n");
  std::printf("|---|---|---|---|---|\n");
  for (const evidence::InferenceRule& rule : evidence::inference_rules()) {
    unsigned right = 0;
    unsigned of = 0;
    for (const Labelled& one : all) {
      if (one.found.rule != rule.key || one.agreed == StudyType::kNotStated) continue;
      ++of;
      if (one.found.type == one.agreed) ++right;
    }
    std::printf("| %s | %s | %u of %u | %u of %u | %s |\n", rule.key.data(), key(rule.type), right,
                of, rule.measured.right, rule.measured.of,
                evidence::counts_for_evidence(rule.key) ? "yes" : "no");
  }
}

void print_mistakes(const All& all) {
  std::printf("\nMistakes among guidelines, reviews and trials\n");
  for (const Labelled& one : all) {
    const auto strong = [](StudyType type) { return type <= StudyType::kRandomisedTrial; };
    if (one.agreed == one.found.type || (!strong(one.agreed) && !strong(one.found.type))) continue;
    std::printf("%s%s: %s, read as %s by “%s”: %s\n", one.record.source_record_id.c_str(),
                one.has_abstract ? "" : " (title only)", key(one.agreed), key(one.found.type),
                one.found.phrase.c_str(), one.record.title.c_str());
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: study_type_bench DATA (the folder of shared data)\n");
    return 2;
  }
  const All all = evidence::test::labelled_records(argv[1]);
  std::printf("%zu records\n", all.size());
  print_table(all);
  const auto any = [](const Labelled&) { return true; };
  print_scores(all, "All, with MEDLINE's slips put right", &Labelled::agreed, any);
  print_scores(all, "All, as MEDLINE's types stand", &Labelled::truth, any);
  print_scores(all, "With an abstract", &Labelled::agreed,
               [](const Labelled& one) { return one.has_abstract; });
  print_scores(all, "Even PMIDs", &Labelled::agreed,
               [](const Labelled& one) { return one.first_half; });
  print_scores(all, "Odd PMIDs", &Labelled::agreed,
               [](const Labelled& one) { return !one.first_half; });
  print_rules(all);
  print_mistakes(all);
  return 0;
}
