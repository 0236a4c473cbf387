#include "access/libkey.h"

#include <algorithm>
#include <cctype>

#include "base/json.h"
#include "base/url.h"

namespace evidence {
namespace {

bool is_number(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most &&
         std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return std::isdigit(c) != 0; });
}

// bestIntegratorLink may be an address or an object that holds one as bestLink.
std::string address_in(const json::object& article, std::string_view key) {
  const json::value* value = member(article, key);
  if (value == nullptr) return "";
  if (value->is_object()) return string_member(value->get_object(), "bestLink");
  return string_member(article, key);
}

void add_note(const json::object& article, std::string_view key, NoteKind kind,
              EnrichmentAnswer& answer) {
  const auto url = parse_web_url(string_member(article, key));
  if (url.ok()) answer.notes.push_back({kind, url->text});
}

class LibKey final : public EnrichmentSource {
 public:
  explicit LibKey(LibKeySettings settings) : settings_(std::move(settings)) {}

  std::string_view name() const override { return "libkey"; }
  std::string key(const EnrichmentQuestion& question) const override {
    if (!settings_.libraries.contains(question.organisation)) return "";
    const std::string who = "libkey|" + question.organisation + "|";
    if (!question.doi.empty()) return who + "doi:" + question.doi;
    return question.pmid.empty() ? "" : who + "pmid:" + question.pmid;
  }
  Result<HttpRequest> request(const EnrichmentQuestion& question) const override {
    const auto library = settings_.libraries.find(question.organisation);
    if (library == settings_.libraries.end()) {
      return Error{ErrorCode::kNotFound, "no_library", "LibKey is not set up for it", ""};
    }
    HttpRequest request;
    EVIDENCE_ASSIGN(request.url, libkey_url(settings_.base_url, library->second, question));
    request.headers.emplace_back("Accept", "application/json");
    return request;
  }
  Result<EnrichmentAnswer> parse(const EnrichmentQuestion& question,
                                 std::string_view body) const override {
    static_cast<void>(question);
    return parse_libkey(body);
  }

 private:
  const LibKeySettings settings_;
};

}  // namespace

Result<std::string> libkey_url(std::string_view base_url, const LibKeyLibrary& library,
                               const EnrichmentQuestion& question) {
  std::string url = std::string(base_url) + "/public/v1/libraries/" +
                    percent_encode(library.library_id) + "/articles/";
  if (!question.doi.empty()) {
    EVIDENCE_ASSIGN(const std::string path, doi_in_path(question.doi));
    url += "doi/" + path;
  } else if (question.pmid.empty()) {
    return Error{ErrorCode::kInvalidArgument, "no_identifier", "there is neither DOI nor PMID", ""};
  } else if (!is_number(question.pmid, 9)) {
    return Error{ErrorCode::kInvalidArgument, "bad_pmid",
                 quoted_for_message(question.pmid) + " is no PMID", ""};
  } else {
    url += "pmid/" + question.pmid;
  }
  return url + "?access_token=" + percent_encode(library.access_token);
}

Result<EnrichmentAnswer> parse_libkey(std::string_view body) {
  EVIDENCE_ASSIGN(const json::value value, parse_json(body, kEnrichmentLimits.reply_bytes));
  const auto bad = [] {
    return Error{ErrorCode::kBadContent, "bad_libkey_reply", "the reply is not one of LibKey's",
                 ""};
  };
  if (!value.is_object()) return bad();
  EnrichmentAnswer answer;
  answer.source = "libkey";
  const json::value* data = member(value.get_object(), "data");
  // A library that knows nothing of an article says so by null or an empty list.
  if (data != nullptr && (data->is_null() || (data->is_array() && data->get_array().empty()))) {
    return answer;
  }
  if (data != nullptr && !data->is_object()) return bad();
  const json::object& article = data == nullptr ? value.get_object() : data->get_object();
  const std::string file = address_in(article, "fullTextFile");
  const std::string location = address_in(article, "contentLocation");
  const std::string best = address_in(article, "bestIntegratorLink");
  const json::value* open = member(article, "openAccess");
  if (open == nullptr && file.empty() && location.empty() && best.empty() && data == nullptr) {
    return bad();
  }
  const bool is_open = open != nullptr && open->is_bool() && open->get_bool();
  std::vector<FoundCopy>& copies = is_open ? answer.open : answer.licensed;
  // The file opens the article itself; without one, the best link may only lead to its page.
  add_copy(copies, {file, "", "publisher", "", true, true});
  add_copy(copies, {location, "", "publisher", "", false, true});
  if (copies.empty()) add_copy(copies, {best, "", "", "", false, false});
  add_note(article, "retractionNoticeUrl", NoteKind::kRetraction, answer);
  add_note(article, "expressionOfConcernNoticeUrl", NoteKind::kConcern, answer);
  return answer;
}

std::unique_ptr<EnrichmentSource> make_libkey(LibKeySettings settings) {
  return std::make_unique<LibKey>(std::move(settings));
}

}  // namespace evidence
