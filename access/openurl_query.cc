#include "access/openurl_query.h"

#include "base/encoding.h"
#include "base/lenient_decode.h"
#include "base/text.h"

namespace evidence {
namespace {

void add_parts(std::string_view query, OpenUrlParameters& out) {
  for (const std::string_view part : split(query, '&')) {
    if (out.size() > kOpenUrlLimits.parameters) return;
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) continue;
    // Links are copied by hand and through mail programs: a stray '%' must not lose the rest.
    out.emplace_back(percent_decode_leniently(part.substr(0, equals), true),
                     percent_decode_leniently(part.substr(equals + 1), true));
  }
}

std::string declared_encoding(const OpenUrlParameters& parameters) {
  for (const auto& [name, value] : parameters) {
    if (!equals_ignoring_case(name, "ctx_enc") && !equals_ignoring_case(name, "rft_enc")) continue;
    constexpr std::string_view kRegistry = "info:ofi/enc:";
    if (!starts_with_ignoring_case(value, kRegistry)) continue;
    const std::string encoding = value.substr(kRegistry.size());
    // What is labelled Latin-1 is Windows-1252 in practice.
    if (starts_with_ignoring_case(encoding, "ISO-8859-1") && encoding.size() == 10) {
      return "windows-1252";
    }
    if (starts_with_ignoring_case(encoding, "UTF-") || encoding.size() > 40) return "";
    return encoding;
  }
  return "";
}

}  // namespace

OpenUrlParameters split_openurl_query(std::string_view query) {
  OpenUrlParameters out;
  add_parts(query, out);
  const std::size_t outer = out.size();
  for (std::size_t i = 0; i < outer; ++i) {
    if (!equals_ignoring_case(out[i].first, "url_ctx_val")) continue;
    const std::string inner = out[i].second;
    add_parts(inner, out);
    break;
  }
  return out;
}

OpenUrlParameters openurl_in_utf8(const OpenUrlParameters& parameters, bool& repaired) {
  const std::string encoding = declared_encoding(parameters);
  OpenUrlParameters out;
  out.reserve(parameters.size());
  for (const auto& [name, value] : parameters) {
    const bool valid = is_valid_utf8(value);
    if (!valid && !encoding.empty()) {
      if (auto text = decode_text(value, encoding); text.ok()) {
        out.emplace_back(clean_text(name), std::move(*text));
        continue;
      }
    }
    out.emplace_back(clean_text(name), valid ? value : utf8_text(value, repaired));
  }
  return out;
}

}  // namespace evidence
