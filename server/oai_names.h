// How the OAI-PMH provider names things: the repository, its records and its sets. Used by
// server/oai*.cc. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "server/http_types.h"
#include "server/services.h"

namespace evidence::server {

// The URL that was asked: the configured address of the service, else as the reader called it.
std::string oai_base_url(const Request& request, const SiteOptions& site);

// The middle of every identifier: as configured, else the host of the service's address. Without
// either "evidence.invalid": identifiers must not follow whatever name a request came in under.
std::string oai_repository(const SiteOptions& site);
bool is_domain_name(std::string_view text);  // as the oai-identifier scheme wants it

std::string oai_admin_email(const SiteOptions& site);

// "oai:REPOSITORY:SOURCE:KEY", the key percent-encoded.
std::string oai_identifier(std::string_view repository, std::string_view source,
                           std::string_view key);
// Source and key; nullopt for an identifier that is not of this repository.
std::optional<std::pair<std::string, std::string>> parse_oai_identifier(
    std::string_view repository, std::string_view identifier);

// Every source is a set below the set "source".
inline constexpr std::string_view kAllSources = "source";
std::string oai_set_of(std::string_view source);  // "source:ID"
bool is_set_spec(std::string_view text);
// The source that a set names, "" for all of them; nullopt where nothing has this form.
std::optional<std::string> source_of_set(std::string_view set);

}  // namespace evidence::server
