/* SPDX-License-Identifier: MIT
 *
 * What goes between the two processes, over one socket, in turns:
 *
 *   parent   InkLimits, once
 *   child    InkHello, once it is locked up
 *   parent   a question: INK_FRAME_MESSAGE and the message's bytes
 *   child    its answer: INK_FRAME_MESSAGE and what message-wire.h writes, or INK_FRAME_REFUSED and
 *            a reason in Swedish
 *   …        until the parent closes
 */
#pragma once

#include <glib.h>

/* The program is started with this as its only argument to be the child. */
extern const char ink_serve_argument[];

#define INK_SERVE_SOCKET 0 /* the descriptor that the child finds it on */

typedef struct {
    gint32 landlock; /* InkLocks */
    char why[124];   /* "", or what could not be given up: then the child has ended */
} InkHello;

typedef enum {
    INK_FRAME_MESSAGE = 0x4d6b6e49, /* "InkM": noise is seen for what it is */
    INK_FRAME_REFUSED = 0x526b6e49,
} InkFrameKind;

typedef struct {
    guint32 kind; /* InkFrameKind */
    guint32 size; /* of what follows */
} InkFrame;

/* Above what a message can hold of header and text there is only a reader out of its mind. */
static inline gsize
ink_frame_get_answer_max(gint64 header_bytes, gint64 text_bytes)
{
    return 4 * 1024 * 1024 + 8 * (gsize)header_bytes + 4 * (gsize)text_bytes;
}
