#include "curation/coordinates.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "curation/library_forms.h"

namespace evidence::curation {
namespace {

constexpr double kEarthRadiusKm = 6'371.0088;

double radians(std::int32_t millionths) {
  return static_cast<double>(millionths) / 1e6 * std::numbers::pi / 180.0;
}

}  // namespace

Coordinate Coordinate::of(double lat_degrees, double lon_degrees) {
  return {static_cast<std::int32_t>(std::lround(lat_degrees * 1e6)),
          static_cast<std::int32_t>(std::lround(lon_degrees * 1e6))};
}

double distance_km(const Coordinate& a, const Coordinate& b) {
  const double lat_a = radians(a.lat), lat_b = radians(b.lat);
  const double half_lat = std::sin((lat_b - lat_a) / 2);
  const double half_lon = std::sin((radians(b.lon) - radians(a.lon)) / 2);
  const double h = half_lat * half_lat + std::cos(lat_a) * std::cos(lat_b) * half_lon * half_lon;
  return 2 * kEarthRadiusKm * std::asin(std::min(1.0, std::sqrt(h)));
}

Result<CoordinateColumns> coordinate_columns(const std::vector<std::string>& header) {
  CoordinateColumns columns;
  columns.postcode = find_column(header, {"pcds", "pcd", "pcd2", "pcd7", "pcd8", "postcode",
                                          "post code", "postcode 1", "unit postcode"});
  columns.lat = find_column(header, {"lat", "latitude"});
  columns.lon = find_column(header, {"long", "lon", "lng", "longitude"});
  if (columns.postcode != kNoColumn && columns.lat != kNoColumn && columns.lon != kNoColumn) {
    return columns;
  }
  const bool grid = find_column(header, {"eastings", "easting", "oseast1m", "east1m"}) != kNoColumn;
  const std::string missing = columns.postcode == kNoColumn ? "a postcode"
                              : columns.lat == kNoColumn    ? "a latitude"
                                                            : "a longitude";
  return Error{
      ErrorCode::kInvalidArgument, "no_coordinates",
      "The first line names no column for " + missing + ".",
      grid ? "It has eastings and northings: take an edition of the file with latitude and "
             "longitude, or convert it first (EPSG:27700 to EPSG:4326)."
           : "Columns are found by headings such as pcds or postcode, lat or latitude, long "
             "or longitude."};
}

std::optional<PostcodePlace> read_coordinate_row(const CoordinateColumns& columns,
                                                 const TableRow& row, std::string& reason) {
  reason.clear();
  const auto postcode = parse_postcode(row.cell(columns.postcode));
  if (!postcode) {
    reason = quoted_for_message(row.cell(columns.postcode), 20) + " is not a postcode";
    return std::nullopt;
  }
  const auto lat = decimal_within(row.cell(columns.lat), -90, 99.999999);
  const auto lon = decimal_within(row.cell(columns.lon), -180, 180);
  if (!lat || !lon) {
    const bool empty = row.cell(columns.lat).empty() && row.cell(columns.lon).empty();
    if (!empty) reason = "latitude or longitude is not a number of degrees";
    return std::nullopt;
  }
  if (*lat > 90 || (*lat == 0 && *lon == 0)) return std::nullopt;  // "no place" of such files
  return PostcodePlace{postcode->key(), Coordinate::of(*lat, *lon)};
}

}  // namespace evidence::curation
