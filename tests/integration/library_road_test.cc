// The directory as a librarian keeps it with the real binary, and as readers see it.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/integration/road_support.h"
#include "tests/support/program.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {
namespace {

class LibraryRoad : public ::testing::Test {
 protected:
  Outcome run(std::vector<std::string> arguments) const {
    std::vector<std::string> all{"--data", (folder_ / "data").string(), "--no-progress"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return run_evidence(all);
  }
  json::object run_json(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "--json");
    const Outcome outcome = run(std::move(arguments));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return json_of(outcome.out);
  }
  std::string file(const std::string& name, const std::string& text) const {
    write(folder_.path() / name, text);
    return (folder_.path() / name).string();
  }
  [[nodiscard]] bool has_directory() const {
    return std::filesystem::exists(folder_ / "data" / "curation.db");
  }

  TempDir folder_;
};

TEST_F(LibraryRoad, FillsTheDirectoryAndFindsItsLibraries) {
  const std::string sample =
      (source_dir() / "data" / "directory" / "libraries-sample.csv").string();
  json::object shown = run_json({"library", "import", sample});
  EXPECT_EQ(number(shown, "added"), 6);
  EXPECT_FALSE(shown.at("applied").as_bool());
  EXPECT_FALSE(has_directory()) << "looking at a difference writes nothing";
  EXPECT_EQ(run({"library", "import", sample, "--apply"}).exit_code, 2) << "without --actor";
  shown = run_json({"library", "import", sample, "--apply", "--actor", "A. Librarian"});
  EXPECT_EQ(number(shown, "added"), 6);
  shown = run_json({"library", "import", sample, "--apply", "--actor", "A. Librarian"});
  EXPECT_EQ(number(shown, "added") + number(shown, "changed") + number(shown, "confirmed"), 0)
      << "a second time there is nothing to do";

  run_json({"library", "ods",
            file("trusts.csv",
                 "code,name,close,successor\n"
                 "ZZX,EXAMPLE NHS TRUST,,\n"
                 "ZZO,OLD EXAMPLE NHS TRUST,2020-01-31,ZZX\n"),
            "--actor", "A. Librarian"});
  const json::object places =
      run_json({"library", "postcodes",
                file("places.csv", "pcds,lat,long\nM13 9WL,53.46,-2.23\nbad,1,1\nM13 9PL,0,0\n"),
                "--actor", "A. Librarian"});
  EXPECT_EQ(number(places, "postcodes"), 1);
  EXPECT_EQ(number(places, "refused"), 1);
  EXPECT_EQ(number(places, "without_place"), 1);

  Server server(folder_ / "data");
  const json::object near =
      json_of(http_get(server.port(), "/api/v1/libraries?postcode=m139wl").body);
  EXPECT_EQ(number(near, "total"), 5);
  EXPECT_EQ(http_get(server.port(), "/libraries/ZZO").status, 308);
  EXPECT_EQ(http_get(server.port(), "/libraries/ZZX").status, 200);
  const Answer page = http_get(server.port(), "/libraries?q=exampleton");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("Example Trust Library [Sample]"), std::string::npos);
  EXPECT_NE(page.body.find("Sample data."), std::string::npos);
  const Answer eligible = http_get(server.port(), "/eligible?employer=hospital&at=Example+Trust");
  EXPECT_NE(eligible.body.find("library@trust.example.org"), std::string::npos);

  // A change made while the server runs is seen at once.
  EXPECT_EQ(run({"library", "set", "ex-trust", "phone=01632 960099", "--actor", "B. Librarian"})
                .exit_code,
            0);
  EXPECT_NE(http_get(server.port(), "/libraries/EX-TRUST").body.find("01632 960099"),
            std::string::npos);
  const json::object history = run_json({"library", "history", "EX-TRUST", "--limit", "1"});
  const json::object& event = history.at("events").as_array()[0].as_object();
  EXPECT_EQ(string_member(event, "actor"), "B. Librarian");
  EXPECT_EQ(string_member(event, "from"), "01632 960001");
  EXPECT_EQ(string_member(event, "to"), "01632 960099");
}

TEST_F(LibraryRoad, ABadRowChangesNothing) {
  const std::string good = file("good.csv", "library_code,name\nEX1,One\n");
  run_json({"library", "import", good, "--apply", "--actor", "A"});
  const Outcome outcome =
      run({"library", "import",
           file("bad.csv", "library_code,name,postcode\nEX2,Two,\nEX3,Three,M13\nex2,Again,\n"),
           "--apply", "--actor", "A"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_NE(outcome.err.find("line 3, postcode"), std::string::npos) << outcome.err;
  EXPECT_NE(outcome.err.find("line 4, library_code: the code EX2 is that of line 2 too"),
            std::string::npos)
      << outcome.err;
  EXPECT_EQ(number(run_json({"library", "list"}), "total"), 1);
  EXPECT_EQ(run({"library", "set", "EX1", "website=javascript:alert(1)", "--actor", "A"}).exit_code,
            2);
  EXPECT_EQ(run({"library", "ods", file("no.csv", "a,b\n1,2\n"), "--actor", "A"}).exit_code, 2);
  EXPECT_EQ(run({"library", "postcodes", file("grid.csv", "postcode,eastings,northings\n"),
                 "--actor", "A"})
                .exit_code,
            2);
  EXPECT_EQ(run({"library", "show", "NOBODY"}).exit_code, 2);
}

TEST_F(LibraryRoad, AFileThatIsCutShortDoesNotEmptyTheDirectory) {
  const std::string all = file("all.csv",
                               "library_code,name,phone\nEX1,One,01632 960001\nEX2,Two,\n"
                               "EX3,Three,01632 960003\n");
  run_json({"library", "import", all, "--apply", "--actor", "A"});
  const std::string none = file("none.csv", "library_code,name\n");
  const std::string one = file("one.csv", "library_code,name\nEX1,One\n");
  for (const auto& [name, says] : {std::pair{none, "remove all"}, std::pair{one, "2 of 3"}}) {
    const Outcome refused =
        run({"library", "import", name, "--remove-others", "--apply", "--actor", "A"});
    EXPECT_EQ(refused.exit_code, 2) << refused.out;
    EXPECT_NE(refused.err.find(says), std::string::npos) << refused.err;
  }
  EXPECT_EQ(number(run_json({"library", "list"}), "total"), 3);
  EXPECT_EQ(run({"library", "import", none, "--remove-others", "--confirm-removals", "--apply",
                 "--actor", "A"})
                .exit_code,
            2);
  run_json({"library", "import", one, "--remove-others", "--confirm-removals", "--apply", "--actor",
            "A"});
  EXPECT_EQ(number(run_json({"library", "list"}), "total"), 1);
  const Outcome history = run({"library", "history", "EX3"});
  EXPECT_NE(history.out.find("01632 960003"), std::string::npos) << history.out;

  const std::string trusts = file("trusts.csv", "code,name\nZZX,ONE\nZZY,TWO\nZZZ,THREE\n");
  const std::string fewer = file("fewer.csv", "code,name\nZZX,ONE\n");
  run_json({"library", "ods", trusts, "--actor", "A"});
  EXPECT_EQ(run({"library", "ods", fewer, "--only", "--actor", "A"}).exit_code, 2);
  EXPECT_EQ(run({"library", "ods", file("no.csv", "code,name\n"), "--only", "--confirm-removals",
                 "--actor", "A"})
                .exit_code,
            2);
  const json::object kept =
      run_json({"library", "ods", fewer, "--only", "--confirm-removals", "--actor", "A"});
  EXPECT_EQ(number(kept, "organisations"), 1);
}

TEST_F(LibraryRoad, TellsWhatIsStaleByItsExitCode) {
  EXPECT_EQ(run({"library", "stale"}).exit_code, 2) << "there is no directory";
  run_json({"library", "add", "EX1", "name=One", "email=one@example.org", "--actor", "A"});
  EXPECT_EQ(run({"library", "stale"}).exit_code, 0);
  run_json({"library", "import", file("old.csv", "library_code,name,checked\nEX2,Two,2020-01-31\n"),
            "--apply", "--actor", "A"});
  const Outcome stale = run({"library", "stale"});
  EXPECT_EQ(stale.exit_code, 1);
  EXPECT_NE(stale.out.find("EX2  Two"), std::string::npos) << stale.out;
  EXPECT_EQ(stale.out.find("EX1"), std::string::npos) << stale.out;
  run_json({"library", "confirm", "EX2", "--actor", "A"});
  EXPECT_EQ(run({"library", "stale"}).exit_code, 0);
  run_json({"library", "remove", "EX2", "--actor", "A"});
  EXPECT_EQ(number(run_json({"library", "list"}), "total"), 1);
}

}  // namespace
}  // namespace evidence::test
