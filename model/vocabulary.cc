#include "model/vocabulary.h"

namespace evidence {
namespace {

class NoVocabulary final : public Vocabulary {
 public:
  [[nodiscard]] std::string version() const override { return {}; }
  [[nodiscard]] std::vector<FoundHeading> find(std::string_view) const override { return {}; }
  [[nodiscard]] std::optional<FoundHeading> find_qualifier(std::string_view) const override {
    return std::nullopt;
  }
  [[nodiscard]] std::optional<VocabularyHeading> heading(std::string_view) const override {
    return std::nullopt;
  }
  [[nodiscard]] std::vector<FoundHeading> with_narrower(std::string_view) const override {
    return {};
  }
  [[nodiscard]] std::vector<FoundHeading> narrower(std::string_view) const override { return {}; }
  [[nodiscard]] std::vector<FoundHeading> broader(std::string_view) const override { return {}; }
  [[nodiscard]] std::vector<FoundHeading> with_action(std::string_view) const override {
    return {};
  }
  [[nodiscard]] std::vector<FoundHeading> suggest(std::string_view, std::size_t) const override {
    return {};
  }
  [[nodiscard]] std::vector<FoundHeading> beginning_with(std::string_view,
                                                         std::size_t) const override {
    return {};
  }
};

}  // namespace

std::string_view heading_kind_name(HeadingKind kind) {
  switch (kind) {
    case HeadingKind::kDescriptor:
      return "descriptor";
    case HeadingKind::kPublicationType:
      return "publication_type";
    case HeadingKind::kCheckTag:
      return "check_tag";
    case HeadingKind::kGeographic:
      return "geographic";
    case HeadingKind::kQualifier:
      return "qualifier";
    case HeadingKind::kSupplementary:
      return "supplementary";
  }
  return "descriptor";
}

const Vocabulary& no_vocabulary() {
  static const NoVocabulary kNone;
  return kNone;
}

}  // namespace evidence
