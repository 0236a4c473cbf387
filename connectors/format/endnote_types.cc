#include "connectors/format/endnote_types.h"

#include <array>

#include "base/text.h"

namespace evidence {
namespace {

struct Type {
  std::string_view endnote;
  std::string_view name;
};

constexpr std::array kTypes{
    Type{"Generic", ""},
    Type{"Electronic Article", "Journal Article"},
    Type{"Book Section", "Book Chapter"},
    Type{"Electronic Book", "Book"},
    Type{"Electronic Book Section", "Book Chapter"},
    Type{"Edited Book", "Book"},
    Type{"Encyclopedia", "Reference Entry"},
    Type{"Encyclopedia Article", "Reference Entry"},
    Type{"Dictionary", "Reference Entry"},
    Type{"Conference Proceeding", "Conference Proceedings"},
    Type{"Web Page", "Web Page"},
    Type{"Blog", "Blog Post"},
    Type{"Online Database", "Dataset"},
    Type{"Government Document", "Government Publication"},
    Type{"Unpublished Work", "Unpublished Work"},
    Type{"Statute", "Legislation"},
    Type{"Bill", "Legislation"},
    Type{"Case", "Legal Case"},
    Type{"Computer Program", "Software"},
    Type{"Audiovisual Material", "Multimedia"},
    Type{"Film or Broadcast", "Video"},
};

}  // namespace

std::string_view publication_type_of(std::string_view endnote_type) {
  for (const Type& type : kTypes) {
    if (equals_ignoring_case(type.endnote, endnote_type)) return type.name;
  }
  return endnote_type;
}

}  // namespace evidence
