#include "base/charset.h"

#include <unicode/ucnv.h>

#include <array>
#include <memory>

#include "base/text.h"

namespace evidence {
namespace {

struct Encoding {
  std::string_view declared;
  const char* converter;  // ICU's name; nullptr where nothing has to be converted
};

constexpr std::array kEncodings{
    Encoding{"utf-8", nullptr},
    Encoding{"utf8", nullptr},
    Encoding{"us-ascii", nullptr},
    Encoding{"ascii", nullptr},
    Encoding{"iso-8859-1", "windows-1252"},
    Encoding{"latin1", "windows-1252"},
    Encoding{"windows-1252", "windows-1252"},
    Encoding{"cp1252", "windows-1252"},
    Encoding{"iso-8859-2", "iso-8859-2"},
    Encoding{"iso-8859-15", "iso-8859-15"},
    Encoding{"windows-1250", "windows-1250"},
};

// The value of encoding="…" in <?xml …?>, or "".
std::string_view declared_encoding(std::string_view text) {
  if (!text.starts_with("<?xml")) {
    return {};
  }
  const std::string_view declaration = text.substr(0, std::min<std::size_t>(text.find("?>"), 256));
  std::size_t at = declaration.find("encoding");
  if (at == std::string_view::npos) {
    return {};
  }
  at = declaration.find_first_of("'\"", at);
  if (at == std::string_view::npos) {
    return {};
  }
  const std::size_t end = declaration.find(declaration[at], at + 1);
  return end == std::string_view::npos ? std::string_view()
                                       : declaration.substr(at + 1, end - at - 1);
}

Result<const char*> converter_for(std::string_view text) {
  if (text.starts_with("\xFF\xFE")) {
    return "UTF-16LE";
  }
  if (text.starts_with("\xFE\xFF")) {
    return "UTF-16BE";
  }
  const char* const none = nullptr;
  if (text.starts_with("\xEF\xBB\xBF")) {
    return none;
  }
  const std::string_view declared = declared_encoding(text);
  if (declared.empty()) {
    return none;
  }
  for (const Encoding& encoding : kEncodings) {
    if (equals_ignoring_case(encoding.declared, declared)) {
      return encoding.converter;
    }
  }
  return Error{
      ErrorCode::kBadContent, "xml_encoding",
      "XML declares the encoding " + quoted_for_message(declared, 40) + ", which is not taken",
      "Convert the file to UTF-8."};
}

}  // namespace

Result<bool> xml_is_utf8(std::string_view text) {
  EVIDENCE_ASSIGN(const char* const converter, converter_for(text));
  return converter == nullptr;
}

Result<std::string> xml_to_utf8(std::string_view text) {
  EVIDENCE_ASSIGN(const char* const converter, converter_for(text));
  if (converter == nullptr) {
    return std::string(text);
  }
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> from(ucnv_open(converter, &status),
                                                                &ucnv_close);
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> to(ucnv_open("UTF-8", &status),
                                                              &ucnv_close);
  if (U_FAILURE(status) != 0) {
    return Error{ErrorCode::kInternal, "xml_encoding",
                 std::string("no converter for ") + converter + ": " + u_errorName(status), ""};
  }
  // Bytes that the encoding does not define are damage, not question marks.
  ucnv_setToUCallBack(from.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  std::string out(text.size() * 3 + 16, '\0');  // no byte or unit above becomes more than three
  char* target = out.data();
  const char* source = text.data();
  ucnv_convertEx(to.get(), from.get(), &target, out.data() + out.size(), &source,
                 text.data() + text.size(), nullptr, nullptr, nullptr, nullptr, 1, 1, &status);
  if (U_FAILURE(status) != 0) {
    return Error{
        ErrorCode::kBadContent, "xml_encoding",
        "XML refused at byte " + std::to_string(source - text.data()) + ": not valid " + converter,
        ""};
  }
  out.resize(static_cast<std::size_t>(target - out.data()));
  return out;
}

}  // namespace evidence
