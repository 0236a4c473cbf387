// The values that a request's body carries, whether it came as JSON, as a form or as a form with
// files; one way to read them for the API and the pages. Values.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/http_types.h"

namespace evidence::server {

class BodyFields {
 public:
  // JSON: an object of strings, numbers, booleans and arrays of strings. kInvalidArgument:
  // bad_json, bad_form, encoding_invalid; unsupported_media_type for any other content.
  static Result<BodyFields> read(const Request& request);

  [[nodiscard]] bool has(std::string_view name) const { return values_.contains(name); }
  // The first value; "" where it is absent.
  [[nodiscard]] const std::string& text(std::string_view name) const;
  [[nodiscard]] const std::vector<std::string>& all(std::string_view name) const;
  // kInvalidArgument "bad_number", "bad_flag"; `otherwise` where absent or "".
  [[nodiscard]] Result<unsigned> number(std::string_view name, unsigned otherwise) const;
  [[nodiscard]] Result<bool> flag(std::string_view name, bool otherwise) const;
  [[nodiscard]] const std::string& file_name(std::string_view name) const;
  [[nodiscard]] bool is_json() const { return json_; }
  // kInvalidArgument "unknown_member": a value that nobody reads is a mistake, not to be ignored.
  [[nodiscard]] Result<void> only(const std::vector<std::string_view>& known) const;

  void set(std::string name, std::string value) { values_[std::move(name)] = {std::move(value)}; }

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::map<std::string, std::string, std::less<>> file_names_;
  bool json_ = false;
};

// "application/json" of "Application/JSON; charset=utf-8"; "" where there is none.
std::string media_type(const Request& request);

}  // namespace evidence::server
