#include "query/items_simple.h"

#include <optional>
#include <utility>

#include "base/text.h"
#include "base/tokenizer.h"
#include "query/field_value.h"
#include "query/plain_words.h"

namespace evidence::query {
namespace {

Error wildcard_too_broad(std::string_view letters) {
  return {ErrorCode::kInvalidArgument, "wildcard_too_broad",
          quoted_for_message(std::string(letters) + "*", 40) +
              " is too broad: at least three letters must stand before “*”.",
          "Type more of the word."};
}

class ItemReader {
 public:
  ItemReader(std::string_view text, std::vector<Message>& interpretation,
             std::vector<Message>& warnings)
      : text_(text),
        interpretation_(interpretation),
        warnings_(warnings),
        shouting_(is_shouting(text)),
        lexemes_(lex_simple(text, warnings)) {}

  Result<std::vector<Item>> run() {
    for (at_ = 0; at_ < lexemes_.size(); ++at_) {
      const Lexeme& lexeme = lexemes_[at_];
      switch (lexeme.kind) {
        case LexemeKind::kField:
          EVIDENCE_TRY(read_field(lexeme.text));
          break;
        case LexemeKind::kOpen:
          fields_.push_back(current_field());
          add_operator(ItemKind::kOpen, lexeme);
          break;
        case LexemeKind::kClose:
          if (!fields_.empty()) fields_.pop_back();
          add_operator(ItemKind::kClose, lexeme);
          break;
        case LexemeKind::kAnd:
          add_operator(ItemKind::kAnd, lexeme);
          break;
        case LexemeKind::kOr:
          add_operator(ItemKind::kOr, lexeme);
          break;
        case LexemeKind::kNot:
          add_operator(ItemKind::kNot, lexeme);
          break;
        case LexemeKind::kWord:
        case LexemeKind::kQuoted:
        case LexemeKind::kTruncated:
          EVIDENCE_TRY(read_operand());
          break;
      }
    }
    return std::move(items_);
  }

 private:
  [[nodiscard]] std::string_view current_field() const {
    return fields_.empty() ? std::string_view{} : fields_.back();
  }

  void add_operator(ItemKind kind, const Lexeme& lexeme) {
    Item item;
    item.kind = kind;
    item.span = lexeme.span;
    items_.push_back(std::move(item));
  }

  void add_operand(Node node, std::string_view words) {
    Item item;
    item.span = node.span;
    item.node = std::move(node);
    item.words = words;
    items_.push_back(std::move(item));
  }

  // The lexeme behind a field name; the lexer has made sure that one stands there.
  Result<void> read_field(std::string_view name) {
    if (at_ + 1 >= lexemes_.size()) return {};
    ++at_;
    const LexemeKind kind = lexemes_[at_].kind;
    if (kind == LexemeKind::kOpen) {
      fields_.push_back(name);
      add_operator(ItemKind::kOpen, lexemes_[at_]);
      return {};
    }
    if (kind == LexemeKind::kField) {  // "title:title:x": the inner one holds
      --at_;
      return {};
    }
    fields_.push_back(name);
    const Result<void> read = read_operand();
    fields_.pop_back();
    return read;
  }

  Result<void> read_operand() {
    const Lexeme& lexeme = lexemes_[at_];
    const std::string_view name = current_field();
    const bool truncated = lexeme.kind == LexemeKind::kTruncated || lexeme.truncated;
    if (truncated) return read_truncated(lexeme, name);
    if (!name.empty()) {
      Lexeme value = lexeme;
      if (value.kind != LexemeKind::kWord && value.kind != LexemeKind::kQuoted) {
        value.kind = LexemeKind::kWord;  // "title:AND"
      }
      if (auto node = field_value(name, value, warnings_)) {
        add_operand(std::move(*node), lexeme.text);
        return {};
      }
      add_plain(lexeme.span);
      return {};
    }
    if (lexeme.kind == LexemeKind::kQuoted) {
      if (tokenize(lexeme.text).empty()) {
        warnings_.push_back({Severity::kWarning, "empty_quotes",
                             "Quotation marks with no word between them were ignored.",
                             lexeme.span});
        return {};
      }
      add_operand({Phrase{Field::kAny, std::string(lexeme.text)}, lexeme.span}, lexeme.text);
      return {};
    }
    Span run = lexeme.span;
    while (at_ + 1 < lexemes_.size() && lexemes_[at_ + 1].kind == LexemeKind::kWord) {
      run.end = lexemes_[++at_].span.end;
    }
    add_plain(run);
    return {};
  }

  Result<void> read_truncated(const Lexeme& lexeme, std::string_view name) {
    Field field = Field::kAny;
    if (!name.empty()) {
      const auto known = field_by_name(to_lower_ascii(name));
      if (!known || field_info(*known).kind == FieldKind::kExact) {
        return Error{ErrorCode::kInvalidArgument, "wildcard_not_supported",
                     "“*” cannot be used in the field " + quoted_for_message(name, 40) + ".",
                     "Type the whole value."};
      }
      field = *known;
    }
    auto node = truncated_value(field, lexeme.text, lexeme.span);
    if (!node) return wildcard_too_broad(lexeme.text);
    if (const auto* ways = std::get_if<Or>(&node->value)) {
      std::string text = "“" + std::string(lexeme.text) + "*” was also searched as";
      for (std::size_t i = 1; i < ways->children.size(); ++i) {
        if (const auto* prefix = std::get_if<Prefix>(&ways->children[i].value)) {
          text += (i == 1 ? " “" : ", “") + prefix->stem + "*”";
        }
      }
      interpretation_.push_back({Severity::kInfo, "spelling_variant", text + ".", lexeme.span});
    }
    add_operand(std::move(*node), lexeme.text);
    return {};
  }

  void add_plain(Span run) {
    const std::string_view words = text_.substr(run.begin, run.end - run.begin);
    for (Unit& unit : plain_units(words, run.begin, shouting_)) {
      Item item;
      item.span = unit.node.span;
      item.node = std::move(unit.node);
      item.words = std::move(unit.words);
      item.stem = std::move(unit.stem);
      item.plain = true;
      item.stop_word = unit.stop_word;
      item.bound = unit.bound;
      items_.push_back(std::move(item));
    }
  }

  std::string_view text_;
  std::vector<Message>& interpretation_;
  std::vector<Message>& warnings_;
  bool shouting_;
  std::vector<Lexeme> lexemes_;
  std::vector<std::string_view> fields_;  // one for each open bracket: the field it applies to
  std::vector<Item> items_;
  std::size_t at_ = 0;
};

}  // namespace

Result<std::vector<Item>> read_items(std::string_view text, std::vector<Message>& interpretation,
                                     std::vector<Message>& warnings) {
  return ItemReader(text, interpretation, warnings).run();
}

}  // namespace evidence::query
