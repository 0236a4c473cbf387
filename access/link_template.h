// Templates of sign-in links that a platform or an organisation's federation wants: WAYFless
// addresses such as https://sp.example.org/Shibboleth.sso/Login?entityID={entityID}&target=
// {target_enc}. Pure functions, thread-safe. docs/access.md.
#pragma once

#include <string>
#include <string_view>

namespace evidence {

struct TemplateValues {
  std::string entity_id;    // {entityID}: of the organisation's identity provider, encoded
  std::string scope;        // {scope}: the organisation's OpenAthens or Shibboleth scope, encoded
  std::string customer_id;  // {customer_id}: the organisation's number at this platform, encoded
};

// "" where links can be made from it; else why not, for a configuration message: no https, a
// placeholder that is not one of {entityID} {scope} {customer_id} {target} {target_enc}
// {target_enc2}, one without a value, no host outside placeholders, or a {target} that is not last.
// A template without any target opens the platform's home page and is allowed.
std::string why_not_template(std::string_view text, const TemplateValues& values);

// {target}: as it is, {target_enc}: percent-encoded, {target_enc2}: encoded twice, for a target
// inside a target. Only for templates that why_not_template() lets pass.
std::string fill_template(std::string_view text, const TemplateValues& values,
                          std::string_view target);

// Has each placeholder a value? A package's template is written for every organisation.
bool has_values(std::string_view text, const TemplateValues& values);

// Does it lead to the target itself, not to a home page?
bool has_target(std::string_view text);

}  // namespace evidence
