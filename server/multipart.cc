#include "server/multipart.h"

#include <algorithm>

#include "base/text.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMaxPartHeader = 4'096;

Error bad_form(std::string_view why) {
  return {ErrorCode::kInvalidArgument, "bad_form",
          "The form did not arrive whole: " + std::string(why) + ".", "Send it again."};
}

// The value of `name` among "; name=value" parameters; quotes are taken off, \" becomes " (other
// backslashes are part of a path, as some browsers send it).
std::string parameter_of(std::string_view header, std::string_view name) {
  std::size_t at = header.find(';');
  while (at != std::string_view::npos && at < header.size()) {
    std::string_view rest = trim(header.substr(at + 1));
    const std::size_t equals = rest.find('=');
    if (equals == std::string_view::npos) return "";
    const std::string_view key = trim(rest.substr(0, equals));
    rest = trim(rest.substr(equals + 1));
    std::string value;
    std::size_t end = 0;
    if (rest.starts_with('"')) {
      for (end = 1; end < rest.size() && rest[end] != '"'; ++end) {
        if (rest.substr(end).starts_with("\\\"")) ++end;
        value += rest[end];
      }
      end = std::min(end + 1, rest.size());
    } else {
      end = std::min(rest.find(';'), rest.size());
      value = trim(rest.substr(0, end));
    }
    if (equals_ignoring_case(key, name)) return value;
    const std::size_t next = rest.find(';', end);
    if (next == std::string_view::npos) return "";
    at = static_cast<std::size_t>(rest.data() - header.data()) + next;
  }
  return "";
}

Result<FormPart> parse_part(std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos || end > kMaxPartHeader) {
    return bad_form("a part of it has no header");
  }
  FormPart part;
  bool named = false;
  std::string_view header = bytes.substr(0, end + 2);
  while (!header.empty()) {
    const std::size_t line_end = header.find("\r\n");
    const std::string_view line = header.substr(0, line_end);
    header.remove_prefix(line_end + 2);
    if (!starts_with_ignoring_case(line, "content-disposition:")) continue;
    const std::string_view value = trim(line.substr(line.find(':') + 1));
    if (!starts_with_ignoring_case(value, "form-data")) return bad_form("a part is no form value");
    part.name = parameter_of(value, "name");
    part.file_name = parameter_of(value, "filename");
    named = !part.name.empty();
  }
  if (!named || !is_valid_utf8(part.name) || part.name.find('\0') != std::string::npos) {
    return bad_form("a part of it has no name");
  }
  const std::size_t slash = part.file_name.find_last_of("/\\");
  if (slash != std::string::npos) part.file_name.erase(0, slash + 1);
  part.file_name = clean_text(part.file_name);
  part.value = bytes.substr(end + 4);
  return part;
}

}  // namespace

std::string multipart_boundary(std::string_view content_type) {
  if (!starts_with_ignoring_case(trim(content_type), "multipart/form-data")) return "";
  const std::string boundary = parameter_of(content_type, "boundary");
  const bool allowed = std::all_of(boundary.begin(), boundary.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
  });
  return allowed && boundary.size() <= 70 ? boundary : std::string();
}

Result<std::vector<FormPart>> parse_multipart(std::string_view body, std::string_view boundary) {
  std::vector<FormPart> parts;
  if (boundary.empty()) return bad_form("its parts cannot be told apart");
  const std::string delimiter = "--" + std::string(boundary);
  if (!body.starts_with(delimiter)) {
    const std::size_t begin = body.find("\r\n" + delimiter);
    if (begin == std::string_view::npos) return bad_form("it has no parts");
    body.remove_prefix(begin + 2);
  }
  const std::string between = "\r\n" + delimiter;
  body.remove_prefix(delimiter.size());
  while (!body.starts_with("--")) {
    if (!body.starts_with("\r\n")) return bad_form("a part of it begins in a wrong way");
    body.remove_prefix(2);
    const std::size_t end = body.find(between);
    if (end == std::string_view::npos) return bad_form("its end is missing");
    if (parts.size() == kMaxFormParts) {
      return Error{ErrorCode::kInvalidArgument, "too_many_parameters",
                   "The form has more than " + std::to_string(kMaxFormParts) + " parts.", ""};
    }
    EVIDENCE_ASSIGN(FormPart part, parse_part(body.substr(0, end)));
    parts.push_back(std::move(part));
    body.remove_prefix(end + between.size());
  }
  return parts;
}

}  // namespace evidence::server
