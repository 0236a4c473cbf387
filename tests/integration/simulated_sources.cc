#include "tests/integration/simulated_sources.h"

#include <chrono>
#include <fstream>
#include <map>
#include <mutex>
#include <stdexcept>

#include "base/json.h"
#include "tests/support/replay_server.h"
#include "tests/support/zebra.h"
#include "tests/unit/connectors/protocol/catalogue.h"
#include "tests/unit/connectors/protocol/file_servers.h"
#include "tests/unit/connectors/protocol/oai_simulator.h"
#include "tests/unit/connectors/protocol/rest_simulator.h"
#include "tests/unit/connectors/pubmed_simulator.h"

namespace evidence::test {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kDelay{4};
constexpr int kWorks = 143;

// A server over a simulator of any kind that the test may change between two harvests. Every reply
// comes a little late, so that an interruption meets pages under way.
template <typename Simulator>
struct Served {
  explicit Served(Simulator first) : simulator(std::move(first)) {}
  Simulator simulator;
  std::mutex mutex;  // guards `simulator`
  ReplayServer server{[this](const SeenRequest& request) {
    const std::scoped_lock lock(mutex);
    Reply reply = simulator(request);
    reply.delay = kDelay;
    return reply;
  }};
  void change(const std::function<void(Simulator&)>& how) {
    const std::scoped_lock lock(mutex);
    how(simulator);
  }
};

std::string quoted(const std::string& text) { return json::serialize(json::value(text)); }

std::string settings(const std::string& protocol, const std::string& format,
                     const std::string& base_url, const std::string& more) {
  return "protocol = " + quoted(protocol) + "\nformat = " + quoted(format) +
         "\nbase_url = " + quoted(base_url) + "\n" + more;
}

// What the source's own format reads; every fortieth work has no key of its own.
std::string members_of(const std::string& protocol, const SimulatedWork& work) {
  const int number = std::stoi(work.id.substr(1));
  const std::string n = std::to_string(100'000 + number);
  const std::string title = "\"Invented work " + n + "\"";
  const bool nameless = number % 40 == 39;
  if (protocol == "europepmc") {
    return ",\"source\":\"MED\",\"title\":" + title + (nameless ? "" : ",\"id\":\"" + n + "\"");
  }
  if (protocol == "crossref") {
    return ",\"type\":\"journal-article\",\"title\":[" + title + "]" +
           (nameless ? "" : ",\"DOI\":\"10.5555/invented." + n + "\"");
  }
  if (protocol == "doaj") {
    return ",\"bibjson\":{\"title\":" + title + "}" + (nameless ? "" : ",\"id\":\"" + n + "\"");
  }
  if (protocol == "openalex") {
    return ",\"title\":" + title + (nameless ? "" : ",\"id\":\"https://openalex.org/W" + n + "\"");
  }
  if (protocol == "clinicaltrials") {
    return ",\"protocolSection\":{\"identificationModule\":{\"briefTitle\":" + title +
           (nameless ? "" : ",\"nctId\":\"NCT00" + n + "\"") + "}}";
  }
  return ",\"Title\":" + title +
         (nameless ? "" : ",\"GuidanceNumber\":\"NG" + std::to_string(100 + number) + "\"");
}

SimulatedSource rest(const std::string& protocol) {
  const auto make = [protocol](int works) {
    RestSimulator simulator(protocol, simulated_works(works));
    simulator.members = [protocol](const SimulatedWork& work) {
      return members_of(protocol, work);
    };
    return simulator;
  };
  const auto served = std::make_shared<Served<RestSimulator>>(make(kWorks));
  SimulatedSource source;
  source.server = served;
  std::string more = "page_size = 10\n";
  if (protocol != "nice" && protocol != "crossref") more += "query = \"asthma\"\n";
  if (protocol == "crossref") {
    more += "[options]\nissns = [\"1234-5679\", \"2345-6787\", \"3456-7895\"]\n";
    more += "issns_per_request = 2\n";
  }
  if (protocol == "nice") {
    // Guidance that is withdrawn is no longer listed.
    more += "absence = \"withdraw\"\n";
    source.keys = {"NG240", "NG241", "NG242"};
    source.become = [served, make](int state) {
      served->change([&](RestSimulator& now) { now = make(state == 0 ? kWorks : kWorks - 3); });
    };
  }
  const std::string path = protocol == "nice" ? "/services/index" : "/api";
  source.settings = settings(protocol, protocol, served->server.url(path), more);
  return source;
}

SimulatedSource eutils() {
  std::vector<SimulatedArticle> articles;
  for (int i = 0; i < kWorks; ++i) articles.push_back({9'000'001 + i, "2024/03/15", "2024/03/15"});
  PubmedSimulator simulator(std::move(articles));
  simulator.looks = [](std::int64_t pmid) {
    if (pmid % 40 == 39) return std::string("<PubmedArticle><MedlineCitation/></PubmedArticle>\n");
    return bulk_article(static_cast<int>(pmid), "Invented article");
  };
  const auto served = std::make_shared<Served<PubmedSimulator>>(std::move(simulator));
  SimulatedSource source;
  source.server = served;
  source.settings = settings("eutils", "pubmed-xml", served->server.url("/eutils/"),
                             "query = \"asthma\"\npage_size = 10\n");
  return source;
}

SimulatedSource oai_pmh() {
  const auto served = std::make_shared<Served<OaiSimulator>>(OaiSimulator(kWorks));
  SimulatedSource source;
  source.server = served;
  source.settings = settings("oai-pmh", "oai-pmh", served->server.url("/oai"), "");
  for (int i = 0; i < kWorks; i += 4) {
    source.keys.push_back("oai:sim.example.org:a/" + std::to_string(i));
  }
  source.become = [served, keys = source.keys](int state) {
    served->change([&](OaiSimulator& now) {
      now = OaiSimulator(kWorks);
      if (state == 0) return;
      for (std::size_t i = 0; i < now.items.size(); i += 4) {
        now.items[i].deleted = true;
        now.items[i].datestamp = "2024-07-01T00:00:00Z";
      }
    });
  };
  return source;
}

SimulatedSource catalogue(const std::string& protocol) {
  const auto zebra = std::make_shared<Zebra>(marcxml_collection(1, 80));
  SimulatedSource source;
  source.server = zebra;
  const bool sru = protocol == "sru";
  source.settings =
      settings(protocol, sru ? "marcxml" : "marc", sru ? zebra->sru_url() : zebra->z3950_address(),
               "page_size = 3\nquery = " +
                   quoted(sru ? "cql.allRecords=1" : "@attr 1=_ALLRECORDS @attr 2=103 \"\"") +
                   (sru ? "\n[options]\nrecord_schema = \"marcxml\"\n" : "\n"));
  return source;
}

std::string atom_page(int feed, int page, int pages, int state) {
  std::string text = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Invented</title>";
  if (page < pages) {
    text += "<link rel=\"next\" href=\"/feed" + std::to_string(feed) +
            "?page=" + std::to_string(page + 1) + "\"/>";
  }
  for (int i = 0; i < 6; ++i) {
    const std::string id =
        std::to_string(feed) + "-" + std::to_string(page) + "-" + std::to_string(i);
    text += "<entry><id>urn:invented:" + id + "</id><title>Invented news " + id +
            (state == 1 && i == 0 ? ", corrected" : "") + "</title><link href=\"https://example" +
            ".org/" + id + "\"/></entry>";
  }
  return text + "</feed>";
}

SimulatedSource feed() {
  constexpr int kPages = 7;
  struct Feeds {
    int state = 0;
    Reply operator()(const SeenRequest& request) const {
      const int number = std::stoi(request.target.substr(5));
      const auto page = request.target.find("page=");
      const int at = page == std::string::npos ? 1 : std::stoi(request.target.substr(page + 5));
      const std::string etag =
          "\"" + std::to_string(number) + "-" + std::to_string(number == 2 ? 0 : state) + "\"";
      const auto asked = request.headers.find("if-none-match");
      if (asked != request.headers.end() && asked->second == etag) return status(304);
      Reply reply = ok(atom_page(number, at, kPages, number == 2 ? 0 : state));
      if (at == 1) reply.headers.emplace_back("ETag", etag);
      return reply;
    }
  };
  const auto served = std::make_shared<Served<Feeds>>(Feeds());
  SimulatedSource source;
  source.server = served;
  source.settings = settings("feed", "feed", served->server.url("/feed1"),
                             "[options]\nurls = [" + quoted(served->server.url("/feed1")) + ", " +
                                 quoted(served->server.url("/feed2")) + ", " +
                                 quoted(served->server.url("/feed3")) + "]\n");
  source.become = [served](int state) {
    served->change([state](Feeds& now) { now.state = state; });
  };
  return source;
}

constexpr int kLists = 5;
constexpr int kTitles = 60;

std::string key_of_title(int list, int title) {
  return "l" + std::to_string(list) + "t" + std::to_string(title);
}

// State 1 lacks every tenth title and renames every seventh.
std::string title_list(int list, int state) {
  std::string text = "publication_title\ttitle_id\ttitle_url\tcoverage_depth\n";
  for (int i = 1; i <= kTitles; ++i) {
    if (state == 1 && i % 10 == 0) continue;
    const std::string id = key_of_title(list, i);
    text += "Invented title " + id + (state == 1 && i % 7 == 0 ? ", second edition" : "") + "\t" +
            id + "\thttps://example.org/" + id + "\tfulltext\n";
  }
  return text;
}

void name_missing_titles(SimulatedSource& source) {
  for (int list = 1; list <= kLists; ++list) {
    for (int i = 10; i <= kTitles; i += 10) source.keys.push_back(key_of_title(list, i));
  }
}

const std::string kFileSettings =
    "absence = \"withdraw\"\nmax_withdrawn_share = 0.5\npage_size = 10\n[options]\n";

SimulatedSource folder(const fs::path& directory) {
  SimulatedSource source;
  source.settings =
      settings("folder", "auto", "",
               kFileSettings + "settle_seconds = 0\ndirectory = " + quoted(directory) + "\n");
  name_missing_titles(source);
  source.become = [directory](int state) {
    for (int list = 1; list <= kLists; ++list) {
      const fs::path path = directory / ("list" + std::to_string(list) + ".txt");
      std::ofstream(path, std::ios::trunc) << title_list(list, state);
    }
  };
  source.become(0);
  return source;
}

template <typename Files>
struct Answering {
  std::shared_ptr<Files> files = std::make_shared<Files>();
  Reply operator()(const SeenRequest& request) const { return files->answer(request); }
};

SimulatedSource http_file() {
  const auto served = std::make_shared<Served<Answering<FileServer>>>(Answering<FileServer>());
  SimulatedSource source;
  source.server = served;
  std::string urls;
  for (int list = 1; list <= kLists; ++list) {
    urls += (urls.empty() ? "" : ", ") + quoted(served->server.url("/" + std::to_string(list)));
  }
  source.settings = settings("http-file", "kbart", "", kFileSettings + "urls = [" + urls + "]\n");
  name_missing_titles(source);
  source.become = [served](int state) {
    served->change([state](Answering<FileServer>& now) {
      for (int list = 1; list <= kLists; ++list) {
        const std::string etag = list == 2 ? "" : "\"" + std::to_string(state) + "\"";
        now.files->put("/" + std::to_string(list), title_list(list, state), etag);
      }
    });
  };
  source.become(0);
  return source;
}

SimulatedSource pubmed_files() {
  const auto served = std::make_shared<Served<Answering<Ncbi>>>(Answering<Ncbi>());
  SimulatedSource source;
  source.server = served;
  source.settings =
      settings("pubmed-files", "pubmed-xml", served->server.url(""), "page_size = 10\n");
  source.keys = {"100100", "200110"};
  source.become = [served](int state) {
    served->change([state](Answering<Ncbi>& now) {
      Ncbi& ncbi = *now.files;
      ncbi.files.clear();
      for (int i = 1; i <= 3; ++i) {
        ncbi.put("baseline", 26, i, bulk_set(i * 100'000 + 100, 40, "Old "));
      }
      ncbi.put("updatefiles", 26, 4, bulk_set(100'101, 20, "New ", 100'100));
      if (state == 0) return;
      ncbi.put("updatefiles", 26, 5, bulk_set(300'100, 40, "Newer ", 200'110));
      ncbi.put("updatefiles", 26, 6, bulk_set(100'101, 30, "Newest "));
    });
  };
  source.become(0);
  return source;
}

}  // namespace

const std::vector<std::string>& simulated_protocols() {
  static const std::vector<std::string> kProtocols{
      "eutils",   "oai-pmh",        "sru",  "z3950", "europepmc", "crossref",  "doaj",
      "openalex", "clinicaltrials", "feed", "nice",  "folder",    "http-file", "pubmed-files"};
  return kProtocols;
}

SimulatedSource simulate(const std::string& protocol, const fs::path& directory) {
  if (protocol == "eutils") return eutils();
  if (protocol == "oai-pmh") return oai_pmh();
  if (protocol == "sru" || protocol == "z3950") return catalogue(protocol);
  if (protocol == "feed") return feed();
  if (protocol == "folder") return folder(directory);
  if (protocol == "http-file") return http_file();
  if (protocol == "pubmed-files") return pubmed_files();
  return rest(protocol);
}

}  // namespace evidence::test
