// One term of a line in PubMed's syntax, with its tag, as a node. Private to query/; pure.
// nullopt: nothing of it is searched (a stop word, what the index does not hold), and a message
// says so.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "query/parse.h"
#include "query/parser_messages.h"
#include "query/parser_pubmed_tags.h"

namespace evidence::query {

struct PubmedTerm {
  std::string_view text;  // without quotes
  bool quoted = false;
  Span span;  // of the text
};

using MaybeNode = std::optional<Node>;

// Whatever tag.
MaybeNode pubmed_tagged(const PubmedTerm& term, const PubmedTag& tag, const ParseOptions& options,
                        MessageList& messages);
// Quoted and without a tag.
MaybeNode pubmed_quoted(const PubmedTerm& term, MessageList& messages);
// Words without tag and quotes: automatic mapping, hyphens, truncation, "neoplasms/dh", PMIDs,
// "hasabstract".
MaybeNode pubmed_untagged(const PubmedTerm& term, const ParseOptions& options,
                          MessageList& messages);

// Words, a phrase or a proximity in text fields.
MaybeNode pubmed_text(const PubmedTerm& term, const PubmedTag& tag, MessageList& messages);
// "neoplasms", "neoplasms/dh", "risk*".
Node pubmed_heading(const PubmedTerm& term, bool explode, bool focus, const ParseOptions& options,
                    MessageList& messages);
MaybeNode pubmed_author(const PubmedTerm& term, const PubmedTag& tag, MessageList& messages);
// Identifiers, numbers of volumes, languages, journals.
MaybeNode pubmed_value(const PubmedTerm& term, const PubmedTag& tag, MessageList& messages);
// "1998/01:1998/04", "last 30 days".
MaybeNode pubmed_date(std::string_view from, std::string_view to, bool is_range, Span span,
                      const PubmedTag& tag, const ParseOptions& options, MessageList& messages);
MaybeNode pubmed_date(const PubmedTerm& term, const PubmedTag& tag, const ParseOptions& options,
                      MessageList& messages);
// "medline" of medline[sb].
MaybeNode pubmed_subset(const PubmedTerm& term, const ParseOptions& options, MessageList& messages);
// "hasabstract": nullopt and `known` false where the word is no such.
MaybeNode pubmed_special(std::string_view word, Span span, bool& known, MessageList& messages);

// A word that PubMed ignores unless it stands in a phrase. Folded or not.
bool is_pubmed_stop_word(std::string_view word);

// Name of the MeSH qualifier "dh" or "diet therapy"; "" for anything else.
std::string_view mesh_qualifier(std::string_view name_or_code);

// "a b" of "a,  b?": what PubMed takes as a space made one; hyphens, full stops, commas,
// apostrophes and slashes are left to the tokenizer.
std::string spaced_pubmed_text(std::string_view text);

}  // namespace evidence::query
