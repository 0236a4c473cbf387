// Interrupting a harvest anywhere ends in the same set of works: every page is fetched by a
// connector of its own from the stored place, as after a crash.
#include <gtest/gtest.h>

#include <random>

#include "tests/unit/connectors/protocol/rest_simulator.h"

namespace evidence {
namespace {

using test::ids_in;
using test::ManualClock;
using test::ReplayServer;
using test::Reply;
using test::RestSimulator;

// What a crash or a broken connection does to one fetch.
enum class Mishap { kNone, kPageNotStored, kReplyCut, kNoReply, kBusy };

struct Harvested {
  std::set<std::string> ids;
  int fetches = 0;
  std::string failure;
};

// Harvests as the harvester does: repeats what failed, begins again where the place expired. A
// process fetches `pages_of_process` pages before another goes on.
Harvested harvest(const std::string& protocol, int works, std::function<Mishap(int)> mishap_at,
                  int pages_of_process = 1) {
  Harvested out;
  auto simulator = std::make_shared<RestSimulator>(protocol, test::simulated_works(works));
  Mishap mishap = Mishap::kNone;
  simulator->fault = [&mishap](int, const Reply& answer) -> std::optional<Reply> {
    Reply reply = answer;
    switch (mishap) {
      case Mishap::kReplyCut:
        reply.cut_after = reply.body.size() / 2;
        return reply;
      case Mishap::kNoReply:
        reply.close_at_once = true;
        return reply;
      case Mishap::kBusy:
        return test::status(503, "busy");
      default:
        return std::nullopt;
    }
  };
  ReplayServer server(
      [simulator](const test::SeenRequest& request) { return (*simulator)(request); });
  SourceConfig source = test::rest_source(protocol, server);
  if (protocol == "crossref") {
    source.query.clear();
    source.options["issns"] = {"1234-5679", "2345-6787", "3456-7895"};
    source.options["issns_per_request"] = {"2"};
  }
  const auto http = test::loopback_client();
  ManualClock clock;
  std::string cursor;
  Result<std::unique_ptr<Connector>> connector = Error{ErrorCode::kInternal, "", "", ""};
  for (int step = 0; step < 400; ++step) {
    mishap = mishap_at(step);
    if (step % pages_of_process == 0) connector = test::connector_for(source, *http, clock);
    if (!connector.ok()) {
      out.failure = connector.error().message;
      return out;
    }
    ++out.fetches;
    Result<FetchedPage> page = (*connector)->fetch(cursor, "", "");
    if (!page.ok()) {
      if (page.error().slug == "cursor_expired") cursor.clear();
      if (mishap == Mishap::kNone && page.error().slug != "cursor_expired") {
        out.failure = page.error().message;
        return out;
      }
      continue;
    }
    if (mishap == Mishap::kPageNotStored) continue;
    for (std::string& id : ids_in(page->bytes)) out.ids.insert(std::move(id));
    if (page->last) return out;
    cursor = page->next_cursor;
  }
  out.failure = "it never came to an end";
  return out;
}

TEST(RestInterruption, AtAnyMomentEndsInTheSameWorks) {
  constexpr int kWorks = 143;
  for (const std::string& protocol : test::rest_protocols()) {
    const Harvested whole = harvest(protocol, kWorks, [](int) { return Mishap::kNone; });
    ASSERT_EQ(whole.failure, "") << protocol;
    ASSERT_EQ(whole.ids.size(), static_cast<std::size_t>(kWorks)) << protocol;
    std::mt19937 random(7);
    for (int run = 0; run < 20; ++run) {
      const int moment = static_cast<int>(random() % static_cast<unsigned>(whole.fetches));
      const auto kind = static_cast<Mishap>(1 + random() % 4);
      const Harvested broken = harvest(protocol, kWorks, [moment, kind](int step) {
        return step == moment ? kind : Mishap::kNone;
      });
      EXPECT_EQ(broken.failure, "") << protocol << " at " << moment;
      EXPECT_EQ(broken.ids, whole.ids)
          << protocol << " at " << moment << ", kind " << static_cast<int>(kind);
    }
  }
}

TEST(RestInterruption, AgainAndAgainEndsInTheSameWorks) {
  for (const std::string& protocol : test::rest_protocols()) {
    if (protocol == "crossref") continue;  // gives up, see below
    std::mt19937 random(11);
    const Harvested broken = harvest(protocol, 200, [&random](int) {
      return random() % 3 == 0 ? static_cast<Mishap>(1 + random() % 4) : Mishap::kNone;
    });
    EXPECT_EQ(broken.failure, "") << protocol;
    EXPECT_EQ(broken.ids.size(), 200U) << protocol;
  }
}

TEST(RestInterruption, CrossrefSaysSoWhenPagesAreLostEveryTime) {
  const auto lost = [](int step) { return step % 3 == 1 ? Mishap::kPageNotStored : Mishap::kNone; };
  const Harvested broken = harvest("crossref", 200, lost, 1'000);
  EXPECT_NE(broken.failure.find("promised"), std::string::npos) << broken.failure;
}

// Pages that many processes lost, each killed, are not held against the one that is left in peace.
TEST(RestInterruption, CrossrefIsReadInTheEndHoweverOftenItWasInterrupted) {
  const Harvested broken = harvest("crossref", 200, [](int step) {
    return step < 200 && step % 3 == 1 ? Mishap::kPageNotStored : Mishap::kNone;
  });
  EXPECT_EQ(broken.failure, "");
  EXPECT_EQ(broken.ids.size(), 200U);
}

}  // namespace
}  // namespace evidence
