#include "curation/directory_rows.h"

#include "base/json.h"
#include "base/text.h"
#include "store/rows.h"

namespace evidence::curation {
namespace {

Error damaged_directory() {
  return {ErrorCode::kCorrupt, "curation_damaged", "A stored library is damaged.",
          "Restore curation.db from a backup."};
}

// Of the columns code, fields, updated, checked.
Result<Library> library_of(const Statement& row) {
  Library library;
  library.code = row.text(0);
  library.updated = row.text(2);
  library.checked = row.text(3);
  const auto value = parse_json(row.text(1));
  if (!value.ok() || !value->is_object()) return damaged_directory();
  for (const auto& [name, text] : value->get_object()) {
    if (!text.is_string()) return damaged_directory();
    library.fields.emplace(std::string(name), std::string(text.get_string()));
  }
  return library;
}

std::string_view action_name(LibraryChange::Kind kind) {
  switch (kind) {
    case LibraryChange::Kind::kAdded:
      return "added";
    case LibraryChange::Kind::kChanged:
      return "changed";
    case LibraryChange::Kind::kRemoved:
      return "removed";
    case LibraryChange::Kind::kConfirmed:
      break;
  }
  return "confirmed";
}

}  // namespace

Result<std::optional<Library>> find_library_row(Database& database, const std::string& code) {
  EVIDENCE_ASSIGN(
      Statement find,
      database.prepare("SELECT code, fields, updated, checked FROM library WHERE code = ?1"));
  EVIDENCE_ASSIGN(const bool found, find.bind(1, code).step());
  if (!found) return std::optional<Library>();
  EVIDENCE_ASSIGN(Library library, library_of(find));
  return std::optional<Library>(std::move(library));
}

Result<std::vector<Library>> stored_libraries(Database& database) {
  EVIDENCE_ASSIGN(
      Statement find,
      database.prepare("SELECT code, fields, updated, checked FROM library ORDER BY code"));
  std::vector<Library> libraries;
  while (true) {
    EVIDENCE_ASSIGN(const bool row, find.step());
    if (!row) break;
    EVIDENCE_ASSIGN(Library library, library_of(find));
    libraries.push_back(std::move(library));
  }
  return libraries;
}

Result<void> write_library_row(Database& database, const Library& library) {
  json::object fields;
  for (const auto& [name, text] : library.fields) fields[name] = text;
  const std::string body = json::serialize(fields);
  EVIDENCE_ASSIGN(Statement write,
                  database.prepare("INSERT INTO library (code, fields, updated, checked) VALUES "
                                   "(?1, ?2, ?3, ?4) ON CONFLICT (code) DO UPDATE SET fields = "
                                   "excluded.fields, updated = excluded.updated, checked = "
                                   "excluded.checked"));
  write.bind(1, library.code).bind(2, body).bind(3, library.updated).bind(4, library.checked);
  return write.run();
}

Result<void> delete_library_row(Database& database, const std::string& code) {
  EVIDENCE_ASSIGN(Statement drop, database.prepare("DELETE FROM library WHERE code = ?1"));
  return drop.bind(1, code).run();
}

Result<void> write_events(Database& database, const LibraryChange& change, const std::string& actor,
                          std::int64_t at) {
  EVIDENCE_ASSIGN(Statement write,
                  database.prepare("INSERT INTO library_event (at, actor, code, action, field, "
                                   "old, new) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"));
  const std::string action(action_name(change.kind));
  const auto one = [&](const FieldChange& field) {
    write.bind(1, at).bind(2, actor).bind(3, change.code).bind(4, action);
    write.bind(5, field.field).bind(6, field.from).bind(7, field.to);
    return write.run();
  };
  if (change.fields.empty()) return one({});
  for (const FieldChange& field : change.fields) EVIDENCE_TRY(one(field));
  return {};
}

Result<std::vector<LibraryEvent>> read_events(Database& database, const std::string& code,
                                              std::size_t limit) {
  EVIDENCE_ASSIGN(Statement find,
                  database.prepare("SELECT at, actor, code, action, field, old, new FROM "
                                   "library_event WHERE ?1 = '' OR code = ?1 ORDER BY id DESC "
                                   "LIMIT ?2"));
  find.bind(1, code).bind(2, static_cast<std::int64_t>(limit));
  std::vector<LibraryEvent> events;
  while (true) {
    EVIDENCE_ASSIGN(const bool row, find.step());
    if (!row) break;
    events.push_back({timestamp_of_seconds(find.number(0)), std::string(find.text(1)),
                      std::string(find.text(2)), std::string(find.text(3)),
                      std::string(find.text(4)), std::string(find.text(5)),
                      std::string(find.text(6))});
  }
  return events;
}

Result<void> write_organisation_row(Database& database, const OdsOrganisation& each) {
  EVIDENCE_ASSIGN(
      Statement write,
      database.prepare("INSERT INTO ods_organisation (code, name, kind, region, area, "
                       "address, postcode, opened, closed, successors, lat, lon) VALUES "
                       "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"));
  const std::string successors = join(each.successors, " ");
  write.bind(1, each.code).bind(2, each.name).bind(3, each.kind).bind(4, each.region);
  write.bind(5, each.area).bind(6, each.address).bind(7, each.postcode).bind(8, each.opened);
  write.bind(9, each.closed).bind(10, successors);
  if (each.place) {
    write.bind(11, std::int64_t{each.place->lat}).bind(12, std::int64_t{each.place->lon});
  } else {
    write.bind_null(11).bind_null(12);
  }
  return write.run();
}

Result<std::vector<OdsOrganisation>> stored_organisations(Database& database) {
  EVIDENCE_ASSIGN(Statement find,
                  database.prepare("SELECT code, name, kind, region, area, address, postcode, "
                                   "opened, closed, successors, lat, lon FROM ods_organisation "
                                   "ORDER BY code"));
  std::vector<OdsOrganisation> organisations;
  while (true) {
    EVIDENCE_ASSIGN(const bool row, find.step());
    if (!row) break;
    OdsOrganisation& each = organisations.emplace_back();
    each.code = find.text(0);
    each.name = find.text(1);
    each.kind = find.text(2);
    each.region = find.text(3);
    each.area = find.text(4);
    each.address = find.text(5);
    each.postcode = find.text(6);
    each.opened = find.text(7);
    each.closed = find.text(8);
    for (const std::string_view code : split(find.text(9), ' ')) {
      if (!code.empty()) each.successors.emplace_back(code);
    }
    if (!find.is_null(10) && !find.is_null(11)) {
      each.place = Coordinate{static_cast<std::int32_t>(find.number(10)),
                              static_cast<std::int32_t>(find.number(11))};
    }
  }
  return organisations;
}

Result<void> write_load(Database& database, const DirectoryLoad& load, std::int64_t at) {
  EVIDENCE_ASSIGN(Statement write,
                  database.prepare("INSERT INTO directory_load (at, actor, what, file, row_count) "
                                   "VALUES (?1, ?2, ?3, ?4, ?5)"));
  write.bind(1, at).bind(2, load.actor).bind(3, load.what).bind(4, load.file).bind(5, load.rows);
  return write.run();
}

Result<std::vector<DirectoryLoad>> read_loads(Database& database) {
  EVIDENCE_ASSIGN(Statement find,
                  database.prepare("SELECT at, actor, what, file, row_count FROM directory_load "
                                   "ORDER BY id DESC LIMIT 100"));
  std::vector<DirectoryLoad> loads;
  while (true) {
    EVIDENCE_ASSIGN(const bool row, find.step());
    if (!row) break;
    loads.push_back({std::string(find.text(2)), timestamp_of_seconds(find.number(0)),
                     std::string(find.text(1)), std::string(find.text(3)), find.number(4)});
  }
  return loads;
}

}  // namespace evidence::curation
