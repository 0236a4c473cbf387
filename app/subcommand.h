// A command below a command (`evidence merge queue`): what to do once everything is parsed. Used by
// the cmd_<name>.cc files that have several.
#pragma once

#include <memory>

#include "app/commands.h"

namespace evidence::app {

// `act` fails with an Error, which is printed and becomes the exit code.
template <typename Arguments>
void on(CLI::App* command, Run& run, const std::shared_ptr<Arguments>& arguments,
        Result<void> (*act)(Context&, const Arguments&)) {
  command->callback([arguments, act, &run] {
    run = [arguments, act](Context& context) {
      const auto outcome = act(context, *arguments);
      return outcome.ok() ? 0 : context.fail(outcome.error());
    };
  });
}

}  // namespace evidence::app
