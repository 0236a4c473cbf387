// What readers of which organisation may read where: every holding of every package and who has it,
// in memory, built from the access store (access/access_store.h). Immutable; thread-safe. Made anew
// when the store has changed: KnowledgeBaseSource gives the present one.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/package.h"
#include "model/holding.h"
#include "model/record.h"

namespace evidence {

// How surely a holding is the record's journal or book.
enum class TitleMatch {
  kIdentifier,  // an ISSN or ISBN of both, or of a third row that has the numbers of both
  kTitleId,     // the list's own number, in a record of the package's source
  // Say "may be": only the title is the same, and one of the two has no ISSN or ISBN; or the list's
  // own number stands in a record of several sources, of which it may be another's.
  kTitle,
};

// The pointers live as long as the knowledge base.
struct Entitlement {
  Holding holding;
  const Package* package = nullptr;
  const Subscription* subscription = nullptr;
  TitleMatch match = TitleMatch::kIdentifier;
};

// One line of a list without its details, for who looks at many and shows few.
struct ListedTitle {
  std::uint32_t number = 0;  // for KnowledgeBase::holding
  std::string_view title;
  const Package* package = nullptr;
  const Subscription* subscription = nullptr;
};

class KnowledgeBase {
 public:
  KnowledgeBase();  // of nothing
  ~KnowledgeBase();
  KnowledgeBase(const KnowledgeBase&) = delete;
  KnowledgeBase& operator=(const KnowledgeBase&) = delete;

  // Changes with every applied load, switch and licence; "0" of an empty one.
  [[nodiscard]] const std::string& version() const;
  [[nodiscard]] std::size_t holdings() const;
  [[nodiscard]] const std::vector<Package>& packages() const;            // by id
  [[nodiscard]] const std::vector<Subscription>& subscriptions() const;  // by package, subscriber
  [[nodiscard]] const Package* package(std::string_view id) const;       // nullptr: none

  // The holdings of the record's journal or book in packages that are on for any of `subscribers`
  // (organisation, its consortia, the nation), whatever the date: the licence's days and the
  // coverage are the caller's to judge. Found by any ISSN or ISBN of the record and by numbers that
  // any list puts beside these (print beside online), else by title id, else by title. In order of
  // packages within one kind of match; one holding once for each subscription.
  [[nodiscard]] std::vector<Entitlement> entitlements(
      const Record& record, std::span<const std::string> subscribers) const;

  // Likewise for what a person typed: an ISSN, an ISBN or a whole title.
  [[nodiscard]] std::vector<Entitlement> find(std::string_view typed,
                                              std::span<const std::string> subscribers) const;

  // Packages that have it, whoever they are on for, also nobody; by id.
  [[nodiscard]] std::vector<const Package*> packages_with(std::string_view typed) const;

  // Everything that a set of subscribers has, package by package in the lists' order.
  void each(std::span<const std::string> subscribers,
            const std::function<void(const Entitlement&)>& visit) const;
  // The same, of which holding() gives the details.
  void each_title(std::span<const std::string> subscribers,
                  const std::function<void(const ListedTitle&)>& visit) const;
  // `number`: as each_title of this knowledge base gave it.
  [[nodiscard]] Holding holding(std::uint32_t number) const;

 private:
  friend class KnowledgeBaseBuilder;
  struct Tables;
  std::unique_ptr<Tables> tables_;
};

// Takes packages and subscriptions first, then holdings, then builds. One thread.
class KnowledgeBaseBuilder {
 public:
  KnowledgeBaseBuilder(std::string version, std::vector<Package> packages,
                       std::vector<Subscription> subscriptions);
  ~KnowledgeBaseBuilder();
  // Holdings of one package in a row, in its list's order; of a package that is not known: ignored.
  void add(std::string_view package, const Holding& holding);
  // Their texts are more than four gigabytes: what is built then lacks some.
  [[nodiscard]] bool too_large() const;
  std::shared_ptr<const KnowledgeBase> build();

 private:
  std::shared_ptr<KnowledgeBase> made_;
};

}  // namespace evidence
