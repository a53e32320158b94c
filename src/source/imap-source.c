/* SPDX-License-Identifier: MIT
 *
 * An IMAP folder as a source. What is done is moved to another folder, or marked with a keyword of
 * our own; never \Seen, which people set. A server that lets nobody add keywords keeps no mark,
 * and then the highest UID done says what is new.
 *
 * One message that the server cannot give, or gives in a form that ends the session, must not stop
 * the others: what a batch did not bring is asked for one by one, on a new connection if need be.
 */
#include "source-private.h"

#include "inkom/clock.h"
#include "inkom/error.h"
#include "inkom/imap.h"
#include "inkom/log.h"

#include <string.h>

#define KEYWORD "$Inkom"

/* Some servers' sizes are estimates (Exchange counts before it converts). */
#define SLACK_BYTES  (16 * 1024 * 1024)
#define FAILURES_MAX 3 /* messages in one call that may end the session before we give up */

typedef struct {
    const InkMailbox *mailbox;
    InkLimits limits;
    InkImap *imap;
    InkImapFolder folder;
} ImapSource;

static gboolean
check_folder(const ImapSource *source, const InkImapFolder *folder, GError **error)
{
    const char *done = source->mailbox->done;
    const char *why = NULL;

    if (done == NULL)
        return TRUE;
    if (ink_endpoint_is_folder(source->mailbox->source, done))
        why = "är samma mapp som den posten hämtas från";
    else if (folder->is_read_only)
        why = "kan inte användas, för brevlådan får bara läsas";
    else if (!ink_imap_may_move(source->imap))
        why = "kan inte användas, för servern kan inte flytta meddelanden (varken MOVE eller "
              "UIDPLUS); ta bort \"done\", så märks de i stället";
    if (why == NULL)
        return TRUE;
    g_set_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG, "done: %s %s", done, why);
    return FALSE;
}

static gboolean
connect_source(ImapSource *source, InkImapFolder *out_folder, GError **error)
{
    const InkMailbox *mailbox = source->mailbox;
    g_autofree char *password = NULL;

    if (mailbox->password != NULL) {
        password = ink_secret_read(mailbox->password, error);
        if (password == NULL)
            return FALSE;
    }
    source->imap = ink_imap_open(mailbox->source, password, error);
    if (password != NULL)
        explicit_bzero(password, strlen(password));
    return source->imap != NULL &&
           ink_imap_select(source->imap, mailbox->source->path, KEYWORD, out_folder, error) &&
           check_folder(source, out_folder, error);
}

static void
close_source(gpointer self)
{
    ImapSource *source = self;

    ink_imap_close(source->imap);
    g_free(source);
}

static gpointer
open_source(const InkMailbox *mailbox, const InkLimits *limits, GError **error)
{
    ImapSource *source = g_new0(ImapSource, 1);

    source->mailbox = mailbox;
    source->limits = *limits;
    if (!connect_source(source, &source->folder, error)) {
        close_source(source);
        return NULL;
    }
    return source;
}

/* UIDs that the caller holds mean nothing if the folder has been made anew meanwhile: to
 * acknowledge them would hide other messages. */
static gboolean
check_same_folder(const ImapSource *source, const InkImapFolder *folder, GError **error)
{
    if (folder->uidvalidity == source->folder.uidvalidity)
        return TRUE;
    g_set_error_literal(error, INK_ERROR, INK_ERROR_TEMPORARY,
                        "mappen gjordes om på servern medan posten hämtades");
    return FALSE;
}

/* On failure the session that an error has closed stays, and says so to whoever calls. */
static gboolean
reconnect(ImapSource *source, GError **error)
{
    InkImap *closed = g_steal_pointer(&source->imap);
    InkImapFolder folder;

    if (connect_source(source, &folder, error) && check_same_folder(source, &folder, error)) {
        ink_imap_close(closed);
        return TRUE;
    }
    ink_imap_close(source->imap);
    source->imap = closed;
    return FALSE;
}

static guint32
get_uidvalidity(gpointer self)
{
    const ImapSource *source = self;
    return source->folder.uidvalidity;
}

static gboolean
has_marks(gpointer self)
{
    const ImapSource *source = self;
    return source->mailbox->done != NULL || source->folder.may_add_keywords;
}

static InkListed *
listed_new(guint32 uid, gint64 size)
{
    InkListed *listed = g_new0(InkListed, 1);

    listed->uid = g_strdup_printf("%u", uid);
    listed->size = size;
    return listed;
}

/* Both are in the same order. A message whose size the server would not give is no less there. */
static void
add_listed(GPtrArray *listed, const GArray *uids, const GArray *sizes)
{
    guint next = 0;

    for (guint i = 0; i < uids->len; i++) {
        const guint32 uid = g_array_index(uids, guint32, i);
        gint64 size = 0;

        if (next < sizes->len && g_array_index(sizes, InkImapListed, next).uid == uid)
            size = g_array_index(sizes, InkImapListed, next++).size;
        g_ptr_array_add(listed, listed_new(uid, size));
    }
}

static GPtrArray *
list(gpointer self, guint32 after_uid, GError **error)
{
    ImapSource *source = self;
    const gboolean is_marked = has_marks(self);
    const char *keyword = is_marked && source->mailbox->done == NULL ? KEYWORD : NULL;
    g_autoptr(GPtrArray) listed = g_ptr_array_new_with_free_func((GDestroyNotify)ink_listed_free);
    g_autoptr(GArray) uids = NULL, sizes = NULL;

    if (!is_marked && after_uid == G_MAXUINT32)
        return g_steal_pointer(&listed);
    uids = ink_imap_search(source->imap, is_marked ? 1 : after_uid + 1, keyword, error);
    if (uids == NULL)
        return NULL;
    g_array_set_size(uids, MIN(uids->len, INK_SOURCE_LIST_MAX));
    sizes =
        ink_imap_fetch_sizes(source->imap, (const guint32 *)(gpointer)uids->data, uids->len, error);
    if (sizes == NULL)
        return NULL;
    add_listed(listed, uids, sizes);
    return g_steal_pointer(&listed);
}

static int
compare_uids(gconstpointer a, gconstpointer b)
{
    const guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    return (x > y) - (x < y);
}

static gboolean
contains(const GArray *uids, guint32 uid)
{
    return g_array_binary_search((GArray *)uids, &uid, compare_uids, NULL);
}

static GPtrArray *
survey(gpointer self, GError **error)
{
    ImapSource *source = self;
    const char *keyword = source->folder.may_add_keywords ? KEYWORD : NULL;
    g_autoptr(GPtrArray) listed = g_ptr_array_new_with_free_func((GDestroyNotify)ink_listed_free);
    g_autoptr(GArray) all = ink_imap_search(source->imap, 1, NULL, error), waiting = NULL,
                      sizes = NULL;
    GPtrArray *held;

    if (all == NULL || (waiting = ink_imap_search(source->imap, 1, keyword, error)) == NULL)
        return NULL;
    sizes =
        ink_imap_fetch_sizes(source->imap, (const guint32 *)(gpointer)all->data, all->len, error);
    if (sizes == NULL)
        return NULL;
    add_listed(listed, all, sizes);
    held = g_ptr_array_new_with_free_func((GDestroyNotify)ink_held_free);
    for (guint i = 0; i < listed->len; i++) {
        const InkListed *message = listed->pdata[i];
        InkHeld *item = g_new0(InkHeld, 1);

        item->uid = g_strdup(message->uid);
        item->size = message->size;
        item->is_marked = !contains(waiting, g_array_index(all, guint32, i));
        item->stored_at = INK_TIME_NONE;
        g_ptr_array_add(held, item);
    }
    return held;
}

static gboolean
find_done(gpointer self, char **out_path, GError **error)
{
    ImapSource *source = self;
    const char *done = source->mailbox->done;
    gboolean exists;

    if (!ink_imap_has_folder(source->imap, done, &exists, error))
        return FALSE;
    *out_path = exists ? g_strdup(done) : NULL;
    return TRUE;
}

static gboolean
parse_uid(const char *text, guint32 *out_uid, GError **error)
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
ask(const ImapSource *source, const Wanted *wanted, const guint32 *uids, gsize count,
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
fetch_one(ImapSource *source, const Wanted *wanted, guint32 uid, guint *failures, GError **error)
{
    g_autoptr(GError) problem = NULL;
    GPtrArray *messages;

    if (!ink_imap_is_open(source->imap) && !reconnect(source, error))
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
fetch_wanted(ImapSource *source, const Wanted *wanted, GError **error)
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
    return ink_imap_is_open(source->imap) || reconnect(source, error);
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
choose(const ImapSource *source, const InkListed *listed, Wanted *whole, Wanted *headers)
{
    return listed->size > source->limits.message_bytes ? headers : whole;
}

static GPtrArray *
fetch(gpointer self, InkListed *const *listed, gsize count, GError **error)
{
    ImapSource *source = self;
    g_auto(Wanted) whole = wanted_make(FALSE), headers = wanted_make(TRUE);
    g_autofree guint32 *uids = g_new(guint32, count);
    GPtrArray *incoming;

    for (gsize i = 0; i < count; i++) {
        Wanted *wanted = choose(source, listed[i], &whole, &headers);

        if (!parse_uid(listed[i]->uid, &uids[i], error))
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

static gboolean
acknowledge(gpointer self, const char *const *uids, gsize count, GError **error)
{
    ImapSource *source = self;
    const char *done = source->mailbox->done;
    g_autofree guint32 *numbers = g_new(guint32, count);

    if (!has_marks(self))
        return TRUE;
    for (gsize i = 0; i < count; i++)
        if (!parse_uid(uids[i], &numbers[i], error))
            return FALSE;
    return done != NULL ? ink_imap_move(source->imap, numbers, count, done, error)
                        : ink_imap_add_keyword(source->imap, numbers, count, KEYWORD, error);
}

const InkSourceDriver ink_imap_source = {
    .open = open_source,
    .close = close_source,
    .get_uidvalidity = get_uidvalidity,
    .has_marks = has_marks,
    .list = list,
    .fetch = fetch,
    .survey = survey,
    .find_done = find_done,
    .acknowledge = acknowledge,
};
