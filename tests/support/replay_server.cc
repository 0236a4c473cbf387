#include "tests/support/replay_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <utility>

namespace evidence::test {
namespace {

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::string lower(std::string_view text) {
  std::string copy(text);
  std::transform(copy.begin(), copy.end(), copy.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return copy;
}

bool read_more(int socket, std::string& buffer) {
  char bytes[16384];
  const ssize_t got = ::recv(socket, bytes, sizeof bytes, 0);
  if (got <= 0) return false;
  buffer.append(bytes, static_cast<std::size_t>(got));
  return true;
}

// One request from the connection; `buffer` keeps what was sent beyond it.
std::optional<SeenRequest> read_request(int socket, std::string& buffer) {
  std::size_t end = 0;
  while ((end = buffer.find("\r\n\r\n")) == std::string::npos) {
    if (buffer.size() > (1U << 20U) || !read_more(socket, buffer)) return std::nullopt;
    if (buffer.front() == '\x16') {  // a TLS greeting; answered as plain servers do
      send_all(socket, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
      return std::nullopt;
    }
  }
  SeenRequest request;
  request.head = buffer.substr(0, end + 4);
  buffer.erase(0, end + 4);
  const std::string line = request.head.substr(0, request.head.find("\r\n"));
  const auto first = line.find(' ');
  const auto second = line.rfind(' ');
  if (first == std::string::npos || second <= first) return std::nullopt;
  request.method = line.substr(0, first);
  request.target = line.substr(first + 1, second - first - 1);
  std::size_t at = line.size() + 2;
  while (at < end) {
    const std::size_t stop = request.head.find("\r\n", at);
    const std::string header = request.head.substr(at, stop - at);
    at = stop + 2;
    const auto colon = header.find(':');
    if (colon == std::string::npos) continue;
    const auto value = header.find_first_not_of(' ', colon + 1);
    request.headers[lower(header.substr(0, colon))] =
        value == std::string::npos ? "" : header.substr(value);
  }
  const auto length = request.headers.find("content-length");
  const std::size_t wanted =
      length == request.headers.end() ? 0 : std::strtoull(length->second.c_str(), nullptr, 10);
  while (buffer.size() < wanted) {
    if (!read_more(socket, buffer)) return std::nullopt;
  }
  request.body = buffer.substr(0, wanted);
  buffer.erase(0, wanted);
  return request;
}

std::string deflate_chunks(std::string_view chunk, int times) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    throw std::runtime_error("deflateInit2 failed");
  }
  std::string packed;
  std::string input(chunk);
  char out[65536];
  for (int i = 0; i < std::max(times, 1); ++i) {
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    const int flush = i + 1 >= times ? Z_FINISH : Z_NO_FLUSH;
    do {
      stream.next_out = reinterpret_cast<Bytef*>(out);
      stream.avail_out = sizeof out;
      deflate(&stream, flush);
      packed.append(out, sizeof out - stream.avail_out);
    } while (stream.avail_out == 0);
  }
  deflateEnd(&stream);
  return packed;
}

}  // namespace

Reply ok(std::string body, std::string media_type) {
  Reply reply;
  reply.body = std::move(body);
  reply.headers.emplace_back("Content-Type", std::move(media_type));
  return reply;
}

Reply status(int code, std::string body) {
  Reply reply;
  reply.status = code;
  reply.body = std::move(body);
  return reply;
}

Reply redirect_to(std::string location, int code) {
  Reply reply;
  reply.status = code;
  reply.headers.emplace_back("Location", std::move(location));
  return reply;
}

std::string gzipped(std::string_view bytes) { return deflate_chunks(bytes, 1); }

std::string gzip_bomb(int megabytes) {
  return deflate_chunks(std::string(std::size_t{1} << 20U, '\0'), megabytes);
}

ReplayServer::ReplayServer(std::map<std::string, Reply> table)
    : ReplayServer([table = std::move(table)](const SeenRequest& request) {
        const auto found = table.find(request.target);
        return found == table.end() ? status(404, "no such reply") : found->second;
      }) {}

ReplayServer::ReplayServer(Responder responder) : responder_(std::move(responder)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (listener_ < 0 || ::bind(listener_, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
      ::listen(listener_, 64) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    throw std::runtime_error("the replay server cannot listen");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_loop(); });
}

ReplayServer::~ReplayServer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
  }
  stopped_.notify_all();
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  ::close(listener_);
  for (std::thread& worker : workers_) worker.join();
}

std::string ReplayServer::url(std::string_view path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
}

std::vector<SeenRequest> ReplayServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::vector<std::string> ReplayServer::targets() const {
  std::vector<std::string> all;
  for (const SeenRequest& request : requests()) all.push_back(request.target);
  return all;
}

void ReplayServer::accept_loop() {
  while (!stopping_) {
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) {
      if (stopping_) return;
      continue;
    }
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ++connections_;
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      ::close(socket);
      return;
    }
    sockets_.push_back(socket);
    workers_.emplace_back([this, socket] { serve(socket); });
  }
}

void ReplayServer::serve(int socket) {
  std::string buffer;
  while (!stopping_) {
    std::optional<SeenRequest> request = read_request(socket, buffer);
    if (!request) break;
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(*request);
    }
    Reply reply;
    {
      const std::lock_guard lock(responder_mutex_);
      reply = responder_(*request);
    }
    if (!answer(socket, reply, request->method == "HEAD")) break;
  }
  const std::lock_guard lock(mutex_);
  sockets_.erase(std::find(sockets_.begin(), sockets_.end(), socket));
  ::close(socket);
}

bool ReplayServer::wait(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  stopped_.wait_for(lock, time, [this] { return stopping_.load(); });
  return !stopping_;
}

bool ReplayServer::send_slowly(int socket, std::string_view bytes,
                               std::chrono::milliseconds pause) {
  if (pause.count() == 0) return send_all(socket, bytes);
  for (const char byte : bytes) {
    if (!send_all(socket, std::string_view(&byte, 1)) || !wait(pause)) return false;
  }
  return true;
}

// False: the connection is to be closed.
bool ReplayServer::answer(int socket, const Reply& reply, bool head_only) {
  if (reply.delay.count() > 0 && !wait(reply.delay)) return false;
  if (reply.close_at_once) return false;
  if (!reply.raw.empty()) {
    send_all(socket, reply.raw);
    return false;
  }
  std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " Replayed\r\n";
  for (const auto& [name, value] : reply.headers) head += name + ": " + value + "\r\n";
  const bool unframed = reply.endless || reply.no_length;
  if (!unframed) {
    const auto length = reply.content_length >= 0 ? static_cast<std::size_t>(reply.content_length)
                                                  : reply.body.size();
    head += "Content-Length: " + std::to_string(length) + "\r\n";
  }
  if (unframed) head += "Connection: close\r\n";
  head += "\r\n";
  if (!send_slowly(socket, head, reply.drip_head)) return false;
  if (head_only) return true;
  const bool cut = reply.cut_after < reply.body.size();
  const std::string_view body =
      std::string_view(reply.body).substr(0, cut ? reply.cut_after : reply.body.size());
  do {
    if (!send_slowly(socket, body, reply.drip)) return false;
  } while (reply.endless && !stopping_);
  return !unframed && !cut && reply.content_length < 0;
}

}  // namespace evidence::test
