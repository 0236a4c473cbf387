// The outcome of anything that can fail for reasons outside the program: a value or an Error.
// Used by every folder. Plain values, no locking. A failure is never turned into an empty result;
// programmer errors are asserts, not Errors.
#pragma once

#include <cassert>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace evidence {

// One list for the whole program; base/error_code.h maps each to HTTP status and exit code.
enum class ErrorCode {
  kInvalidArgument,  // the caller's input is wrong: usage, query, parameter
  kBadContent,       // harvested or imported bytes are not what they claim to be
  kNotFound,
  kTooLarge,     // a size, depth or count limit was passed
  kBusy,         // locked or overloaded: try again later
  kTimeout,      // a deadline passed
  kUnavailable,  // a part that is needed is not there (no index yet, upstream down)
  kUpstream,     // a remote service answered with an error
  kBlocked,      // refused for safety: address, redirect, host
  kStorageFull,
  kIo,
  kNewerVersion,  // files written by a newer version of the program
  kCorrupt,       // our own files are damaged
  kCancelled,     // interrupted by a person or a disconnect
  kInternal,
};

struct [[nodiscard]] Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string slug;     // stable, machine-read: "query_too_long"; lower case and underscores
  std::string message;  // what happened, for a person, naming the offending value (bounded)
  std::string hint;     // what to do about it; may be empty
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  [[nodiscard]] const T& value() const& {
    assert(ok());
    return *std::get_if<0>(&state_);
  }
  [[nodiscard]] T& value() & {
    assert(ok());
    return *std::get_if<0>(&state_);
  }
  [[nodiscard]] T&& value() && {
    assert(ok());
    return std::move(*std::get_if<0>(&state_));
  }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  [[nodiscard]] const Error& error() const {
    assert(!ok());
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)), ok_(false) {}

  [[nodiscard]] bool ok() const { return ok_; }
  explicit operator bool() const { return ok_; }
  [[nodiscard]] const Error& error() const {
    assert(!ok_);
    return error_;
  }

 private:
  Error error_;
  bool ok_ = true;
};

// Text from outside as it may stand in a message: control characters escaped, cut to `limit` bytes
// at a character boundary, "…" added where something was cut.
std::string quoted_for_message(std::string_view text, std::size_t limit = 80);

}  // namespace evidence

#define EVIDENCE_CONCAT_INNER(a, b) a##b
#define EVIDENCE_CONCAT(a, b) EVIDENCE_CONCAT_INNER(a, b)

// Returns the error of a Result expression to the caller; otherwise goes on.
#define EVIDENCE_TRY(expression)                                    \
  do {                                                              \
    if (auto outcome_of_try = (expression); !outcome_of_try.ok()) { \
      return outcome_of_try.error();                                \
    }                                                               \
  } while (false)

// EVIDENCE_ASSIGN(auto page, connector.fetch(cursor)); returns the error or assigns the value.
#define EVIDENCE_ASSIGN(declaration, expression)           \
  auto EVIDENCE_CONCAT(outcome_, __LINE__) = (expression); \
  if (!EVIDENCE_CONCAT(outcome_, __LINE__).ok()) {         \
    return EVIDENCE_CONCAT(outcome_, __LINE__).error();    \
  }                                                        \
  declaration = std::move(EVIDENCE_CONCAT(outcome_, __LINE__)).value()
