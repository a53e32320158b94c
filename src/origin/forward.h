/* SPDX-License-Identifier: MIT
 *
 * Letters within letters.
 */
#pragma once

#include "origin-private.h"

typedef struct {
    InkOriginPerson person;
    gint64 date;                /* INK_TIME_NONE: unreadable */
    char *dated;                /* as it is written; NULL if it is not */
    char *to, *subject, *text;  /* to and subject may be NULL */
    gboolean is_marked;         /* it says of itself that it is passed on */
    gboolean is_hidden;         /* above it stands what may be the labels of another letter */
    const InkMessage *attached; /* the message it is; NULL: it stands in the text */
} InkOriginHop;

/* The one officer who sent the message; NULL if it is not from one, or not written by a person. */
const InkAddress *ink_origin_get_officer(const InkMessage *message, const InkOriginFacts *facts);
/* The letters in the message, the outermost first: InkOriginHop. */
GPtrArray *ink_origin_list_hops(const InkMessage *message, const InkOriginFacts *facts);
/* The first of the letters attached. out_count may be NULL. */
const InkMessage *ink_origin_find_attached(const InkMessage *message, guint *out_count);
