#include "connectors/format/latex_symbols.h"

#include <algorithm>
#include <array>

namespace evidence {
namespace {

struct Symbol {
  std::string_view command;
  std::string_view text;
};

constexpr std::array kSymbols{
    Symbol{"ss", "ß"},
    Symbol{"o", "ø"},
    Symbol{"O", "Ø"},
    Symbol{"l", "ł"},
    Symbol{"L", "Ł"},
    Symbol{"ae", "æ"},
    Symbol{"AE", "Æ"},
    Symbol{"oe", "œ"},
    Symbol{"OE", "Œ"},
    Symbol{"aa", "å"},
    Symbol{"AA", "Å"},
    Symbol{"i", "ı"},
    Symbol{"j", "ȷ"},
    Symbol{"dh", "ð"},
    Symbol{"DH", "Ð"},
    Symbol{"dj", "đ"},
    Symbol{"DJ", "Đ"},
    Symbol{"th", "þ"},
    Symbol{"TH", "Þ"},
    Symbol{"ng", "ŋ"},
    Symbol{"alpha", "α"},
    Symbol{"beta", "β"},
    Symbol{"gamma", "γ"},
    Symbol{"delta", "δ"},
    Symbol{"epsilon", "ε"},
    Symbol{"varepsilon", "ε"},
    Symbol{"zeta", "ζ"},
    Symbol{"eta", "η"},
    Symbol{"theta", "θ"},
    Symbol{"vartheta", "θ"},
    Symbol{"iota", "ι"},
    Symbol{"kappa", "κ"},
    Symbol{"lambda", "λ"},
    Symbol{"mu", "μ"},
    Symbol{"nu", "ν"},
    Symbol{"xi", "ξ"},
    Symbol{"pi", "π"},
    Symbol{"rho", "ρ"},
    Symbol{"sigma", "σ"},
    Symbol{"tau", "τ"},
    Symbol{"upsilon", "υ"},
    Symbol{"phi", "φ"},
    Symbol{"varphi", "φ"},
    Symbol{"chi", "χ"},
    Symbol{"psi", "ψ"},
    Symbol{"omega", "ω"},
    Symbol{"Gamma", "Γ"},
    Symbol{"Delta", "Δ"},
    Symbol{"Theta", "Θ"},
    Symbol{"Lambda", "Λ"},
    Symbol{"Xi", "Ξ"},
    Symbol{"Pi", "Π"},
    Symbol{"Sigma", "Σ"},
    Symbol{"Phi", "Φ"},
    Symbol{"Psi", "Ψ"},
    Symbol{"Omega", "Ω"},
    Symbol{"textalpha", "α"},
    Symbol{"textbeta", "β"},
    Symbol{"textgamma", "γ"},
    Symbol{"textmu", "µ"},
    Symbol{"times", "×"},
    Symbol{"texttimes", "×"},
    Symbol{"pm", "±"},
    Symbol{"textpm", "±"},
    Symbol{"leq", "≤"},
    Symbol{"le", "≤"},
    Symbol{"geq", "≥"},
    Symbol{"ge", "≥"},
    Symbol{"neq", "≠"},
    Symbol{"approx", "≈"},
    Symbol{"sim", "∼"},
    Symbol{"infty", "∞"},
    Symbol{"rightarrow", "→"},
    Symbol{"to", "→"},
    Symbol{"leftarrow", "←"},
    Symbol{"cdot", "·"},
    Symbol{"circ", "°"},
    Symbol{"degree", "°"},
    Symbol{"textdegree", "°"},
    Symbol{"ldots", "…"},
    Symbol{"dots", "…"},
    Symbol{"textellipsis", "…"},
    Symbol{"prime", "′"},
    Symbol{"div", "÷"},
    Symbol{"sum", "∑"},
    Symbol{"partial", "∂"},
    Symbol{"less", "<"},
    Symbol{"lt", "<"},
    Symbol{"gt", ">"},
    Symbol{"textless", "<"},
    Symbol{"textgreater", ">"},
    Symbol{"textbar", "|"},
    Symbol{"textbackslash", "\\"},
    Symbol{"backslash", "\\"},
    Symbol{"textasciitilde", "~"},
    Symbol{"textasciicircum", "^"},
    Symbol{"textunderscore", "_"},
    Symbol{"textendash", "–"},
    Symbol{"textemdash", "—"},
    Symbol{"textquoteleft", "‘"},
    Symbol{"textquoteright", "’"},
    Symbol{"textquotesingle", "'"},
    Symbol{"textquotedblleft", "“"},
    Symbol{"textquotedblright", "”"},
    Symbol{"textregistered", "®"},
    Symbol{"texttrademark", "™"},
    Symbol{"textcopyright", "©"},
    Symbol{"copyright", "©"},
    Symbol{"pounds", "£"},
    Symbol{"euro", "€"},
    Symbol{"texteuro", "€"},
    Symbol{"S", "§"},
    Symbol{"P", "¶"},
    Symbol{"dag", "†"},
    Symbol{"ddag", "‡"},
    Symbol{"guillemotleft", "«"},
    Symbol{"guillemotright", "»"},
    Symbol{"textexclamdown", "¡"},
    Symbol{"textquestiondown", "¿"},
    Symbol{"quad", " "},
    Symbol{"qquad", " "},
    Symbol{"LaTeX", "LaTeX"},
    Symbol{"TeX", "TeX"},
};

constexpr std::array kAccents{
    Symbol{"`", "\xCC\x80"}, Symbol{"'", "\xCC\x81"},  Symbol{"^", "\xCC\x82"},
    Symbol{"~", "\xCC\x83"}, Symbol{"\"", "\xCC\x88"}, Symbol{"=", "\xCC\x84"},
    Symbol{".", "\xCC\x87"}, Symbol{"u", "\xCC\x86"},  Symbol{"v", "\xCC\x8C"},
    Symbol{"H", "\xCC\x8B"}, Symbol{"c", "\xCC\xA7"},  Symbol{"k", "\xCC\xA8"},
    Symbol{"r", "\xCC\x8A"}, Symbol{"d", "\xCC\xA3"},  Symbol{"b", "\xCC\xB1"},
    Symbol{"G", "\xCC\x8F"},
};

template <std::size_t N>
std::string_view find_in(const std::array<Symbol, N>& all, std::string_view command) {
  const auto at = std::find_if(all.begin(), all.end(), [command](const Symbol& symbol) {
    return symbol.command == command;
  });
  return at == all.end() ? std::string_view() : at->text;
}

}  // namespace

std::string_view latex_symbol(std::string_view command) { return find_in(kSymbols, command); }
std::string_view latex_accent(std::string_view command) { return find_in(kAccents, command); }

}  // namespace evidence
