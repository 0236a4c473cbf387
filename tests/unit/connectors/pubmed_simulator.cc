#include "tests/unit/connectors/pubmed_simulator.h"

#include <algorithm>
#include <cstdlib>

#include "base/url.h"

namespace evidence::test {
namespace {

class PlainReader final : public EntryReader {
 public:
  explicit PlainReader(ByteSource& source) {
    if (Result<std::string> all = read_all(source, 64U << 20U); all.ok()) bytes_ = *all;
  }
  Result<std::optional<Entry>> next() override {
    const auto begin = bytes_.find("<PubmedArticle>", at_);
    const auto end = bytes_.find("</PubmedArticle>", at_);
    if (begin == std::string::npos || end == std::string::npos) {
      if (bytes_.find("</PubmedArticleSet>", at_) == std::string::npos) {
        return Error{ErrorCode::kBadContent, "cut", "no closing root", ""};
      }
      return std::optional<Entry>{};
    }
    Entry entry;
    entry.raw.bytes = bytes_.substr(begin, end + 16 - begin);
    entry.raw.position = "byte " + std::to_string(begin);
    if (entry.raw.bytes.find("<bad/>") != std::string::npos) entry.damage = "marked as bad";
    at_ = end + 16;
    return std::optional<Entry>{std::move(entry)};
  }

 private:
  std::string bytes_;
  std::size_t at_ = 0;
};

class PlainFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "plain"; }
  [[nodiscard]] bool recognises(std::string_view, std::string_view) const override { return false; }
  std::unique_ptr<EntryReader> open(ByteSource& source) const override {
    return std::make_unique<PlainReader>(source);
  }
  ParsedEntry parse(const RawEntry& entry) const override {
    ParsedEntry parsed;
    const auto begin = entry.bytes.find("<PMID>");
    const auto end = entry.bytes.find("</PMID>");
    if (begin == std::string::npos || end == std::string::npos) return parsed;
    Record record;
    record.source_record_id = entry.bytes.substr(begin + 6, end - begin - 6);
    parsed.records.push_back(std::move(record));
    return parsed;
  }
};

}  // namespace

const Format& plain_format() {
  static const PlainFormat format;
  return format;
}

std::map<std::string, std::string> parameters_of(std::string_view query) {
  std::map<std::string, std::string> parameters;
  while (!query.empty()) {
    const auto end = query.find('&');
    const std::string_view one = query.substr(0, end);
    const auto equals = one.find('=');
    if (equals != std::string_view::npos) {
      const auto value = percent_decode(one.substr(equals + 1), true);
      parameters[std::string(one.substr(0, equals))] = value.ok() ? *value : "";
    }
    query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
  }
  return parameters;
}

std::string article(std::int64_t pmid) {
  return "<PubmedArticle><PMID>" + std::to_string(pmid) + "</PMID></PubmedArticle>\n";
}

namespace {

std::string set_of(const std::vector<std::int64_t>& pmids,
                   const std::function<std::string(std::int64_t)>& looks) {
  std::string text =
      "<?xml version=\"1.0\" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC \"-//NLM//DTD PubMedArticle, "
      "1st January 2024//EN\" \"https://dtd.nlm.nih.gov/x.dtd\">\n<PubmedArticleSet>\n";
  for (const std::int64_t pmid : pmids) text += looks(pmid);
  return text + "</PubmedArticleSet>";
}

}  // namespace

std::string article_set(const std::vector<std::int64_t>& pmids) { return set_of(pmids, article); }

std::string search_reply(std::int64_t count, std::string_view web_env) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<eSearchResult><Count>" +
         std::to_string(count) + "</Count><RetMax>0</RetMax><RetStart>0</RetStart><QueryKey>1" +
         "</QueryKey><WebEnv>" + std::string(web_env) + "</WebEnv><IdList/></eSearchResult>";
}

Reply PubmedSimulator::operator()(const SeenRequest& request) {
  const int number = requests++;
  if (fault) {
    if (auto reply = fault(number, request)) return *std::move(reply);
  }
  const auto question = request.target.find('?');
  const std::string path = request.target.substr(0, question);
  const auto parameters = parameters_of(
      request.method == "POST"        ? request.body
      : question == std::string::npos ? std::string_view{}
                                      : std::string_view(request.target).substr(question + 1));
  if (path.ends_with("/esearch.fcgi")) return search(parameters);
  if (path.ends_with("/efetch.fcgi")) return fetch(parameters);
  return status(404);
}

Reply PubmedSimulator::search(const std::map<std::string, std::string>& parameters) {
  ++searches;
  std::int64_t lowest = 0;
  std::int64_t highest = 9'999'999'999;
  // "(…) AND 1:500[UID]"
  const std::string& term = parameters.at("term");
  const auto range = term.rfind(") AND ");
  if (honours_pmid_ranges && range != std::string::npos && term.ends_with("[UID]")) {
    lowest = std::atoll(term.c_str() + range + 6);
    highest = std::atoll(term.c_str() + term.find(':', range) + 1);
  }
  const auto dates = parameters.find("datetype");
  std::vector<std::int64_t> found;
  for (const SimulatedArticle& one : articles_) {
    if (one.pmid < lowest || one.pmid > highest) continue;
    if (dates != parameters.end()) {
      const std::string& date = dates->second == "edat" ? one.edat : one.mdat;
      if (date < parameters.at("mindate") || date > parameters.at("maxdate")) continue;
    }
    found.push_back(one.pmid);
  }
  std::sort(found.rbegin(), found.rend());
  const std::string name = "MCID_" + std::to_string(searches);
  const auto count = static_cast<std::int64_t>(found.size());
  histories_[name] = std::move(found);
  fetches_of_history_ = 0;
  return ok(search_reply(count, name));
}

Reply PubmedSimulator::fetch(const std::map<std::string, std::string>& parameters) {
  ++fetches;
  const auto history = histories_.find(parameters.at("WebEnv"));
  if (history == histories_.end() || ++fetches_of_history_ > histories_last) {
    return ok("<eFetchResult>\n\t<ERROR>Unable to obtain query #1</ERROR>\n</eFetchResult>");
  }
  const auto start = std::atoll(parameters.at("retstart").c_str());
  const auto most = std::atoll(parameters.at("retmax").c_str());
  if (start >= limit) {
    return status(400,
                  "<eFetchResult><ERROR>Search backend cannot retrieve history data. Reason: "
                  "'retstart' cannot be larger than 9998.</ERROR></eFetchResult>");
  }
  std::vector<std::int64_t> page;
  const auto end = std::min<std::int64_t>(
      {start + most, limit, static_cast<std::int64_t>(history->second.size())});
  for (auto i = start; i < end; ++i) page.push_back(history->second[static_cast<std::size_t>(i)]);
  return ok(set_of(page, looks));
}

Result<SinkCounts> CollectingSink::write(SinkPage page) {
  if (refuse) {
    if (auto error = refuse()) return *error;
  }
  SinkCounts counts;
  for (const Record& record : page.records) {
    ++counts.read;
    ++written;
    ids.insert(record.source_record_id).second ? ++counts.added : ++counts.unchanged;
  }
  counts.problems = static_cast<std::int64_t>(page.problems.size());
  problems.insert(problems.end(), page.problems.begin(), page.problems.end());
  cursor = page.cursor_after;
  last = page.last;
  urls.push_back(page.raw_url);
  ++pages;
  return counts;
}

SourceConfig pubmed_source(const std::string& base_url) {
  SourceConfig source;
  source.id = "pubmed";
  source.protocol = "eutils";
  source.format = "pubmed-xml";
  source.base_url = base_url;
  source.query = "asthma[mh]";
  source.email = "library@example.org";
  source.page_size = 3;
  source.allow_http = true;
  source.allow_private_addresses = true;
  return source;
}

}  // namespace evidence::test
