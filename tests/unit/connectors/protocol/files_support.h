// A harvest of a source made of files, page by page, into a map that stands for the store; it can
// be interrupted after any page and gone on with by a new connector.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "base/http_client.h"
#include "connectors/entry_parser.h"
#include "connectors/registry.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {

inline void write_text(const std::filesystem::path& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
}

// Old enough to be settled for a clock that stands in 2024.
inline void write_settled(const std::filesystem::path& path, std::string_view text, int age = 1) {
  write_text(path, text);
  const std::chrono::sys_seconds then =
      std::chrono::sys_days{std::chrono::year{2023} / 1 / 1} - std::chrono::hours(age);
  std::filesystem::last_write_time(path, std::chrono::file_clock::from_sys(then));
}

// A title list of rows "PREFIX1" …, each a title of its own.
inline std::string title_list(const std::string& prefix, int rows, const std::string& suffix = "") {
  std::string text = "publication_title\ttitle_id\ttitle_url\tcoverage_depth\n";
  for (int i = 1; i <= rows; ++i) {
    const std::string id = prefix + std::to_string(i);
    text += "Title " + id + suffix + "\t" + id + "\thttps://example.org/" + id + "\tfulltext\n";
  }
  return text;
}

struct FileStore {
  std::map<std::string, std::string> titles;  // by source_record_id
  std::string cursor;
  std::string notebook;
  bool finished = true;
};

struct FileRun {
  std::vector<EntryProblem> problems;
  std::optional<Error> error;
  int pages = 0;
  int entries = 0;
  bool finished = false;
  bool complete = false;
};

inline FileRun run_files(const SourceConfig& source, HttpClient& http, Clock& clock,
                         const std::filesystem::path& work, FileStore& store,
                         int most_pages = 1'000'000) {
  FileRun run;
  auto connector = make_connector(source, http, clock, work);
  if (!connector.ok()) {
    run.error = connector.error();
    return run;
  }
  (*connector)->restore(store.notebook);
  std::string cursor = store.finished ? std::string() : store.cursor;
  while (run.pages < most_pages) {
    Result<FetchedPage> page = (*connector)->fetch(cursor, "", "");
    if (!page.ok()) {
      run.error = page.error();
      store.finished = false;
      return run;
    }
    EXPECT_TRUE(page->split);
    EXPECT_TRUE(page->last || (!page->next_cursor.empty() && page->next_cursor != cursor));
    ParsedPage parsed;
    for (EntryReader::Entry& entry : page->entries) {
      parse_entry(source, (*connector)->format(), std::move(entry), parsed);
    }
    run.entries += static_cast<int>(parsed.entries);
    for (const Record& record : parsed.records) {
      if (record.deleted) {
        store.titles.erase(record.source_record_id);
      } else {
        store.titles[record.source_record_id] = record.title;
      }
    }
    for (EntryProblem& problem : parsed.problems) run.problems.push_back(std::move(problem));
    for (EntryProblem& problem : page->problems) run.problems.push_back(std::move(problem));
    ++run.pages;
    if (page->notebook) store.notebook = *page->notebook;
    store.cursor = page->next_cursor;
    store.finished = page->last;
    if (page->last) {
      run.finished = true;
      run.complete = (*connector)->complete_when_full();
      return run;
    }
    cursor = page->next_cursor;
  }
  return run;
}

inline std::vector<std::string> codes_of(const FileRun& run) {
  std::vector<std::string> codes;
  for (const EntryProblem& problem : run.problems) codes.push_back(problem.code);
  return codes;
}

inline std::unique_ptr<HttpClient> local_http() {
  CurlOptions options;
  options.allow_http = true;
  options.allow_private_addresses = true;
  options.low_speed_time = std::chrono::seconds(1);
  return std::move(make_curl_client(options)).value();
}

inline SourceConfig file_source(const std::string& protocol, const std::string& format,
                                std::map<std::string, std::vector<std::string>> options) {
  SourceConfig source;
  source.id = "files";
  source.protocol = protocol;
  source.format = format;
  source.options = std::move(options);
  source.page_size = 3;
  source.requests_per_second = 0;
  source.allow_http = true;
  source.allow_private_addresses = true;
  source.timeout = std::chrono::seconds(5);
  return source;
}

}  // namespace evidence::test
