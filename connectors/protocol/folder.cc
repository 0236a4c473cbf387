#include "connectors/protocol/folder.h"

#include <fnmatch.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "connectors/protocol/files_connector.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxFiles = 20'000;
constexpr std::int64_t kSettleSeconds = 60;

enum class Order { kName, kDate };

struct FolderOptions {
  std::filesystem::path directory;
  std::string pattern = "*";
  std::int64_t settle = kSettleSeconds;
  Order order = Order::kName;
  bool only_newest = false;
};

// Names that programs give to files which they are still writing.
bool is_unfinished_name(const std::string& name) {
  static constexpr std::array<std::string_view, 7> kEndings{
      ".part", ".partial", ".tmp", ".filepart", ".crdownload", "~", ".validator"};
  return name.starts_with('.') ||
         std::any_of(kEndings.begin(), kEndings.end(),
                     [&name](std::string_view ending) { return name.ends_with(ending); });
}

class FolderConnector final : public FilesConnector {
 public:
  FolderConnector(const SourceConfig& source, const ConnectorParts& parts, FolderOptions options)
      : FilesConnector(source, parts), clock_(parts.clock), options_(std::move(options)) {}

 private:
  struct Found {
    ListedFile file;
    std::int64_t changed = 0;  // seconds
    long nanoseconds = 0;
  };

  Result<Listing> list() override {
    Listing listing;
    std::vector<Found> found;
    std::error_code failed;
    std::filesystem::directory_iterator at(options_.directory, failed);
    for (const std::filesystem::directory_iterator end; !failed && at != end;
         at.increment(failed)) {
      const std::string name = at->path().filename().string();
      if (is_unfinished_name(name) || !is_valid_utf8(name)) continue;
      if (::fnmatch(options_.pattern.c_str(), name.c_str(), FNM_CASEFOLD) != 0) continue;
      struct stat status {};
      if (::stat(at->path().c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
      Found one{{name, at->path(), ""}, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
      if (!is_settled(one.changed)) {
        listing.partial = true;
        continue;
      }
      const Result<std::string> stamp = file_stamp(at->path());
      if (!stamp.ok()) continue;  // it went away meanwhile
      one.file.stamp = *stamp;
      found.push_back(std::move(one));
      if (found.size() > kMaxFiles) {
        return Error{ErrorCode::kTooLarge, "too_many_files",
                     "there are more than " + with_thousands(kMaxFiles) + " files in " +
                         options_.directory.string(),
                     "use a narrower pattern, or a folder of their own"};
      }
    }
    if (failed) return file_error(failed.value(), options_.directory, "list");
    std::sort(found.begin(), found.end(), [this](const Found& a, const Found& b) {
      if (options_.order == Order::kDate) {
        const auto left = std::tie(a.changed, a.nanoseconds);
        const auto right = std::tie(b.changed, b.nanoseconds);
        if (left != right) return left < right;
      }
      return a.file.name < b.file.name;
    });
    if (options_.only_newest && found.size() > 1) found.erase(found.begin(), found.end() - 1);
    for (Found& one : found) listing.files.push_back(std::move(one.file));
    return listing;
  }

  [[nodiscard]] bool is_settled(std::int64_t changed) const {
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(clock_.now().time_since_epoch()).count();
    // A time far in the future is a wrong clock, not a file that is being written.
    return now - changed >= options_.settle || changed - now > 86'400;
  }

  Result<Ready> prepare(const ListedFile& file, const BookedFile* known,
                        const std::string& /*wanted_hash*/) override {
    Ready ready;
    EVIDENCE_ASSIGN(ready.state.hash, file_hash(file.path, Digest::Kind::kSha256, stop_));
    // Noted as it was listed: who writes to it now changes the stamp, so that it is read again.
    ready.state.stamp = file.stamp;
    ready.unchanged = known != nullptr && known->hash == ready.state.hash;
    return ready;
  }

  Clock& clock_;
  FolderOptions options_;
};

Result<FolderOptions> options_of(const SourceConfig& source) {
  const auto bad = [](std::string what, std::string hint) {
    return Error{ErrorCode::kInvalidArgument, "bad_folder_options", std::move(what),
                 std::move(hint)};
  };
  FolderOptions options;
  options.directory = source.option("directory");
  if (options.directory.empty() || !options.directory.is_absolute()) {
    return bad("options.directory has to be an absolute path", "such as /srv/evidence/lists");
  }
  if (const std::string pattern = source.option("pattern"); !pattern.empty()) {
    options.pattern = pattern;
  }
  if (const std::string order = source.option("order"); order == "date") {
    options.order = Order::kDate;
  } else if (!order.empty() && order != "name") {
    return bad("options.order is " + quoted_for_message(order, 40), "use \"name\" or \"date\"");
  }
  if (const std::string newest = source.option("only_newest"); newest == "true") {
    options.only_newest = true;
  } else if (!newest.empty() && newest != "false") {
    return bad("options.only_newest is " + quoted_for_message(newest, 40), "use true or false");
  }
  if (const std::string settle = source.option("settle_seconds"); !settle.empty()) {
    const auto [end, error] =
        std::from_chars(settle.data(), settle.data() + settle.size(), options.settle);
    if (error != std::errc{} || end != settle.data() + settle.size() || options.settle < 0 ||
        options.settle > 86'400) {
      return bad("options.settle_seconds is " + quoted_for_message(settle, 40),
                 "use a number of seconds up to a day");
    }
  }
  return options;
}

}  // namespace

Result<std::unique_ptr<Connector>> make_folder_connector(const SourceConfig& source,
                                                         const ConnectorParts& parts) {
  EVIDENCE_ASSIGN(FolderOptions options, options_of(source));
  return std::unique_ptr<Connector>(
      std::make_unique<FolderConnector>(source, parts, std::move(options)));
}

std::span<const OptionInfo> folder_options() {
  static constexpr std::array kOptions{
      OptionInfo{"directory", "the folder, an absolute path", true},
      OptionInfo{"pattern", "which files: \"*.txt\" (default: all)"},
      OptionInfo{"settle_seconds",
                 "how long a file has to lie unchanged before it is read (default 60)"},
      OptionInfo{"order", "\"name\" (default) or \"date\": in which order files are read"},
      OptionInfo{"only_newest",
                 "true: only the last file in that order, where each is a whole new edition"}};
  return kOptions;
}

}  // namespace evidence
