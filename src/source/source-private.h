/* SPDX-License-Identifier: MIT
 *
 * For those who write a source: a const struct of named functions, found by the endpoint's scheme
 * in source.c. What each must promise stands in inkom/source.h.
 */
#pragma once

#include "inkom/source.h"

typedef struct {
    gpointer (*open)(const InkMailbox *mailbox, const InkLimits *limits, GError **error);
    void (*close)(gpointer self);
    guint32 (*get_uidvalidity)(gpointer self);
    gboolean (*has_marks)(gpointer self);
    GPtrArray *(*list)(gpointer self, guint32 after_uid, GError **error);
    GPtrArray *(*fetch)(gpointer self, InkListed *const *listed, gsize count, GError **error);
    GPtrArray *(*survey)(gpointer self, GError **error);
    /* The path of the folder for what is done, of a mailbox that has one; *out_path NULL: it is not
     * there yet. */
    gboolean (*find_done)(gpointer self, char **out_path, GError **error);
    gboolean (*acknowledge)(gpointer self, const char *const *uids, gsize count, GError **error);
} InkSourceDriver;

extern const InkSourceDriver ink_imap_source;
extern const InkSourceDriver ink_maildir_source;

/* The size of the header with the empty line that ends it, or all of it if there is none. */
gsize ink_source_get_header_size(const guint8 *data, gsize size);
