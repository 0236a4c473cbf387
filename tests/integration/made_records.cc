#include "tests/integration/made_records.h"

#include <fstream>
#include <random>
#include <utility>

#include "base/json.h"

namespace evidence::test {
namespace {

namespace fs = std::filesystem;

using Names = std::vector<std::string>;

const Names kEffects{"Effect",  "Long-term safety", "Tolerability",   "Cost-effectiveness",
                     "Outcome", "Dose response",    "Adverse events", "Withdrawal"};
const Names kDrugs{"amlodipine",  "budesonide",   "clopidogrel", "dapsone",    "ezetimibe",
                   "fluoxetine",  "gabapentin",   "haloperidol", "ivermectin", "ketamine",
                   "lamotrigine", "methotrexate", "naltrexone",  "ofloxacin",  "pregabalin"};
const Names kConditions{"asthma",
                        "chronic heart failure",
                        "depression",
                        "epilepsy",
                        "gout",
                        "haemophilia",
                        "irritable bowel syndrome",
                        "knee osteoarthritis",
                        "low back pain",
                        "migraine",
                        "neonatal sepsis",
                        "obesity",
                        "psoriasis",
                        "rheumatoid arthritis",
                        "sickle cell disease",
                        "tuberculosis"};
const Names kPeople{"children",      "older adults",   "pregnant women",  "primary care",
                    "nursing homes", "intensive care", "rural hospitals", "adolescents"};
const Names kDesigns{"a randomised controlled trial", "a cohort study",      "a case series",
                     "protocol of a pilot",           "a qualitative study", "a survey"};
const Names kFamilies{"Andersson", "Baker",  "Chen",   "van der Heijde", "Evans", "García López",
                      "Fischer",   "Greene", "Hansen", "Ibrahim",        "Kaur",  "Müller"};
const std::vector<std::pair<std::string, std::string>> kJournals{
    {"Journal of Invented Medicine", "J Invent Med"},
    {"The Annals of Sample Surgery", "Ann Sample Surg"},
    {"Archives of Fictional Paediatrics", "Arch Fict Paediatr"},
    {"British Review of Test Epidemiology", "Br Rev Test Epidemiol"}};

struct Person {
  std::string family, given, initials;
};

struct Publication {
  int number = 0;
  std::string title;
  std::vector<Person> authors;
  std::size_t journal = 0;
  int year = 0, volume = 0, issue = 0, page = 0, pages = 0;
  std::string abstract;
  [[nodiscard]] std::string doi() const { return "10.5555/made." + std::to_string(number); }
  [[nodiscard]] std::string pmid() const { return std::to_string(70'000'000 + number); }
};

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  std::vector<MadeRecord> make(int works) {
    for (int i = 0; i < works; ++i) {
      const Publication work = publication();
      copies(work);
      switch (i % 5) {
        case 0:
          notices(work);
          break;
        case 1:
          relatives(work);
          break;
        case 2:
          versions(work);
          break;
        case 3:
          editions(work);
          break;
        default:
          near_misses(work);
          break;
      }
      if (i % 4 == 0) bridge(work, publications_[chance_below(publications_.size())]);
      publications_.push_back(work);
    }
    return std::move(records_);
  }

 private:
  std::size_t chance_below(std::size_t count) {
    return static_cast<std::size_t>(random_() % static_cast<std::uint32_t>(count));
  }
  bool one_in(std::size_t count) { return chance_below(count) == 0; }
  int between(int low, int high) {
    return low + static_cast<int>(chance_below(static_cast<std::size_t>(high - low + 1)));
  }
  const std::string& any(const Names& names) { return names[chance_below(names.size())]; }

  Publication publication() {
    Publication work;
    work.number = ++made_;
    work.title = any(kEffects) + " of " + any(kDrugs) + " for " + any(kConditions) + " in " +
                 any(kPeople) + ": " + any(kDesigns);
    const int authors = between(1, 6);
    for (int i = 0; i < authors; ++i) {
      const auto letter = static_cast<char>('A' + chance_below(20));
      work.authors.push_back(
          {any(kFamilies), std::string(1, letter) + "nna", std::string(1, letter)});
    }
    work.journal = chance_below(kJournals.size());
    work.year = between(1995, 2020);
    work.volume = between(1, 60);
    work.issue = between(1, 12);
    work.page = between(2, 1'900);
    work.pages = between(3, 12);
    work.abstract = "BACKGROUND: Little is known. ";
    for (int i = 0; i < 12; ++i) {
      work.abstract += "We gave " + any(kDrugs) + " to people with " + any(kConditions) + " in " +
                       any(kPeople) + ". ";
    }
    return work;
  }

  // A slip of the finger somewhere in the text.
  std::string mistyped(std::string text) {
    const std::size_t at = 1 + chance_below(text.size() - 2);
    if (static_cast<unsigned char>(text[at]) >= 0x80U ||
        static_cast<unsigned char>(text[at + 1]) >= 0x80U) {
      return text;
    }
    switch (chance_below(3)) {
      case 0:
        text.erase(at, 1);
        break;
      case 1:
        std::swap(text[at], text[at + 1]);
        break;
      default:
        text.insert(at, 1, 'x');
        break;
    }
    return text;
  }

  static json::array names_of(const Publication& work, bool whole) {
    json::array names;
    for (const Person& person : work.authors) {
      names.emplace_back(whole ? person.family + ", " + person.given
                               : person.family + " " + person.initials);
    }
    return names;
  }

  static json::object described(const Publication& work) {
    return {{"title", work.title},
            {"journal", kJournals[work.journal].first},
            {"year", work.year},
            {"volume", std::to_string(work.volume)},
            {"issue", std::to_string(work.issue)},
            {"pages", std::to_string(work.page) + "-" + std::to_string(work.page + work.pages)},
            {"authors", names_of(work, true)}};
  }

  json::object as_pubmed(const Publication& work) {
    json::object object = described(work);
    object["title"] = work.title + ".";
    object["abbreviation"] = kJournals[work.journal].second;
    object["authors"] = names_of(work, false);
    object["abstract"] = work.abstract;
    object["pubtypes"] = json::array{"Journal Article"};
    object["pmid"] = work.pmid();
    object["mesh"] = json::array{"*Asthma/drug therapy", "Humans"};
    if (!one_in(4)) object["doi"] = work.doi();
    return object;
  }

  json::object as_crossref(const Publication& work) {
    json::object object = described(work);
    object["doi"] = work.doi();
    object["pubtypes"] = json::array{"journal-article"};
    if (one_in(3)) object["year"] = work.year - 1;  // online first
    if (one_in(4)) object["title"] = work.title.substr(0, work.title.find(':'));
    if (one_in(4)) object.erase("pages");
    return object;
  }

  json::object as_doaj(const Publication& work) {
    json::object object = described(work);
    object["abstract"] = work.abstract.substr(0, work.abstract.size() / 2);
    object["issn"] = "1234-5679";
    object["is_oa"] = true;
    object["url"] = "https://doaj.example.org/article/" + std::to_string(work.number);
    object["keywords"] = json::array{"invented", "sample"};
    if (one_in(2)) object["doi"] = work.doi();
    object.erase("pages");
    if (one_in(3)) object.erase("volume");
    return object;
  }

  json::object as_reference(const Publication& work) {
    json::object object = described(work);
    object["journal"] = one_in(2) ? kJournals[work.journal].second : kJournals[work.journal].first;
    object["authors"] = names_of(work, false);
    if (one_in(2)) object["title"] = mistyped(work.title);
    object["pages"] = std::to_string(work.page);
    object.erase("issue");
    switch (chance_below(5)) {
      case 0:
        object["volume"] = std::to_string(work.volume + 1);
        break;
      case 1:
        object.erase("year");
        break;
      case 2:
        object["authors"] = json::array{object["authors"].as_array().front()};
        break;
      case 3:
        object.erase("pages");
        break;
      default:
        break;
    }
    return object;
  }

  MadeRecord& add(const std::string& source, json::object object) {
    const std::string key = source.substr(0, 1) + std::to_string(records_.size());
    object["id"] = key;
    MadeRecord& record = records_.emplace_back();
    record.source = source;
    record.key = key;
    record.line = json::serialize(object);
    // Sources mend what they say: another title, no number, the number of another work.
    if (one_in(4)) {
      switch (chance_below(4)) {
        case 0:
          object["title"] = "Untitled record " + key;
          break;
        case 1:
          object.erase("doi");
          object.erase("pmid");
          break;
        case 2:
          object["doi"] = "10.5555/made." + std::to_string(1 + chance_below(50));
          break;
        default:
          object.erase("authors");
          object["year"] = 1990;
          break;
      }
      record.older = json::serialize(object);
    }
    return record;
  }

  void copies(const Publication& work) {
    add("pubmed", as_pubmed(work));
    add("crossref", as_crossref(work));
    if (!one_in(3)) add("doaj", as_doaj(work));
    add("ris-export", as_reference(work));
    if (one_in(3)) add("ris-export", as_reference(work));
    // The same names twice and others of the same number: how many agree depends on the side.
    if (one_in(6) && work.authors.size() >= 2) {
      json::object twice = as_reference(work);
      const json::value first = twice["authors"].as_array().front();
      json::array names;
      for (std::size_t i = 0; i < work.authors.size(); ++i) names.push_back(first);
      twice["authors"] = names;
      for (const char* key : {"volume", "pages"}) twice.erase(key);
      add("ris-export", twice);
    }
  }

  void notices(const Publication& work) {
    Publication notice = work;
    notice.number = ++made_;
    notice.volume = work.volume + 2;
    notice.page = work.page + 50;
    notice.year = work.year + 2;
    json::object stated = as_pubmed(notice);
    stated["title"] = "Retraction: " + work.title;
    stated["pubtypes"] = json::array{"Retraction of Publication"};
    stated["relations"] = json::array{json::object{
        {"type", "retracts"}, {"target", "pmid:" + work.pmid()}, {"citation", "J Invent Med"}}};
    add("pubmed", stated);
    json::object other = as_crossref(notice);
    other["title"] = "Retraction notice to \"" + work.title + "\" [J Invent Med 12 (2001) 3-9]";
    add("crossref", other);
    json::object marked = as_crossref(work);
    marked["title"] = "RETRACTED: " + work.title;
    add("publisher", marked);
    Publication erratum = work;
    erratum.number = ++made_;
    erratum.page = work.page + 99;
    json::object correction = as_crossref(erratum);
    correction["title"] = "Correction to: " + work.title;
    add("crossref", correction);
    Publication comment = work;
    comment.number = ++made_;
    comment.page = work.page + 120;
    json::object letter = as_crossref(comment);
    letter["title"] = "Re: " + work.title;
    add("crossref", letter);
  }

  // Preprint, meeting abstract and protocol of the same people, each known to two sources.
  void relatives(const Publication& work) {
    Publication early = work;
    early.number = ++made_;
    early.year = work.year - 1;
    json::object preprint = described(early);
    preprint["doi"] = "10.1101/2020.01.02." + std::to_string(20'000'000 + work.number);
    preprint["pubtypes"] = json::array{"Preprint"};
    for (const char* key : {"journal", "volume", "issue", "pages"}) preprint.erase(key);
    add("preprints", preprint);
    preprint["pmid"] = early.pmid();
    add("europepmc", preprint);
    Publication meeting = early;
    meeting.number = ++made_;
    json::object abstract = described(meeting);
    abstract["pubtypes"] = json::array{"Meeting Abstract"};
    abstract["pages"] = "S" + std::to_string(meeting.page);
    add("meetings", abstract);
    abstract["pmid"] = meeting.pmid();
    add("europepmc", abstract);
    Publication plan = early;
    plan.number = ++made_;
    json::object protocol = described(plan);
    protocol["pubtypes"] = json::array{"Clinical Trial Protocol"};
    protocol["doi"] = plan.doi();
    protocol["pages"] = std::to_string(plan.page + 400);
    add("crossref", protocol);
  }

  void versions(const Publication& work) {
    const std::string number = "CD" + std::to_string(100'000 + work.number);
    for (int version = 1; version <= 3; ++version) {
      Publication review = work;
      review.number = ++made_;
      review.year = work.year + 3 * version;
      json::object object = described(review);
      object["title"] = "Interventions of kind " + number + " for " + work.title;
      object["journal"] = "Cochrane Database of Systematic Reviews";
      object["pages"] = number;
      object["issue"] = std::to_string(version);
      object.erase("volume");
      const std::string doi =
          "10.1002/14651858." + number + (version == 1 ? "" : ".pub" + std::to_string(version));
      object["doi"] = doi;
      add("crossref", object);
      object["pmid"] = review.pmid();
      if (one_in(2)) object.erase("doi");
      add("pubmed", object);
      if (one_in(2)) {
        object.erase("pmid");
        object.erase("doi");
        add("ris-export", object);
      }
    }
  }

  static std::string isbn(int number) {
    std::string digits = "978190" + std::to_string(100'000 + number);
    int sum = 0;
    for (std::size_t i = 0; i < 12; ++i) sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
    return digits + std::to_string((10 - sum % 10) % 10);
  }

  void editions(const Publication& work) {
    const std::string title = "Handbook of " + work.title.substr(0, work.title.find(':'));
    for (int edition = 1; edition <= 3; ++edition) {
      const int number = ++made_;
      json::object book{{"title", title},
                        {"year", work.year + 4 * edition},
                        {"edition", std::to_string(edition) + ". ed."},
                        {"publisher", "Sample Press"},
                        {"authors", names_of(work, true)},
                        {"pubtypes", json::array{"Book"}},
                        {"isbn", isbn(number)}};
      add("catalogue", book);
      book["publisher"] = "Sample Press Ltd";
      if (one_in(2)) book.erase("isbn");
      add("ris-export", book);
      if (edition > 1) continue;
      for (int chapter = 1; chapter <= 2; ++chapter) {
        add("catalogue",
            {{"title", "Chapter on " + any(kConditions) + " " + std::to_string(number)},
             {"journal", title},
             {"year", work.year + 4},
             {"authors", names_of(work, true)},
             {"pubtypes", json::array{"Book Chapter"}},
             {"pages", std::to_string(30 * chapter) + "-" + std::to_string(30 * chapter + 20)},
             {"isbn", isbn(number)}});
      }
    }
  }

  void near_misses(const Publication& work) {
    for (const std::string part : {"1", "2"}) {
      Publication sibling = work;
      sibling.number = ++made_;
      sibling.title = work.title + ". Part " + part;
      sibling.page = work.page + 20 * (part == "1" ? 1 : 2);
      add("pubmed", as_pubmed(sibling));
      add("ris-export", as_reference(sibling));
    }
    Publication later = work;
    later.number = ++made_;
    later.year = work.year + 1;
    later.volume = work.volume + 1;
    later.page = work.page + 300;
    add("crossref", as_crossref(later));
    Publication other = work;
    other.number = ++made_;
    other.journal = (work.journal + 1) % kJournals.size();
    other.authors = {{"Nobody", "Nina", "N"}};
    other.page = work.page + 7;
    add("pubmed", as_pubmed(other));
    // Without place and time it belongs to any of them, or to none.
    json::object bare{{"title", work.title}, {"authors", names_of(work, false)}};
    add("ris-export", bare);
    bare["year"] = later.year;
    add("ris-export", bare);
  }

  // One record with the numbers of two publications; its source takes it back.
  void bridge(const Publication& one, const Publication& two) {
    json::object object = described(one);
    object["doi"] = one.doi();
    object["pmid"] = two.pmid();
    MadeRecord& record = add("repository", object);
    record.older.clear();
    record.goes = true;
  }

  std::mt19937 random_;
  int made_ = 0;
  std::vector<Publication> publications_{
      Publication{900, "Nothing at all", {}, 0, 0, 0, 0, 0, 0, ""}};
  std::vector<MadeRecord> records_;
};

std::vector<json::object> objects_of(const fs::path& file, std::size_t limit) {
  std::ifstream in(file);
  std::vector<json::object> objects;
  for (std::string line; objects.size() < limit && std::getline(in, line);) {
    const auto value = parse_json(line);
    if (value.ok() && value->is_object()) objects.push_back(value->get_object());
  }
  return objects;
}

}  // namespace

std::vector<MadeRecord> made_records(unsigned seed, int works) { return Maker(seed).make(works); }

std::vector<MadeRecord> flagged_records(const fs::path& shared) {
  std::vector<MadeRecord> records;
  for (const std::string name : {"copper", "tafenoquine"}) {
    for (json::object& object : objects_of(shared / "dedupe" / (name + ".jsonl"), 100'000)) {
      object["issue"] = object["number"];
      const bool flagged = object["duplicate"].is_bool() && object["duplicate"].get_bool();
      for (const char* key : {"number", "accession", "db", "ref_type", "duplicate"}) {
        object.erase(key);
      }
      records.push_back({name, string_member(object, "id"), json::serialize(object), "", false,
                         flagged ? "duplicate" : ""});
    }
  }
  return records;
}

std::vector<MadeRecord> printed_references(const fs::path& shared, std::size_t limit,
                                           bool hide_identifiers) {
  std::vector<MadeRecord> records;
  for (json::object& object : objects_of(shared / "dedupe" / "references.jsonl", limit)) {
    MadeRecord& record = records.emplace_back();
    record.source = "references";
    record.key = std::to_string(records.size());
    record.truth = string_member(object, "pmid");
    json::object kept;
    for (const auto& member : object) {
      const bool left_out = member.key() == "citing" || member.key() == "type" ||
                            member.value().is_null() ||
                            (hide_identifiers && (member.key() == "pmid" || member.key() == "doi"));
      if (!left_out) kept[member.key()] = member.value();
    }
    kept["id"] = record.key;
    record.line = json::serialize(kept);
  }
  return records;
}

}  // namespace evidence::test
