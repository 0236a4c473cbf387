// A few text fields that a word is looked for in: an OR over fields, so that no phrase and no
// proximity ever crosses from one into another. A value of 64 bits; constexpr.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "model/field.h"

namespace evidence {

class FieldSet {
 public:
  constexpr FieldSet() = default;
  constexpr FieldSet(Field field) : bits_(bit(field)) {}  // one field is a set of one
  constexpr FieldSet(std::initializer_list<Field> fields) {
    for (const Field field : fields) bits_ |= bit(field);
  }

  [[nodiscard]] constexpr bool has(Field field) const { return (bits_ & bit(field)) != 0; }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  constexpr FieldSet& operator|=(FieldSet other) {
    bits_ |= other.bits_;
    return *this;
  }
  friend constexpr FieldSet operator|(FieldSet a, FieldSet b) { return a |= b; }
  constexpr bool operator==(const FieldSet&) const = default;

  // In the order of the schema table.
  [[nodiscard]] std::vector<Field> fields() const;
  // The only one; nullopt of none or several.
  [[nodiscard]] std::optional<Field> only() const;

 private:
  static constexpr std::uint64_t bit(Field field) {
    return std::uint64_t{1} << static_cast<unsigned>(field);
  }
  std::uint64_t bits_ = 0;
};

// "title+abstract": the names of the schema table, for trees as text and the API.
std::string to_text(FieldSet fields);

// PubMed's [tiab]: title, abstract and author keywords.
inline constexpr FieldSet kTitleAbstractKeyword{Field::kTitle, Field::kAbstract, Field::kKeyword};
inline constexpr FieldSet kTitleAbstract{Field::kTitle, Field::kAbstract};
// PubMed's [all]: every text field.
inline constexpr FieldSet kAllText{Field::kAny, Field::kAuthor, Field::kJournal, Field::kPublisher,
                                   Field::kAffiliation};

}  // namespace evidence
