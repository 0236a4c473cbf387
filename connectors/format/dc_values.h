// What the free texts of Dublin Core mean: dates, types, rights, citations, names of bodies. Used
// by dc_record.cc. Pure functions that never fail: what is not understood gives nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/record.h"

namespace evidence {

struct DcDate {
  PartialDate date;       // unknown where the text is no date
  bool has_time = false;  // a moment: when something was deposited, not when it appeared
};
// ISO 8601 in full or part, "c2003", "[2003]", "2003?", "20030415", "15 March 2003", "03/2003".
DcDate dc_date(std::string_view text);

// A type in words for people: of info:eu-repo/semantics, COAR and eprint URIs, DCMI types and usual
// names ("doc-type:article" → "Journal Article"). "" for a word that says nothing ("Text",
// "publishedVersion", "NonPeerReviewed"); any other comes back as it is.
std::string dc_type(std::string_view text);

struct DcRights {
  OpenAccess access = OpenAccess::kUnknown;
  bool only_access = false;  // a term of a vocabulary, not a licence that a person should read
  bool licence_url = false;
};
DcRights dc_rights(std::string_view text);

// "Journal 12(3): 45-67 (2015)", "Journal; Vol. 12 No. 3 (2015): May; 45-67", "BMJ. 2015;350:h1",
// "Journal, Vol 5, Iss 2, Pp 129-134 (2017)". nullopt where there is no volume and no page.
struct DcCitation {
  std::string journal;  // "" where the citation does not begin with one
  std::string volume, issue, pages;
  PartialDate date;
};
// `title`, where the citation repeats it, is passed over together with what stands before it.
std::optional<DcCitation> dc_citation(std::string_view text, std::string_view title);

// Is this the name of a body ("University of …", "… Laboratory") and no person's?
bool is_corporate_name(std::string_view name);

// Is this a note about the copy ("Peer reviewed", "Submitted by …") and no description of content?
bool is_status_note(std::string_view text);

}  // namespace evidence
