// access_bench [HOLDINGS]: what the access state of a page of 20 results costs with so many
// holdings loaded (500,000 unless told), and one resolution alone.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "access/knowledge_base.h"
#include "access/link_resolver.h"
#include "tests/bench/measure.h"

namespace {

using namespace evidence;

std::string issn_of(unsigned number) {
  std::string digits = std::to_string(1'000'000 + number % 9'000'000);
  int sum = 0;
  for (int i = 0; i < 7; ++i) sum += (digits[static_cast<std::size_t>(i)] - '0') * (8 - i);
  const int check = (11 - sum % 11) % 11;
  return digits.substr(0, 4) + "-" + digits.substr(4) + (check == 10 ? "X" : std::to_string(check));
}

std::shared_ptr<const KnowledgeBase> holdings(unsigned count) {
  std::vector<Package> packages(50);
  std::vector<Subscription> subscriptions;
  for (std::size_t i = 0; i < packages.size(); ++i) {
    packages[i].id = packages[i].name = "package-" + std::to_string(i);
    subscriptions.push_back({packages[i].id, i % 3 == 0 ? "national" : "trust", {}, {}});
  }
  KnowledgeBaseBuilder builder("1", packages, subscriptions);
  for (std::size_t i = 0; i < packages.size(); ++i) {
    for (unsigned row = 0; row < count / packages.size(); ++row) {
      Holding holding;
      holding.title = "Journal " + std::to_string(row) + " of package " + std::to_string(i);
      // Every title stands in some five packages, as journals do.
      holding.online_id = *Identifier::parse(IdentifierScheme::kIssn,
                                             issn_of(row * 7 + static_cast<unsigned>(i) / 5));
      holding.first = {1990 + static_cast<int>(row % 30), 0, 0};
      holding.embargo = parse_embargo(row % 4 == 0 ? "P1Y" : "");
      holding.url = "https://platform-" + std::to_string(i) + ".example/" + std::to_string(row);
      builder.add(packages[i].id, holding);
    }
  }
  return builder.build();
}

std::vector<Work> page_of_works() {
  std::vector<Work> works(20);
  for (unsigned i = 0; i < works.size(); ++i) {
    Record& record = works[i].record;
    works[i].id = "w" + std::to_string(i);
    record.title = "A trial of something in somebody " + std::to_string(i);
    record.publication.title = "Journal " + std::to_string(i * 97);
    record.publication.date = {2000 + static_cast<int>(i), 5, 1};
    record.identifiers = {
        *Identifier::parse(IdentifierScheme::kIssn, issn_of(i * 97 * 7)),
        *Identifier::parse(IdentifierScheme::kDoi, "10.5555/work." + std::to_string(i)),
        *Identifier::parse(IdentifierScheme::kPmid, std::to_string(99'000'001 + i))};
    record.links = {
        {"https://platform-0.example/articles/" + std::to_string(i), "publisher", false}};
  }
  return works;
}

}  // namespace

int main(int argc, char** argv) {
  const auto count =
      argc > 1 ? static_cast<unsigned>(std::strtoul(argv[1], nullptr, 10)) : 500'000U;
  Organisation trust;
  trust.id = "trust";
  trust.name = "Example Trust";
  trust.route = Route::kOpenAthens;
  trust.openathens_domain = "trust.example.org";
  trust.library_email = "library@trust.example.org";
  const LinkResolver resolver({trust});
  const auto knowledge = holdings(count);
  const std::vector<Work> works = page_of_works();
  AccessContext context;
  context.organisation = resolver.find("trust");
  context.knowledge = knowledge.get();
  context.today = std::chrono::year(2026) / 11 / 30;
  std::vector<double> pages;
  std::size_t links = 0;
  for (int round = 0; round < 300; ++round) {
    const double begun = bench::cpu_microseconds();
    for (const Work& work : works) links += resolver.resolve(work, context).size();
    pages.push_back(bench::cpu_microseconds() - begun);
  }
  std::printf(
      "%zu holdings; a page of 20 works: median %.0f us of CPU, p99 %.0f; %.1f links a work\n",
      knowledge->holdings(), bench::quantile(pages, 0.5), bench::quantile(pages, 0.99),
      static_cast<double>(links) / 300 / 20);
  return 0;
}
