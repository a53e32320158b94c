/* SPDX-License-Identifier: MIT
 *
 * Where messages come from. The mailbox is the queue: list, fetch, and only after the register's
 * commit acknowledge. A message that is not acknowledged is listed again.
 *
 * Identity of a message in its mailbox: uidvalidity and uid. For a Maildir uidvalidity is 0 and
 * the uid is the file's name before ":2,".
 */
#pragma once

#include "inkom/config.h"

typedef struct {
    char *uid;
    gint64 size; /* bytes; 0 if the server would not say */
} InkListed;

typedef struct {
    char *uid;
    gint64 stored_at;      /* UTC seconds: INTERNALDATE, or the file's time */
    const char *stored_by; /* what that is: "INTERNALDATE", "Maildir-filens tid" */
    GBytes *bytes;
    gint64 size;             /* of the whole message */
    gboolean is_header_only; /* over limits.message_bytes: the rest is left in the mailbox */
} InkIncoming;

/* A message that lies in the folder, done or not. */
typedef struct {
    char *uid;
    gint64 size;        /* as in InkListed */
    gboolean is_marked; /* as done */
    gint64 stored_at;   /* a file's time; INK_TIME_NONE where the UIDs tell what came first */
} InkHeld;

void ink_listed_free(InkListed *listed);
void ink_held_free(InkHeld *held);
void ink_incoming_free(InkIncoming *incoming);

typedef struct InkSource InkSource;

/* TEMPORARY or BAD_CONFIG, with the mailbox's name in the message. The mailbox must live as long
 * as the source; the limits are copied. */
InkSource *ink_source_open(const InkMailbox *mailbox, const InkLimits *limits, GError **error);
void ink_source_close(InkSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkSource, ink_source_close)

guint32 ink_source_get_uidvalidity(const InkSource *source);
/* FALSE when the server keeps no mark for us and only the highest UID done tells what is new. */
gboolean ink_source_has_marks(const InkSource *source);

/* Messages without our mark (when the source has marks) or above after_uid (when not), oldest
 * first, at most INK_SOURCE_LIST_MAX. NULL on error, empty when there is nothing. */
#define INK_SOURCE_LIST_MAX 10000
GPtrArray *ink_source_list(InkSource *source, guint32 after_uid, GError **error); /* InkListed */

/* The bytes of these messages, in order; one that has gone since is not in the answer, nor one
 * that the server cannot give (a warning is logged: it must not stop the others). They are all in
 * memory at once: the sizes say how many to ask for. */
GPtrArray *ink_source_fetch(InkSource *source, InkListed *const *listed, gsize count,
                            GError **error); /* InkIncoming */

/* All that lies in the folder, in the order of the UIDs; nothing is changed. */
GPtrArray *ink_source_survey(InkSource *source, GError **error); /* InkHeld */
/* The folder for what is done, as a source of its own to survey and fetch from; *out_done NULL: the
 * mailbox has none, or nothing has been moved there yet. */
gboolean ink_source_open_done(InkSource *source, InkSource **out_done, GError **error);

/* Moves or marks; done already is no error. */
gboolean ink_source_acknowledge(InkSource *source, const char *const *uids, gsize count,
                                GError **error);
