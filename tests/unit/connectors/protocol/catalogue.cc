#include "tests/unit/connectors/protocol/catalogue.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

std::vector<std::string> sorted_once(std::vector<std::string> values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

// As the harvester parses a page.
void parse(const Format& format, std::string bytes, Harvested& into) {
  const std::unique_ptr<ByteSource> source = memory_source(std::move(bytes));
  const std::unique_ptr<EntryReader> reader = format.open(*source);
  for (;;) {
    Result<std::optional<EntryReader::Entry>> entry = reader->next();
    if (!entry.ok()) {
      into.error = entry.error();
      return;
    }
    if (!entry->has_value()) return;
    if (!(**entry).damage.empty()) {
      into.problems.push_back({(**entry).raw.position, "damaged_entry", (**entry).damage});
      continue;
    }
    ParsedEntry parsed = format.parse((**entry).raw);
    std::move(parsed.records.begin(), parsed.records.end(), std::back_inserter(into.records));
    std::move(parsed.problems.begin(), parsed.problems.end(), std::back_inserter(into.problems));
  }
}

}  // namespace

std::string catalogue_title(int number) {
  return "Invented handbook " + std::to_string(number) +
         " of café nursing, naïve Ωmega and smørrebrød";
}

std::string marcxml_record(int number) {
  std::string digits = std::to_string(number);
  digits.insert(0, 5 - digits.size(), '0');
  return "<record><leader>00000nam a2200000 a 4500</leader>"
         "<controlfield tag=\"001\">ev" +
         digits +
         "</controlfield>"
         "<controlfield tag=\"008\">240101s2023    xxk     o     000 0 eng d</controlfield>"
         "<datafield tag=\"245\" ind1=\"1\" ind2=\"0\"><subfield code=\"a\">" +
         catalogue_title(number) +
         "</subfield></datafield>"
         "<datafield tag=\"856\" ind1=\"4\" ind2=\"0\"><subfield code=\"u\">"
         "https://books.example.org/" +
         digits + "</subfield></datafield></record>\n";
}

std::string marcxml_collection(int first, int last) {
  std::string all = "<collection xmlns=\"http://www.loc.gov/MARC21/slim\">\n";
  for (int number = first; number <= last; ++number) all += marcxml_record(number);
  return all + "</collection>\n";
}

SourceConfig catalogue_source(const std::string& protocol, const std::string& base_url,
                              const std::string& format) {
  SourceConfig source;
  source.id = "catalogue";
  source.name = "Catalogue";
  source.protocol = protocol;
  source.format = format;
  source.base_url = base_url;
  source.query = protocol == "z3950" ? "@attr 1=_ALLRECORDS @attr 2=103 \"\"" : "cql.allRecords=1";
  source.page_size = 10;
  source.requests_per_second = 1'000;
  source.timeout = std::chrono::milliseconds(10'000);
  source.allow_http = true;
  source.allow_private_addresses = true;
  if (protocol == "sru") source.options["record_schema"] = {"marcxml"};
  return source;
}

std::vector<std::string> Harvested::ids() const {
  std::vector<std::string> values;
  for (const Record& record : records) values.push_back(record.source_record_id);
  return sorted_once(std::move(values));
}

std::vector<std::string> Harvested::titles() const {
  std::vector<std::string> values;
  for (const Record& record : records) values.push_back(record.title);
  return sorted_once(std::move(values));
}

Catalogue::Catalogue(SourceConfig source) : source_(std::move(source)) {
  CurlOptions options;
  options.allow_http = true;
  options.allow_private_addresses = true;
  http_ = std::move(make_curl_client(options)).value();
  Result<std::unique_ptr<Connector>> made = make_connector(source_, *http_, clock, {}, &stop);
  if (!made.ok()) throw std::runtime_error(made.error().message);
  connector_ = std::move(made).value();
}

Result<FetchedPage> Catalogue::fetch(const std::string& cursor, const std::string& from,
                                     const std::string& to) {
  return connector_->fetch(cursor, from, to);
}

void Catalogue::harvest(Harvested& into, const std::string& cursor, int most) {
  into.cursor = cursor;
  into.error.reset();
  for (int i = 0; i < most; ++i) {
    Result<FetchedPage> page = fetch(into.cursor);
    if (!page.ok()) {
      into.error = page.error();
      return;
    }
    ++into.pages;
    std::move(page->problems.begin(), page->problems.end(), std::back_inserter(into.problems));
    if (!page->bytes.empty()) parse(connector_->format(), std::move(page->bytes), into);
    if (into.error) return;
    into.cursor = page->last ? "" : page->next_cursor;
    if (page->last) return;
  }
}

}  // namespace evidence::test
