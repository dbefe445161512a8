// temporary_files.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "CTemporaryFiles.h"

enum { CAPACITY = 64 };

// Who takes a path out of its place owns it: the handler, to unlink it, or
// pc_temporary_file_forget, to free it.
static char *_Atomic paths[CAPACITY];

static void remove_and_end(int signal_number) {
  for (int index = 0; index < CAPACITY; index++) {
    char *const path = atomic_exchange(&paths[index], NULL);
    if (path) unlink(path);
  }
  // SA_RESETHAND has put the default back: this ends the program once the
  // handler returns, and its parent sees by what.
  raise(signal_number);
}

static void take_signals_over(void) {
  static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
  for (size_t index = 0; index < sizeof numbers / sizeof *numbers; index++) {
    struct sigaction action;
    if (sigaction(numbers[index], NULL, &action) != 0) continue;
    if (action.sa_handler != SIG_DFL) continue;
    action.sa_handler = remove_and_end;
    action.sa_flags = (int)SA_RESETHAND;
    // One at a time: a second signal must not end the program halfway.
    sigfillset(&action.sa_mask);
    sigaction(numbers[index], &action, NULL);
  }
}

int pc_temporary_file_remember(const char *path) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, take_signals_over);
  char *const copy = strdup(path);
  if (!copy) return -1;
  for (int index = 0; index < CAPACITY; index++) {
    char *none = NULL;
    if (atomic_compare_exchange_strong(&paths[index], &none, copy)) {
      return index;
    }
  }
  free(copy);
  return -1;
}

void pc_temporary_file_forget(int number) {
  if (number >= 0) free(atomic_exchange(&paths[number], NULL));
}
