// How one work lies in an index document, and the names of an index's metadata: shared by the
// indexer that writes and the search that reads. Pure functions, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/work.h"

namespace evidence {

// Document = three sections, each preceded by its length in decimal and '\n':
//   hit      JSON object of what a result line shows (see make_hit_json), spliced into answers
//   abstract plain text for snippets, sections separated by '\n'
//   work     work_to_json(), the whole work
struct IndexedDocument {
  std::string_view hit;
  std::string_view abstract;
  std::string_view work;
};
std::string pack_document(std::string_view hit, std::string_view abstract, std::string_view work);
Result<IndexedDocument> unpack_document(std::string_view data);  // views into `data`

// {"id","title","authors":[…first
// 3…],"author_count","source","sources":[…],"journal","year","date",
//  "study_type","study_type_label","study_type_inferred","study_type_basis","study_type_reason",
//  "evidence_level","identifiers":[{"scheme","value"}],"retracted",
//  "status","status_label","status_sources":[…],"has_newer_version","corrected_locally",
//  "member_count","open_access","sample","links":[{"url","kind","open"}],"language"}
// and, where a type was inferred, "probable_type" and "probable_type_label"; of guidelines
// "currency":{"value","version","review_due","last_reviewed","withdrawn_on","source"}, "value" as
// in Slot::kReviewDate. "study_type" is what sources state, never what was inferred.
// "published_version" is true of a preprint whose published version a relation names. "year" is a
// number, or null where unknown; "date" is ISO 8601, as far as it is known; "authors" are display
// names ("Smith J"; editors where a work has no author); "links" are the first ten;
// "status_sources" are the ids of the sources that state the status; "corrected_locally" says that
// this service mended the description; "member_count" records stand behind the work.
std::string make_hit_json(const Work& work);

// "Retracted", "Expression of concern" …: how a status is shown; "" for Status::kNone.
std::string_view status_label(Status status);
// "open", "closed"; "" for unknown: term, value slot and JSON alike.
std::string_view open_access_name(OpenAccess state);

// Keys of Xapian metadata in each shard.
inline constexpr std::string_view kMetaGeneration = "evidence.generation";  // UUID
inline constexpr std::string_view kMetaSchema = "evidence.schema";          // kSchemaVersion
inline constexpr std::string_view kMetaTokenizer = "evidence.tokenizer";    // kTokenizerVersion
inline constexpr std::string_view kMetaSequence = "evidence.sequence";      // change sequence
inline constexpr std::string_view kMetaStore = "evidence.store";            // store id
inline constexpr std::string_view kMetaMerging = "evidence.merging";        // policy fingerprint
inline constexpr std::string_view kMetaVocabulary = "evidence.vocabulary";  // "" so far

// Below the data directory: index/current is a Xapian stub file naming the shards of one
// generation, index/gen-<uuid>/shard-<n> are the databases.
inline constexpr std::string_view kIndexFolder = "index";
inline constexpr std::string_view kStubName = "current";

}  // namespace evidence
