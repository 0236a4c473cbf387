#include "access/openurl.h"

#include <gtest/gtest.h>

#include <random>

#include "base/text.h"
#include "base/url.h"
#include "tests/support/case_rows.h"

namespace evidence {
namespace {

std::string_view name_of_format(OpenUrlFormat format) {
  switch (format) {
    case OpenUrlFormat::kJournal:
      return "journal";
    case OpenUrlFormat::kBook:
      return "book";
    case OpenUrlFormat::kDissertation:
      return "dissertation";
    case OpenUrlFormat::kPatent:
      return "patent";
    case OpenUrlFormat::kDublinCore:
      return "dc";
  }
  return "";
}

std::string in_words(const OpenUrl& read) {
  std::string text(name_of_format(read.format));
  text += " " + (read.genre.empty() ? "-" : read.genre);
  const auto add = [&text](std::string_view name, const std::string& value) {
    if (!value.empty()) text.append("; ").append(name).append("=").append(value);
  };
  for (const Identifier& id : read.ids) {
    add("id", std::string(scheme_name(id.scheme())) + ":" + id.value());
  }
  for (const std::string& id : read.other_ids) add("other", id);
  add("atitle", read.atitle);
  add("jtitle", read.jtitle);
  add("stitle", read.stitle);
  add("btitle", read.btitle);
  add("issn", read.issn);
  add("eissn", read.eissn);
  add("isbn", read.isbn);
  add("volume", read.volume);
  add("issue", read.issue);
  add("part", read.part);
  add("quarter", read.quarter);
  add("season", read.season);
  add("spage", read.spage);
  add("epage", read.epage);
  add("pages", read.pages);
  add("artnum", read.artnum);
  add("place", read.place);
  add("publisher", read.publisher);
  add("edition", read.edition);
  add("series", read.series);
  add("date", format_date(read.date));
  for (const OpenUrlAuthor& author : read.authors)
    add("author", author.family + "/" + author.given);
  add("corporate", read.corporate_author);
  add("referrer", read.referrer);
  if (read.full_text) text += "; full_text";
  return text;
}

std::string codes_of(const OpenUrl& read) {
  std::string codes;
  for (const OpenUrlWarning& warning : read.warnings) {
    EXPECT_FALSE(warning.message.empty());
    EXPECT_FALSE(openurl_warning_text(warning.code).empty()) << warning.code;
    codes += (codes.empty() ? "" : " ") + warning.code;
  }
  return codes.empty() ? "-" : codes;
}

TEST(OpenUrl, ReadsEveryCaseAsWrittenDown) {
  for (const auto& row : test::case_rows("openurl/read.tsv", 3, 50)) {
    const OpenUrl read = read_openurl(row[0]);
    EXPECT_EQ(in_words(read), row[1]) << row[0];
    EXPECT_EQ(codes_of(read), row[2]) << row[0];
  }
}

TEST(OpenUrl, SaysWhetherThereIsAnythingToFindAWorkBy) {
  for (const char* query : {"rft_id=info:pmid/1", "rft.isbn=9780306406157", "rft.issn=0959-8138",
                            "title=BMJ", "rft.atitle=A"}) {
    EXPECT_TRUE(is_usable(read_openurl(std::string_view(query)))) << query;
  }
  for (const char* query : {"", "rft.genre=article", "rft.volume=1&rft.spage=2", "sid=x:y",
                            "rft.issn=0959-8139", "rft_id=info:oclcnum/1"}) {
    EXPECT_FALSE(is_usable(read_openurl(std::string_view(query)))) << query;
  }
}

TEST(OpenUrl, BoundsWhatComes) {
  std::string many;
  for (int i = 0; i < 1'000; ++i) many += "rft_id=info:oclcnum/" + std::to_string(i) + "&";
  OpenUrl read = read_openurl(std::string_view(many));
  EXPECT_EQ(read.other_ids.size(), kOpenUrlLimits.ids);
  EXPECT_EQ(codes_of(read), "too_many");
  many = "rft.atitle=" + std::string(100'000, 'x');
  read = read_openurl(std::string_view(many));
  EXPECT_EQ(read.atitle.size(), kOpenUrlLimits.value_bytes);
  EXPECT_EQ(codes_of(read), "too_long");
  many.clear();
  for (int i = 0; i < 200; ++i) many += "rft.au=A" + std::to_string(i) + ",+B&";
  read = read_openurl(std::string_view(many));
  EXPECT_EQ(read.authors.size(), kOpenUrlLimits.authors);
  EXPECT_EQ(codes_of(read), "too_many");
  many.clear();
  for (int i = 0; i < 200; ++i) many += "rft.x" + std::to_string(i) + "_ref=http://evil.example&";
  EXPECT_LE(read_openurl(std::string_view(many)).warnings.size(), kOpenUrlLimits.warnings);
}

Identifier id(IdentifierScheme scheme, std::string_view value) {
  return Identifier::parse(scheme, value).value();
}

Work article() {
  Work work;
  Record& record = work.record;
  record.title = "Trial of X";
  record.publication_types = {"Journal Article"};
  record.contributors = {{"Smith", "", "J", "author", "", ""}};
  record.publication.title = "BMJ";
  record.publication.volume = "380";
  record.publication.issue = "1";
  record.publication.pages = "101-109";
  record.publication.date = {2023, 4, 5};
  record.identifiers = {
      id(IdentifierScheme::kDoi, "10.1136/bmj.p1"), id(IdentifierScheme::kPmid, "36999999"),
      id(IdentifierScheme::kIssn, "0959-8138"), id(IdentifierScheme::kIssn, "1756-1833")};
  return work;
}

TEST(OpenUrl, WritesAnArticleAsTheStandardsExampleHasIt) {
  EXPECT_EQ(write_openurl(openurl_of(article()), "https://resolver.example/openurl",
                          "info:sid/evidence.example.org:search"),
            "https://resolver.example/openurl?url_ver=Z39.88-2004&ctx_ver=Z39.88-2004"
            "&ctx_enc=info%3Aofi%2Fenc%3AUTF-8"
            "&rfr_id=info%3Asid%2Fevidence.example.org%3Asearch"
            "&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Ajournal&rft.genre=article"
            "&rft.atitle=Trial%20of%20X&rft.jtitle=BMJ&rft.aulast=Smith&rft.auinit1=J"
            "&rft.date=2023-04-05&rft.volume=380&rft.issue=1&rft.spage=101&rft.epage=109"
            "&rft.issn=0959-8138&rft.eissn=1756-1833&rft_id=info%3Adoi%2F10.1136%2Fbmj.p1"
            "&rft_id=info%3Apmid%2F36999999");
  EXPECT_TRUE(write_openurl(openurl_of(article()), "https://r.example/x?a=1")
                  .starts_with("https://r.example/x?a=1&url_ver=Z39.88-2004&ctx_ver="));
}

TEST(OpenUrl, AJournalAsAWholeIsWrittenWithoutDate) {
  OpenUrl journal;
  journal.genre = "journal";
  journal.jtitle = "BMJ";
  journal.issn = "0959-8138";
  journal.date = {2023, 0, 0};
  EXPECT_EQ(openurl_kev(journal).find("rft.date"), std::string::npos);
  const std::string address = write_openurl(journal, "https://r.example/");
  EXPECT_NE(address.find("sfx.ignore_date_threshold=1"), std::string::npos);
  EXPECT_NE(address.find("u.ignore_date_coverage=true"), std::string::npos);
  EXPECT_EQ(openurl_kev(openurl_of(article())).find("ignore_date"), std::string::npos);
}

TEST(OpenUrl, AChapterNamesItsBookAndAThesisItsUniversity) {
  Work chapter;
  chapter.record.title = "Sepsis";
  chapter.record.publication_types = {"Book Chapter"};
  chapter.record.publication.title = "Oxford Textbook";
  chapter.record.identifiers = {id(IdentifierScheme::kIsbn, "9780306406157")};
  EXPECT_EQ(in_words(openurl_of(chapter)),
            "book bookitem; atitle=Sepsis; btitle=Oxford Textbook; isbn=9780306406157");
  Work thesis;
  thesis.record.title = "On X";
  thesis.record.publication_types = {"Dissertation"};
  thesis.record.publication.publisher = "University of Y";
  EXPECT_EQ(in_words(openurl_of(thesis)),
            "dissertation dissertation; btitle=On X; publisher=University of Y");
  EXPECT_NE(openurl_kev(openurl_of(thesis)).find("rft.inst=University"), std::string::npos);
  Work page;
  page.record.title = "A web page";
  EXPECT_EQ(in_words(openurl_of(page)), "dc -; btitle=A web page");
}

TEST(OpenUrl, AnAddressStaysShortWhateverTheWork) {
  Work work = article();
  work.record.title = std::string(4'000, 'x');
  for (int i = 0; i < 50; ++i) {
    work.record.contributors.push_back({std::string(100, 'y'), "Given", "G", "author", "", ""});
  }
  const std::string address = write_openurl(openurl_of(work), "https://r.example/");
  EXPECT_LT(address.size(), 2'100U);
  const OpenUrl read = read_openurl(std::string_view(address).substr(address.find('?') + 1));
  EXPECT_EQ(read.ids, openurl_of(work).ids);
  EXPECT_EQ(read.spage, "101");
}

// Texts with everything that escaping can break.
std::string random_text(std::mt19937& random, bool commas) {
  static const std::vector<std::string> kPieces{
      "a", "Z", "0", "&",  "=", "+",   "%",     "#", "?", "<",  ">", "\"", "'", ";",
      "é", "Ł", "β", "中", "😀", "%20", "&amp;", "/", ":", " x", "-", ".",  "(", ")"};
  std::string text = "T";
  const std::size_t length = random() % 40;
  for (std::size_t i = 0; i < length; ++i) text += kPieces[random() % kPieces.size()];
  if (commas) text += ", b";
  return clean_text(text);
}

Work random_work(std::mt19937& random) {
  Work work;
  Record& record = work.record;
  static const std::vector<std::string> kTypes{
      "Journal Article", "Book", "Book Chapter", "Preprint", "Dissertation", "Report", ""};
  record.publication_types = {kTypes[random() % kTypes.size()]};
  record.title = random_text(random, true);
  if (random() % 4 != 0) record.publication.title = random_text(random, true);
  if (random() % 2 != 0) record.publication.abbreviation = random_text(random, false);
  if (random() % 2 != 0) record.publication.volume = random_text(random, true);
  if (random() % 2 != 0) record.publication.issue = std::to_string(random() % 50);
  static const std::vector<std::string> kPages{"", "1-9", "e12345", "12", "S1-S4", "1-4, 7-8"};
  record.publication.pages = kPages[random() % kPages.size()];
  if (random() % 2 != 0) record.publication.publisher = random_text(random, true);
  if (random() % 2 != 0) record.publication.edition = "2nd";
  record.publication.date = {static_cast<int>(1900 + random() % 130), 0, 0};
  if (random() % 2 != 0) record.publication.date.month = static_cast<int>(1 + random() % 12);
  for (std::size_t i = random() % 5; i > 0; --i) {
    record.contributors.push_back({random_text(random, true), random() % 2 != 0 ? "John A" : "",
                                   "JA", random() % 5 == 0 ? "collective" : "author", "", ""});
  }
  const std::string number = std::to_string(1 + random() % 99'999'999);
  if (random() % 2 != 0) {
    record.identifiers.push_back(id(IdentifierScheme::kDoi, "10.1234/<a>(" + number + ");2#?&%25"));
  }
  if (random() % 2 != 0) record.identifiers.push_back(id(IdentifierScheme::kPmid, number));
  if (random() % 2 != 0) record.identifiers.push_back(id(IdentifierScheme::kPmcid, "PMC" + number));
  if (random() % 4 == 0) record.identifiers.push_back(id(IdentifierScheme::kNct, "NCT01234567"));
  if (random() % 2 != 0) record.identifiers.push_back(id(IdentifierScheme::kIssn, "0959-8138"));
  if (random() % 2 != 0) record.identifiers.push_back(id(IdentifierScheme::kIssn, "1756-1833"));
  if (random() % 3 == 0) record.identifiers.push_back(id(IdentifierScheme::kIsbn, "9780306406157"));
  if (random() % 4 == 0) record.identifiers.push_back(id(IdentifierScheme::kIsbn, "9783161484100"));
  return work;
}

TEST(OpenUrl, WhatIsWrittenOfAnyWorkIsReadBackTheSame) {
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const Work work = random_work(random);
    const OpenUrl described = openurl_of(work);
    const std::string kev = coins(work);
    for (const char c : kev) ASSERT_TRUE(c > 0x20 && c < 0x7F) << kev;
    const OpenUrl read = read_openurl(std::string_view(kev));
    ASSERT_EQ(in_words(read), in_words(described)) << "number " << i << ": " << kev;
    ASSERT_EQ(read, described) << "number " << i << ": " << kev;
  }
}

}  // namespace
}  // namespace evidence
