#include "connectors/format/mesh_xml.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/ascii.h"
#include "base/text.h"
#include "base/xml.h"
#include "connectors/format/auto_format.h"
#include "connectors/format/mesh_table.h"
#include "connectors/format/xml_fields.h"
#include "connectors/format/xml_splitter.h"

namespace evidence {
namespace {

// Far above what NLM publishes; a record beyond them is cut, with a problem.
constexpr std::size_t kMaxRecordBytes = 4U << 20U;
constexpr std::size_t kMaxTerms = 2'000;
constexpr std::size_t kMaxTrees = 500;
constexpr std::size_t kMaxLinks = 2'000;
constexpr std::size_t kMaxLabelBytes = 500;
constexpr std::size_t kMaxNoteBytes = 20'000;

XmlTag classify_tag(std::string_view name, std::string_view root) {
  if (name == "DescriptorRecord" || name == "QualifierRecord" || name == "SupplementalRecord") {
    return XmlTag::kEntry;
  }
  if (name == "DescriptorRecordSet" || name == "QualifierRecordSet" ||
      name == "SupplementalRecordSet") {
    return XmlTag::kRoot;
  }
  return root.empty() ? XmlTag::kForeign : XmlTag::kOther;
}

constexpr XmlSplitRules kRules{"record",
                               "DescriptorRecordSet, QualifierRecordSet or "
                               "SupplementalRecordSet",
                               "", classify_tag, kMaxRecordBytes};

bool is_number(std::string_view id, std::string_view letters) {
  return id.size() >= 2 && id.size() <= 16 && letters.find(id[0]) != std::string_view::npos &&
         all_digits(id.substr(1));
}

bool is_tree_number(std::string_view text) {
  if (text.size() < 2 || text.size() > 150 || !is_upper(text[0])) return false;
  return std::all_of(text.begin() + 1, text.end(),
                     [](char c) { return is_digit(c) || is_upper(c) || c == '.'; }) &&
         text.back() != '.' && text.find("..") == std::string_view::npos;
}

std::string label_of(const pugi::xml_node& name) {
  std::string text = child_text(name, "String");
  if (text.empty()) text = node_text(name);
  return std::string(truncate_utf8(text, kMaxLabelBytes));
}

std::string note_of(const pugi::xml_node& parent, const char* name) {
  return std::string(truncate_utf8(child_text(parent, name), kMaxNoteBytes));
}

class RecordReader {
 public:
  explicit RecordReader(const RawEntry& entry) : position_(entry.position) {}

  MeshEntry read(const pugi::xml_node& record) {
    if (name_is(record, "DescriptorRecord")) {
      read_descriptor(record);
    } else if (name_is(record, "QualifierRecord")) {
      out_.part = MeshPart::kQualifiers;
      read_common(record, "Qualifier", "Q");
      out_.heading.kind = HeadingKind::kQualifier;
      read_abbreviation(record);
    } else if (name_is(record, "SupplementalRecord")) {
      out_.part = MeshPart::kSupplementary;
      read_common(record, "SupplementalRecord", "C");
      out_.heading.kind = HeadingKind::kSupplementary;
      if (out_.heading.scope_note.empty()) out_.heading.scope_note = note_of(record, "Note");
      // A leading star says that the substance is a main topic there.
      read_links(record.child("HeadingMappedToList"), out_.heading.mapped_to);
    } else {
      problem("bad_record", "it is not a MeSH record");
    }
    return std::move(out_);
  }

 private:
  void problem(std::string code, std::string reason) {
    out_.problems.push_back({position_, std::move(code), std::move(reason)});
  }

  // What the three kinds share. `stem` of the elements' names: "Descriptor" + "UI".
  void read_common(const pugi::xml_node& record, const std::string& stem, const char* letters) {
    VocabularyHeading& heading = out_.heading;
    std::string id = child_text(record, (stem + "UI").c_str());
    heading.label = label_of(record.child((stem + "Name").c_str()));
    if (!is_number(id, letters)) {
      problem("no_number", "its number " + quoted_for_message(id, 40) + " is none of MeSH");
      return;
    }
    if (fold(heading.label).empty()) {
      problem("no_name", quoted_for_message(id) + " has no name");
      return;
    }
    heading.id = std::move(id);
    read_trees(record.child("TreeNumberList"));
    read_terms(record.child("ConceptList"));
    read_links(record.child("PharmacologicalActionList"), heading.pharmacologic_actions);
    read_links(record.child("SeeRelatedList"), heading.see_related);
    heading.history_note = note_of(record, "HistoryNote");
    for (const char* note : {"HistoryNote", "PublicMeSHNote", "OnlineNote"}) {
      for (std::string& name : previous_names_in(child_text(record, note))) {
        add_previous(std::move(name));
      }
    }
  }

  void read_descriptor(const pugi::xml_node& record) {
    read_common(record, "Descriptor", "D");
    VocabularyHeading& heading = out_.heading;
    const std::string_view kind = record.attribute("DescriptorClass").value();
    heading.kind = kind == "2"   ? HeadingKind::kPublicationType
                   : kind == "3" ? HeadingKind::kCheckTag
                   : kind == "4" ? HeadingKind::kGeographic
                                 : HeadingKind::kDescriptor;
    for (const pugi::xml_node& allowed :
         record.child("AllowableQualifiersList").children("AllowableQualifier")) {
      if (out_.qualifiers.size() >= kMaxLinks) break;
      const pugi::xml_node named = allowed.child("QualifierReferredTo");
      VocabularyHeading qualifier;
      qualifier.kind = HeadingKind::kQualifier;
      qualifier.id = child_text(named, "QualifierUI");
      qualifier.label = label_of(named.child("QualifierName"));
      qualifier.abbreviation = abbreviation_in(allowed);
      if (!is_number(qualifier.id, "Q")) continue;
      heading.allowed_qualifiers.push_back(qualifier.id);
      if (!qualifier.label.empty()) out_.qualifiers.push_back(std::move(qualifier));
    }
  }

  static std::string abbreviation_in(const pugi::xml_node& node) {
    std::string text = child_text(node, "Abbreviation");
    return text.size() <= 8 ? text : std::string();
  }

  void read_abbreviation(const pugi::xml_node& record) {
    for (const pugi::xml_node& concept_node : record.child("ConceptList").children("Concept")) {
      for (const pugi::xml_node& term : concept_node.child("TermList").children("Term")) {
        if (!out_.heading.abbreviation.empty()) return;
        out_.heading.abbreviation = abbreviation_in(term);
      }
    }
  }

  void read_trees(const pugi::xml_node& list) {
    for (const pugi::xml_node& number : list.children("TreeNumber")) {
      std::string text = node_text(number);
      if (!is_tree_number(text)) {
        problem("bad_tree_number", quoted_for_message(text, 40) + " is no tree number");
        continue;
      }
      if (out_.heading.tree_numbers.size() >= kMaxTrees) {
        problem("too_many", "more than " + with_thousands(kMaxTrees) + " tree numbers");
        return;
      }
      out_.heading.tree_numbers.push_back(std::move(text));
    }
  }

  // All terms of all concepts; the preferred concept's scope note.
  void read_terms(const pugi::xml_node& list) {
    VocabularyHeading& heading = out_.heading;
    std::set<std::string> seen{heading.label};
    for (const pugi::xml_node& concept_node : list.children("Concept")) {
      const bool preferred =
          std::string_view(concept_node.attribute("PreferredConceptYN").value()) == "Y";
      if (preferred) heading.scope_note = note_of(concept_node, "ScopeNote");
      for (const pugi::xml_node& term : concept_node.child("TermList").children("Term")) {
        std::string label = label_of(term);
        if (fold(label).empty() || !seen.insert(label).second) continue;
        if (heading.entry_terms.size() >= kMaxTerms) {
          problem("too_many", "more than " + with_thousands(kMaxTerms) + " entry terms");
          return;
        }
        heading.entry_terms.push_back(std::move(label));
      }
    }
  }

  // Numbers of descriptors that a list refers to, however its entries are called.
  void read_links(const pugi::xml_node& list, std::vector<std::string>& ids) {
    for (const pugi::xml_node& link : list.children()) {
      std::string id = child_text(link.child("DescriptorReferredTo"), "DescriptorUI");
      if (id.starts_with('*')) id.erase(0, 1);
      if (!is_number(id, "D") || ids.size() >= kMaxLinks) continue;
      if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(std::move(id));
    }
  }

  void add_previous(std::string name) {
    std::vector<std::string>& known = out_.heading.previous_labels;
    const std::string folded = fold(name);
    if (folded.empty() || folded == fold(out_.heading.label)) return;
    const bool seen = std::any_of(known.begin(), known.end(),
                                  [&](const std::string& label) { return fold(label) == folded; });
    if (!seen) known.push_back(std::move(name));
  }

  std::string position_;
  MeshEntry out_;
};

class XmlReader final : public MeshReader {
 public:
  explicit XmlReader(std::unique_ptr<PeekSource> source)
      : source_(std::move(source)), entries_(split_xml(*source_, kRules)) {}

  Result<std::optional<MeshEntry>> next() override {
    EVIDENCE_ASSIGN(auto entry, entries_->next());
    if (!entry) return std::optional<MeshEntry>{};
    if (entry->damage.empty()) return std::optional<MeshEntry>(parse_mesh_record(entry->raw));
    MeshEntry damaged;
    damaged.problems.push_back({entry->raw.position, "damaged_record", entry->damage});
    return std::optional<MeshEntry>(std::move(damaged));
  }

 private:
  std::unique_ptr<PeekSource> source_;
  std::unique_ptr<EntryReader> entries_;
};

}  // namespace

std::string_view mesh_part_name(MeshPart part) {
  switch (part) {
    case MeshPart::kDescriptors:
      return "descriptors";
    case MeshPart::kQualifiers:
      return "qualifiers";
    case MeshPart::kSupplementary:
      return "supplementary";
  }
  return "descriptors";
}

MeshEntry parse_mesh_record(const RawEntry& entry) {
  pugi::xml_document document;
  const Result<void> read = parse_xml(entry.bytes, document, {.max_bytes = kMaxRecordBytes});
  if (!read.ok()) {
    MeshEntry broken;
    broken.problems.push_back({entry.position, "bad_xml", read.error().message});
    return broken;
  }
  return RecordReader(entry).read(document.document_element());
}

Result<std::unique_ptr<MeshReader>> open_mesh_file(ByteSource& source) {
  auto peeked = std::make_unique<PeekSource>(source);
  EVIDENCE_ASSIGN(std::string_view head, peeked->peek(4'096));
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  const std::string_view text = trim(head);
  if (text.starts_with('<')) {
    return std::unique_ptr<MeshReader>(std::make_unique<XmlReader>(std::move(peeked)));
  }
  if (looks_like_mesh_table(head)) return open_mesh_table(std::move(peeked));
  return Error{
      ErrorCode::kBadContent, "no_vocabulary_file",
      text.empty() ? "The file is empty." : "The file is neither MeSH XML nor a table of headings.",
      "Fetch desc, qual or supp of a year as XML from NLM (nlm.nih.gov/databases/download/"
      "mesh.html), or give a table: number, name and tree number, separated by tabs."};
}

}  // namespace evidence
