/* SPDX-License-Identifier: MIT
 *
 * An IMAP folder as a source. What is done is moved to another folder, or marked with a keyword of
 * our own; never \Seen, which people set. A server that lets nobody add keywords keeps no mark,
 * and then the highest UID done says what is new. Fetching is in imap-source-fetch.c.
 */
#include "imap-source-private.h"

#include "inkom/clock.h"
#include "inkom/error.h"

#include <string.h>

#define KEYWORD "$Inkom"

static gboolean
check_folder(const InkImapSource *source, const InkImapFolder *folder, GError **error)
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
connect_source(InkImapSource *source, InkImapFolder *out_folder, GError **error)
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
    InkImapSource *source = self;

    ink_imap_close(source->imap);
    g_free(source);
}

static gpointer
open_source(const InkMailbox *mailbox, const InkLimits *limits, GError **error)
{
    InkImapSource *source = g_new0(InkImapSource, 1);

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
check_same_folder(const InkImapSource *source, const InkImapFolder *folder, GError **error)
{
    if (folder->uidvalidity == source->folder.uidvalidity)
        return TRUE;
    g_set_error_literal(error, INK_ERROR, INK_ERROR_TEMPORARY,
                        "mappen gjordes om på servern medan posten hämtades");
    return FALSE;
}

gboolean
ink_imap_source_reconnect(InkImapSource *source, GError **error)
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
    const InkImapSource *source = self;
    return source->folder.uidvalidity;
}

static gboolean
has_marks(gpointer self)
{
    const InkImapSource *source = self;
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
    InkImapSource *source = self;
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
    InkImapSource *source = self;
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
    InkImapSource *source = self;
    const char *done = source->mailbox->done;
    gboolean exists;

    if (!ink_imap_has_folder(source->imap, done, &exists, error))
        return FALSE;
    *out_path = exists ? g_strdup(done) : NULL;
    return TRUE;
}

static gboolean
acknowledge(gpointer self, const char *const *uids, gsize count, GError **error)
{
    InkImapSource *source = self;
    const char *done = source->mailbox->done;
    g_autofree guint32 *numbers = g_new(guint32, count);

    if (!has_marks(self))
        return TRUE;
    for (gsize i = 0; i < count; i++)
        if (!ink_imap_source_parse_uid(uids[i], &numbers[i], error))
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
    .fetch = ink_imap_source_fetch,
    .survey = survey,
    .find_done = find_done,
    .acknowledge = acknowledge,
};
