#include "app/link_desk.h"

#include <utility>

#include "base/version.h"

namespace evidence::app {
namespace {

constexpr std::size_t kOneBucket = 1;

double as_double(std::size_t count) { return static_cast<double>(count); }

LinkStorePool::Open opener(Context& context) {
  return [directory = context.data_dir(), &context] {
    return open_sqlite_link_health({directory, true, std::chrono::seconds(2)}, {}, context.clock());
  };
}

PlatformHealthCell::Load loader(Context& context, LinkStorePool& store) {
  return [&context, &store]() -> Result<PlatformHealth> {
    EVIDENCE_ASSIGN(const std::vector<PlatformState> states,
                    store.with([](LinkHealthStore& one) { return one.platform_states(); }));
    const auto now = std::chrono::floor<std::chrono::seconds>(context.clock().now());
    return PlatformHealth(states, context.config().links.rules, now.time_since_epoch().count());
  };
}

}  // namespace

Result<std::unique_ptr<HttpClient>> make_outward_client(const Config& config, bool allow_private,
                                                        bool allow_http, const StopFlag& stop) {
  CurlOptions options;
  const std::string contact = config.contact.empty() ? config.site.contact_email : config.contact;
  options.user_agent = std::string(kProgramName) + "/" + std::string(kProgramVersion) +
                       (contact.empty() ? "" : " (" + contact + ")");
  options.allow_http = allow_http;
  options.allow_private_addresses = allow_private;
  options.proxy = config.http_proxy;
  options.ca_file = config.ca_file;
  options.low_speed_time = std::chrono::ceil<std::chrono::seconds>(config.links.timeout);
  options.stop = &stop;
  return make_curl_client(options);
}

LinkDesk::LinkDesk(Context& context)
    : store_(opener(context)),
      reports_(context.clock(), as_double(context.config().links.reports_at_once),
               as_double(context.config().links.reports_per_hour)),
      all_reports_(context.clock(), as_double(context.config().links.all_reports_at_once),
                   as_double(context.config().links.all_reports_per_hour), kOneBucket),
      health_(context.clock(), loader(context, store_)),
      services_{store_, reports_, all_reports_, health_, context.config().links.rules, nullptr} {}

Result<std::unique_ptr<LinkDesk>> LinkDesk::open(Context& context) {
  std::unique_ptr<LinkDesk> desk(new LinkDesk(context));
  const EnrichmentSettings& settings = context.config().enrichment;
  if (!settings.any()) return desk;
  std::vector<std::unique_ptr<EnrichmentSource>> sources;
  if (settings.unpaywall) sources.push_back(make_unpaywall(settings.unpaywall_settings));
  if (settings.libkey) sources.push_back(make_libkey(settings.libkey_settings));
  if (settings.getftr) sources.push_back(make_getftr(settings.getftr_settings));
  EVIDENCE_ASSIGN(desk->enricher_,
                  Enricher::start(
                      std::move(sources),
                      [directory = context.data_dir(), &context] {
                        return open_sqlite_answers({directory, true, std::chrono::seconds(2)}, {},
                                                   context.clock());
                      },
                      [&](const StopFlag& stop) {
                        const bool local = settings.allow_private_addresses;
                        return make_outward_client(context.config(), local, local, stop);
                      },
                      context.clock(), settings.options));
  desk->services_.enrichment = desk->enricher_.get();
  return desk;
}

}  // namespace evidence::app
