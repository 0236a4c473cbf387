#include "connectors/format/feed_format.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/text.h"
#include "connectors/format/feed_parts.h"
#include "connectors/format/identifier_links.h"
#include "connectors/format/json_splitter.h"
#include "connectors/format/xml_fields.h"
#include "connectors/format/xml_splitter.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxHead = 64U << 10U;       // of a feed, for what it says about itself
constexpr std::size_t kMaxCatalogue = 64U << 20U;  // an OPDS 2 page, which is read whole
constexpr std::size_t kMaxEntry = 4U << 20U;
constexpr std::size_t kMaxGroup = 16U << 20U;

XmlTag classify_tag(std::string_view name, std::string_view root) {
  if (root.empty()) {
    if (name == "rss" || name == "RDF" || name == "feed") return XmlTag::kRoot;
    // A catalogue's entry by itself is a document of OPDS 1.
    if (name == "entry") return XmlTag::kEntry;
    const bool foreign = name == "html" || name == "HTML" || name == "article" ||
                         name == "OAI-PMH" || name == "PubmedArticleSet" || name == "opml" ||
                         name == "urlset" || name == "sitemapindex";
    return foreign ? XmlTag::kForeign : XmlTag::kOther;
  }
  const bool entry = root == "feed" ? name == "entry" || name == "deleted-entry" : name == "item";
  return entry ? XmlTag::kEntry : XmlTag::kOther;
}

constexpr XmlSplitRules kXmlRules{"entry", "RSS or Atom feed", "", classify_tag, kMaxEntry};

// A problem document or a licence in place of a catalogue. `envelope` ends before the entries.
std::optional<Error> refuse_other_json(std::string_view envelope) {
  for (const std::string_view mark :
       {"\"metadata\"", "\"publications\"", "\"navigation\"", "\"groups\"", "\"links\""}) {
    if (envelope.find(mark) != std::string_view::npos) return std::nullopt;
  }
  if (trim(envelope).ends_with('[') || trim(envelope).ends_with('{')) return std::nullopt;
  return Error{ErrorCode::kBadContent, "bad_json_file",
               "the reply is no OPDS 2 catalogue: " + quoted_for_message(trim(envelope), 160),
               "look at the address in the source's file"};
}

constexpr std::string_view kPublications[] = {"publications"};
constexpr std::string_view kGroups[] = {"groups"};

// Passes bytes through and keeps the first of them.
class HeadSource final : public ByteSource {
 public:
  explicit HeadSource(ByteSource& inner) : inner_(inner) {}

  // The first bytes, without taking them.
  Result<std::string_view> peek() {
    while (head_.size() < 1'024 && !ended_) {
      std::string chunk(4'096, '\0');
      EVIDENCE_ASSIGN(const std::size_t count, inner_.read({chunk.data(), chunk.size()}));
      head_.append(chunk, 0, count);
      ended_ = count == 0;
    }
    return std::string_view(head_);
  }

  Result<std::size_t> read(std::span<char> buffer) override {
    if (given_ < head_.size() && !replayed_) {
      const std::size_t count = std::min(buffer.size(), head_.size() - given_);
      std::copy_n(head_.data() + given_, count, buffer.data());
      given_ += count;
      return count;
    }
    replayed_ = true;
    if (ended_) return std::size_t{0};
    EVIDENCE_ASSIGN(const std::size_t count, inner_.read(buffer));
    if (head_.size() < kMaxHead) {
      head_.append(buffer.data(), std::min(count, kMaxHead - head_.size()));
    }
    return count;
  }
  [[nodiscard]] std::uint64_t position() const override { return inner_.position(); }
  [[nodiscard]] std::uint64_t size() const override { return inner_.size(); }
  [[nodiscard]] std::string_view head() const { return head_; }

 private:
  ByteSource& inner_;
  std::string head_;
  std::size_t given_ = 0;
  bool replayed_ = false;
  bool ended_ = false;
};

bool is_json(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  head = trim(head);
  return head.starts_with('{') || head.starts_with('[');
}

class FeedReader final : public EntryReader {
 public:
  explicit FeedReader(ByteSource& source) : source_(source) {}

  Result<std::optional<Entry>> next() override {
    if (!reader_) EVIDENCE_TRY(begin());
    EVIDENCE_ASSIGN(std::optional<Entry> entry, reader_->next());
    if (json_) return entry ? entry : next_of_groups();
    if (!entry) return entry;
    if (!channel_known_) {
      channel_ = feed::channel_in(source_.head().substr(0, offset_in(entry->raw.position)));
      channel_known_ = true;
    }
    if (entry->damage.empty()) {
      entry->raw.bytes = feed::envelope_of(channel_, entry->raw.bytes);
    }
    return entry;
  }

 private:
  Result<void> begin() {
    EVIDENCE_ASSIGN(const std::string_view head, source_.peek());
    json_ = is_json(head);
    if (!json_) {
      reader_ = split_xml(source_, kXmlRules);
      return {};
    }
    // Publications and groups of publications may stand in either order: each is looked for.
    EVIDENCE_ASSIGN(whole_, read_all(source_, kMaxCatalogue));
    has_groups_ = whole_.find("\"groups\"") != std::string::npos &&
                  whole_.find("\"publications\"") != std::string::npos;
    part_ = memory_source(whole_);
    reader_ = split_json(
        *part_,
        {"publication", "OPDS 2 catalogue", kPublications, {}, true, kMaxGroup, refuse_other_json});
    return {};
  }

  Result<std::optional<Entry>> next_of_groups() {
    if (!has_groups_) return std::optional<Entry>{};
    if (!in_groups_) {
      in_groups_ = true;
      std::unique_ptr<ByteSource> again = memory_source(std::move(whole_));
      reader_ =
          split_json(*again, {"group", "OPDS 2 catalogue", kGroups, {}, true, kMaxGroup, nullptr});
      part_ = std::move(again);
      return reader_->next();
    }
    return std::optional<Entry>{};
  }

  static std::size_t offset_in(const std::string& position) {
    std::size_t offset = std::string::npos;
    const std::size_t space = position.rfind(' ');
    if (space == std::string::npos) return offset;
    std::from_chars(position.data() + space + 1, position.data() + position.size(), offset);
    return offset;
  }

  HeadSource source_;
  std::string whole_;
  std::unique_ptr<ByteSource> part_;
  std::unique_ptr<EntryReader> reader_;
  feed::Channel channel_;
  bool channel_known_ = false;
  bool json_ = false, has_groups_ = false, in_groups_ = false;
};

bool has_any(std::string_view head, std::initializer_list<std::string_view> marks) {
  return std::any_of(marks.begin(), marks.end(), [head](std::string_view mark) {
    return head.find(mark) != std::string_view::npos;
  });
}

}  // namespace

std::string_view FeedFormat::name() const {
  switch (kind_) {
    case Kind::kRss:
      return "rss";
    case Kind::kAtom:
      return "atom";
    case Kind::kOpds:
      return "opds";
    case Kind::kAny:
      break;
  }
  return "feed";
}

bool FeedFormat::recognises(std::string_view head, std::string_view file_name) const {
  const bool json = is_json(head);
  const bool opds2 = json && has_any(head, {"application/opds+json", "opds-spec.org",
                                            "application/opds-publication+json"});
  const bool atom = !json && has_any(head, {"http://www.w3.org/2005/Atom", "<feed>", "<feed "}) &&
                    has_any(head, {"<feed", ":feed", "<entry", ":entry"});
  const bool opds1 = atom && has_any(head, {"opds-spec.org", "opds-catalog"});
  const bool rss = !json && has_any(head, {"<rss", "http://purl.org/rss/1.0/",
                                           "http://my.netscape.com/rdf/simple/0.9/"});
  switch (kind_) {
    case Kind::kRss:
      return rss;
    case Kind::kAtom:
      return atom && !rss && !opds1;
    case Kind::kOpds:
      return opds1 || opds2 || file_name.ends_with(".opds");
    case Kind::kAny:
      break;
  }
  return false;  // the three above are more certain
}

std::unique_ptr<EntryReader> FeedFormat::open(ByteSource& source) const {
  return std::make_unique<FeedReader>(source);
}

ParsedEntry FeedFormat::parse(const RawEntry& entry) const {
  if (is_json(entry.bytes)) return feed::read_publications(entry);
  ParsedEntry parsed;
  pugi::xml_document document;
  if (!parse_entry_xml(entry, document, parsed)) return parsed;
  pugi::xml_node root = document.document_element();
  feed::Reading in{{{}, {}, entry.position}, {}, false};
  if (name_is(root, "feed-entry")) {
    in.channel = feed::channel_of(root);
    root = root.find_child(
        [](const pugi::xml_node& child) { return child.type() == pugi::node_element; });
  }
  if (local_name_is(root, "item")) {
    feed::read_item(in, root);
  } else if (local_name_is(root, "deleted-entry")) {
    feed::read_deleted(in, root);
  } else if (local_name_is(root, "entry")) {
    feed::read_entry(in, root);
  } else {
    in.drop("bad_entry", "this is no entry of a feed");
  }
  parsed.problems = std::move(in.problems);
  parsed.skipped = in.skipped;
  if (in.skipped) return parsed;
  if (in.record.source_record_id.empty()) {
    parsed.problems.push_back({entry.position, "no_identifier",
                               "the entry has no DOI, id or link, so it cannot be kept or found "
                               "again"});
    return parsed;
  }
  if (!in.record.deleted && in.record.title.empty()) {
    parsed.problems.push_back({entry.position, "no_title", "the entry has no title"});
    return parsed;
  }
  if (!in.record.deleted) {
    add_identifier_links(in.record);
    apply_limits(in.record);
  }
  parsed.records.push_back(std::move(in.record));
  return parsed;
}

}  // namespace evidence
