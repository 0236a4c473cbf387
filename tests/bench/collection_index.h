// An index made straight from a JSON Lines file, without a store: for measuring search. Included by
// one program each; prints to stderr and ends the program where a file cannot be read.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/tokenizer.h"
#include "indexer/document_builder.h"
#include "model/field.h"
#include "model/index_format.h"
#include "model/merge.h"
#include "model/record_json.h"

namespace evidence::bench {

// Indexes `documents` (JSON Lines) into `directory`/shard-0 and writes `directory`/current, the
// stub. At most `limit` documents, 0 = all. Gives the stub; builds nothing where it is there
// already.
inline std::filesystem::path build_index(const std::filesystem::path& documents,
                                         const std::filesystem::path& directory,
                                         std::uint64_t limit = 0);

// Of 13 characters, as real work ids are; unique by its number.
inline std::string work_id(std::uint64_t number) {
  std::string id = std::to_string(number);
  return "w" + std::string(12 - id.size(), '0') + id;
}

inline std::filesystem::path build_index(const std::filesystem::path& documents,
                                         const std::filesystem::path& directory,
                                         std::uint64_t limit) {
  const std::filesystem::path stub = directory / "current";
  if (std::filesystem::exists(stub)) return stub;
  std::filesystem::create_directories(directory);
  std::ifstream file(documents);
  if (!file) {
    std::fprintf(stderr, "cannot read %s\n", documents.c_str());
    std::exit(2);
  }
  Xapian::WritableDatabase index((directory / "shard-0").string(),
                                 Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_NO_SYNC);
  std::string line;
  std::uint64_t number = 0;
  while (std::getline(file, line) && (limit == 0 || number < limit)) {
    const auto value = parse_json(line);
    if (!value.ok() || !value->is_object()) continue;
    std::vector<std::string> unknown;
    auto record = record_from_loose_json(value->get_object(), unknown);
    if (!record.ok()) continue;
    Record one = std::move(record).value();
    one.source = "bench";
    if (one.source_record_id.empty()) {
      one.source_record_id = string_member(value->get_object(), "id");
    }
    std::vector<Record> records;
    records.push_back(std::move(one));
    const Work work = merge(work_id(++number), std::move(records));
    const auto document = build_document(work);
    if (document.ok()) index.add_document(document.value());
    if (number % 2'000 == 0) index.commit();
  }
  index.set_metadata(std::string(kMetaGeneration), "bench");
  index.set_metadata(std::string(kMetaSchema), std::to_string(kSchemaVersion));
  index.set_metadata(std::string(kMetaTokenizer), std::to_string(kTokenizerVersion));
  index.set_metadata(std::string(kMetaSequence), "1");
  index.commit();
  index.close();
  std::ofstream(stub) << "auto shard-0\n";
  return stub;
}

}  // namespace evidence::bench
