// SIGINT and SIGTERM as a StopFlag. A signal handler can reach nothing but a global, so this is the
// program's one; a second signal ends the process at once.
#pragma once

#include "base/stop_flag.h"

namespace evidence::app {

void install_interrupt_handler();
const StopFlag& interrupt_flag();

}  // namespace evidence::app
