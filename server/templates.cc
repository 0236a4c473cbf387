#include "server/templates.h"

#include <ctemplate/template.h>
#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary.h>

#include <map>
#include <utility>

#include "base/text.h"
#include "embedded/templates.h"

namespace evidence::server {
namespace {

constexpr int kMaxIncludeDepth = 8;
constexpr auto kStrip = ctemplate::STRIP_WHITESPACE;

ctemplate::TemplateString to_template_string(std::string_view text) {
  return {text.data(), text.size()};
}

Error template_error(std::string_view name, std::string_view what) {
  return {ErrorCode::kInternal, "bad_template",
          "template " + quoted_for_message(name) + ": " + std::string(what),
          "The program was built with a damaged template; build it anew."};
}

using Sources = std::map<std::string_view, std::string_view>;

// ctemplate's own includes see none of the page's values, so files are joined as text.
Result<std::string> with_includes(const Sources& sources, std::string_view name, int depth) {
  const auto found = sources.find(name);
  if (found == sources.end()) return template_error(name, "no such template");
  if (depth > kMaxIncludeDepth) return template_error(name, "includes itself");
  std::string text;
  for (const std::string_view line : split(found->second, '\n')) {
    constexpr std::string_view kInclude = "%include ";
    if (line.starts_with(kInclude)) {
      EVIDENCE_ASSIGN(const std::string included,
                      with_includes(sources, trim(line.substr(kInclude.size())), depth + 1));
      text += included;
    } else {
      text.append(line).push_back('\n');
    }
  }
  return text;
}

}  // namespace

void Values::set(std::string_view name, std::string_view value) {
  dictionary_->SetValue(to_template_string(name), to_template_string(value));
}

void Values::set_number(std::string_view name, std::uint64_t number) {
  set(name, with_thousands(number));
}

void Values::show(std::string_view section) {
  dictionary_->ShowSection(to_template_string(section));
}

void Values::show_with(std::string_view section, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  add(section).set(name, value);
}

Values Values::add(std::string_view section) {
  return Values(dictionary_->AddSectionDictionary(to_template_string(section)));
}

PageValues::PageValues() : Values(new ctemplate::TemplateDictionary("page")) {}
PageValues::~PageValues() { delete dictionary_; }

Templates::Templates() : cache_(std::make_unique<ctemplate::TemplateCache>()) {}
Templates::~Templates() = default;

Result<std::unique_ptr<const Templates>> Templates::parse(std::span<const EmbeddedFile> files) {
  Sources sources;
  for (const EmbeddedFile& file : files) sources[file.name] = file.bytes;
  std::unique_ptr<Templates> templates(new Templates);
  for (const auto& [name, unused] : sources) {
    EVIDENCE_ASSIGN(const std::string text, with_includes(sources, name, 0));
    // Without this line ctemplate escapes nothing, so no template gets by without it.
    const std::string escaped = "{{%AUTOESCAPE context=\"HTML\"}}" + text;
    if (name.starts_with('_')) continue;  // a part: only whole pages stand in a known context
    if (!templates->cache_->StringToTemplateCache(to_template_string(name),
                                                  to_template_string(escaped), kStrip)) {
      return template_error(name, "cannot be parsed, or a value stands where it cannot be escaped");
    }
  }
  templates->cache_->Freeze();
  return std::unique_ptr<const Templates>(std::move(templates));
}

Result<std::string> Templates::expand(std::string_view name, const PageValues& values) const {
  std::string page;
  page.reserve(32U << 10U);
  ctemplate::PerExpandData nothing;
  if (!cache_->ExpandNoLoad(to_template_string(name), kStrip, values.dictionary_, &nothing,
                            &page)) {
    return template_error(name, "no such template");
  }
  return page;
}

const Result<std::unique_ptr<const Templates>>& built_in_templates() {
  static const auto templates = Templates::parse(embedded_templates());
  return templates;
}

}  // namespace evidence::server
