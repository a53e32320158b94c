/* SPDX-License-Identifier: MIT
 *
 * Bringing messages: sizes, whole messages, headers. Never ENVELOPE or BODYSTRUCTURE: libetpan
 * parses them by recursion. libetpan calls a FETCH a success as soon as one message has come, so
 * what came is always held against what was asked: others' messages and doublets are dropped, and
 * those that did not come are missing from the answer.
 */
#include "imap-private.h"

#include "inkom/clock.h"
#include "inkom/error.h"

#include <string.h>

#define TEXT_BYTES_EACH 1024 /* what stands around a message: UID, date, flags */

void
ink_imap_message_free(InkImapMessage *message)
{
    if (message == NULL)
        return;
    if (message->bytes != NULL)
        g_bytes_unref(message->bytes);
    g_free(message);
}

static gint64
read_date(const struct mailimap_date_time *date)
{
    const int zone = ABS(date->dt_zone);
    const gint64 offset_s = (zone / 100 * 60 + zone % 100) * 60;
    g_autoptr(GDateTime) local = g_date_time_new_utc(date->dt_year, date->dt_month, date->dt_day,
                                                     date->dt_hour, date->dt_min, date->dt_sec);
    if (local == NULL || zone > 1400)
        return INK_TIME_NONE;
    return g_date_time_to_unix(local) + (date->dt_zone < 0 ? offset_s : -offset_s);
}

/* Takes the literal over instead of copying it. NIL is no message. */
static GBytes *
steal_body(struct mailimap_msg_att_body_section *section)
{
    char *bytes = g_steal_pointer(&section->sec_body_part);

    if (bytes == NULL)
        return NULL;
    return g_bytes_new_with_free_func(bytes, section->sec_length,
                                      (GDestroyNotify)mailimap_nstring_free, bytes);
}

/* What one FETCH answer holds. Static items only: flags are of no interest. */
typedef struct {
    guint32 uid;
    gint64 date;
    gint64 size;   /* -1 = not said */
    GBytes *bytes; /* NULL = not given */
} Answer;

static void
read_item(struct mailimap_msg_att_static *item, Answer *answer)
{
    switch (item->att_type) {
    case MAILIMAP_MSG_ATT_UID:
        answer->uid = item->att_data.att_uid;
        break;
    case MAILIMAP_MSG_ATT_INTERNALDATE:
        if (item->att_data.att_internal_date != NULL)
            answer->date = read_date(item->att_data.att_internal_date);
        break;
    case MAILIMAP_MSG_ATT_RFC822_SIZE:
        answer->size = item->att_data.att_rfc822_size;
        break;
    case MAILIMAP_MSG_ATT_BODY_SECTION:
        if (item->att_data.att_body_section != NULL && answer->bytes == NULL)
            answer->bytes = steal_body(item->att_data.att_body_section);
        break;
    default:
        break;
    }
}

static Answer
read_answer(const struct mailimap_msg_att *message)
{
    Answer answer = {.date = INK_TIME_NONE, .size = -1};

    for (clistiter *i = clist_begin(message->att_list); i != NULL; i = clist_next(i)) {
        const struct mailimap_msg_att_item *item = clist_content(i);
        if (item->att_type == MAILIMAP_MSG_ATT_ITEM_STATIC)
            read_item(item->att_data.att_static, &answer);
    }
    return answer;
}

static InkImapMessage *
message_new(Answer *answer)
{
    InkImapMessage *message = g_new0(InkImapMessage, 1);

    message->uid = answer->uid;
    message->internal_date = answer->date;
    message->bytes = g_steal_pointer(&answer->bytes);
    return message;
}

/* What is asked for, and by UID what has come. */
typedef struct {
    struct mailimap_fetch_type *type;
    gint64 literal_bytes;
    GHashTable *sizes;    /* UID -> gint64 *; NULL = messages are wanted */
    GHashTable *messages; /* UID -> InkImapMessage */
} Request;

static void
keep_answer(const Request *request, Answer *answer)
{
    gpointer key = GUINT_TO_POINTER(answer->uid);

    if (request->sizes != NULL && answer->uid != 0 && answer->size >= 0) {
        gint64 *size = g_new(gint64, 1);
        *size = answer->size;
        g_hash_table_insert(request->sizes, key, size);
    }
    if (request->messages != NULL && answer->uid != 0 && answer->bytes != NULL &&
        !g_hash_table_contains(request->messages, key))
        g_hash_table_insert(request->messages, key, message_new(answer));
    g_clear_pointer(&answer->bytes, g_bytes_unref);
}

/* A NO to the whole is an answer too: the server would give none of these. */
static gboolean
fetch_set(InkImap *imap, struct mailimap_set *set, gsize count, gpointer user_data, GError **error)
{
    const Request *request = user_data;
    clist *list = NULL;
    int result;

    if (!ink_imap_begin(imap, INK_IMAP_TEXT_BYTES + (gint64)count * TEXT_BYTES_EACH,
                        request->literal_bytes, error))
        return FALSE;
    result = mailimap_uid_fetch(imap->session, set, request->type, &list);
    if (result == MAILIMAP_ERROR_FETCH || result == MAILIMAP_ERROR_UID_FETCH)
        return TRUE; /* the list has been freed inside */
    if (result != MAILIMAP_NO_ERROR)
        return ink_imap_fail(imap, result, INK_ERROR_TEMPORARY, "meddelandena kunde inte hämtas",
                             error);
    for (clistiter *i = clist_begin(list); i != NULL; i = clist_next(i)) {
        Answer answer = read_answer(clist_content(i));
        keep_answer(request, &answer);
    }
    mailimap_fetch_list_free(list);
    return TRUE;
}

static struct mailimap_fetch_type *
make_fetch_type(struct mailimap_fetch_att *first, struct mailimap_fetch_att *second)
{
    struct mailimap_fetch_type *type = mailimap_fetch_type_new_fetch_att_list_empty();

    mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_uid());
    mailimap_fetch_type_new_fetch_att_list_add(type, first);
    if (second != NULL)
        mailimap_fetch_type_new_fetch_att_list_add(type, second);
    return type;
}

GArray *
ink_imap_fetch_sizes(InkImap *imap, const guint32 *uids, gsize count, GError **error)
{
    g_autoptr(GHashTable) sizes = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    Request request = {.sizes = sizes};
    GArray *listed = NULL;

    request.type = make_fetch_type(mailimap_fetch_att_new_rfc822_size(), NULL);
    if (ink_imap_each_set(imap, uids, count, fetch_set, &request, error)) {
        listed = g_array_new(FALSE, FALSE, sizeof(InkImapListed));
        for (gsize i = 0; i < count; i++) {
            const gint64 *size = g_hash_table_lookup(sizes, GUINT_TO_POINTER(uids[i]));
            if (size != NULL) {
                const InkImapListed one = {.uid = uids[i], .size = *size};
                g_array_append_val(listed, one);
            }
        }
    }
    mailimap_fetch_type_free(request.type);
    return listed;
}

/* section is given away. */
static GPtrArray *
fetch_messages(InkImap *imap, const guint32 *uids, gsize count, struct mailimap_fetch_att *section,
               gint64 literal_bytes, GError **error)
{
    g_autoptr(GHashTable) messages =
        g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)ink_imap_message_free);
    Request request = {.literal_bytes = literal_bytes, .messages = messages};
    GPtrArray *answer = NULL;

    request.type = make_fetch_type(mailimap_fetch_att_new_internaldate(), section);
    if (ink_imap_each_set(imap, uids, count, fetch_set, &request, error)) {
        answer = g_ptr_array_new_with_free_func((GDestroyNotify)ink_imap_message_free);
        for (gsize i = 0; i < count; i++) {
            gpointer message = NULL;
            if (g_hash_table_steal_extended(messages, GUINT_TO_POINTER(uids[i]), NULL, &message))
                g_ptr_array_add(answer, message);
        }
    }
    mailimap_fetch_type_free(request.type);
    return answer;
}

GPtrArray *
ink_imap_fetch(InkImap *imap, const guint32 *uids, gsize count, gint64 most_bytes, GError **error)
{
    struct mailimap_section *whole = mailimap_section_new(NULL);

    return fetch_messages(imap, uids, count, mailimap_fetch_att_new_body_peek_section(whole),
                          most_bytes, error);
}

GPtrArray *
ink_imap_fetch_headers(InkImap *imap, const guint32 *uids, gsize count, guint32 most_bytes,
                       GError **error)
{
    struct mailimap_section *header = mailimap_section_new_header();

    return fetch_messages(imap, uids, count,
                          mailimap_fetch_att_new_body_peek_section_partial(header, 0, most_bytes),
                          (gint64)count * most_bytes, error);
}
