#include "connectors/protocol/pubmed_listing.h"

#include <array>
#include <cstdio>
#include <system_error>

#include "base/ascii.h"
#include "base/file.h"
#include "base/text.h"

namespace evidence {
namespace {

constexpr std::string_view kPrefix = "pubmed";
constexpr std::string_view kSuffix = ".xml.gz";

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// The file whose name begins at `at`, and how long the name is.
std::optional<PubmedFile> name_at(std::string_view text, std::size_t at, std::size_t& length) {
  std::string_view rest = text.substr(at);
  if (!rest.starts_with(kPrefix) || rest.size() < kPrefix.size() + 3) return std::nullopt;
  rest.remove_prefix(kPrefix.size());
  if (!is_digit(rest[0]) || !is_digit(rest[1]) || rest[2] != 'n') return std::nullopt;
  PubmedFile file;
  file.year = (rest[0] - '0') * 10 + (rest[1] - '0');
  rest.remove_prefix(3);
  std::size_t digits = 0;
  while (digits < rest.size() && is_digit(rest[digits]) && digits < 7) {
    file.number = file.number * 10 + (rest[digits] - '0');
    ++digits;
  }
  if (digits < 4 || digits > 6 || !rest.substr(digits).starts_with(kSuffix)) return std::nullopt;
  length = kPrefix.size() + 3 + digits + kSuffix.size();
  return file;
}

Result<void> add_local(const std::filesystem::path& directory, PubmedFiles& files) {
  std::error_code failed;
  std::filesystem::directory_iterator at(directory, failed);
  for (const std::filesystem::directory_iterator end; !failed && at != end; at.increment(failed)) {
    if (const auto file = pubmed_file_of(at->path().filename().string())) {
      files[*file] = directory.string();
    }
  }
  if (failed) return file_error(failed.value(), directory, "list");
  return {};
}

}  // namespace

std::optional<PubmedFile> pubmed_file_of(std::string_view name) {
  std::size_t length = 0;
  const auto file = name_at(name, 0, length);
  return file && length == name.size() ? file : std::nullopt;
}

std::string pubmed_file_name(const PubmedFile& file) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "pubmed%02dn%04d.xml.gz", file.year, file.number);
  return text.data();
}

void add_pubmed_listing(std::string_view page, const std::string& directory, PubmedFiles& files) {
  for (std::size_t at = page.find(kPrefix); at != std::string_view::npos;
       at = page.find(kPrefix, at + 1)) {
    std::size_t length = 0;
    const auto file = name_at(page, at, length);
    if (!file || page.substr(at + length).starts_with(".md5")) continue;
    files.emplace(*file, directory);
  }
}

Result<PubmedFiles> local_pubmed_files(const std::filesystem::path& directory) {
  PubmedFiles files;
  EVIDENCE_TRY(add_local(directory, files));
  for (const char* part : {"updatefiles", "baseline"}) {
    if (std::filesystem::is_directory(directory / part)) {
      EVIDENCE_TRY(add_local(directory / part, files));
    }
  }
  return files;
}

std::string md5_in(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::size_t end = at;
    while (end < text.size() && is_hex(text[end])) ++end;
    if (end - at == 32) return to_lower_ascii(text.substr(at, 32));
    if (end > at) at = end;
  }
  return {};
}

}  // namespace evidence
