#include "connectors/format/marked_text.h"

#include <gtest/gtest.h>

#include "base/xml.h"
#include "connectors/format/json_fields.h"
#include "connectors/format/orcid.h"

namespace evidence::test {
namespace {

TEST(MarkedText, InlineMarkupVanishesAndBlocksBecomeASpace) {
  EXPECT_EQ(plain_text("H<sub>2</sub>O and <i>E. coli</i><br/>in <jats:p>milk</jats:p>"),
            "H2O and E. coli in milk");
  EXPECT_EQ(plain_text("A <b>bold</b> <scp>MRI</scp> study"), "A bold MRI study");
}

TEST(MarkedText, WhatIsNoTagStays) {
  EXPECT_EQ(plain_text("p <0.05 and a<b but b> c; <unknown> <"),
            "p <0.05 and a<b but b> c; <unknown> <");
  EXPECT_EQ(plain_text("5 < 6 & 7 > 6"), "5 < 6 & 7 > 6");
}

TEST(MarkedText, EntitiesAreDecodedAlsoWhereTheyWereEncodedTwice) {
  EXPECT_EQ(plain_text("Caf&eacute; &amp; tea &#x2013; &amp;amp; milk &amp;#8217;"),
            "Café & tea – & milk ’");
  EXPECT_EQ(plain_text("&lt;i&gt;KRAS&lt;/i&gt; and p &lt; 0.05"), "KRAS and p < 0.05");
  EXPECT_EQ(plain_text("&amp;lt;sup&amp;gt;2&amp;lt;/sup&amp;gt;"), "2");
}

TEST(MarkedText, FormulasBecomeReadableAndAreGivenOnce) {
  EXPECT_EQ(plain_text("<mml:math xmlns:mml=\"http://www.w3.org/1998/Math/MathML\"><mml:msup>"
                       "<mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math> is large"),
            "x^2 is large");
  EXPECT_EQ(plain_text("<jats:alternatives><jats:tex-math>$x^2$</jats:tex-math><mml:math>"
                       "<mml:mi>x</mml:mi></mml:math></jats:alternatives> here"),
            "x here");
  EXPECT_EQ(plain_text("broken <mml:math><mml:mi>x</mml:math> y"), "broken x y");
}

TEST(MarkedText, HeadingsLabelTheSectionsOfAnAbstract) {
  const auto jats = marked_sections(
      "<jats:title>Abstract</jats:title><jats:sec><jats:title>Aim:</jats:title><jats:p>To look."
      "</jats:p></jats:sec><jats:sec><jats:title>Findings</jats:title><jats:p>Seen <jats:italic>"
      "twice</jats:italic>.</jats:p><jats:p>And again.</jats:p></jats:sec>");
  ASSERT_EQ(jats.size(), 2U);
  EXPECT_EQ(jats[0], (AbstractSection{"Aim", "To look."}));
  EXPECT_EQ(jats[1], (AbstractSection{"Findings", "Seen twice. And again."}));
  const auto html = marked_sections("Before.<h4>Methods</h4>We asked.<h4>Results</h4>They said.");
  ASSERT_EQ(html.size(), 3U);
  EXPECT_EQ(html[0], (AbstractSection{"", "Before."}));
  EXPECT_EQ(html[2], (AbstractSection{"Results", "They said."}));
}

TEST(MarkedText, AHeadingThatIsASentenceOrAllThereIsStaysText) {
  const std::string sentence(90, 'x');
  const auto with_title = marked_sections("<jats:title>" + sentence + "</jats:title><p>Text.</p>");
  ASSERT_EQ(with_title.size(), 1U);
  EXPECT_EQ(with_title[0], (AbstractSection{"", sentence + " Text."}));
  const auto alone = marked_sections("<title>Only this</title>");
  ASSERT_EQ(alone.size(), 1U);
  EXPECT_EQ(alone[0], (AbstractSection{"", "Only this"}));
  EXPECT_TRUE(marked_sections("<jats:p/>").empty());
  EXPECT_EQ(marked_sections("<title>Aim<p>To see</p>").at(0), (AbstractSection{"Aim", "To see"}));
}

TEST(MarkedText, TagsWithoutEndAreNoEndlessLoop) {
  const std::string many(20'000, '<');
  EXPECT_EQ(plain_text(many), many);
  std::string open;
  for (int i = 0; i < 20'000; ++i) open += "<math ";
  EXPECT_FALSE(plain_text(open).empty());
}

TEST(Orcid, IsReadInEveryFormAndChecked) {
  EXPECT_EQ(bare_orcid("http://orcid.org/0000-0002-1825-0097"), "0000-0002-1825-0097");
  EXPECT_EQ(bare_orcid("0000000218250097"), "0000-0002-1825-0097");
  EXPECT_EQ(bare_orcid("0000-0002-1694-233x"), "0000-0002-1694-233X");
  EXPECT_EQ(bare_orcid("0000-0002-1825-0098"), "");
  EXPECT_EQ(bare_orcid("0000-0002-1825-00971"), "");
}

TEST(JsonFields, EveryStepMayMiss) {
  const json::value value = *parse_json(
      R"({"a":{"b":["x",null,2]},"n":null,"list":[{"c":"d"}],"f":2.0,"t":true,"s":" 7 "})");
  const JsonView view(&value);
  EXPECT_EQ(view.at("a.b").raw(), "x");
  EXPECT_EQ(view.at("a.b").texts(), (std::vector<std::string>{"x", "2"}));
  EXPECT_EQ(view.at("a.b.c.d").raw(), "");
  EXPECT_EQ(view["list"]["c"].raw(), "d");
  EXPECT_FALSE(view["n"].present());
  EXPECT_TRUE(view["n"].list().empty());
  EXPECT_EQ(view["f"].text(), "2");
  EXPECT_TRUE(view["t"].yes());
  EXPECT_EQ(view["s"].number(), 7);
  EXPECT_EQ(view["t"].list().size(), 1U);
  EXPECT_EQ(JsonView().text(), "");
}

TEST(JsonFields, DatesAreReadAsFarAsTheyGo) {
  EXPECT_EQ(format_date(loose_date("2019-05")), "2019-05");
  EXPECT_EQ(format_date(loose_date("2019-05-07T10:11:12Z")), "2019-05-07");
  EXPECT_EQ(format_date(loose_date("May 7, 2019")), "2019-05-07");
  EXPECT_EQ(format_date(loose_date("May 2019")), "2019-05");
  EXPECT_EQ(format_date(loose_date("soon")), "");
  EXPECT_EQ(format_date(loose_date("")), "");
}

TEST(JsonFields, AMemberIsFoundInTheBeginningOfAReply) {
  const char* begin = R"({ "status" : "ok", "message-type":"work-list", "message":{"items": )";
  EXPECT_EQ(member_in(begin, "status"), "ok");
  EXPECT_EQ(member_in(begin, "message-type"), "work-list");
  EXPECT_EQ(member_in(begin, "message"), "");
}

TEST(JsonFields, XmlBecomesTheSameMembers) {
  pugi::xml_document document;
  ASSERT_TRUE(
      parse_xml("<r><a>1</a><a>2</a><d t=\"x\">May</d><e/><f><g>h</g></f></r>", document).ok());
  const json::value value = xml_as_json(document.document_element());
  const JsonView view(&value);
  EXPECT_EQ(view["a"].texts(), (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(view["d"].text(), "May");
  EXPECT_EQ(view["d"]["@t"].text(), "x");
  EXPECT_EQ(view["e"].text(), "");
  EXPECT_EQ(view.at("f.g").text(), "h");
}

}  // namespace
}  // namespace evidence::test
