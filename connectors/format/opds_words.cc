#include "connectors/format/opds_words.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace evidence::feed {
namespace {

constexpr std::string_view kAcquisition = "http://opds-spec.org/acquisition";

std::string_view last_word(std::string_view rel) {
  if (rel == kAcquisition) return "";
  return rel.substr(rel.rfind('/') + 1);
}

void add_type(Record& record, std::string name) {
  auto& all = record.publication_types;
  if (std::find(all.begin(), all.end(), name) == all.end()) all.push_back(std::move(name));
}

}  // namespace

bool is_opds_acquisition(std::string_view rel) {
  return rel.starts_with(kAcquisition) || rel.starts_with("https://opds-spec.org/acquisition");
}

void add_acquisition(Reading& in, std::string_view rel, std::string_view type,
                     const std::string& href) {
  const std::string_view word = last_word(rel);
  if (word == "sample" || word == "preview") {
    return in.drop("sample_link", "the link to a sample was left out: " + quoted_for_message(href));
  }
  const bool open = word == "open-access";
  const std::string kind = !open                                        ? "title"
                           : type.find("pdf") != std::string_view::npos ? "pdf"
                                                                        : "fulltext";
  add_link(in, href, kind, open);
  if (open) in.record.open_access = OpenAccess::kOpen;
}

void add_opds_type(Record& record, std::string_view schema_type) {
  const std::string word = to_lower_ascii(schema_type.substr(schema_type.rfind('/') + 1));
  if (word == "audiobook") {
    add_type(record, "Audiobook");
    add_type(record, "Book");
  } else if (word == "book" || word == "ebook") {
    add_type(record, "Book");
  } else if (word == "chapter") {
    add_type(record, "Book Chapter");
  } else if (word == "periodical" || word == "publicationissue") {
    if (word == "periodical") add_type(record, "Periodical");
  }
}

void add_opds_subject(Record& record, std::string_view scheme, std::string id, std::string label) {
  const std::string lower = to_lower_ascii(scheme);
  if (lower.find("audience") != std::string::npos || lower.find("agerange") != std::string::npos ||
      lower.find("/fiction") != std::string::npos) {
    return;
  }
  Subject subject;
  subject.scheme = "keyword";
  for (const std::string_view known : {"thema", "lcsh", "mesh", "ddc", "lcc"}) {
    if (lower.find(known) != std::string::npos) subject.scheme = known;
  }
  if (lower.find("bisac") != std::string::npos || lower.find("bisg") != std::string::npos) {
    subject.scheme = "bisac";
  }
  // A label that is only the address of a term says nothing to a person.
  if (label.starts_with("http://") || label.starts_with("https://")) return;
  if (id != label && !id.starts_with("http")) subject.id = std::move(id);
  subject.label = std::move(label);
  auto& all = record.subjects;
  if (!subject.label.empty() && std::find(all.begin(), all.end(), subject) == all.end()) {
    all.push_back(std::move(subject));
  }
}

void add_series(Record& record, const std::string& name, const std::string& position) {
  if (name.empty()) return;
  record.relations.push_back(
      {RelationType::kPartOf, "", position.empty() ? name : name + "; " + position});
}

}  // namespace evidence::feed
