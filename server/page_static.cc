// Static files: only what the build embedded, under names that change with the content, so that a
// browser may keep them for ever.
#include <algorithm>
#include <map>

#include "embedded/static.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/problem.h"
#include "server/request_parsing.h"

namespace evidence::server {
namespace {

constexpr std::size_t kFingerprint = 16;
constexpr std::string_view kFolder = "/static/";

struct StaticFile {
  std::string path;  // "/static/site-0123456789abcdef.css"
  std::string_view content_type;
  std::string_view bytes;
  std::string_view gzipped;  // empty where there is none
};

std::string_view content_type_of(std::string_view name) {
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".svg")) return "image/svg+xml";
  return "application/octet-stream";
}

// By plain name: "site.css".
using Manifest = std::map<std::string_view, StaticFile>;

const Manifest& manifest() {
  static const Manifest files = [] {
    Manifest all;
    for (const EmbeddedFile& file : embedded_static()) {
      if (file.name.ends_with(".gz")) continue;
      const auto dot = file.name.rfind('.');
      StaticFile entry{std::string(kFolder) + std::string(file.name.substr(0, dot)) + "-" +
                           std::string(file.sha256.substr(0, kFingerprint)) +
                           std::string(file.name.substr(dot)),
                       content_type_of(file.name),
                       file.bytes,
                       {}};
      for (const EmbeddedFile& other : embedded_static()) {
        if (other.name == std::string(file.name) + ".gz") entry.gzipped = other.bytes;
      }
      all.emplace(file.name, std::move(entry));
    }
    return all;
  }();
  return files;
}

}  // namespace

std::string_view static_path(std::string_view name) {
  const auto found = manifest().find(name);
  return found == manifest().end() ? std::string_view("/") : std::string_view(found->second.path);
}

Response static_file(const Request& request, Services& services) {
  const auto found = std::find_if(manifest().begin(), manifest().end(), [&](const auto& entry) {
    return entry.second.path == request.path;
  });
  if (found == manifest().end()) {
    return error_response({ErrorCode::kNotFound, "no_such_file", "There is no such file.",
                           "Open the page anew; it may have been updated."},
                          request, Audience::kPage, services);
  }
  const StaticFile& file = found->second;
  Response response;
  response.content_type = std::string(file.content_type);
  response.headers = {{"Cache-Control", "public, max-age=31536000, immutable"}};
  if (!file.gzipped.empty()) response.headers.emplace_back("Vary", "Accept-Encoding");
  const auto accepted = request.headers.find("accept-encoding");
  if (!file.gzipped.empty() && accepted != request.headers.end() &&
      accepts_gzip(accepted->second)) {
    response.headers.emplace_back("Content-Encoding", "gzip");
    response.body = std::string(file.gzipped);
  } else {
    response.body = std::string(file.bytes);
  }
  return response;
}

}  // namespace evidence::server
