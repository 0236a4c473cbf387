// A blocking socket that sends exactly the given bytes and reads what comes, for tests of the HTTP
// server. Reads give up after five seconds.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <string>
#include <string_view>

namespace evidence::server {

class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval limit{5, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawClient() { close(); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  [[nodiscard]] bool connected() const { return connected_; }
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void finish_sending() { ::shutdown(socket_, SHUT_WR); }
  void close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }

  // Everything until the server closes; `closed` says whether it did.
  std::string read_all() {
    std::string text = std::move(rest_);
    rest_.clear();
    while (read_some(text)) {
    }
    return text;
  }
  // One answer with Content-Length, head and body; "" when the connection ended first.
  std::string read_answer(bool head_only = false) {
    std::string text = std::move(rest_);
    rest_.clear();
    std::size_t end = text.find("\r\n\r\n");
    while (end == std::string::npos) {
      if (!read_some(text)) return "";
      end = text.find("\r\n\r\n");
    }
    std::size_t whole = end + 4;
    const std::size_t field = text.find("Content-Length: ");
    if (!head_only && field != std::string::npos && field < end) {
      whole += std::stoul(text.substr(field + 16));
    }
    while (text.size() < whole) {
      if (!read_some(text)) return "";
    }
    rest_ = text.substr(whole);
    return text.substr(0, whole);
  }
  [[nodiscard]] bool closed() const { return closed_; }

 private:
  bool read_some(std::string& text) {
    std::array<char, 16'384> buffer{};
    const ssize_t count = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (count == 0) closed_ = true;
    if (count <= 0) return false;
    text.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
  }

  int socket_;
  bool connected_ = false, closed_ = false;
  std::string rest_;
};

inline int status_of_answer(std::string_view answer) {
  return answer.starts_with("HTTP/1.1 ") && answer.size() > 12
             ? std::stoi(std::string(answer.substr(9, 3)))
             : 0;
}

}  // namespace evidence::server
