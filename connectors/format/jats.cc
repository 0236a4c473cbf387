#include "connectors/format/jats.h"

#include <charconv>
#include <utility>

#include "base/text.h"
#include "base/xml.h"
#include "connectors/format/front_matter_source.h"
#include "connectors/format/identifier_links.h"
#include "connectors/format/jats_parts.h"
#include "connectors/format/xml_fields.h"
#include "connectors/format/xml_splitter.h"

namespace evidence {
namespace {

XmlTag classify_tag(std::string_view name, std::string_view root) {
  if (name == "article" || name == "book-part-wrapper" || name == "book") return XmlTag::kEntry;
  if (name == "articles" || name == "pmc-articleset") return XmlTag::kRoot;
  if (!root.empty()) return XmlTag::kOther;
  const bool foreign = name == "html" || name == "HTML" || name == "PubmedArticleSet" ||
                       name == "rss" || name == "feed" || name == "RDF";
  return foreign ? XmlTag::kForeign : XmlTag::kOther;
}

constexpr XmlSplitRules kRules{"article", "JATS article", "Error", classify_tag};

// Positions that the splitter counts in the front matter are made those of the file.
class JatsReader final : public EntryReader {
 public:
  explicit JatsReader(ByteSource& source) : front_(source), splitter_(split_xml(front_, kRules)) {}

  Result<std::optional<Entry>> next() override {
    EVIDENCE_ASSIGN(std::optional<Entry> entry, splitter_->next());
    if (entry) set_offset(entry->raw.position);
    return entry;
  }

 private:
  void set_offset(std::string& position) {
    constexpr std::string_view kMark = " at byte ";
    const std::size_t mark = position.rfind(kMark);
    if (mark == std::string::npos) return;
    const std::size_t digits = mark + kMark.size();
    std::uint64_t offset = 0;
    std::from_chars(position.data() + digits, position.data() + position.size(), offset);
    position.replace(digits, std::string::npos, std::to_string(front_.original_offset(offset)));
  }

  FrontMatterSource front_;
  std::unique_ptr<EntryReader> splitter_;
};

std::string bounded(std::string_view type, std::string_view text) {
  return std::string(truncate_utf8(type, 40)) + ":" + std::string(truncate_utf8(text, 150));
}

// The source's own key: what PMC, then the rest of the world calls the article.
std::string key_of(const jats::Reading& in) {
  for (const IdentifierScheme scheme :
       {IdentifierScheme::kPmcid, IdentifierScheme::kDoi, IdentifierScheme::kPmid}) {
    for (const Identifier& identifier : in.record.identifiers) {
      if (identifier.scheme() != scheme) continue;
      return scheme == IdentifierScheme::kPmid ? "pmid:" + identifier.value() : identifier.value();
    }
  }
  for (const char* type : {"publisher-id", "pii", "manuscript", "publisher-manuscript", "isbn",
                           "other", "art-access-id"}) {
    const auto found = in.own_ids.find(type);
    if (found != in.own_ids.end() && !found->second.empty()) {
      return bounded(type, found->second);
    }
  }
  // Archives have types of their own: "jstor".
  for (const auto& [type, text] : in.own_ids) {
    if (type != "doi" && type != "pmid" && type != "pmc" && type != "pmcid" && !text.empty()) {
      return bounded(type, text);
    }
  }
  return {};
}

}  // namespace

bool JatsFormat::recognises(std::string_view head, std::string_view file_name) const {
  for (const std::string_view mark :
       {"<pmc-articleset", "<book-part-wrapper", "//NLM//DTD JATS", "//NLM//DTD Journal",
        "//NLM//DTD BITS", "JATS-archivearticle", "jats.nlm.nih.gov/ns", "journalpublishing.dtd",
        "archivearticle.dtd", "JATS-journalpublishing"}) {
    if (head.find(mark) != std::string_view::npos) return true;
  }
  const bool article = head.find("<article ") != std::string_view::npos ||
                       head.find("<article>") != std::string_view::npos;
  const bool html =
      head.find("<html") != std::string_view::npos || head.find("<HTML") != std::string_view::npos;
  if (!article || html) return false;
  return file_name.ends_with(".nxml") || head.find("article-type=") != std::string_view::npos ||
         head.find("dtd-version=") != std::string_view::npos ||
         head.find("<front>") != std::string_view::npos;
}

std::unique_ptr<EntryReader> JatsFormat::open(ByteSource& source) const {
  return std::make_unique<JatsReader>(source);
}

ParsedEntry JatsFormat::parse(const RawEntry& entry) const {
  ParsedEntry parsed;
  // Harvested whole, as from OAI-PMH, an article still has its full text.
  const RawEntry front{front_matter_of(entry.bytes), entry.position};
  pugi::xml_document document;
  if (!parse_entry_xml(front, document, parsed)) return parsed;
  const pugi::xml_node root = document.document_element();
  jats::simplify(root);
  jats::Reading in{{{}, {}, entry.position}, {}, {}};
  if (local_name_is(root, "article")) {
    jats::read_article(in, root);
    // Only processing instructions of PMC say this.
    if (front.bytes.find("<?properties open_access?>") != std::string::npos) {
      in.record.open_access = OpenAccess::kOpen;
    }
  } else {
    jats::read_book(in, root);
  }
  if (in.record.source_record_id.empty()) in.record.source_record_id = key_of(in);
  add_identifier_links(in.record);
  return std::move(in).finish(
      "the article has no PMCID, DOI, PMID or publisher's number, so it cannot be kept or found "
      "again");
}

}  // namespace evidence
