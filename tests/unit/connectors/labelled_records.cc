#include "tests/unit/connectors/labelled_records.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "tests/support/source_dir.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Types that say nothing about the kind of study.
bool is_general(std::string_view type) {
  constexpr std::array kGeneral{"journal article",
                                "research-article",
                                "english abstract",
                                "comparative study",
                                "multicenter study",
                                "other",
                                "historical article",
                                "evaluation study",
                                "evaluation studies",
                                "validation study",
                                "validation studies",
                                "brief-report",
                                "article",
                                "abstract",
                                "video-audio media",
                                "overall"};
  const std::string lower = to_lower_ascii(trim(type));
  return lower.empty() || lower.starts_with("research support") ||
         std::find(kGeneral.begin(), kGeneral.end(), lower) != kGeneral.end();
}

bool is_known(const Record& record) {
  const bool says = std::any_of(record.publication_types.begin(), record.publication_types.end(),
                                [](const std::string& type) { return !is_general(type); });
  const bool indexed = std::any_of(record.subjects.begin(), record.subjects.end(),
                                   [](const Subject& subject) { return subject.scheme == "mesh"; });
  return says || indexed;
}

void hide_types(Record& record) {
  record.publication_types.clear();
  for (StatedType stated = stated_type(record); stated.by_heading; stated = stated_type(record)) {
    const std::string name(stated.name);
    std::erase_if(record.subjects, [&name](const Subject& subject) {
      return subject.scheme == "mesh" && (subject.label == name || subject.id == name);
    });
  }
}

}  // namespace

Slips read_slips() {
  Slips slips;
  std::ifstream file(test::source_dir().string() + "/tests/cases/study_type/label_slips.tsv");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    const std::vector<std::string_view> cells = split(line, '\t');
    const auto type = cells.size() == 4 ? study_type_by_key(cells[2]) : std::nullopt;
    EXPECT_TRUE(type) << line;
    if (type) slips[std::string(cells[0])] = *type;
  }
  return slips;
}

std::vector<Labelled> labelled_records(const std::string& shared_data) {
  std::map<std::string, Record> by_pmid;
  const auto read = [&by_pmid](const std::filesystem::path& folder, std::string_view extension,
                               const char* format) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.path().extension() != extension) continue;
      for (Record& record : read_text(format, file_text(entry.path())).records) {
        if (record.deleted) continue;
        std::string key = record.source_record_id;
        for (const Identifier& identifier : record.identifiers) {
          if (identifier.scheme() == IdentifierScheme::kPmid) key = identifier.value();
        }
        Record& known = by_pmid[key];
        // Of two copies the one with an abstract: its types are as complete.
        if (known.title.empty() || (known.abstract.empty() && !record.abstract.empty())) {
          known = std::move(record);
        }
      }
    }
  };
  const std::filesystem::path fixtures = std::filesystem::path(shared_data) / "fixtures";
  read(fixtures / "pubmed-xml", ".xml", "pubmed-xml");
  read(fixtures / "europepmc", ".json", "europepmc");
  const Slips slips = read_slips();
  std::vector<Labelled> all;
  for (auto& [pmid, record] : by_pmid) {
    Labelled one;
    one.truth = classify(record);
    if (!is_known(record) || one.truth == StudyType::kPreprint ||
        one.truth == StudyType::kRetractionNotice || one.truth == StudyType::kCorrection) {
      continue;
    }
    const auto slip = slips.find(pmid);
    one.agreed = slip == slips.end() ? one.truth : slip->second;
    one.has_abstract = !record.abstract.empty();
    one.first_half = !pmid.empty() && (pmid.back() - '0') % 2 == 0;
    hide_types(record);
    one.found = find_study_type(record);
    one.record = std::move(record);
    one.record.source_record_id = pmid;
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace evidence::test
