/* SPDX-License-Identifier: MIT
 *
 * What the unit tests share. Each is a GTest program that prove runs with --tap; G_TEST_SRCDIR is
 * the project's folder. A warning that a test did not expect ends it.
 */
#pragma once

#include <glib.h>

/* A file of the project, by its path from the top. */
static inline char *
test_path(const char *relative)
{
    const char *top = g_getenv("G_TEST_SRCDIR");
    return g_build_filename(top != NULL ? top : ".", relative, NULL);
}
