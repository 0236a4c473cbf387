// Writing whole works for `evidence export`: as JSON Lines or RIS, of the store or of a query's
// result. Used by cmd_export.cc. One thread. Failures: those of the store, the index and the file;
// kCancelled when interrupted; kTooLarge for a result that cannot be listed whole.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/context.h"
#include "search/search_request.h"

namespace evidence::app {

struct WorkFormat {
  bool ris = false;      // else JSON Lines
  bool members = false;  // RIS: a note for each; JSON Lines: "members" as "source:key"
};

struct ExportedWorks {
  std::int64_t works = 0;
  std::int64_t missing = 0;  // that were gone when they were read
  bool changed = false;      // the store was written meanwhile
};

// One object or reference, with its line's end.
Result<std::string> format_work(const Work& work, const WorkFormat& format);

// Every work of the store, in the order of their ids.
Result<ExportedWorks> write_store_works(Context& context, const WorkFormat& format,
                                        const std::string& path);

// Every work that the index finds, in the order asked for; limit and offset of the request do not
// count. Warnings about the query go to standard error.
Result<ExportedWorks> write_found_works(Context& context, const SearchRequest& request,
                                        const WorkFormat& format, const std::string& path);

}  // namespace evidence::app
