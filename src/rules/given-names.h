/* SPDX-License-Identifier: MIT
 *
 * Given names that are usual in Sweden, in lower case and byte order. Some are words too (sten,
 * dag, per): those are names only with a surname after them.
 */
#pragma once

#include <glib.h>

typedef struct {
    const char *name;
    gboolean is_word;
} InkGivenName;

extern const InkGivenName INK_GIVEN_NAMES[];
extern const gsize INK_GIVEN_NAMES_COUNT;
