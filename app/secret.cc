#include "app/secret.h"

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "base/file.h"
#include "base/text.h"

namespace evidence::app {

namespace fs = std::filesystem;

std::string secret_variable(std::string_view name) {
  std::string variable(name);
  std::transform(variable.begin(), variable.end(), variable.begin(), [](unsigned char c) {
    return c == '-' ? '_' : static_cast<char>(std::toupper(c));
  });
  return variable;
}

std::string read_secret(TomlTable& table, std::string_view key, const std::string& variable,
                        const Environment& environment) {
  std::string file;
  table.read(key, file);
  std::string secret = environment(variable);
  if (!secret.empty() || file.empty()) return secret;
  std::error_code failed;
  const auto permissions = fs::status(file, failed).permissions();
  if (!failed &&
      (permissions & (fs::perms::group_read | fs::perms::others_read)) != fs::perms::none) {
    table.report(std::string(key) + " " + file + " can be read by others; run chmod 600 on it");
    return "";
  }
  const auto text = read_file(file, 4'096);
  if (text.ok()) return std::string(trim(*text));
  table.report(std::string(key) + ": " + text.error().message);
  return "";
}

}  // namespace evidence::app
