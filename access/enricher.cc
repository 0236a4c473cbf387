#include "access/enricher.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "base/log.h"
#include "store/rows.h"

namespace evidence {
namespace {

using std::chrono::seconds;

constexpr seconds kAfterRefusal{3'600};
constexpr seconds kAfterFault{60};
constexpr seconds kAfterBadReply{3'600};  // of that one question
constexpr seconds kAfterTooMany{300};

Error bad_option(std::string_view name, std::string_view range) {
  return {ErrorCode::kInvalidArgument, "bad_enrichment_options",
          std::string(name) + " must be " + std::string(range), ""};
}

}  // namespace

Result<void> validate(const EnricherOptions& options) {
  if (options.queue < 1 || options.queue > 10'000) return bad_option("queue", "1 to 10000");
  if (options.lifetime.count() < 1 || options.lifetime.count() > 2'160) {
    return bad_option("lifetime_hours", "1 to 2160");
  }
  if (options.empty_lifetime.count() < 1 || options.empty_lifetime > options.lifetime) {
    return bad_option("empty_lifetime_hours", "1 to lifetime_hours");
  }
  if (options.timeout.count() < 100 || options.timeout.count() > 60'000) {
    return bad_option("timeout_ms", "100 to 60000");
  }
  if (options.pause.count() < 0 || options.pause.count() > 60'000) {
    return bad_option("pause_ms", "0 to 60000");
  }
  return {};
}

Enricher::Enricher(std::vector<std::unique_ptr<EnrichmentSource>> sources, OpenCache open_cache,
                   Clock& clock, const EnricherOptions& options)
    : sources_(std::move(sources)),
      caches_(std::move(open_cache)),
      clock_(clock),
      options_(options) {}

Result<std::unique_ptr<Enricher>> Enricher::start(
    std::vector<std::unique_ptr<EnrichmentSource>> sources, OpenCache open_cache,
    const MakeClient& make_client, Clock& clock, const EnricherOptions& options) {
  EVIDENCE_TRY(validate(options));
  std::unique_ptr<Enricher> enricher(
      new Enricher(std::move(sources), std::move(open_cache), clock, options));
  EVIDENCE_ASSIGN(enricher->client_, make_client(enricher->stop_));
  enricher->thread_ = std::thread([raw = enricher.get()] { raw->run(); });
  return enricher;
}

Enricher::~Enricher() {
  stop_.request_stop();
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

EnricherCounts Enricher::counts() const {
  return {hits_.load(), queued_.load(), dropped_.load(), fetched_.load(), failed_.load()};
}

Result<std::optional<CachedAnswer>> Enricher::cached(const std::string& key) {
  auto found = caches_.with([&](AnswerCache& cache) { return cache.find(key); });
  const bool told = unreadable_.exchange(!found.ok());
  if (!found.ok() && !told) {
    log_warning("The cache of enrichment cannot be read, so nothing is fetched until it can be: " +
                found.error().message);
  }
  if (found.ok() && told) log_info("The cache of enrichment can be read again.");
  return found;
}

Enricher::Resting Enricher::resting_for(std::size_t source,
                                        const EnrichmentQuestion& question) const {
  EnrichmentQuestion of_anybody = question;
  of_anybody.organisation.clear();
  const bool alike = sources_[source]->key(of_anybody) == sources_[source]->key(question);
  return {source, alike ? std::string() : question.organisation};
}

bool Enricher::rests(std::size_t source, const EnrichmentQuestion& question) const {
  const Time now = clock_.steady_now();
  for (const Resting& who : {Resting{source, ""}, resting_for(source, question)}) {
    const auto alone = alone_until_.find(who);
    if (alone != alone_until_.end() && alone->second > now) return true;
  }
  return false;
}

bool Enricher::enqueue(std::size_t source, const std::string& key,
                       const EnrichmentQuestion& question) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return false;
    if (waiting_.contains(key)) return true;
    if (rests(source, question)) return false;
    if (queue_.size() >= options_.queue) {
      dropped_.fetch_add(1);
      return false;
    }
    queue_.push_back({source, key, question});
    waiting_.insert(key);
  }
  queued_.fetch_add(1);
  changed_.notify_all();
  return true;
}

EnrichmentLookup Enricher::lookup(const EnrichmentQuestion& question) {
  EnrichmentLookup answer;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    const std::string key = sources_[i]->key(question);
    if (key.empty()) continue;
    const auto found = cached(key);
    if (!found.ok()) continue;  // without a cache a fetch would be for nothing
    if (!*found) {
      answer.pending = enqueue(i, key, question) || answer.pending;
      continue;
    }
    hits_.fetch_add(1);
    if ((*found)->body.empty()) continue;
    auto read = answer_from_json((*found)->body);
    if (read.ok()) answer.answers.push_back(std::move(read).value());
  }
  return answer;
}

void Enricher::wait_until_idle() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopping_ || (queue_.empty() && !busy_); });
}

void Enricher::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (stopping_) return;
    const Fetch next = std::move(queue_.front());
    queue_.pop_front();
    busy_ = true;
    const bool skip = rests(next.source, next.question);
    lock.unlock();
    if (!skip) {
      try {
        fetch(next);
      } catch (const std::exception& error) {
        failed_.fetch_add(1);
        log_warning(std::string("Enrichment failed: ") + error.what());
      }
      StoppableClock(clock_, stop_).sleep_until(clock_.steady_now() + options_.pause);
    }
    lock.lock();
    waiting_.erase(next.key);
    busy_ = false;
    changed_.notify_all();
  }
}

void Enricher::leave_alone(const Resting& who, seconds time, std::string_view why) {
  failed_.fetch_add(1);
  const auto& [source, organisation] = who;
  log_warning("Enrichment by " + std::string(sources_[source]->name()) +
              (organisation.empty() ? "" : " for " + organisation) + " rests for " +
              std::to_string(time.count()) + " s: " + std::string(why));
  const std::lock_guard lock(mutex_);
  alone_until_[who] = clock_.steady_now() + time;
}

void Enricher::keep(const Fetch& fetch, std::string_view body, seconds lives) {
  const auto put = caches_.with(
      [&](AnswerCache& cache) { return cache.put(fetch.key, std::string(body), lives.count()); });
  if (put.ok()) return;
  log_warning("An answer of enrichment cannot be kept: " + put.error().message);
}

void Enricher::set_aside(const Fetch& fetch, std::string_view why) {
  failed_.fetch_add(1);
  log_warning("A reply of " + std::string(sources_[fetch.source]->name()) +
              " cannot be used: " + std::string(why));
  keep(fetch, "", kAfterBadReply);
}

void Enricher::fetch(const Fetch& fetch) {
  const EnrichmentSource& source = *sources_[fetch.source];
  Result<HttpRequest> request = source.request(fetch.question);
  if (!request.ok()) {  // it can never be asked this
    failed_.fetch_add(1);
    keep(fetch, "", options_.empty_lifetime);
    return;
  }
  request->timeout = options_.timeout;
  request->max_bytes = kEnrichmentLimits.reply_bytes;
  const Result<HttpResponse> reply = client_->send(*request);
  if (!reply.ok() && reply.error().code == ErrorCode::kTooLarge) {
    return set_aside(fetch, reply.error().message);
  }
  if (!reply.ok()) {
    if (reply.error().code != ErrorCode::kCancelled) {
      leave_alone({fetch.source, ""}, kAfterFault, redact_secrets(reply.error().message));
    }
    return;
  }
  const std::string status = "status " + std::to_string(reply->status);
  if (reply->status == 429 || reply->status >= 500) {
    const seconds otherwise = reply->status == 429 ? kAfterTooMany : kAfterFault;
    leave_alone({fetch.source, ""}, retry_after(*reply, clock_.now()).value_or(otherwise), status);
    return;
  }
  if (reply->status == 401 || reply->status == 403 || reply->status == 422) {
    leave_alone(resting_for(fetch.source, fetch.question), kAfterRefusal,
                status + ": it refuses our requests; look at key, account and e-mail address");
    return;
  }
  fetched_.fetch_add(1);
  if (reply->status != 200) {  // 404 and its like: it knows nothing of the work
    keep(fetch, "", options_.empty_lifetime);
    return;
  }
  Result<EnrichmentAnswer> answer = source.parse(fetch.question, reply->body);
  if (!answer.ok()) {
    set_aside(fetch, answer.error().message);
    return;
  }
  answer->source = source.name();
  answer->fetched_at = now_in_seconds(clock_);
  if (answer->empty()) return keep(fetch, "", options_.empty_lifetime);
  keep(fetch, answer_to_json(*answer), options_.lifetime);
}

}  // namespace evidence
