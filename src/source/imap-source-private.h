/* SPDX-License-Identifier: MIT
 *
 * An IMAP folder as a source: what its two files share.
 */
#pragma once

#include "source-private.h"

#include "inkom/imap.h"

typedef struct {
    const InkMailbox *mailbox;
    InkLimits limits;
    InkImap *imap;
    InkImapFolder folder;
} InkImapSource;

/* Opens the same folder again after an error has ended the session. On failure the session that is
 * closed stays, and says so to whoever calls. */
gboolean ink_imap_source_reconnect(InkImapSource *source, GError **error);

/* A number from 1; INTERNAL if the text is none. */
gboolean ink_imap_source_parse_uid(const char *text, guint32 *out_uid, GError **error);

/* InkSourceDriver.fetch. */
GPtrArray *ink_imap_source_fetch(gpointer self, InkListed *const *listed, gsize count,
                                 GError **error);
