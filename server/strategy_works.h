// The works that a line of a stored run found, as they are described today, in several forms. Works
// that the index has no more are listed all the same, by their ids. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "server/http_types.h"
#include "server/services.h"

namespace evidence::server {

enum class WorksForm { kJson, kIds, kCsv, kJsonLines, kRis };
// "json" "ids" "csv" "jsonl" "ris"; kInvalidArgument "bad_format".
Result<WorksForm> works_form(std::string_view name);

// A work of a run: by the id that the run knows, and as the index has it now.
struct ListedWork {
  WorkId id;
  bool in_index = false;
  Work work;  // work.id is another where the two were joined since
};
Result<std::vector<ListedWork>> look_up(const std::vector<WorkId>& ids, Services& services);

// kJson: one page of `size` works, pages from 1. The other forms are streamed whole.
Result<Response> works_response(std::vector<WorkId> works, WorksForm form, std::size_t page,
                                std::size_t size, const std::string& file_name, Services& services);

}  // namespace evidence::server
