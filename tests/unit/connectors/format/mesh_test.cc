#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include "base/text.h"
#include "connectors/format/mesh_xml.h"
#include "tests/support/damage.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {
namespace {

namespace fs = std::filesystem;

struct ReadMesh {
  std::vector<MeshEntry> entries;
  std::vector<EntryProblem> problems;
  std::optional<Error> error;

  [[nodiscard]] const VocabularyHeading* by_label(std::string_view label) const {
    for (const MeshEntry& entry : entries) {
      if (entry.heading.label == label) return &entry.heading;
    }
    return nullptr;
  }
};

ReadMesh read_mesh(std::string text) {
  ReadMesh out;
  const auto source = memory_source(std::move(text));
  auto reader = open_mesh_file(*source);
  if (!reader.ok()) {
    out.error = reader.error();
    return out;
  }
  for (;;) {
    auto entry = (*reader)->next();
    if (!entry.ok()) {
      out.error = entry.error();
      return out;
    }
    if (!entry->has_value()) return out;
    for (const EntryProblem& problem : (**entry).problems) out.problems.push_back(problem);
    if (!(**entry).heading.id.empty()) out.entries.push_back(std::move(**entry));
  }
}

std::string sample(const char* name) {
  return file_bytes(test::source_dir() / "tests/data/vocabulary" / name);
}

std::string descriptor(const std::string& inside) {
  return "<DescriptorRecordSet LanguageCode=\"eng\"><DescriptorRecord DescriptorClass=\"1\">" +
         inside + "</DescriptorRecord></DescriptorRecordSet>";
}
const std::string kNamed =
    "<DescriptorUI>D000009</DescriptorUI><DescriptorName><String>Sample</String></DescriptorName>";

TEST(MeshXml, ReadsDescriptorsWithAllThatTheySay) {
  const ReadMesh read = read_mesh(sample("desc_sample.xml"));
  ASSERT_FALSE(read.error) << read.error->message;
  EXPECT_TRUE(read.problems.empty()) << read.problems.front().reason;
  EXPECT_GT(read.entries.size(), 70U);
  const VocabularyHeading* asthma = read.by_label("Asthma");
  ASSERT_NE(asthma, nullptr);
  EXPECT_EQ(asthma->id, "D001249");
  EXPECT_EQ(asthma->kind, HeadingKind::kDescriptor);
  EXPECT_EQ(asthma->tree_numbers, (std::vector<std::string>{"C08.127.108", "C08.381.495.108"}));
  EXPECT_EQ(asthma->entry_terms.front(), "Asthmas");
  EXPECT_TRUE(asthma->scope_note.starts_with("Sample note: airways"));
  EXPECT_EQ(asthma->see_related, std::vector<std::string>{"D001993"});
  EXPECT_EQ(asthma->allowed_qualifiers.size(), 5U);
  const VocabularyHeading* calcimycin = read.by_label("Calcimycin");
  ASSERT_NE(calcimycin, nullptr);
  EXPECT_EQ(calcimycin->previous_labels, std::vector<std::string>{"A 23187"});
  EXPECT_EQ(read.by_label("Albuterol")->pharmacologic_actions, std::vector<std::string>{"D001993"});
  EXPECT_EQ(read.by_label("Male")->kind, HeadingKind::kCheckTag);
  EXPECT_EQ(read.by_label("Clinical Trial")->kind, HeadingKind::kPublicationType);
  EXPECT_EQ(read.by_label("England")->kind, HeadingKind::kGeographic);
  for (const MeshEntry& entry : read.entries) {
    EXPECT_EQ(entry.part, MeshPart::kDescriptors);
    for (const VocabularyHeading& qualifier : entry.qualifiers) {
      EXPECT_EQ(qualifier.abbreviation.size(), 2U);
    }
  }
}

TEST(MeshXml, ReadsQualifiersAndSupplementaryConcepts) {
  const ReadMesh qualifiers = read_mesh(sample("qual_sample.xml"));
  ASSERT_FALSE(qualifiers.error);
  const VocabularyHeading* drug = qualifiers.by_label("drug therapy");
  ASSERT_NE(drug, nullptr);
  EXPECT_EQ(drug->kind, HeadingKind::kQualifier);
  EXPECT_EQ(drug->abbreviation, "DT");
  const ReadMesh substances = read_mesh(sample("supp_sample.xml"));
  ASSERT_FALSE(substances.error);
  const VocabularyHeading* both = substances.by_label("co-codamol");
  ASSERT_NE(both, nullptr);
  EXPECT_EQ(both->kind, HeadingKind::kSupplementary);
  EXPECT_EQ(both->mapped_to, (std::vector<std::string>{"D000082", "D003061"}));
  EXPECT_EQ(both->scope_note, "Sample note: two analgesics in one tablet.");
}

TEST(MeshXml, TellsFormerNamesFromCrossReferences) {
  const auto names = [](std::string_view note) { return join(previous_names_in(note), "; "); };
  EXPECT_EQ(names("91(75); was A 23187 1975-90 (see under ANTIBIOTICS 1975-83)"), "A 23187");
  EXPECT_EQ(names("use CALCIMYCIN to search A 23187 1975-90"), "A 23187");
  EXPECT_EQ(names("2004; was ANOXIA 1963-2003"), "ANOXIA");
  EXPECT_EQ(names("91; was see under ANTIBIOTICS 1975-90"), "");
  EXPECT_EQ(names("1999; it was never a heading"), "");
  EXPECT_EQ(names("was OLD NAME (NON MESH) 1970-80"), "OLD NAME");
  EXPECT_EQ(names("/was x 1990"), "");
}

TEST(MeshXml, FindsTheYearInNlmsFileNames) {
  EXPECT_EQ(mesh_year_of_file("desc2026.xml"), 2026);
  EXPECT_EQ(mesh_year_of_file("/data/supp2015.gz"), 2015);
  EXPECT_EQ(mesh_year_of_file("qual2024.xml.gz"), 2024);
  EXPECT_EQ(mesh_year_of_file("desc20261.xml"), std::nullopt);
  EXPECT_EQ(mesh_year_of_file("desc_sample.xml"), std::nullopt);
  EXPECT_EQ(mesh_year_of_file("desc"), std::nullopt);
}

TEST(MeshXml, KeepsGoingPastADamagedRecord) {
  const std::string good = "<DescriptorRecord>" + kNamed + "</DescriptorRecord>";
  const ReadMesh read =
      read_mesh("<DescriptorRecordSet><DescriptorRecord><DescriptorUI>D1<x></DescriptorRecord>" +
                good + "</DescriptorRecordSet>");
  EXPECT_FALSE(read.error);
  EXPECT_EQ(read.entries.size(), 1U);
  ASSERT_EQ(read.problems.size(), 1U);
  EXPECT_EQ(read.problems.front().code, "bad_xml");
}

TEST(MeshXml, RefusesWhatIsNoVocabulary) {
  EXPECT_EQ(read_mesh("").error->slug, "no_vocabulary_file");
  EXPECT_EQ(read_mesh("just words").error->slug, "no_vocabulary_file");
  EXPECT_EQ(read_mesh("<html><body>404</body></html>").error->code, ErrorCode::kBadContent);
  EXPECT_EQ(read_mesh("<PubmedArticleSet></PubmedArticleSet>").error->code, ErrorCode::kBadContent);
}

TEST(MeshXml, RefusesEntitiesOfItsOwn) {
  const ReadMesh read =
      read_mesh("<!DOCTYPE DescriptorRecordSet [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>" +
                descriptor(kNamed));
  ASSERT_TRUE(read.error);
  EXPECT_EQ(read.error->code, ErrorCode::kBadContent);
}

TEST(MeshXml, BoundsTermsTreeNumbersAndNotes) {
  std::string terms = "<ConceptList><Concept PreferredConceptYN=\"Y\"><ScopeNote>" +
                      std::string(100'000, 'n') + "</ScopeNote><TermList>";
  for (int i = 0; i < 3'000; ++i)
    terms += "<Term><String>t" + std::to_string(i) + "</String></Term>";
  terms += "</TermList></Concept></ConceptList><TreeNumberList>";
  for (int i = 0; i < 1'000; ++i) terms += "<TreeNumber>C" + std::to_string(i) + "</TreeNumber>";
  terms += "<TreeNumber>'; DROP TABLE</TreeNumber></TreeNumberList>";
  const ReadMesh read = read_mesh(descriptor(kNamed + terms));
  ASSERT_EQ(read.entries.size(), 1U);
  EXPECT_EQ(read.entries.front().heading.entry_terms.size(), 2'000U);
  EXPECT_EQ(read.entries.front().heading.tree_numbers.size(), 500U);
  EXPECT_EQ(read.entries.front().heading.scope_note.size(), 20'000U);
  EXPECT_GE(read.problems.size(), 2U);
}

TEST(MeshXml, LeavesOutARecordWithoutNumberOrName) {
  for (const std::string& inside :
       {std::string("<DescriptorUI>X1</DescriptorUI>"), std::string(""),
        std::string("<DescriptorUI>D000009</DescriptorUI><DescriptorName/>"),
        std::string("<DescriptorUI>D0'; DROP</DescriptorUI>")}) {
    const ReadMesh read = read_mesh(descriptor(inside));
    EXPECT_TRUE(read.entries.empty()) << inside;
    EXPECT_EQ(read.problems.size(), 1U) << inside;
  }
}

TEST(MeshXml, SurvivesDeepNestingAndHugeRecords) {
  std::string deep = kNamed;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  EXPECT_TRUE(read_mesh(descriptor(deep)).entries.empty());
  const ReadMesh huge = read_mesh(descriptor(kNamed + std::string(std::size_t{5} << 20U, 'x')));
  EXPECT_TRUE(huge.entries.empty());
  EXPECT_FALSE(huge.problems.empty());
}

TEST(MeshXml, SurvivesCutAndSpoiltFiles) {
  const std::string text = sample("supp_sample.xml");
  cut_everywhere(text, 37, text.size(), [](const std::string& cut) { (void)read_mesh(cut); });
  spoil_bytes(text, 300, 10, [](const std::string& spoilt) {
    for (const MeshEntry& entry : read_mesh(spoilt).entries) {
      EXPECT_TRUE(is_valid_utf8(entry.heading.label));
      EXPECT_FALSE(entry.heading.id.empty());
    }
  });
  const ReadMesh cut = read_mesh(text.substr(0, text.size() - 40));
  EXPECT_TRUE(cut.error);
}

TEST(MeshTable, ReadsNumberNameAndTreeNumbers) {
  const ReadMesh read = read_mesh(
      "mesh_id\tmesh_name\tmesh_tree_number\n"
      "D000002\tTemefos\tD02.705\n"
      "D000002\tTemefos\tD02.886\n"
      "D000003\tAbattoirs\tJ01.576\n"
      "nonsense\n"
      "D016430\tClinical Trial\tV03.175\n");
  ASSERT_FALSE(read.error);
  ASSERT_EQ(read.entries.size(), 3U);
  EXPECT_EQ(read.entries[0].heading.tree_numbers.size(), 2U);
  EXPECT_EQ(read.entries[2].heading.kind, HeadingKind::kPublicationType);
  EXPECT_EQ(read.problems.size(), 1U);
  const ReadMesh names = read_mesh("mesh_id\tmesh_name\nD000005\tAbdomen\n");
  EXPECT_EQ(names.entries.size(), 1U);
}

}  // namespace
}  // namespace evidence::test
