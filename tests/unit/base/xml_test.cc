#include "base/xml.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace evidence {
namespace {

Error refusal(std::string_view text, const XmlLimits& limits = {}) {
  pugi::xml_document document;
  const auto outcome = parse_xml(text, document, limits);
  EXPECT_FALSE(outcome.ok()) << text.substr(0, 100);
  EXPECT_FALSE(document.first_child()) << "a failed parse leaves nothing behind";
  return outcome.ok() ? Error{} : outcome.error();
}

std::string text_in(std::string_view text) {
  pugi::xml_document document;
  const auto outcome = parse_xml(text, document);
  EXPECT_TRUE(outcome.ok()) << (outcome.ok() ? "" : outcome.error().message);
  return text_of(document.document_element());
}

TEST(ParseXml, RefusesEntitiesOfItsOwn) {
  EXPECT_EQ(refusal("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>").slug, "doctype_not_allowed");
  EXPECT_EQ(refusal("<?xml version='1.0'?><!-- c --><!DOCTYPE a SYSTEM 'x>[' [ ]><a/>").slug,
            "doctype_not_allowed");
  EXPECT_EQ(refusal("<!DOCTYPE a").code, ErrorCode::kBadContent);
}

TEST(ParseXml, TakesAPlainDoctypeWithoutFetchingIt) {
  EXPECT_EQ(text_in("<!DOCTYPE PubmedArticleSet PUBLIC \"-//NLM//DTD//EN\" "
                    "\"http://127.0.0.1:1/x.dtd\"><a>b</a>"),
            "b");
}

TEST(ParseXml, RefusesWhatWouldBeShortenedOrMangled) {
  EXPECT_EQ(refusal("<a>x&#0;y</a>").slug, "xml_bad_character");
  EXPECT_EQ(refusal("<a>x&#x000;y</a>").slug, "xml_bad_character");
  EXPECT_EQ(refusal("<a>&#xD800;</a>").slug, "xml_bad_character");
  EXPECT_EQ(refusal("<a>&#99999999999999;</a>").slug, "xml_bad_character");
  EXPECT_EQ(refusal(std::string_view("<a>x\0y</a>", 9)).slug, "xml_bad_character");
  EXPECT_NE(refusal("<a>abc\xff</a>").message.find("byte 6"), std::string::npos);
  EXPECT_EQ(refusal("<a>\xc0\x80</a>").slug, "xml_not_utf8");
}

TEST(ParseXml, RefusesHalfADocumentAndTwo) {
  for (const char* text : {"", "   ", "{}", "<a>", "<a></b>", "<a/><b/>", "text", "<!-- c -->"}) {
    EXPECT_EQ(refusal(text).code, ErrorCode::kBadContent) << text;
  }
}

TEST(ParseXml, HoldsItsLimits) {
  std::string deep;
  for (int i = 0; i < 65; ++i) deep += "<a>";
  deep += "x";
  for (int i = 0; i < 65; ++i) deep += "</a>";
  EXPECT_EQ(refusal(deep).slug, "xml_too_deep");
  EXPECT_EQ(refusal("<a>12345678</a>", {.max_bytes = 10}).slug, "xml_too_large");
  std::string deeper;
  for (int i = 0; i < 200'000; ++i) deeper += "<a>";
  for (int i = 0; i < 200'000; ++i) deeper += "</a>";
  EXPECT_EQ(refusal(deeper).slug, "xml_too_deep");
}

TEST(ParseXml, ConvertsDeclaredEncodings) {
  EXPECT_EQ(text_in("<?xml version='1.0' encoding='windows-1252'?><a>\x93"
                    "caf\xe9\x94</a>"),
            "“café”");
  EXPECT_EQ(text_in("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xe9</a>"), "é");
  EXPECT_EQ(text_in(std::string("\xff\xfe<\0a\0>\0\xe9\0<\0/\0a\0>\0", 18)), "é");
  EXPECT_EQ(refusal("<?xml version='1.0' encoding='EBCDIC-INT'?><a/>").slug, "xml_encoding");
  EXPECT_EQ(text_in("\xEF\xBB\xBF<a>é</a>"), "é");
}

TEST(TextOf, KeepsWordsWhole) {
  EXPECT_EQ(text_in("<t>CO<sub>2</sub> and <i>H.</i> <i>pylori</i> m<sup>2</sup></t>"),
            "CO2 and H. pylori m2");
  EXPECT_EQ(text_in("<t><p>One.</p><p>Two.</p>Three</t>"), "One. Two. Three");
  EXPECT_EQ(text_in("<t>a<br/>b<!-- c --><![CDATA[ <d> ]]></t>"), "a b <d>");
  EXPECT_EQ(text_in("<t/>"), "");
}

TEST(TextOf, DecodesEntitiesThatTheParserLeaves) {
  EXPECT_EQ(text_in("<t>caf&eacute;&nbsp;&alpha;&le;&#x3b2; &amp; &unknown; R&D</t>"),
            "café α≤β & &unknown; R&D");
}

TEST(TextOf, ReadsFormulas) {
  EXPECT_EQ(text_in("<t>is <mml:math xmlns:mml='m'><mml:mfrac><mml:mi>a</mml:mi><mml:mrow><mml:mi>"
                    "b</mml:mi><mml:mo>+</mml:mo><mml:mn>1</mml:mn></mml:mrow></mml:mfrac>"
                    "</mml:math> here</t>"),
            "is a/(b+1) here");
  EXPECT_EQ(text_in("<t><math><semantics><msup><mn>10</mn><mn>6</mn></msup>"
                    "<annotation>10^{6}</annotation></semantics></math></t>"),
            "10^6");
}

TEST(DecodeEntities, IsOnePassAndLeavesTheUnknown) {
  EXPECT_EQ(
      decode_entities("&amp;lt; &lt; &#8211; &#x2013; &#150; &Auml; &; &#; &#x; & &toolongname;"),
      "&lt; < – – – Ä &; &#; &#x; & &toolongname;");
  EXPECT_EQ(decode_entities("&#0;"), "\uFFFD");
}

TEST(CleanText, MakesTextSafeToKeep) {
  EXPECT_EQ(clean_text("  a\tb\r\n\x01\x7f c\u0085d\u200b "), "a b c d\u200b");
  EXPECT_EQ(clean_text("a\xff\xfe"
                       "b"),
            "a\uFFFD\uFFFDb");
  EXPECT_EQ(clean_text("e\u0301"), "é");
  EXPECT_EQ(clean_text("a\u202e"
                       "b\ufeff"),
            "ab");
  EXPECT_EQ(clean_text_keeping_lines("a \n\n b\r\nc"), "a\nb\nc");
}

TEST(TruncateUtf8, NeverCutsACharacter) {
  EXPECT_EQ(truncate_utf8("aé", 2), "a");
  EXPECT_EQ(truncate_utf8("aé", 3), "aé");
  EXPECT_EQ(truncate_utf8("😀", 3), "");
  EXPECT_EQ(quoted_for_message("a\nb\x1b[31m", 80), "\"a\\nb\\x1b[31m\"");
  EXPECT_EQ(quoted_for_message("abcdef", 3), "\"abc…\"");
  EXPECT_EQ(with_thousands(1234567), "1,234,567");
}

}  // namespace
}  // namespace evidence
