#include "tests/unit/connectors/protocol/oai_simulator.h"

#include <algorithm>
#include <cstdio>

#include "base/byte_source.h"
#include "base/text.h"
#include "tests/unit/connectors/protocol/rest_simulator.h"

namespace evidence::test {
namespace {

std::string two(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string header_of(const OaiItem& item, bool seconds) {
  return std::string("<header") + (item.deleted ? " status=\"deleted\"" : "") + "><identifier>" +
         item.id + "</identifier><datestamp>" +
         (seconds ? item.datestamp : item.datestamp.substr(0, 10)) + "</datestamp><setSpec>" +
         item.set + "</setSpec></header>";
}

std::string record_of(const OaiItem& item, bool seconds) {
  std::string text = "<record>" + header_of(item, seconds);
  if (!item.deleted) {
    text +=
        "<metadata><oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>About " +
        item.id + "</dc:title></oai_dc:dc></metadata>";
  }
  return text + "</record>";
}

Reply error(const std::string& code) {
  return ok(oai_reply("<error code=\"" + code + "\">no " + code + "</error>"));
}

std::string value_of(const std::map<std::string, std::string>& asked, const std::string& name) {
  const auto at = asked.find(name);
  return at == asked.end() ? std::string() : at->second;
}

}  // namespace

std::string oai_reply(std::string_view inside) {
  static int second = 0;  // every reply is told a little later, as real ones are
  second = (second + 1) % 60;
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
         "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\"><responseDate>2024-06-01T00:00:" +
         two(second) + "Z</responseDate><request>https://sim.example.org/oai</request>" +
         std::string(inside) + "</OAI-PMH>";
}

std::string oai_identify(bool seconds, std::string_view deletions) {
  return oai_reply(
      "<Identify><repositoryName>Simulated repository</repositoryName>"
      "<baseURL>https://sim.example.org/oai</baseURL><protocolVersion>2.0</protocolVersion>"
      "<adminEmail>a@example.org</adminEmail><earliestDatestamp>2024-01-01</earliestDatestamp>"
      "<deletedRecord>" +
      std::string(deletions) + "</deletedRecord><granularity>" +
      (seconds ? "YYYY-MM-DDThh:mm:ssZ" : "YYYY-MM-DD") + "</granularity></Identify>");
}

OaiSimulator::OaiSimulator(int count) {
  for (int i = 0; i < count; ++i) {
    items.push_back({"oai:sim.example.org:a/" + std::to_string(i),
                     "2024-01-" + two(1 + i % 28) + "T10:" + two(i % 60) + ":00Z", i % 5 == 3,
                     i % 3 == 0 ? "tea" : "coffee"});
  }
}

Reply OaiSimulator::operator()(const SeenRequest& request) {
  const auto asked = parameters_in(request.target);
  ++requests;
  if (fault) {
    if (auto reply = fault(requests, asked)) return *reply;
  }
  const std::string verb = value_of(asked, "verb");
  if (verb == "Identify") return ok(oai_identify(seconds, deletions));
  if (verb == "GetRecord") return get_record(asked);
  if (verb == "ListRecords" && !lists_records) return status(500);
  if (verb == "ListRecords" || verb == "ListIdentifiers") return list(verb, asked);
  return error("badVerb");
}

Reply OaiSimulator::get_record(const std::map<std::string, std::string>& asked) {
  const std::string id = value_of(asked, "identifier");
  if (broken_ids.contains(id)) return status(500);
  const auto at = std::find_if(items.begin(), items.end(),
                               [&id](const OaiItem& item) { return item.id == id; });
  if (at == items.end() || lost_ids.contains(id)) return error("idDoesNotExist");
  return ok(oai_reply("<GetRecord>" + record_of(*at, seconds) + "</GetRecord>"));
}

Reply OaiSimulator::list(const std::string& verb, const std::map<std::string, std::string>& asked) {
  std::string prefix = value_of(asked, "metadataPrefix");
  std::string from = value_of(asked, "from");
  std::string until = value_of(asked, "until");
  std::string set = value_of(asked, "set");
  std::size_t offset = 0;
  if (const std::string token = value_of(asked, "resumptionToken"); !token.empty()) {
    if (asked.size() != 2) return error("badArgument");  // the token is exclusive
    // "oai_dc/from/until/set/born/offset %+&=?"
    const auto parts = split(token, '/');
    if (parts.size() != 6 || !token.ends_with(" %+&=?")) return error("badResumptionToken");
    const auto number = [](std::string_view text) {
      return static_cast<std::size_t>(std::strtoul(std::string(text).c_str(), nullptr, 10));
    };
    prefix = parts[0];
    from = parts[1];
    until = parts[2];
    set = parts[3];
    offset = number(parts[5]);
    const std::size_t age = static_cast<std::size_t>(requests) - number(parts[4]);
    if (token_life > 0 && age > token_life) return error("badResumptionToken");
  }
  if (prefix != "oai_dc") return error("cannotDisseminateFormat");
  const std::size_t length = seconds ? 20 : 10;
  if ((!from.empty() && from.size() != length) || (!until.empty() && until.size() != length)) {
    return error("badArgument");
  }
  std::vector<OaiItem> found;
  for (const OaiItem& item : items) {
    const std::string stamp = item.datestamp.substr(0, length);
    if ((from.empty() || stamp >= from) && (until.empty() || stamp <= until) &&
        (set.empty() || item.set == set)) {
      found.push_back(item);
    }
  }
  if (found.empty()) return error("noRecordsMatch");
  std::string text = "<" + verb + ">";
  const bool hollow = empty_parts && offset % 2 == 0 && offset > 0;
  // With empty parts the offset counts parts, not records.
  const std::size_t begin = empty_parts ? (offset + 1) / 2 * page_size : offset;
  const std::size_t end = hollow ? begin : std::min(found.size(), begin + page_size);
  for (std::size_t i = std::min(begin, found.size()); i < end; ++i) {
    text += verb == "ListRecords" ? record_of(found[i], seconds) : header_of(found[i], seconds);
  }
  const std::string counted = " completeListSize=\"" + std::to_string(found.size()) + "\"";
  const std::size_t done = hollow ? begin : end;
  if (done < found.size()) {
    const std::size_t next = empty_parts ? offset + 1 : end;
    text += "<resumptionToken" + counted + " cursor=\"0\">" + prefix + "/" + from + "/" + until +
            "/" + set + "/" + std::to_string(requests) + "/" + std::to_string(next) +
            " %+&amp;=?</resumptionToken>";
  } else if (offset > 0) {
    text += "<resumptionToken" + counted + "/>";
  }
  return ok(oai_reply(text + "</" + verb + ">"));
}

SourceConfig oai_source(const std::string& base_url) {
  SourceConfig source;
  source.id = "sim";
  source.name = "Simulated repository";
  source.protocol = "oai-pmh";
  source.format = "oai-pmh";
  source.base_url = base_url;
  source.allow_http = true;
  source.allow_private_addresses = true;
  source.requests_per_second = 1'000;
  return source;
}

int OaiHarvest::deleted() const {
  return static_cast<int>(
      std::count_if(records.begin(), records.end(), [](const auto& each) { return each.second; }));
}

bool OaiHarvest::has_problem(std::string_view code) const {
  return std::any_of(problems.begin(), problems.end(),
                     [code](const EntryProblem& problem) { return problem.code == code; });
}

void run_oai(Connector& connector, OaiHarvest& harvest, std::string cursor, const std::string& from,
             const std::string& to, int most) {
  harvest.error.reset();
  for (int page_number = 0; page_number < most && !harvest.finished; ++page_number) {
    Result<FetchedPage> page = connector.fetch(cursor, from, to);
    if (!page.ok() && page.error().slug == "cursor_expired") {
      cursor.clear();
      continue;
    }
    if (!page.ok()) {
      harvest.error = page.error();
      return;
    }
    if (!page->bytes.empty()) {
      const auto bytes = memory_source(page->bytes);
      const auto reader = connector.format().open(*bytes);
      for (;;) {
        auto entry = reader->next();
        if (!entry.ok()) {
          harvest.error = entry.error();
          return;
        }
        if (!entry->has_value()) break;
        ParsedEntry parsed = connector.format().parse((**entry).raw);
        for (const Record& record : parsed.records) {
          harvest.records[record.source_record_id] = record.deleted;
        }
        for (EntryProblem& problem : parsed.problems) harvest.problems.push_back(problem);
      }
    }
    for (const EntryProblem& problem : page->problems) harvest.problems.push_back(problem);
    if (harvest.source_time.empty()) harvest.source_time = page->source_time;
    if (page->expected_total) harvest.expected_total = page->expected_total;
    ++harvest.pages;
    harvest.finished = page->last;
    cursor = page->last ? "" : page->next_cursor;
    harvest.cursors.push_back(cursor);
  }
}

}  // namespace evidence::test
