// CTemporaryFiles.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

// Files that must not outlive the program: a signal that ends it removes them.
//
// In C, as a handler of signals may do next to nothing: no locks, no memory,
// none of Swift's runtime.

#ifndef CTEMPORARYFILES_H
#define CTEMPORARYFILES_H

// Has `path` removed if SIGINT, SIGTERM or SIGHUP ends the program, and returns
// a number to forget it by. Call it before the file is made. A negative number
// if there is no room for one more; the file is then left behind.
//
// The first call takes the three signals over, unless the program ignores one
// or has a handler of its own. They end it as before.
int pc_temporary_file_remember(const char *path);

// The file has its name now, or has been removed.
void pc_temporary_file_forget(int number);

#endif  // CTEMPORARYFILES_H
