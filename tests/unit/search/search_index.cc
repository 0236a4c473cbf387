#include "tests/unit/search/search_index.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xapian.h>

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "base/tokenizer.h"
#include "indexer/document_builder.h"
#include "indexer/vector_update.h"
#include "model/index_format.h"

namespace evidence::test {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

std::uint16_t free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket, plain, size) != 0 || ::getsockname(socket, plain, &size) != 0) {
    throw std::runtime_error("no free port");
  }
  ::close(socket);
  return ntohs(address.sin_port);
}

bool answers(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = loopback(port);
  const bool good = ::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  ::close(socket);
  return good;
}

pid_t start_server(const std::string& shard, std::uint16_t port) {
  const pid_t child = ::fork();
  if (child == 0) {
    // A group of its own: on SIGTERM the server kills its whole group.
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    const int nowhere = ::open("/dev/null", O_WRONLY);  // it reports every closed connection
    ::dup2(nowhere, 1);
    ::dup2(nowhere, 2);
    const std::string port_text = std::to_string(port);
    ::execlp("xapian-tcpsrv", "xapian-tcpsrv", "--quiet", "--interface", "127.0.0.1", "--port",
             port_text.c_str(), shard.c_str(), nullptr);
    ::_exit(127);
  }
  for (int i = 0; i < 500 && !answers(port); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return child;
}

}  // namespace

std::string backend_name(Backend backend) {
  switch (backend) {
    case Backend::kLocal:
      return "Local";
    case Backend::kTwoShards:
      return "TwoShards";
    case Backend::kTwoServers:
      return "TwoServers";
  }
  return "Unknown";
}

Work make_work(int number, std::string title, std::string abstract) {
  Work work;
  std::string digits = std::to_string(number);
  work.id = "w" + std::string(12 - digits.size(), '0') + digits;
  work.record.source = "pubmed";
  work.record.source_record_id = digits;
  work.record.title = std::move(title);
  if (!abstract.empty()) work.record.abstract.push_back({"", std::move(abstract)});
  work.record.languages = {"eng"};
  work.members.push_back({"pubmed", digits});
  return work;
}

SearchIndex::SearchIndex(const std::vector<Work>& works, Backend backend) : backend_(backend) {
  write_shards(works, generation_);
  write_stub();
}

SearchIndex::~SearchIndex() {
  for (const pid_t server : servers_) {
    ::kill(server, SIGTERM);
    ::waitpid(server, nullptr, 0);
  }
}

std::filesystem::path SearchIndex::shard(int number) const {
  return folder_.path() / (generation_ + "-shard-" + std::to_string(number));
}

void SearchIndex::write_shards(const std::vector<Work>& works, const std::string& generation) {
  generation_ = generation;
  const std::size_t count = backend_ == Backend::kLocal ? 1 : 2;
  for (std::size_t i = 0; i < count; ++i) {
    Xapian::WritableDatabase index(shard(static_cast<int>(i)).string(),
                                   Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_NO_SYNC);
    for (std::size_t w = i; w < works.size(); w += count) {
      const auto document = build_document(works[w]);
      if (!document.ok()) throw std::runtime_error(document.error().message);
      index.replace_document(work_term(works[w].id), document.value());
    }
    index.set_metadata(std::string(kMetaGeneration), generation);
    index.set_metadata(std::string(kMetaSchema), std::to_string(kSchemaVersion));
    index.set_metadata(std::string(kMetaTokenizer), std::to_string(kTokenizerVersion));
    index.set_metadata(std::string(kMetaSequence), std::to_string(7 + i));
    index.commit();
  }
}

void SearchIndex::write_stub() {
  const std::filesystem::path fresh = folder_ / "current.new";
  {
    std::ofstream file(fresh);
    const int count = backend_ == Backend::kLocal ? 1 : 2;
    for (int i = 0; i < count; ++i) {
      if (backend_ == Backend::kTwoServers) {
        const std::uint16_t port = free_port();
        servers_.push_back(start_server(shard(i).string(), port));
        file << "remote 127.0.0.1:" << port << "\n";
      } else {
        file << "auto " << shard(i).filename().string() << "\n";
      }
    }
  }
  std::filesystem::rename(fresh, stub());
}

void SearchIndex::replace(const std::vector<Work>& works, const std::string& generation) {
  write_shards(works, generation);
  write_stub();
}

void SearchIndex::learn_vectors() {
  Generation generation{generation_, folder_.path(), {shard(0)}};
  if (backend_ != Backend::kLocal) generation.shards.push_back(shard(1));
  const auto outcome = update_vectors(generation, {});
  if (!outcome.ok()) throw std::runtime_error(outcome.error().message);
}

void SearchIndex::set_metadata(int number, std::string_view key, const std::string& value) {
  Xapian::WritableDatabase index(shard(number).string(), Xapian::DB_OPEN);
  index.set_metadata(std::string(key), value);
  index.commit();
}

SearcherOptions options_for(const std::filesystem::path& stub) {
  SearcherOptions options;
  options.stub = stub;
  RankingProfile profile;
  profile.field_weights = {{Field::kTitle, 1.0}, {Field::kHeading, 0.3}};
  options.profiles["plain"] = profile;
  return options;
}

}  // namespace evidence::test
