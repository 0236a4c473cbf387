// evidence serve: the HTTP server over the current index.
#include <cstdio>
#include <thread>

#include "access/knowledge_base_source.h"
#include "app/commands.h"
#include "app/directory_room.h"
#include "app/heading_counts.h"
#include "app/holdings_commands.h"
#include "app/interrupt.h"
#include "app/link_desk.h"
#include "app/search_setup.h"
#include "app/shared_records.h"
#include "app/source_registry.h"
#include "app/strategy_desk.h"
#include "base/log.h"
#include "server/metrics.h"
#include "server/templates.h"

namespace evidence::app {

namespace {

struct ServeArguments {
  std::string address;
  int port = -1;
  std::string port_file;
};

// What the pages say of the sources that the store held records of at start.
std::vector<server::SourceSummary> held_sources(server::SourceRegistry& registry,
                                                bool& sample_data) {
  std::vector<server::SourceSummary> summaries;
  const auto states = registry.states();
  if (!states.ok()) return summaries;
  for (const server::SourceState& state : *states) {
    if (state.records == 0 && state.runs.empty()) continue;
    sample_data = sample_data || (state.source.sample && state.records > 0);
    summaries.push_back(state.source);
  }
  return summaries;
}

// Nothing where no holdings were ever loaded.
Result<std::vector<ChangeNotice>> newest_changes(Context& context, std::size_t limit) {
  auto store = open_access(context, Context::Access::kRead);
  if (!store.ok()) {
    if (store.error().code == ErrorCode::kNotFound) return std::vector<ChangeNotice>();
    return store.error();
  }
  NoticeFilter filter;
  filter.limit = limit;
  return (*store)->notices(filter);
}

int serve(Context& context, const ServeArguments& arguments) {
  server::HttpServerOptions options = context.config().server;
  if (!arguments.address.empty()) options.address = arguments.address;
  if (arguments.port >= 0) options.port = static_cast<std::uint16_t>(arguments.port);

  if (const auto& templates = server::built_in_templates(); !templates.ok()) {
    return context.fail(templates.error());
  }
  Result<SearcherOptions> searching = searcher_options(context);
  if (!searching.ok()) return context.fail(searching.error());
  SearcherOptions search_options = std::move(searching).value();
  search_options.readers = std::max<std::size_t>(search_options.readers, options.lane_threads);
  search_options.columns = ColumnUse::kInBackground;
  search_options.words_in_background = true;
  Searcher searcher(std::move(search_options));
  const LinkResolver links(context.config().organisations);
  server::Metrics metrics;
  StoreSourceRegistry registry(
      context.config().sources, [&context] { return context.open_store(Context::Access::kRead); },
      context.clock());
  StoreSharedRecords shared(context.config().sources,
                            [&context] { return context.open_store(Context::Access::kRead); });
  server::Services services{searcher, links,     context.clock(), metrics, context.config().site,
                            {},       &registry, &shared};
  StrategyDesk desk(
      context.config(), [&context] { return context.open_store(Context::Access::kRead); },
      context.clock());
  services.strategies = &desk.services();
  const auto link_desk = LinkDesk::open(context);
  if (!link_desk.ok()) return context.fail(link_desk.error());
  services.link_desk = &(*link_desk)->services();
  const auto knowledge = KnowledgeBaseSource::start(
      [&context] { return open_access(context, Context::Access::kRead); });
  if (!knowledge.ok()) return context.fail(knowledge.error());
  services.knowledge = [source = knowledge->get()] { return source->current(); };
  services.holdings_changes = [&context](std::size_t limit) {
    return newest_changes(context, limit);
  };
  DirectoryRoom directory(context.config(), context.clock());
  services.directory = &directory.services();
  SearcherHeadingCounts heading_counts(searcher);
  services.heading_counts = &heading_counts;
  Result<Language> language = context.language();
  if (!language.ok()) return context.fail(language.error());
  services.vocabulary = language->vocabulary == &no_vocabulary() ? nullptr : language->vocabulary;
  services.filters = &context.config().filters;
  services.sources = held_sources(registry, services.site.sample_data);
  if (const auto info = searcher.info(); !info.ok()) {
    log_warning("no index can be read yet; searches answer 503 until there is one: " +
                info.error().message);
  }
  searcher.prepare_suggestions();

  const server::Router router(server::all_routes());
  server::HttpServer http(options, router, services);
  const auto port = http.listen();
  if (!port.ok()) return context.fail(port.error());
  if (!arguments.port_file.empty()) {
    if (std::FILE* file = std::fopen(arguments.port_file.c_str(), "w"); file != nullptr) {
      std::fprintf(file, "%u\n", static_cast<unsigned>(*port));
      std::fclose(file);
    }
  }
  context.print("Evidence is at http://" + options.address + ":" + std::to_string(*port) + "/");
  const auto ended = http.run();
  if (!ended.ok()) return context.fail(ended.error());
  return 0;
}

}  // namespace

void add_serve(CLI::App& program, Run& run) {
  auto arguments = std::make_shared<ServeArguments>();
  CLI::App* command = program.add_subcommand("serve", "Answer searches over HTTP");
  command->footer("SIGTERM or Ctrl-C finishes what is in flight and ends.");
  command->add_option("--address", arguments->address, "Address to listen on (default 127.0.0.1)");
  command->add_option("--port", arguments->port, "Port (default 8080; 0 takes a free one)")
      ->check(CLI::Range(0, 65'535));
  command->add_option("--port-file", arguments->port_file, "Write the port taken into this file");
  command->callback([arguments, &run] {
    run = [arguments](Context& context) { return serve(context, *arguments); };
  });
}

}  // namespace evidence::app
