#include "model/field_set.h"

namespace evidence {

std::vector<Field> FieldSet::fields() const {
  std::vector<Field> list;
  for (const FieldInfo& info : evidence::fields()) {
    if (has(info.field)) list.push_back(info.field);
  }
  return list;
}

std::optional<Field> FieldSet::only() const {
  if (bits_ == 0 || (bits_ & (bits_ - 1)) != 0) return std::nullopt;
  return fields().front();
}

std::string to_text(FieldSet fields) {
  std::string text;
  for (const Field field : fields.fields()) {
    text += (text.empty() ? "" : "+") + std::string(field_info(field).name);
  }
  return text;
}

}  // namespace evidence
