// Ordered rules from British to American spelling. First whole words, then endings, then roots: a
// word may need one of each (anaesthetise → anesthetize). Measured against a list of British and
// American pairs; docs/text-analysis.md says how to repeat that.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/stem.h"
#include "base/word_list.h"

namespace evidence {
namespace {

struct Rule {
  std::string_view from;
  std::string_view to;
};

// Whole words, also found before a plural s.
constexpr std::array kWords{
    Rule{"ageing", "aging"},
    Rule{"artefact", "artifact"},
    Rule{"carcase", "carcass"},
    Rule{"connexion", "connection"},
    Rule{"cosy", "cozy"},
    Rule{"defence", "defense"},
    Rule{"disc", "disk"},
    Rule{"distil", "distill"},
    Rule{"enrol", "enroll"},
    Rule{"fulfil", "fulfill"},
    Rule{"furore", "furor"},
    Rule{"grey", "gray"},
    Rule{"inflexion", "inflection"},
    Rule{"instil", "instill"},
    Rule{"jewellery", "jewelry"},
    Rule{"judgement", "judgment"},
    Rule{"kerb", "curb"},

    Rule{"mollusc", "mollusk"},
    Rule{"mould", "mold"},
    Rule{"moult", "molt"},
    Rule{"neurone", "neuron"},
    Rule{"offence", "offense"},
    Rule{"orientated", "oriented"},
    Rule{"plough", "plow"},
    Rule{"practise", "practice"},
    Rule{"practised", "practiced"},
    Rule{"practising", "practicing"},
    Rule{"pretence", "pretense"},
    Rule{"pyjama", "pajama"},
    Rule{"sizeable", "sizable"},
    Rule{"skilful", "skillful"},
    Rule{"smoulder", "smolder"},
    Rule{"tyre", "tire"},
    Rule{"wilful", "willful"},
    Rule{"woollen", "woolen"},
    Rule{"marvellous", "marvelous"},
    Rule{"likeable", "likable"},
    Rule{"gases", "gas"},
    Rule{"crises", "crisis"},
    Rule{"trialled", "trialed"},
    Rule{"trialling", "trialing"},
    Rule{"initialled", "initialed"},
    Rule{"dialled", "dialed"},
    Rule{"dialling", "dialing"},
    Rule{"reflexion", "reflection"},
    Rule{"deflexion", "deflection"},
    Rule{"saleable", "salable"},
    Rule{"fuelled", "fueled"},
    Rule{"fuelling", "fueling"},
    Rule{"duelling", "dueling"},
    Rule{"duelled", "dueled"},
    Rule{"gruelling", "grueling"},
};

// Endings, the first that fits.
constexpr std::array kEndings{
    Rule{"manoeuvre", "maneuver"},
    Rule{"manoeuvres", "maneuvers"},
    Rule{"manoeuvred", "maneuvered"},
    Rule{"manoeuvring", "maneuvering"},
    Rule{"centre", "center"},
    Rule{"centres", "centers"},
    Rule{"centred", "centered"},
    Rule{"centring", "centering"},
    Rule{"fibre", "fiber"},
    Rule{"fibres", "fibers"},
    Rule{"litre", "liter"},
    Rule{"litres", "liters"},
    Rule{"titre", "titer"},
    Rule{"titres", "titers"},
    Rule{"metre", "meter"},
    Rule{"metres", "meters"},
    Rule{"theatre", "theater"},
    Rule{"theatres", "theaters"},
    Rule{"goitre", "goiter"},
    Rule{"goitres", "goiters"},
    Rule{"calibre", "caliber"},
    Rule{"calibres", "calibers"},
    Rule{"spectre", "specter"},
    Rule{"spectres", "specters"},
    Rule{"sabre", "saber"},
    Rule{"sabres", "sabers"},
    Rule{"lustre", "luster"},
    Rule{"sombre", "somber"},
    Rule{"meagre", "meager"},
    Rule{"ochre", "ocher"},
    Rule{"sceptre", "scepter"},
    Rule{"sceptres", "scepters"},
    Rule{"programme", "program"},
    Rule{"programmes", "programs"},
    Rule{"gramme", "gram"},
    Rule{"grammes", "grams"},
    Rule{"logued", "loged"},
    Rule{"loguing", "loging"},
    Rule{"manoeuvrings", "maneuverings"},
    Rule{"logue", "log"},
    Rule{"logues", "logs"},
    Rule{"enrolment", "enrollment"},
    Rule{"enrolments", "enrollments"},
    Rule{"fulfilment", "fulfillment"},
    Rule{"instalment", "installment"},
    Rule{"instalments", "installments"},
    Rule{"ledgement", "ledgment"},
    Rule{"ledgements", "ledgments"},
};

// Roots anywhere in the word, in this order. The o that links compounds (gastro-oesophageal,
// gastroesophageal, angioedema) goes as well, so that both spellings of those meet too.
constexpr std::array kRoots{
    Rule{"haem", "hem"},
    Rule{"ukaem", "ukem"},
    Rule{"chimaer", "chimer"},
    Rule{"copoei", "copei"},
    Rule{"mould", "mold"},
    Rule{"moult", "molt"},
    Rule{"plough", "plow"},
    Rule{"moustach", "mustach"},
    Rule{"yoghourt", "yogurt"},
    Rule{"yoghurt", "yogurt"},
    Rule{"calliper", "caliper"},
    Rule{"counsellor", "counselor"},
    Rule{"councillor", "councilor"},
    Rule{"panellist", "panelist"},
    Rule{"liquorice", "licorice"},
    Rule{"syphon", "siphon"},
    Rule{"amoxycillin", "amoxicillin"},
    Rule{"fibreo", "fibero"},
    Rule{"fibresc", "fibersc"},
    Rule{"fibreg", "fiberg"},
    Rule{"licenc", "licens"},
    Rule{"manoeuvra", "maneuvera"},
    Rule{"aemi", "emi"},
    Rule{"ooedem", "edem"},
    Rule{"oedem", "edem"},
    Rule{"edoem", "edem"},
    Rule{"ooesoph", "esoph"},
    Rule{"oesoph", "esoph"},
    Rule{"ooestr", "estr"},
    Rule{"oestr", "estr"},
    Rule{"foet", "fet"},
    Rule{"paed", "ped"},
    Rule{"gynae", "gyne"},
    Rule{"caec", "cec"},
    Rule{"faec", "fec"},
    Rule{"rrhoe", "rrhe"},
    Rule{"pnoe", "pne"},
    Rule{"aesth", "esth"},
    Rule{"caesar", "cesar"},
    Rule{"caesi", "cesi"},
    Rule{"coeliac", "celiac"},
    Rule{"aetiolog", "etiolog"},
    Rule{"leucoc", "leukoc"},
    Rule{"leucop", "leukop"},
    Rule{"leucod", "leukod"},
    Rule{"leuca", "leuka"},
    Rule{"homoeo", "homeo"},
    Rule{"amoeb", "ameb"},
    Rule{"palaeo", "paleo"},
    Rule{"archaeo", "archeo"},
    Rule{"laevo", "levo"},
    Rule{"naev", "nev"},
    Rule{"phaeo", "pheo"},
    Rule{"perinae", "perine"},
    Rule{"taenia", "tenia"},
    Rule{"mediaeval", "medieval"},
    Rule{"sulph", "sulf"},
    Rule{"tumour", "tumor"},
    Rule{"colour", "color"},
    Rule{"behaviour", "behavior"},
    Rule{"labour", "labor"},
    Rule{"humour", "humor"},
    Rule{"flavour", "flavor"},
    Rule{"favour", "favor"},
    Rule{"honour", "honor"},
    Rule{"odour", "odor"},
    Rule{"vapour", "vapor"},
    Rule{"vigour", "vigor"},
    Rule{"rumour", "rumor"},
    Rule{"neighbour", "neighbor"},
    Rule{"harbour", "harbor"},
    Rule{"armour", "armor"},
    Rule{"savour", "savor"},
    Rule{"rigour", "rigor"},
    Rule{"fervour", "fervor"},
    Rule{"endeavour", "endeavor"},
    Rule{"candour", "candor"},
    Rule{"clamour", "clamor"},
    Rule{"demeanour", "demeanor"},
    Rule{"splendour", "splendor"},
    Rule{"saviour", "savior"},
    Rule{"valour", "valor"},
    Rule{"ardour", "ardor"},
    Rule{"parlour", "parlor"},
    Rule{"rancour", "rancor"},
    Rule{"sceptic", "skeptic"},
    Rule{"aluminium", "aluminum"},
    Rule{"manoeuv", "maneuv"},
    // The noun's plural "analyses" is spelt alike on both sides, so here z goes to s.
    Rule{"lyze", "lyse"},
    Rule{"lyzing", "lysing"},
};

// Endings of verbs in -ise and of what is made of them, longest first.
constexpr std::array<std::string_view, 13> kIseEndings{
    "isational", "isingly", "isably", "isability", "isations", "isation", "isable",
    "ising",     "isers",   "iser",   "ised",      "ises",     "ise"};

// What stands before -ise in words that are spelt with s everywhere (exercise, premise, rise …).
constexpr std::array<std::string_view, 34> kNeverIze{
    "advert", "an",    "appr",    "ar",     "chast",  "chem", "clitor", "comprom",  "cr",
    "dem",    "desp",  "enterpr", "expert", "franch", "ir",   "m",      "merchand", "mort",
    "parad",  "pelv",  "pen",     "pract",  "prem",   "prom", "r",      "repr",     "sunr",
    "surm",   "surpr", "treat",   "trell",  "upr",    "val",  "vert"};
static_assert(is_sorted_word_list(kNeverIze));

bool is_spelt_with_s_everywhere(std::string_view base) {
  if (base.size() < 3) {
    return true;  // rise, wise, vise, arise
  }
  const char last = base.back();
  const char before = base[base.size() - 2];
  switch (last) {
    case 'a':
    case 'e':
    case 'o':
    case 'u':
      return true;  // raise, noise, bruise
    case 'w':
      return true;  // otherwise, clockwise
    case 'v':
    case 'c':
      return before != 'i';  // revise, precise; but relativise, criticise
    default:
      break;
  }
  constexpr std::array<std::string_view, 8> kAlsoAfterPrefixes{
      "compr", "comprom", "surpr", "enterpr", "advert", "merchand", "franch", "chast"};
  return contains_word(kNeverIze, base) ||
         std::any_of(kAlsoAfterPrefixes.begin(), kAlsoAfterPrefixes.end(),
                     [&](std::string_view end) { return base.ends_with(end); });
}

void fold_ise(std::string& word) {
  for (const std::string_view ending : kIseEndings) {
    if (word.size() > ending.size() && word.ends_with(ending)) {
      const std::size_t base = word.size() - ending.size();
      if (!is_spelt_with_s_everywhere(std::string_view(word).substr(0, base))) {
        word[base + 1] = 'z';
      }
      return;
    }
  }
}

// Most words hold no rule's letters. These tables tell so by two or three letters, because asking
// each rule in turn would cost more than stemming.
constexpr std::size_t kLetters = 26;
constexpr std::size_t kPairs = kLetters * kLetters;

constexpr std::size_t letter(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<std::size_t>(c - 'a') : kLetters;
}
// Of two letters; kPairs where they are none.
constexpr std::size_t pair_of(char first, char second) {
  const bool are_letters = letter(first) < kLetters && letter(second) < kLetters;
  return are_letters ? letter(first) * kLetters + letter(second) : kPairs;
}
constexpr std::size_t first_pair(std::string_view text) { return pair_of(text[0], text[1]); }
constexpr std::size_t last_pair(std::string_view text) {
  return pair_of(text[text.size() - 2], text[text.size() - 1]);
}

constexpr auto kWordBeginnings = [] {
  std::array<bool, kPairs + 1> begins{};
  for (const Rule& rule : kWords) begins[first_pair(rule.from)] = true;
  return begins;
}();

constexpr auto kRuleEndings = [] {
  std::array<bool, kPairs + 1> ends{};
  for (const Rule& rule : kEndings) ends[last_pair(rule.from)] = true;
  return ends;
}();

constexpr auto kVerbEndings = [] {
  std::array<bool, kPairs + 1> ends{};
  for (const std::string_view ending : kIseEndings) ends[last_pair(ending)] = true;
  return ends;
}();

constexpr std::size_t kTriples = kLetters * kPairs;
constexpr std::size_t triple_at(std::string_view text, std::size_t at) {
  const std::size_t pair = pair_of(text[at], text[at + 1]);
  const std::size_t third = letter(text[at + 2]);
  return pair < kPairs && third < kLetters ? pair * kLetters + third : kTriples;
}

constexpr auto kRootBeginnings = [] {
  std::array<bool, kTriples + 1> begins{};
  for (const Rule& rule : kRoots) begins[triple_at(rule.from, 0)] = true;
  return begins;
}();

bool may_hold_root(std::string_view word) {
  for (std::size_t at = 0; at + 2 < word.size(); ++at) {
    if (kRootBeginnings[triple_at(word, at)]) return true;
  }
  return false;
}

void replace_all(std::string& word, const Rule& rule) {
  for (std::size_t at = word.find(rule.from); at != std::string::npos;
       at = word.find(rule.from, at + rule.to.size())) {
    word.replace(at, rule.from.size(), rule.to);
  }
}

bool replace_whole_word(std::string& word) {
  for (const Rule& rule : kWords) {
    if (!word.starts_with(rule.from)) {
      continue;
    }
    if (word.size() == rule.from.size()) {
      word = rule.to;
      return true;
    }
    if (word.size() == rule.from.size() + 1 && word.back() == 's') {
      word = std::string(rule.to) + 's';
      return true;
    }
  }
  return false;
}

}  // namespace

std::string fold_spelling(std::string_view folded_word) {
  std::string word(folded_word);
  if (word.size() < 4 || (kWordBeginnings[first_pair(word)] && replace_whole_word(word))) {
    return word;
  }
  if (kRuleEndings[last_pair(word)]) {
    for (const Rule& rule : kEndings) {
      if (word.ends_with(rule.from)) {
        word.replace(word.size() - rule.from.size(), rule.from.size(), rule.to);
        break;
      }
    }
  }
  if (kVerbEndings[last_pair(word)]) fold_ise(word);
  if (may_hold_root(word)) {
    for (const Rule& rule : kRoots) replace_all(word, rule);
  }
  return word;
}

}  // namespace evidence
