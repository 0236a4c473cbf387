// A strategy that stands in a file or on standard input, read and parsed: what the commands
// strategy, lint and translate share.
#pragma once

#include <string>

#include "app/context.h"
#include "query/strategy_text.h"

namespace evidence::app {

// "-" is standard input. `syntax`: a name, or "" to recognise it from the text. Fails with
// kInvalidArgument (unknown syntax), kNotFound, kTooLarge.
Result<query::ParsedStrategy> read_strategy(const std::string& file, const std::string& syntax,
                                            const query::ParseOptions& options);

Result<std::string> read_text_file(const std::string& file, std::size_t most_bytes);

// "line 3, column 14: error: … Fix: …" – one message as a line for people.
std::string message_line(const query::Message& message);

}  // namespace evidence::app
