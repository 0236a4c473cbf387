// Vocabulary over vocabulary.db: a few connections that take turns, and the narrower headings of
// what was asked for kept in memory. Private to store/; use vocabulary_store.h.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/vocabulary.h"
#include "store/sqlite.h"

namespace evidence {

// Lends out connections to one file, each to one thread at a time.
class ConnectionPool {
 public:
  explicit ConnectionPool(std::filesystem::path path, std::unique_ptr<Database> first);

  class Lease {
   public:
    Lease(ConnectionPool& pool, std::unique_ptr<Database> database)
        : pool_(pool), database_(std::move(database)) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { pool_.give_back(std::move(database_)); }
    Database& operator*() const { return *database_; }

   private:
    ConnectionPool& pool_;
    std::unique_ptr<Database> database_;
  };
  // Waits while all are lent out.
  Lease lease();

 private:
  void give_back(std::unique_ptr<Database> database);

  std::filesystem::path path_;
  std::string loaded_;  // of the file that the first connection has open
  std::mutex mutex_;    // guards idle_ and open_
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Database>> idle_;
  std::size_t open_ = 0;
};

// Words of the vocabulary's labels, and from mistyped words to likely ones. Immutable.
class WordList {
 public:
  explicit WordList(std::vector<std::string> sorted_words) : words_(std::move(sorted_words)) {}
  [[nodiscard]] bool has(std::string_view word) const;
  // The nearest first, at most `limit`; at most two letters off, one for short words.
  [[nodiscard]] std::vector<std::string> near(std::string_view word, std::size_t limit) const;

 private:
  std::vector<std::string> words_;
};

class SqliteVocabulary final : public Vocabulary {
 public:
  SqliteVocabulary(std::filesystem::path path, std::unique_ptr<Database> first,
                   std::string version);

  [[nodiscard]] std::string version() const override { return version_; }
  [[nodiscard]] std::vector<FoundHeading> find(std::string_view label) const override;
  [[nodiscard]] std::optional<FoundHeading> find_qualifier(std::string_view name) const override;
  [[nodiscard]] std::optional<VocabularyHeading> heading(std::string_view id) const override;
  [[nodiscard]] std::vector<FoundHeading> with_narrower(std::string_view id) const override;
  [[nodiscard]] std::vector<FoundHeading> narrower(std::string_view id) const override;
  [[nodiscard]] std::vector<FoundHeading> broader(std::string_view id) const override;
  [[nodiscard]] std::vector<FoundHeading> with_action(std::string_view id) const override;
  [[nodiscard]] std::vector<FoundHeading> suggest(std::string_view label,
                                                  std::size_t limit) const override;
  [[nodiscard]] std::vector<FoundHeading> beginning_with(std::string_view letters,
                                                         std::size_t limit) const override;

 private:
  [[nodiscard]] std::shared_ptr<const WordList> words(Database& database) const;

  std::string version_;
  mutable ConnectionPool pool_;
  using Headings = std::shared_ptr<const std::vector<FoundHeading>>;
  mutable std::mutex mutex_;  // guards what follows
  mutable std::unordered_map<std::string, Headings> narrower_;
  mutable std::size_t narrower_held_ = 0;  // headings in narrower_
  mutable std::shared_ptr<const WordList> words_;
};

}  // namespace evidence
