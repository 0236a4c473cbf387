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

// The turn of the thread that makes the directory; ends however it is left.
class DirectoryDesk::Turn {
 public:
  explicit Turn(DirectoryDesk& desk) : desk_(desk) {}
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() {
    {
      const std::lock_guard lock(desk_.mutex_);
      desk_.making_ = false;
    }
    desk_.made_.notify_all();
  }

 private:
  DirectoryDesk& desk_;
};

// What changes while it is being read makes the state another one than that which is kept with it,
// so that it is made again.
Result<DirectoryDesk::Made> DirectoryDesk::make(const PartialDate& today) {
  return pool_.with([&](DirectoryStore& store) -> Result<Made> {
    Made made;
    EVIDENCE_ASSIGN(made.state, store.state());
    EVIDENCE_ASSIGN(made.directory, load_directory(store, areas_, today));
    return made;
  });
}

Result<std::shared_ptr<const Directory>> DirectoryDesk::current() {
  const PartialDate today = utc_day(clock_.now());
  EVIDENCE_ASSIGN(const std::string state,
                  pool_.with([](DirectoryStore& store) { return store.state(); }));
  {
    std::unique_lock lock(mutex_);
    made_.wait(lock, [this] { return !making_ || last_.directory != nullptr; });
    const bool fresh =
        last_.directory != nullptr && last_.state == state && last_.directory->today() == today;
    if (fresh || making_) return last_.directory;
    making_ = true;
  }
  const Turn turn(*this);
  EVIDENCE_ASSIGN(Made made, make(today));
  const std::lock_guard lock(mutex_);
  last_ = made;
  return made.directory;
}

Result<std::optional<Located>> DirectoryDesk::locate(const Postcode& postcode) {
  return pool_.with([&](DirectoryStore& store) { return store.locate(postcode); });
}

}  // namespace evidence::curation
