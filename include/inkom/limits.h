/* SPDX-License-Identifier: MIT
 *
 * Every limit on mail from outside, by name. All can be set under `limits:` in the configuration.
 * A message over a limit is quarantined with its bytes and the name of the limit.
 */
#pragma once

#include <glib.h>

typedef struct {
    gint64 message_bytes;        /* whole message; over it only the header is fetched */
    gint64 header_bytes;         /* all header fields of one part together */
    gint64 address_header_bytes; /* one field: GMime's address parser recurses once per byte pair */
    gint64 header_count;         /* fields in the headers of all parts together */
    gint64 parts;                /* MIME parts in all */
    gint64 depth;                /* nested multiparts */
    gint64 message_depth;        /* attached messages in each other that are opened */
    gint64 text_bytes;           /* decoded text kept for rules; what is over is cut, not refused */
} InkLimits;

#define INK_LIMITS_DEFAULT                                                                         \
    ((InkLimits){.message_bytes = 50 * 1024 * 1024,                                                \
                 .header_bytes = 1024 * 1024,                                                      \
                 .address_header_bytes = 16 * 1024,                                                \
                 .header_count = 10000,                                                            \
                 .parts = 1000,                                                                    \
                 .depth = 50,                                                                      \
                 .message_depth = 5,                                                               \
                 .text_bytes = 100 * 1024})
