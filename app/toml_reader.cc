#include "app/toml_reader.h"

#include <toml++/toml.h>

#include <algorithm>

#include "base/file.h"

namespace evidence::app {

namespace {

constexpr std::size_t kMaxConfigBytes = 4U << 20U;

std::string position(const std::string& file, const toml::source_region& region) {
  return file + ":" + std::to_string(region.begin.line) + ":" + std::to_string(region.begin.column);
}

}  // namespace

struct TomlFile::State {
  std::string name;
  toml::table table;
  Findings* findings = nullptr;
};

TomlFile::TomlFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
TomlFile::~TomlFile() = default;
TomlFile::TomlFile(TomlFile&&) noexcept = default;

TomlFile TomlFile::load(const std::filesystem::path& path, Findings& findings) {
  const auto text = read_file(path, kMaxConfigBytes);
  if (!text.ok()) {
    findings.push_back(path.string() + ": " + text.error().message);
    return from_text("", path.string(), findings);
  }
  return from_text(*text, path.string(), findings);
}

TomlFile TomlFile::from_text(std::string_view text, const std::string& name, Findings& findings) {
  auto state = std::make_unique<State>();
  state->name = name;
  state->findings = &findings;
  try {
    state->table = toml::parse(text, name);
  } catch (const toml::parse_error& error) {
    findings.push_back(position(name, error.source()) + ": " + std::string(error.description()));
  }
  return TomlFile(std::move(state));
}

TomlTable TomlFile::root() { return {state_.get(), &state_->table, ""}; }

namespace {

const toml::table* as_table(const void* node) { return static_cast<const toml::table*>(node); }

}  // namespace

std::string TomlTable::where() const {
  return node_ == nullptr ? file_->name : position(file_->name, as_table(node_)->source());
}

void TomlTable::report(std::string_view message) {
  file_->findings->push_back(where() + ": " + std::string(message));
}

#define EVIDENCE_TOML_NODE(key)                                                       \
  known_.emplace_back(key);                                                           \
  const toml::node* node = nullptr;                                                   \
  if (node_ != nullptr) node = as_table(node_)->get(key);                             \
  if (node == nullptr) return;                                                        \
  const auto complain = [&](const std::string& what) {                                \
    file_->findings->push_back(position(file_->name, node->source()) + ": " + path_ + \
                               std::string(key) + " " + what);                        \
  }

void TomlTable::read(std::string_view key, std::string& out) {
  EVIDENCE_TOML_NODE(key);
  if (const auto value = node->value_exact<std::string>()) {
    out = *value;
  } else {
    complain("must be text in quotes");
  }
}

void TomlTable::read(std::string_view key, bool& out) {
  EVIDENCE_TOML_NODE(key);
  if (const auto value = node->value_exact<bool>()) {
    out = *value;
  } else {
    complain("must be true or false");
  }
}

void TomlTable::read(std::string_view key, std::int64_t& out, std::int64_t minimum,
                     std::int64_t maximum) {
  EVIDENCE_TOML_NODE(key);
  const auto value = node->value_exact<std::int64_t>();
  if (value && *value >= minimum && *value <= maximum) {
    out = *value;
  } else {
    complain("must be a whole number from " + std::to_string(minimum) + " to " +
             std::to_string(maximum));
  }
}

void TomlTable::read(std::string_view key, double& out, double minimum, double maximum) {
  EVIDENCE_TOML_NODE(key);
  const auto value = node->value<double>();
  if (value && *value >= minimum && *value <= maximum) {
    out = *value;
  } else {
    complain("must be a number from " + std::to_string(minimum) + " to " + std::to_string(maximum));
  }
}

void TomlTable::read(std::string_view key, std::vector<std::string>& out) {
  EVIDENCE_TOML_NODE(key);
  const toml::array* array = node->as_array();
  std::vector<std::string> values;
  bool good = array != nullptr;
  if (good) {
    for (const toml::node& element : *array) {
      const auto value = element.value_exact<std::string>();
      good = good && value.has_value();
      if (value) values.push_back(*value);
    }
  }
  if (good) {
    out = std::move(values);
  } else {
    complain("must be a list of texts: [\"a\", \"b\"]");
  }
}

void TomlTable::read_values(std::string_view key, std::vector<std::string>& out) {
  EVIDENCE_TOML_NODE(key);
  std::vector<std::string> values;
  const auto take = [&values](const toml::node& value) {
    if (const auto text = value.value_exact<std::string>()) {
      values.push_back(*text);
    } else if (const auto truth = value.value_exact<bool>()) {
      values.emplace_back(*truth ? "true" : "false");
    } else if (const auto whole = value.value_exact<std::int64_t>()) {
      values.push_back(std::to_string(*whole));
    } else {
      return false;
    }
    return true;
  };
  bool good = true;
  if (const toml::array* array = node->as_array()) {
    for (const toml::node& element : *array) good = take(element) && good;
  } else {
    good = take(*node);
  }
  if (good) {
    out = std::move(values);
  } else {
    complain("must be a text, a whole number, true or false, or a list of these");
  }
}

#undef EVIDENCE_TOML_NODE

void TomlTable::read_milliseconds(std::string_view key, std::chrono::milliseconds& out,
                                  std::int64_t minimum, std::int64_t maximum) {
  std::int64_t count = out.count();
  read(key, count, minimum, maximum);
  out = std::chrono::milliseconds(count);
}

TomlTable TomlTable::table(std::string_view key) {
  known_.emplace_back(key);
  const std::string path = path_ + std::string(key) + ".";
  if (node_ == nullptr) return {file_, nullptr, path};
  const toml::node* node = as_table(node_)->get(key);
  if (node == nullptr) return {file_, nullptr, path};
  if (!node->is_table()) {
    file_->findings->push_back(position(file_->name, node->source()) + ": " + path_ +
                               std::string(key) + " must be a table: [" + std::string(key) + "]");
    return {file_, nullptr, path};
  }
  return {file_, node->as_table(), path};
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) {
  known_.emplace_back(key);
  std::vector<TomlTable> result;
  if (node_ == nullptr) return result;
  const toml::node* node = as_table(node_)->get(key);
  if (node == nullptr) return result;
  if (!node->is_array_of_tables()) {
    file_->findings->push_back(position(file_->name, node->source()) + ": " + path_ +
                               std::string(key) + " must be written [[" + std::string(key) + "]]");
    return result;
  }
  for (const toml::node& element : *node->as_array()) {
    result.push_back(TomlTable(file_, element.as_table(), path_ + std::string(key) + "."));
  }
  return result;
}

std::vector<std::string> TomlTable::keys() {
  std::vector<std::string> result;
  if (node_ == nullptr) return result;
  for (const auto& [key, value] : *as_table(node_)) {
    result.emplace_back(key.str());
    known_.emplace_back(key.str());
  }
  return result;
}

void TomlTable::finish() {
  if (node_ == nullptr) return;
  for (const auto& [key, value] : *as_table(node_)) {
    const std::string name(key.str());
    if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
    std::string message = position(file_->name, key.source()) + ": unknown key " + path_ + name;
    std::string names;
    for (const std::string& known : known_) names += (names.empty() ? "" : ", ") + known;
    file_->findings->push_back(message + "; known here: " + names);
  }
}

}  // namespace evidence::app
