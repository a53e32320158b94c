/* SPDX-License-Identifier: MIT
 *
 * Content-Type and Content-Disposition: a value and its parameters (RFC 2045 §5, RFC 2183).
 */
#pragma once

#include "defects.h"

typedef struct {
    char *value;     /* lower case, without comments and spaces: "text/plain", "attachment" */
    GArray *entries; /* Param, in the order written */
} InkParams;

InkParams *ink_params_parse(const char *field_value);
void ink_params_free(InkParams *params);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkParams, ink_params_free)

/* The value as written, unquoted; NULL if none. Names are given in lower case. */
const char *ink_params_find(const InkParams *params, const char *name);
/* The value with RFC 2231 parts joined and RFC 2231 or RFC 2047 coding undone; NULL if none. */
char *ink_params_dup_decoded(const InkParams *params, const char *name, InkDefects *defects);
