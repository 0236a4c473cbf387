#include <gtest/gtest.h>

#include <map>

#include "model/record_json.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

constexpr const char* kFormat = "oai-pmh";

std::string header(std::string_view id, std::string_view rest = "", std::string_view status = "") {
  return "<header" + std::string(status) + "><identifier>" + std::string(id) +
         "</identifier><datestamp>2024-01-02T03:04:05Z</datestamp>" + std::string(rest) +
         "</header>";
}

std::string record(std::string_view id, std::string_view metadata, std::string_view sets = "") {
  return "<record>" + header(id, sets) + "<metadata>" + std::string(metadata) +
         "</metadata></record>";
}

std::string dc(std::string_view title) {
  return "<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
         "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>" +
         std::string(title) + "</dc:title></oai_dc:dc>";
}

std::string reply(std::string_view records, std::string_view verb = "ListRecords") {
  return "<?xml version=\"1.0\"?><OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">"
         "<responseDate>2024-02-01T00:00:00Z</responseDate><request>https://example.org/oai"
         "</request><" +
         std::string(verb) + ">" + std::string(records) + "</" + std::string(verb) + "></OAI-PMH>";
}

TEST(OaiPmhFormat, TheHeaderGivesKeyDatestampAndSets) {
  const ReadAll all =
      read_text(kFormat, reply(record("oai:example.org:1/2", dc("Tea"),
                                      "<setSpec>a:b</setSpec><setSpec>c</setSpec>")));
  ASSERT_FALSE(all.error) << all.error->message;
  ASSERT_EQ(all.records.size(), 1U);
  const Record& r = all.records[0];
  EXPECT_EQ(r.source_record_id, "oai:example.org:1/2");
  EXPECT_EQ(r.datestamp, "2024-01-02T03:04:05Z");
  EXPECT_EQ(r.title, "Tea");
  ASSERT_EQ(r.subjects.size(), 2U);
  EXPECT_EQ(r.subjects[0].scheme, "oai-set");
  EXPECT_EQ(r.subjects[0].label, "a:b");
}

TEST(OaiPmhFormat, DeletedHeadersAreTombstones) {
  const ReadAll all =
      read_text(kFormat, reply("<record>" + header("oai:x:1", "", " status=\"deleted\"") +
                               "</record>" + record("oai:x:2", dc("Two"))));
  ASSERT_EQ(all.records.size(), 2U);
  EXPECT_TRUE(all.records[0].deleted);
  EXPECT_EQ(all.records[0].source_record_id, "oai:x:1");
  EXPECT_FALSE(all.records[1].deleted);
}

TEST(OaiPmhFormat, AListOfIdentifiersGivesOnlyItsDeletions) {
  const ReadAll all = read_text(
      kFormat,
      reply(header("oai:x:1") + header("oai:x:2", "", " status='deleted'"), "ListIdentifiers"));
  ASSERT_FALSE(all.error);
  EXPECT_EQ(all.records.size(), 1U);
  EXPECT_EQ(all.deleted(), 1U);
  EXPECT_TRUE(all.problems.empty());
}

TEST(OaiPmhFormat, SeveralRepliesInOneFileAndBareRecordsAreRead) {
  const std::string one = reply(record("oai:x:1", dc("One")), "GetRecord");
  const std::string two = reply(record("oai:x:2", dc("Two")), "GetRecord");
  EXPECT_EQ(read_text(kFormat, one + "\n" + two).records.size(), 2U);
  EXPECT_EQ(read_text(kFormat, record("oai:x:3", dc("Three"))).records.size(), 1U);
}

TEST(OaiPmhFormat, AnEnvelopeWithPrefixesIsTheSame) {
  const ReadAll all =
      read_text(kFormat,
                "<oai:OAI-PMH xmlns:oai=\"http://www.openarchives.org/OAI/2.0/\"><oai:ListRecords>"
                "<oai:record><oai:header><oai:identifier>oai:x:1</oai:identifier></oai:header>"
                "<oai:metadata>" +
                    dc("Tea") + "</oai:metadata></oai:record></oai:ListRecords></oai:OAI-PMH>");
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_EQ(all.records[0].source_record_id, "oai:x:1");
}

const std::string kMarc =
    "<record xmlns=\"http://www.loc.gov/MARC21/slim\"><leader>00000nam a2200000 a 4500</leader>"
    "<controlfield tag=\"001\">b1</controlfield><datafield tag=\"245\" ind1=\"1\" ind2=\"0\">"
    "<subfield code=\"a\">Tea: a handbook</subfield></datafield></record>";

// The payload has the name of the envelope's own element.
TEST(OaiPmhFormat, MarcInsideIsReadByItsFormatWhateverItsPrefix) {
  const ReadAll all =
      read_text(kFormat, reply(record("oai:x:1", kMarc) + record("oai:x:2", dc("Two"))));
  ASSERT_FALSE(all.error) << all.error->message;
  ASSERT_EQ(all.records.size(), 2U);
  EXPECT_EQ(all.records[0].source_record_id, "oai:x:1");
  EXPECT_EQ(all.records[0].title, "Tea: a handbook");
  EXPECT_EQ(all.records[1].title, "Two");
}

TEST(OaiPmhFormat, JatsInsideIsReadByItsFormat) {
  const ReadAll all = read_text(
      kFormat,
      reply(record("oai:x:1",
                   "<article xmlns=\"https://jats.nlm.nih.gov/ns/archiving/1.3/\"><front>"
                   "<journal-meta><journal-title-group><journal-title>Journal of Tea"
                   "</journal-title></journal-title-group></journal-meta><article-meta>"
                   "<article-id pub-id-type=\"doi\">10.1000/j</article-id><title-group>"
                   "<article-title>Tea <italic>in vivo</italic></article-title></title-group>"
                   "</article-meta></front></article>")));
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_EQ(all.records[0].source_record_id, "oai:x:1");
  EXPECT_EQ(all.records[0].title, "Tea in vivo");
  EXPECT_EQ(all.records[0].publication.title, "Journal of Tea");
}

TEST(OaiPmhFormat, DataciteEtdMetsAndRdfAreDublinCore) {
  const std::string datacite =
      "<oai_datacite xmlns=\"http://schema.datacite.org/oai/oai-1.1/\"><payload>"
      "<resource xmlns=\"http://datacite.org/schema/kernel-4\"><identifier identifierType=\"DOI\">"
      "10.1000/d</identifier><creators><creator><creatorName>Doe, J</creatorName>"
      "<nameIdentifier nameIdentifierScheme=\"ORCID\">0000-0002-1825-0097</nameIdentifier>"
      "</creator></creators><titles><title>Tea data</title></titles><publicationYear>2020"
      "</publicationYear><resourceType resourceTypeGeneral=\"Dataset\"/></resource></payload>"
      "</oai_datacite>";
  const std::string etd =
      "<thesis xmlns=\"http://www.ndltd.org/standards/metadata/etdms/1.0/\"><title>On tea</title>"
      "<creator>Doe, J</creator><degree><level>doctoral</level></degree></thesis>";
  const std::string mets = "<mets xmlns=\"http://www.loc.gov/METS/\"><dmdSec><mdWrap><xmlData>" +
                           dc("Wrapped") + "</xmlData></mdWrap></dmdSec></mets>";
  const std::string rdf =
      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><rdf:Description><dc:title>Described"
      "</dc:title></rdf:Description></rdf:RDF>";
  const ReadAll all =
      read_text(kFormat, reply(record("oai:x:1", datacite) + record("oai:x:2", etd) +
                               record("oai:x:3", mets) + record("oai:x:4", rdf)));
  for (const EntryProblem& p : all.problems) ADD_FAILURE() << p.code << ": " << p.reason;
  ASSERT_EQ(all.records.size(), 4U);
  EXPECT_EQ(all.records[0].title, "Tea data");
  EXPECT_EQ(all.records[0].contributors.at(0).orcid, "0000-0002-1825-0097");
  EXPECT_EQ(all.records[0].publication.date.year, 2020);
  EXPECT_EQ(all.records[1].title, "On tea");
  EXPECT_EQ(all.records[2].title, "Wrapped");
  EXPECT_EQ(all.records[3].title, "Described");
}

TEST(OaiPmhFormat, UnknownMetadataAreAProblemThatNamesThem) {
  const ReadAll all =
      read_text(kFormat, reply(record("oai:x:1", "<foo xmlns=\"https://example.org/foo\"/>") +
                               record("oai:x:2", "") + record("", dc("No key")) +
                               record("oai:x:3", dc("Good"))));
  EXPECT_EQ(all.records.size(), 1U);
  ASSERT_EQ(all.problems.size(), 3U);
  EXPECT_EQ(all.problems[0].code, "unknown_metadata");
  EXPECT_NE(all.problems[0].reason.find("https://example.org/foo"), std::string::npos);
  EXPECT_EQ(all.problems[1].code, "no_metadata");
  EXPECT_EQ(all.problems[2].code, "no_identifier");
}

TEST(OaiPmhFormat, AnErrorInTheEnvelopeIsReportedWithItsCode) {
  for (const char* error :
       {"<error code=\"badArgument\">What?</error>", "<error code='badVerb'/>"}) {
    const ReadAll all = read_text(kFormat, "<OAI-PMH>" + std::string(error) + "</OAI-PMH>");
    ASSERT_TRUE(all.error);
    EXPECT_EQ(all.error->slug, "remote_error");
    EXPECT_NE(all.error->message.find("bad"), std::string::npos) << all.error->message;
  }
}

TEST(OaiPmhFormat, ARecordWithoutItsEndSpoilsNoOther) {
  const std::string cut = "<record>" + header("oai:x:1") + "<metadata>" + dc("Cut");
  const ReadAll all =
      read_text(kFormat, reply(cut + record("oai:x:2", kMarc) + record("oai:x:3", dc("Three"))));
  ASSERT_FALSE(all.error);
  EXPECT_EQ(all.records.size(), 2U);
  ASSERT_EQ(all.problems.size(), 1U);
  EXPECT_EQ(all.problems[0].code, "damaged_entry");
}

TEST(OaiPmhFormat, EveryBoundaryOfTheStreamGivesTheSame) {
  const std::string text = reply(record("oai:x:1", kMarc) + record("oai:x:2", dc("Two")));
  for (std::size_t step = 1; step < 60; ++step) {
    DripSource source(text, step);
    EXPECT_EQ(read_source(kFormat, source).records.size(), 2U) << step;
  }
}

TEST(OaiPmhFormat, AFileIsRecognised) {
  EXPECT_TRUE(format_by_name(kFormat)->recognises(reply(""), ""));
  EXPECT_TRUE(format_by_name(kFormat)->recognises(record("oai:x:1", dc("T")), ""));
  EXPECT_FALSE(format_by_name(kFormat)->recognises(kMarc, ""));
  EXPECT_FALSE(format_by_name("oai_dc")->recognises(kMarc, ""));
  EXPECT_TRUE(format_by_name("oai_dc")->recognises(dc("T"), ""));
}

// -- the recorded replies of real repositories

struct Tally {
  std::size_t files = 0, records = 0, deleted = 0, errors = 0;
  std::map<std::string, int> problems;
};

Tally read_folder(const std::filesystem::path& folder) {
  Tally tally;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".xml") continue;
    ++tally.files;
    const ReadAll all = read_text(kFormat, file_bytes(entry.path()));
    tally.records += all.records.size();
    tally.deleted += all.deleted();
    tally.errors += all.error ? 1 : 0;
    for (const EntryProblem& problem : all.problems) ++tally.problems[problem.code];
    for (const Record& r : all.records) {
      const auto again = record_from_json(record_to_json(r));
      EXPECT_TRUE(again.ok() && *again == r) << r.source_record_id;
      EXPECT_TRUE(r.deleted || !r.title.empty()) << r.source_record_id;
    }
    if (std::getenv("EVIDENCE_SHOW_PROBLEMS") != nullptr) {
      if (all.error)
        std::cout << entry.path().filename() << " ERROR " << all.error->message << "\n";
      for (const EntryProblem& problem : all.problems) {
        std::cout << entry.path().filename() << " " << problem.position << " " << problem.code
                  << " " << problem.reason << "\n";
      }
    }
  }
  return tally;
}

TEST(OaiPmhShared, EveryRecordedReplyIsRead) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const Tally mit = read_folder(data / "fixtures/oai-pmh/mit_dspace_recorded");
  EXPECT_EQ(mit.files, 69U);
  EXPECT_EQ(mit.records, 119U);
  EXPECT_EQ(mit.deleted, 2U);
  EXPECT_EQ(mit.errors, 3U);  // noRecordsMatch twice, idDoesNotExist
  // Sources that say where a copy was taken from.
  EXPECT_EQ(mit.problems, (std::map<std::string, int>{{"not_understood", 21}}));
  const Tally real = read_folder(data / "fixtures/oai-pmh/real_pages");
  EXPECT_EQ(real.files, 4U);
  EXPECT_EQ(real.records, 160U);
  EXPECT_EQ(real.errors, 0U);
  // Decades; arXiv's own format.
  EXPECT_EQ(real.problems, (std::map<std::string, int>{{"bad_date", 9}, {"unknown_metadata", 1}}));
  const Tally suites = read_folder(data / "fixtures/oai-pmh/testsuite_sickle_partly_synthetic");
  EXPECT_EQ(suites.files, 19U);
  EXPECT_EQ(suites.records, 11U);
  EXPECT_EQ(suites.errors, 8U);  // seven error replies, one that is no XML
  // A header without an identifier; sources that name no journal.
  EXPECT_EQ(suites.problems,
            (std::map<std::string, int>{{"no_identifier", 1}, {"not_understood", 6}}));
  const Tally small = read_folder(data / "fixtures/oai-pmh/testsuite_vufindharvest_small");
  EXPECT_EQ(small.files, 7U);
  EXPECT_EQ(small.records, 2U);
  EXPECT_EQ(small.errors, 2U);
  // An address "http:http://…"; <foo/>.
  EXPECT_EQ(small.problems,
            (std::map<std::string, int>{{"not_understood", 1}, {"unknown_metadata", 2}}));
}

TEST(OaiPmhShared, CutAnywhereTheRecordsBeforeStayAndTheEndIsAnError) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const std::string text =
      file_bytes(data / "fixtures/oai-pmh/mit_dspace_recorded/harvest-from-set__00_200.xml");
  const std::size_t whole = read_text(kFormat, text).records.size();
  std::size_t last = 0;
  cut_everywhere(text, 97, text.size() - 20, [&last](const std::string& part) {
    const ReadAll all = read_text(kFormat, part);
    ASSERT_TRUE(all.error) << part.size();
    ASSERT_GE(all.records.size(), last) << part.size();
    last = all.records.size();
  });
  EXPECT_GE(last + 1, whole);
}

TEST(OaiPmhShared, RandomBytesChangedSpoilOnlyTheirRecords) {
  EVIDENCE_NEED_SHARED_DATA(data);
  for (const char* file : {"mit_dspace_recorded/harvest-from-set__00_200.xml",
                           "real_pages/dnb_zdb_marc21_listrecords_2012.xml",
                           "real_pages/doaj_article_listrecords_2017.xml"}) {
    const std::string text = file_bytes(data / "fixtures/oai-pmh" / file);
    const std::size_t whole = read_text(kFormat, text).records.size();
    spoil_bytes(text, 25, 5, [whole, file](const std::string& changed) {
      const ReadAll all = read_text(kFormat, changed);
      if (!all.error) {
        EXPECT_GE(all.records.size() + 7, whole) << file;
      }
    });
  }
}

}  // namespace
}  // namespace evidence::test
