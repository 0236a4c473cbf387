#include "app/filter_file.h"

#include <algorithm>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace evidence::app {
namespace {

// The filter as the file has it, not yet checked as a whole.
std::optional<query::SearchFilter> read_values(const std::filesystem::path& path,
                                               Findings& findings, std::string& where) {
  const std::size_t before = findings.size();
  TomlFile file = TomlFile::load(path, findings);
  TomlTable root = file.root();
  query::SearchFilter filter;
  root.read("id", filter.id);
  root.read("version", filter.version);
  root.read("title", filter.title);
  root.read("author", filter.author);
  root.read("purpose", filter.purpose);
  root.read("source", filter.source);
  root.read("date", filter.date);
  root.read("citation", filter.citation);
  root.read("measured", filter.measured);
  root.read("note", filter.note);
  root.read("verified", filter.verified);
  root.read("lines", filter.lines);
  std::string dialect;
  root.read("dialect", dialect);
  if (const auto syntax = query::syntax_by_name(dialect)) {
    filter.dialect = *syntax;
  } else {
    root.report("dialect must be pubmed, ovid, ebsco, cql or simple");
  }
  const auto read_share = [&](std::string_view key, std::optional<double>& out) {
    double value = -1;
    root.read(key, value, 0.0, 1.0);
    if (value >= 0) out = value;
  };
  read_share("sensitivity", filter.sensitivity);
  read_share("specificity", filter.specificity);
  read_share("precision", filter.precision);
  root.finish();
  where = path.string();
  if (findings.size() != before) return std::nullopt;
  return filter;
}

}  // namespace

std::optional<query::SearchFilter> read_filter_file(const std::filesystem::path& path,
                                                    Findings& findings) {
  std::string where;
  std::optional<query::SearchFilter> filter = read_values(path, findings, where);
  if (!filter) return std::nullopt;
  const std::vector<std::string> faults = query::faults_of(*filter);
  for (const std::string& fault : faults) findings.push_back(where + ": " + fault);
  if (!faults.empty()) return std::nullopt;
  return filter;
}

void read_filter_folder(const std::filesystem::path& folder, bool own, Findings& findings,
                        query::FilterLibrary& library) {
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) return;
  std::vector<std::filesystem::path> paths;
  for (auto entry = std::filesystem::directory_iterator(folder, error);
       !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    if (entry->path().extension() == ".toml") paths.push_back(entry->path());
  }
  if (error) {
    findings.push_back(folder.string() + ": the folder cannot be read: " + error.message());
    return;
  }
  std::sort(paths.begin(), paths.end());
  for (const std::filesystem::path& path : paths) {
    std::string where;
    std::optional<query::SearchFilter> filter = read_values(path, findings, where);
    if (!filter) continue;
    filter->own = own;
    if (const auto added = library.add(std::move(*filter)); !added.ok()) {
      findings.push_back(where + ": " + added.error().message);
    }
  }
}

}  // namespace evidence::app
