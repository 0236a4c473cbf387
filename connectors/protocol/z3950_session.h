// One connection to a Z39.50 target with one result: searching and presenting through YAZ's ZOOM,
// driven by a poll loop of our own, so that every step has a deadline and a stop flag is seen at
// once (ZOOM's own waiting starts anew with each byte). Used by the connector and by live searches;
// one thread at a time. After any failure the session is of no further use, but for a present that
// fails with a diagnostic (`diagnostic` below).
//
// Failures: see z3950_error(); kBlocked for a private address, kCancelled for the stop flag.
// YAZ itself takes no message above 128 MiB.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/stop_flag.h"
#include "connectors/protocol/z3950_target.h"

namespace evidence {

struct Z3950Record {
  std::string bytes;       // an ISO 2709 record, or an XML element
  std::string diagnostic;  // why the target or we cannot give it; then no bytes
};

struct Z3950Records {
  std::vector<Z3950Record> records;  // from the position asked for on; may be fewer
  // The whole request was refused with a diagnostic about records: smaller ones may work.
  std::string diagnostic;
};

// Is this a query the target can be sent? Asked before anything is.
Result<void> check_z3950_query(const Z3950Target& target, const std::string& query);

// What ZOOM's or the target's code stands for: kUnavailable, kTimeout and kBadContent are worth
// repeating; kInvalidArgument for the query, else kUpstream. `set` is "ZOOM", "Bib-1", …
Error z3950_error(int code, std::string_view set, std::string_view message,
                  std::string_view details);

class Z3950Session {
 public:
  // Connects to the first of the host's addresses that answers.
  static Result<std::unique_ptr<Z3950Session>> open(const Z3950Target& target,
                                                    const StopFlag* stop);
  ~Z3950Session();
  Z3950Session(const Z3950Session&) = delete;
  Z3950Session& operator=(const Z3950Session&) = delete;

  // The number of records found; they stay until the next search.
  Result<std::int64_t> search(const std::string& query);
  // `first` counts from 1.
  Result<Z3950Records> present(std::int64_t first, std::int64_t count);

 private:
  struct Zoom;
  Z3950Session(const Z3950Target& target, const StopFlag* stop);
  Result<void> connect(const std::string& address);
  Result<void> wait(const char* doing);

  const Z3950Target target_;
  const StopFlag* stop_;
  std::unique_ptr<Zoom> zoom_;
};

}  // namespace evidence
