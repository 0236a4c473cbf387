// Reading: first every parameter is put under its key, whichever version wrote it; then each value
// is judged, once it is known of what format the whole is.
#include <algorithm>
#include <map>

#include "access/openurl.h"
#include "access/openurl_author.h"
#include "access/openurl_id.h"
#include "access/openurl_key.h"
#include "access/openurl_query.h"
#include "access/openurl_warning.h"
#include "base/text.h"

namespace evidence {
namespace {

constexpr std::string_view kReferentPrefix = "rft.";

class Reader {
 public:
  OpenUrl read(const OpenUrlParameters& parameters) {
    std::size_t count = 0;
    for (const auto& [name, value] : parameters) {
      if (++count > kOpenUrlLimits.parameters) {
        warn("too_many", "",
             "More than " + std::to_string(kOpenUrlLimits.parameters) +
                 " parameters came; the rest is not read.");
        break;
      }
      sort_in(name, value);
    }
    settle_format();
    settle_values();
    settle_titles();
    settle_authors();
    settle_genre();
    return std::move(out_);
  }

 private:
  struct Value {
    std::string text;
    bool old = false;  // of a key without "rft."
  };

  void warn(std::string_view code, std::string_view parameter, std::string message) {
    add_warning(out_, code, parameter, std::move(message));
  }

  void sort_in(std::string_view raw_name, const std::string& raw_value) {
    const std::string name = to_lower_ascii(trim(raw_name));
    if (name.empty() || name.size() > kOpenUrlLimits.name_bytes) return;
    std::string value = clean_text(raw_value);
    if (value.empty()) return;
    if (value.size() > kOpenUrlLimits.value_bytes) {
      warn("too_long", name,
           "Only the first " + std::to_string(kOpenUrlLimits.value_bytes) + " bytes of " + name +
               " are read.");
      value = std::string(trim(truncate_utf8(value, kOpenUrlLimits.value_bytes)));
    }
    if (name.starts_with(kReferentPrefix)) {
      sort_in_key(name.substr(kReferentPrefix.size()), std::move(value), false);
    } else if (name == "rft_id" || name == "id") {
      any_new_ |= name == "rft_id";
      add_id(name, value);
    } else if (name.ends_with("_ref")) {
      warn("by_reference", name,
           "The address in " + name + " is not fetched; only what the link itself says is read.");
    } else if (is_old_key(name) || name == "doi" || name == "pmid") {
      sort_in_key(name, std::move(value), true);
    } else {
      sort_in_envelope(name, std::move(value));
    }
  }

  void sort_in_envelope(const std::string& name, std::string value) {
    if (name == "rft_val_fmt") {
      wanted_format_ = std::move(value);
    } else if (name == "rfr_id") {
      out_.referrer = std::move(value);
    } else if (name == "sid") {
      if (out_.referrer.empty()) out_.referrer = "info:sid/" + value;
    } else if (name == "svc_id") {
      const std::string service = to_lower_ascii(value);
      out_.full_text |=
          service == "fulltext" || service.ends_with("/fulltext") || service.ends_with(":fulltext");
    } else if (name == "svc.fulltext") {
      out_.full_text |= equals_ignoring_case(value, "yes");
    } else if ((name == "ctx_ver" || name == "url_ver") && value != "Z39.88-2004") {
      warn("unknown_version", name,
           quoted_for_message(value) + " is no version that is known here; read as Z39.88-2004.");
    }
    // Requester, referring entity and whatever other resolvers understand are none of ours.
  }

  void sort_in_key(const std::string& key, std::string value, bool old) {
    if (key == "doi" || key == "pmid" || key == "pmcid") {  // of no standard, but common
      add_id(key, key + ":" + value);
      return;
    }
    if (key == "au" || key == "creator") {
      printed_authors_.push_back(std::move(value));
      return;
    }
    if (key == "identifier") {  // Dublin Core
      add_id("rft.identifier", value);
      return;
    }
    any_new_ |= !old;
    const auto [kept, is_new] = values_.try_emplace(key, Value{value, old});
    if (is_new || kept->second.text == value) return;
    if (kept->second.old && !old) {  // what a mixture says in its newer half counts
      kept->second = {std::move(value), false};
      return;
    }
    if (kept->second.old != old) return;
    warn("repeated", old ? key : "rft." + key,
         (old ? key : "rft." + key) + " came more than once; the first, " +
             quoted_for_message(kept->second.text) + ", is used.");
  }

  void add_id(const std::string& parameter, const std::string& uri) {
    const auto identifier = identifier_of_uri(uri);
    if (!identifier) {
      if (out_.other_ids.size() < kOpenUrlLimits.ids &&
          std::find(out_.other_ids.begin(), out_.other_ids.end(), uri) == out_.other_ids.end()) {
        out_.other_ids.push_back(uri);
      }
      return;
    }
    if (!identifier->ok()) {
      warn("bad_id", parameter, identifier->error().message + "; it is left out.");
      return;
    }
    const Identifier& known = **identifier;
    if (std::find(out_.ids.begin(), out_.ids.end(), known) != out_.ids.end()) return;
    const bool one_only = known.scheme() == IdentifierScheme::kDoi ||
                          known.scheme() == IdentifierScheme::kPmid ||
                          known.scheme() == IdentifierScheme::kPmcid;
    const auto other = std::find_if(out_.ids.begin(), out_.ids.end(), [&](const Identifier& each) {
      return each.scheme() == known.scheme();
    });
    if (one_only && other != out_.ids.end()) {
      warn("repeated", parameter,
           "Two identifiers of one kind came; the first, " + quoted_for_message(other->value()) +
               ", is used.");
      return;
    }
    if (out_.ids.size() == kOpenUrlLimits.ids) {
      warn("too_many", parameter, "Too many identifiers came; the rest is not read.");
      return;
    }
    out_.ids.push_back(known);
  }

  // "" where there is none; taken out.
  std::string take(const std::string& key) {
    const auto found = values_.find(key);
    if (found == values_.end()) return "";
    std::string value = std::move(found->second.text);
    values_.erase(found);
    return value;
  }
  [[nodiscard]] bool has(const std::string& key) const { return values_.contains(key); }

  void settle_format() {
    const auto genre = values_.find("genre");
    if (genre != values_.end()) {
      genre->second.text = to_lower_ascii(genre->second.text);
      genre_ = genre->second.text;
    }
    if (wanted_format_.starts_with(kMatrixPrefix)) {
      if (const auto format = openurl_format_by_name(wanted_format_.substr(kMatrixPrefix.size()))) {
        out_.format = *format;
        return;
      }
    }
    if (!wanted_format_.empty()) {
      warn("unknown_format", "rft_val_fmt",
           "The format " + quoted_for_message(wanted_format_) +
               " is not known here; what is known of its fields is used.");
    }
    const bool book_number = has("isbn") && !has("issn") && !has("eissn");
    const bool as_book = has("btitle") || book_number;
    if (genre_ == "dissertation") {
      out_.format = OpenUrlFormat::kDissertation;
    } else if (is_book_genre(genre_) && (as_book || !is_journal_genre(genre_))) {
      out_.format = OpenUrlFormat::kBook;
    } else if (!is_journal_genre(genre_) && as_book) {
      out_.format = OpenUrlFormat::kBook;
    }
  }

  void settle_number(const std::string& key, IdentifierScheme scheme, std::string& out) {
    const bool old = has(key) && values_.at(key).old;
    const std::string value = take(key);
    if (value.empty()) return;
    const auto number = Identifier::parse(scheme, value);
    if (number.ok()) {
      out = number->value();
      return;
    }
    warn("bad_" + std::string(scheme_name(scheme)), old ? key : "rft." + key,
         number.error().message + "; it is left out.");
  }

  void settle_values() {
    settle_number("issn", IdentifierScheme::kIssn, out_.issn);
    settle_number("eissn", IdentifierScheme::kIssn, out_.eissn);
    settle_number("isbn", IdentifierScheme::kIsbn, out_.isbn);
    if (const std::string date = take("date"); !date.empty()) {
      // W3CDTF may go on with the time of day.
      const std::string_view day = std::string_view(date).substr(0, date.find('T'));
      if (const auto parsed = parse_date(trim(day))) {
        out_.date = *parsed;
      } else {
        warn("bad_date", "rft.date",
             quoted_for_message(date) +
                 " is no date such as 2023, 2023-04 or 2023-04-05; it is "
                 "left out.");
      }
    }
    for (auto each = values_.begin(); each != values_.end();) {
      const PlainKey* plain = find_plain_key(each->first);
      if (plain == nullptr) {
        ++each;
        continue;
      }
      std::string& out = out_.*(plain->value);
      if (out.empty()) out = std::move(each->second.text);
      each = values_.erase(each);
    }
  }

  // "title" is of the journal, of the book, or of the thing itself, by format.
  void settle_titles() {
    const std::string title = take("title");
    if (out_.format == OpenUrlFormat::kJournal) {
      if (out_.jtitle.empty()) out_.jtitle = title;
      return;
    }
    if (out_.btitle.empty()) out_.btitle = title;
    if (out_.format == OpenUrlFormat::kDublinCore) {
      if (const std::string source = take("source"); out_.jtitle.empty()) out_.jtitle = source;
    }
  }

  void settle_authors() {
    OpenUrlAuthor first{take("aulast"), take("aufirst")};
    std::string initials = take("auinit");
    if (initials.empty()) initials = take("auinit1") + take("auinitm");
    if (first.given.empty()) first.given = initials;
    if (const std::string suffix = take("ausuffix"); !suffix.empty()) {
      first.given += (first.given.empty() ? "" : " ") + suffix;
    }
    if (add_authors(out_, std::move(first), printed_authors_)) return;
    warn("too_many", "rft.au", "Too many authors came; the rest is not read.");
  }

  void settle_genre() {
    const bool journal = out_.format == OpenUrlFormat::kJournal;
    const bool book = out_.format == OpenUrlFormat::kBook;
    if (!genre_.empty()) {
      const bool known = is_journal_genre(genre_) || is_book_genre(genre_);
      out_.genre = known || (!journal && !book) ? genre_ : "unknown";
      if (!known && (journal || book)) {
        warn("unknown_genre", "rft.genre",
             quoted_for_message(genre_) + " is no genre that is known here.");
      }
      return;
    }
    // OpenURL 0.1 means an article where it says nothing.
    const bool any = is_usable(out_);
    if (journal && !any_new_ && any && wanted_format_.empty()) out_.genre = "article";
    if (book) out_.genre = out_.atitle.empty() ? "book" : "bookitem";
  }

  OpenUrl out_;
  std::map<std::string, Value, std::less<>> values_;
  std::vector<std::string> printed_authors_;
  std::string wanted_format_;
  std::string genre_;
  bool any_new_ = false;
};

}  // namespace

OpenUrl read_openurl(const OpenUrlParameters& parameters) {
  bool repaired = false;
  OpenUrl out = Reader().read(openurl_in_utf8(parameters, repaired));
  if (repaired) {
    add_warning(out, "encoding", "", "The text is not UTF-8; it was read as Windows-1252.");
  }
  return out;
}

OpenUrl read_openurl(std::string_view query) { return read_openurl(split_openurl_query(query)); }

}  // namespace evidence
