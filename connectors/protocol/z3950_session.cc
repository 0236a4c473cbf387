#include "connectors/protocol/z3950_session.h"

#include <poll.h>
#include <yaz/zoom.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/resolve.h"
#include "connectors/protocol/z3950_record.h"

namespace evidence {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kStopInterval{100};

struct Destroy {
  void operator()(ZOOM_connection connection) const { ZOOM_connection_destroy(connection); }
  void operator()(ZOOM_resultset result) const { ZOOM_resultset_destroy(result); }
  void operator()(ZOOM_query query) const { ZOOM_query_destroy(query); }
  void operator()(ZOOM_options options) const { ZOOM_options_destroy(options); }
};
template <typename Pointer>
using Owned = std::unique_ptr<std::remove_pointer_t<Pointer>, Destroy>;

Result<Owned<ZOOM_query>> make_query(const Z3950Target& target, const std::string& text) {
  Owned<ZOOM_query> query(ZOOM_query_create());
  const int failed = target.cql ? ZOOM_query_cql(query.get(), text.c_str())
                                : ZOOM_query_prefix(query.get(), text.c_str());
  if (failed == 0 && text.find('\0') == std::string::npos) return query;
  return Error{
      ErrorCode::kInvalidArgument, "query_rejected",
      "the query " + quoted_for_message(text, 120) + " is no " + (target.cql ? "CQL" : "PQF"),
      target.cql ? "" : "PQF is written like @attr 1=4 \"heart failure\""};
}

// A record's own diagnostics: others of the present may be fine.
bool is_about_records(int code, std::string_view set) {
  return set != "ZOOM" && (code == 14 || code == 15 || code == 16 || code == 17 || code == 227 ||
                           code == 238 || code == 239 || code == 1'026);
}

std::string_view view(const char* text) { return text == nullptr ? "" : text; }

}  // namespace

struct Z3950Session::Zoom {
  Owned<ZOOM_connection> connection;
  Owned<ZOOM_resultset> result;  // before the connection, which it refers to
  std::size_t size = 0;          // of the result when it was found
};

Result<void> check_z3950_query(const Z3950Target& target, const std::string& query) {
  EVIDENCE_ASSIGN(const Owned<ZOOM_query> made, make_query(target, query));
  return {};
}

Z3950Session::Z3950Session(const Z3950Target& target, const StopFlag* stop)
    : target_(target), stop_(stop), zoom_(std::make_unique<Zoom>()) {}

Z3950Session::~Z3950Session() = default;

Result<std::unique_ptr<Z3950Session>> Z3950Session::open(const Z3950Target& target,
                                                         const StopFlag* stop) {
  EVIDENCE_ASSIGN(const std::vector<std::string> addresses,
                  resolve_host(target.host, target.allow_private_addresses));
  Result<void> connected = Error{};
  for (const std::string& address : addresses) {
    std::unique_ptr<Z3950Session> session(new Z3950Session(target, stop));
    connected = session->connect(address);
    if (connected.ok()) return session;
    if (connected.error().slug != "connect_failed") break;
  }
  return connected.error();
}

Result<void> Z3950Session::connect(const std::string& address) {
  const Owned<ZOOM_options> options(ZOOM_options_create());
  const auto set = [&options](const char* name, const std::string& value) {
    ZOOM_options_set(options.get(), name, value.c_str());
  };
  set("async", "1");
  set("implementationName", "Evidence");
  set("databaseName", target_.database);
  set("preferredRecordSyntax", target_.syntax);
  set("elementSetName", target_.element_set);
  set("piggyback", "0");
  set("presentChunk", "0");  // as many as asked for
  // Whole seconds; ours below is the exact one.
  set("timeout", std::to_string(target_.timeout.count() / 1'000 + 5));
  if (!target_.user.empty()) set("user", target_.user);
  if (!target_.group.empty()) set("group", target_.group);
  if (!target_.password.empty()) set("password", target_.password);
  zoom_->connection.reset(ZOOM_connection_create(options.get()));
  const bool ipv6 = address.find(':') != std::string::npos;
  const std::string host =
      "tcp:" + (ipv6 ? "[" + address + "]" : address) + ":" + std::to_string(target_.port);
  ZOOM_connection_connect(zoom_->connection.get(), host.c_str(), 0);
  return wait("connecting");
}

Result<void> Z3950Session::wait(const char* doing) {
  ZOOM_connection connection = zoom_->connection.get();
  const auto deadline = steady_clock::now() + target_.timeout;
  for (;;) {
    while (ZOOM_connection_process(connection) != 0) {
    }
    if (ZOOM_connection_is_idle(connection) != 0) break;
    if (stop_ != nullptr && stop_->stop_requested()) {
      return Error{ErrorCode::kCancelled, "cancelled", "interrupted", ""};
    }
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - steady_clock::now());
    if (left.count() <= 0) {
      return z3950_error(ZOOM_ERROR_TIMEOUT, "ZOOM",
                         std::string("the target did not answer within ") +
                             std::to_string(target_.timeout.count()) + " ms while " + doing,
                         target_.host + ":" + std::to_string(target_.port));
    }
    const int socket = ZOOM_connection_get_socket(connection);
    const int mask = ZOOM_connection_get_mask(connection);
    if (socket < 0 || mask == 0) break;  // nothing to wait for: the error below says why
    pollfd polled{socket, 0, 0};
    if ((mask & ZOOM_SELECT_READ) != 0) polled.events |= POLLIN;
    if ((mask & ZOOM_SELECT_WRITE) != 0) polled.events |= POLLOUT;
    if ((mask & ZOOM_SELECT_EXCEPT) != 0) polled.events |= POLLPRI;
    const auto slice = std::min(left, kStopInterval);
    if (::poll(&polled, 1, static_cast<int>(slice.count())) <= 0) continue;
    int ready = 0;
    if ((polled.revents & (POLLIN | POLLHUP | POLLERR)) != 0) ready |= ZOOM_SELECT_READ;
    if ((polled.revents & POLLOUT) != 0) ready |= ZOOM_SELECT_WRITE;
    if ((polled.revents & (POLLPRI | POLLERR | POLLNVAL)) != 0) ready |= ZOOM_SELECT_EXCEPT;
    ZOOM_connection_fire_event_socket(connection, ready & (mask | ZOOM_SELECT_EXCEPT));
  }
  const char* message = nullptr;
  const char* details = nullptr;
  const char* set = nullptr;
  const int code = ZOOM_connection_error_x(connection, &message, &details, &set);
  if (code == 0) return {};
  return z3950_error(code, view(set), view(message), view(details));
}

Result<std::int64_t> Z3950Session::search(const std::string& text) {
  EVIDENCE_ASSIGN(const Owned<ZOOM_query> query, make_query(target_, text));
  zoom_->result.reset();
  zoom_->result.reset(ZOOM_connection_search(zoom_->connection.get(), query.get()));
  EVIDENCE_TRY(wait("searching"));
  zoom_->size = ZOOM_resultset_size(zoom_->result.get());
  return static_cast<std::int64_t>(zoom_->size);
}

Result<Z3950Records> Z3950Session::present(std::int64_t first, std::int64_t count) {
  ZOOM_resultset result = zoom_->result.get();
  const auto from = static_cast<std::size_t>(first - 1);
  Z3950Records got;
  ZOOM_resultset_records(result, nullptr, from, static_cast<std::size_t>(count));
  const Result<void> waited = wait("presenting records");
  const char* message = nullptr;
  const char* details = nullptr;
  const char* set = nullptr;
  ZOOM_connection connection = zoom_->connection.get();
  const int code = ZOOM_connection_error_x(connection, &message, &details, &set);
  if (!waited.ok()) {
    if (!is_about_records(code, view(set))) return waited.error();
    got.diagnostic = waited.error().message;
  }
  // ZOOM connects and searches again by itself where the connection was lost in between.
  if (ZOOM_resultset_size(result) != zoom_->size) {
    return Error{ErrorCode::kUnavailable, "connection_lost",
                 "the connection was lost and the search found another number of records", ""};
  }
  for (std::int64_t i = 0; i < count; ++i) {
    ZOOM_record record =
        ZOOM_resultset_record_immediate(result, from + static_cast<std::size_t>(i));
    if (record == nullptr) break;
    got.records.push_back(read_z3950_record(target_, record));
  }
  // What has been read is not kept: a harvest runs over the whole result.
  ZOOM_resultset_cache_reset(result);
  return got;
}

}  // namespace evidence
