#include "connectors/format/mesh_table.h"

#include <utility>

#include "base/ascii.h"
#include "base/text.h"
#include "connectors/format/line_reader.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxLineBytes = 4'096;
constexpr std::size_t kMaxTrees = 500;

bool is_descriptor_number(std::string_view text) {
  return text.size() >= 2 && text.size() <= 16 && text[0] == 'D' && all_digits(text.substr(1));
}

// A table does not say of which kind a heading is; the category of its tree numbers nearly does.
HeadingKind kind_by_tree(std::string_view tree_number) {
  if (tree_number.starts_with('V')) return HeadingKind::kPublicationType;
  if (tree_number.starts_with('Z')) return HeadingKind::kGeographic;
  return HeadingKind::kDescriptor;
}

class TableReader final : public MeshReader {
 public:
  explicit TableReader(std::unique_ptr<PeekSource> source)
      : source_(std::move(source)), lines_(*source_, kMaxLineBytes) {}

  Result<std::optional<MeshEntry>> next() override {
    for (;;) {
      EVIDENCE_ASSIGN(const auto line, lines_.next());
      if (!line) {
        if (open_.heading.id.empty()) return std::optional<MeshEntry>{};
        return std::optional<MeshEntry>(std::exchange(open_, MeshEntry{}));
      }
      const std::vector<std::string_view> cells = split(line->text, '\t');
      if (line->number == 1 && cells.front() == "mesh_id") continue;
      const std::string position = "line " + std::to_string(line->number);
      const std::string_view id = trim(cells.front());
      std::string name = cells.size() > 1 ? clean_text(cells[1]) : std::string();
      if (line->too_long || !is_descriptor_number(id) || fold(name).empty()) {
        MeshEntry bad;
        bad.problems.push_back(
            {position, "bad_line", "it does not begin with a number of MeSH and a name"});
        return std::optional<MeshEntry>(std::move(bad));
      }
      const std::string tree(cells.size() > 2 ? trim(cells[2]) : std::string_view());
      if (open_.heading.id == id) {
        add_tree(tree);
        continue;
      }
      MeshEntry complete = std::exchange(open_, MeshEntry{});
      open_.heading.id = id;
      open_.heading.label = std::string(truncate_utf8(name, 500));
      open_.heading.kind = kind_by_tree(tree);
      add_tree(tree);
      if (!complete.heading.id.empty()) return std::optional<MeshEntry>(std::move(complete));
    }
  }

 private:
  void add_tree(const std::string& tree) {
    if (tree.size() >= 2 && tree.size() <= 150 && is_upper(tree[0]) &&
        open_.heading.tree_numbers.size() < kMaxTrees) {
      open_.heading.tree_numbers.push_back(tree);
    }
  }

  std::unique_ptr<PeekSource> source_;
  LineReader lines_;
  MeshEntry open_;
};

}  // namespace

bool looks_like_mesh_table(std::string_view head) {
  const std::string_view line = head.substr(0, head.find('\n'));
  const std::string_view first = line.substr(0, line.find('\t'));
  return line.find('\t') != std::string_view::npos &&
         (first == "mesh_id" || is_descriptor_number(first));
}

std::unique_ptr<MeshReader> open_mesh_table(std::unique_ptr<PeekSource> source) {
  return std::make_unique<TableReader>(std::move(source));
}

}  // namespace evidence
