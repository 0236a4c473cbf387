// A vocabulary of a few invented entries in the form of MeSH, for the parsers.
#pragma once

#include "model/vocabulary.h"

namespace evidence::query {

const Vocabulary& small_vocabulary();

}  // namespace evidence::query
