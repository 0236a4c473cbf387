// DOAJ's own description of an article (oai_doaj:doajArticle, version 1.0), richer than its Dublin
// Core: volume, pages, affiliations. Used by the format oai-pmh. Pure; never fails.
#pragma once

#include <pugixml.hpp>
#include <string>

#include "connectors/connector.h"

namespace evidence {

ParsedEntry doaj_article(const pugi::xml_node& article, const std::string& position);

}  // namespace evidence
