#include "server/xml_writer.h"

#include "base/text.h"

namespace evidence::server {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// Of valid UTF-8: does U+FFFE or U+FFFF begin here? Surrogates cannot be encoded.
bool is_noncharacter(std::string_view text) {
  return text.size() >= 3 && text[0] == '\xEF' && text[1] == '\xBF' &&
         (text[2] == '\xBE' || text[2] == '\xBF');
}

void escape_valid(std::string_view text, std::string& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\t':
      case '\n':
        out.push_back(c);
        break;
      case '\r':
        out += "&#13;";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
          out += kReplacement;
        } else if (is_noncharacter(text.substr(i))) {
          out += kReplacement;
          i += 2;
        } else {
          out.push_back(c);
        }
    }
  }
}

}  // namespace

std::string xml_escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  while (!text.empty()) {
    const std::size_t valid = valid_utf8_prefix(text);
    escape_valid(text.substr(0, valid), out);
    text.remove_prefix(valid);
    if (text.empty()) break;
    out += kReplacement;
    text.remove_prefix(1);
  }
  return out;
}

void XmlWriter::declaration() { out_ += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"; }

void XmlWriter::start_tag(std::string_view name, const XmlAttributes& attributes) {
  out_.append("<").append(name);
  for (const auto& [key, value] : attributes) {
    out_.append(" ").append(key).append("=\"").append(xml_escaped(value)).append("\"");
  }
}

void XmlWriter::open(std::string_view name, const XmlAttributes& attributes) {
  start_tag(name, attributes);
  out_ += ">";
  open_.emplace_back(name);
}

void XmlWriter::close() {
  if (open_.empty()) return;
  out_.append("</").append(open_.back()).append(">");
  open_.pop_back();
}

void XmlWriter::text(std::string_view value) { out_ += xml_escaped(value); }

void XmlWriter::element(std::string_view name, std::string_view value,
                        const XmlAttributes& attributes) {
  start_tag(name, attributes);
  if (value.empty()) {
    out_ += "/>";
    return;
  }
  out_.append(">").append(xml_escaped(value)).append("</").append(name).append(">");
}

}  // namespace evidence::server
