// A real Zebra server (packages idzebra-2.0 and yaz) over MARC records of the test, on a free
// loopback port: Z39.50 and SRU 1.1 to 2.0 from one database "Default". Indexing or starting it
// fails with std::runtime_error, which names Zebra's log. One thread at a time.
//
// Z39.50: syntax usmarc (element set F, in UTF-8; "B" gives MARC-8), xml (marcxml, dc). SRU:
// schemas marcxml and dc. Indexes: cql.allRecords, cql.serverChoice, dc.title, rec.identifier; in
// PQF @attr 1=_ALLRECORDS @attr 2=103 "" is everything, 1=4 the title, 1=12 the control number.
#pragma once

#include <sys/types.h>

#include <cstdlib>
#include <string>
#include <string_view>

#include "tests/support/temp_dir.h"

namespace evidence::test {

class Zebra {
 public:
  // Are zebraidx and zebrasrv there?
  static bool installed();

  // `records`: a MARCXML collection.
  explicit Zebra(std::string_view records);
  ~Zebra();
  Zebra(const Zebra&) = delete;
  Zebra& operator=(const Zebra&) = delete;

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string sru_url() const;        // "http://127.0.0.1:PORT/Default"
  [[nodiscard]] std::string z3950_address() const;  // "127.0.0.1:PORT/Default"

  void kill();   // with all its sessions, at once
  void start();  // after kill(), on the same port
  // Other records in place of the present ones; the server is started anew.
  void replace_records(std::string_view records);

 private:
  void index(std::string_view records);

  TempDir directory_;
  int port_ = 0;
  pid_t pid_ = -1;
};

// yaz-ztest, YAZ's own test server: Z39.50 only, made-up counts, sample records. Killed with it.
class YazTestServer {
 public:
  static bool installed();
  YazTestServer();
  ~YazTestServer();
  YazTestServer(const YazTestServer&) = delete;
  YazTestServer& operator=(const YazTestServer&) = delete;
  [[nodiscard]] std::string address(const std::string& database) const;

 private:
  TempDir directory_;
  int port_ = 0;
  pid_t pid_ = -1;
};

}  // namespace evidence::test

// First line of a test that needs Zebra.
#define EVIDENCE_NEED_ZEBRA()                                                                   \
  if (!::evidence::test::Zebra::installed() || !::evidence::test::YazTestServer::installed()) { \
    if (const char* ci = std::getenv("CI"); ci != nullptr && std::string_view(ci) == "true") {  \
      FAIL() << "zebraidx and zebrasrv are required (packages idzebra-2.0, yaz)";               \
    }                                                                                           \
    GTEST_SKIP() << "no Zebra (install the packages idzebra-2.0 and yaz)";                      \
  }
