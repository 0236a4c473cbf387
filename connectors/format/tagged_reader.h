// The core of all line-tagged exports of references (RIS, MEDLINE, ISI, Refer, Ovid): cuts a stream
// into references by what each line is, in constant memory, and an entry into its tagged fields.
// What a line is and what a tag means are the dialect's (ris.cc, nbib.cc …). Line ends of any kind,
// blank lines inside values, a byte-order mark at any line's start. One thread at a time.
//
// A reference that its dialect should have closed and that the file's end cuts off is given as
// damaged where references before it were closed. Errors of next(): kBadContent where the file is
// empty, a web page, or holds no reference; otherwise the source's.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/connector.h"

namespace evidence {

// What a line is to the reader.
enum class TaggedLine {
  kStart,   // the first line of a reference; one that is open ends before it
  kEnd,     // the last line of a reference ("ER  -")
  kInside,  // part of the open reference; outside one, text that belongs to none
  kHeader,  // part of the file, not of a reference ("FN", "EF"); an open reference ends before it
  kStray,   // text that belongs to no reference; an open one ends before it
};

// Where the line stands.
struct TaggedPlace {
  bool inside = false;        // a reference is open
  bool blank_before = false;  // a blank line stands before this one
  std::string_view entry;     // the open reference so far, its lines separated by LF
};

struct TaggedRules {
  std::string_view format;    // "RIS", for messages
  std::string_view expected;  // how a reference begins: "a line \"TY  - JOUR\""
  TaggedLine (*classify)(std::string_view line, const TaggedPlace& place);
  bool closes = true;  // the dialect ends each reference with a line of its own
};

// Raw entries are the reference's lines joined by LF. Text that stands between references is given
// as an entry of its own without any field; what stands before the first is passed over.
std::unique_ptr<EntryReader> read_tagged(ByteSource& source, const TaggedRules& rules);

// A field: its tag and its value with continuation lines, each trimmed and after an LF.
struct TaggedField {
  std::string tag;
  std::string value;
};

// Fills tag and value and gives true where the line begins a field.
using TagOf = bool (*)(std::string_view line, std::string_view& tag, std::string_view& value);
std::vector<TaggedField> tagged_fields(std::string_view entry, TagOf tag_of);

// What parse() says about an entry without any field.
ParsedEntry stray_text(const RawEntry& entry);

// Does any of the first lines of a file's head satisfy the test? For Format::recognises().
bool any_line(std::string_view head, bool (*test)(std::string_view line));

}  // namespace evidence
