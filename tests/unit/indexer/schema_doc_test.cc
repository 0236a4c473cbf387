// docs/schema.md holds the table of model/field.h; EVIDENCE_UPDATE_DOCS=1 writes it anew.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "model/field.h"
#include "tests/support/source_dir.h"

namespace evidence {
namespace {

std::string field_table() {
  std::string table =
      "| name | prefix | kind | stems | filter | facet | what it holds |\n"
      "| --- | --- | --- | --- | --- | --- | --- |\n";
  for (const FieldInfo& info : fields()) {
    const auto yes = [](bool value) { return value ? "yes" : ""; };
    table += "| `" + std::string(info.name) + "` | " +
             (info.prefix.empty() ? "(none)" : "`" + std::string(info.prefix) + "`") + " | " +
             (info.kind == FieldKind::kText ? "text" : "exact") + " | " + yes(info.stems) + " | " +
             yes(info.filter) + " | " + yes(info.facet) + " | " + std::string(info.explanation) +
             " |\n";
  }
  return table;
}

TEST(SchemaDocument, HoldsTheTableOfFields) {
  const std::string path = test::source_dir().string() + "/docs/schema.md";
  std::stringstream file;
  file << std::ifstream(path).rdbuf();
  std::string text = file.str();
  const std::string begin = "<!-- fields -->\n";
  const std::string end = "<!-- end of fields -->";
  const std::size_t from = text.find(begin);
  const std::size_t to = text.find(end);
  ASSERT_NE(from, std::string::npos) << path;
  ASSERT_NE(to, std::string::npos) << path;
  const std::size_t table = from + begin.size();
  if (const char* update = std::getenv("EVIDENCE_UPDATE_DOCS"); update != nullptr) {
    text.replace(table, to - table, field_table());
    std::ofstream(path, std::ios::trunc) << text;
    return;
  }
  EXPECT_EQ(text.substr(table, to - table), field_table())
      << "run this test with EVIDENCE_UPDATE_DOCS=1";
  EXPECT_NE(text.find("Schema version " + std::to_string(kSchemaVersion) + "."), std::string::npos);
}

}  // namespace
}  // namespace evidence
