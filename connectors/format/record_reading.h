// A record while a format reads it, with the notes about what had to be left out. Used by the JSON
// formats; one thread. Every value goes through here so that none is lost without a note.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connectors/connector.h"
#include "model/record.h"

namespace evidence {

struct RecordReading {
  Record record;
  std::vector<EntryProblem> problems;
  const std::string& position;

  // Nothing is done where the value is empty. Codes of what is left out: "bad_identifier",
  // "bad_link", "unknown_language", "bad_date", "bad_orcid".
  void drop(std::string code, std::string reason);
  void add_identifier(IdentifierScheme scheme, std::string_view raw);
  void add_link(std::string_view url, std::string kind, bool open);
  void add_subject(std::string scheme, std::string label, std::string id = {});
  void add_language(std::string_view raw);
  void add_type(std::string name);  // once each
  // `target` "" where only a citation is known; nothing where both are empty.
  void add_relation(RelationType type, std::string target, std::string citation = {});
  void add_relation(RelationType type, IdentifierScheme scheme, std::string_view raw);
  std::string orcid(std::string_view raw);
  // `text` was there but is no date; what = "publication date".
  void bad_date(std::string_view what, std::string_view text);

  // The finished entry: limits applied. Without a key the record is not kept: "no_identifier" with
  // the reason given.
  ParsedEntry finish(std::string_view why_no_key) &&;
};

}  // namespace evidence
