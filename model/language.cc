#include "model/language.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/text.h"

namespace evidence {
namespace {

struct Row {
  std::string_view code;         // ISO 639-2/B
  std::string_view terminology;  // ISO 639-2/T and 639-3, where it is another
  std::string_view two_letters;  // ISO 639-1
  std::string_view names;        // in lower case, separated by '|'
};

constexpr std::array kRows{
    Row{"aar", "", "aa", "afar"},
    Row{"abk", "", "ab", "abkhazian"},
    Row{"afr", "", "af", "afrikaans"},
    Row{"aka", "", "ak", "akan"},
    Row{"alb", "sqi", "sq", "albanian"},
    Row{"amh", "", "am", "amharic"},
    Row{"ara", "", "ar", "arabic|العربية"},
    Row{"arg", "", "an", "aragonese"},
    Row{"arm", "hye", "hy", "armenian"},
    Row{"asm", "", "as", "assamese"},
    Row{"ast", "", "", "asturian|bable|leonese"},
    Row{"ava", "", "av", "avaric"},
    Row{"ave", "", "ae", "avestan"},
    Row{"aym", "", "ay", "aymara"},
    Row{"aze", "", "az", "azerbaijani"},
    Row{"bak", "", "ba", "bashkir"},
    Row{"bam", "", "bm", "bambara"},
    Row{"baq", "eus", "eu", "basque"},
    Row{"bat", "", "", "baltic languages"},
    Row{"bel", "", "be", "belarusian"},
    Row{"ben", "", "bn", "bengali"},
    Row{"ber", "", "", "berber languages"},
    Row{"bih", "", "bh", "bihari languages"},
    Row{"bis", "", "bi", "bislama"},
    Row{"bos", "", "bs", "bosnian"},
    Row{"bre", "", "br", "breton"},
    Row{"bul", "", "bg", "bulgarian|български"},
    Row{"bur", "mya", "my", "burmese"},
    Row{"cat", "", "ca", "catalan|valencian|català"},
    Row{"ceb", "", "", "cebuano"},
    Row{"cha", "", "ch", "chamorro"},
    Row{"che", "", "ce", "chechen"},
    Row{"chi", "zho", "zh", "chinese|mandarin|中文"},
    Row{"chr", "", "", "cherokee"},
    Row{"chu", "", "cu", "church slavic|old slavonic|church slavonic"},
    Row{"chv", "", "cv", "chuvash"},
    Row{"cop", "", "", "coptic"},
    Row{"cor", "", "kw", "cornish"},
    Row{"cos", "", "co", "corsican"},
    Row{"cpe", "", "", "creoles and pidgins, english based"},
    Row{"cre", "", "cr", "cree"},
    Row{"cze", "ces", "cs", "czech|čeština"},
    Row{"dan", "", "da", "danish|dansk"},
    Row{"div", "", "dv", "divehi|dhivehi|maldivian"},
    Row{"dsb", "", "", "lower sorbian"},
    Row{"dut", "nld", "nl", "dutch|flemish|nederlands"},
    Row{"dzo", "", "dz", "dzongkha"},
    Row{"eng", "", "en", "english"},
    Row{"epo", "", "eo", "esperanto"},
    Row{"est", "", "et", "estonian|eesti"},
    Row{"ewe", "", "ee", "ewe"},
    Row{"fao", "", "fo", "faroese"},
    Row{"fij", "", "fj", "fijian"},
    Row{"fil", "", "", "filipino|pilipino"},
    Row{"fin", "", "fi", "finnish|suomi"},
    Row{"fre", "fra", "fr", "french|français|francais"},
    Row{"frm", "", "", "french, middle"},
    Row{"fry", "", "fy", "western frisian"},
    Row{"ful", "", "ff", "fulah"},
    Row{"fur", "", "", "friulian"},
    Row{"geo", "kat", "ka", "georgian"},
    Row{"ger", "deu", "de", "german|deutsch"},
    Row{"gla", "", "gd", "gaelic|scottish gaelic"},
    Row{"gle", "", "ga", "irish|irish gaelic|gaeilge"},
    Row{"glg", "", "gl", "galician"},
    Row{"glv", "", "gv", "manx"},
    Row{"gmh", "", "", "german, middle high"},
    Row{"grc", "", "", "greek, ancient"},
    Row{"gre", "ell", "el", "greek|modern greek|ελληνικά"},
    Row{"grn", "", "gn", "guarani"},
    Row{"gsw", "", "", "swiss german|alemannic|alsatian"},
    Row{"guj", "", "gu", "gujarati"},
    Row{"hat", "", "ht", "haitian|haitian creole"},
    Row{"hau", "", "ha", "hausa"},
    Row{"haw", "", "", "hawaiian"},
    Row{"heb", "", "he", "hebrew"},
    Row{"her", "", "hz", "herero"},
    Row{"hin", "", "hi", "hindi"},
    Row{"hmn", "", "", "hmong|mong"},
    Row{"hmo", "", "ho", "hiri motu"},
    Row{"hrv", "", "hr", "croatian|hrvatski"},
    Row{"hsb", "", "", "upper sorbian"},
    Row{"hun", "", "hu", "hungarian|magyar"},
    Row{"ibo", "", "ig", "igbo"},
    Row{"ice", "isl", "is", "icelandic|íslenska"},
    Row{"ido", "", "io", "ido"},
    Row{"iii", "", "ii", "sichuan yi|nuosu"},
    Row{"iku", "", "iu", "inuktitut"},
    Row{"ile", "", "ie", "interlingue|occidental"},
    Row{"ina", "", "ia", "interlingua"},
    Row{"ind", "", "id", "indonesian|bahasa indonesia"},
    Row{"ipk", "", "ik", "inupiaq"},
    Row{"ita", "", "it", "italian|italiano"},
    Row{"jav", "", "jv", "javanese"},
    Row{"jpn", "", "ja", "japanese|日本語"},
    Row{"kal", "", "kl", "kalaallisut|greenlandic"},
    Row{"kan", "", "kn", "kannada"},
    Row{"kas", "", "ks", "kashmiri"},
    Row{"kau", "", "kr", "kanuri"},
    Row{"kaz", "", "kk", "kazakh"},
    Row{"khm", "", "km", "central khmer"},
    Row{"kik", "", "ki", "kikuyu|gikuyu"},
    Row{"kin", "", "rw", "kinyarwanda"},
    Row{"kir", "", "ky", "kirghiz|kyrgyz"},
    Row{"kok", "", "", "konkani"},
    Row{"kom", "", "kv", "komi"},
    Row{"kon", "", "kg", "kongo"},
    Row{"kor", "", "ko", "korean|한국어"},
    Row{"kua", "", "kj", "kuanyama|kwanyama"},
    Row{"kur", "", "ku", "kurdish"},
    Row{"lao", "", "lo", "lao"},
    Row{"lat", "", "la", "latin"},
    Row{"lav", "", "lv", "latvian|latviešu"},
    Row{"lim", "", "li", "limburgan|limburger|limburgish"},
    Row{"lin", "", "ln", "lingala"},
    Row{"lit", "", "lt", "lithuanian|lietuvių"},
    Row{"ltz", "", "lb", "luxembourgish|letzeburgesch"},
    Row{"lub", "", "lu", "luba-katanga"},
    Row{"lug", "", "lg", "ganda"},
    Row{"mac", "mkd", "mk", "macedonian"},
    Row{"mah", "", "mh", "marshallese"},
    Row{"mai", "", "", "maithili"},
    Row{"mal", "", "ml", "malayalam"},
    Row{"mao", "mri", "mi", "maori"},
    Row{"mar", "", "mr", "marathi"},
    Row{"may", "msa", "ms", "malay|bahasa melayu"},
    Row{"mlg", "", "mg", "malagasy"},
    Row{"mlt", "", "mt", "maltese"},
    Row{"mon", "", "mn", "mongolian"},
    Row{"mul", "", "", "multiple languages|multilingual|several languages"},
    Row{"nah", "", "", "nahuatl languages"},
    Row{"nap", "", "", "neapolitan"},
    Row{"nau", "", "na", "nauru"},
    Row{"nav", "", "nv", "navajo|navaho"},
    Row{"nbl", "", "nr", "south ndebele"},
    Row{"nde", "", "nd", "north ndebele"},
    Row{"ndo", "", "ng", "ndonga"},
    Row{"nds", "", "", "low german|low saxon"},
    Row{"nep", "", "ne", "nepali"},
    Row{"nno", "", "nn", "norwegian nynorsk|nynorsk"},
    Row{"nob", "", "nb", "norwegian bokmål|bokmål"},
    Row{"nor", "", "no", "norwegian|norsk"},
    Row{"nya", "", "ny", "chichewa|chewa|nyanja"},
    Row{"oci", "", "oc", "occitan|provençal"},
    Row{"oji", "", "oj", "ojibwa"},
    Row{"ori", "", "or", "oriya"},
    Row{"orm", "", "om", "oromo"},
    Row{"oss", "", "os", "ossetian|ossetic"},
    Row{"pan", "", "pa", "panjabi|punjabi"},
    Row{"per", "fas", "fa", "persian|farsi"},
    Row{"pli", "", "pi", "pali"},
    Row{"pol", "", "pl", "polish|polski"},
    Row{"por", "", "pt", "portuguese|português|portugues|brazilian portuguese"},
    Row{"pus", "", "ps", "pushto|pashto"},
    Row{"que", "", "qu", "quechua"},
    Row{"roa", "", "", "romance languages"},
    Row{"roh", "", "rm", "romansh"},
    Row{"rum", "ron", "ro", "romanian|moldavian|moldovan|română"},
    Row{"run", "", "rn", "rundi"},
    Row{"rus", "", "ru", "russian|русский"},
    Row{"sag", "", "sg", "sango"},
    Row{"san", "", "sa", "sanskrit"},
    Row{"sco", "", "", "scots"},
    Row{"sgn", "", "", "sign languages"},
    Row{"sin", "", "si", "sinhala|sinhalese"},
    Row{"slo", "slk", "sk", "slovak"},
    Row{"slv", "", "sl", "slovenian|slovenščina"},
    Row{"sme", "", "se", "northern sami"},
    Row{"smi", "", "", "sami languages"},
    Row{"smo", "", "sm", "samoan"},
    Row{"sna", "", "sn", "shona"},
    Row{"snd", "", "sd", "sindhi"},
    Row{"som", "", "so", "somali"},
    Row{"sot", "", "st", "sotho, southern"},
    Row{"spa", "", "es", "spanish|castilian|español|espanol|castellano"},
    Row{"srd", "", "sc", "sardinian"},
    Row{"srp", "", "sr", "serbian|српски|srpski"},
    Row{"ssw", "", "ss", "swati"},
    Row{"sun", "", "su", "sundanese"},
    Row{"swa", "", "sw", "swahili"},
    Row{"swe", "", "sv", "swedish|svenska"},
    Row{"syr", "", "", "syriac"},
    Row{"tah", "", "ty", "tahitian"},
    Row{"tam", "", "ta", "tamil"},
    Row{"tat", "", "tt", "tatar"},
    Row{"tel", "", "te", "telugu"},
    Row{"tgk", "", "tg", "tajik"},
    Row{"tgl", "", "tl", "tagalog"},
    Row{"tha", "", "th", "thai"},
    Row{"tib", "bod", "bo", "tibetan"},
    Row{"tir", "", "ti", "tigrinya"},
    Row{"ton", "", "to", "tonga"},
    Row{"tsn", "", "tn", "tswana"},
    Row{"tso", "", "ts", "tsonga"},
    Row{"tuk", "", "tk", "turkmen"},
    Row{"tur", "", "tr", "turkish|türkçe"},
    Row{"twi", "", "tw", "twi"},
    Row{"uig", "", "ug", "uighur|uyghur"},
    Row{"ukr", "", "uk", "ukrainian|українська"},
    Row{"und", "", "", "undetermined|unknown|not stated"},
    Row{"urd", "", "ur", "urdu"},
    Row{"uzb", "", "uz", "uzbek"},
    Row{"ven", "", "ve", "venda"},
    Row{"vie", "", "vi", "vietnamese|tiếng việt"},
    Row{"vol", "", "vo", "volapük"},
    Row{"wel", "cym", "cy", "welsh|cymraeg"},
    Row{"wln", "", "wa", "walloon"},
    Row{"wol", "", "wo", "wolof"},
    Row{"xho", "", "xh", "xhosa"},
    Row{"yid", "", "yi", "yiddish"},
    Row{"yor", "", "yo", "yoruba"},
    Row{"zha", "", "za", "zhuang|chuang"},
    Row{"zul", "", "zu", "zulu"},
    Row{"zxx", "", "", "no linguistic content"},
};

// The codes of ISO 639-2 that have no two letters and whose names hardly occur.
constexpr std::string_view kOtherCodes =
    "ace ach ada ady afa afh ain akk ale alg alt ang anp apa arc arn arp art arw ath aus awa "
    "bad bai bal ban bas bej bem bho bik bin bla bnt bra btk bua bug byn cad cai car cau cel "
    "chb chg chk chm chn cho chp chy cmc cnr cpf cpp crh crp csb cus dak dar day del den dgr "
    "din doi dra dua dum dyu efi egy eka elx enm ewo fan fat fiu fon fro frr frs gaa gay gba "
    "gem gez gil goh gon gor got grb gwi hai hil him hit hup iba ijo ilo inc ine inh ira iro "
    "jbo jpr jrb kaa kab kac kam kar kaw kbd kha khi kho kmb kos kpe krc krl kro kru kum kut "
    "lad lah lam lez lol loz lua lui lun luo lus mad mag mak man map mas mdf mdr men mga mic "
    "min mis mkh mnc mni mno moh mos mun mus mwl mwr myn myv nai new nia nic niu nog non nqo "
    "nso nub nwc nym nyn nyo nzi osa ota oto paa pag pal pam pap pau peo phi phn pon pra pro "
    "raj rap rar rom rup sad sah sai sal sam sas sat scn sel sem sga shn sid sio sit sla sma "
    "smj smn sms snk sog son srn srr ssa suk sus sux syc tai tem ter tet tig tiv tkl tlh tli "
    "tmh tog tpi tsi tum tup tut tvl tyv udm uga umb vai vot wak wal war was wen xal yao yap "
    "ypk zap zbl zen zgh znd zun zza ";

// Codes withdrawn from ISO 639 or MARC, and members of a language that ISO 639-2 takes as one.
struct Other {
  std::string_view raw, code;
};
constexpr std::array kOthers{
    Other{"iw", "heb"},  Other{"in", "ind"},  Other{"ji", "yid"},  Other{"mo", "rum"},
    Other{"mol", "rum"}, Other{"scr", "hrv"}, Other{"scc", "srp"}, Other{"jw", "jav"},
    Other{"cmn", "chi"}, Other{"yue", "chi"}, Other{"wuu", "chi"}, Other{"nan", "chi"},
    Other{"hak", "chi"}, Other{"arb", "ara"}, Other{"arz", "ara"}, Other{"apc", "ara"},
    Other{"pes", "per"}, Other{"prs", "per"}, Other{"ekk", "est"}, Other{"lvs", "lav"},
    Other{"zsm", "may"}, Other{"swh", "swa"}, Other{"npi", "nep"}, Other{"ory", "ori"},
    Other{"uzn", "uzb"}, Other{"azj", "aze"}, Other{"khk", "mon"}, Other{"plt", "mlg"},
    Other{"pbu", "pus"}, Other{"als", "alb"}, Other{"ydd", "yid"}, Other{"cam", "khm"},
    Other{"esp", "epo"}, Other{"eth", "gez"}, Other{"far", "fao"}, Other{"fri", "fry"},
    Other{"gae", "gla"}, Other{"gag", "glg"}, Other{"gal", "orm"}, Other{"gua", "grn"},
    Other{"int", "ina"}, Other{"iri", "gle"}, Other{"lan", "oci"}, Other{"lap", "smi"},
    Other{"max", "glv"}, Other{"mla", "mlg"}, Other{"sao", "smo"}, Other{"sho", "sna"},
    Other{"snh", "sin"}, Other{"sso", "sot"}, Other{"swz", "ssw"}, Other{"tag", "tgl"},
    Other{"taj", "tgk"}, Other{"tar", "tat"}, Other{"tsw", "tsn"},
};

std::string by_code(std::string_view code) {
  if (code.size() != 2 && code.size() != 3) return {};
  for (const Row& row : kRows) {
    if (code == row.code || code == row.two_letters || code == row.terminology) {
      return std::string(row.code);
    }
  }
  for (const Other& other : kOthers) {
    if (code == other.raw) return std::string(other.code);
  }
  for (std::size_t at = 0; code.size() == 3 && at + 3 <= kOtherCodes.size(); at += 4) {
    if (kOtherCodes.substr(at, 3) == code) return std::string(code);
  }
  return {};
}

std::string by_name(std::string_view name) {
  for (const Row& row : kRows) {
    for (const std::string_view known : split(row.names, '|')) {
      if (known == name) return std::string(row.code);
    }
  }
  return {};
}

}  // namespace

std::string language_code(std::string_view raw) {
  constexpr std::size_t kLongest = 120;
  std::string_view text = trim(raw);
  while (!text.empty() && (text.back() == '.' || text.back() == ',')) text.remove_suffix(1);
  if (text.empty() || text.size() > kLongest) return {};
  // The last part of a URI: http://id.loc.gov/vocabulary/iso639-2/eng
  if (text.find("://") != std::string_view::npos) {
    while (text.ends_with('/')) text.remove_suffix(1);
    text.remove_prefix(text.rfind('/') + 1);
  }
  const std::string lower = to_lower_ascii(text);
  if (std::string code = by_code(lower); !code.empty()) return code;
  if (std::string code = by_name(lower); !code.empty()) return code;
  // "en-GB", "en_US", "eng (primary)", "English (United States)", "English, Middle".
  const auto end = std::find_if(lower.begin(), lower.end(), [](char c) {
    return c == '-' || c == '_' || c == ' ' || c == '(' || c == ',' || c == '.';
  });
  const std::string_view first(lower.data(), static_cast<std::size_t>(end - lower.begin()));
  const bool plain = std::all_of(first.begin(), first.end(), is_lower);
  const bool tag = end != lower.end() && (*end == '-' || *end == '_');
  const std::size_t bracket = lower.find_first_of("(,");
  if (plain && tag) return by_code(first);
  if (bracket != std::string::npos && bracket > 0) {
    const std::string_view before = trim(std::string_view(lower).substr(0, bracket));
    if (std::string code = by_code(before); !code.empty()) return code;
    return by_name(before);
  }
  return {};
}

}  // namespace evidence
