/* SPDX-License-Identifier: MIT
 *
 * Where the parts of a message lie in its bytes.
 */
#pragma once

#include "defects.h"
#include "params.h"

#include "inkom/limits.h"

#include <gmime/gmime.h>

typedef struct {
    InkParams *type;        /* Content-Type; never NULL */
    InkParams *disposition; /* NULL if none */
    GMimeContentEncoding encoding;
    gsize body, end; /* offsets; a part's body ends before the line end that precedes a boundary */
    guint depth;     /* 0: the message itself */
    guint after;     /* index of the first part that is not inside this one */
    gboolean is_multipart;
} InkPart;

typedef struct {
    const char *bytes;
    gsize size;
    GPtrArray *parts; /* InkPart, each before those inside it; the first is the message */
} InkStructure;

/* BAD_MESSAGE over a limit. The bytes must outlive the structure. */
InkStructure *ink_structure_scan(const char *bytes, gsize size, const InkLimits *limits,
                                 InkDefects *defects, GError **error);
void ink_structure_free(InkStructure *structure);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkStructure, ink_structure_free)

const InkPart *ink_structure_get(const InkStructure *structure, guint index);
