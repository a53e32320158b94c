/* SPDX-License-Identifier: MIT
 *
 * The parts of a message, as GMime reads them.
 */
#pragma once

#include "defects.h"
#include "gmime-auto.h"
#include "prescan.h"

#include "inkom/limits.h"

typedef struct {
    GBytes *bytes;     /* what GMime read; its parts point into them */
    GByteArray view;   /* the same bytes, as GMime's stream wants them */
    gsize body;        /* where the outer header ends */
    GMimeObject *root; /* has every field of the outer header, in order */
    GPtrArray *inner;  /* InkTree: those whose parts were put into this one */
    InkUse use;
} InkTree;

/* BAD_MESSAGE over a limit. */
InkTree *ink_tree_parse(GBytes *bytes, const InkLimits *limits, InkDefects *defects,
                        GError **error);
/* Another tree of the same body, where GMime found a multipart without parts; NULL without an error
 * if the tree is right as it is. */
InkTree *ink_tree_mend(const InkTree *tree, const InkLimits *limits, InkDefects *defects,
                       GError **error);
/* Takes what the tree uses of its limits from what is left of them. */
void ink_tree_take(const InkTree *tree, InkLimits *left);
void ink_tree_free(InkTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkTree, ink_tree_free)
