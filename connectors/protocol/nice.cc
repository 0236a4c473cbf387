#include "connectors/protocol/nice.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/text.h"
#include "base/xml.h"
#include "connectors/format/nice.h"
#include "connectors/format/xml_fields.h"
#include "connectors/protocol/rest_pages.h"

namespace evidence {
namespace {

constexpr int kAnyPerPage = 1'000'000;  // the service decides
constexpr std::int64_t kMostPages = 1'000;
constexpr std::string_view kAccept = "application/vnd.nice.syndication.guidance+json";

constexpr std::array kOptions{
    OptionInfo{"accept",
               "the media type asked for; default application/vnd.nice.syndication.guidance+json"},
};

constexpr std::array<std::string_view, 3> kLinkLists = {"Links", "links", "link"};
constexpr std::array<std::string_view, 6> kLinkAddress = {"Href", "href", "Uri",
                                                          "uri",  "Url",  "url"};

std::string origin_of(const std::string& url) {
  const auto host = url.find("://");
  if (host == std::string::npos) return "";
  return url.substr(0, url.find('/', host + 3));
}

Error no_entries() {
  return {ErrorCode::kBadContent, "bad_reply",
          "the reply of NICE has no guidance entries that could be recognised",
          "look at base_url and options.accept in the source's file"};
}

Result<std::string> usable_link(const std::string& link) {
  if (link.empty()) return std::string();
  if (!is_rest_token(link)) {
    return Error{ErrorCode::kBadContent, "bad_token",
                 "the reply's link to the next page is no address that could be asked", ""};
  }
  return link;
}

std::string next_link_in(const json::object& object) {
  for (const std::string_view list : kLinkLists) {
    const json::array* links = array_at(object, list);
    if (links == nullptr) continue;
    for (const json::value& value : *links) {
      const json::object* link = value.if_object();
      if (link == nullptr) continue;
      std::string rel = string_member(*link, "Rel");
      if (rel.empty()) rel = string_member(*link, "rel");
      if (to_lower_ascii(rel) != "next") continue;
      for (const std::string_view name : kLinkAddress) {
        if (std::string address = string_member(*link, name); !address.empty()) return address;
      }
    }
  }
  return "";
}

Result<RestMarks> read_json(std::string_view body, std::size_t max_bytes) {
  EVIDENCE_ASSIGN(const json::value reply, parse_page(body, max_bytes));
  const json::object& object = reply.get_object();
  for (const std::string_view list : nice_lists()) {
    const json::array* entries = array_at(object, list);
    if (entries == nullptr) continue;
    if (entries->empty()) return no_entries();
    RestMarks marks;
    marks.entries = static_cast<std::int64_t>(entries->size());
    EVIDENCE_ASSIGN(marks.next, usable_link(next_link_in(object)));
    return marks;
  }
  return not_a_page("NICE", object);
}

Result<RestMarks> read_xml(std::string_view body, std::size_t max_bytes) {
  pugi::xml_document document;
  const Result<void> parsed = parse_xml(body, document, {max_bytes, 64});
  if (!parsed.ok()) {
    if (parsed.error().code == ErrorCode::kTooLarge) return parsed.error();
    return Error{ErrorCode::kBadContent, "cut_reply",
                 "the reply is not complete XML: " + parsed.error().message, ""};
  }
  // Counts as the format's splitter does: outermost entries anywhere below the root.
  struct Counter final : pugi::xml_tree_walker {
    std::int64_t entries = 0;
    std::string next;
    bool for_each(pugi::xml_node& node) override {
      const std::string_view full = node.name();
      const std::string_view name = full.substr(full.find(':') + 1);
      bool inside = false;
      for (pugi::xml_node up = node.parent(); up; up = up.parent()) {
        const std::string_view outer = up.name();
        inside = inside || is_nice_entry(outer.substr(outer.find(':') + 1));
      }
      if (inside) return true;
      if (is_nice_entry(name)) {
        ++entries;
      } else if (to_lower_ascii(name) == "link" && next.empty()) {
        read_link(node);
      }
      return true;
    }
    void read_link(const pugi::xml_node& node) {
      std::string rel = node.attribute("rel").value();
      if (rel.empty()) rel = node.attribute("Rel").value();
      if (to_lower_ascii(rel) != "next") return;
      for (const std::string_view name : kLinkAddress) {
        if (next.empty()) next = node.attribute(std::string(name).c_str()).value();
      }
    }
  };
  Counter counter;
  document.traverse(counter);
  if (counter.entries == 0) return no_entries();
  RestMarks marks;
  marks.entries = counter.entries;
  EVIDENCE_ASSIGN(marks.next, usable_link(counter.next));
  return marks;
}

class NiceConnector final : public RestConnector {
 public:
  NiceConnector(const SourceConfig& source, const ConnectorParts& parts, std::string accept)
      : RestConnector(source, parts), accept_(std::move(accept)) {}

 protected:
  [[nodiscard]] std::string_view service() const override { return "NICE"; }
  [[nodiscard]] std::string settings() const override { return accept_; }

  Result<Ask> ask(const RestCursor& place, const RestWindow& /*window*/) const override {
    Ask asked;
    asked.url = place.token.empty() ? source().base_url : place.token;
    // Also for a place that was stored: the key goes to no other server.
    if (origin_of(asked.url) != origin_of(source().base_url)) return foreign(asked.url);
    asked.headers.emplace_back("Accept", accept_);
    asked.headers.emplace_back("API-Key", source().api_key);
    return asked;
  }

  Result<RestMarks> read(std::string_view body) const override {
    return read_nice_page(body, source().max_page_bytes);
  }

  Result<bool> advance(RestCursor& place, const RestMarks& marks, const RestWindow& /*window*/,
                       FetchedPage& /*page*/) const override {
    if (marks.next.empty()) return true;
    const std::string here = place.token.empty() ? source().base_url : place.token;
    const std::string origin = origin_of(source().base_url);
    std::string next = marks.next;
    if (next.starts_with('/') && !next.starts_with("//")) {
      next = origin + next;
    } else if (next.starts_with('?')) {
      next = here.substr(0, here.find('?')) + next;
    }
    if (!next.starts_with(origin + "/")) return foreign(next);
    if (next == here || place.page >= kMostPages) {
      return Error{ErrorCode::kUpstream, "token_loop",
                   "NICE's links to the next page lead in a circle (" + redact_secrets(next) + ")",
                   "run the harvest again later"};
    }
    place.token = std::move(next);
    return false;
  }

 private:
  static Error foreign(const std::string& url) {
    return {ErrorCode::kBlocked, "foreign_link",
            "NICE's next page is said to be on another server: " +
                quoted_for_message(redact_secrets(url), 120),
            "the key is sent to base_url's server only"};
  }

  std::string accept_;
};

}  // namespace

Result<RestMarks> read_nice_page(std::string_view body, std::size_t max_bytes) {
  std::string_view text = body;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return trim(text.substr(0, 64)).starts_with('<') ? read_xml(body, max_bytes)
                                                   : read_json(body, max_bytes);
}

std::span<const OptionInfo> nice_options() { return kOptions; }

Result<std::unique_ptr<Connector>> make_nice_connector(const SourceConfig& source,
                                                       const ConnectorParts& parts) {
  EVIDENCE_TRY(check_rest_source(source, kAnyPerPage));
  if (source.api_key.empty()) {
    return bad_source(source, "NICE's syndication service needs an API key");
  }
  std::string accept = source.option("accept");
  if (accept.empty()) accept = kAccept;
  return std::unique_ptr<Connector>(
      std::make_unique<NiceConnector>(source, parts, std::move(accept)));
}

}  // namespace evidence
