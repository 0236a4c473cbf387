#include "app/context.h"

#include <cstdio>

#include "app/interrupt.h"
#include "base/log.h"
#include "base/text.h"
#include "store/sqlite_record_store.h"

namespace evidence::app {

Result<void> Context::start() {
  install_interrupt_handler();
  EVIDENCE_ASSIGN(config_, load_config(options_.config_file, process_environment()));
  if (!options_.data_dir.empty()) config_.data_dir = options_.data_dir;
  start_logging(options_.quiet && config_.log_level == "info" ? "warning" : config_.log_level,
                config_.log_format == "json" ? LogFormat::kJson : LogFormat::kText);
  for (const std::string& finding : read_own_filters(config_)) {
    log_warning("a search filter is left out: " + finding);
  }
  return {};
}

const StopFlag& Context::stop() const { return interrupt_flag(); }

Result<std::unique_ptr<RecordStore>> Context::open_store(Access access) {
  SqliteStoreOptions options;
  options.directory = data_dir();
  options.create = access == Access::kCreate;
  options.read_only = access == Access::kRead;
  return open_sqlite_store(options, clock_);
}

Result<Language> Context::language() {
  if (language_ == nullptr) {
    auto loaded = std::make_unique<LoadedLanguage>();
    EVIDENCE_ASSIGN(*loaded, load_language(data_dir(), config_.term_lists));
    language_ = std::move(loaded);
  }
  return language_->language();
}

void Context::print(std::string_view text) const {
  if (options_.quiet) return;
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fputc('\n', stdout);
  std::fflush(stdout);
}

void Context::print_json(const json::value& value) const {
  const std::string text = json::serialize(value);
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fputc('\n', stdout);
  std::fflush(stdout);
}

int Context::fail(const Error& error) const {
  const std::string_view slug = error.slug.empty() ? error_slug(error.code) : error.slug;
  if (options_.json) {
    const json::object object{
        {"error", {{"code", slug}, {"message", error.message}, {"hint", error.hint}}}};
    std::fprintf(stderr, "%s\n", json::serialize(object).c_str());
  } else {
    std::fprintf(stderr, "evidence: %s\n", error.message.c_str());
    if (!error.hint.empty()) std::fprintf(stderr, "  %s\n", error.hint.c_str());
  }
  return static_cast<int>(exit_code(error.code));
}

json::object to_json(const PageCounts& counts) {
  return {{"read", counts.read},       {"added", counts.added},
          {"changed", counts.changed}, {"unchanged", counts.unchanged},
          {"deleted", counts.deleted}, {"problems", counts.problems}};
}

}  // namespace evidence::app
