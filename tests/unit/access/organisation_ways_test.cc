// Networks, templates and names: the parts of an organisation's way in.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "access/ip_range.h"
#include "access/link_template.h"
#include "access/organisation_search.h"

namespace evidence {
namespace {

TEST(IpRanges, HoldTheirEndsAndNothingBeyond) {
  const struct {
    const char *range, *in, *out;
  } kCases[] = {
      {"192.0.2.0/24", "192.0.2.0", "192.0.3.0"},
      {"192.0.2.0/24", "192.0.2.255", "192.0.1.255"},
      {"192.0.2.10-192.0.2.20", "192.0.2.20", "192.0.2.21"},
      {"192.0.2.7", "192.0.2.7", "192.0.2.8"},
      {"2001:db8::/32", "2001:db8:ffff::1", "2001:db9::"},
      {"2001:db8::1-2001:db8::f", "[2001:db8::f]", "2001:db8::10"},
      {"192.0.2.0/24", "::ffff:192.0.2.9", "2001:db8::1"},
      {" 10.0.0.0/8 ", "10.255.255.255", "11.0.0.0"},
  };
  for (const auto& each : kCases) {
    const auto range = parse_ip_range(each.range);
    ASSERT_TRUE(range.ok()) << each.range << ": " << range.error().message;
    EXPECT_TRUE(range->holds(*parse_ip_address(each.in))) << each.range << " " << each.in;
    EXPECT_FALSE(range->holds(*parse_ip_address(each.out))) << each.range << " " << each.out;
  }
}

TEST(IpRanges, RefuseSlipsOfThePen) {
  for (const char* text :
       {"", "192.0.2", "192.0.2.1/24", "192.0.2.0/33", "192.0.2.0/", "192.0.2.0/7", "0.0.0.0/0",
        "2001:db8::/129", "2001::/15", "192.0.2.9-192.0.2.1", "192.0.2.1-2001:db8::1", "192.0.2.1-",
        "1.0.0.0-9.0.0.0", "trust.example.org", "192.0.2.1 OR 1", "fe80::1%eth0", "192.0.2.0/24/24",
        "192.168.1.256"}) {
    EXPECT_FALSE(parse_ip_range(text).ok()) << text;
  }
}

TEST(LinkTemplates, AreFilledWithEncodedValues) {
  const TemplateValues values{"https://idp.example/a?b=c", "example.org", "no 7"};
  const std::string target = "https://journals.example/a?x=1&y=%2F#z";
  EXPECT_EQ(fill_template("https://sp.example/Login?entityID={entityID}&target={target_enc}",
                          values, target),
            "https://sp.example/Login?entityID=https%3A%2F%2Fidp.example%2Fa%3Fb%3Dc"
            "&target=https%3A%2F%2Fjournals.example%2Fa%3Fx%3D1%26y%3D%252F%23z");
  EXPECT_EQ(fill_template("https://sp.example/{customer_id}/{scope}?u={target_enc2}", values,
                          "https://a.example/b"),
            "https://sp.example/no%207/example.org?u=https%253A%252F%252Fa.example%252Fb");
  EXPECT_EQ(fill_template("https://sp.example/go?url={target}", values, target),
            "https://sp.example/go?url=" + target);
}

TEST(LinkTemplates, RefuseWhatWouldBreakALink) {
  const TemplateValues values{"https://idp.example/", "", ""};
  for (const char* text :
       {"http://sp.example/?t={target_enc}", "https://{scope}/?t={target_enc}",
        "https://sp.example?t={target_enc}{", "https://sp.example/?t={target_enc",
        "https://sp.example/?t={url}", "https://sp.example/?s={scope}&t={target_enc}",
        "https://sp.example/?t={target}&x=1", "https://10.0.0.1/?t={target_enc}", "",
        "https://user@sp.example/?t={target_enc}", "https://sp.example{target}"}) {
    EXPECT_NE(why_not_template(text, values), "") << text;
  }
  EXPECT_EQ(why_not_template("https://sp.example/?e={entityID}&t={target_enc}", values), "");
  EXPECT_EQ(why_not_template("https://sp.example/home?e={entityID}", values), "");
  EXPECT_FALSE(has_target("https://sp.example/home?e={entityID}"));
}

std::string names_found(const std::vector<Organisation>& all, std::string_view typed) {
  std::string names;
  for (const Organisation* each : find_by_name(all, typed, 10)) names += each->id + " ";
  return names;
}

TEST(OrganisationSearch, FindsByAnyNameAndNeverGuesses) {
  std::vector<Organisation> all(4);
  all[0].id = "marys";
  all[0].name = "St Mary's Hospital Trust";
  all[0].alternative_names = {"Imperial West"};
  all[1].id = "mary-centre";
  all[1].name = "Mary Centre";
  all[2].id = "group";
  all[2].name = "Mary Group";
  all[2].kind = OrganisationKind::kConsortium;
  all[3].id = "cote";
  all[3].name = "Hôpital de la Côte";
  EXPECT_EQ(names_found(all, "mary"), "mary-centre marys ");
  EXPECT_EQ(names_found(all, "marys"), "marys ");
  EXPECT_EQ(names_found(all, "st mary's hospital trust"), "marys ");
  EXPECT_EQ(names_found(all, "west imperial"), "marys ");
  EXPECT_EQ(names_found(all, "hopital cote"), "cote ");
  EXPECT_EQ(names_found(all, "royal"), "");
  EXPECT_EQ(names_found(all, "&&&"), "");
  EXPECT_EQ(find_by_name(all, "", 2).size(), 2U);
}

}  // namespace
}  // namespace evidence
