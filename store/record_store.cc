#include "store/record_store.h"

namespace evidence {

PageCounts& PageCounts::operator+=(const PageCounts& other) {
  read += other.read;
  added += other.added;
  changed += other.changed;
  unchanged += other.unchanged;
  deleted += other.deleted;
  problems += other.problems;
  return *this;
}

}  // namespace evidence
