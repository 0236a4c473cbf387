// The records of the shared fixtures that carry MEDLINE's publication types, with these types
// hidden from the classifier: what study types are measured on. Used by a test and by a bench that
// prints the table.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/record.h"
#include "model/study_type_inference.h"

namespace evidence::test {

struct Labelled {
  Record record;  // without publication types and without headings that name a design
  StudyType truth = StudyType::kNotStated;   // as MEDLINE's types and headings say
  StudyType agreed = StudyType::kNotStated;  // the same with MEDLINE's slips put right
  StudyTypeFinding found;
  bool has_abstract = false;
  bool first_half = false;  // by the PMID's last digit
};

// A line of tests/cases/study_type/label_slips.tsv: what a record says of itself and its label does
// not, or the other way round; read by a person.
using Slips = std::map<std::string, StudyType>;
Slips read_slips();

// Every article once; preprints, notices and records whose types say no more than "Journal Article"
// (new ones, not yet indexed) are left out: of these nobody knows what they are.
std::vector<Labelled> labelled_records(const std::string& shared_data);

struct Score {
  unsigned right = 0, wrong = 0, missed = 0;
  [[nodiscard]] double precision() const { return ratio(right, right + wrong); }
  [[nodiscard]] double recall() const { return ratio(right, right + missed); }
  [[nodiscard]] double f1() const { return ratio(2 * right, 2 * right + wrong + missed); }

 private:
  static double ratio(unsigned part, unsigned whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
  }
};

// Of one type, among those that `chosen` lets through.
template <typename Chosen>
Score score_of(const std::vector<Labelled>& all, StudyType type, StudyType Labelled::*truth,
               Chosen chosen) {
  Score score;
  for (const Labelled& one : all) {
    if (!chosen(one)) continue;
    const bool is = one.*truth == type;
    const bool said = one.found.type == type;
    if (is && said) ++score.right;
    if (!is && said) ++score.wrong;
    if (is && !said) ++score.missed;
  }
  return score;
}

}  // namespace evidence::test
