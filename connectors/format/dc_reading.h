// The parts of which a Dublin Core record is made; what several statements have to be weighed for
// is kept until all are read. Used by dc_record.cc and dc_identifiers.cc alone.
#pragma once

#include <string>
#include <vector>

#include "connectors/format/dc_statements.h"
#include "connectors/format/dc_values.h"
#include "connectors/format/record_reading.h"

namespace evidence {

struct DcReading {
  RecordReading in;
  std::string key;                           // the first identifier that is no DOI
  std::vector<std::string> citations;        // texts that may say where the article stands
  std::vector<std::string> relation_dois;    // that may be the article's own
  std::vector<std::string> relation_titles;  // plain texts: perhaps the journal
  std::vector<std::string> sources;
  std::string part_of;  // the journal or book, said in so many words
  std::vector<std::string> unused;
};

void read_identifier(DcReading& reading, const DcStatement& statement);
void read_relation(DcReading& reading, const DcStatement& statement);
void read_source(DcReading& reading, const DcStatement& statement);

// After all statements: where the article stands, its own DOI, its key.
void finish_identifiers(DcReading& reading);

}  // namespace evidence
