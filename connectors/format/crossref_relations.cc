// What a Crossref work says about others: updates (retractions, corrections …) and relations.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "connectors/format/crossref_parts.h"

namespace evidence::crossref {
namespace {

using R = RelationType;

// The types of Crossmark updates. `notice` is the standard name of what the updating work is, ""
// where it is a publication in its own right.
struct Update {
  std::string_view name;
  R to;  // of the work that updates
  R by;  // of the work that is updated
  std::string_view notice;
};
constexpr std::array kUpdates{
    Update{"retraction", R::kRetracts, R::kRetractedBy, "Retraction of Publication"},
    Update{"partial_retraction", R::kPartiallyRetracts, R::kPartiallyRetractedBy,
           "Partial Retraction"},
    // Withdrawn or removed works are not to be relied on any more than retracted ones.
    Update{"withdrawal", R::kRetracts, R::kRetractedBy, "Withdrawal"},
    Update{"removal", R::kRetracts, R::kRetractedBy, "Removal"},
    Update{"expression_of_concern", R::kConcernAbout, R::kHasConcern, "Expression of Concern"},
    Update{"correction", R::kErratumFor, R::kHasErratum, "Published Erratum"},
    Update{"corrigendum", R::kErratumFor, R::kHasErratum, "Published Erratum"},
    Update{"erratum", R::kErratumFor, R::kHasErratum, "Published Erratum"},
    // As in PubMed, where additions and clarifications are errata too.
    Update{"addendum", R::kErratumFor, R::kHasErratum, "Addendum"},
    Update{"clarification", R::kErratumFor, R::kHasErratum, "Published Erratum"},
    Update{"new_version", R::kUpdates, R::kUpdatedBy, ""},
    Update{"new_edition", R::kUpdates, R::kUpdatedBy, ""},
};

struct Kind {
  std::string_view name;
  R type;
};
constexpr std::array kKinds{
    Kind{"is-preprint-of", R::kPreprintOf},
    Kind{"has-preprint", R::kHasPreprint},
    Kind{"is-manuscript-of", R::kPreprintOf},
    Kind{"has-manuscript", R::kHasPreprint},
    Kind{"is-review-of", R::kCommentsOn},
    Kind{"has-review", R::kHasComment},
    Kind{"is-comment-on", R::kCommentsOn},
    Kind{"has-comment", R::kHasComment},
    Kind{"is-reply-to", R::kCommentsOn},
    Kind{"has-reply", R::kHasComment},
    Kind{"is-part-of", R::kPartOf},
    Kind{"has-part", R::kHasPart},
    Kind{"replaces", R::kUpdates},
    Kind{"is-replaced-by", R::kUpdatedBy},
    Kind{"is-translation-of", R::kRepublishes},
    Kind{"has-translation", R::kRepublishedAs},
};

const Update* update_named(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  std::replace(name.begin(), name.end(), ' ', '_');
  const auto at = std::find_if(kUpdates.begin(), kUpdates.end(),
                               [&](const Update& update) { return update.name == name; });
  return at == kUpdates.end() ? nullptr : &*at;
}

bool is_own(const RecordReading& in, std::string_view doi) {
  const Result<Identifier> parsed = Identifier::parse(IdentifierScheme::kDoi, doi);
  return parsed.ok() && parsed->value() == in.record.source_record_id;
}

void read_updates(RecordReading& in, const JsonView& updates, bool updating) {
  for (const JsonView& one : updates.list()) {
    const std::string name = to_lower_ascii(one["type"].text());
    const std::string doi = one["DOI"].raw();
    const Update* update = update_named(name);
    if (update == nullptr) {
      in.drop("unknown_update",
              "the update type " + quoted_for_message(name, 40) + " is not known; it is left out");
      continue;
    }
    if (is_own(in, doi)) {
      // A work that updates itself was changed in place: that it was retracted or corrected has to
      // be seen, that it has an earlier version says nothing.
      if (update->by != R::kUpdatedBy) in.add_relation(update->by, "", one["label"].text());
      continue;
    }
    in.add_relation(updating ? update->to : update->by, IdentifierScheme::kDoi, doi);
    if (updating) in.add_type(std::string(update->notice));
  }
}

void add_related(RecordReading& in, R type, const JsonView& object) {
  const std::string scheme = to_lower_ascii(object["id-type"].text());
  const std::string id = object["id"].raw();
  if (scheme == "doi") {
    if (!is_own(in, id)) in.add_relation(type, IdentifierScheme::kDoi, id);
  } else if (scheme == "pmid") {
    in.add_relation(type, IdentifierScheme::kPmid, id);
  } else if (scheme == "isbn") {
    in.add_relation(type, IdentifierScheme::kIsbn, id);
  } else {
    in.add_relation(type, "", clean_text(id));
  }
}

}  // namespace

void read_relations(RecordReading& in, const JsonView& work) {
  read_updates(in, work["update-to"], true);
  read_updates(in, work["updated-by"], false);
  const json::object* relation = work["relation"].object();
  if (relation == nullptr) return;
  for (const json::key_value_pair& pair : *relation) {
    const std::string_view name(pair.key().data(), pair.key().size());
    const JsonView objects(&pair.value());
    if (const Update* update = update_named(std::string(name))) {
      // Which of the two says so tells which of them is the notice.
      for (const JsonView& object : objects.list()) {
        add_related(in, object["asserted-by"].text() == "object" ? update->by : update->to, object);
      }
      continue;
    }
    // Others (supplements, data, references) are no relation of publications.
    for (const Kind& kind : kKinds) {
      if (kind.name != name) continue;
      for (const JsonView& object : objects.list()) add_related(in, kind.type, object);
    }
  }
}

}  // namespace evidence::crossref
