// TOML files read strictly: every wrong type, value out of range and unknown key is collected with
// its line, and all are reported at once. The only file that includes toml++ is toml_reader.cc.
// Not thread-safe; used at start by app/config.cc.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace evidence::app {

class TomlTable;

// Collects findings as "FILE:LINE:COLUMN: message".
using Findings = std::vector<std::string>;

class TomlFile {
 public:
  // A file that cannot be read or is not TOML becomes a finding; the table is then empty.
  static TomlFile load(const std::filesystem::path& path, Findings& findings);
  static TomlFile from_text(std::string_view text, const std::string& name, Findings& findings);
  ~TomlFile();
  TomlFile(TomlFile&&) noexcept;
  TomlFile& operator=(TomlFile&&) = delete;
  TomlTable root();

 private:
  struct State;
  explicit TomlFile(std::unique_ptr<State> state);
  friend class TomlTable;
  std::unique_ptr<State> state_;
};

// One table. Each read_* leaves `out` alone where the key is absent. finish() reports unknown keys.
class TomlTable {
 public:
  void read(std::string_view key, std::string& out);
  void read(std::string_view key, bool& out);
  void read(std::string_view key, std::int64_t& out, std::int64_t minimum, std::int64_t maximum);
  void read(std::string_view key, double& out, double minimum, double maximum);
  void read(std::string_view key, std::vector<std::string>& out);
  // Text, number, boolean, or a list of them, each as its text.
  void read_values(std::string_view key, std::vector<std::string>& out);
  void read_milliseconds(std::string_view key, std::chrono::milliseconds& out, std::int64_t minimum,
                         std::int64_t maximum);
  // A sub-table; empty when absent.
  TomlTable table(std::string_view key);
  // Array of tables: [[organisation]].
  std::vector<TomlTable> tables(std::string_view key);
  // Names of all keys, marking them known; for tables such as [field_weights].
  std::vector<std::string> keys();
  [[nodiscard]] bool present() const { return node_ != nullptr; }
  [[nodiscard]] std::string where() const;  // "FILE:LINE:COLUMN"
  void report(std::string_view message);    // a finding of the caller's own about this table
  void finish();

 private:
  friend class TomlFile;
  TomlTable(TomlFile::State* file, const void* node, std::string path)
      : file_(file), node_(node), path_(std::move(path)) {}
  TomlFile::State* file_;
  const void* node_;  // toml::table
  std::string path_;
  std::vector<std::string> known_;
};

}  // namespace evidence::app
