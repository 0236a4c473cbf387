#include "tests/unit/search/counting_library.h"

#include <algorithm>
#include <array>
#include <random>
#include <string>

#include "base/text.h"
#include "model/label_key.h"

namespace evidence::test {
namespace {

struct SmallHeading {
  const char* id;
  const char* label;
  const char* tree;
  std::vector<const char*> entry_terms;
  HeadingKind kind = HeadingKind::kDescriptor;
};

const std::vector<SmallHeading>& small_headings() {
  static const std::vector<SmallHeading> headings{
      {"D000001", "Neoplasms", "C04", {"Cancer", "Tumors"}},
      {"D000002", "Breast Neoplasms", "C04.100", {"Breast Cancer"}},
      {"D000003", "Lung Neoplasms", "C04.200", {"Lung Cancer"}},
      {"D000004", "Carcinoma, Ductal, Breast", "C04.100.500", {}},
      {"D000005", "Asthma", "C08.100", {"Bronchial Asthma"}},
      {"D000006", "Respiratory Tract Diseases", "C08", {}},
      {"D000007", "Hypertension", "C14.100", {"High Blood Pressure"}},
      {"D000008", "Vascular Diseases", "C14", {}},
      {"D000009", "Sensitivity and Specificity", "E05.100", {}},
      {"D000010", "Humans", "B01.100", {}, HeadingKind::kCheckTag},
      {"D000011", "Animals", "B01", {}},
      {"D000012", "Child", "M01.100", {"Children"}, HeadingKind::kCheckTag},
      {"D000013", "Adrenergic beta-Agonists", "D27.100", {}},
      {"D000014", "Risk", "E05.200", {}},
      {"D000015", "Risk Factors", "E05.200.100", {}},
      {"D016449", "Randomized Controlled Trial", "V03.100", {}, HeadingKind::kPublicationType},
      {"D018848", "Controlled Clinical Trial", "V03", {}, HeadingKind::kPublicationType},
  };
  return headings;
}

const std::vector<SmallHeading>& small_qualifiers() {
  static const std::vector<SmallHeading> qualifiers{
      {"Q000001", "therapy", "Y01", {"TH"}, HeadingKind::kQualifier},
      {"Q000002", "drug therapy", "Y01.100", {"DT"}, HeadingKind::kQualifier},
      {"Q000003", "surgery", "Y01.200", {"SU"}, HeadingKind::kQualifier},
      {"Q000004", "diagnosis", "Y02", {"DI"}, HeadingKind::kQualifier},
      {"Q000005", "adverse effects", "Y03", {"AE"}, HeadingKind::kQualifier},
  };
  return qualifiers;
}

bool is_below(std::string_view tree, std::string_view above) {
  return tree.size() > above.size() && tree.starts_with(above) && tree[above.size()] == '.';
}

class SmallVocabulary final : public Vocabulary {
 public:
  [[nodiscard]] std::string version() const override { return "mesh 2099"; }
  [[nodiscard]] std::vector<FoundHeading> find(std::string_view label) const override {
    std::vector<FoundHeading> found;
    const std::string key = label_key(label);
    for (const SmallHeading& heading : small_headings()) {
      if (label_key(heading.label) == key) found.push_back(as_found(heading, FoundBy::kLabel));
    }
    for (const SmallHeading& heading : small_headings()) {
      for (const char* entry : heading.entry_terms) {
        if (label_key(entry) == key) found.push_back(as_found(heading, FoundBy::kEntryTerm));
      }
    }
    return found;
  }
  [[nodiscard]] std::optional<FoundHeading> find_qualifier(std::string_view name) const override {
    const std::string key = label_key(name);
    for (const SmallHeading& qualifier : small_qualifiers()) {
      if (label_key(qualifier.label) == key) return as_found(qualifier, FoundBy::kLabel);
      if (label_key(qualifier.entry_terms.front()) == key) {
        return as_found(qualifier, FoundBy::kAbbreviation);
      }
    }
    return std::nullopt;
  }
  [[nodiscard]] std::optional<VocabularyHeading> heading(std::string_view id) const override {
    for (const auto* list : {&small_headings(), &small_qualifiers()}) {
      for (const SmallHeading& each : *list) {
        if (each.id != id) continue;
        VocabularyHeading heading;
        heading.id = each.id;
        heading.label = each.label;
        heading.kind = each.kind;
        heading.tree_numbers = {each.tree};
        return heading;
      }
    }
    return std::nullopt;
  }
  [[nodiscard]] std::vector<FoundHeading> with_narrower(std::string_view id) const override {
    std::vector<FoundHeading> found;
    for (const auto* list : {&small_headings(), &small_qualifiers()}) {
      for (const SmallHeading& top : *list) {
        if (top.id != id) continue;
        found.push_back(as_found(top, FoundBy::kId));
        for (const SmallHeading& each : *list) {
          if (is_below(each.tree, top.tree)) found.push_back(as_found(each, FoundBy::kId));
        }
      }
    }
    return found;
  }
  [[nodiscard]] std::vector<FoundHeading> narrower(std::string_view) const override { return {}; }
  [[nodiscard]] std::vector<FoundHeading> broader(std::string_view) const override { return {}; }
  [[nodiscard]] std::vector<FoundHeading> with_action(std::string_view) const override {
    return {};
  }
  [[nodiscard]] std::vector<FoundHeading> suggest(std::string_view, std::size_t) const override {
    return {};
  }
  [[nodiscard]] std::vector<FoundHeading> beginning_with(std::string_view,
                                                         std::size_t) const override {
    return {};
  }

 private:
  static FoundHeading as_found(const SmallHeading& heading, FoundBy by) {
    return {heading.id, heading.label, heading.kind, by};
  }
};

constexpr std::array kWords{
    "asthma",     "steroids", "inhaled",    "children",   "child",   "childhood", "randomized",
    "randomised", "trial",    "trials",     "controlled", "placebo", "women",     "woman",
    "colour",     "color",    "blood",      "pressure",   "high",    "raised",    "ocular",
    "breast",     "feeding",  "feed",       "feeder",     "cancer",  "cancers",   "tumour",
    "tumor",      "diabetes", "diabetic",   "type",       "care",    "caring",    "hospital",
    "hospitals",  "risk",     "risks",      "nurse",      "nurses",  "follow-up", "beta-blocker",
    "of",         "in",       "and",        "with",       "after",   "the",       "dog",
    "dogs",       "dogma",    "paediatric", "pediatric",  "pain",    "group",     "groups",
    "effect",     "effects",  "quality",    "life"};

class Maker {
 public:
  Work make(int number) {
    Work work;
    work.id = "w" + std::string(11 - std::to_string(number).size(), '0') + std::to_string(number);
    Record& record = work.record;
    record.source = number % 3 == 0 ? "second" : "first";
    record.source_record_id = std::to_string(number);
    work.members = {{record.source, record.source_record_id}};
    if (number % 7 == 0) work.members.push_back({"third", std::to_string(number)});
    record.title = sentence(4 + pick(6));
    for (int section = pick(4); section > 0; --section) {
      record.abstract.push_back({section == 1 ? "RESULTS" : "", sentence(10 + pick(25))});
    }
    record.identifiers.push_back(
        Identifier::parse(IdentifierScheme::kPmid, std::to_string(100'000 + number)).value());
    if (number % 4 == 0) {
      record.identifiers.push_back(
          Identifier::parse(IdentifierScheme::kIssn, number % 8 == 0 ? "0959-8138" : "1756-1833")
              .value());
    }
    add_people(record);
    add_place(record, number);
    add_subjects(record);
    add_days(record, number);
    return work;
  }

 private:
  int pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

  std::string sentence(int words) {
    std::string text;
    for (int i = 0; i < words; ++i) {
      if (i > 0) text += ' ';
      text += kWords[static_cast<std::size_t>(pick(static_cast<int>(kWords.size())))];
    }
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text + ".";
  }

  void add_people(Record& record) {
    static constexpr std::array kFamilies{"Fauci",   "Smith", "Smithson",
                                          "O'Brien", "Wong",  "Garcia"};
    static constexpr std::array kInitials{"A", "AS", "J", "JB", "S"};
    for (int i = 1 + pick(4); i > 0; --i) {
      Contributor person;
      person.family = kFamilies[static_cast<std::size_t>(pick(kFamilies.size()))];
      person.initials = kInitials[static_cast<std::size_t>(pick(kInitials.size()))];
      person.role = "author";
      if (pick(2) == 0) person.affiliation = "Department of Care, Johns Hopkins Bloomberg School";
      record.contributors.push_back(std::move(person));
    }
  }

  void add_place(Record& record, int number) {
    record.publication.title = number % 2 == 0 ? "Journal of Caring" : "British Journal of Pain";
    record.publication.abbreviation = number % 2 == 0 ? "J Caring" : "Br J Pain";
    record.publication.volume = std::to_string(1 + number % 9);
    record.publication.issue = std::to_string(1 + number % 4);
    record.publication.pages =
        std::to_string(100 + number % 20) + "-" + std::to_string(130 + number % 20);
    if (number % 11 != 0) {
      record.publication.date = {1990 + number % 35, number % 5 == 0 ? 0 : 1 + number % 12, 0};
    }
    record.languages = {number % 6 == 0 ? "fre" : "eng"};
    static constexpr std::array kTypes{"Journal Article", "Randomized Controlled Trial",
                                       "Controlled Clinical Trial", "Review", "Case Reports"};
    record.publication_types = {kTypes[static_cast<std::size_t>(pick(kTypes.size()))]};
  }

  void add_subjects(Record& record) {
    for (int i = pick(4); i > 0; --i) {
      const auto& headings = small_headings();
      const SmallHeading& heading =
          headings[static_cast<std::size_t>(pick(static_cast<int>(headings.size()) - 2))];
      Subject subject;
      subject.scheme = "mesh";
      // Some sources give no numbers.
      if (pick(3) > 0) subject.id = heading.id;
      subject.label = heading.label;
      subject.major = pick(3) == 0;
      if (pick(2) == 0) {
        const SmallHeading& qualifier = small_qualifiers()[static_cast<std::size_t>(
            pick(static_cast<int>(small_qualifiers().size())))];
        subject.qualifier = qualifier.label;
        if (!subject.id.empty()) subject.qualifier_id = qualifier.id;
      }
      record.subjects.push_back(std::move(subject));
    }
    if (pick(3) == 0) {
      Subject keyword;
      keyword.scheme = "keyword";
      keyword.label = pick(2) == 0 ? "quality of life" : "nurse education";
      record.subjects.push_back(std::move(keyword));
    }
  }

  void add_days(Record& record, int number) {
    const auto day = [number](int year) {
      const int month = 1 + number % 12;
      return std::to_string(year) + (month < 10 ? "-0" : "-") + std::to_string(month) + "-15";
    };
    if (number % 5 == 0) return;
    record.history = {day(2000 + number % 20), day(2001 + number % 20), day(2002 + number % 20),
                      day(2003 + number % 20)};
    record.datestamp = day(2005 + number % 20);
  }

  std::mt19937 random_{20'261'129};  // NOLINT: the same works in every run
};

}  // namespace

std::vector<Work> counting_library() {
  Maker maker;
  std::vector<Work> works;
  for (int number = 1; number <= 700; ++number) works.push_back(maker.make(number));
  return works;
}

const Vocabulary& counting_vocabulary() {
  static const SmallVocabulary kVocabulary;
  return kVocabulary;
}

const SlowVocabulary& counting_slow_vocabulary() {
  static const SlowVocabulary kVocabulary{
      {{"neoplasms", {"Breast Neoplasms", "Lung Neoplasms", "Carcinoma, Ductal, Breast"}},
       {"breast neoplasms", {"Carcinoma, Ductal, Breast"}},
       {"respiratory tract diseases", {"Asthma"}},
       {"vascular diseases", {"Hypertension"}},
       {"animals", {"Humans"}},
       {"risk", {"Risk Factors"}},
       {"controlled clinical trial", {"Randomized Controlled Trial"}}},
      {{"therapy", {"drug therapy", "surgery"}}},
      {{"cancer", "Neoplasms"},
       {"tumors", "Neoplasms"},
       {"breast cancer", "Breast Neoplasms"},
       {"lung cancer", "Lung Neoplasms"},
       {"bronchial asthma", "Asthma"},
       {"high blood pressure", "Hypertension"},
       {"children", "Child"}},
      {{"th", "therapy"},
       {"dt", "drug therapy"},
       {"su", "surgery"},
       {"di", "diagnosis"},
       {"ae", "adverse effects"}}};
  return kVocabulary;
}

}  // namespace evidence::test
