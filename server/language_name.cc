#include "server/language_name.h"

#include <algorithm>
#include <array>

namespace evidence::server {
namespace {

struct Language {
  std::string_view code, html, name;
};

constexpr std::array kLanguages{
    Language{"ara", "ar", "Arabic"},
    Language{"bul", "bg", "Bulgarian"},
    Language{"chi", "zh", "Chinese"},
    Language{"cze", "cs", "Czech"},
    Language{"dan", "da", "Danish"},
    Language{"dut", "nl", "Dutch"},
    Language{"eng", "en", "English"},
    Language{"fin", "fi", "Finnish"},
    Language{"fre", "fr", "French"},
    Language{"ger", "de", "German"},
    Language{"gle", "ga", "Irish"},
    Language{"gre", "el", "Greek"},
    Language{"heb", "he", "Hebrew"},
    Language{"hrv", "hr", "Croatian"},
    Language{"hun", "hu", "Hungarian"},
    Language{"ice", "is", "Icelandic"},
    Language{"ind", "id", "Indonesian"},
    Language{"ita", "it", "Italian"},
    Language{"jpn", "ja", "Japanese"},
    Language{"kor", "ko", "Korean"},
    Language{"lat", "la", "Latin"},
    Language{"lit", "lt", "Lithuanian"},
    Language{"mul", "", "Several languages"},
    Language{"nor", "no", "Norwegian"},
    Language{"per", "fa", "Persian"},
    Language{"pol", "pl", "Polish"},
    Language{"por", "pt", "Portuguese"},
    Language{"rum", "ro", "Romanian"},
    Language{"rus", "ru", "Russian"},
    Language{"slo", "sk", "Slovak"},
    Language{"slv", "sl", "Slovenian"},
    Language{"spa", "es", "Spanish"},
    Language{"srp", "sr", "Serbian"},
    Language{"swe", "sv", "Swedish"},
    Language{"tha", "th", "Thai"},
    Language{"tur", "tr", "Turkish"},
    Language{"ukr", "uk", "Ukrainian"},
    Language{"und", "", "Not stated"},
    Language{"vie", "vi", "Vietnamese"},
    Language{"wel", "cy", "Welsh"},
};

const Language* find(std::string_view code) {
  const auto found = std::find_if(kLanguages.begin(), kLanguages.end(),
                                  [code](const Language& each) { return each.code == code; });
  return found == kLanguages.end() ? nullptr : &*found;
}

}  // namespace

std::string language_name(std::string_view code) {
  const Language* language = find(code);
  return std::string(language != nullptr ? language->name : code);
}

std::string_view html_language(std::string_view code) {
  const Language* language = find(code);
  return language != nullptr ? language->html : std::string_view();
}

}  // namespace evidence::server
