#include "app/term_lists_file.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "base/text.h"
#include "model/label_key.h"

namespace evidence::app {

namespace {

constexpr std::size_t kMaxWordsBytes = 200;
constexpr std::size_t kMaxGroup = 50;
constexpr std::size_t kMaxFiles = 50;
constexpr std::size_t kMaxDrugNames = 50'000;

class Reader {
 public:
  explicit Reader(Findings& findings) : findings_(findings) {}

  void read(const std::filesystem::path& path) {
    TomlFile file = TomlFile::load(path, findings_);
    TomlTable root = file.root();
    std::string source;
    root.read("source", source);
    for (TomlTable& table : root.tables("group")) read_group(table);
    for (TomlTable& table : root.tables("drug")) read_drug(table, source);
    for (TomlTable& table : root.tables("combination")) read_combination(table, source);
    for (TomlTable& table : root.tables("abbreviation")) read_abbreviation(table);
    for (TomlTable& table : root.tables("ambiguous")) read_ambiguous(table);
    for (TomlTable& table : root.tables("pair")) read_pair(table);
    for (TomlTable& table : root.tables("look_alike")) read_look_alike(table);
    read_drug_names(root);
    root.finish();
  }

  // What only all files together show.
  TermLists finish() {
    for (const auto& [where, combination] : combinations_) {
      for (const std::string& name : combination) {
        if (single_drugs_.contains(label_key(name))) {
          findings_.push_back(where + ": a combination is no other name of its ingredient " +
                              quoted_for_message(name));
        }
      }
    }
    for (const auto& [abbreviation, expansion] : lists_.abbreviations) {
      if (lists_.ambiguous.contains(abbreviation)) {
        findings_.push_back(quoted_for_message(abbreviation) +
                            " is both an abbreviation with one reading and an ambiguous one");
      }
    }
    return std::move(lists_);
  }

 private:
  // Folded words of one list, each of them checked; reported and left out where they are none.
  std::vector<std::string> words(TomlTable& table, std::string_view key, std::size_t least) {
    std::vector<std::string> typed;
    table.read(key, typed);
    std::vector<std::string> list;
    std::set<std::string> seen;
    for (const std::string& one : typed) {
      const std::string folded = fold(clean_text(one));
      if (label_key(folded).empty() || folded.size() > kMaxWordsBytes) {
        table.report(std::string(key) + " needs words of at most " +
                     std::to_string(kMaxWordsBytes) + " bytes, not " + quoted_for_message(one));
      } else if (!seen.insert(label_key(folded)).second) {
        table.report(std::string(key) + " has " + quoted_for_message(one) + " twice");
      } else {
        list.push_back(folded);
      }
    }
    if (list.size() < least || list.size() > kMaxGroup) {
      table.report(std::string(key) + " needs " + std::to_string(least) + " to " +
                   std::to_string(kMaxGroup) + " entries");
    }
    return list;
  }

  std::string word(TomlTable& table, std::string_view key) {
    std::string typed;
    table.read(key, typed);
    std::string folded = fold(clean_text(typed));
    if (label_key(folded).empty() || folded.size() > kMaxWordsBytes) {
      table.report(std::string(key) + " needs words of at most " + std::to_string(kMaxWordsBytes) +
                   " bytes");
      return {};
    }
    return folded;
  }

  void read_group(TomlTable& table) {
    std::vector<std::string> group = words(table, "words", 2);
    for (const std::string& one : group) {
      if (!grouped_.insert(label_key(one)).second) {
        table.report(quoted_for_message(one) + " stands in another group already; join the two");
      }
    }
    table.finish();
    if (group.size() > 1) lists_.synonyms.push_back(std::move(group));
  }

  // Names lead to each other, brands to the names.
  void add_drug(const std::vector<std::string>& names, const std::vector<std::string>& brands,
                const std::string& source) {
    for (const std::string& name : names) {
      TermLists::DrugName drug{name, {}, source};
      for (const std::string& other : names) {
        if (other != name) drug.equivalents.push_back(other);
      }
      if (!drug.equivalents.empty()) lists_.drugs.push_back(std::move(drug));
    }
    for (const std::string& brand : brands) lists_.drugs.push_back({brand, names, source});
  }

  void claim(TomlTable& table, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      if (!named_.insert(label_key(name)).second) {
        table.report(quoted_for_message(name) + " is a name of another drug already");
      }
    }
  }

  std::string source_of(TomlTable& table, const std::string& otherwise) {
    std::string source = otherwise;
    table.read("source", source);
    source = clean_text(source);
    if (source.empty() || source.size() > kMaxWordsBytes) {
      table.report("the source of the equivalence is missing or too long");
    }
    return source;
  }

  void read_drug(TomlTable& table, const std::string& source) {
    const std::vector<std::string> names = words(table, "names", 1);
    const std::vector<std::string> brands = words(table, "brands", 0);
    claim(table, names);
    claim(table, brands);
    for (const std::string& name : names) single_drugs_.insert(label_key(name));
    add_drug(names, brands, source_of(table, source));
    table.finish();
  }

  void read_combination(TomlTable& table, const std::string& source) {
    const std::vector<std::string> names = words(table, "names", 1);
    const std::vector<std::string> brands = words(table, "brands", 0);
    claim(table, brands);
    combinations_.emplace_back(table.where(), names);
    add_drug(names, brands, source_of(table, source));
    table.finish();
  }

  void read_abbreviation(TomlTable& table) {
    const std::string letters = word(table, "short");
    std::string means;
    table.read("means", means);
    means = clean_text(means);
    if (means.empty() || means.size() > kMaxWordsBytes)
      table.report("means is missing or too long");
    if (!letters.empty() && !lists_.abbreviations.emplace(letters, fold(means)).second) {
      table.report(quoted_for_message(letters) + " stands here twice");
    }
    table.finish();
  }

  void read_ambiguous(TomlTable& table) {
    const std::string letters = word(table, "short");
    std::vector<std::string> readings;
    table.read("readings", readings);
    for (std::string& reading : readings) reading = clean_text(reading);
    if (readings.size() < 2 || readings.size() > kMaxGroup) {
      table.report("readings needs two or more; one with a single reading is an [[abbreviation]]");
    }
    if (!letters.empty() && !lists_.ambiguous.emplace(letters, std::move(readings)).second) {
      table.report(quoted_for_message(letters) + " stands here twice");
    }
    table.finish();
  }

  void read_pair(TomlTable& table) {
    std::string british = word(table, "british");
    std::string american = word(table, "american");
    if (!british.empty() && spelled_key(british) == spelled_key(american)) {
      table.report("the rules of spelling know " + quoted_for_message(british) + " already");
    }
    table.finish();
    lists_.spellings.emplace_back(std::move(british), std::move(american));
  }

  void read_look_alike(TomlTable& table) {
    std::vector<std::string> group = words(table, "words", 2);
    table.finish();
    if (group.size() > 1) lists_.look_alikes.push_back(std::move(group));
  }

  void read_drug_names(TomlTable& root) {
    std::vector<std::string> typed;
    root.read("drug_names", typed);
    for (const std::string& one : typed) {
      std::string folded = fold(clean_text(one));
      if (label_key(folded).empty() || folded.size() > kMaxWordsBytes) {
        root.report("drug_names needs words of at most " + std::to_string(kMaxWordsBytes) +
                    " bytes, not " + quoted_for_message(one));
      } else if (!listed_drugs_.insert(label_key(folded)).second) {
        root.report("drug_names has " + quoted_for_message(one) + " twice");
      } else if (lists_.drug_names.size() >= kMaxDrugNames) {
        root.report("drug_names has more than " + std::to_string(kMaxDrugNames) + " names");
        return;
      } else {
        lists_.drug_names.push_back(std::move(folded));
      }
    }
  }

  Findings& findings_;
  TermLists lists_;
  std::set<std::string> grouped_;
  std::set<std::string> named_;
  std::set<std::string> single_drugs_;
  std::set<std::string> listed_drugs_;
  std::vector<std::pair<std::string, std::vector<std::string>>> combinations_;
};

}  // namespace

TermLists read_term_lists(const std::filesystem::path& directory, Findings& findings) {
  Reader reader(findings);
  std::vector<std::filesystem::path> files;
  std::error_code absent;
  for (const auto& entry : std::filesystem::directory_iterator(directory, absent)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  if (files.size() > kMaxFiles) {
    findings.push_back(directory.string() + ": more than " + std::to_string(kMaxFiles) + " files");
    files.resize(kMaxFiles);
  }
  for (const std::filesystem::path& file : files) reader.read(file);
  return reader.finish();
}

}  // namespace evidence::app
