/* SPDX-License-Identifier: MIT
 *
 * What is in a TNEF stream, by libytnef.
 */
#pragma once

#include "defects.h"

typedef struct {
    char *name; /* as given; NULL if none */
    char *type; /* "application/pdf" */
    GBytes *bytes;
    gboolean is_tnef; /* an attached message of Outlook's, a TNEF stream itself */
} InkTnefFile;

typedef struct {
    char *text;       /* valid UTF-8; "" if none */
    GPtrArray *files; /* InkTnefFile */
} InkTnef;

/* NULL if it is no TNEF stream. What is broken is left out, and noted. */
InkTnef *ink_tnef_read(const char *data, gsize size, gsize max_files, gsize max_text,
                       InkDefects *defects);
void ink_tnef_free(InkTnef *tnef);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkTnef, ink_tnef_free)
