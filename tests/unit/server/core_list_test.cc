// The A to Z of core content as it is kept between requests.
#include "server/core_list.h"

#include <gtest/gtest.h>

#include <future>

namespace evidence::server {
namespace {

constexpr std::chrono::sys_days kCoreDay = std::chrono::year(2026) / 11 / 30;

std::shared_ptr<const KnowledgeBase> core_of(const std::vector<std::string>& titles) {
  Package core, other;
  core.id = core.name = "core";
  core.national_core = true;
  other.id = other.name = "other";
  const std::chrono::sys_days last = std::chrono::year(2026) / 12 / 31;
  KnowledgeBaseBuilder builder("1", {core, other},
                               {{"core", std::string(kNationalSubscriber), {}, last},
                                {"other", std::string(kNationalSubscriber), {}, {}}});
  for (const std::string& title : titles) {
    Holding holding;
    holding.title = title;
    builder.add("core", holding);
  }
  Holding beside;
  beside.title = "Of no core";
  builder.add("other", beside);
  return builder.build();
}

std::vector<std::string> shown(const KnowledgeBase& knowledge, const CoreList& list,
                               const CoreList::Question& question) {
  std::vector<std::string> titles;
  for (const std::uint32_t place : list.find(question).shown) {
    titles.push_back(knowledge.holding(list.titles().at(place).number).title);
  }
  return titles;
}

using CoreTitles = std::vector<std::string>;

TEST(CoreList, FilesTitlesWithoutTheirArticlesAndShowsAPart) {
  const auto knowledge =
      core_of({"The Zoo", "An Atlas of nursing", "Nursing atlas", "4 beds", "Él"});
  const CoreList list(*knowledge, kCoreDay);
  EXPECT_EQ(list.letters(), (CoreTitles{"0-9", "A", "E", "N", "Z"}));
  EXPECT_EQ(shown(*knowledge, list, {"", {}, 0, 10}),
            (CoreTitles{"4 beds", "An Atlas of nursing", "Él", "Nursing atlas", "The Zoo"}));
  EXPECT_EQ(shown(*knowledge, list, {"", {}, 1, 2}), (CoreTitles{"An Atlas of nursing", "Él"}));
  EXPECT_EQ(list.find({"", {}, 1, 2}).total, 5U);
  EXPECT_TRUE(shown(*knowledge, list, {"", {}, 9'999'900, 100}).empty());
  EXPECT_EQ(shown(*knowledge, list, {"Z", {}, 0, 10}), CoreTitles{"The Zoo"});
  EXPECT_TRUE(shown(*knowledge, list, {"Q", {}, 0, 10}).empty());
  EXPECT_EQ(list.packages().size(), 1U);
  EXPECT_EQ(list.packages()[0].titles, 5U);
}

TEST(CoreList, FindsTitlesByTheBeginningsOfAllWords) {
  const auto knowledge =
      core_of({"Atlas of nursing", "Nursing atlas", "Nurses and nursing", "Renursing"});
  const CoreList list(*knowledge, kCoreDay);
  EXPECT_EQ(shown(*knowledge, list, {"", {"nurs"}, 0, 10}),
            (CoreTitles{"Atlas of nursing", "Nurses and nursing", "Nursing atlas"}));
  EXPECT_EQ(shown(*knowledge, list, {"", {"nursing", "atl"}, 0, 10}),
            (CoreTitles{"Atlas of nursing", "Nursing atlas"}));
  EXPECT_EQ(shown(*knowledge, list, {"A", {"nursing"}, 0, 10}), CoreTitles{"Atlas of nursing"});
  EXPECT_EQ(list.find({"", {"nurs"}, 1, 1}).total, 3U);
  EXPECT_TRUE(shown(*knowledge, list, {"", {"nursing", "zebra"}, 0, 10}).empty());
}

TEST(CoreLists, MakeAListOnceForAStateOfTheHoldingsAndADay) {
  const std::shared_ptr<CoreLists> lists = make_core_lists();
  auto knowledge = core_of({"One"});
  std::vector<std::future<std::shared_ptr<const CoreList>>> readers;
  for (int i = 0; i < 8; ++i) {
    readers.push_back(
        std::async(std::launch::async, [&] { return lists->of(knowledge, kCoreDay); }));
  }
  const auto first = lists->of(knowledge, kCoreDay);
  for (auto& reader : readers) EXPECT_EQ(reader.get(), first);
  const auto ended = lists->of(knowledge, kCoreDay + std::chrono::days(60));
  EXPECT_TRUE(ended->titles().empty()) << "the licence is over then";
  const auto other = core_of({"One", "Two"});
  EXPECT_EQ(lists->of(other, kCoreDay)->titles().size(), 2U);
  const std::weak_ptr<const KnowledgeBase> old = knowledge;
  lists->of(knowledge, kCoreDay);
  knowledge.reset();
  EXPECT_TRUE(old.expired()) << "old holdings are not kept";
}

}  // namespace
}  // namespace evidence::server
