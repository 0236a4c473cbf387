// The parts of reading a MARC record, shared by marc_*.cc: each function takes
// one field. Private to marc_to_record(); one record, one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connectors/format/chapters.h"
#include "connectors/format/marc_record.h"

namespace evidence::marc {

struct Reading {
  const MarcRecord& marc;
  const std::string& position;
  std::vector<EntryProblem>& problems;
  bool component = false;   // an article or chapter: leader 07 is a or b
  bool electronic = false;  // by form of item, 006 or 007
  Record record = {};
  std::vector<Chapter> chapters = {};
  std::string series = {}, series_volume = {};
  bool host_is_journal = false;
};

// Not-yet-normal identifier: added, or noted as a problem.
void add_identifier(Reading& in, IdentifierScheme scheme, std::string_view raw);

void read_identifiers(Reading& in, const MarcField& field);  // 020 022 024 035
void read_name(Reading& in, const MarcField& field,
               bool main);                               // 100–111, 700–711
void read_subject(Reading& in, const MarcField& field);  // 600–655
void read_classification(Reading& in,
                         const MarcField& field);             // 050 060 080 082
void read_link(Reading& in, const MarcField& field);          // 856
void read_terms_of_use(Reading& in, const MarcField& field);  // 506 540
void read_host(Reading& in, const MarcField& field);          // 773
void read_part(Reading& in, const MarcField& field);          // 774
void read_other_form(Reading& in, const MarcField& field);    // 776
void read_series(Reading& in, const MarcField& field);        // 440 490 830
void read_contents(Reading& in, const MarcField& field);      // 505

// A UNIMARC record with MARC 21's tags and codes, as far as they say the same;
// others as they are.
bool is_unimarc(const MarcRecord& marc);
MarcRecord from_unimarc(const MarcRecord& marc);

}  // namespace evidence::marc
