// The settings of an organisation's link resolver and interlibrary loan form.
#include <gtest/gtest.h>

#include "access/organisation.h"

namespace evidence {
namespace {

std::string why_refused(Organisation organisation) {
  organisation.id = "trust";
  organisation.name = "Trust";
  const auto outcome = validate({organisation});
  return outcome.ok() ? "" : outcome.error().message;
}

TEST(OrganisationOpenUrl, TakesWebAddressesWithAndWithoutAQuery) {
  Organisation organisation;
  EXPECT_EQ(why_refused(organisation), "");
  organisation.openurl_base = "https://resolver.example.org/openurl?vid=1";
  organisation.ill_base = "http://library.example.org/ill";
  organisation.link_resolver_name = "Find it";
  organisation.ill_scheme = "EDEN";
  organisation.ill_code = "WSH";
  EXPECT_EQ(why_refused(organisation), "");
}

TEST(OrganisationOpenUrl, RefusesEachWrongSettingAndNamesIt) {
  for (const char* base : {"javascript:alert(1)", "//resolver.example.org", "https://192.0.2.1/",
                           "https://u@resolver.example.org/", "https://resolver.example.org/#a",
                           "resolver.example.org", "https://resolver.example.org/ x"}) {
    Organisation organisation;
    organisation.openurl_base = base;
    EXPECT_NE(why_refused(organisation).find("openurl_base"), std::string::npos) << base;
    organisation.openurl_base.clear();
    organisation.ill_base = base;
    EXPECT_NE(why_refused(organisation).find("ill_base"), std::string::npos) << base;
  }
  Organisation organisation;
  organisation.link_resolver_name = "Find it";
  EXPECT_NE(why_refused(organisation).find("no openurl_base"), std::string::npos);
  organisation.openurl_base = "https://resolver.example.org/";
  organisation.link_resolver_name = "a\r\nb";
  EXPECT_NE(why_refused(organisation).find("link_resolver_name"), std::string::npos);
  organisation.link_resolver_name.clear();
  organisation.ill_code = "W<S";
  EXPECT_NE(why_refused(organisation).find("ill_code"), std::string::npos);
  organisation.ill_code = std::string(41, 'x');
  EXPECT_NE(why_refused(organisation).find("ill_code"), std::string::npos);
  organisation.ill_code.clear();
  organisation.ill_scheme = "EDEN\n";
  EXPECT_NE(why_refused(organisation).find("ill_scheme"), std::string::npos);
}

}  // namespace
}  // namespace evidence
