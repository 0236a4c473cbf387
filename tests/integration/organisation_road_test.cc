// evidence organisation, with the shipped configuration.
#include <gtest/gtest.h>

#include "base/json.h"
#include "tests/support/program.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {
namespace {

TEST(OrganisationRoad, ListsShowsAndMakesTheirLinks) {
  const TempDir dir;
  const std::string data = (dir / "data").string();
  const auto asked = [&data](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--data", data, "--json", "organisation"});
    return run_evidence(arguments);
  };
  const auto list = asked({"list"});
  EXPECT_EQ(list.exit_code, 0) << list.err;
  EXPECT_NE(list.out.find("example-consortium"), std::string::npos);
  const auto named = asked({"list", "--name", "hospitals"});
  EXPECT_NE(named.out.find("example-trust"), std::string::npos);
  EXPECT_EQ(named.out.find("example-hospice"), std::string::npos);
  const auto shown = asked({"show", "example-trust"});
  EXPECT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_NE(shown.out.find("\"route\":\"openathens\""), std::string::npos) << shown.out;
  const auto link = asked({"link", "example-trust", "https://doi.org/10.5555/1"});
  EXPECT_NE(
      link.out.find("https://go.openathens.net/redirector/trust.example.org?url=https%3A%2F%2F"
                    "doi.org%2F10.5555%2F1"),
      std::string::npos)
      << link.out;
  EXPECT_EQ(asked({"show", "nobody"}).exit_code, 2);
  EXPECT_EQ(asked({"link", "example-trust", "javascript:alert(1)"}).exit_code, 2);
}

}  // namespace
}  // namespace evidence::test
