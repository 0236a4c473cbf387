#include "access/link_resolver.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "access/proxy.h"
#include "access/sign_in.h"
#include "base/text.h"
#include "base/url.h"
#include "tests/support/sanitized.h"
#include "tests/support/source_dir.h"

namespace evidence {
namespace {

// Rows of a case file without comments, split at tabs.
std::vector<std::vector<std::string>> cases(const std::string& name) {
  std::ifstream file(test::source_dir().string() + "/tests/cases/links/" + name);
  EXPECT_TRUE(file.is_open()) << name;
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    std::vector<std::string> row;
    for (const std::string_view cell : split(line, '\t')) row.emplace_back(cell);
    rows.push_back(std::move(row));
  }
  EXPECT_GT(rows.size(), 5U) << name;
  return rows;
}

std::string unescape(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    switch (text[++i]) {
      case 'r':
        out += '\r';
        break;
      case 'n':
        out += '\n';
        break;
      case 't':
        out += '\t';
        break;
      case '0':
        out += '\0';
        break;
      case 'x':
        out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
        i += 2;
        break;
      default:
        out += text[i];
    }
  }
  return out;
}

std::vector<Organisation> organisations() {
  Organisation athens;
  athens.id = "athens";
  athens.name = "Example Trust";
  athens.route = Route::kOpenAthens;
  athens.openathens_domain = "trust.example.org";
  athens.licensed_hosts = {"journal.example"};
  Organisation ezproxy = athens;
  ezproxy.id = "ezproxy";
  ezproxy.route = Route::kEzproxy;
  ezproxy.ezproxy_prefix = "https://login.proxy.example.org/login?qurl=%u";
  Organisation none = athens;
  none.id = "direct";
  none.route = Route::kNone;
  return {athens, ezproxy, none};
}

Work work_with(std::vector<Link> links) {
  Work work;
  work.id = "w000000000001";
  work.record.links = std::move(links);
  return work;
}

TEST(OpenAthens, MakesTheRedirectorsOwnExampleByteForByte) {
  EXPECT_EQ(openathens_url("athensdemo.net", "https://doi.org/10.1088/0143-0807/18/4/012"),
            "https://go.openathens.net/redirector/athensdemo.net?url="
            "https%3A%2F%2Fdoi.org%2F10.1088%2F0143-0807%2F18%2F4%2F012");
}

TEST(Ezproxy, MakesTheEncodedForm) {
  EXPECT_EQ(ezproxy_url("https://login.proxy.example.org/login?qurl=%u",
                        "http://example.com/something?foo=bar&baz=1"),
            "https://login.proxy.example.org/login?qurl="
            "http%3A%2F%2Fexample.com%2Fsomething%3Ffoo%3Dbar%26baz%3D1");
}

TEST(Proxy, GivesTheTargetBackByteForByte) {
  std::mt19937 random(20'261'122);
  const std::string_view alphabet =
      "abcXYZ019-._~:/?#[]@!$&'()*+,;=%<>\"{}|^` \tüβ漢\xF0\x9F\xA9\xBA";
  for (int round = 0; round < 20'000; ++round) {
    std::string target = "https://www.journal.example/";
    const std::size_t length = random() % 60;
    for (std::size_t i = 0; i < length; ++i) {
      if (random() % 8 == 0) {
        target += "%2F";
      } else {
        target += alphabet[random() % alphabet.size()];
      }
    }
    // Percent-encoding works on bytes; what decoding accepts is text.
    target = clean_text(target);
    const std::string athens = openathens_url("a.example", target);
    ASSERT_EQ(athens.find_first_of("#&+ ", athens.find("?url=")), std::string::npos) << athens;
    const auto decoded = percent_decode(athens.substr(athens.find("?url=") + 5), true);
    ASSERT_TRUE(decoded.ok()) << athens;
    ASSERT_EQ(*decoded, target);
    ASSERT_EQ(without_proxy(athens), target);
    ASSERT_EQ(without_proxy(ezproxy_url("https://p.example/login?qurl=%u", target)), target);
  }
}

// A target of every byte that an address can hold, and of letters of several bytes.
std::string random_target(std::mt19937& random) {
  static constexpr std::string_view kPieces[] = {"a",
                                                 "Z",
                                                 "0",
                                                 "-",
                                                 ".",
                                                 "_",
                                                 "~",
                                                 "!",
                                                 "*",
                                                 "'",
                                                 "(",
                                                 ")",
                                                 ";",
                                                 ":",
                                                 "@",
                                                 "&",
                                                 "=",
                                                 "+",
                                                 "$",
                                                 ",",
                                                 "/",
                                                 "?",
                                                 "%",
                                                 "#",
                                                 "[",
                                                 "]",
                                                 " ",
                                                 "\"",
                                                 "<",
                                                 ">",
                                                 "{",
                                                 "}",
                                                 "|",
                                                 "^",
                                                 "`",
                                                 "%2F",
                                                 "%26",
                                                 "ü",
                                                 "β",
                                                 "漢",
                                                 "\xF0\x9F\xA9\xBA"};
  std::string target = "https://www.journal.example/";
  for (std::size_t left = random() % 24; left > 0; --left) {
    target += kPieces[random() % std::size(kPieces)];
  }
  return target;
}

TEST(Proxy, DecodingGivesAMillionRandomTargetsBack) {
  const int rounds = test::kSanitized ? 20'000 : 1'000'000;
  std::mt19937 random(1'130);
  const Organisation wayfless = [] {
    Organisation organisation;
    organisation.route = Route::kWayfless;
    organisation.wayfless_template = "https://sp.example/Login?target={target_enc}";
    return organisation;
  }();
  for (int round = 0; round < rounds; ++round) {
    const std::string target = random_target(random);
    const std::string links[] = {openathens_url("a.example", target), openathens_proxy_url(target),
                                 ezproxy_url("https://p.example/login?qurl=%u", target),
                                 sign_in_to(wayfless, target, "www.journal.example").url};
    for (const std::string& link : links) {
      const std::string_view encoded = std::string_view(link).substr(link.find('=') + 1);
      ASSERT_EQ(encoded.find_first_of("&#+ ="), std::string_view::npos) << link;
      const auto decoded = percent_decode(encoded, true);
      ASSERT_TRUE(decoded.ok()) << link;
      ASSERT_EQ(*decoded, target);
    }
  }
}

TEST(Proxy, UnwrapsEachKnownFormOnce) {
  for (const auto& row : cases("unwrap.tsv")) {
    ASSERT_EQ(row.size(), 2U) << row[0];
    EXPECT_EQ(without_proxy(row[0]), row[1] == "=" ? row[0] : row[1]);
  }
}

TEST(LinkResolver, RefusesEveryUnsafeTarget) {
  const LinkResolver resolver(organisations());
  for (const auto& row : cases("refused.tsv")) {
    const std::string target = row.empty() ? "" : unescape(row[0]);
    for (const bool open : {false, true}) {
      const auto links = resolver.resolve(work_with({{target, "publisher", open}}),
                                          {.organisation = resolver.find("athens")});
      EXPECT_TRUE(links.empty()) << row[0] << " gave " << links[0].url;
    }
  }
}

TEST(LinkResolver, NeverCallsARelatedPageFullText) {
  const LinkResolver resolver(organisations());
  const auto links =
      resolver.resolve(work_with({{"https://journal.example/cover", "related", false},
                                  {"https://other.example/b", "publisher", false}}),
                       {.organisation = resolver.find("athens")});
  ASSERT_EQ(links.size(), 2U);
  EXPECT_EQ(links[0].url, "https://other.example/b");
  EXPECT_EQ(links[1].label, "Related page");
  EXPECT_EQ(links[1].url, "https://journal.example/cover");
  EXPECT_EQ(links[1].access, AccessState::kUnknown);
}

TEST(LinkResolver, SendsEachReaderTheRightWay) {
  const LinkResolver resolver(organisations());
  for (const auto& row : cases("resolve.tsv")) {
    ASSERT_EQ(row.size(), 6U) << row[0];
    const auto links = resolver.resolve(work_with({{row[0], "publisher", row[1] == "yes"}}),
                                        {.organisation = resolver.find(row[2])});
    ASSERT_EQ(links.size(), 1U) << row[0];
    EXPECT_EQ(links[0].url, row[3]) << row[0] << " for " << row[2];
    EXPECT_EQ(links[0].via, row[4]) << row[0] << " for " << row[2];
    EXPECT_EQ(access_name(links[0].access), row[5]) << row[0] << " for " << row[2];
    EXPECT_FALSE(links[0].why.empty());
    EXPECT_FALSE(links[0].label.empty());
  }
}

TEST(LinkResolver, PutsOpenCopiesFirstThenTheDoiThenOtherPages) {
  Work work = work_with({{"https://www.journal.example/x", "publisher", false},
                         {"https://repository.example.org/1.pdf", "pdf", true}});
  work.record.identifiers = {Identifier::parse(IdentifierScheme::kDoi, "10.5555/abc").value(),
                             Identifier::parse(IdentifierScheme::kPmid, "99000001").value()};
  const LinkResolver resolver(organisations());
  const auto plain = resolver.resolve(work, {});
  ASSERT_EQ(plain.size(), 4U);
  EXPECT_EQ(plain[0].id, "open-1");
  EXPECT_EQ(plain[1].id, "doi");
  EXPECT_EQ(plain[1].url, "https://doi.org/10.5555/abc");
  EXPECT_EQ(plain[2].id, "publisher-1");
  EXPECT_EQ(plain[3].id, "pubmed-1");
  // What the reader's organisation pays for goes before what it does not.
  const auto licensed = resolver.resolve(work, {.organisation = resolver.find("athens")});
  EXPECT_EQ(licensed[1].id, "publisher-1");
  EXPECT_EQ(licensed[2].id, "doi");
}

TEST(LinkResolver, CallsTheDoiOpenOnlyWhereNoOtherCopyIs) {
  Work work = work_with({});
  work.record.identifiers = {Identifier::parse(IdentifierScheme::kDoi, "10.5555/abc").value()};
  work.record.open_access = OpenAccess::kOpen;
  const LinkResolver resolver(organisations());
  EXPECT_EQ(resolver.resolve(work, {})[0].access, AccessState::kOpen);
  work.record.identifiers.push_back(
      Identifier::parse(IdentifierScheme::kPmcid, "PMC99000001").value());
  const auto links = resolver.resolve(work, {});
  EXPECT_EQ(links[0].id, "pmc-1");
  EXPECT_EQ(links[0].access, AccessState::kOpen);
  EXPECT_EQ(links[1].access, AccessState::kUnknown);
}

TEST(LinkResolver, KeepsIdsWhoeverAsksAndWhicheverLinksAreUsable) {
  const Work work = work_with({{"javascript:alert(1)", "publisher", false},
                               {"https://www.journal.example/x", "publisher", false}});
  const LinkResolver resolver(organisations());
  for (const char* who : {"athens", "ezproxy", "direct", "nobody"}) {
    const auto links = resolver.resolve(work, {.organisation = resolver.find(who)});
    ASSERT_EQ(links.size(), 1U);
    EXPECT_EQ(links[0].id, "publisher-2");
  }
}

TEST(LinkResolver, AnswersNotFoundForAnUnknownLinkAndForNone) {
  const LinkResolver resolver(organisations());
  EXPECT_EQ(choose_link({}, "").error().code, ErrorCode::kNotFound);
  const auto links =
      resolver.resolve(work_with({{"https://www.example.org/", "publisher", false}}), {});
  EXPECT_EQ(choose_link(links, "").value().id, "publisher-1");
  EXPECT_EQ(choose_link(links, "publisher-1").value().id, "publisher-1");
  EXPECT_EQ(choose_link(links, "https://evil.example/").error().code, ErrorCode::kNotFound);
}

TEST(LinkResolver, APlatformsOwnSearchIsAskedForTheReadersWords) {
  const LinkResolver resolver(organisations());
  const Work work = work_with({{"https://platform.example.org/", "title", false},
                               {"https://platform.example.org/search?q=%7Bquery%7D&x=1",
                                "search-inside", false, "Product"}});
  const auto with_words = resolver.resolve(work, {.words = " heart & failure\r\n"});
  ASSERT_EQ(with_words.size(), 2U);
  EXPECT_EQ(with_words[0].id, "search-inside-1");
  EXPECT_EQ(with_words[0].url, "https://platform.example.org/search?q=heart%20%26%20failure&x=1");
  EXPECT_EQ(with_words[0].label, "Search inside Product for “heart & failure”");
  EXPECT_NE(with_words[0].why.find("Only the title is known"), std::string::npos);
  // Without words the title's own page is the better place.
  const auto without = resolver.resolve(work, {});
  ASSERT_EQ(without.size(), 2U);
  EXPECT_EQ(without[0].id, "title-1");
  EXPECT_EQ(without[1].id, "search-inside-1");
  EXPECT_EQ(without[1].url, "https://platform.example.org/search?q=&x=1");
  EXPECT_EQ(without[1].label, "Search inside Product");
}

TEST(LinkResolver, TheReadersWordsNeverChooseAHost) {
  const LinkResolver resolver(organisations());
  const Work in_host =
      work_with({{"https://%7Bquery%7D.example.org/", "search-inside", false, "Product"}});
  EXPECT_TRUE(resolver.resolve(in_host, {.words = "evil"}).empty());
  const Work in_query = work_with(
      {{"https://platform.example.org/s/%7Bquery%7D", "search-inside", false, "Product"}});
  for (const char* words : {"//evil.example/", "?x#y", "../../x", "@evil.example", "%0d%0a"}) {
    const auto links = resolver.resolve(in_query, {.words = words});
    EXPECT_EQ(links.size(), 1U) << words;
    for (const LinkTarget& link : links) {
      EXPECT_TRUE(link.url.starts_with("https://platform.example.org/s/")) << link.url;
      EXPECT_EQ(link.url.find_first_of("?#\r\n"), std::string::npos) << link.url;
    }
  }
  const std::string long_words(5'000, 'x');
  const auto links =
      resolver.resolve(in_query, {.organisation = resolver.find("athens"), .words = long_words});
  ASSERT_EQ(links.size(), 1U);
  EXPECT_LT(links[0].url.size(), 1'000U);
}

TEST(Organisations, RefusesEachWrongSettingAndNamesIt) {
  ASSERT_TRUE(validate(organisations()).ok());
  const auto why = [](auto&& change) {
    std::vector<Organisation> all = organisations();
    change(all);
    const auto outcome = validate(all);
    return outcome.ok() ? std::string("accepted") : outcome.error().message;
  };
  const auto prefix = [&](const std::string& text) {
    return why([&](auto& all) { all[1].ezproxy_prefix = text; });
  };
  EXPECT_NE(prefix("http://p.example.org/login?qurl=%u").find("https"), std::string::npos);
  EXPECT_NE(prefix("https://p.example.org/login?qurl=").find("%u"), std::string::npos);
  EXPECT_NE(prefix("https://p.example.org/login?qurl=%u%u").find("%u"), std::string::npos);
  EXPECT_NE(prefix("https://p.example.org/login?qurl=%u&x=1").find("end"), std::string::npos);
  EXPECT_NE(prefix("https://p.example.org/login?url=%u").find("qurl"), std::string::npos);
  EXPECT_NE(prefix("https://192.0.2.1/login?qurl=%u"), "accepted");
  EXPECT_NE(prefix("https://u@p.example.org/login?qurl=%u"), "accepted");
  for (const char* domain : {"", "a/b", "a?b", "..", ".a", "a%2f", "a b", "a.example\r\n"}) {
    EXPECT_NE(why([&](auto& all) { all[0].openathens_domain = domain; }), "accepted") << domain;
  }
  for (const char* host : {"", "localhost", "https://nejm.org", "nejm.org/x", "NEJM.org",
                           "192.0.2.1", "*.nejm.org", "nejm.org:443", ".nejm.org"}) {
    EXPECT_NE(why([&](auto& all) { all[2].licensed_hosts = {host}; }), "accepted") << host;
  }
  for (const char* id : {"", "Big", "a b", "../x", "-x"}) {
    EXPECT_NE(why([&](auto& all) { all[2].id = id; }), "accepted") << id;
  }
  EXPECT_NE(why([](auto& all) { all[2].id = "athens"; }).find("two"), std::string::npos);
  EXPECT_NE(why([](auto& all) { all[2].library_url = "javascript:x"; }), "accepted");
  EXPECT_NE(why([](auto& all) { all[2].name = ""; }), "accepted");
}

}  // namespace
}  // namespace evidence
