// A small real HTTP/1.1 server on a free loopback port: replays replies, misbehaves as scripted and
// records what it was asked. For tests of everything that speaks HTTP outwards. Thread-safe; the
// responder is called by one thread at a time. Failure to start throws std::runtime_error.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace evidence::test {

struct SeenRequest {
  std::string method;
  std::string target;                          // path and query exactly as sent
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  std::string head;  // the raw bytes up to the empty line
};

struct Reply {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  // Faults. All zero: a well-behaved server with a right Content-Length.
  std::chrono::milliseconds delay{0};         // before the first byte
  std::chrono::milliseconds drip{0};          // one byte of the body each
  std::chrono::milliseconds drip_head{0};     // one byte of status line and headers each
  long long content_length = -1;              // announced instead of the truth
  bool no_length = false;                     // the end of the connection ends the body
  std::size_t cut_after = std::string::npos;  // close after so many bytes of the body
  bool endless = false;                       // the body again and again, without a length
  std::string raw;                            // sent instead of all that, then closed
  bool close_at_once = false;                 // no answer at all
};

Reply ok(std::string body, std::string media_type = "text/xml; charset=UTF-8");
Reply status(int code, std::string body = "");
Reply redirect_to(std::string location, int code = 302);
std::string gzipped(std::string_view bytes);
// A gzip stream that unpacks to `megabytes` of zeros.
std::string gzip_bomb(int megabytes);

class ReplayServer {
 public:
  using Responder = std::function<Reply(const SeenRequest&)>;

  explicit ReplayServer(Responder responder);
  // By exact target ("/path?query"); anything else is 404.
  explicit ReplayServer(std::map<std::string, Reply> table);
  ~ReplayServer();
  ReplayServer(const ReplayServer&) = delete;
  ReplayServer& operator=(const ReplayServer&) = delete;

  [[nodiscard]] int port() const { return port_; }
  // "http://127.0.0.1:PORT" + path
  [[nodiscard]] std::string url(std::string_view path) const;
  [[nodiscard]] std::vector<SeenRequest> requests() const;
  [[nodiscard]] std::vector<std::string> targets() const;
  [[nodiscard]] int connections() const { return connections_.load(); }

 private:
  void accept_loop();
  void serve(int socket);
  bool answer(int socket, const Reply& reply, bool head_only);
  bool send_slowly(int socket, std::string_view bytes, std::chrono::milliseconds pause);
  bool wait(std::chrono::milliseconds time);  // false: the server stops

  Responder responder_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> connections_{0};
  std::atomic<bool> stopping_{false};
  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable stopped_;
  std::vector<SeenRequest> requests_;
  std::vector<int> sockets_;
  std::mutex responder_mutex_;
  std::list<std::thread> workers_;
  std::thread acceptor_;
};

}  // namespace evidence::test
