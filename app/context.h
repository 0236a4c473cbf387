// What every subcommand shares: the global options, the loaded configuration, and the way output,
// errors and progress are printed. One per process.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "app/config.h"
#include "app/loaded_language.h"
#include "base/clock.h"
#include "base/error_code.h"
#include "base/json.h"
#include "base/stop_flag.h"
#include "store/record_store.h"

namespace evidence::app {

struct GlobalOptions {
  std::string config_file;
  std::string data_dir;
  bool json = false;
  bool quiet = false;
  bool no_progress = false;
};

class Context {
 public:
  explicit Context(GlobalOptions options) : options_(std::move(options)) {}

  // Loads the configuration, starts logging, installs the interrupt handler.
  Result<void> start();

  [[nodiscard]] const GlobalOptions& options() const { return options_; }
  [[nodiscard]] const Config& config() const { return config_; }
  [[nodiscard]] const std::filesystem::path& data_dir() const { return config_.data_dir; }
  Clock& clock() { return clock_; }
  const StopFlag& stop() const;

  // The loaded vocabulary and the lists of config/vocabulary/, opened once; alive as long as this.
  Result<Language> language();

  enum class Access { kRead, kWrite, kCreate };
  Result<std::unique_ptr<RecordStore>> open_store(Access access);

  // Results go to standard output, everything else to standard error.
  void print(std::string_view text) const;  // nothing with --quiet
  void print_json(const json::value& value) const;
  // Writes the error as text or, with --json, as an object on standard error; gives its exit code.
  int fail(const Error& error) const;
  [[nodiscard]] bool shows_progress() const { return !options_.quiet && !options_.no_progress; }

 private:
  GlobalOptions options_;
  Config config_;
  SystemClock clock_;
  std::unique_ptr<LoadedLanguage> language_;
};

json::object to_json(const PageCounts& counts);

}  // namespace evidence::app
