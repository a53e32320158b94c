/* SPDX-License-Identifier: MIT
 *
 * Numbers of things, in words.
 */
#pragma once

#include <glib.h>

/* "1 nytt ärende", "2 nya ärenden": the number with the word that goes with it; new. */
char *ink_count(gint64 number, const char *one, const char *many);
