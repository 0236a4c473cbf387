// Automatic mapping against PubMed's own, as every recorded esearch reply of the shared fixtures
// tells it. Each difference has its row and its reason in docs/mapping-differences.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "base/text.h"
#include "base/xml.h"
#include "query/mapping.h"
#include "query/parse.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/query/sample_vocabulary.h"

namespace evidence::query {
namespace {

namespace fs = std::filesystem;
using Parts = std::set<std::string>;

struct Translated {
  std::string file;
  std::string typed;   // what PubMed was asked, as far as the reply tells
  std::string became;  // PubMed's own words
};

// A reply that translated words says from what to what; another only what it searched.
void read_reply(const fs::path& path, std::vector<Translated>& out) {
  const std::string bytes = test::file_bytes(path);
  if (bytes.find("<QueryTranslation>") == std::string::npos) return;
  pugi::xml_document document;
  ASSERT_TRUE(parse_xml(bytes, document).ok()) << path;
  const pugi::xml_node reply = document.document_element();
  bool any = false;
  for (const pugi::xml_node& one : reply.child("TranslationSet").children("Translation")) {
    any = true;
    out.push_back({path.filename().string(), text_of(one.child("From")), text_of(one.child("To"))});
  }
  if (any) return;
  const std::string became = text_of(reply.child("QueryTranslation"));
  std::string typed = became;
  if (typed.starts_with('"') && typed.ends_with("\"[All Fields]")) {
    typed = typed.substr(1, typed.find('"', 1) - 1);
  }
  out.push_back({path.filename().string(), typed, became});
}

std::vector<Translated> read_replies(const fs::path& fixtures) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(fixtures)) {
    if (entry.is_regular_file() && entry.path().extension() == ".xml" &&
        entry.file_size() < (1U << 20U)) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<Translated> replies;
  for (const fs::path& file : files) read_reply(file, replies);
  return replies;
}

// "stem cells"[MeSH Terms] → "heading stem cells".
Parts parts_of(const std::string& translation) {
  static const std::map<std::string, std::string> kKinds{
      {"mesh terms", "heading"}, {"all fields", "text"}, {"journal", "journal"}};
  Parts parts;
  for (std::size_t at = translation.find('"'); at != std::string::npos;) {
    const std::size_t end = translation.find('"', at + 1);
    if (end == std::string::npos || end + 1 >= translation.size()) break;
    std::string field;
    if (translation[end + 1] == '[') {
      field = fold(translation.substr(end + 2, translation.find(']', end) - end - 2));
      field = field.substr(0, field.find(':'));
    }
    const auto kind = kKinds.find(field);
    parts.insert((kind == kKinds.end() ? "[" + field + "]" : kind->second) + " " +
                 fold(translation.substr(at + 1, end - at - 1)));
    at = translation.find('"', end + 1);
  }
  if (parts.empty()) parts.insert("other " + fold(translation));
  return parts;
}

void add_parts(const Node& node, Parts& parts) {
  if (const auto* heading = std::get_if<Heading>(&node.value)) {
    parts.insert("heading " + fold(heading->label));
  } else if (const auto* term = std::get_if<Term>(&node.value)) {
    parts.insert((term->fields == kAllText ? "text " : "other ") + fold(term->text));
  } else if (const auto* phrase = std::get_if<Phrase>(&node.value)) {
    parts.insert((phrase->fields == kAllText ? "text " : "other ") + fold(phrase->text));
  } else if (const auto* exact = std::get_if<Exact>(&node.value)) {
    parts.insert((exact->field == Field::kJournalTitle ? "journal " : "other ") +
                 fold(exact->value));
  } else if (const std::vector<Node>* children = children_of(node)) {
    for (const Node& child : *children) add_parts(child, parts);
  } else {
    parts.insert("other " + to_text(node));
  }
}

Parts ours(const std::string& typed) {
  ParseOptions options;
  options.vocabulary = &test::sample_vocabulary();
  ParsedLine line = parse_pubmed(typed, options);
  Mapping mapping;
  mapping.vocabulary = &test::sample_vocabulary();
  mapping.lists = &test::shipped_lists();
  std::vector<Message> messages;
  map_plain_words(line.tree, mapping, messages);
  Parts parts;
  add_parts(line.tree, parts);
  return parts;
}

std::string without(const Parts& all, const Parts& other) {
  std::string text;
  for (const std::string& part : all) {
    if (!other.contains(part)) text += (text.empty() ? "" : "; ") + part;
  }
  return text.empty() ? "–" : text;
}

TEST(QueryTranslation, DiffersFromPubmedOnlyAsWrittenDown) {
  EVIDENCE_NEED_SHARED_DATA(shared);
  const std::vector<Translated> replies = read_replies(shared / "fixtures");
  ASSERT_GE(replies.size(), 6U);
  const std::string doc = test::file_bytes(test::source_dir() / "docs/mapping-differences.md");
  std::size_t same = 0;
  for (const Translated& reply : replies) {
    const Parts theirs = parts_of(reply.became);
    const Parts here = ours(reply.typed);
    const std::string row = "| " + reply.file + " | `" + reply.typed + "` | " +
                            without(theirs, here) + " | " + without(here, theirs) + " |";
    if (theirs == here) ++same;
    EXPECT_NE(doc.find(row), std::string::npos) << "docs/mapping-differences.md lacks the row\n"
                                                << row;
  }
  EXPECT_GE(same, 2U);
}

}  // namespace
}  // namespace evidence::query
