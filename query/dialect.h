// Which syntax a line is written in, by the marks that only one syntax has: ".ti,ab." and "exp X/"
// of Ovid, "[tiab]" of PubMed, "TI x" and "(MH "X+")" of EBSCO, "title = x" of CQL. Private to
// query/. Pure functions; linear in the text.
#pragma once

#include <string_view>
#include <vector>

#include "query/parsed_query.h"

namespace evidence::query {

struct Marks {
  unsigned ovid = 0;
  unsigned pubmed = 0;
  unsigned ebsco = 0;
  unsigned cql = 0;
  // Operators, line numbers or truncation that several syntaxes share: no plain text either way.
  unsigned shared = 0;

  [[nodiscard]] bool any() const { return ovid + pubmed + ebsco + cql + shared > 0; }
  // The syntax with most marks of its own; nullopt where there is none.
  [[nodiscard]] std::optional<Syntax> syntax() const;
};

// `plain`: a line as plain_signs() gives it, without its number.
Marks marks_of(std::string_view plain);

// Is this what stands in a PubMed tag's square brackets: "tiab", "MeSH Terms", "mh:noexp", "pt"?
bool is_pubmed_tag(std::string_view inside);

// A field suffix of Ovid that begins with the full stop at text[at]: ".ti,ab.", ". sh.", ".mp" at
// the end. `known`: all codes are Ovid's. nullopt where it is no suffix.
struct OvidSuffix {
  std::vector<std::string_view> codes;  // as typed
  std::size_t end = 0;                  // position behind it
  bool known = true;
  bool stopped = false;  // it has its closing full stop
};
std::optional<OvidSuffix> ovid_suffix(std::string_view text, std::size_t at);

// The end of a heading that begins with the slash at text[at]: "/", "/dt, ae", "/drug therapy".
struct OvidSlash {
  std::vector<std::string_view> qualifiers;  // codes of search_fields.h
  std::size_t end = 0;
};
std::optional<OvidSlash> ovid_slash(std::string_view text, std::size_t at);

// "or/1-4,7", "1-4/or", "AND / 3, 5" at text[at].
struct LineList {
  bool is_and = false;
  std::vector<std::pair<unsigned, unsigned>> ranges;  // as typed, first and last
  std::size_t end = 0;
};
std::optional<LineList> line_list(std::string_view text, std::size_t at);
// "OR 1-14": as line_list, but for the whole text and without the slash.
std::optional<LineList> spaced_line_list(std::string_view text);

// "adj", "adj3", "NEAR5" and what stands glued behind ("adj1use$" → rest 4); nullopt otherwise.
struct OvidProximity {
  bool near = false;      // written near…
  unsigned distance = 0;  // 0: without number
  std::size_t rest = 0;   // where what is glued on begins; the word's size where nothing is
};
std::optional<OvidProximity> ovid_proximity(std::string_view word);

}  // namespace evidence::query
