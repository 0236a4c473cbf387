// The pages' templates: parsed once at start, every value escaped for the place where it stands.
// Templates is immutable after parse() and thread-safe; Values belongs to one request. A bad
// template is an Error that names it; expand() of a parsed template cannot fail.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "server/embedded_file.h"

namespace ctemplate {
class TemplateCache;
class TemplateDictionary;
}  // namespace ctemplate

namespace evidence::server {

// The values of one page, or of one pass through a section of it. A section is left out unless it
// was shown or added; inside it the values of the page are seen too.
class Values {
 public:
  void set(std::string_view name, std::string_view value);
  void set_number(std::string_view name, std::uint64_t number);  // "12,345"
  void show(std::string_view section);
  // Shows `section` and sets `name` in it; does nothing when `value` is empty.
  void show_with(std::string_view section, std::string_view name, std::string_view value);
  Values add(std::string_view section);  // one more pass; lives as long as the page's values

 protected:
  explicit Values(ctemplate::TemplateDictionary* dictionary) : dictionary_(dictionary) {}
  ctemplate::TemplateDictionary* dictionary_;
};

class PageValues : public Values {
 public:
  PageValues();
  ~PageValues();
  PageValues(const PageValues&) = delete;
  PageValues& operator=(const PageValues&) = delete;

 private:
  friend class Templates;
};

class Templates {
 public:
  // Files named "*.tpl". A line "%include other.tpl" stands for that file's text. kInternal with
  // the template's name for a missing or circular include, a syntax error or a value in a place
  // where it cannot be escaped.
  static Result<std::unique_ptr<const Templates>> parse(std::span<const EmbeddedFile> files);
  ~Templates();

  // kInternal when there is no such template.
  Result<std::string> expand(std::string_view name, const PageValues& values) const;

 private:
  Templates();
  std::unique_ptr<ctemplate::TemplateCache> cache_;
};

// Those in the binary, parsed at the first call: constant afterwards. `serve` calls it before it
// listens, so that a bad template stops the start and not a reader.
const Result<std::unique_ptr<const Templates>>& built_in_templates();

}  // namespace evidence::server
