/* SPDX-License-Identifier: MIT
 *
 * Giving up, for good, everything that reading a message does not need.
 */
#pragma once

#include <glib.h>

#if defined(__SANITIZE_ADDRESS__)
#define INK_IS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define INK_IS_SANITIZED 1
#endif
#endif
#ifndef INK_IS_SANITIZED
#define INK_IS_SANITIZED 0
#endif

typedef struct {
    int landlock; /* the version of the kernel's Landlock that holds; 0 = it has none, or it is
                     turned off; below 0: that version is there, and refused to be used */
} InkLocks;

/* Of the calling process, which has one thread: no files, no network, no other process, no more
 * than memory_bytes of address space (not when built with AddressSanitizer, which reserves
 * terabytes), no core dump, nothing new to execute. What is left is to read and write what is open,
 * to have memory, and to end. NULL, or what could not be given up (a literal, Swedish). */
const char *ink_lockdown(gsize memory_bytes, InkLocks *out_locks);

/* Landlock alone; what is said of it in InkLocks. */
int ink_lockdown_files(void);
