/* SPDX-License-Identifier: MIT
 *
 * Selecting a folder, finding messages in it, and saying that they are done: moved away or marked
 * with a keyword.
 */
#include "imap-private.h"

#include "inkom/error.h"
#include "utf7-private.h"

#include <string.h>

/* libetpan holds all the numbers of a SEARCH in memory: this is about two million. */
#define SEARCH_BYTES (16 * 1024 * 1024)

static char *
encode_folder(const InkImap *imap, const char *folder, GError **error)
{
    char *encoded = ink_utf7_encode(folder);

    if (encoded == NULL)
        g_set_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG,
                    "%s: mappens namn är tomt eller har tecken som inte får finnas där",
                    imap->name);
    return encoded;
}

static gboolean
is_permitted(const struct mailimap_flag_perm *flag, const char *keyword)
{
    if (flag->fl_type == MAILIMAP_FLAG_PERM_ALL)
        return TRUE;
    return flag->fl_flag != NULL && flag->fl_flag->fl_type == MAILIMAP_FLAG_KEYWORD &&
           flag->fl_flag->fl_data.fl_keyword != NULL &&
           g_ascii_strcasecmp(flag->fl_flag->fl_data.fl_keyword, keyword) == 0;
}

static gboolean
permits_keyword(const struct mailimap_selection_info *info, const char *keyword)
{
    if (keyword == NULL || info->sel_perm_flags == NULL)
        return FALSE;
    for (clistiter *i = clist_begin(info->sel_perm_flags); i != NULL; i = clist_next(i))
        if (is_permitted(clist_content(i), keyword))
            return TRUE;
    return FALSE;
}

gboolean
ink_imap_select(InkImap *imap, const char *folder, const char *keyword, InkImapFolder *out_folder,
                GError **error)
{
    const struct mailimap_selection_info *info;
    g_autofree char *encoded = NULL, *what = NULL;
    int result;

    encoded = encode_folder(imap, folder, error);
    if (encoded == NULL || !ink_imap_begin(imap, INK_IMAP_TEXT_BYTES, 0, error))
        return FALSE;
    what = g_strdup_printf("mappen \"%s\" kan inte öppnas", folder);
    result = mailimap_select(imap->session, encoded);
    if (result != MAILIMAP_NO_ERROR)
        return ink_imap_fail(imap, result, INK_ERROR_BAD_CONFIG, what, error);
    info = imap->session->imap_selection_info;
    if (info == NULL || info->sel_uidvalidity == 0) {
        g_set_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG,
                    "%s: %s: servern ger inte meddelandena beständiga nummer (UIDVALIDITY)",
                    imap->name, what);
        return FALSE;
    }
    *out_folder = (InkImapFolder){
        .uidvalidity = info->sel_uidvalidity,
        .is_read_only = info->sel_perm == MAILIMAP_MAILBOX_READONLY,
    };
    out_folder->may_add_keywords = !out_folder->is_read_only && permits_keyword(info, keyword);
    return TRUE;
}

/* The name may have a wildcard in it, and then others are listed too. */
static gboolean
is_listed(clist *list, const char *encoded)
{
    for (clistiter *i = list != NULL ? clist_begin(list) : NULL; i != NULL; i = clist_next(i)) {
        const struct mailimap_mailbox_list *item = clist_content(i);
        if (strcmp(item->mb_name, encoded) == 0)
            return item->mb_flag == NULL ||
                   item->mb_flag->mbf_type != MAILIMAP_MBX_LIST_FLAGS_SFLAG ||
                   item->mb_flag->mbf_sflag != MAILIMAP_MBX_LIST_SFLAG_NOSELECT;
    }
    return FALSE;
}

gboolean
ink_imap_has_folder(InkImap *imap, const char *folder, gboolean *out_exists, GError **error)
{
    g_autofree char *encoded = encode_folder(imap, folder, error);
    clist *list = NULL;
    int result;

    if (encoded == NULL || !ink_imap_begin(imap, INK_IMAP_TEXT_BYTES, 0, error))
        return FALSE;
    result = mailimap_list(imap->session, "", encoded, &list);
    if (result != MAILIMAP_NO_ERROR)
        return ink_imap_fail(imap, result, INK_ERROR_TEMPORARY, "mapparna kunde inte listas",
                             error);
    *out_exists = is_listed(list, encoded);
    if (list != NULL)
        mailimap_list_result_free(list);
    return TRUE;
}

static struct mailimap_search_key *
make_search_key(guint32 first, const char *without_keyword)
{
    struct mailimap_search_key *key = mailimap_search_key_new_multiple_empty();

    /* 0 stands for "*": all from first. */
    mailimap_search_key_multiple_add(
        key, mailimap_search_key_new_uid(mailimap_set_new_interval(MAX(first, 1), 0)));
    if (without_keyword != NULL)
        mailimap_search_key_multiple_add(
            key, mailimap_search_key_new_unkeyword(strdup(without_keyword)));
    return key;
}

static int
compare_uids(gconstpointer a, gconstpointer b)
{
    const guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    return (x > y) - (x < y);
}

/* "n:*" names the last message even when its UID is below n (RFC 3501 §6.4.8). */
static GArray *
collect_uids(const clist *list, guint32 first)
{
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(guint32));
    GArray *uids = g_array_new(FALSE, FALSE, sizeof(guint32));

    for (clistiter *i = list != NULL ? clist_begin(list) : NULL; i != NULL; i = clist_next(i))
        if (*(const guint32 *)clist_content(i) >= MAX(first, 1))
            g_array_append_vals(found, clist_content(i), 1);
    g_array_sort(found, compare_uids);
    for (guint i = 0; i < found->len; i++) {
        const guint32 uid = g_array_index(found, guint32, i);
        if (i == 0 || uid != g_array_index(found, guint32, i - 1))
            g_array_append_val(uids, uid);
    }
    return uids;
}

GArray *
ink_imap_search(InkImap *imap, guint32 first, const char *without_keyword, GError **error)
{
    struct mailimap_search_key *key;
    clist *list = NULL;
    guint64 modseq; /* libetpan writes through it when the server adds MODSEQ, asked or not */
    GArray *uids = NULL;
    int result;

    if (!ink_imap_begin(imap, SEARCH_BYTES, 0, error))
        return NULL;
    key = make_search_key(first, without_keyword);
    result = mailimap_uid_search_modseq(imap->session, NULL, key, &list, &modseq);
    mailimap_search_key_free(key);
    if (result == MAILIMAP_NO_ERROR)
        uids = collect_uids(list, first);
    else
        ink_imap_fail(imap, result, INK_ERROR_TEMPORARY, "meddelandena kunde inte sökas fram",
                      error);
    if (list != NULL) /* after a NO as well */
        mailimap_search_result_free(list);
    return uids;
}

static gboolean
store_flag(InkImap *imap, struct mailimap_set *set, struct mailimap_flag *flag, const char *what,
           GError **error)
{
    struct mailimap_flag_list *flags = mailimap_flag_list_new_empty();
    struct mailimap_store_att_flags *change;
    int result;

    mailimap_flag_list_add(flags, flag);
    change = mailimap_store_att_flags_new_add_flags_silent(flags);
    result = mailimap_uid_store(imap->session, set, change);
    mailimap_store_att_flags_free(change);
    if (result != MAILIMAP_NO_ERROR)
        return ink_imap_fail(imap, result, INK_ERROR_REFUSED, what, error);
    return TRUE;
}

static gboolean
add_keyword(InkImap *imap, struct mailimap_set *set, G_GNUC_UNUSED gsize count, gpointer user_data,
            GError **error)
{
    return ink_imap_begin(imap, INK_IMAP_TEXT_BYTES, 0, error) &&
           store_flag(imap, set, mailimap_flag_new_flag_keyword(strdup(user_data)),
                      "meddelandena kunde inte märkas", error);
}

gboolean
ink_imap_add_keyword(InkImap *imap, const guint32 *uids, gsize count, const char *keyword,
                     GError **error)
{
    return ink_imap_each_set(imap, uids, count, add_keyword, (gpointer)keyword, error);
}

/* COPY, then \Deleted and UID EXPUNGE of just these. If the connection is lost between them the
 * messages are listed again and moved again: twice in the folder, never lost. */
static gboolean
move_by_copy(InkImap *imap, struct mailimap_set *set, const char *folder, GError **error)
{
    int result = mailimap_uid_copy(imap->session, set, folder);

    if (result != MAILIMAP_NO_ERROR)
        return ink_imap_fail(imap, result, INK_ERROR_REFUSED, "meddelandena kunde inte flyttas",
                             error);
    if (!store_flag(imap, set, mailimap_flag_new_deleted(), "meddelandena kunde inte tas bort",
                    error))
        return FALSE;
    result = mailimap_uid_expunge(imap->session, set);
    if (result != MAILIMAP_NO_ERROR)
        return ink_imap_fail(imap, result, INK_ERROR_REFUSED, "meddelandena kunde inte tas bort",
                             error);
    return TRUE;
}

static gboolean
move(InkImap *imap, struct mailimap_set *set, G_GNUC_UNUSED gsize count, gpointer user_data,
     GError **error)
{
    int result;

    if (!ink_imap_begin(imap, INK_IMAP_TEXT_BYTES, 0, error))
        return FALSE;
    if (!ink_imap_has(imap, "MOVE"))
        return move_by_copy(imap, set, user_data, error);
    result = mailimap_uid_move(imap->session, set, user_data);
    if (result != MAILIMAP_NO_ERROR)
        return ink_imap_fail(imap, result, INK_ERROR_REFUSED, "meddelandena kunde inte flyttas",
                             error);
    return TRUE;
}

/* CREATE first and asked later: the answer NO means that it is there already, or that the move
 * will say why not. A new folder is subscribed to, so that people see it. */
static gboolean
make_sure_of_folder(InkImap *imap, const char *folder, const char *encoded, GError **error)
{
    int result;

    if (g_strcmp0(imap->created_folder, folder) == 0)
        return TRUE;
    if (!ink_imap_begin(imap, INK_IMAP_TEXT_BYTES, 0, error))
        return FALSE;
    result = mailimap_create(imap->session, encoded);
    if (result == MAILIMAP_NO_ERROR) {
        result = mailimap_subscribe(imap->session, encoded);
        if (result == MAILIMAP_ERROR_SUBSCRIBE)
            result = MAILIMAP_NO_ERROR;
    }
    if (result != MAILIMAP_NO_ERROR && result != MAILIMAP_ERROR_CREATE)
        return ink_imap_fail(imap, result, INK_ERROR_TEMPORARY, "mappen kunde inte skapas", error);
    g_free(imap->created_folder);
    imap->created_folder = g_strdup(folder);
    return TRUE;
}

gboolean
ink_imap_may_move(const InkImap *imap)
{
    return ink_imap_has(imap, "MOVE") || ink_imap_has(imap, "UIDPLUS");
}

gboolean
ink_imap_move(InkImap *imap, const guint32 *uids, gsize count, const char *folder, GError **error)
{
    g_autofree char *encoded = encode_folder(imap, folder, error);

    if (encoded == NULL)
        return FALSE;
    if (!ink_imap_may_move(imap)) {
        g_set_error(error, INK_ERROR, INK_ERROR_REFUSED,
                    "%s: servern kan inte flytta meddelanden (varken MOVE eller UIDPLUS); "
                    "ta bort \"done\" ur konfigurationen, så märks de i stället",
                    imap->name);
        return FALSE;
    }
    return make_sure_of_folder(imap, folder, encoded, error) &&
           ink_imap_each_set(imap, uids, count, move, encoded, error);
}
