#include "curation/directory.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"

namespace evidence::curation {
namespace {

constexpr std::size_t kLongestChain = 50;  // of successors

void add_folded(std::string_view name, std::vector<std::string>& names) {
  std::string folded = folded_name(name);
  if (!folded.empty() && std::find(names.begin(), names.end(), folded) == names.end()) {
    names.push_back(std::move(folded));
  }
}

void add_code(const std::string& code, std::vector<std::string>& codes) {
  if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
}

void fill_words(LibraryEntry& entry) {
  std::set<std::string> words;
  const auto add = [&words](std::string_view folded) {
    for (std::string& word : words_of_name(folded)) words.insert(std::move(word));
  };
  add(entry.name);
  for (const auto* names :
       {&entry.other_names, &entry.trust_names, &entry.area_names, &entry.county_names}) {
    for (const std::string& name : *names) add(name);
  }
  add(folded_name(entry.library.get("address")));
  add(folded_name(entry.library.code));
  entry.words.assign(words.begin(), words.end());
}

}  // namespace

std::vector<std::string> words_of_name(std::string_view folded) {
  std::vector<std::string> words;
  for (const std::string_view word : split(folded, ' ')) {
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

Directory::Directory(std::vector<Library> libraries, const std::map<std::string, Located>& places,
                     std::vector<OdsOrganisation> organisations,
                     std::shared_ptr<const AreaTable> areas, const PartialDate& today,
                     bool has_postcodes)
    : areas_(std::move(areas)),
      today_(today),
      today_text_(format_date(today)),
      has_postcodes_(has_postcodes),
      organisations_(std::move(organisations)) {
  trust_names_.reserve(organisations_.size());
  for (std::size_t i = 0; i < organisations_.size(); ++i) {
    trust_names_.push_back(
        {folded_name(organisations_[i].name), readable_name(organisations_[i].name)});
    organisation_places_.emplace(organisations_[i].code, i);
    for (const std::string& successor : organisations_[i].successors) {
      predecessors_[successor].push_back(organisations_[i].code);
    }
  }
  entries_.reserve(libraries.size());
  for (Library& library : libraries) {
    has_sample_ = has_sample_ || library.sample();
    entries_.push_back(make_entry(std::move(library), places));
  }
  std::sort(entries_.begin(), entries_.end(), [](const LibraryEntry& a, const LibraryEntry& b) {
    return std::tie(a.name, a.library.code) < std::tie(b.name, b.library.code);
  });
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const Library& library = entries_[i].library;
    library_places_.emplace(library.code, i);
    if (const std::string& trust = library.get("trust_name"); !trust.empty()) {
      trust_names_.push_back({folded_name(trust), trust});
    }
  }
  collect_area_names();
}

void Directory::collect_area_names() {
  std::set<std::string> counties, others;
  for (const Area& area : areas_->areas()) {
    auto& names = area.kind.ends_with("_county") ? counties : others;
    names.insert(area.name);
    names.insert(area.also_called.begin(), area.also_called.end());
  }
  for (const LibraryEntry& entry : entries_) {
    const Library& library = entry.library;
    counties.insert(library.get("county"));
    others.insert(library.get("region"));
    others.insert(library.get("local_authority"));
    for (std::string& town : library.list("towns")) others.insert(std::move(town));
  }
  for (const std::string& name : counties) {
    if (!name.empty()) county_names_.push_back({folded_name(name), name});
  }
  area_names_ = county_names_;
  for (const std::string& name : others) {
    if (!name.empty() && !counties.contains(name)) {
      area_names_.push_back({folded_name(name), name});
    }
  }
}

LibraryEntry Directory::make_entry(Library library,
                                   const std::map<std::string, Located>& places) const {
  LibraryEntry entry;
  if (const auto place = places.find(library.code); place != places.end()) {
    entry.place = place->second;
  }
  entry.library = std::move(library);
  const Library& record = entry.library;
  entry.name = folded_name(record.name());
  for (const std::string& name : record.list("alternative_names")) {
    add_folded(name, entry.other_names);
  }
  for (const std::string_view field : {"organisation_name", "trust_name"}) {
    add_folded(record.get(field), entry.own_names);
    add_folded(record.get(field), entry.trust_names);
  }
  add_folded(record.name(), entry.own_names);
  add_folded(record.get("county"), entry.county_names);
  for (const std::string_view field : {"county", "region", "local_authority"}) {
    add_folded(record.get(field), entry.area_names);
  }
  for (const std::string& town : record.list("towns")) add_folded(town, entry.area_names);
  add_codes(entry);
  fill_words(entry);
  return entry;
}

// The codes that the record states, with what came of them and what they came of: who knows a trust
// by the name that it had still finds its library.
void Directory::add_codes(LibraryEntry& entry) const {
  for (const std::string& code : entry.library.list("ods_codes")) add_code(code, entry.codes);
  const std::size_t stated = entry.codes.size();
  for (std::size_t i = 0; i < stated; ++i) {
    for (const Succession::End& end : succession(entry.codes[i]).ends) {
      add_code(end.code, entry.codes);
    }
  }
  for (std::size_t i = 0; i < entry.codes.size() && i < kLongestChain; ++i) {
    const std::string code = entry.codes[i];
    const OdsOrganisation* each = organisation(code);
    if (each != nullptr) {
      add_folded(each->name, entry.trust_names);
      for (const std::string& area : {each->region, each->area}) {
        add_folded(area_of_code(area), entry.area_names);
        add_folded(area, entry.area_names);
      }
    }
    const auto before = predecessors_.find(code);
    if (before == predecessors_.end()) continue;
    for (const std::string& predecessor : before->second) add_code(predecessor, entry.codes);
  }
}

const LibraryEntry* Directory::library(std::string_view code) const {
  const auto found = library_places_.find(std::string(code));
  return found == library_places_.end() ? nullptr : &entries_[found->second];
}

const OdsOrganisation* Directory::organisation(std::string_view code) const {
  const auto found = organisation_places_.find(std::string(code));
  return found == organisation_places_.end() ? nullptr : &organisations_[found->second];
}

Succession Directory::succession(std::string_view code) const {
  Succession succession;
  succession.asked = organisation(code);
  if (succession.asked == nullptr) return succession;
  succession.closed = succession.asked->is_closed_on(today_text_);
  if (!succession.closed) {
    succession.ends.push_back({succession.asked->code, succession.asked});
    return succession;
  }
  std::set<std::string> seen{succession.asked->code};
  std::vector<std::string> waiting = succession.asked->successors;
  for (std::size_t i = 0; i < waiting.size() && i < kLongestChain; ++i) {
    if (!seen.insert(waiting[i]).second) continue;
    const OdsOrganisation* next = organisation(waiting[i]);
    const bool goes_on =
        next != nullptr && next->is_closed_on(today_text_) && !next->successors.empty();
    if (goes_on) {
      waiting.insert(waiting.end(), next->successors.begin(), next->successors.end());
    } else {
      succession.ends.push_back({seen.find(waiting[i])->c_str(), next});
    }
  }
  return succession;
}

std::vector<const LibraryEntry*> Directory::serving(std::string_view code) const {
  std::vector<const LibraryEntry*> found;
  for (const LibraryEntry& entry : entries_) {
    if (std::find(entry.codes.begin(), entry.codes.end(), code) != entry.codes.end()) {
      found.push_back(&entry);
    }
  }
  return found;
}

std::string Directory::area_of_code(std::string_view code) const {
  const Area* area = areas_->by_code(code);
  return area == nullptr ? std::string() : area->name;
}

}  // namespace evidence::curation
