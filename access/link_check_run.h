// One run of checks: one request at a time, a pause between two to the same host, Retry-After
// honoured also by the runs that follow, each outcome kept before the next is asked for. What was
// kept stays when the run is stopped; the next one goes on. Silence of several is held back until
// somebody answers; where nobody does, platforms that answered lately are asked. Are they silent
// too, then our own network is taken to be at fault and nothing is held against a platform. The
// same holds for connections that cannot be trusted; there only an answer by TLS speaks for us.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "access/link_checker.h"
#include "access/link_health_store.h"
#include "base/clock.h"
#include "base/stop_flag.h"

namespace evidence {

struct CheckRunOptions {
  HealthRules rules;
  std::chrono::milliseconds pause{2'000};  // between two requests to one host: 0 to 600,000
  std::chrono::seconds longest_wait{30};   // for a host that asked for more patience; else skipped
  std::chrono::seconds wait_unless_told{600};  // where 429 names no time
  std::size_t silent_hosts = 5;  // so many in a row without an answer: is it our network?
  std::size_t witnesses = 3;     // of whom at most so many are asked that
};

struct CheckRunCounts {
  std::size_t planned = 0, checked = 0, broken = 0;
  std::size_t left_alone = 0;  // their platform had asked to wait
  std::map<LinkCause, std::size_t> causes;
  bool interrupted = false;
};

class LinkCheckRun {
 public:
  using Progress = std::function<void(const CheckRunCounts&, const std::string& host)>;

  // All have to outlive the run. `clock` sleeps; let it be one that a stop wakes.
  LinkCheckRun(LinkChecker& checker, LinkHealthStore& store, Clock& clock, const StopFlag& stop,
               CheckRunOptions options)
      : checker_(checker), store_(store), clock_(clock), stop_(stop), options_(options) {}

  // kUnavailable "no_network", "no_trusted_connection": as said above; kInvalidArgument
  // "bad_ca_file". What was kept before stays.
  Result<CheckRunCounts> run(std::vector<PlannedCheck> checks, const Progress& progress);

 private:
  struct Held {
    LinkCheck check;
    bool reported = false;
  };
  using Time = std::chrono::steady_clock::time_point;

  Result<void> take_turn(const std::string& host);
  Result<bool> must_be_left_alone(const std::string& host);
  Result<void> keep_wait(const LinkCheck& check);
  Result<void> keep(const LinkCheck& check, bool reported);
  Result<void> take(const LinkCheck& check, bool reported);
  // Somebody answered so: what is held and no fault of ours any more is kept.
  Result<void> take_answer(const LinkCheck& check);
  Result<void> keep_held(bool trusted);
  [[nodiscard]] std::set<std::string> silent_hosts() const;
  [[nodiscard]] bool all_spoken_for() const;
  [[nodiscard]] Error our_fault() const;
  // Whose fault the silence is: keeps what is held, or fails with our_fault().
  Result<void> ask_witnesses();

  LinkChecker& checker_;
  LinkHealthStore& store_;
  Clock& clock_;
  const StopFlag& stop_;
  const CheckRunOptions options_;
  CheckRunCounts counts_;
  std::map<std::string, Time> next_turn_;            // by host
  std::map<std::string, std::int64_t> waits_until_;  // by host, seconds since 1970; 0: no wait
  std::vector<Held> held_;                           // silent since somebody last answered
  bool anybody_answered_ = false, answered_by_tls_ = false;
};

// The same checks, those of one host as far from one another as can be.
std::vector<PlannedCheck> spread_by_host(std::vector<PlannedCheck> checks);

}  // namespace evidence
