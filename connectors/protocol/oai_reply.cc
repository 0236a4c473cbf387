#include "connectors/protocol/oai_reply.h"

#include <algorithm>
#include <charconv>

#include "base/byte_source.h"
#include "base/clock.h"
#include "base/encoding.h"
#include "base/text.h"
#include "base/xml.h"
#include "connectors/format/xml_fields.h"

namespace evidence {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::size_t kMostErrors = 20;
constexpr std::size_t kLongestToken = 8'192;
constexpr std::size_t kLongestName = 100;
constexpr std::size_t kLongestText = 1'024;
constexpr std::size_t kIdentifyBytes = 4U << 20U;

bool ends_name(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '>' || c == '/';
}

std::string_view name_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && end - at < 200 && !ends_name(text[end])) ++end;
  const std::string_view name = text.substr(at, end - at);
  const std::size_t colon = name.find(':');
  return colon == kNone ? name : name.substr(colon + 1);
}

struct Tag {
  std::size_t begin = kNone;    // of its '<'
  std::size_t after = 0;        // one past its '>'
  std::string_view attributes;  // what stands between name and '>'
  bool empty = false;           // <tag/>
  [[nodiscard]] bool found() const { return begin != kNone; }
};

// The next start tag with this local name.
Tag find_tag(std::string_view text, std::string_view name, std::size_t from) {
  for (std::size_t at = text.find(name, from); at != kNone; at = text.find(name, at + 1)) {
    // A name and its prefix are short: looking far back would make a hostile text slow.
    const std::size_t least = std::max(from, at > kLongestName ? at - kLongestName : 0);
    const std::size_t back = text.substr(least, at - least).rfind('<');
    if (back == kNone) continue;
    const std::size_t open = least + back;
    const std::string_view prefix = text.substr(open + 1, at - open - 1);
    if (name_at(text, open + 1) != name || prefix.find_first_of(" />") != kNone) continue;
    const std::size_t close = text.find('>', at);
    if (close == kNone) return {};
    Tag tag;
    tag.begin = open;
    tag.after = close + 1;
    tag.empty = text[close - 1] == '/';
    const std::size_t end = at + name.size();
    tag.attributes = text.substr(end, close - end - (tag.empty && close > end ? 1 : 0));
    return tag;
  }
  return {};
}

std::string clean(std::string_view raw) {
  raw = trim(raw.substr(0, kLongestToken * 2));
  if (raw.starts_with("<![CDATA[")) {
    raw.remove_prefix(9);
    return clean_text(raw.substr(0, raw.find("]]>")));
  }
  return clean_text(decode_entities(raw));
}

std::string text_of_tag(std::string_view text, const Tag& tag) {
  if (!tag.found() || tag.empty) return {};
  const std::string_view rest = text.substr(tag.after);
  return clean(rest.substr(0, rest.find("</")));
}

std::string attribute(std::string_view attributes, std::string_view name) {
  for (std::size_t at = attributes.find(name); at != kNone; at = attributes.find(name, at + 1)) {
    if (at == 0 || !ends_name(attributes[at - 1])) continue;
    std::string_view rest = trim(attributes.substr(at + name.size()));
    if (!rest.starts_with('=')) continue;
    rest = trim(rest.substr(1));
    if (rest.empty() || (rest.front() != '"' && rest.front() != '\'')) continue;
    return clean(rest.substr(1, rest.find(rest.front(), 1) - 1));
  }
  return {};
}

std::optional<std::int64_t> count_of(const std::string& text) {
  std::int64_t value = -1;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

Error not_oai(std::string what) {
  return {ErrorCode::kBadContent, "not_oai", std::move(what),
          "check base_url: it has to be the repository's OAI-PMH address"};
}

// One past the last end tag of a record or header: what follows them is the list's own.
std::size_t end_of_records(std::string_view body) {
  for (std::size_t at = body.rfind("</"); at != kNone && at > 0; at = body.rfind("</", at - 1)) {
    const std::string_view name = name_at(body, at + 2);
    if (name == "record" || name == "header") return at;
    if (name == "request" || name == "error") break;  // before all records
  }
  return 0;
}

Result<void> check_envelope(std::string_view body) {
  if (const Tag root = find_tag(body.substr(0, 64U << 10U), "OAI-PMH", 0); !root.found()) {
    return not_oai("the reply is not of OAI-PMH: " +
                   quoted_for_message(trim(body.substr(0, kLongestText)), 120));
  }
  // Its end tag is the last mention but for comments behind it.
  std::size_t end = body.rfind("OAI-PMH");
  for (int i = 0; i < 10 && end != kNone && end > 0; ++i, end = body.rfind("OAI-PMH", end - 1)) {
    const std::size_t least = end > kLongestName ? end - kLongestName : 0;
    const std::string_view before = body.substr(least, end - least);
    const std::size_t open = before.rfind("</");
    const bool closed = body.find('>', end) != kNone;
    if (closed && open != kNone && before.find_first_of(" >", open) == kNone) return {};
  }
  return Error{ErrorCode::kBadContent, "cut_reply", "the reply ends before its end", ""};
}

}  // namespace

bool OaiReply::has_error(std::string_view code) const {
  return std::any_of(errors.begin(), errors.end(),
                     [code](const OaiFailure& failure) { return failure.code == code; });
}

std::string utc_time(std::string_view text) {
  text = trim(text);
  if (text.size() < 20 || text.size() > 40) return {};
  std::string_view zone = text.substr(19);
  if (zone.starts_with('.')) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto end = std::find_if_not(zone.begin() + 1, zone.end(), digit);
    zone.remove_prefix(static_cast<std::size_t>(end - zone.begin()));
  }
  const auto time = parse_timestamp(std::string(text.substr(0, 19)) + "Z");
  if (!time || zone.empty()) return {};
  if (zone == "Z" || zone == "z") return format_timestamp(*time);
  // "+05:45": the offset as a time of day.
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-')) return {};
  const auto offset = parse_timestamp("1970-01-01T" + std::string(zone.substr(1)) + ":00Z");
  if (!offset) return {};
  const auto ahead = offset->time_since_epoch();
  return format_timestamp(zone[0] == '+' ? *time - ahead : *time + ahead);
}

Result<std::string> readable_reply(std::string body) {
  const std::string_view head = std::string_view(body).substr(0, 4);
  const bool wide =
      head.starts_with("\xFE\xFF") || head.starts_with("\xFF\xFE") || head.find('\0') != kNone;
  if (!wide) return body;
  const std::size_t most = body.size() * 2 + 16;
  const std::unique_ptr<ByteSource> bytes = memory_source(std::move(body));
  const std::unique_ptr<ByteSource> text = utf8_source(*bytes);
  return read_all(*text, most);
}

Result<OaiReply> parse_oai_reply(std::string_view body) {
  EVIDENCE_TRY(check_envelope(body));
  OaiReply reply;
  const std::size_t first =
      std::min(find_tag(body, "record", 0).begin, find_tag(body, "header", 0).begin);
  reply.has_records = first != kNone;
  const std::string_view head = body.substr(0, first);
  reply.response_date = utc_time(text_of_tag(head, find_tag(head, "responseDate", 0)));
  for (Tag tag = find_tag(head, "error", 0); tag.found() && reply.errors.size() < kMostErrors;
       tag = find_tag(head, "error", tag.after)) {
    std::string message = text_of_tag(head, tag);
    message.resize(truncate_utf8(message, kLongestText).size());
    reply.errors.push_back({attribute(tag.attributes, "code"), std::move(message)});
  }
  const std::size_t tail = reply.has_records ? end_of_records(body) : 0;
  const Tag token = find_tag(body, "resumptionToken", tail);
  if (reply.has_records) {
    const std::size_t end = token.found() ? token.begin : body.size();
    reply.list = body.substr(first, std::max(end, first) - first);
  }
  if (!token.found()) return reply;
  reply.token = text_of_tag(body, token);
  reply.list_size = count_of(attribute(token.attributes, "completeListSize"));
  reply.expires = utc_time(attribute(token.attributes, "expirationDate"));
  if (reply.token.size() > kLongestToken) {
    return Error{ErrorCode::kBadContent, "bad_token",
                 "the repository's resumption token is longer than 8,192 bytes", ""};
  }
  return reply;
}

Result<OaiIdentity> parse_oai_identity(std::string_view body) {
  pugi::xml_document document;
  EVIDENCE_TRY(parse_xml(body, document, {kIdentifyBytes, 64}));
  const pugi::xml_node found = document.find_node(
      [](const pugi::xml_node& node) { return local_name_is(node, "Identify"); });
  if (!found) return not_oai("the reply to Identify says nothing about the repository");
  OaiIdentity identity;
  for (const pugi::xml_node& node : found.children()) {
    const auto is = [&node](std::string_view name) { return local_name_is(node, name); };
    if (is("repositoryName")) {
      identity.repository_name = node_text(node);
    } else if (is("protocolVersion")) {
      identity.protocol_version = node_text(node);
    } else if (is("earliestDatestamp")) {
      identity.earliest_datestamp = node_text(node);
    } else if (is("granularity")) {
      // "YYYY-MM-DDThh:mm:ssZ", in whatever case.
      identity.seconds = node_text(node).find_first_of("Tt") != kNone;
    } else if (is("deletedRecord")) {
      const std::string policy = to_lower_ascii(node_text(node));
      if (policy == "no") identity.deletions = OaiDeletions::kNo;
      if (policy == "transient") identity.deletions = OaiDeletions::kTransient;
      if (policy == "persistent") identity.deletions = OaiDeletions::kPersistent;
    }
  }
  return identity;
}

Result<std::vector<OaiHeader>> parse_oai_headers(std::string_view body, std::size_t max_bytes) {
  pugi::xml_document document;
  EVIDENCE_TRY(parse_xml(body, document, {max_bytes, 64}));
  const pugi::xml_node list = document.find_node(
      [](const pugi::xml_node& node) { return local_name_is(node, "ListIdentifiers"); });
  std::vector<OaiHeader> headers;
  for (const pugi::xml_node& node : list.children()) {
    if (!local_name_is(node, "header")) continue;
    OaiHeader header;
    header.deleted = std::string_view(node.attribute("status").value()) == "deleted";
    for (const pugi::xml_node& child : node.children()) {
      if (local_name_is(child, "identifier")) header.identifier = node_text(child);
      if (local_name_is(child, "datestamp")) header.datestamp = node_text(child);
    }
    if (!header.identifier.empty()) headers.push_back(std::move(header));
  }
  return headers;
}

Error error_of(const std::vector<OaiFailure>& errors, std::string_view log_url) {
  std::string what;
  std::string hint = "look at the address in a browser, then correct the source's file";
  bool expired = false;
  for (const OaiFailure& failure : errors) {
    what += (what.empty() ? "" : "; ") + quoted_for_message(failure.code, 40);
    if (!failure.message.empty()) what += " (" + quoted_for_message(failure.message, 200) + ")";
    expired = expired || failure.code == "badResumptionToken";
    if (failure.code == "cannotDisseminateFormat") {
      hint = "options.metadata_prefix: ask the repository with ?verb=ListMetadataFormats";
    } else if (failure.code == "noSetHierarchy") {
      hint = "this repository has no sets: take options.sets out of the source's file";
    } else if (failure.code == "badArgument") {
      hint = "check options.metadata_prefix and options.sets in the source's file";
    } else if (failure.code == "badVerb") {
      hint = "check base_url: it has to be the repository's OAI-PMH address, without arguments";
    }
  }
  if (what.empty()) what = "an error without a code";
  if (expired) {
    return {ErrorCode::kUpstream, "cursor_expired",
            "the repository no longer knows its resumption token: " + what,
            "the window is harvested again from its beginning"};
  }
  return {ErrorCode::kUpstream, "upstream_rejected",
          "the repository reports " + what + " (" + std::string(log_url) + ")", std::move(hint)};
}

}  // namespace evidence
