#include "server/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <mutex>
#include <utility>

#include "base/clock.h"
#include "base/version.h"

namespace evidence::server {
namespace {

using prometheus::BuildCounter;
using prometheus::BuildGauge;
using prometheus::BuildHistogram;

// Seconds; fine where searches live (0.5 ms to 100 ms), coarse above.
prometheus::Histogram::BucketBoundaries duration_buckets() {
  return {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0};
}

double seconds(std::chrono::microseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

double of_last_run(const SourceState& state, std::int64_t PageCounts::*count) {
  return state.runs.empty() ? 0 : static_cast<double>(state.runs.front().counts.*count);
}

double timestamp_seconds(const std::string& timestamp) {
  const auto when = parse_timestamp(timestamp);
  return when ? std::chrono::duration<double>(when->time_since_epoch()).count() : 0;
}

}  // namespace

struct Metrics::Impl {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests =
      BuildCounter()
          .Name("evidence_http_requests_total")
          .Help("Answered requests by route and status.")
          .Register(registry);
  prometheus::Family<prometheus::Counter>& refusals =
      BuildCounter()
          .Name("evidence_http_refusals_total")
          .Help("Connections and requests turned away before a handler, by reason.")
          .Register(registry);
  prometheus::Histogram& request_seconds =
      BuildHistogram()
          .Name("evidence_http_request_seconds")
          .Help("From the end of a request's header to the end of its answer.")
          .Register(registry)
          .Add({}, duration_buckets());
  prometheus::Histogram& search_seconds = BuildHistogram()
                                              .Name("evidence_search_seconds")
                                              .Help("Time spent in the search itself.")
                                              .Register(registry)
                                              .Add({}, duration_buckets());
  prometheus::Gauge& lane_queue = BuildGauge()
                                      .Name("evidence_lane_queue")
                                      .Help("Requests waiting for a worker.")
                                      .Register(registry)
                                      .Add({});
  prometheus::Gauge& connections = BuildGauge()
                                       .Name("evidence_connections")
                                       .Help("Open connections.")
                                       .Register(registry)
                                       .Add({});
  prometheus::Gauge& index_documents = BuildGauge()
                                           .Name("evidence_index_documents")
                                           .Help("Works in the index, as last seen.")
                                           .Register(registry)
                                           .Add({});
  prometheus::Gauge& index_sequence = BuildGauge()
                                          .Name("evidence_index_sequence")
                                          .Help("Change sequence of the index, as last seen.")
                                          .Register(registry)
                                          .Add({});

  // One family a number of a source; see SourceState.
  struct SourceGauge {
    prometheus::Family<prometheus::Gauge>& family;
    double (*value)(const SourceState& state);
  };
  std::vector<SourceGauge> source_gauges = make_source_gauges(registry);

  std::mutex mutex;  // guards the two maps
  std::map<std::pair<std::string, int>, prometheus::Counter*, std::less<>> request_counters;
  std::map<std::string, prometheus::Counter*, std::less<>> refusal_counters;

  static std::vector<SourceGauge> make_source_gauges(prometheus::Registry& registry) {
    const auto gauge = [&registry](const char* name, const char* help,
                                   double (*value)(const SourceState&)) {
      return SourceGauge{BuildGauge().Name(name).Help(help).Register(registry), value};
    };
    return {
        gauge("evidence_source_records", "Live records of a source.",
              [](const SourceState& state) { return static_cast<double>(state.records); }),
        gauge("evidence_source_deleted_records", "Records that the source withdrew.",
              [](const SourceState& state) { return static_cast<double>(state.deleted); }),
        gauge("evidence_source_problems", "Problems kept of a source's entries.",
              [](const SourceState& state) { return static_cast<double>(state.problems); }),
        gauge("evidence_source_waiting_withdrawals",
              "Withdrawals that wait for a person's confirmation.",
              [](const SourceState& state) { return static_cast<double>(state.waiting); }),
        gauge(
            "evidence_source_last_success_timestamp_seconds",
            "When the last harvest that reached its end began; 0 = never.",
            [](const SourceState& state) { return timestamp_seconds(state.source.last_success); }),
        gauge("evidence_source_last_run_failed", "1 where the newest run failed.",
              [](const SourceState& state) {
                return !state.runs.empty() && state.runs.front().outcome.starts_with("failed")
                           ? 1.0
                           : 0.0;
              }),
        gauge("evidence_source_last_run_added", "Records that the newest run added.",
              [](const SourceState& state) { return of_last_run(state, &PageCounts::added); }),
        gauge("evidence_source_last_run_changed", "Records that the newest run changed.",
              [](const SourceState& state) { return of_last_run(state, &PageCounts::changed); }),
        gauge("evidence_source_last_run_deleted", "Records that the newest run withdrew.",
              [](const SourceState& state) { return of_last_run(state, &PageCounts::deleted); }),
        gauge("evidence_source_last_run_problems", "Problems that the newest run met.",
              [](const SourceState& state) { return of_last_run(state, &PageCounts::problems); }),
        gauge("evidence_source_last_run_bytes", "Bytes that the newest run received.",
              [](const SourceState& state) {
                return state.runs.empty() ? 0 : static_cast<double>(state.runs.front().bytes);
              }),
        gauge("evidence_source_lag_seconds",
              "How old the copy had become when the newest run with an end was done.",
              [](const SourceState& state) {
                for (const HarvestRun& run : state.runs) {
                  if (run.lag) return static_cast<double>(*run.lag);
                }
                return 0.0;
              }),
    };
  }

  Impl() {
    BuildGauge()
        .Name("evidence_build_info")
        .Help("Constant 1; the version is a label.")
        .Register(registry)
        .Add({{"version", std::string(kProgramVersion)}})
        .Set(1);
  }
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::count_request(std::string_view route, int status, std::chrono::microseconds took) {
  prometheus::Counter* counter = nullptr;
  {
    const std::scoped_lock lock(impl_->mutex);
    prometheus::Counter*& known = impl_->request_counters[{std::string(route), status}];
    if (known == nullptr) {
      known =
          &impl_->requests.Add({{"route", std::string(route)}, {"status", std::to_string(status)}});
    }
    counter = known;
  }
  counter->Increment();
  impl_->request_seconds.Observe(seconds(took));
}

void Metrics::count_search(std::chrono::microseconds took) {
  impl_->search_seconds.Observe(seconds(took));
}

void Metrics::count_refusal(std::string_view reason) {
  prometheus::Counter* counter = nullptr;
  {
    const std::scoped_lock lock(impl_->mutex);
    const auto found = impl_->refusal_counters.find(reason);
    if (found != impl_->refusal_counters.end()) {
      counter = found->second;
    } else {
      counter = &impl_->refusals.Add({{"reason", std::string(reason)}});
      impl_->refusal_counters.emplace(reason, counter);
    }
  }
  counter->Increment();
}

void Metrics::set_lane_queue(std::size_t waiting) {
  impl_->lane_queue.Set(static_cast<double>(waiting));
}

void Metrics::set_connections(std::size_t open) {
  impl_->connections.Set(static_cast<double>(open));
}

void Metrics::set_index(std::uint64_t documents, std::int64_t sequence) {
  impl_->index_documents.Set(static_cast<double>(documents));
  impl_->index_sequence.Set(static_cast<double>(sequence));
}

void Metrics::set_source(const SourceState& state) {
  const std::scoped_lock lock(impl_->mutex);
  for (const Impl::SourceGauge& gauge : impl_->source_gauges) {
    gauge.family.Add({{"source", state.source.id}}).Set(gauge.value(state));
  }
}

std::string Metrics::to_text() const {
  return prometheus::TextSerializer().Serialize(impl_->registry.Collect());
}

}  // namespace evidence::server
