#include "access/access_rows.h"

#include <optional>
#include <utility>

#include "access/holdings_difference.h"
#include "store/rows.h"

namespace evidence {
namespace {

// The store keeps what the model normalised; its scheme is told by its length.
std::optional<Identifier> stored_identifier(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto parsed = Identifier::parse(
      text.size() == 13 ? IdentifierScheme::kIsbn : IdentifierScheme::kIssn, text);
  return parsed.ok() ? std::optional<Identifier>(*parsed) : std::nullopt;
}

void read_bound(std::string_view text, PartialDate& date, std::string& unread) {
  if (text.empty()) return;
  if (const auto parsed = parse_date(text)) {
    date = *parsed;
  } else {
    unread = text;
  }
}

std::optional<std::chrono::sys_days> day_from(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return std::chrono::sys_days(std::chrono::days(static_cast<int>(row.number(column))));
}

}  // namespace

Holding read_holding(const Statement& row, int first_column) {
  int column = first_column;
  const auto text = [&] { return std::string(row.text(column++)); };
  Holding holding;
  holding.title = text();
  holding.title_id = text();
  holding.print_id = stored_identifier(row.text(column++));
  holding.online_id = stored_identifier(row.text(column++));
  holding.kind = holding_kind_by_name(row.text(column++)).value_or(HoldingKind::kSerial);
  // A value of a newer program promises nothing.
  holding.depth = depth_by_name(row.text(column++)).value_or(CoverageDepth::kSelectedArticles);
  holding.free = row.number(column++) != 0;
  read_bound(row.text(column++), holding.first, holding.first_unread);
  read_bound(row.text(column++), holding.last, holding.last_unread);
  holding.first_volume = text();
  holding.first_issue = text();
  holding.last_volume = text();
  holding.last_issue = text();
  holding.embargo = parse_embargo(row.text(column++));
  holding.url = text();
  holding.publisher = text();
  holding.notes = text();
  return holding;
}

Result<void> write_holding(Database& database, std::int64_t package, std::int64_t row,
                           const Holding& holding) {
  const std::string hash = holding_hash(holding);
  const std::string print_id = holding.print_id ? holding.print_id->value() : std::string();
  const std::string online_id = holding.online_id ? holding.online_id->value() : std::string();
  const std::string first =
      holding.first.known() ? format_date(holding.first) : holding.first_unread;
  const std::string last = holding.last.known() ? format_date(holding.last) : holding.last_unread;
  const std::string embargo = format_embargo(holding.embargo);
  EVIDENCE_ASSIGN(
      Statement insert,
      database.prepare(
          "INSERT OR REPLACE INTO holding (package, row, hash, title, title_id, print_id, "
          "online_id, kind, depth, free, first, last, first_volume, first_issue, last_volume, "
          "last_issue, embargo, url, publisher, notes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
          "?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)"));
  insert.bind(1, package).bind(2, row).bind_blob(3, hash);
  insert.bind(4, holding.title).bind(5, holding.title_id).bind(6, print_id).bind(7, online_id);
  insert.bind(8, holding_kind_name(holding.kind)).bind(9, depth_name(holding.depth));
  insert.bind(10, std::int64_t{holding.free ? 1 : 0}).bind(11, first).bind(12, last);
  insert.bind(13, holding.first_volume).bind(14, holding.first_issue);
  insert.bind(15, holding.last_volume).bind(16, holding.last_issue);
  insert.bind(17, embargo).bind(18, holding.url).bind(19, holding.publisher);
  insert.bind(20, holding.notes);
  return insert.run();
}

Result<std::vector<PackageRow>> read_packages(Database& database) {
  EVIDENCE_ASSIGN(Statement find,
                  database.prepare("SELECT number, id, name, provider, national_core, print, "
                                   "source, sample, loaded, file, holdings, article_by_doi FROM "
                                   "package ORDER BY id"));
  std::vector<PackageRow> all;
  while (true) {
    EVIDENCE_ASSIGN(const bool found, find.step());
    if (!found) return all;
    PackageRow row;
    row.number = find.number(0);
    row.package.id = find.text(1);
    row.package.name = find.text(2);
    row.package.provider = find.text(3);
    row.package.national_core = find.number(4) != 0;
    row.package.print = find.number(5) != 0;
    row.package.source = find.text(6);
    row.package.sample = find.number(7) != 0;
    row.package.loaded = timestamp_of_seconds(find.number(8));
    row.package.file = find.text(9);
    row.package.holdings = static_cast<std::uint64_t>(find.number(10));
    row.package.article_by_doi = find.number(11) != 0;
    all.push_back(std::move(row));
  }
}

Result<std::vector<Subscription>> read_subscriptions(Database& database) {
  EVIDENCE_ASSIGN(
      Statement find,
      database.prepare("SELECT p.id, s.subscriber, s.starts, s.ends, s.connection, "
                       "s.route_template FROM subscription s JOIN package p ON p.number = "
                       "s.package ORDER BY p.id, s.subscriber"));
  std::vector<Subscription> all;
  while (true) {
    EVIDENCE_ASSIGN(const bool found, find.step());
    if (!found) return all;
    Subscription subscription;
    subscription.package = find.text(0);
    subscription.subscriber = find.text(1);
    subscription.starts = day_from(find, 2);
    subscription.ends = day_from(find, 3);
    const auto connection = connection_by_name(find.text(4));
    if (!connection) {
      return Error{ErrorCode::kCorrupt, "access_damaged",
                   "The licence of " + subscription.package + " for " + subscription.subscriber +
                       " has an unknown connection.",
                   "Switch it on again with `evidence holdings enable`."};
    }
    subscription.connection = *connection;
    subscription.route_template = find.text(5);
    all.push_back(std::move(subscription));
  }
}

Result<void> write_notice(Database& database, const ChangeNotice& notice, const std::string& actor,
                          std::int64_t now) {
  EVIDENCE_ASSIGN(Statement insert,
                  database.prepare("INSERT INTO change_notice (at, actor, kind, package, "
                                   "subscriber, title, identifier, before, after) VALUES (?1, ?2, "
                                   "?3, ?4, ?5, ?6, ?7, ?8, ?9)"));
  insert.bind(1, now).bind(2, actor).bind(3, notice_name(notice.kind)).bind(4, notice.package);
  insert.bind(5, notice.subscriber).bind(6, notice.title).bind(7, notice.identifier);
  insert.bind(8, notice.before).bind(9, notice.after);
  return insert.run();
}

}  // namespace evidence
