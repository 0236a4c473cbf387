// Some hundred works of our own, made from a few dozen words by a fixed rule, so that every
// operator, tag and form of heading has works to find; and a vocabulary of a dozen headings.
#pragma once

#include <vector>

#include "model/vocabulary.h"
#include "model/work.h"
#include "tests/unit/search/slow_evaluation.h"

namespace evidence::test {

std::vector<Work> counting_library();
const Vocabulary& counting_vocabulary();
const SlowVocabulary& counting_slow_vocabulary();

}  // namespace evidence::test
