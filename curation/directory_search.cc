#include "curation/directory_search.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/ascii.h"
#include "base/text.h"

namespace evidence::curation {
namespace {

constexpr std::size_t kMostChoices = 30;

using EntryList = std::vector<std::pair<int, const LibraryEntry*>>;  // fit, lower is better

std::string upper_code(std::string_view text) {
  std::string code(trim(text));
  for (char& c : code) {
    if (is_lower(c)) c = static_cast<char>(c - 'a' + 'A');
  }
  return code;
}

bool holds_any(const std::vector<std::string>& names, const std::vector<std::string>& wanted) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return std::find(wanted.begin(), wanted.end(), name) != wanted.end();
  });
}

bool is_county_kind(std::string_view kind) { return kind.ends_with("_county"); }

// The folded names that stand for the area; none where nobody knows it.
std::vector<std::string> names_of_area(const Directory& directory, std::string_view text,
                                       bool county) {
  std::vector<std::string> names;
  for (const std::size_t place : directory.areas().named(text)) {
    if (county && !is_county_kind(directory.areas().areas()[place].kind)) continue;
    for (std::string& name : directory.areas().folded_names(place)) {
      names.push_back(std::move(name));
    }
  }
  const std::string folded = folded_name(text);
  const bool of_a_library = std::any_of(
      directory.entries().begin(), directory.entries().end(), [&](const LibraryEntry& entry) {
        const auto& own = county ? entry.county_names : entry.area_names;
        return std::find(own.begin(), own.end(), folded) != own.end();
      });
  if (of_a_library || !names.empty()) names.push_back(folded);
  return names;
}

class LibrarySearch {
 public:
  LibrarySearch(const Directory& directory, const LibraryQuery& query)
      : directory_(directory), query_(query) {
    for (const LibraryEntry& entry : directory.entries()) found_.emplace_back(0, &entry);
  }

  LibraryAnswer run() {
    if (!query_.area.empty()) narrow_to_area(query_.area, false);
    if (!query_.county.empty()) narrow_to_area(query_.county, true);
    if (!query_.trust.empty()) narrow_to_trust();
    if (!query_.ods.empty()) narrow_to_code();
    if (!query_.q.empty()) narrow_to_words();
    std::stable_sort(found_.begin(), found_.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    if (query_.postcode) {
      sort_by_distance();
    } else {
      for (const auto& [fit, entry] : found_) answer_.hits.push_back({entry, std::nullopt});
    }
    return std::move(answer_);
  }

 private:
  void note(std::string_view code, std::string message) {
    answer_.notes.push_back({std::string(code), std::move(message)});
  }

  void suggest(std::string_view text, const std::vector<KnownName>& known) {
    for (std::string& name : nearest_names(text, known)) {
      answer_.did_you_mean.push_back(std::move(name));
    }
  }

  void narrow_to_area(const std::string& text, bool county) {
    const std::vector<std::string> names = names_of_area(directory_, text, county);
    if (names.empty()) {
      found_.clear();
      suggest(text, county ? directory_.county_names() : directory_.area_names());
      if (parse_outward(text)) {
        note("half_a_postcode", "“" + text +
                                    "” is half a postcode. Give the whole postcode to see the "
                                    "nearest libraries.");
      } else {
        note(county ? "unknown_county" : "unknown_area",
             std::string(county ? "No county" : "No area") + " called “" + text +
                 "” is known here.");
      }
      return;
    }
    std::erase_if(found_, [&](const auto& each) {
      return !holds_any(county ? each.second->county_names : each.second->area_names, names);
    });
    if (found_.empty()) {
      note("no_library_in_area",
           "No library of this directory says that it is in “" + text +
               "”. That does not mean that there is none: libraries near you can be found by "
               "postcode, and every library is in the list.");
    }
  }

  // Trusts that fit, whether or not a library names them.
  void offer_trusts(const std::string& folded) {
    std::set<std::string> labels;
    for (std::size_t i = 0; i < directory_.organisations().size(); ++i) {
      const OdsOrganisation& each = directory_.organisations()[i];
      const std::string& name = directory_.trust_names()[i].folded;
      if (is_replaced_kind(each) || !name_fit(folded, {name})) continue;
      if (answer_.choices.size() == kMostChoices) break;
      answer_.choices.push_back(
          {"ods", each.code, readable_name(each.name) + (each.closed.empty() ? "" : " (closed)"),
           "trust", directory_.serving(each.code).size()});
      labels.insert(name);
    }
    for (const auto& [fit, entry] : found_) {
      const std::string& trust = entry->library.get("trust_name");
      const std::string own = folded_name(trust);
      if (own.empty() || !name_fit(folded, {own}) || !labels.insert(own).second) continue;
      if (answer_.choices.size() == kMostChoices) break;
      answer_.choices.push_back({"trust", trust, trust, "trust", 1});
    }
    // Where libraries were found, one trust beside them is theirs.
    if (answer_.choices.size() < 2 && !found_.empty()) answer_.choices.clear();
    std::stable_sort(answer_.choices.begin(), answer_.choices.end(),
                     [](const LibraryChoice& a, const LibraryChoice& b) {
                       return (a.libraries > 0) > (b.libraries > 0);
                     });
  }

  void narrow_to_trust() {
    const std::string folded = folded_name(query_.trust);
    EntryList fitting;
    bool exact = false;
    for (const auto& [fit, entry] : found_) {
      const auto own = name_fit(folded, entry->trust_names);
      if (!own) continue;
      exact = exact || *own == 0;
      fitting.emplace_back(fit + *own, entry);
    }
    if (exact) {
      std::erase_if(fitting, [&](const auto& each) {
        return name_fit(folded, each.second->trust_names) != 0;
      });
    }
    found_ = std::move(fitting);
    if (!exact) offer_trusts(folded);
    answer_.ambiguous = !exact && (answer_.choices.size() > 1 || found_.size() > 1);
    if (!found_.empty() || !answer_.choices.empty()) return;
    suggest(query_.trust, directory_.trust_names());
    note("unknown_trust", "No trust or organisation called “" + query_.trust + "” is known here.");
  }

  void narrow_to_code() {
    const Succession succession = directory_.succession(query_.ods);
    std::erase_if(found_, [&](const auto& each) {
      const auto& codes = each.second->codes;
      return std::find(codes.begin(), codes.end(), query_.ods) == codes.end();
    });
    if (succession.asked == nullptr && found_.empty()) {
      note("unknown_organisation",
           "No organisation with the code " + query_.ods + " is known here.");
      return;
    }
    if (succession.asked == nullptr) return;
    const OdsOrganisation& asked = *succession.asked;
    if (is_replaced_kind(asked)) {
      note("replaced_kind", readable_name(asked.name) +
                                " was a clinical commissioning group. These ended in July 2022; "
                                "integrated care boards came in their place. Search by area.");
    } else if (succession.closed) {
      note("closed_organisation", closed_text(asked, succession));
    }
    if (!found_.empty()) return;
    const std::string region = directory_.area_of_code(asked.region);
    note("no_library_of_organisation",
         "No library of this directory names " + readable_name(asked.name) + "." +
             (region.empty() ? std::string(" Search by area or postcode.")
                             : " It lies in the NHS region " + region + "."));
    if (!region.empty()) add_area_choice(region);
  }

  void add_area_choice(const std::string& region) {
    LibraryQuery of_region;
    of_region.area = region;
    answer_.choices.push_back({"area", region, region, "NHS region",
                               search_libraries(directory_, of_region).hits.size()});
  }

  static std::string closed_text(const OdsOrganisation& asked, const Succession& succession) {
    std::string text = readable_name(asked.name) + " closed";
    if (const auto day = parse_date(asked.closed)) text += " on " + format_date_for_people(*day);
    if (succession.ends.empty()) return text + "; what came in its place is not stated.";
    std::vector<std::string> names;
    for (const Succession::End& end : succession.ends) {
      names.push_back(end.organisation == nullptr
                          ? "the organisation " + end.code
                          : readable_name(end.organisation->name) + " (" + end.code + ")");
    }
    return text + "; its work went to " + join(names, " and ") + ".";
  }

  void narrow_to_words() {
    const std::string folded = folded_name(query_.q);
    const std::vector<std::string> area = names_of_area(directory_, query_.q, false);
    EntryList fitting;
    for (const auto& [fit, entry] : found_) {
      if (const auto own = fit_of_words(folded, area, *entry)) {
        fitting.emplace_back(fit + *own, entry);
      }
    }
    const bool exact = std::any_of(fitting.begin(), fitting.end(),
                                   [](const auto& each) { return each.first <= 1; });
    found_ = std::move(fitting);
    if (!exact && area.empty()) offer_trusts(folded);
    answer_.ambiguous = !exact && area.empty() && (found_.size() > 1 || answer_.choices.size() > 1);
    if (!found_.empty() || !answer_.choices.empty()) return;
    suggest(query_.q, directory_.area_names());
    if (answer_.did_you_mean.empty()) suggest(query_.q, directory_.trust_names());
    note("nothing_called_so", "No library, trust or area here is called “" + query_.q + "”.");
  }

  static std::optional<int> fit_of_words(const std::string& folded,
                                         const std::vector<std::string>& area,
                                         const LibraryEntry& entry) {
    if (folded_name(entry.library.code) == folded) return 0;
    std::vector<std::string> names{entry.name};
    names.insert(names.end(), entry.other_names.begin(), entry.other_names.end());
    if (const auto fit = name_fit(folded, names)) return *fit == 0 ? 1 : 3;
    if (const auto fit = name_fit(folded, entry.trust_names)) return *fit == 0 ? 2 : 4;
    if (holds_any(entry.area_names, area)) return 5;
    const std::string all = join(entry.words, " ");
    if (name_fit(folded, {all})) return 6;
    return std::nullopt;
  }

  void sort_by_distance() {
    if (!query_.from) {
      note("no_coordinate",
           "Where " + query_.postcode->text() +
               " lies is not known here, so no distance can be given. Search by town, county or "
               "region instead.");
      return;
    }
    if (query_.from->approximate) {
      note("approximate", "Where " + query_.postcode->text() +
                              " lies is not known exactly. Distances are from the middle of the "
                              "postcodes of " +
                              query_.postcode->outward + ".");
    }
    std::size_t without = 0;
    for (const auto& [fit, entry] : found_) {
      if (!entry->place) {
        ++without;
        continue;
      }
      answer_.hits.push_back({entry, distance_km(query_.from->place, entry->place->place)});
    }
    std::stable_sort(answer_.hits.begin(), answer_.hits.end(),
                     [](const LibraryHit& a, const LibraryHit& b) { return *a.km < *b.km; });
    if (without == 0) return;
    note("libraries_without_place",
         without == 1 ? std::string("One library is not in this list, because where it lies is not "
                                    "known here.")
                      : with_thousands(without) +
                            " libraries are not in this list, because where they lie is not known "
                            "here.");
  }

  const Directory& directory_;
  const LibraryQuery& query_;
  EntryList found_;
  LibraryAnswer answer_;
};

}  // namespace

Result<LibraryQuery> read_library_query(const TypedLibraryQuery& typed, const Directory& directory,
                                        std::string& at_fault) {
  LibraryQuery query;
  const std::pair<std::string_view, const std::string*> texts[] = {
      {"q", &typed.q},           {"area", &typed.area},         {"trust", &typed.trust},
      {"county", &typed.county}, {"postcode", &typed.postcode}, {"ods", &typed.ods}};
  for (const auto& [name, text] : texts) {
    if (text->size() <= kMostQueryBytes) continue;
    at_fault = name;
    return Error{ErrorCode::kInvalidArgument, "text_too_long",
                 std::string(name) + " is longer than 200 bytes.", "Shorten it."};
  }
  query.q = clean_text(typed.q);
  query.area = clean_text(typed.area);
  query.trust = clean_text(typed.trust);
  query.county = clean_text(typed.county);
  if (const std::string text = clean_text(typed.postcode); !text.empty()) {
    query.postcode = parse_postcode(text);
    if (!query.postcode) {
      at_fault = "postcode";
      return Error{ErrorCode::kInvalidArgument, "bad_postcode",
                   quoted_for_message(text, 40) + " is not a whole postcode.",
                   "A postcode looks like M13 9WL. Half of one is not enough to say what is near."};
    }
  }
  if (const std::string text = clean_text(typed.ods); !text.empty()) {
    query.ods = upper_code(text);
    if (!is_ods_code(query.ods)) {
      at_fault = "ods";
      return Error{ErrorCode::kInvalidArgument, "bad_ods_code",
                   quoted_for_message(text, 40) + " is not an ODS code.",
                   "A code has 3 to 8 letters and digits, such as R0A."};
    }
  }
  if (query.q.empty() || query.postcode || !query.ods.empty()) return query;
  const std::string code = upper_code(query.q);
  if (auto postcode = parse_postcode(query.q)) {
    query.postcode = std::move(postcode);
    query.q.clear();
  } else if (is_ods_code(code) &&
             (directory.organisation(code) != nullptr || !directory.serving(code).empty())) {
    query.ods = code;
    query.q.clear();
  }
  return query;
}

LibraryAnswer search_libraries(const Directory& directory, const LibraryQuery& query) {
  return LibrarySearch(directory, query).run();
}

}  // namespace evidence::curation
