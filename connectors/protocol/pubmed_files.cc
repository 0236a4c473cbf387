#include "connectors/protocol/pubmed_files.h"

#include <array>
#include <charconv>
#include <system_error>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "connectors/protocol/file_pages.h"
#include "connectors/protocol/http_file.h"
#include "connectors/protocol/pubmed_listing.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxMd5Bytes = 4'096;
constexpr int kCopiesKept = 8;  // pages of the last few may not be stored yet
constexpr std::string_view kNotebookHead = "pubmed-files ";

// "1 f 26 1334 400 d41d…": version, whether this pass began at number 1, the file, how many of its
// entries were given, its md5 ("-": not opened yet).
struct Place {
  bool full = false;
  PubmedFile file;
  std::uint64_t entry = 0;
  std::string md5;

  [[nodiscard]] std::string text() const {
    return std::string("1 ") + (full ? "f " : "- ") + std::to_string(file.year) + " " +
           std::to_string(file.number) + " " + std::to_string(entry) + " " +
           (md5.empty() ? "-" : md5);
  }
};

template <typename Number>
bool read_number(std::string_view text, Number& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size();
}

std::optional<Place> place_from(std::string_view text) {
  const std::vector<std::string_view> words = split(text, ' ');
  Place place;
  if (words.size() != 6 || words[0] != "1" || !read_number(words[2], place.file.year) ||
      !read_number(words[3], place.file.number) || !read_number(words[4], place.entry)) {
    return std::nullopt;
  }
  place.full = words[1] == "f";
  if (words[5] != "-") place.md5 = std::string(words[5]);
  return place;
}

class PubmedFilesConnector final : public Connector {
 public:
  PubmedFilesConnector(const SourceConfig& source, const ConnectorParts& parts,
                       std::filesystem::path local, std::size_t max_bytes)
      : source_(source),
        http_(source, parts.http, parts.clock),
        stop_(parts.stop),
        format_(parts.format),
        local_(std::move(local)),
        work_(parts.work_directory),
        max_bytes_(max_bytes),
        pages_(*format_, source.page_size, parts.stop) {}

  void restore(const std::string& notebook) override {
    done_ = {};
    if (!notebook.starts_with(kNotebookHead)) return;
    const std::vector<std::string_view> words =
        split(std::string_view(notebook).substr(kNotebookHead.size()), ' ');
    PubmedFile done;
    if (words.size() == 2 && read_number(words[0], done.year) &&
        read_number(words[1], done.number)) {
      done_ = done;
    }
  }

  Result<FetchedPage> fetch(const std::string& cursor, const std::string& /*from*/,
                            const std::string& /*to*/) override {
    FetchedPage page;
    page.split = true;
    Place place;
    if (cursor.empty()) {
      EVIDENCE_TRY(list());
      EVIDENCE_ASSIGN(place, begin(page));
    } else {
      const auto read = place_from(cursor);
      if (!read) {
        return Error{ErrorCode::kUpstream, "cursor_expired",
                     "the place to go on from is not one of PubMed's files", ""};
      }
      place = *read;
      if (files_.empty()) EVIDENCE_TRY(list());
      if (files_.rbegin()->first.year > place.file.year) {
        return Error{ErrorCode::kUpstream, "cursor_expired",
                     "there is a new baseline, of 20" + std::to_string(newest_year()), ""};
      }
    }
    EVIDENCE_ASSIGN(const bool there, is_there(place.file, cursor.empty()));
    if (!there) {
      page.last = true;
      page.next_cursor = place.text();
      complete_ = place.full;
      return page;
    }
    EVIDENCE_TRY(open(place, page));
    return read_page(place, std::move(page));
  }

  [[nodiscard]] bool complete_when_full() const override { return complete_; }
  [[nodiscard]] std::optional<std::chrono::seconds> wait_asked_for() const override {
    return http_.wait_asked_for();
  }
  [[nodiscard]] const Format& format() const override { return *format_; }

 private:
  [[nodiscard]] int newest_year() const { return files_.rbegin()->first.year; }

  Result<void> list() {
    PubmedFiles files;
    if (!local_.empty()) {
      EVIDENCE_ASSIGN(files, local_pubmed_files(local_));
    } else {
      std::string base = source_.base_url;
      while (base.ends_with('/')) base.pop_back();
      for (const char* part : {"/updatefiles/", "/baseline/"}) {
        PoliteHttp::Options options;
        options.html_allowed = true;  // a directory is a web page
        EVIDENCE_ASSIGN(const HttpResponse response, http_.get(base + part, options));
        const std::size_t before = files.size();
        add_pubmed_listing(response.body, base + part, files);
        if (files.size() == before && std::string_view(part) == "/baseline/") {
          return Error{ErrorCode::kBadContent, "empty_listing",
                       "the page of the directory names no PubMed files (" + base + part + ")",
                       "open it in a browser; base_url has to lead to the folder that has "
                       "baseline/ and updatefiles/ in it"};
        }
      }
    }
    if (files.empty()) {
      return Error{ErrorCode::kNotFound, "no_pubmed_files",
                   "there is no file such as pubmed26n0001.xml.gz in " + local_.string(),
                   "options.directory has to be the folder with baseline/ and updatefiles/, or "
                   "with the files themselves"};
    }
    files_ = std::move(files);
    return {};
  }

  Result<Place> begin(FetchedPage& page) {
    Place place;
    place.file.year = newest_year();
    if (done_.year == place.file.year) {
      place.file.number = done_.number + 1;
      return place;
    }
    place.full = true;
    place.file.number = 1;
    if (done_.year != 0) {
      page.problems.push_back({pubmed_file_name(place.file), "new_baseline",
                               "there is a new baseline, of 20" + std::to_string(place.file.year) +
                                   "; all of it is read again"});
    }
    return place;
  }

  // False: everything up to here is read. An error where later files are there, but not this one.
  Result<bool> is_there(const PubmedFile& file, bool just_listed) {
    if (!files_.contains(file) && !just_listed) EVIDENCE_TRY(list());  // it may have come meanwhile
    if (files_.contains(file)) return true;
    const auto later = files_.upper_bound(file);
    if (later == files_.end() || later->first.year != file.year) return false;
    return Error{
        ErrorCode::kUnavailable, "missing_file",
        pubmed_file_name(file) + " is missing, but there is " + pubmed_file_name(later->first),
        "nothing behind it is read until it is there; it may be coming"};
  }

  [[nodiscard]] std::filesystem::path path_of(const PubmedFile& file) const {
    const std::string name = pubmed_file_name(file);
    return local_.empty() ? work_ / name : std::filesystem::path(files_.at(file)) / name;
  }

  Result<std::string> published_md5(const PubmedFile& file) {
    const std::string name = pubmed_file_name(file) + ".md5";
    std::string text;
    if (local_.empty()) {
      EVIDENCE_ASSIGN(const HttpResponse response, http_.get(files_.at(file) + name));
      text = response.body.substr(0, kMaxMd5Bytes);
    } else {
      const auto read = read_file(std::filesystem::path(files_.at(file)) / name, kMaxMd5Bytes);
      if (!read.ok()) {
        return Error{ErrorCode::kNotFound, "md5_missing",
                     name + " is missing, so the file cannot be checked",
                     "copy the .md5 files with the others"};
      }
      text = *read;
    }
    std::string md5 = md5_in(text);
    if (md5.empty()) {
      return Error{ErrorCode::kBadContent, "md5_unreadable", name + " holds no MD5 sum", ""};
    }
    return md5;
  }

  Result<void> fetch_copy(const PubmedFile& file) {
    EVIDENCE_TRY(make_directories(work_));
    FetchFile wanted;
    wanted.url = files_.at(file) + pubmed_file_name(file);
    wanted.path = path_of(file);
    wanted.max_bytes = max_bytes_;
    wanted.stop = stop_;
    EVIDENCE_ASSIGN(const HttpResponse response, fetch_file(http_, wanted));
    static_cast<void>(response);
    return {};
  }

  // The file at its path with the sum that is published; fetched twice at most.
  Result<std::string> checked(const PubmedFile& file) {
    EVIDENCE_ASSIGN(const std::string wanted, published_md5(file));
    const std::filesystem::path path = path_of(file);
    std::error_code ignored;
    if (local_.empty() && !std::filesystem::exists(path, ignored)) EVIDENCE_TRY(fetch_copy(file));
    EVIDENCE_ASSIGN(std::string md5, file_hash(path, Digest::Kind::kMd5, stop_));
    if (md5 != wanted && local_.empty()) {
      std::filesystem::remove(path, ignored);
      EVIDENCE_TRY(fetch_copy(file));
      EVIDENCE_ASSIGN(md5, file_hash(path, Digest::Kind::kMd5, stop_));
    }
    if (md5 == wanted) return md5;
    if (local_.empty()) std::filesystem::remove(path, ignored);
    return Error{ErrorCode::kBadContent, "md5_mismatch",
                 pubmed_file_name(file) + " has the MD5 sum " + md5 + ", but " + wanted +
                     " is published for it",
                 "the copy is damaged or not complete; nothing of it was read"};
  }

  Result<void> open(Place& place, FetchedPage& page) {
    if (open_file_ == place.file && !place.md5.empty() && place.md5 == open_md5_ &&
        pages_.stands_at(path_of(place.file), place.entry)) {
      return {};
    }
    EVIDENCE_ASSIGN(const std::string md5, checked(place.file));
    if (!place.md5.empty() && place.md5 != md5) {
      page.problems.push_back({pubmed_file_name(place.file), "file_changed",
                               "the file was replaced while it was read; it is read from its "
                               "beginning"});
      place.entry = 0;
    }
    place.md5 = md5;
    EVIDENCE_TRY(pages_.open(path_of(place.file), place.entry));
    open_file_ = place.file;
    open_md5_ = md5;
    return {};
  }

  Result<FetchedPage> read_page(const Place& place, FetchedPage page) {
    const std::string name = pubmed_file_name(place.file);
    EVIDENCE_ASSIGN(FilePages::Page read, pages_.next());
    if (read.broken) {
      Error error = *read.broken;
      error.message = name + ": " + error.message;
      return error;
    }
    page.entries = std::move(read.entries);
    page.raw_file = path_of(place.file);
    page.url = local_.empty() ? files_.at(place.file) + name : page.raw_file.string();
    Place next = place;
    next.entry = read.next_entry;
    if (read.ended) {
      page.notebook = std::string(kNotebookHead) + std::to_string(place.file.year) + " " +
                      std::to_string(place.file.number);
      next.file.number += 1;
      next.entry = 0;
      next.md5.clear();
      drop_copy({place.file.year, place.file.number - kCopiesKept});
    }
    page.next_cursor = next.text();
    return page;
  }

  void drop_copy(const PubmedFile& file) const {
    if (!local_.empty() || file.number < 1) return;
    std::error_code ignored;
    std::filesystem::remove(work_ / pubmed_file_name(file), ignored);
  }

  const SourceConfig& source_;
  PoliteHttp http_;
  const StopFlag* stop_;
  std::shared_ptr<const Format> format_;
  std::filesystem::path local_;  // "" = base_url
  std::filesystem::path work_;
  std::size_t max_bytes_;
  FilePages pages_;
  PubmedFiles files_;
  PubmedFile done_;
  PubmedFile open_file_;
  std::string open_md5_;
  bool complete_ = false;
};

}  // namespace

Result<std::unique_ptr<Connector>> make_pubmed_files_connector(const SourceConfig& source,
                                                               const ConnectorParts& parts) {
  const std::filesystem::path local = source.option("directory");
  const auto bad = [](std::string what, std::string hint) {
    return Error{ErrorCode::kInvalidArgument, "bad_pubmed_files_options", std::move(what),
                 std::move(hint)};
  };
  if (local.empty() == source.base_url.empty()) {
    return bad("one of base_url and options.directory has to be given",
               "base_url = \"https://ftp.ncbi.nlm.nih.gov/pubmed\", or the folder of a local copy");
  }
  if (!local.empty() && !local.is_absolute()) {
    return bad("options.directory has to be an absolute path", "such as /srv/pubmed");
  }
  if (local.empty() && parts.work_directory.empty()) {
    return bad("there is no directory for downloads", "");
  }
  EVIDENCE_ASSIGN(const std::size_t max_bytes, max_file_bytes_of(source));
  return std::unique_ptr<Connector>(
      std::make_unique<PubmedFilesConnector>(source, parts, local, max_bytes));
}

std::span<const OptionInfo> pubmed_files_options() {
  static constexpr std::array kOptions{
      OptionInfo{"directory", "the folder of a local copy, instead of base_url"},
      OptionInfo{"max_file_bytes", "the largest file to fetch, in bytes (default 2 GiB)"}};
  return kOptions;
}

}  // namespace evidence
