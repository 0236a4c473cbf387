// /oai: our records for others to harvest (OAI-PMH 2.0), by GET and POST. Whatever the protocol can
// say is said with status 200, as it wants; only failures of the service have a status of their
// own.
#include "server/oai.h"

#include "base/text.h"
#include "server/endpoints.h"
#include "server/oai_names.h"
#include "server/problem.h"

namespace evidence::server {
namespace {

constexpr std::string_view kNamespace = "http://www.openarchives.org/OAI/2.0/";

// A page that is being written to the store bears the time of its beginning and is seen from its
// end on. So what is answered now is certain to be complete only up to a while ago, and harvesters
// take this time for where to go on.
constexpr std::chrono::seconds kSettling{10};

bool is_form(const Request& request) {
  const auto type = request.headers.find("content-type");
  if (type == request.headers.end()) return true;
  const std::string_view name =
      trim(std::string_view(type->second).substr(0, type->second.find(';')));
  return equals_ignoring_case(name, "application/x-www-form-urlencoded");
}

// Attributes of <request> only where verb and arguments are right.
void write_request(XmlWriter& out, const OaiRequest& asked, const std::string& base_url,
                   bool attributes) {
  XmlAttributes all;
  if (attributes) {
    all.emplace_back("verb", verb_name(asked.verb));
    for (const auto& [name, value] : asked.arguments) all.emplace_back(name, value);
  }
  out.element("request", base_url, all);
}

OaiOutcome answer(const OaiReply& reply, const OaiRequest& asked) {
  switch (asked.verb) {
    case OaiVerb::kIdentify:
      return oai_identify(reply);
    case OaiVerb::kListMetadataFormats:
      return oai_metadata_formats(reply, asked);
    case OaiVerb::kListSets:
      return oai_sets(reply, asked);
    case OaiVerb::kGetRecord:
      return oai_record(reply, asked);
    case OaiVerb::kListIdentifiers:
    case OaiVerb::kListRecords:
      break;
  }
  return oai_list(reply, asked);
}

}  // namespace

Response oai(const Request& request, Services& services) {
  if (services.shared == nullptr) {
    return problem({ErrorCode::kUnavailable, "no_store", "There are no records to harvest.", ""},
                   request);
  }
  if (!is_form(request)) {
    return problem(415, "unsupported_media_type",
                   "Send the arguments as application/x-www-form-urlencoded.", request);
  }
  const auto now = services.clock.now();
  OaiRequest asked;
  QueryParameters parameters = request.query;
  Result<QueryParameters> form = parse_query(request.body);
  if (form.ok()) {
    parameters.insert(parameters.end(), form->begin(), form->end());
    asked = read_oai_request(parameters);
  } else {
    asked.fault = OaiFault{"badArgument", form.error().message};
  }
  std::optional<OaiFault> fault = asked.fault;
  std::string content;
  XmlWriter inner(content);
  if (!fault) {
    const OaiReply reply{request, services.site, *services.shared, format_timestamp(now), inner};
    const OaiOutcome outcome = answer(reply, asked);
    if (!outcome.ok()) return problem(outcome.error(), request);
    fault = *outcome;
  }
  const bool bare = fault && (fault->code == "badVerb" || fault->code == "badArgument");

  Response response;
  response.content_type = "text/xml; charset=utf-8";
  response.headers.emplace_back("Cache-Control", "no-store");
  XmlWriter out(response.body);
  out.declaration();
  out.open("OAI-PMH", {{"xmlns", kNamespace},
                       {"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"},
                       {"xsi:schemaLocation",
                        "http://www.openarchives.org/OAI/2.0/ "
                        "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"}});
  out.element("responseDate", format_timestamp(now - kSettling));
  write_request(out, asked, oai_base_url(request, services.site), !bare);
  if (fault) {
    out.element("error", fault->message, {{"code", fault->code}});
  } else {
    response.body += content;
  }
  out.close();
  response.body += "\n";
  return response;
}

}  // namespace evidence::server
