#include "connectors/registry.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/url.h"
#include "connectors/format/auto_format.h"
#include "connectors/format/chapters.h"
#include "connectors/format/kbart.h"
#include "connectors/format/link_list.h"
#include "connectors/format/marc.h"
#include "connectors/format/marc_json.h"
#include "connectors/format/marcxml.h"
#include "connectors/format/onix.h"
#include "connectors/protocol/clinicaltrials.h"
#include "connectors/protocol/crossref.h"
#include "connectors/protocol/doaj.h"
#include "connectors/protocol/europepmc.h"
#include "connectors/protocol/eutils.h"
#include "connectors/protocol/feed.h"
#include "connectors/protocol/folder.h"
#include "connectors/protocol/http_file.h"
#include "connectors/protocol/nice.h"
#include "connectors/protocol/oai_pmh.h"
#include "connectors/protocol/oai_settings.h"
#include "connectors/protocol/openalex.h"
#include "connectors/protocol/pubmed_files.h"
#include "connectors/protocol/sru.h"
#include "connectors/protocol/z3950.h"

namespace evidence {
namespace {

Error bad_source(const SourceConfig& source, const std::string& what, std::string hint) {
  return {ErrorCode::kInvalidArgument, "bad_source",
          "source " + quoted_for_message(source.id, 40) + ": " + what, std::move(hint)};
}

template <typename Named>
std::string names_of(const std::vector<Named>& all) {
  std::vector<std::string> names;
  names.reserve(all.size());
  for (const Named& one : all) names.emplace_back(one.name);
  return join(names, ", ");
}

std::string format_names() {
  std::vector<std::string> names;
  for (const Format* format : formats()) names.emplace_back(format->name());
  return join(names, ", ");
}

bool has_option(std::span<const OptionInfo> options, std::string_view name) {
  return std::any_of(options.begin(), options.end(),
                     [name](const OptionInfo& option) { return option.name == name; });
}

void find_missing(std::span<const OptionInfo> options, const SourceConfig& source,
                  std::vector<std::string>& findings) {
  for (const OptionInfo& option : options) {
    if (option.required && source.option(std::string(option.name)).empty()) {
      findings.push_back("options." + std::string(option.name) + " (" +
                         std::string(option.meaning) + ")");
    }
  }
}

}  // namespace

const std::vector<ProtocolInfo>& protocols() {
  static const std::vector<ProtocolInfo> kProtocols{
      {"eutils", make_eutils_connector, {}, true},
      {"oai-pmh", make_oai_pmh_connector, oai_pmh_options(), true},
      {"sru", make_sru_connector, kSruOptions, true},
      {"z3950", make_z3950_connector, kZ3950Options, true},
      {"europepmc", make_europepmc_connector, europepmc_options(), true},
      {"crossref", make_crossref_connector, crossref_options(), true},
      {"doaj", make_doaj_connector, doaj_options(), true},
      {"openalex", make_openalex_connector, openalex_options(), true},
      {"clinicaltrials", make_clinicaltrials_connector, clinicaltrials_options(), true},
      {"feed", make_feed_connector, feed_options(), true, "urls"},
      {"nice", make_nice_connector, nice_options(), true},
      {"folder", make_folder_connector, folder_options(), false},
      {"http-file", make_http_file_connector, http_file_options(), false},
      {"pubmed-files", make_pubmed_files_connector, pubmed_files_options(), false},
  };
  return kProtocols;
}

const ProtocolInfo* protocol_by_name(std::string_view name) {
  const auto& all = protocols();
  const auto at = std::find_if(all.begin(), all.end(),
                               [name](const ProtocolInfo& one) { return one.name == name; });
  return at == all.end() ? nullptr : &*at;
}

std::span<const OptionInfo> format_options(std::string_view format) {
  static constexpr std::array kChapters{
      OptionInfo{"chapters",
                 "\"contents\" (one record per book, as without it) or \"records\" "
                 "(one per chapter as well)"}};
  if (format.starts_with("marc") || format == "onix") return kChapters;
  if (format == "kbart") return kbart_options();
  if (format == "link-list") return link_list_options();
  return {};
}

Result<std::shared_ptr<const Format>> make_format(const SourceConfig& source) {
  if (source.format == "auto" && (source.protocol == "folder" || source.protocol == "http-file")) {
    if (!source.columns.empty()) {
      return bad_source(source, "[columns] needs a format of its own, not \"auto\"",
                        "set format to kbart or link-list");
    }
    return std::shared_ptr<const Format>(new AutoFormat());
  }
  const Format* format = format_by_name(source.format);
  if (format == nullptr) {
    return Error{ErrorCode::kInvalidArgument, "unknown_format",
                 "there is no format " + quoted_for_message(source.format, 40),
                 "use one of " + format_names()};
  }
  if (source.format == "kbart") return make_kbart_format(source);
  if (source.format == "link-list") return make_link_list_format(source);
  if (!source.columns.empty()) {
    return bad_source(source, "[columns] means nothing to format \"" + source.format + "\"",
                      "only kbart and link-list have columns");
  }
  if (has_option(format_options(source.format), "chapters")) {
    EVIDENCE_ASSIGN(const Chapters chapters, chapters_option(source.option("chapters")));
    if (chapters == Chapters::kRecords) {
      if (source.format == "marc") return std::shared_ptr<const Format>(new MarcFormat(chapters));
      if (source.format == "marc-json") {
        return std::shared_ptr<const Format>(new MarcJsonFormat(chapters));
      }
      if (source.format == "onix") return std::shared_ptr<const Format>(new OnixFormat(chapters));
      return std::shared_ptr<const Format>(new MarcxmlFormat(chapters));
    }
  }
  // The formats of the registry live as long as the program.
  return std::shared_ptr<const Format>(format, [](const Format*) {});
}

std::vector<std::string> missing_settings(const SourceConfig& source) {
  std::vector<std::string> missing;
  const ProtocolInfo* protocol = protocol_by_name(source.protocol);
  if (protocol != nullptr) find_missing(protocol->options, source, missing);
  find_missing(format_options(source.format), source, missing);
  if (protocol != nullptr && protocol->needs_base_url && source.base_url.empty()) {
    const std::string instead(protocol->instead_of_base_url);
    if (instead.empty()) {
      missing.emplace_back("base_url");
    } else if (source.option_list(instead).empty()) {
      missing.push_back("base_url or options." + instead);
    }
  }
  return missing;
}

std::vector<std::string> findings_in(const SourceConfig& source) {
  std::vector<std::string> findings;
  const ProtocolInfo* protocol = protocol_by_name(source.protocol);
  const bool imported = source.protocol == "file";
  if (protocol == nullptr && !imported) {
    findings.push_back("unknown protocol " + quoted_for_message(source.protocol, 40) +
                       "; use \"file\" or one of " + names_of(protocols()));
  }
  const std::span<const OptionInfo> own =
      protocol == nullptr ? std::span<const OptionInfo>() : protocol->options;
  const std::span<const OptionInfo> of_format = format_options(source.format);
  for (const auto& [name, values] : source.options) {
    if (!has_option(own, name) && !has_option(of_format, name)) {
      findings.push_back("options." + name + " is not known to protocol \"" + source.protocol +
                         "\" or format \"" + source.format + "\"");
    }
  }
  if (source.enabled) {
    for (const std::string& missing : missing_settings(source))
      findings.push_back("missing: " + missing);
  }
  if (!source.format.empty() || !imported) {
    if (const auto format = make_format(source); !format.ok()) {
      findings.push_back(format.error().message);
    }
  }
  for (const MappingRule& rule : source.mapping) {
    if (const auto valid = validate(rule); !valid.ok()) findings.push_back(valid.error().message);
  }
  return findings;
}

Result<std::unique_ptr<Connector>> make_connector(const SourceConfig& source, HttpClient& http,
                                                  Clock& clock,
                                                  const std::filesystem::path& work_directory,
                                                  const StopFlag* stop) {
  if (source.protocol == "file") {
    return bad_source(source, "its protocol is \"file\": it is imported, not harvested",
                      "use evidence import");
  }
  const ProtocolInfo* protocol = protocol_by_name(source.protocol);
  if (protocol == nullptr) {
    return bad_source(source, "unknown protocol " + quoted_for_message(source.protocol, 40),
                      "use one of " + names_of(protocols()));
  }
  EVIDENCE_ASSIGN(std::shared_ptr<const Format> format, make_format(source));
  return protocol->make(source,
                        ConnectorParts{http, clock, std::move(format), work_directory, stop});
}

}  // namespace evidence
