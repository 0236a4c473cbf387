// The words that is_stop_word() (base/tokenizer.h) knows, for whoever needs all of them. Constant.
#pragma once

#include <span>
#include <string_view>

namespace evidence {

std::span<const std::string_view> stop_words();  // folded, sorted

}  // namespace evidence
