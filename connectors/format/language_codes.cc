#include "connectors/format/language_codes.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace evidence {
namespace {

struct Language {
  std::string_view code;   // ISO 639-2/B
  std::string_view other;  // ISO 639-2/T where it differs
  std::string_view two;    // ISO 639-1
  std::string_view name;   // in English, lower case
};

constexpr std::array kLanguages{
    Language{"eng", "", "en", "english"},
    Language{"ger", "deu", "de", "german"},
    Language{"fre", "fra", "fr", "french"},
    Language{"spa", "", "es", "spanish"},
    Language{"por", "", "pt", "portuguese"},
    Language{"ita", "", "it", "italian"},
    Language{"dut", "nld", "nl", "dutch"},
    Language{"pol", "", "pl", "polish"},
    Language{"rus", "", "ru", "russian"},
    Language{"chi", "zho", "zh", "chinese"},
    Language{"jpn", "", "ja", "japanese"},
    Language{"kor", "", "ko", "korean"},
    Language{"tur", "", "tr", "turkish"},
    Language{"ara", "", "ar", "arabic"},
    Language{"per", "fas", "fa", "persian"},
    Language{"heb", "", "he", "hebrew"},
    Language{"hin", "", "hi", "hindi"},
    Language{"urd", "", "ur", "urdu"},
    Language{"ben", "", "bn", "bengali"},
    Language{"tam", "", "ta", "tamil"},
    Language{"dan", "", "da", "danish"},
    Language{"nor", "", "no", "norwegian"},
    Language{"nob", "", "nb", "norwegian bokmal"},
    Language{"nno", "", "nn", "norwegian nynorsk"},
    Language{"swe", "", "sv", "swedish"},
    Language{"fin", "", "fi", "finnish"},
    Language{"ice", "isl", "is", "icelandic"},
    Language{"cze", "ces", "cs", "czech"},
    Language{"slo", "slk", "sk", "slovak"},
    Language{"slv", "", "sl", "slovenian"},
    Language{"hrv", "", "hr", "croatian"},
    Language{"srp", "", "sr", "serbian"},
    Language{"bos", "", "bs", "bosnian"},
    Language{"mac", "mkd", "mk", "macedonian"},
    Language{"bul", "", "bg", "bulgarian"},
    Language{"rum", "ron", "ro", "romanian"},
    Language{"hun", "", "hu", "hungarian"},
    Language{"gre", "ell", "el", "greek"},
    Language{"alb", "sqi", "sq", "albanian"},
    Language{"ukr", "", "uk", "ukrainian"},
    Language{"bel", "", "be", "belarusian"},
    Language{"est", "", "et", "estonian"},
    Language{"lav", "", "lv", "latvian"},
    Language{"lit", "", "lt", "lithuanian"},
    Language{"geo", "kat", "ka", "georgian"},
    Language{"arm", "hye", "hy", "armenian"},
    Language{"aze", "", "az", "azerbaijani"},
    Language{"kaz", "", "kk", "kazakh"},
    Language{"uzb", "", "uz", "uzbek"},
    Language{"cat", "", "ca", "catalan"},
    Language{"baq", "eus", "eu", "basque"},
    Language{"glg", "", "gl", "galician"},
    Language{"wel", "cym", "cy", "welsh"},
    Language{"gle", "", "ga", "irish"},
    Language{"gla", "", "gd", "scottish gaelic"},
    Language{"mlt", "", "mt", "maltese"},
    Language{"ind", "", "id", "indonesian"},
    Language{"may", "msa", "ms", "malay"},
    Language{"tha", "", "th", "thai"},
    Language{"vie", "", "vi", "vietnamese"},
    Language{"tgl", "", "tl", "tagalog"},
    Language{"bur", "mya", "my", "burmese"},
    Language{"tib", "bod", "bo", "tibetan"},
    Language{"swa", "", "sw", "swahili"},
    Language{"afr", "", "af", "afrikaans"},
    Language{"lat", "", "la", "latin"},
    Language{"epo", "", "eo", "esperanto"},
    Language{"mul", "", "", "multiple languages"},
};

constexpr bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

}  // namespace

std::string language_code(std::string_view text) {
  text = trim(text.substr(0, 64));
  while (!text.empty() && (text.back() == '.' || text.back() == ',')) text.remove_suffix(1);
  const std::string wanted = to_lower_ascii(text);
  // "en-GB", "pt_BR": the language stands before the region.
  std::string_view base = wanted;
  if (const std::size_t cut = base.find_first_of("-_"); cut == 2 || cut == 3) {
    base = base.substr(0, cut);
  }
  for (const Language& language : kLanguages) {
    if (base == language.code || wanted == language.name) return std::string(language.code);
    if (!language.two.empty() && base == language.two) return std::string(language.code);
    if (!language.other.empty() && base == language.other) return std::string(language.code);
  }
  if (base.size() == 3 && std::all_of(base.begin(), base.end(), is_letter) && base != "und") {
    return std::string(base);
  }
  return {};
}

}  // namespace evidence
