#include "connectors/protocol/http_file.h"

#include <array>
#include <charconv>
#include <system_error>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "connectors/protocol/files_connector.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxUrls = 1'000;

std::string header_of(const HttpResponse& response, const char* name) {
  const auto found = response.headers.find(name);
  return found == response.headers.end() ? std::string() : found->second;
}

bool is_html_file(const std::filesystem::path& path) {
  const auto file = open_file(path);
  if (!file.ok()) return false;
  std::string head(2'048, '\0');
  const Result<std::size_t> got = (*file)->read(head);
  return got.ok() && is_html(std::string_view(head).substr(0, *got));
}

class HttpFileConnector final : public FilesConnector {
 public:
  HttpFileConnector(const SourceConfig& source, const ConnectorParts& parts,
                    std::vector<std::string> urls, std::size_t max_bytes)
      : FilesConnector(source, parts),
        http_(source, parts.http, parts.clock),
        directory_(parts.work_directory),
        urls_(std::move(urls)),
        max_bytes_(max_bytes) {}

  [[nodiscard]] std::optional<std::chrono::seconds> wait_asked_for() const override {
    return http_.wait_asked_for();
  }

 private:
  Result<Listing> list() override {
    Listing listing;
    for (const std::string& url : urls_) {
      listing.files.push_back({redact_secrets(url), path_of(url), ""});
    }
    return listing;
  }

  [[nodiscard]] std::filesystem::path path_of(const std::string& url) const {
    return directory_ / (sha256_hex(url).substr(0, 24) + ".file");
  }

  Result<Ready> prepare(const ListedFile& file, const BookedFile* known,
                        const std::string& wanted_hash) override {
    EVIDENCE_TRY(make_directories(directory_));
    Ready ready;
    if (!wanted_hash.empty() && std::filesystem::exists(file.path)) {
      // The state in whose middle the harvest stands is still here: nothing has to be asked.
      EVIDENCE_ASSIGN(ready.state.hash, file_hash(file.path, Digest::Kind::kSha256, stop_));
      if (ready.state.hash == wanted_hash) {
        ready.state.validator = validators_[file.name];
        return ready;
      }
    }
    const auto url = std::find_if(urls_.begin(), urls_.end(), [&file](const std::string& one) {
      return redact_secrets(one) == file.name;
    });
    FetchFile wanted{*url, file.path, max_bytes_, {}, stop_};
    if (known != nullptr && !known->broken && wanted_hash.empty() && !known->validator.empty()) {
      const std::vector<std::string_view> parts = split(known->validator, '\n');
      if (!parts[0].empty()) wanted.options.headers.emplace_back("If-None-Match", parts[0]);
      if (parts.size() > 1 && !parts[1].empty()) {
        wanted.options.headers.emplace_back("If-Modified-Since", parts[1]);
      }
      wanted.options.also_good.push_back(304);
    }
    EVIDENCE_ASSIGN(const HttpResponse response, fetch_file(http_, wanted));
    if (response.status == 304) {
      ready.unchanged = true;
      ready.state = *known;
      return ready;
    }
    EVIDENCE_ASSIGN(ready.state.hash, file_hash(file.path, Digest::Kind::kSha256, stop_));
    const std::string etag = header_of(response, "etag");
    const std::string modified = header_of(response, "last-modified");
    if (!etag.empty() || !modified.empty()) ready.state.validator = etag + "\n" + modified;
    validators_[file.name] = ready.state.validator;
    ready.unchanged = known != nullptr && known->hash == ready.state.hash;
    return ready;
  }

  PoliteHttp http_;
  std::filesystem::path directory_;
  std::vector<std::string> urls_;
  std::size_t max_bytes_;
  std::map<std::string, std::string> validators_;  // of what was fetched by this object
};

}  // namespace

Result<HttpResponse> fetch_file(PoliteHttp& http, const FetchFile& wanted) {
  std::filesystem::path part = wanted.path;
  part += ".part";
  EVIDENCE_ASSIGN(HttpResponse response,
                  http.download(wanted.url, part, wanted.max_bytes, wanted.options, wanted.stop));
  if (response.status == 304) return response;
  std::error_code failed;
  if (is_html_file(part)) {
    std::filesystem::remove(part, failed);
    return Error{ErrorCode::kBadContent, "html_reply",
                 "a web page came in place of the file (" + redact_secrets(wanted.url) + ")",
                 "open the address in a browser: a login, a captcha or a maintenance page?"};
  }
  if (std::filesystem::file_size(part, failed) == 0 || failed) {
    std::filesystem::remove(part, failed);
    return Error{ErrorCode::kBadContent, "empty_reply",
                 "the source sent an empty file (" + redact_secrets(wanted.url) + ")", ""};
  }
  std::filesystem::rename(part, wanted.path, failed);
  if (failed) return file_error(failed.value(), wanted.path, "rename the download to");
  EVIDENCE_TRY(sync_directory(wanted.path.parent_path()));
  return response;
}

Result<std::size_t> max_file_bytes_of(const SourceConfig& source) {
  const std::string text = source.option("max_file_bytes");
  std::size_t bytes = std::size_t{2} << 30U;
  if (text.empty()) return bytes;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bytes);
  if (error != std::errc{} || end != text.data() + text.size() || bytes == 0) {
    return Error{ErrorCode::kInvalidArgument, "bad_max_file_bytes",
                 "options.max_file_bytes is " + quoted_for_message(text, 40),
                 "use a number of bytes"};
  }
  return bytes;
}

Result<std::unique_ptr<Connector>> make_http_file_connector(const SourceConfig& source,
                                                            const ConnectorParts& parts) {
  std::vector<std::string> urls;
  for (const std::string& url : source.option_list("urls")) {
    if (std::find(urls.begin(), urls.end(), url) == urls.end()) urls.push_back(url);
  }
  if (urls.empty() && !source.base_url.empty()) urls.push_back(source.base_url);
  const auto bad = [](std::string what) {
    return Error{ErrorCode::kInvalidArgument, "bad_http_file_options", std::move(what),
                 "give the file's address as base_url, or several as options.urls"};
  };
  if (urls.empty()) return bad("there is no address to fetch");
  if (urls.size() > kMaxUrls) return bad("there are more than 1,000 addresses");
  for (const std::string& url : urls) {
    const bool known_scheme =
        url.starts_with("https://") || (url.starts_with("http://") && source.allow_http);
    if (!known_scheme) {
      return bad("options.urls: " + quoted_for_message(redact_secrets(url)) +
                 " does not begin with https://");
    }
  }
  if (parts.work_directory.empty()) return bad("there is no directory for downloads");
  EVIDENCE_ASSIGN(const std::size_t max_bytes, max_file_bytes_of(source));
  return std::unique_ptr<Connector>(
      std::make_unique<HttpFileConnector>(source, parts, std::move(urls), max_bytes));
}

std::span<const OptionInfo> http_file_options() {
  static constexpr std::array kOptions{
      OptionInfo{"urls", "the files' addresses, a list (default: base_url alone)"},
      OptionInfo{"max_file_bytes", "the largest file to fetch, in bytes (default 2 GiB)"}};
  return kOptions;
}

}  // namespace evidence
