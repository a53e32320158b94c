/* SPDX-License-Identifier: MIT
 *
 * The header fields of a message or of a part, read from the raw bytes.
 */
#pragma once

#include "defects.h"

typedef struct {
    const char *name; /* in the bytes, not terminated */
    gsize name_size;
    const char *value; /* after the colon, still folded */
    gsize value_size;
} InkField;

typedef struct {
    const char *at, *end; /* when the fields are at an end, at is where the body begins */
    InkDefects *defects;
} InkFieldReader;

/* FALSE when the header is at an end. */
gboolean ink_field_next(InkFieldReader *reader, InkField *out_field);
gboolean ink_field_is(const InkField *field, const char *name);
/* The value on one line: folding undone, NUL removed, trimmed. The bytes are not UTF-8 yet. */
char *ink_field_dup_value(const InkField *field);
/* The end of the line that begins at at: past its line feed, or end. */
const char *ink_line_end(const char *at, const char *end);
