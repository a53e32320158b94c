/* SPDX-License-Identifier: MIT
 *
 * Fetching from an IMAP folder. One message that the server cannot give, or gives in a form that
 * ends the session, must not stop the others: what a batch did not bring is asked for one by one,
 * on a new connection if need be.
 */
#include "imap-source-private.h"

#include "inkom/error.h"
#include "inkom/log.h"

/* Some servers' sizes are estimates (Exchange counts before it converts). */
#define SLACK_BYTES  (16 * 1024 * 1024)
#define FAILURES_MAX 3 /* messages in one call that may end the session before we give up */

gboolean
ink_imap_source_parse_uid(const char *text, guint32 *out_uid, GError **error)
{
    guint64 number;

    if (!g_ascii_string_to_unsigned(text, 10, 1, G_MAXUINT32, &number, NULL)) {
        g_set_error(error, INK_ERROR, INK_ERROR_INTERNAL, "\"%s\" är inget IMAP-nummer", text);
        return FALSE;
    }
    *out_uid = (guint32)number;
    return TRUE;
}

static InkIncoming *
incoming_new(InkImapMessage *message, const InkListed *listed, gboolean is_header_only)
{
    InkIncoming *incoming = g_new0(InkIncoming, 1);

    incoming->uid = g_strdup(listed->uid);
    incoming->stored_at = message->internal_date;
    incoming->stored_by = "INTERNALDATE";
    incoming->bytes = g_bytes_ref(message->bytes);
    incoming->is_header_only = is_header_only;
    incoming->size = is_header_only ? listed->size : (gint64)g_bytes_get_size(message->bytes);
    return incoming;
}

/* Messages of one kind (whole, or header only), and what has come of them. */
typedef struct {
    gboolean is_header_only;
    GArray *uids;         /* guint32 */
    gint64 bytes;         /* their sizes together */
    gboolean has_unknown; /* the size of one is not known */
    GHashTable *messages; /* UID -> InkImapMessage */
} Wanted;

static GPtrArray *
ask(const InkImapSource *source, const Wanted *wanted, const guint32 *uids, gsize count,
    GError **error)
{
    if (wanted->is_header_only)
        return ink_imap_fetch_headers(source->imap, uids, count,
                                      (guint32)MIN(source->limits.header_bytes, G_MAXINT32), error);
    /* Once is enough for those of unknown size: what is cut off is asked for one by one. */
    return ink_imap_fetch(source->imap, uids, count,
                          wanted->bytes + wanted->bytes / 4 + SLACK_BYTES +
                              (wanted->has_unknown ? source->limits.message_bytes : 0),
                          error);
}

static void
keep(const Wanted *wanted, GPtrArray *messages)
{
    g_ptr_array_set_free_func(messages, NULL);
    for (guint i = 0; i < messages->len; i++) {
        InkImapMessage *message = messages->pdata[i];
        g_hash_table_insert(wanted->messages, GUINT_TO_POINTER(message->uid), message);
    }
    g_ptr_array_unref(messages);
}

static gboolean
fetch_one(InkImapSource *source, const Wanted *wanted, guint32 uid, guint *failures, GError **error)
{
    g_autoptr(GError) problem = NULL;
    GPtrArray *messages;

    if (!ink_imap_is_open(source->imap) && !ink_imap_source_reconnect(source, error))
        return FALSE;
    messages = ask(source, wanted, &uid, 1, &problem);
    if (messages != NULL) {
        keep(wanted, messages);
        return TRUE;
    }
    if (++*failures > FAILURES_MAX) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return FALSE;
    }
    ink_log_warning("brevlådan %s: meddelande %u kan inte hämtas och ligger kvar: %s",
                    source->mailbox->name, uid, problem->message);
    return TRUE;
}

static gboolean
fetch_wanted(InkImapSource *source, const Wanted *wanted, GError **error)
{
    const guint32 *uids = (const guint32 *)(gpointer)wanted->uids->data;
    guint failures = 0;
    GPtrArray *messages;

    if (wanted->uids->len == 0)
        return TRUE;
    messages = ask(source, wanted, uids, wanted->uids->len, NULL);
    if (messages != NULL)
        keep(wanted, messages);
    for (guint i = 0; i < wanted->uids->len; i++)
        if (!g_hash_table_contains(wanted->messages, GUINT_TO_POINTER(uids[i])) &&
            !fetch_one(source, wanted, uids[i], &failures, error))
            return FALSE;
    /* The last one may have ended the session, and the acknowledgement is still to come. */
    return ink_imap_is_open(source->imap) || ink_imap_source_reconnect(source, error);
}

static void
wanted_clear(Wanted *wanted)
{
    g_array_unref(wanted->uids);
    g_hash_table_unref(wanted->messages);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Wanted, wanted_clear)

static Wanted
wanted_make(gboolean is_header_only)
{
    return (Wanted){
        .is_header_only = is_header_only,
        .uids = g_array_new(FALSE, FALSE, sizeof(guint32)),
        .messages = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)ink_imap_message_free),
    };
}

static Wanted *
choose(const InkImapSource *source, const InkListed *listed, Wanted *whole, Wanted *headers)
{
    return listed->size > source->limits.message_bytes ? headers : whole;
}

GPtrArray *
ink_imap_source_fetch(gpointer self, InkListed *const *listed, gsize count, GError **error)
{
    InkImapSource *source = self;
    g_auto(Wanted) whole = wanted_make(FALSE), headers = wanted_make(TRUE);
    g_autofree guint32 *uids = g_new(guint32, count);
    GPtrArray *incoming;

    for (gsize i = 0; i < count; i++) {
        Wanted *wanted = choose(source, listed[i], &whole, &headers);

        if (!ink_imap_source_parse_uid(listed[i]->uid, &uids[i], error))
            return NULL;
        g_array_append_val(wanted->uids, uids[i]);
        wanted->bytes += listed[i]->size;
        wanted->has_unknown |= listed[i]->size == 0;
    }
    if (!fetch_wanted(source, &whole, error) || !fetch_wanted(source, &headers, error))
        return NULL;
    incoming = g_ptr_array_new_with_free_func((GDestroyNotify)ink_incoming_free);
    for (gsize i = 0; i < count; i++) {
        const Wanted *wanted = choose(source, listed[i], &whole, &headers);
        InkImapMessage *message = g_hash_table_lookup(wanted->messages, GUINT_TO_POINTER(uids[i]));
        if (message != NULL)
            g_ptr_array_add(incoming, incoming_new(message, listed[i], wanted->is_header_only));
    }
    return incoming;
}
