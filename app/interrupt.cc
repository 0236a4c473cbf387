#include "app/interrupt.h"

#include <unistd.h>

#include <csignal>

namespace evidence::app {

namespace {

StopFlag stop_flag;  // reached from the signal handler

extern "C" void on_signal(int signal_number) {
  if (stop_flag.stop_requested()) _exit(128 + signal_number);
  stop_flag.request_stop();
}

}  // namespace

void install_interrupt_handler() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  // A closed pipe or socket is an error of write(), not the end of the process.
  struct sigaction ignore {};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &ignore, nullptr);
}

const StopFlag& interrupt_flag() { return stop_flag; }

}  // namespace evidence::app
