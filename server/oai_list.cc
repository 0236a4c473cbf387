// The records: ListRecords, ListIdentifiers, GetRecord. A list is walked by the time of change, so
// a record that changes meanwhile moves on and is met again, here or by the next harvest.
#include "server/oai.h"
#include "server/oai_names.h"
#include "server/oai_token.h"

namespace evidence::server {
namespace {

constexpr std::int64_t kMostCounted = 200'000;  // a longer list does not say how long it is
constexpr std::chrono::hours kTokenLife{24};

using Fault = std::optional<OaiFault>;

void write_header(const OaiReply& reply, const StoredRecord& stored) {
  const Record& record = stored.record;
  reply.out.open("header", record.deleted ? XmlAttributes{{"status", "deleted"}} : XmlAttributes{});
  reply.out.element("identifier", oai_identifier(oai_repository(reply.site), record.source,
                                                 record.source_record_id));
  reply.out.element("datestamp", stored.last_changed);
  reply.out.element("setSpec", oai_set_of(record.source));
  reply.out.close();
}

void write_record(const OaiReply& reply, const StoredRecord& stored, const OaiFormat& format) {
  reply.out.open("record");
  write_header(reply, stored);
  if (!stored.record.deleted) {
    reply.out.open("metadata");
    format.write(reply.out, stored);
    reply.out.close();
  }
  reply.out.close();
}

Fault no_format(const std::string& prefix) {
  return OaiFault{"cannotDisseminateFormat", "There is no format " +
                                                 quoted_for_message(prefix, 100) +
                                                 "; ListMetadataFormats names those there are."};
}

Fault no_records() {
  return OaiFault{"noRecordsMatch", "No record is in this set and between these times."};
}

// The first part's place from the arguments.
Result<Fault> begin_list(const OaiReply& reply, const OaiRequest& asked, OaiToken& list) {
  list.verb = verb_name(asked.verb);
  list.prefix = asked.argument("metadataPrefix");
  list.set = asked.argument("set");
  const OaiSpan span = read_oai_span(asked.argument("from"), asked.argument("until"));
  if (span.fault) return span.fault;
  if (!list.set.empty() && !is_set_spec(list.set)) {
    return Fault(OaiFault{"badArgument", quoted_for_message(list.set, 100) + " is no setSpec."});
  }
  if (oai_format(list.prefix) == nullptr) return no_format(list.prefix);
  list.from = span.from;
  // A list without an end would grow while it is being read.
  list.until = span.until.empty() || span.until > reply.now ? reply.now : span.until;
  if (list.from > list.until) return no_records();
  return Fault();
}

Result<Fault> resume_list(const OaiReply& reply, const OaiRequest& asked, OaiToken& list) {
  EVIDENCE_ASSIGN(const std::string secret, reply.records.secret());
  const auto token = parse_oai_token(asked.argument("resumptionToken"), secret, reply.now);
  if (!token || token->verb != verb_name(asked.verb) || oai_format(token->prefix) == nullptr) {
    return Fault(OaiFault{"badResumptionToken",
                          "This resumptionToken was not given for this list, or is too old. Begin "
                          "the list again."});
  }
  list = *token;
  return Fault();
}

// nullopt: the set holds nothing that may be given away.
std::optional<ChangeWindow> window_of(const OaiReply& reply, const OaiToken& list) {
  const auto source = source_of_set(list.set);
  if (!source) return std::nullopt;
  ChangeWindow window{{}, list.from, list.until};
  for (const SourceSummary& one : reply.records.sources()) {
    if (source->empty() || one.id == *source) window.sources.push_back(one.id);
  }
  if (window.sources.empty()) return std::nullopt;
  return window;
}

// None where the whole list is in this part; an empty one ends a list of several parts.
Result<void> write_token(const OaiReply& reply, const OaiToken& list, const ChangedRecords& page) {
  if (page.next.empty() && list.given == 0) return {};
  const std::string size = std::to_string(list.size);
  const std::string cursor = std::to_string(list.given);
  XmlAttributes attributes;
  if (list.size > 0) attributes.emplace_back("completeListSize", size);
  attributes.emplace_back("cursor", cursor);
  if (page.next.empty()) {
    reply.out.element("resumptionToken", "", attributes);
    return {};
  }
  OaiToken next = list;
  next.place = page.next;
  next.given += static_cast<std::int64_t>(page.records.size());
  const auto now = parse_timestamp(reply.now);
  if (now) next.expires = format_timestamp(*now + kTokenLife);
  EVIDENCE_ASSIGN(const std::string secret, reply.records.secret());
  attributes.emplace_back("expirationDate", next.expires);
  reply.out.element("resumptionToken", to_text(next, secret), attributes);
  return {};
}

}  // namespace

OaiOutcome oai_list(const OaiReply& reply, const OaiRequest& asked) {
  const bool resumed = asked.has("resumptionToken");
  OaiToken list;
  EVIDENCE_ASSIGN(const Fault fault,
                  resumed ? resume_list(reply, asked, list) : begin_list(reply, asked, list));
  if (fault) return fault;
  const auto window = window_of(reply, list);
  if (!window) return no_records();
  EVIDENCE_ASSIGN(const ChangedRecords page,
                  reply.records.changed(*window, list.place, reply.site.oai_page_size));
  if (page.records.empty()) return no_records();
  if (!resumed && !page.next.empty()) {
    EVIDENCE_ASSIGN(list.size, reply.records.count_changed(*window, kMostCounted));
    if (list.size >= kMostCounted) list.size = 0;
  }
  const OaiFormat& format = *oai_format(list.prefix);
  reply.out.open(verb_name(asked.verb));
  for (const StoredRecord& stored : page.records) {
    if (asked.verb == OaiVerb::kListRecords) {
      write_record(reply, stored, format);
    } else {
      write_header(reply, stored);
    }
  }
  EVIDENCE_TRY(write_token(reply, list, page));
  reply.out.close();
  return Fault();
}

OaiOutcome oai_record(const OaiReply& reply, const OaiRequest& asked) {
  const std::string& identifier = asked.argument("identifier");
  const auto named = parse_oai_identifier(oai_repository(reply.site), identifier);
  std::optional<StoredRecord> stored;
  if (named) {
    EVIDENCE_ASSIGN(stored, reply.records.find(named->first, named->second));
  }
  if (!stored) {
    return Fault(OaiFault{"idDoesNotExist",
                          "There is no record " + quoted_for_message(identifier, 200) + "."});
  }
  const OaiFormat* format = oai_format(asked.argument("metadataPrefix"));
  if (format == nullptr) return no_format(asked.argument("metadataPrefix"));
  reply.out.open("GetRecord");
  write_record(reply, *stored, *format);
  reply.out.close();
  return Fault();
}

}  // namespace evidence::server
