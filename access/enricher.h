// Enrichment from a cache, filled by one worker behind a bounded queue: a request never waits for
// another service. Thread-safe. A service that answers 429 or a fault is left alone for a while;
// one that refuses our request as such (401, 403, 422) for an hour, with a line in the log. Where
// each organisation has a token of its own, that hour is of this organisation alone.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "access/answer_cache.h"
#include "access/enrichment.h"
#include "access/store_pool.h"
#include "base/clock.h"
#include "base/stop_flag.h"

namespace evidence {

struct EnricherOptions {
  std::size_t queue = 256;                    // waiting fetches: 1 to 10,000
  std::chrono::hours lifetime{24 * 7};        // of an answer: 1 to 2,160
  std::chrono::hours empty_lifetime{24 * 2};  // of "knows nothing": 1 to `lifetime`
  std::chrono::milliseconds timeout{10'000};  // of one fetch: 100 to 60,000
  std::chrono::milliseconds pause{100};       // between two fetches: 0 to 60,000
};
Result<void> validate(const EnricherOptions& options);

struct EnricherCounts {
  std::uint64_t hits = 0, queued = 0, dropped = 0, fetched = 0, failed = 0;
};

class Enricher final : public Enrichment {
 public:
  using OpenCache = AnswerCachePool::Open;
  // `make_client` gets the flag that ends its exchanges when the enricher ends. `clock` has to
  // outlive the enricher. kInvalidArgument: bad options; else what make_client fails with.
  using MakeClient = std::function<Result<std::unique_ptr<HttpClient>>(const StopFlag& stop)>;
  static Result<std::unique_ptr<Enricher>> start(
      std::vector<std::unique_ptr<EnrichmentSource>> sources, OpenCache open_cache,
      const MakeClient& make_client, Clock& clock, const EnricherOptions& options);
  ~Enricher() override;
  Enricher(const Enricher&) = delete;
  Enricher& operator=(const Enricher&) = delete;

  EnrichmentLookup lookup(const EnrichmentQuestion& question) override;
  [[nodiscard]] EnricherCounts counts() const;
  // Until nothing waits or is being fetched; for tests.
  void wait_until_idle();

 private:
  struct Fetch {
    std::size_t source = 0;
    std::string key;
    EnrichmentQuestion question;
  };
  using Time = std::chrono::steady_clock::time_point;

  Enricher(std::vector<std::unique_ptr<EnrichmentSource>> sources, OpenCache open_cache,
           Clock& clock, const EnricherOptions& options);
  void run();
  void fetch(const Fetch& fetch);
  void keep(const Fetch& fetch, std::string_view body, std::chrono::seconds lives);
  void set_aside(const Fetch& fetch, std::string_view why);
  // "": whichever organisation asks; of a service that is asked alike for all, always "".
  using Resting = std::pair<std::size_t, std::string>;  // source, organisation
  Resting resting_for(std::size_t source, const EnrichmentQuestion& question) const;
  bool rests(std::size_t source, const EnrichmentQuestion& question) const;  // needs mutex_
  void leave_alone(const Resting& who, std::chrono::seconds time, std::string_view why);
  Result<std::optional<CachedAnswer>> cached(const std::string& key);
  bool enqueue(std::size_t source, const std::string& key, const EnrichmentQuestion& question);

  const std::vector<std::unique_ptr<EnrichmentSource>> sources_;
  AnswerCachePool caches_;
  Clock& clock_;
  const EnricherOptions options_;
  StopFlag stop_;
  std::unique_ptr<HttpClient> client_;
  std::atomic<std::uint64_t> hits_{0}, queued_{0}, dropped_{0}, fetched_{0}, failed_{0};
  std::atomic<bool> unreadable_{false};  // the cache, at the last question: told once
  mutable std::mutex mutex_;             // guards what follows
  std::condition_variable changed_;
  std::deque<Fetch> queue_;
  std::set<std::string> waiting_;  // keys in the queue or being fetched
  std::map<Resting, Time> alone_until_;
  bool busy_ = false, stopping_ = false;
  std::thread thread_;
};

}  // namespace evidence
