// A restriction that does not lie in the index because it depends on organisation, day or curation:
// what an organisation's readers may open, what stands in a collection. server/ supplies it,
// search/ turns it into a set of works and keeps that as long as snapshot and version stand.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id_set.h"
#include "base/result.h"
#include "model/field.h"
#include "model/work.h"

namespace evidence {

// How a filter names the works of the index. Belongs to one search; one thread.
class WorkFinder {
 public:
  virtual ~WorkFinder() = default;
  virtual IdSet all() = 0;
  // The works that have one of these values of an exact field: an ISSN, a title, an identifier.
  virtual IdSet with_values(Field field, std::span<const std::string> values) = 0;
  // Years or days between, as the slot holds them, inclusive; an empty end is open.
  virtual IdSet between(Slot slot, std::string from, std::string to) = 0;
  // Those of `works` whose day in the slot is wanted: 20150630, 20150600 where only the month is
  // known, 20150000 where only the year is. Works without a day are never in it.
  virtual IdSet with_day(const IdSet& works, Slot slot,
                         const std::function<bool(std::uint32_t day)>& wanted) = 0;
  virtual IdSet with_ids(std::span<const WorkId> ids) = 0;
};

struct ExternalValue {
  std::string value, label;
};

// Thread-safe. Ids of an IdSet are the finder's: they mean nothing to another search.
class ExternalFilter {
 public:
  virtual ~ExternalFilter() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;  // "access", as in filter.access=
  // Whatever its sets depend on besides the index: organisation, version of the knowledge base,
  // day. Two filters of one name and version give the same works.
  [[nodiscard]] virtual std::string version() const = 0;
  [[nodiscard]] virtual std::vector<ExternalValue> values() const = 0;  // at most 1,000
  // kInvalidArgument (invalid_filter) for a value that it does not have.
  [[nodiscard]] virtual Result<IdSet> works(std::string_view value, WorkFinder& finder) const = 0;
};

}  // namespace evidence
