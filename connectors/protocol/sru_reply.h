// What an SRU server answers to searchRetrieve, versions 1.1, 1.2 and 2.0, read without trust: any
// namespace prefix or none (declared or not), records as XML or as escaped text, diagnostics in
// place of records or of the whole answer. Used by the connector, by live searches and the fuzz
// target. Pure functions.
//
// Failures: kBadContent "cut_reply" (its end is missing), "unreadable_reply" (complete but no XML),
// "not_sru" (something else than a search answer); kTooLarge for a reply over the limit. An answer
// that holds diagnostics alone is a value: see error_of().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace evidence {

struct SruDiagnostic {
  std::string uri;  // "info:srw/diagnostic/1/10"
  int number = 0;   // of SRU's own list; 0 for another's
  std::string details;
  std::string message;
};

struct SruRecord {
  std::string schema;      // as the server names it
  std::string identifier;  // recordIdentifier, where the server gives one
  std::string payload;  // the record's own XML, one or more elements; "" with one of the next two
  std::optional<SruDiagnostic> diagnostic;  // this record cannot be given
  std::string damage;                       // why the payload is no XML
  std::optional<std::int64_t> position;     // what the server says; some count every page from 1
};

struct SruReply {
  std::optional<std::int64_t> total;  // numberOfRecords
  bool total_is_exact = true;         // false: 2.0 servers may say that they estimate
  std::vector<SruRecord> records;
  std::vector<SruDiagnostic> diagnostics;  // of the whole request
  std::optional<std::int64_t> next_position;
  std::string namespaces;  // declarations with a prefix that the payloads may rest on
  bool repaired = false;   // bytes that were no UTF-8 were read as Windows-1252
};

Result<SruReply> parse_sru_reply(std::string_view body, std::size_t max_bytes = 16U << 20U);

// The payloads in an envelope of their own, which every XML format can read; "" where there is
// none. No element of the envelope is called "record", so that a format finds its own.
std::string sru_page(const SruReply& reply);

// "Query syntax error (dc.titel), diagnostic 10"
std::string text_of(const SruDiagnostic& diagnostic);

// kInvalidArgument for a query or setting that the server does not take, kUnavailable for what it
// calls temporary, else kUpstream.
Error error_of(const SruDiagnostic& diagnostic);

}  // namespace evidence
