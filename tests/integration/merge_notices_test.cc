// Retractions, errata and updates of PubMed from file to answer, by the real binary: the right
// status with who says so, notices that are never retracted themselves, and relations in both
// directions where one side alone states them. PubMed's files here have no expression of concern;
// the sample's does (export_works_test.cc), and so do records of ours below.
#include <gtest/gtest.h>

#include "tests/integration/merging_lab.h"
#include "tests/integration/road_support.h"

namespace evidence::test {
namespace {

namespace fs = std::filesystem;

struct MergeNotices : ::testing::Test {
  MergingLab lab;

  void import(const fs::path& file) const {
    lab.must_run({"--quiet", "import", file.string(), "--source", "pubmed"});
  }
  // The work with this PMID as `export --members` writes it; empty where there is none.
  [[nodiscard]] json::object work(const std::string& pmid) const {
    for (const auto& [members, fields] : lab.works().fields) {
      if (members == "pubmed:" + pmid) return json_of(fields);
    }
    ADD_FAILURE() << "no work of " << pmid << " alone";
    return {};
  }
  [[nodiscard]] std::string status(const std::string& pmid) const {
    return string_member(work(pmid), "status");
  }
  // "retracted pubmed relation pmid:1; …"
  [[nodiscard]] std::string statements(const std::string& pmid) const {
    std::string text;
    const json::object object = work(pmid);
    const json::value* list = member(object, "status_statements");
    if (list == nullptr) return text;
    for (const json::value& value : list->as_array()) {
      const json::object& one = value.as_object();
      text += (text.empty() ? "" : "; ") + string_member(one, "status") + " " +
              string_member(one, "source") + " " + string_member(one, "how");
      if (one.contains("notice")) text += " " + string_member(one, "notice");
    }
    return text;
  }
  // "stated" by the work's own record, "reverse" by the other's; "" where there is no such
  // relation.
  [[nodiscard]] std::string origin(const std::string& pmid, const std::string& type,
                                   const std::string& target) const {
    const json::object object = work(pmid);
    const json::value* list = member(object, "relations");
    if (list == nullptr) return "";
    for (const json::value& value : list->as_array()) {
      const json::object& one = value.as_object();
      if (string_member(one, "type") == type && string_member(one, "target") == target) {
        return string_member(one, "origin");
      }
    }
    return "";
  }
  [[nodiscard]] json::object hit(const std::string& pmid) const {
    const Outcome outcome = lab.run({"search", "pmid:" + pmid, "--json"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    const json::object answer = json_of(outcome.out);
    EXPECT_EQ(number(answer, "total"), 1) << pmid;
    if (number(answer, "total") != 1) return {};
    return answer.at("hits").as_array().at(0).as_object();
  }
  void expect_hit(const std::string& pmid, const std::string& status, bool retracted) const {
    const json::object found = hit(pmid);
    EXPECT_EQ(string_member(found, "status"), status) << pmid;
    const json::value* flag = member(found, "retracted");
    ASSERT_TRUE(flag != nullptr && flag->is_bool());
    EXPECT_EQ(flag->get_bool(), retracted) << pmid;
  }
  [[nodiscard]] std::string reference(const std::string& pmid) const {
    const Outcome outcome =
        lab.run({"--quiet", "export", "pmid:" + pmid, "--format", "ris", "--members"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return outcome.out;
  }
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// One article of a set, as its bytes.
std::string article_of(const std::string& set, const std::string& pmid) {
  const std::string name = "<PMID Version=\"1\">" + pmid + "</PMID>";
  const std::string end = "</PubmedArticle>";
  for (std::size_t at = set.find(name); at != std::string::npos; at = set.find(name, at + 1)) {
    const std::size_t begin = set.rfind("<PubmedArticle>", at);
    if (set.find("<PMID ", begin) != at) continue;  // only named in another
    return set.substr(begin, set.find(end, at) + end.size() - begin) + "\n";
  }
  ADD_FAILURE() << "no article " << pmid;
  return "";
}

// Without the element that begins so.
std::string without(std::string text, const std::string& begins, const std::string& ends) {
  const std::size_t at = text.find(begins);
  EXPECT_NE(at, std::string::npos) << begins;
  if (at != std::string::npos) text.erase(at, text.find(ends, at) + ends.size() - at);
  return text;
}

TEST_F(MergeNotices, WhatPubMedSaysIsShownWithItsReasons) {
  EVIDENCE_NEED_SHARED_DATA(shared);
  import(shared / "fixtures/pubmed-xml/nlm-sample/pubmedsample_2019.xml");
  import(shared / "fixtures/pubmed-xml/single/32887691.xml");
  import(shared / "fixtures/pubmed-xml/efetch-sets/set_106_sk8erjs69.xml");
  lab.must_run({"--quiet", "index"});
  // Retracted: 11543891 with its notice 11600210 here, 8655018 and 8863847 without theirs.
  EXPECT_EQ(statements("11543891"),
            "retracted pubmed notice pmid:11600210; retracted pubmed publication_type; "
            "retracted pubmed relation pmid:11600210");
  EXPECT_EQ(statements("8655018"),
            "retracted pubmed publication_type; retracted pubmed relation pmid:9867474");
  EXPECT_TRUE(statements("8863847").starts_with(
      "retracted pubmed publication_type; retracted pubmed relation pmid:9499167"))
      << statements("8863847");
  EXPECT_EQ(origin("11543891", "retracted_by", "pmid:11600210"), "stated");
  EXPECT_EQ(origin("11543891", "has_comment", "pmid:11600211"), "stated");
  // Notices: 11600210, and 9634358, which has an erratum of its own.
  EXPECT_EQ(statements("11600210"), "");
  EXPECT_EQ(origin("11600210", "retracts", "pmid:11543891"), "stated");
  EXPECT_EQ(status("9634358"), "corrected");
  EXPECT_EQ(origin("9634358", "retracts", "pmid:8393056"), "stated");
  // Corrected, with the erratum's number.
  EXPECT_EQ(statements("32887691"), "corrected pubmed relation pmid:35470203");
  EXPECT_EQ(statements("28647898"), "corrected pubmed relation pmid:28786003");
  EXPECT_EQ(statements("25987653"), "corrected pubmed relation pmid:26093021");
  // Updates of one review.
  EXPECT_EQ(origin("11034741", "updated_by", "pmid:11406024"), "stated");
  EXPECT_EQ(origin("11406024", "updates", "pmid:11034741"), "stated");
  EXPECT_EQ(status("11034741"), "");

  expect_hit("11543891", "retracted", true);
  expect_hit("8655018", "retracted", true);
  expect_hit("8863847", "retracted", true);
  expect_hit("11600210", "", false);
  expect_hit("9634358", "corrected", false);
  expect_hit("32887691", "corrected", false);
  const std::string retracted = reference("11543891");
  EXPECT_TRUE(has(retracted, "TI  - RETRACTED: ")) << retracted;
  EXPECT_TRUE(has(retracted, "N1  - RETRACTED (according to pubmed): notice pmid:11600210"));
  const std::string notice = reference("11600210");
  EXPECT_FALSE(has(notice, "RETRACTED")) << notice;
  EXPECT_TRUE(has(notice, "N1  - Retracts: pmid:11543891")) << notice;
  EXPECT_FALSE(has(reference("9634358"), "RETRACTED"));
}

TEST_F(MergeNotices, ARetractionThatOnlyTheNoticeStatesMarksTheArticle) {
  EVIDENCE_NEED_SHARED_DATA(shared);
  const std::string set =
      file_bytes(shared / "fixtures/pubmed-xml/nlm-sample/pubmedsample_2019.xml");
  std::string article = article_of(set, "11543891");
  article =
      without(article, "<CommentsCorrections RefType=\"RetractionIn\">", "</CommentsCorrections>");
  article = without(article, "<PublicationType UI=\"D016441\">", "</PublicationType>");
  write(lab.dir() / "article.xml", set_of(article));
  write(lab.dir() / "notice.xml", set_of(article_of(set, "11600210")));
  import(lab.dir() / "article.xml");
  lab.must_run({"--quiet", "index"});
  EXPECT_EQ(statements("11543891"), "");
  expect_hit("11543891", "", false);
  // The notice comes later: the article's document is written anew though its record is the same.
  import(lab.dir() / "notice.xml");
  lab.must_run({"--quiet", "index"});
  EXPECT_EQ(statements("11543891"), "retracted pubmed notice pmid:11600210");
  EXPECT_EQ(origin("11543891", "retracted_by", "pmid:11600210"), "reverse");
  EXPECT_EQ(origin("11600210", "retracts", "pmid:11543891"), "stated");
  expect_hit("11543891", "retracted", true);
  expect_hit("11600210", "", false);
  EXPECT_TRUE(has(reference("11543891"), "TI  - RETRACTED: "));
  // … and goes again with it.
  write(lab.dir() / "gone.xml",
        set_of("<DeleteCitation><PMID Version=\"1\">11600210</PMID></DeleteCitation>\n"));
  import(lab.dir() / "gone.xml");
  lab.must_run({"--quiet", "index"});
  EXPECT_EQ(statements("11543891"), "");
  expect_hit("11543891", "", false);
}

TEST_F(MergeNotices, ARetractionThatOnlyTheArticleStatesIsShownAtTheNotice) {
  EVIDENCE_NEED_SHARED_DATA(shared);
  const std::string set =
      file_bytes(shared / "fixtures/pubmed-xml/nlm-sample/pubmedsample_2019.xml");
  std::string notice = article_of(set, "11600210");
  notice =
      without(notice, "<CommentsCorrections RefType=\"RetractionOf\">", "</CommentsCorrections>");
  notice = without(notice, "<PublicationType UI=\"D016440\">", "</PublicationType>");
  write(lab.dir() / "both.xml", set_of(notice + article_of(set, "11543891")));
  import(lab.dir() / "both.xml");
  lab.must_run({"--quiet", "index"});
  EXPECT_EQ(origin("11600210", "retracts", "pmid:11543891"), "reverse");
  EXPECT_EQ(origin("11543891", "retracted_by", "pmid:11600210"), "stated");
  EXPECT_EQ(status("11543891"), "retracted");
  EXPECT_EQ(statements("11600210"), "");
  expect_hit("11600210", "", false);
  EXPECT_TRUE(has(reference("11600210"), "N1  - Retracts: pmid:11543891"));
}

TEST_F(MergeNotices, EveryWarningStatedOnOneSideIsSeenFromTheOther) {
  struct Case {
    const char* type;
    const char* reverse;
    const char* status;
  };
  const std::vector<Case> cases{
      {"retracts", "retracted_by", "retracted"},
      {"partially_retracts", "partially_retracted_by", "partially_retracted"},
      {"concern_about", "has_concern", "concern"},
      {"erratum_for", "has_erratum", "corrected"},
      {"updates", "updated_by", ""},
      {"comments_on", "has_comment", ""}};
  std::string lines;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const std::string pmid = std::to_string(1'000 + i);
    lines += R"({"id":")" + pmid + R"(","pmid":")" + pmid + R"(","title":"Study number )" + pmid +
             R"( of inhalers","year":2001})" + "\n";
    lines += R"({"id":"2)" + pmid + R"(","pmid":"2)" + pmid + R"(","title":"Words about another )" +
             pmid + R"(","year":2004,"relations":[{"type":")" + cases[i].type +
             R"(","target":"pmid:)" + pmid + R"(","citation":"J Inv. 2001"}]})" + "\n";
  }
  lab.import_lines("pubmed", lines);
  lab.must_run({"--quiet", "index"});
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const std::string pmid = std::to_string(1'000 + i);
    EXPECT_EQ(origin(pmid, cases[i].reverse, "pmid:2" + pmid), "reverse") << cases[i].type;
    EXPECT_EQ(origin("2" + pmid, cases[i].type, "pmid:" + pmid), "stated") << cases[i].type;
    EXPECT_EQ(status(pmid), cases[i].status) << cases[i].type;
    EXPECT_EQ(status("2" + pmid), "") << cases[i].type;
    expect_hit(pmid, cases[i].status, std::string(cases[i].status) == "retracted");
    expect_hit("2" + pmid, "", false);
  }
}

}  // namespace
}  // namespace evidence::test
