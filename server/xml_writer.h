// Writes XML piece by piece, escaped and always well-formed: characters that XML 1.0 cannot hold
// and bytes that are no UTF-8 become U+FFFD, whoever they come from. Used by the protocol
// endpoints. One document, one thread; nothing fails.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace evidence::server {

using XmlAttributes = std::vector<std::pair<std::string_view, std::string_view>>;

class XmlWriter {
 public:
  explicit XmlWriter(std::string& out) : out_(out) {}

  void declaration();
  // Names are the program's own and stand as they are; values are escaped.
  void open(std::string_view name, const XmlAttributes& attributes = {});
  void close();
  void text(std::string_view value);
  // <name>value</name>
  void element(std::string_view name, std::string_view value, const XmlAttributes& attributes = {});
  // The same, but nothing where the value is empty.
  void element_if(std::string_view name, std::string_view value) {
    if (!value.empty()) element(name, value);
  }

 private:
  void start_tag(std::string_view name, const XmlAttributes& attributes);

  std::string& out_;
  std::vector<std::string> open_;
};

// The text with markup characters as entities.
std::string xml_escaped(std::string_view text);

}  // namespace evidence::server
