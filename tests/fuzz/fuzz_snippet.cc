// Any bytes as an abstract: its sentences, its conclusion, the snippet of a result line. What is
// called a conclusion stands in the text and begins and ends with a sentence.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/sentences.h"
#include "base/text.h"
#include "search/conclusion.h"
#include "search/snippet.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evidence;
  const std::string text =
      clean_text_keeping_lines(std::string_view(reinterpret_cast<const char*>(data), size));
  std::size_t at = 0;
  for (const SentenceSpan& span : sentences_in(text)) {
    if (span.begin < at || span.end <= span.begin || span.end > text.size()) std::abort();
    at = span.end;
  }
  if (const auto found = find_conclusion(text, 420)) {
    if (found->begin >= found->end || found->end > found->section_end ||
        found->section_end > text.size()) {
      std::abort();
    }
  }
  QueryWords words;
  words.add_prefix("con");
  for (const bool advice : {true, false}) {
    for (const SnippetPart& part : snippet_of(text, words, advice).parts) {
      if (!is_valid_utf8(part.text)) std::abort();
    }
  }
  return 0;
}
