/* SPDX-License-Identifier: MIT
 *
 * The parts of one message that patterns look at, in normal form.
 */
#pragma once

#include "rules-private.h"

typedef struct {
    const char *text;
    gsize size;
} InkPartText;

typedef struct {
    const InkRules *rules;
    const InkMessage *message;
    InkPartText texts[INK_PARTS]; /* but for headers; what no rule looks at is left out */
    GString *buffers[INK_PARTS];  /* that texts point into, several of them into that of words */
    GPtrArray *headers;           /* GString by number of header; NULL: not made yet */
} InkParts;

InkParts *ink_parts_new(const InkRules *rules);
void ink_parts_free(InkParts *parts);
/* The message must live as long as its headers may be asked for. */
void ink_parts_fill(InkParts *parts, const InkMessage *message);
/* The values of one header, a line each, made when a pattern first asks for them. */
InkPartText ink_parts_get_header(InkParts *parts, guint number);
