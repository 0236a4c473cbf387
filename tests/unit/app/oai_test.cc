// /oai over a real store: each verb, each error of the protocol, lists at every page size.
#include <map>
#include <set>

#include "base/text.h"
#include "base/url.h"
#include "tests/unit/app/sharing_fixture.h"

namespace evidence::app {
namespace {

using server::Response;

class OaiProvider : public SharingTest {
 protected:
  // The reply, well-formed and with status 200.
  pugi::xml_node ask(const std::string& query) { return read(get("/oai?" + query)); }
  pugi::xml_node read(const Response& response) {
    EXPECT_EQ(response.status, 200) << response.body;
    EXPECT_EQ(response.content_type, "text/xml; charset=utf-8");
    EXPECT_TRUE(is_valid_utf8(response.body));
    document_.reset();
    const auto parsed = document_.load_buffer(response.body.data(), response.body.size());
    EXPECT_TRUE(parsed) << parsed.description() << "\n" << response.body;
    return document_.child("OAI-PMH");
  }
  std::string code(const std::string& query) {
    return ask(query).child("error").attribute("code").value();
  }

  struct Listed {
    std::vector<std::string> ids;
    std::set<std::string> deleted;
    int parts = 0;
    std::string first_size;
  };
  Listed list(const std::string& verb, const std::string& arguments) {
    Listed listed;
    std::string query = "verb=" + verb + "&" + arguments;
    for (; listed.parts < 200; ++listed.parts) {
      const pugi::xml_node reply = ask(query);
      const pugi::xml_node part = reply.child(verb.c_str());
      EXPECT_TRUE(part) << query;
      for (const pugi::xml_node& child : part.children()) {
        const std::string name = child.name();
        if (name == "resumptionToken") continue;
        const pugi::xml_node header = name == "header" ? child : child.child("header");
        listed.ids.emplace_back(header.child_value("identifier"));
        const bool deleted = std::string(header.attribute("status").value()) == "deleted";
        if (deleted) listed.deleted.insert(listed.ids.back());
        const bool has_metadata = static_cast<bool>(child.child("metadata"));
        EXPECT_EQ(has_metadata, name == "record" && !deleted) << query;
      }
      const pugi::xml_node token = part.child("resumptionToken");
      if (listed.parts == 0) listed.first_size = token.attribute("completeListSize").value();
      if (!token || token.text().empty()) {
        EXPECT_EQ(static_cast<bool>(token), listed.parts > 0) << "the last part says that it is";
        ++listed.parts;
        return listed;
      }
      query = "verb=" + verb + "&resumptionToken=" + percent_encode(token.child_value());
    }
    ADD_FAILURE() << "the list has no end";
    return listed;
  }
  static std::string id(const std::string& rest) { return "oai:evidence.example.org:" + rest; }

  pugi::xml_document document_;
};

TEST_F(OaiProvider, IdentifiesItself) {
  put({record("open", "1")});
  clock_.advance(std::chrono::hours(1));
  const pugi::xml_node reply = ask("verb=Identify");
  EXPECT_STREQ(reply.child_value("request"), "https://evidence.example.org/oai");
  EXPECT_STREQ(reply.child("request").attribute("verb").value(), "Identify");
  EXPECT_STREQ(reply.child_value("responseDate"), "2024-03-15T00:59:50Z");
  const pugi::xml_node identity = reply.child("Identify");
  EXPECT_STREQ(identity.child_value("repositoryName"), "Evidence");
  EXPECT_STREQ(identity.child_value("baseURL"), "https://evidence.example.org/oai");
  EXPECT_STREQ(identity.child_value("protocolVersion"), "2.0");
  EXPECT_STREQ(identity.child_value("adminEmail"), "library@example.org");
  EXPECT_STREQ(identity.child_value("earliestDatestamp"), "2024-03-15T00:00:00Z");
  EXPECT_STREQ(identity.child_value("deletedRecord"), "persistent");
  EXPECT_STREQ(identity.child_value("granularity"), "YYYY-MM-DDThh:mm:ssZ");
  const pugi::xml_node scheme = identity.child("description").child("oai-identifier");
  EXPECT_STREQ(scheme.child_value("repositoryIdentifier"), "evidence.example.org");
}

TEST_F(OaiProvider, WithoutAnAddressItIsCalledAsItWasAskedButItsRecordsAreNot) {
  services_.site.base_url.clear();
  services_.site.contact_email.clear();
  put({record("open", "1")});
  const pugi::xml_node reply = ask("verb=Identify");
  EXPECT_STREQ(reply.child("Identify").child_value("baseURL"), "http://127.0.0.1:8080/oai");
  EXPECT_STREQ(reply.child("Identify").child_value("adminEmail"), "postmaster@evidence.invalid");
  EXPECT_EQ(list("ListRecords", "metadataPrefix=oai_dc").ids,
            std::vector<std::string>{"oai:evidence.invalid:open:1"});
  services_.site.oai_repository = "library.example.com";
  EXPECT_EQ(list("ListRecords", "metadataPrefix=oai_dc").ids,
            std::vector<std::string>{"oai:library.example.com:open:1"});
}

TEST_F(OaiProvider, NamesItsFormatsAndSets) {
  put({record("open", "1")});
  std::set<std::string> prefixes;
  for (const pugi::xml_node& format :
       ask("verb=ListMetadataFormats").child("ListMetadataFormats").children()) {
    prefixes.insert(format.child_value("metadataPrefix"));
    EXPECT_NE(std::string(format.child_value("schema")), "");
  }
  EXPECT_EQ(prefixes, (std::set<std::string>{"oai_dc", "marc21", "marcxml"}));
  EXPECT_TRUE(
      ask("verb=ListMetadataFormats&identifier=" + id("open:1")).child("ListMetadataFormats"));
  EXPECT_EQ(code("verb=ListMetadataFormats&identifier=" + id("open:2")), "idDoesNotExist");
  std::map<std::string, std::string> sets;
  for (const pugi::xml_node& set : ask("verb=ListSets").child("ListSets").children()) {
    sets[set.child_value("setSpec")] = set.child_value("setName");
  }
  EXPECT_EQ(sets, (std::map<std::string, std::string>{{"source", "All sources"},
                                                      {"source:guides", "guides"},
                                                      {"source:open", "Open & free"}}));
}

TEST_F(OaiProvider, AnswersEveryBadRequestWithItsErrorInWellFormedXml) {
  put({record("open", "1")});
  const std::map<std::string, std::string> wrong{
      {"junk", "badVerb"},
      {"verb=junk", "badVerb"},
      {"", "badVerb"},
      {"verb=Identify&verb=Identify", "badVerb"},
      {"verb=Identify&verb=ListSets", "badVerb"},
      {"verb=%01%02%3C", "badVerb"},
      {"verb=GetRecord&metadataPrefix=oai_dc", "badArgument"},
      {"verb=GetRecord&identifier=" + id("open:1"), "badArgument"},
      {"verb=GetRecord&identifier=&metadataPrefix=oai_dc", "badArgument"},
      {"verb=GetRecord&identifier=invalid\"id&metadataPrefix=oai_dc", "idDoesNotExist"},
      {"verb=GetRecord&identifier=%00%3C&metadataPrefix=oai_dc&x=1", "badArgument"},
      {"verb=GetRecord&identifier=%0B%EF%BF%BE%3C%26&metadataPrefix=oai_dc", "idDoesNotExist"},
      {"verb=GetRecord&metadataPrefix=oai_dc&identifier=" + id("licensed:1"), "idDoesNotExist"},
      {"verb=GetRecord&metadataPrefix=oai_dc&identifier=" + id("open:2"), "idDoesNotExist"},
      {"verb=GetRecord&metadataPrefix=oai_dc&identifier=" + id("open:%25ZZ"), "idDoesNotExist"},
      {"verb=GetRecord&metadataPrefix=mods&identifier=" + id("open:1"), "cannotDisseminateFormat"},
      {"verb=ListIdentifiers&until=junk", "badArgument"},
      {"verb=ListIdentifiers&from=junk", "badArgument"},
      {"verb=ListIdentifiers&metadataPrefix=oai_dc&until=junk", "badArgument"},
      {"verb=ListIdentifiers&metadataPrefix=oai_dc&from=junk", "badArgument"},
      {"verb=ListIdentifiers&metadataPrefix=oai_dc&from=", "badArgument"},
      {"verb=ListIdentifiers&resumptionToken=junk&until=2000-02-05", "badArgument"},
      {"verb=ListRecords&resumptionToken=junk", "badResumptionToken"},
      {"verb=ListRecords&resumptionToken=", "badResumptionToken"},
      {"verb=ListRecords", "badArgument"},
      {"verb=ListRecords&metadataPrefix=oai_dc&from=2002-02-05&until=2002-02-06T05:35:00Z",
       "badArgument"},
      {"verb=ListRecords&metadataPrefix=oai_dc&until=2023-03-15", "noRecordsMatch"},
      {"verb=ListRecords&metadataPrefix=oai_dc&from=2030-01-01", "noRecordsMatch"},
      {"verb=ListRecords&metadataPrefix=oai_dc&from=2024-03-16&until=2024-03-15", "badArgument"},
      {"verb=ListRecords&metadataPrefix=oai_dc&from=2024-03-15T00:00:00.5Z", "badArgument"},
      {"verb=ListRecords&metadataPrefix=oai_dc&from=2024-03-15t00:00:00z", "badArgument"},
      {"verb=ListRecords&metadataPrefix=oai_dc&from=2024-03", "badArgument"},
      {"verb=ListRecords&metadataPrefix=oai_dc&from=2024/03/15", "badArgument"},
      {"verb=ListRecords&metadataPrefix=oai_dc&from=2024-02-30", "badArgument"},
      {"verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"},
      {"verb=ListRecords&metadataPrefix=oai_dc&colour=red", "badArgument"},
      {"verb=Identify&identifier=x", "badArgument"},
      {"verb=ListRecords&metadataPrefix=mods", "cannotDisseminateFormat"},
      {"verb=ListRecords&metadataPrefix=oai_dc&set=nothing", "noRecordsMatch"},
      {"verb=ListRecords&metadataPrefix=oai_dc&set=source:licensed", "noRecordsMatch"},
      {"verb=ListRecords&metadataPrefix=oai_dc&set=source:guides", "noRecordsMatch"},
      {"verb=ListRecords&metadataPrefix=oai_dc&set=a%20b", "badArgument"},
      {"verb=ListSets&resumptionToken=x", "badResumptionToken"},
  };
  for (const auto& [query, expected] : wrong) {
    if (query.find("%00") != std::string::npos) continue;  // refused before, by the server
    const pugi::xml_node reply = ask(query);
    const pugi::xml_node error = reply.child("error");
    EXPECT_EQ(std::string(error.attribute("code").value()), expected) << query;
    EXPECT_NE(std::string(error.child_value()), "") << query;
    const bool bare = expected == "badVerb" || expected == "badArgument";
    EXPECT_EQ(reply.child("request").attributes().empty(), bare) << query;
  }
}

TEST_F(OaiProvider, ARequestStandsInTheReplyAsItWasMade) {
  put({record("open", "1")});
  const pugi::xml_node reply =
      ask("verb=GetRecord&metadataPrefix=oai_dc&identifier=" + percent_encode("a\"<&>'b"));
  EXPECT_STREQ(reply.child("request").attribute("identifier").value(), "a\"<&>'b");
}

TEST_F(OaiProvider, TakesTheArgumentsOfAFormToo) {
  put({record("open", "1")});
  const std::string form = "application/x-www-form-urlencoded; charset=UTF-8";
  EXPECT_TRUE(read(send("POST", "/oai", "verb=ListRecords&metadataPrefix=oai_dc", form))
                  .child("ListRecords"));
  EXPECT_STREQ(
      read(send("POST", "/oai", "verb=junk", form)).child("error").attribute("code").value(),
      "badVerb");
  EXPECT_STREQ(read(send("POST", "/oai?verb=Identify", "verb=Identify", form))
                   .child("error")
                   .attribute("code")
                   .value(),
               "badVerb");
  EXPECT_STREQ(
      read(send("POST", "/oai", "verb=%ZZ", form)).child("error").attribute("code").value(),
      "badArgument");
  EXPECT_EQ(send("POST", "/oai", "{}", "application/json").status, 415);
  EXPECT_EQ(send("PUT", "/oai").status, 405);
}

TEST_F(OaiProvider, ListsAreWholeAtEveryPageSizeAndLeaveOutWhatMayNotBeGivenOn) {
  std::vector<Record> records;
  for (int key = 0; key < 11; ++key) records.push_back(record("open", std::to_string(key)));
  put(records);
  clock_.advance(std::chrono::seconds(1));
  put({record("licensed", "secret"), record("licensed", "other")});
  put({record("guides", "g/1 ü"), tombstone("guides", "gone")});
  clock_.advance(std::chrono::seconds(1));
  put({tombstone("open", "3")});
  for (std::size_t size = 1; size <= 14; ++size) {
    services_.site.oai_page_size = size;
    for (const char* verb : {"ListRecords", "ListIdentifiers"}) {
      const Listed all = list(verb, "metadataPrefix=oai_dc");
      EXPECT_EQ(all.ids.size(), 13U) << size;
      const std::set<std::string> unique(all.ids.begin(), all.ids.end());
      EXPECT_EQ(unique.size(), 13U) << size;
      EXPECT_TRUE(unique.contains(id("guides:g%2F1%20%C3%BC")));
      EXPECT_EQ(all.deleted, (std::set<std::string>{id("open:3"), id("guides:gone")}));
      EXPECT_EQ(all.ids.back(), id("open:3")) << "the newest change is last";
      EXPECT_EQ(static_cast<std::size_t>(all.parts), (13 + size - 1) / size);
      EXPECT_EQ(all.first_size, size < 13 ? "13" : "");
      EXPECT_EQ(list(verb, "metadataPrefix=marcxml&set=source:guides").ids.size(), 2U);
      EXPECT_EQ(list(verb, "metadataPrefix=oai_dc&set=source").ids.size(), 13U);
    }
  }
  EXPECT_EQ(get("/oai?verb=ListRecords&metadataPrefix=oai_dc").body.find("secret"),
            std::string::npos);
}

TEST_F(OaiProvider, FromAndUntilIncludeTheirEnds) {
  for (int hour = 0; hour < 48; hour += 12) {
    put({record("open", std::to_string(hour))});
    clock_.advance(std::chrono::hours(12));
  }
  const auto count = [this](const std::string& window) {
    return list("ListIdentifiers", "metadataPrefix=oai_dc&" + window).ids.size();
  };
  EXPECT_EQ(count("from=2024-03-15"), 4U);
  EXPECT_EQ(count("from=2024-03-16"), 2U);
  EXPECT_EQ(count("until=2024-03-15"), 2U);
  EXPECT_EQ(count("from=2024-03-15T12:00:00Z&until=2024-03-16T00:00:00Z"), 2U);
  EXPECT_EQ(count("from=2024-03-15T12:00:01Z&until=2024-03-16T11:59:59Z"), 1U);
  EXPECT_EQ(count("from=2024-03-16&until=2024-03-16"), 2U);
  EXPECT_EQ(count("from=0001-01-01&until=9999-12-31"), 4U);
  EXPECT_EQ(code("verb=ListRecords&metadataPrefix=oai_dc&from=5000-06-01&until=7000-01-01"),
            "noRecordsMatch");
}

TEST_F(OaiProvider, AResumptionTokenIsGoodAgainAndAgainButNotForgedChangedOrTooOld) {
  std::vector<Record> records;
  for (int key = 0; key < 6; ++key) records.push_back(record("open", std::to_string(key)));
  put(records);
  services_.site.oai_page_size = 2;
  const std::string token = ask("verb=ListRecords&metadataPrefix=oai_dc")
                                .child("ListRecords")
                                .child_value("resumptionToken");
  ASSERT_FALSE(token.empty());
  const auto resume = [&](const std::string& text, const std::string& verb = "ListRecords") {
    return "verb=" + verb + "&resumptionToken=" + percent_encode(text);
  };
  const std::string once = get("/oai?" + resume(token)).body;
  EXPECT_EQ(get("/oai?" + resume(token)).body, once);
  EXPECT_NE(once.find(id("open:2")), std::string::npos);
  EXPECT_EQ(code(resume(token, "ListIdentifiers")), "badResumptionToken");
  for (std::size_t at = 0; at < token.size(); ++at) {
    std::string forged = token;
    forged[at] = forged[at] == 'a' ? 'b' : 'a';
    EXPECT_EQ(code(resume(forged)), "badResumptionToken") << forged;
    EXPECT_EQ(code(resume(token.substr(0, at))), "badResumptionToken") << at;
  }
  EXPECT_EQ(code(resume(token + "0")), "badResumptionToken");
  clock_.advance(std::chrono::hours(23));
  EXPECT_EQ(code(resume(token)), "");
  clock_.advance(std::chrono::hours(2));
  EXPECT_EQ(code(resume(token)), "badResumptionToken");
}

TEST_F(OaiProvider, WhatChangesDuringAHarvestComesWithTheNextOne) {
  std::vector<Record> records;
  for (int key = 0; key < 6; ++key) records.push_back(record("open", std::to_string(key)));
  put(records);
  clock_.advance(std::chrono::minutes(1));
  services_.site.oai_page_size = 2;
  const pugi::xml_node first = ask("verb=ListIdentifiers&metadataPrefix=oai_dc");
  const std::string until = first.child_value("responseDate");
  const std::string token = first.child("ListIdentifiers").child_value("resumptionToken");
  clock_.advance(std::chrono::minutes(1));
  put({tombstone("open", "5"), record("open", "0", "Changed"), record("open", "7")});
  const Listed rest = list("ListIdentifiers", "resumptionToken=" + percent_encode(token));
  EXPECT_EQ(rest.ids, (std::vector<std::string>{id("open:2"), id("open:3"), id("open:4")}));
  services_.site.oai_page_size = 100;
  const Listed next = list("ListIdentifiers", "metadataPrefix=oai_dc&from=" + until);
  EXPECT_EQ(std::set<std::string>(next.ids.begin(), next.ids.end()),
            (std::set<std::string>{id("open:0"), id("open:5"), id("open:7")}));
  EXPECT_EQ(next.deleted, std::set<std::string>{id("open:5")});
}

TEST_F(OaiProvider, AListWhoseRestHasMovedAwayEnds) {
  put({record("open", "1"), record("open", "2")});
  services_.site.oai_page_size = 1;
  const std::string token = ask("verb=ListRecords&metadataPrefix=oai_dc")
                                .child("ListRecords")
                                .child_value("resumptionToken");
  clock_.advance(std::chrono::minutes(1));
  put({record("open", "2", "Changed")});
  EXPECT_EQ(code("verb=ListRecords&resumptionToken=" + percent_encode(token)), "noRecordsMatch");
}

TEST_F(OaiProvider, ADeletedRecordIsGivenAsDeleted) {
  put({record("open", "1")});
  put({tombstone("open", "1")});
  const pugi::xml_node record =
      ask("verb=GetRecord&metadataPrefix=oai_dc&identifier=" + id("open:1"))
          .child("GetRecord")
          .child("record");
  EXPECT_STREQ(record.child("header").attribute("status").value(), "deleted");
  EXPECT_STREQ(record.child("header").child_value("setSpec"), "source:open");
  EXPECT_FALSE(record.child("metadata"));
}

TEST_F(OaiProvider, AStoreThatIsNotThereIsAFailureAndNoEmptyRepository) {
  test::TempDir elsewhere;
  StoreSharedRecords none(sources(), [&]() -> Result<std::unique_ptr<RecordStore>> {
    SqliteStoreOptions options;
    options.directory = elsewhere.path();
    options.create = false;
    options.read_only = true;
    return open_sqlite_store(options, clock_);
  });
  services_.shared = &none;
  EXPECT_EQ(get("/oai?verb=ListRecords&metadataPrefix=oai_dc").status, 503);
  EXPECT_EQ(get("/oai?verb=Identify").status, 503);
  services_.shared = nullptr;
  EXPECT_EQ(get("/oai?verb=Identify").status, 503);
}

TEST_F(OaiProvider, WithoutASourceThatMayBeGivenOnThereIsNothing) {
  put({record("licensed", "1")});
  StoreSharedRecords none({}, [this] { return open(false); });
  services_.shared = &none;
  EXPECT_EQ(code("verb=ListRecords&metadataPrefix=oai_dc"), "noRecordsMatch");
  EXPECT_EQ(code("verb=GetRecord&metadataPrefix=oai_dc&identifier=" + id("licensed:1")),
            "idDoesNotExist");
  EXPECT_TRUE(ask("verb=Identify").child("Identify"));
}

}  // namespace
}  // namespace evidence::app
