// Web servers for files of the tests' own making: named files with an ETag each, and NCBI's folders
// with PubMed's baseline and update files. Changed by the test only while nothing is asked.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "connectors/protocol/pubmed_listing.h"
#include "tests/support/replay_server.h"

namespace evidence::test {

// Serves named files with an ETag each; 304 where the client has it.
class FileServer {
 public:
  std::map<std::string, Reply> files;
  Reply answer(const SeenRequest& request) {
    const auto found = files.find(request.target);
    if (found == files.end()) return status(404, "not here");
    Reply reply = found->second;
    if (reply.status != 200) return reply;
    for (const auto& [name, value] : reply.headers) {
      const auto asked = request.headers.find("if-none-match");
      if (name == "ETag" && asked != request.headers.end() && asked->second == value) {
        return status(304);
      }
    }
    return reply;
  }
  ReplayServer server{[this](const SeenRequest& request) { return answer(request); }};

  void put(const std::string& path, const std::string& body, const std::string& etag) {
    Reply reply = ok(body, "text/plain");
    if (!etag.empty()) reply.headers.emplace_back("ETag", etag);
    files[path] = reply;
  }
};

inline std::string bulk_article(int pmid, const std::string& title) {
  return "<PubmedArticle><MedlineCitation Status=\"MEDLINE\"><PMID Version=\"1\">" +
         std::to_string(pmid) + "</PMID><Article><ArticleTitle>" + title +
         "</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n";
}

inline std::string bulk_set(int first, int count, const std::string& title, int deleted = 0) {
  std::string text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<PubmedArticleSet>\n";
  for (int i = 0; i < count; ++i)
    text += bulk_article(first + i, title + std::to_string(first + i));
  if (deleted > 0) {
    text += "<DeleteCitation><PMID Version=\"1\">" + std::to_string(deleted) +
            "</PMID></DeleteCitation>\n";
  }
  return text + "</PubmedArticleSet>\n";
}

inline std::string md5_of(std::string_view bytes) {
  Digest digest(Digest::Kind::kMd5);
  digest.update(bytes);
  return digest.hex();
}

// NCBI's server with the files that a test puts there.
class Ncbi {
 public:
  std::map<std::string, std::string> files;         // "/baseline/pubmed26n0001.xml.gz" → bytes
  std::map<std::string, std::string> other_bodies;  // what is sent instead, once each

  void put(const std::string& directory, int year, int number, const std::string& xml) {
    const std::string name = "/" + directory + "/" + pubmed_file_name({year, number});
    const std::string gz = gzipped(xml);
    files[name] = gz;
    files[name + ".md5"] = "MD5(" + name.substr(directory.size() + 2) + ")= " + md5_of(gz) + "\n";
  }

  Reply answer(const SeenRequest& request) {
    const std::string& path = request.target;
    if (const auto other = other_bodies.find(path); other != other_bodies.end()) {
      Reply reply = ok(other->second);
      other_bodies.erase(other);
      return reply;
    }
    if (path.ends_with('/')) {
      std::string page =
          "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\">\n<html><head><title>Index "
          "of " +
          path + "</title></head><body><pre>";
      for (const auto& [name, bytes] : files) {
        if (!name.starts_with(path)) continue;
        const std::string file = name.substr(path.size());
        page += "<a href=\"" + file + "\">" + file + "</a>   2026-01-01 10:00  1M\n";
      }
      return ok(page + "</pre></body></html>", "text/html");
    }
    const auto found = files.find(path);
    return found == files.end() ? status(404) : ok(found->second, "application/octet-stream");
  }
  ReplayServer server{[this](const SeenRequest& request) { return answer(request); }};
};

}  // namespace evidence::test
