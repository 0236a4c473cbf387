#include "connectors/format/nice.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/text.h"
#include "base/url.h"
#include "connectors/format/identifier_links.h"
#include "connectors/format/json_fields.h"
#include "connectors/format/json_splitter.h"
#include "connectors/format/xml_fields.h"
#include "connectors/format/xml_splitter.h"
#include "model/currency.h"

namespace evidence {
namespace {

constexpr std::array<std::string_view, 12> kLists = {
    "IndexItems", "indexItems", "Index.IndexItems", "index.indexItems", "GuidanceItems",
    "Items",      "items",      "Results",          "results",          "Entries",
    "entries",    "Guidance"};

XmlTag classify_tag(std::string_view name, std::string_view root) {
  if (is_nice_entry(name)) return XmlTag::kEntry;
  if (!root.empty()) return XmlTag::kOther;
  return name == "html" || name == "HTML" ? XmlTag::kForeign : XmlTag::kRoot;
}

constexpr XmlSplitRules kXmlRules{"guidance", "NICE guidance index", "", classify_tag};
const JsonSplitRules kJsonRules{"guidance", "NICE guidance index", kLists, {}, true};

// The source with its first bytes looked at and given again.
class PeekedSource final : public ByteSource {
 public:
  explicit PeekedSource(ByteSource& inner) : inner_(inner) {
    std::array<char, 256> buffer{};
    while (head_.size() < 64) {
      const Result<std::size_t> got = inner_.read(buffer);
      if (!got.ok()) {
        failure_ = got.error();
        return;
      }
      if (*got == 0) return;
      head_.append(buffer.data(), *got);
    }
  }
  [[nodiscard]] bool is_xml() const {
    std::string_view text = head_;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    return trim(text).starts_with('<');
  }
  Result<std::size_t> read(std::span<char> buffer) override {
    if (at_ < head_.size()) {
      const std::size_t count = std::min(buffer.size(), head_.size() - at_);
      std::memcpy(buffer.data(), head_.data() + at_, count);
      at_ += count;
      return count;
    }
    if (failure_) return *failure_;
    return inner_.read(buffer);
  }
  [[nodiscard]] std::uint64_t position() const override { return inner_.position(); }
  [[nodiscard]] std::uint64_t size() const override { return inner_.size(); }

 private:
  ByteSource& inner_;
  std::string head_;
  std::size_t at_ = 0;
  std::optional<Error> failure_;
};

class NiceReader final : public EntryReader {
 public:
  explicit NiceReader(ByteSource& source)
      : source_(source),
        reader_(source_.is_xml() ? split_xml(source_, kXmlRules)
                                 : split_json(source_, kJsonRules)) {}
  Result<std::optional<Entry>> next() override { return reader_->next(); }

 private:
  PeekedSource source_;
  std::unique_ptr<EntryReader> reader_;
};

// "GuidanceNumber", "guidance-number", "@guidanceNumber" → "guidancenumber".
std::string plain_name(std::string_view key) {
  if (const auto colon = key.rfind(':'); colon != std::string_view::npos)
    key.remove_prefix(colon + 1);
  std::string plain;
  for (const char c : to_lower_ascii(key)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) plain += c;
  }
  return plain;
}

// The first of `names` that the object or its metadata has, whatever the case of its members.
JsonView find(const JsonView& entry, std::span<const std::string_view> names) {
  const json::object* members = entry.object();
  if (members == nullptr) return {};
  for (const std::string_view name : names) {
    for (const auto& pair : *members) {
      const JsonView value(&pair.value());
      if (value.present() && plain_name(std::string_view(pair.key())) == name) return value;
    }
  }
  constexpr std::array<std::string_view, 2> kMetadata = {"metadataapplicationprofile", "metadata"};
  for (const auto& pair : *members) {
    const std::string name = plain_name(std::string_view(pair.key()));
    if (std::find(kMetadata.begin(), kMetadata.end(), name) == kMetadata.end()) continue;
    if (const JsonView found = find(JsonView(&pair.value()), names); found.present()) return found;
  }
  return {};
}

constexpr std::array<std::string_view, 5> kNumber = {"guidancenumber", "guidancereference",
                                                     "guidanceref", "reference", "number"};
constexpr std::array<std::string_view, 2> kId = {"identifier", "id"};
constexpr std::array<std::string_view, 4> kTitle = {"title", "guidancetitle", "name", "longtitle"};
constexpr std::array<std::string_view, 6> kIssued = {
    "issued", "publicationdate", "published", "datepublished", "publisheddate", "issueddate"};
constexpr std::array<std::string_view, 7> kModified = {
    "modified",    "lastmodified", "lastmodifieddate", "modifieddate",
    "lastupdated", "updated",      "datemodified"};
// Of the guidance's currency: only members that name it plainly, because the service's own words
// could not be confirmed on replies. What an entry does not have stays unknown.
constexpr std::array<std::string_view, 4> kReviewDue = {"nextreviewdate", "reviewduedate",
                                                        "nextreview", "reviewdue"};
constexpr std::array<std::string_view, 3> kLastReviewed = {"lastreviewed", "lastrevieweddate",
                                                           "lastreviewdate"};
constexpr std::array<std::string_view, 2> kGuidanceStatus = {"guidancestatus", "status"};
constexpr std::array<std::string_view, 2> kReplacedBy = {"supersededby", "replacedby"};
constexpr std::array<std::string_view, 2> kWithdrawn = {"withdrawndate", "datewithdrawn"};
constexpr std::array<std::string_view, 6> kType = {"guidancetype", "guidanceprogramme", "programme",
                                                   "program",      "resourcetype",      "type"};
constexpr std::array<std::string_view, 3> kSummary = {"description", "summary", "abstract"};
constexpr std::array<std::string_view, 4> kAddress = {"weburl", "uri", "url", "href"};
constexpr std::array<std::string_view, 2> kLinks = {"links", "link"};
constexpr std::array<std::string_view, 2> kSubjects = {"subjects", "subject"};

// "NG28" in "NG28", "ng28" or ".../guidance/NG28"; "" where there is none.
std::string guidance_number(std::string_view text) {
  text = trim(text);
  if (const auto slash = text.rfind('/'); slash != std::string_view::npos) {
    text.remove_prefix(slash + 1);
  }
  std::size_t letters = 0;
  while (letters < text.size() && ((text[letters] >= 'A' && text[letters] <= 'Z') ||
                                   (text[letters] >= 'a' && text[letters] <= 'z'))) {
    ++letters;
  }
  const std::string_view digits = text.substr(letters);
  if (letters < 2 || letters > 5 || digits.empty() || digits.size() > 5 ||
      !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return "";
  }
  std::string number(text);
  std::transform(number.begin(), number.end(), number.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return number;
}

// NICE's programmes by the letters of the guidance number, where the entry does not name its own.
struct Programme {
  std::string_view letters, name;
  bool guideline;
};
constexpr std::array kProgrammes{
    Programme{"NG", "NICE guideline", true},
    Programme{"CG", "Clinical guideline", true},
    Programme{"PH", "Public health guideline", true},
    Programme{"SC", "Social care guideline", true},
    Programme{"SG", "Safe staffing guideline", true},
    Programme{"MPG", "Medicines practice guideline", true},
    Programme{"CSG", "Cancer service guideline", true},
    Programme{"APG", "Antimicrobial prescribing guideline", true},
    Programme{"TA", "Technology appraisal guidance", false},
    Programme{"HST", "Highly specialised technology guidance", false},
    Programme{"IPG", "Interventional procedures guidance", false},
    Programme{"MTG", "Medical technologies guidance", false},
    Programme{"DG", "Diagnostics guidance", false},
    Programme{"QS", "Quality standard", false},
    Programme{"ES", "Evidence summary", false},
};

void read_types(const JsonView& entry, const std::string& number, Record& record) {
  const std::string letters = number.substr(0, number.find_first_of("0123456789"));
  const auto programme =
      std::find_if(kProgrammes.begin(), kProgrammes.end(),
                   [&letters](const Programme& one) { return one.letters == letters; });
  record.publication_types = find(entry, kType).texts();
  if (record.publication_types.empty() && programme != kProgrammes.end()) {
    record.publication_types.emplace_back(programme->name);
  }
  const bool named =
      std::any_of(record.publication_types.begin(), record.publication_types.end(),
                  [](const std::string& type) {
                    return to_lower_ascii(type).find("guideline") != std::string::npos;
                  });
  if (named || (programme != kProgrammes.end() && programme->guideline)) {
    record.publication_types.emplace_back("Practice Guideline");
  }
}

bool is_readers_site(const WebUrl& url) {
  return host_is_within(url.host, "nice.org.uk") && url.host != "api.nice.org.uk";
}

// Addresses among the entry's own members and its links, those for programs left out.
void read_links(const JsonView& entry, const std::string& number, Record& record) {
  const auto add = [&record](const std::string& text) {
    const auto url = parse_web_url(text);
    if (!url.ok() || !is_readers_site(*url)) return;
    const bool known = std::any_of(record.links.begin(), record.links.end(),
                                   [&url](const Link& link) { return link.url == url->text; });
    if (!known && record.links.size() < kRecordLimits.links) {
      record.links.push_back({url->text, "publisher", true});
    }
  };
  add(find(entry, kAddress).raw());
  for (const JsonView& links : find(entry, kLinks).list()) {
    add(find(links, kAddress).raw());
  }
  if (record.links.empty() && !number.empty()) {
    add("https://www.nice.org.uk/guidance/" + to_lower_ascii(number));
  }
}

PartialDate read_date(const JsonView& entry, std::span<const std::string_view> names,
                      std::string_view what, const RawEntry& raw, ParsedEntry& parsed) {
  const std::string text = find(entry, names).text();
  if (text.empty()) return {};
  const PartialDate date = loose_date(text);
  if (!date.known()) {
    parsed.problems.push_back({raw.position, "bad_date",
                               "the " + std::string(what) + " date " +
                                   quoted_for_message(text, 40) + " is not understood"});
  }
  return date;
}

void read_currency(const JsonView& entry, const RawEntry& raw, ParsedEntry& parsed,
                   Record& record) {
  Currency& currency = record.currency;
  currency.review_due = read_date(entry, kReviewDue, "review", raw, parsed);
  currency.last_reviewed = read_date(entry, kLastReviewed, "last review", raw, parsed);
  // "Published" and the like say nothing about whether it still holds.
  currency.stated = currency_statement_by_word(find(entry, kGuidanceStatus).text())
                        .value_or(CurrencyStatement::kNone);
  currency.withdrawn_on = read_date(entry, kWithdrawn, "withdrawal", raw, parsed);
  if (currency.withdrawn_on.known()) currency.stated = CurrencyStatement::kWithdrawn;
  for (const std::string& other : find(entry, kReplacedBy).texts()) {
    record.relations.push_back(superseded_by(other));
  }
}

void read_record(const JsonView& entry, const RawEntry& raw, ParsedEntry& parsed) {
  Record record;
  std::string number = guidance_number(find(entry, kNumber).text());
  if (number.empty()) number = guidance_number(find(entry, kId).text());
  for (const JsonView& link : find(entry, kLinks).list()) {
    if (number.empty()) number = guidance_number(find(link, kAddress).raw());
  }
  if (number.empty()) number = guidance_number(find(entry, kAddress).raw());
  record.source_record_id = number.empty() ? find(entry, kId).text() : number;
  record.title = find(entry, kTitle).text();
  if (record.source_record_id.empty() || record.source_record_id.size() > 200) {
    parsed.problems.push_back(
        {raw.position, "no_identifier", "the entry has no guidance number, so it cannot be kept"});
    return;
  }
  if (record.title.empty()) {
    parsed.problems.push_back(
        {raw.position, "no_title",
         "guidance " + quoted_for_message(record.source_record_id, 40) + " has no title"});
    return;
  }
  if (auto id = Identifier::parse(IdentifierScheme::kLocal, record.source_record_id); id.ok()) {
    record.identifiers.push_back(std::move(id).value());
  }
  read_types(entry, number, record);
  record.publication.publisher = "National Institute for Health and Care Excellence";
  record.publication.date = read_date(entry, kIssued, "publication", raw, parsed);
  record.datestamp = format_date(read_date(entry, kModified, "modification", raw, parsed));
  read_currency(entry, raw, parsed, record);
  if (std::string text = find(entry, kSummary).text(); !text.empty()) {
    record.abstract.push_back({"", std::move(text)});
  }
  for (std::string& label : find(entry, kSubjects).texts()) {
    record.subjects.push_back({"nice", "", std::move(label), "", "", false});
  }
  record.languages.emplace_back("eng");
  record.open_access = OpenAccess::kOpen;
  read_links(entry, number, record);
  apply_limits(record);
  parsed.records.push_back(std::move(record));
}

}  // namespace

std::span<const std::string_view> nice_lists() { return kLists; }

bool is_nice_entry(std::string_view element_name) {
  return element_name == "IndexItem" || element_name == "GuidanceItem" ||
         element_name == "GuidanceDocument" || element_name == "entry";
}

bool NiceFormat::recognises(std::string_view head, std::string_view /*file_name*/) const {
  return head.find("api.nice.org.uk") != std::string_view::npos ||
         head.find("\"GuidanceNumber\"") != std::string_view::npos ||
         head.find("<GuidanceNumber>") != std::string_view::npos;
}

std::unique_ptr<EntryReader> NiceFormat::open(ByteSource& source) const {
  return std::make_unique<NiceReader>(source);
}

ParsedEntry NiceFormat::parse(const RawEntry& entry) const {
  ParsedEntry parsed;
  if (trim(entry.bytes).starts_with('<')) {
    pugi::xml_document document;
    if (!parse_entry_xml(entry, document, parsed)) return parsed;
    const json::value value = xml_as_json(document.document_element());
    read_record(JsonView(&value), entry, parsed);
    return parsed;
  }
  const auto value = parse_entry_json(entry, parsed);
  if (value) read_record(JsonView(&*value), entry, parsed);
  return parsed;
}

}  // namespace evidence
