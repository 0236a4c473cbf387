#include "access/knowledge_base.h"

#include <algorithm>
#include <bit>
#include <map>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "model/record_kind.h"

namespace evidence {
namespace {

using Row = std::uint32_t;
using Place = std::uint32_t;  // of a text in the pool; 0 = ""

// Texts one after another, each behind its length: a holding's texts are many and short.
class TextPool {
 public:
  TextPool() : bytes_(1, '\0') {}

  // Texts that come again and again (platforms, publishers, depths) are kept once.
  Place add(std::string_view text) {
    if (text.empty()) return 0;
    const std::size_t hash = std::hash<std::string_view>{}(text);
    Place& recent = recent_[hash % recent_.size()];
    if (recent != 0 && get(recent) == text) return recent;
    if (bytes_.size() + text.size() + 10 > 0xFFFFFFF0U) {
      full_ = true;
      return 0;
    }
    const auto place = static_cast<Place>(bytes_.size());
    for (std::size_t length = text.size();; length >>= 7U) {
      bytes_ += static_cast<char>((length & 0x7FU) | (length > 0x7F ? 0x80U : 0U));
      if (length <= 0x7F) break;
    }
    bytes_ += text;
    recent = place;
    return place;
  }

  [[nodiscard]] std::string_view get(Place place) const {
    if (place == 0) return {};
    std::size_t length = 0;
    for (unsigned shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(bytes_[place++]);
      length |= static_cast<std::size_t>(byte & 0x7FU) << shift;
      if ((byte & 0x80U) == 0) break;
    }
    return std::string_view(bytes_).substr(place, length);
  }

  [[nodiscard]] bool full() const { return full_; }

  void finish() {
    bytes_.shrink_to_fit();
    recent_ = {};
  }

 private:
  std::string bytes_;
  bool full_ = false;
  std::vector<Place> recent_ = std::vector<Place>(1U << 16U);
};

// A holding without its texts.
struct PackedHolding {
  Place title = 0, title_id = 0, print_id = 0, online_id = 0, url = 0, publisher = 0, notes = 0;
  Place first_unread = 0, last_unread = 0;
  Place first_volume = 0, first_issue = 0, last_volume = 0, last_issue = 0;
  Place embargo = 0;  // as its text
  PartialDate first, last;
  std::uint32_t package = 0;
  HoldingKind kind = HoldingKind::kSerial;
  CoverageDepth depth = CoverageDepth::kFullText;
  bool free = false;
};

struct Key {
  std::uint64_t hash = 0;
  Row row = 0;
  auto operator<=>(const Key&) const = default;
};

// FNV-1a, then mixed: std::hash gives no promise, and what a hash finds is compared again.
std::uint64_t hash_of(char kind, std::string_view a, std::string_view b = {}) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  const auto take = [&hash](std::string_view bytes) {
    for (const char c : bytes) {
      hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    }
  };
  take({&kind, 1});
  take(a);
  take({"\0", 1});
  take(b);
  return hash ^ (hash >> 29U);
}

bool counts(const Identifier& identifier) {
  return identifier.scheme() == IdentifierScheme::kIssn ||
         identifier.scheme() == IdentifierScheme::kIsbn;
}

// A title without what lists and databases write differently: case, accents, '&', punctuation,
// "The".
std::string plain_title(std::string_view title) {
  std::string plain;
  bool space = false;
  const std::string folded = fold(title);
  for (std::size_t at = 0; at < folded.size(); ++at) {
    const char c = folded[at];
    const bool kept =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (!kept && c != '&') {
      space = true;
      continue;
    }
    if ((space || c == '&') && !plain.empty()) plain += ' ';
    space = c == '&';
    if (c == '&') {
      plain += "and";
    } else {
      plain += c;
    }
  }
  return plain.starts_with("the ") ? plain.substr(4) : plain;
}

// What stands in the holding as "issn:…" or "isbn:…": the scheme by its length.
std::optional<Identifier> identifier_from(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto parsed = Identifier::parse(
      text.size() == 13 ? IdentifierScheme::kIsbn : IdentifierScheme::kIssn, text);
  return parsed.ok() ? std::optional(*parsed) : std::nullopt;
}

// The title of the journal or book that a record is or stands in.
const std::string& container_title(const Record& record) {
  if (!record.publication.title.empty()) return record.publication.title;
  const RecordKind kind = kind_of(record);
  static const std::string kNone;
  return kind == RecordKind::kBook || kind == RecordKind::kSerial ? record.title : kNone;
}

}  // namespace

struct KnowledgeBase::Tables {
  std::string version = "0";
  std::vector<Package> packages;
  std::vector<Subscription> subscriptions;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> of_package;  // subscriptions: from, to
  std::vector<std::pair<Row, Row>> rows_of_package;
  std::vector<PackedHolding> holdings;
  std::vector<Key> by_identifier, by_title_id, by_title;
  TextPool texts;

  [[nodiscard]] Holding unpack(const PackedHolding& packed) const {
    const auto text = [this](Place place) { return std::string(texts.get(place)); };
    Holding holding;
    holding.title = text(packed.title);
    holding.title_id = text(packed.title_id);
    holding.print_id = identifier_from(texts.get(packed.print_id));
    holding.online_id = identifier_from(texts.get(packed.online_id));
    holding.kind = packed.kind;
    holding.depth = packed.depth;
    holding.free = packed.free;
    holding.first = packed.first;
    holding.last = packed.last;
    holding.first_unread = text(packed.first_unread);
    holding.last_unread = text(packed.last_unread);
    holding.first_volume = text(packed.first_volume);
    holding.first_issue = text(packed.first_issue);
    holding.last_volume = text(packed.last_volume);
    holding.last_issue = text(packed.last_issue);
    holding.embargo = parse_embargo(texts.get(packed.embargo));
    holding.url = text(packed.url);
    holding.publisher = text(packed.publisher);
    holding.notes = text(packed.notes);
    return holding;
  }

  // Where the packages that are on for `subscribers` say so, each of their subscriptions.
  template <typename Visit>
  void each_subscription(std::uint32_t package, std::span<const std::string> subscribers,
                         Visit visit) const {
    const auto [from, to] = of_package[package];
    for (std::uint32_t at = from; at < to; ++at) {
      const Subscription& one = subscriptions[at];
      if (std::find(subscribers.begin(), subscribers.end(), one.subscriber) != subscribers.end()) {
        visit(one);
      }
    }
  }

  void take(std::vector<Row> rows, TitleMatch match, std::span<const std::string> subscribers,
            std::vector<Entitlement>& found) const {
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    for (const Row row : rows) {
      const PackedHolding& packed = holdings[row];
      std::optional<Holding> holding;
      each_subscription(packed.package, subscribers, [&](const Subscription& subscription) {
        if (!holding) holding = unpack(packed);
        found.push_back({*holding, &packages[packed.package], &subscription, match});
      });
    }
  }

  template <typename Same>
  void rows_with(const std::vector<Key>& keys, std::uint64_t hash, Same same,
                 std::vector<Row>& rows) const {
    for (auto at = std::lower_bound(keys.begin(), keys.end(), Key{hash, 0});
         at != keys.end() && at->hash == hash; ++at) {
      if (same(holdings[at->row])) rows.push_back(at->row);
    }
  }

  void rows_of_identifier(const Identifier& identifier, std::vector<Row>& rows) const {
    rows_of_number(identifier.value(), rows);
  }

  void rows_of_number(std::string_view value, std::vector<Row>& rows) const {
    rows_with(
        by_identifier, hash_of('i', value),
        [&](const PackedHolding& one) {
          return texts.get(one.print_id) == value || texts.get(one.online_id) == value;
        },
        rows);
  }

  // Holdings under the other numbers of `rows`: one list has only the print ISSN, another both.
  std::vector<Row> rows_beside(const std::vector<Row>& rows, const Record& record) const {
    constexpr std::size_t kMostNumbers = 16;
    std::vector<std::string_view> seen;
    for (const Identifier& one : record.identifiers) seen.push_back(one.value());
    const std::size_t given = seen.size();
    std::vector<Row> beside;
    for (const Row row : rows) {
      for (const Place place : {holdings[row].print_id, holdings[row].online_id}) {
        const std::string_view number = texts.get(place);
        if (number.empty() || std::find(seen.begin(), seen.end(), number) != seen.end()) continue;
        if (seen.size() >= given + kMostNumbers) return beside;
        seen.push_back(number);
        rows_of_number(number, beside);
      }
    }
    return beside;
  }

  // A merged record has the title ids of all its sources, and does not say whose each is: a number
  // may be a journal of the record's source and yet be another list's. `own`: those that are surely
  // of the record's source, because it calls the record so or because there is no other; else those
  // that may be.
  std::vector<Row> rows_of_title_id(const Record& record, bool own) const {
    const auto& all = record.coverage;
    const bool one_source = std::all_of(all.begin(), all.end(), [&all](const Coverage& coverage) {
      return coverage.title_id == all.front().title_id;
    });
    std::vector<Row> rows;
    for (const Coverage& coverage : all) {
      const std::string& id = coverage.title_id;
      if (id.empty() || own != (one_source || id == record.source_record_id)) continue;
      rows_with(
          by_title_id, hash_of('n', record.source, id),
          [&](const PackedHolding& one) {
            return texts.get(one.title_id) == id && packages[one.package].source == record.source;
          },
          rows);
    }
    return rows;
  }

  // `any`: also holdings that have a number, where what is asked for has none.
  void rows_of_title(std::string_view title, bool any, std::vector<Row>& rows) const {
    const std::string plain = plain_title(title);
    if (plain.empty()) return;
    rows_with(
        by_title, hash_of('t', plain),
        [&](const PackedHolding& one) {
          return (any || (one.print_id == 0 && one.online_id == 0)) &&
                 plain_title(texts.get(one.title)) == plain;
        },
        rows);
  }

  // An ISSN or ISBN, else a title.
  std::vector<Row> rows_of_typed(std::string_view typed, TitleMatch& match) const {
    std::vector<Row> rows;
    for (const IdentifierScheme scheme : {IdentifierScheme::kIssn, IdentifierScheme::kIsbn}) {
      const auto identifier = Identifier::parse(scheme, typed);
      if (!identifier.ok()) continue;
      rows_of_identifier(*identifier, rows);
      match = TitleMatch::kIdentifier;
      return rows;
    }
    rows_of_title(typed, true, rows);
    match = TitleMatch::kTitle;
    return rows;
  }
};

KnowledgeBase::KnowledgeBase() : tables_(std::make_unique<Tables>()) {}
KnowledgeBase::~KnowledgeBase() = default;

const std::string& KnowledgeBase::version() const { return tables_->version; }
std::size_t KnowledgeBase::holdings() const { return tables_->holdings.size(); }
const std::vector<Package>& KnowledgeBase::packages() const { return tables_->packages; }
const std::vector<Subscription>& KnowledgeBase::subscriptions() const {
  return tables_->subscriptions;
}

const Package* KnowledgeBase::package(std::string_view id) const {
  const auto& all = tables_->packages;
  const auto at = std::lower_bound(all.begin(), all.end(), id,
                                   [](const Package& a, std::string_view b) { return a.id < b; });
  return at != all.end() && at->id == id ? &*at : nullptr;
}

std::vector<Entitlement> KnowledgeBase::entitlements(
    const Record& record, std::span<const std::string> subscribers) const {
  std::vector<Entitlement> found;
  if (tables_->holdings.empty() || subscribers.empty()) return found;
  std::vector<Row> rows;
  bool numbered = false;
  for (const Identifier& identifier : record.identifiers) {
    if (!counts(identifier)) continue;
    numbered = true;
    tables_->rows_of_identifier(identifier, rows);
  }
  // Both at once: of two lists one may have the older years under both numbers, the other the newer
  // ones under the number that the record lacks.
  const std::vector<Row> beside = tables_->rows_beside(rows, record);
  rows.insert(rows.end(), beside.begin(), beside.end());
  tables_->take(std::move(rows), TitleMatch::kIdentifier, subscribers, found);
  if (!found.empty()) return found;
  for (const bool own : {true, false}) {
    tables_->take(tables_->rows_of_title_id(record, own),
                  own ? TitleMatch::kTitleId : TitleMatch::kTitle, subscribers, found);
  }
  if (!found.empty()) return found;
  rows.clear();
  tables_->rows_of_title(container_title(record), !numbered, rows);
  tables_->take(std::move(rows), TitleMatch::kTitle, subscribers, found);
  return found;
}

std::vector<Entitlement> KnowledgeBase::find(std::string_view typed,
                                             std::span<const std::string> subscribers) const {
  std::vector<Entitlement> found;
  TitleMatch match = TitleMatch::kTitle;
  std::vector<Row> rows = tables_->rows_of_typed(typed, match);
  tables_->take(std::move(rows), match, subscribers, found);
  return found;
}

std::vector<const Package*> KnowledgeBase::packages_with(std::string_view typed) const {
  TitleMatch match = TitleMatch::kTitle;
  std::vector<std::uint32_t> numbers;
  for (const Row row : tables_->rows_of_typed(typed, match)) {
    numbers.push_back(tables_->holdings[row].package);
  }
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  std::vector<const Package*> packages;
  packages.reserve(numbers.size());
  for (const std::uint32_t number : numbers) packages.push_back(&tables_->packages[number]);
  return packages;
}

void KnowledgeBase::each_title(std::span<const std::string> subscribers,
                               const std::function<void(const ListedTitle&)>& visit) const {
  for (std::uint32_t package = 0; package < tables_->packages.size(); ++package) {
    std::vector<const Subscription*> on;
    tables_->each_subscription(package, subscribers,
                               [&on](const Subscription& one) { on.push_back(&one); });
    if (on.empty()) continue;
    const auto [from, to] = tables_->rows_of_package[package];
    for (Row row = from; row < to; ++row) {
      const std::string_view title = tables_->texts.get(tables_->holdings[row].title);
      for (const Subscription* subscription : on) {
        visit({row, title, &tables_->packages[package], subscription});
      }
    }
  }
}

void KnowledgeBase::each(std::span<const std::string> subscribers,
                         const std::function<void(const Entitlement&)>& visit) const {
  std::optional<Row> last;
  Entitlement entitlement;
  each_title(subscribers, [&](const ListedTitle& one) {
    if (last != one.number) entitlement.holding = holding(one.number);
    last = one.number;
    entitlement.package = one.package;
    entitlement.subscription = one.subscription;
    visit(entitlement);
  });
}

Holding KnowledgeBase::holding(std::uint32_t number) const {
  return tables_->unpack(tables_->holdings.at(number));
}

KnowledgeBaseBuilder::KnowledgeBaseBuilder(std::string version, std::vector<Package> packages,
                                           std::vector<Subscription> subscriptions)
    : made_(std::make_shared<KnowledgeBase>()) {
  KnowledgeBase::Tables& tables = *made_->tables_;
  tables.version = std::move(version);
  tables.packages = std::move(packages);
  tables.subscriptions = std::move(subscriptions);
  std::sort(tables.packages.begin(), tables.packages.end(),
            [](const Package& a, const Package& b) { return a.id < b.id; });
  std::sort(tables.subscriptions.begin(), tables.subscriptions.end(),
            [](const Subscription& a, const Subscription& b) {
              return std::tie(a.package, a.subscriber) < std::tie(b.package, b.subscriber);
            });
  tables.rows_of_package.resize(tables.packages.size());
  for (const Package& package : tables.packages) {
    const auto compare = [](const auto& a, const auto& b) {
      if constexpr (std::is_same_v<std::decay_t<decltype(a)>, Subscription>) {
        return a.package < b;
      } else {
        return a < b.package;
      }
    };
    const auto& all = tables.subscriptions;
    const auto from = std::lower_bound(all.begin(), all.end(), package.id, compare);
    const auto to = std::upper_bound(from, all.end(), package.id, compare);
    tables.of_package.emplace_back(from - all.begin(), to - all.begin());
  }
}

KnowledgeBaseBuilder::~KnowledgeBaseBuilder() = default;

void KnowledgeBaseBuilder::add(std::string_view package, const Holding& holding) {
  KnowledgeBase::Tables& tables = *made_->tables_;
  const Package* const known = made_->package(package);
  if (known == nullptr) return;
  const auto number = static_cast<std::uint32_t>(known - tables.packages.data());
  const auto row = static_cast<Row>(tables.holdings.size());
  TextPool& texts = tables.texts;
  PackedHolding packed;
  packed.title = texts.add(holding.title);
  packed.title_id = texts.add(holding.title_id);
  packed.print_id = holding.print_id ? texts.add(holding.print_id->value()) : 0;
  packed.online_id = holding.online_id ? texts.add(holding.online_id->value()) : 0;
  packed.url = texts.add(holding.url);
  packed.publisher = texts.add(holding.publisher);
  packed.notes = texts.add(holding.notes);
  packed.first_unread = texts.add(holding.first_unread);
  packed.last_unread = texts.add(holding.last_unread);
  packed.first_volume = texts.add(holding.first_volume);
  packed.first_issue = texts.add(holding.first_issue);
  packed.last_volume = texts.add(holding.last_volume);
  packed.last_issue = texts.add(holding.last_issue);
  packed.embargo = texts.add(format_embargo(holding.embargo));
  packed.first = holding.first;
  packed.last = holding.last;
  packed.package = number;
  packed.kind = holding.kind;
  packed.depth = holding.depth;
  packed.free = holding.free;
  tables.holdings.push_back(packed);

  for (const auto* identifier : {&holding.print_id, &holding.online_id}) {
    if (*identifier) tables.by_identifier.push_back({hash_of('i', (**identifier).value()), row});
  }
  if (!holding.title_id.empty() && !known->source.empty()) {
    tables.by_title_id.push_back({hash_of('n', known->source, holding.title_id), row});
  }
  if (const std::string plain = plain_title(holding.title); !plain.empty()) {
    tables.by_title.push_back({hash_of('t', plain), row});
  }
  auto& [from, to] = tables.rows_of_package[number];
  if (from == to) from = row;
  to = row + 1;
}

bool KnowledgeBaseBuilder::too_large() const { return made_->tables_->texts.full(); }

std::shared_ptr<const KnowledgeBase> KnowledgeBaseBuilder::build() {
  KnowledgeBase::Tables& tables = *made_->tables_;
  for (auto* keys : {&tables.by_identifier, &tables.by_title_id, &tables.by_title}) {
    std::sort(keys->begin(), keys->end());
    keys->shrink_to_fit();
  }
  tables.holdings.shrink_to_fit();
  tables.texts.finish();
  return std::move(made_);
}

}  // namespace evidence
