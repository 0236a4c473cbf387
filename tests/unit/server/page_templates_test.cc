#include <gtest/gtest.h>

#include <array>

#include "server/templates.h"

namespace evidence::server {
namespace {

Result<std::unique_ptr<const Templates>> parse(std::string_view text) {
  const std::array files{EmbeddedFile{"page.tpl", text, ""}};
  return Templates::parse(files);
}

TEST(PageTemplates, ThoseInTheBinaryAllParse) {
  ASSERT_TRUE(built_in_templates().ok()) << built_in_templates().error().message;
}

TEST(PageTemplates, EscapeWithoutBeingAsked) {
  const auto templates = parse("<p title=\"{{A}}\">{{A}}</p><a href=\"{{URL}}\">x</a>");
  ASSERT_TRUE(templates.ok());
  PageValues values;
  values.set("A", "<script>\"'&");
  values.set("URL", "javascript:alert(1)");
  const auto page = (*templates)->expand("page.tpl", values);
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->find("<script>"), std::string::npos) << *page;
  EXPECT_EQ(page->find("javascript:"), std::string::npos) << *page;
}

TEST(PageTemplates, ABadOneIsNamed) {
  const auto templates = parse("<p>{{#OPEN}}</p>");
  ASSERT_FALSE(templates.ok());
  EXPECT_NE(templates.error().message.find("page.tpl"), std::string::npos);
}

TEST(PageTemplates, AValueThatCannotBeEscapedIsRefused) {
  EXPECT_FALSE(parse("<a href={{URL}}>x</a>").ok());
}

TEST(PageTemplates, AMissingOrCircularIncludeIsAnError) {
  EXPECT_FALSE(parse("%include nowhere.tpl\n").ok());
  EXPECT_FALSE(parse("%include page.tpl\n").ok());
}

TEST(PageTemplates, ASectionSeesTheValuesOfItsPage) {
  const auto templates = parse("{{#ROW}}{{NAME}}-{{OUTER}};{{/ROW}}");
  ASSERT_TRUE(templates.ok());
  PageValues values;
  values.set("OUTER", "o");
  values.add("ROW").set("NAME", "a");
  values.add("ROW").set("NAME", "b");
  values.show_with("ROW", "NAME", "");
  EXPECT_EQ(*(*templates)->expand("page.tpl", values), "a-o;b-o;");
}

TEST(PageTemplates, AnUnknownPageIsAnErrorNotAnEmptyPage) {
  const auto templates = parse("x");
  ASSERT_TRUE(templates.ok());
  EXPECT_FALSE((*templates)->expand("other.tpl", PageValues()).ok());
}

}  // namespace
}  // namespace evidence::server
