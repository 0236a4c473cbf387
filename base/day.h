// From the clock's days to dates as sources give them. Pure function.
#pragma once

#include <chrono>

#include "base/date.h"

namespace evidence {

// The whole day, never partial.
inline PartialDate date_of(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

}  // namespace evidence
