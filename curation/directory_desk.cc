#include "curation/directory_desk.h"

#include <charconv>

namespace evidence::curation {
namespace {

std::optional<Coordinate> own_coordinate(const Library& library) {
  const std::string& lat = library.get("lat");
  const std::string& lon = library.get("lon");
  double lat_degrees = 0, lon_degrees = 0;
  const auto read = [](const std::string& text, double& out) {
    return !text.empty() &&
           std::from_chars(text.data(), text.data() + text.size(), out).ec == std::errc();
  };
  if (!read(lat, lat_degrees) || !read(lon, lon_degrees)) return std::nullopt;
  return Coordinate::of(lat_degrees, lon_degrees);
}

}  // namespace

Result<std::shared_ptr<const Directory>> load_directory(DirectoryStore& store,
                                                        std::shared_ptr<const AreaTable> areas,
                                                        const PartialDate& today) {
  EVIDENCE_ASSIGN(std::vector<Library> libraries, store.libraries());
  EVIDENCE_ASSIGN(std::vector<OdsOrganisation> organisations, store.organisations());
  EVIDENCE_ASSIGN(const std::vector<DirectoryLoad> loads, store.loads());
  bool has_postcodes = false;
  for (const DirectoryLoad& load : loads) has_postcodes = has_postcodes || load.what == "postcodes";
  std::map<std::string, Located> places;
  for (const Library& library : libraries) {
    if (const auto own = own_coordinate(library)) {
      places[library.code] = {*own, false};
      continue;
    }
    const auto postcode = parse_postcode(library.get("postcode"));
    if (!postcode) continue;
    EVIDENCE_ASSIGN(const auto located, store.locate(*postcode));
    if (located) places[library.code] = *located;
  }
  return std::shared_ptr<const Directory>(
      std::make_shared<Directory>(std::move(libraries), places, std::move(organisations),
                                  std::move(areas), today, has_postcodes));
}

Result<std::shared_ptr<const Directory>> DirectoryDesk::current() {
  const PartialDate today = utc_day(clock_.now());
  EVIDENCE_ASSIGN(const std::int64_t version,
                  pool_.with([](DirectoryStore& store) { return store.version(); }));
  {
    const std::lock_guard lock(mutex_);
    if (directory_ && version_ == version && directory_->today() == today) return directory_;
  }
  EVIDENCE_ASSIGN(std::shared_ptr<const Directory> made, pool_.with([&](DirectoryStore& store) {
    return load_directory(store, areas_, today);
  }));
  const std::lock_guard lock(mutex_);
  // What another thread made meanwhile of a later version stays.
  if (version >= version_) {
    directory_ = made;
    version_ = version;
  }
  return made;
}

Result<std::optional<Located>> DirectoryDesk::locate(const Postcode& postcode) {
  return pool_.with([&](DirectoryStore& store) { return store.locate(postcode); });
}

}  // namespace evidence::curation
