// Addresses of the results page made from a request: percent-encoded, in a fixed order, defaults
// left out, so that the same search always has the same address. Used by the results page. Values.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "search/search_request.h"

namespace evidence::server {

using Parameters = std::vector<std::pair<std::string, std::string>>;

// "/search?q=asthma&filter.year=2015-2020"; just `path` without parameters.
std::string address(std::string_view path, const Parameters& parameters);

inline constexpr std::string_view kResultsPath = "/search";
inline constexpr std::string_view kCarePath = "/point-of-care";

class SearchUrl {
 public:
  // `organisation` is kept in every address when not empty. `path` is the page that shows the
  // search: the list of results, or the point-of-care view.
  SearchUrl(SearchRequest request, std::string organisation, std::string_view path = kResultsPath)
      : request_(std::move(request)), organisation_(std::move(organisation)), path_(path) {}

  [[nodiscard]] std::string self() const;
  [[nodiscard]] std::string page(std::size_t number) const;  // from 1
  [[nodiscard]] std::string without(Field field, std::string_view value) const;
  // The value added to those of its field that are asked for, or to those that are left out.
  [[nodiscard]] std::string with(Field field, std::string_view value, bool exclude = false) const;
  // The list of a facet's values, with what the request asks for.
  [[nodiscard]] std::string facet_list(Field field) const;
  [[nodiscard]] std::string with_only(Field field, std::string_view value) const;
  // Works with any of these values, whatever was asked of the field before.
  [[nodiscard]] std::string with_any_of(Field field, std::vector<std::string> values) const;
  // The same search in the other view, from its beginning: kinds of evidence are that view's own.
  [[nodiscard]] std::string at_point_of_care() const;
  [[nodiscard]] std::string as_results() const;
  // Of a filter that does not lie in the index, such as access.
  [[nodiscard]] std::string without_external(std::string_view name, std::string_view value) const;
  [[nodiscard]] std::string without_filters() const;  // without clinical category too
  // Narrowed by a clinical category (server/clinical_category.h) instead of any other.
  [[nodiscard]] std::string with_category(std::string_view category, std::string_view scope) const;
  [[nodiscard]] std::string without_line_filter(std::string_view id) const;
  // The same page, with the reasons of each work's place, those of this work open.
  [[nodiscard]] std::string why(std::size_t page, std::string_view work) const;
  // The same search for another text, from its first page.
  [[nodiscard]] std::string with_text(std::string_view text) const;
  // The typed words in quotation marks, so that no ending and no other spelling matches; "" where
  // the text has a syntax of its own already.
  [[nodiscard]] std::string exactly() const;
  // Back again: without quotation marks, any form of the words, all of them.
  [[nodiscard]] std::string freely() const;
  // Works with any of the typed words; "" where there is one word only, or a syntax of its own.
  [[nodiscard]] std::string with_any_word() const;

  // For the hidden inputs of the page's forms: everything but the page number.
  [[nodiscard]] Parameters for_facet_form() const;
  [[nodiscard]] Parameters for_sort_form() const;
  // Besides, without the filters that the form itself shows: of the fields `shown` those that do
  // not exclude, of the fields `chosen` all.
  [[nodiscard]] Parameters for_filter_form(const std::vector<Field>& shown,
                                           const std::vector<Field>& chosen = {}) const;

 private:
  static Parameters parameters(const SearchRequest& request, const std::string& organisation,
                               std::size_t page);
  [[nodiscard]] std::string to(const SearchRequest& request, std::size_t page = 1) const;
  SearchRequest request_;
  std::string organisation_;
  std::string_view path_;
};

}  // namespace evidence::server
