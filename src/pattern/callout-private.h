/* SPDX-License-Identifier: MIT
 *
 * For pattern.c: where in a pattern work is counted.
 */
#pragma once

#include <glib.h>

/* The pattern with a callout at every place where the work can grow beyond the pattern's own
 * length; NULL if something in it is not understood, and PCRE2 must put one before every item. */
char *ink_callout_insert(const char *pattern);
