// Names of PubMed's bulk files: out of a directory's web page or a local directory, and what they
// say. Used by pubmed_files.cc. Pure but for local_pubmed_files.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace evidence {

struct PubmedFile {
  int year = 0;    // of the baseline, two digits: 26
  int number = 0;  // in the sequence that baseline and updates share
  auto operator<=>(const PubmedFile&) const = default;
};

// "pubmed26n0001.xml.gz", the whole of it; anything else is nullopt.
std::optional<PubmedFile> pubmed_file_of(std::string_view name);
std::string pubmed_file_name(const PubmedFile& file);

// File → where it is (a URL or path of its directory). Every such name anywhere in the text counts,
// so that the page may look as it likes; the .md5 files beside them do not.
using PubmedFiles = std::map<PubmedFile, std::string>;
void add_pubmed_listing(std::string_view page, const std::string& directory, PubmedFiles& files);

// The names in `directory` and in its baseline/ and updatefiles/.
Result<PubmedFiles> local_pubmed_files(const std::filesystem::path& directory);

// The 32 digits in "MD5(pubmed26n0001.xml.gz)= d41d…" or "d41d…  pubmed…", in lower case; "" where
// there are none.
std::string md5_in(std::string_view text);

}  // namespace evidence
