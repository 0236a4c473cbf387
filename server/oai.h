// The parts of the OAI-PMH 2.0 provider that server/oai.cc puts together: what each verb answers.
// Each writes its element into the reply, or gives a fault; an Error is a failure of ours and ends
// in an HTTP status. Plain functions on a worker; thread-safe.
#pragma once

#include <optional>

#include "server/oai_request.h"
#include "server/services.h"
#include "server/shared_records.h"
#include "server/xml_writer.h"

namespace evidence::server {

struct OaiReply {
  const Request& request;
  const SiteOptions& site;
  SharedRecords& records;
  std::string now;  // timestamp
  XmlWriter& out;
};

using OaiOutcome = Result<std::optional<OaiFault>>;

OaiOutcome oai_identify(const OaiReply& reply);
OaiOutcome oai_metadata_formats(const OaiReply& reply, const OaiRequest& asked);
OaiOutcome oai_sets(const OaiReply& reply, const OaiRequest& asked);
OaiOutcome oai_record(const OaiReply& reply, const OaiRequest& asked);
OaiOutcome oai_list(const OaiReply& reply, const OaiRequest& asked);  // identifiers or records

// A metadata format by its prefix; nullptr where there is none.
struct OaiFormat {
  std::string_view prefix, schema, name_space;
  void (*write)(XmlWriter& out, const StoredRecord& stored);
};
const OaiFormat* oai_format(std::string_view prefix);

}  // namespace evidence::server
