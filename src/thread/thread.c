/* SPDX-License-Identifier: MIT
 *
 * From evidence to case.
 */
#include "inkom/thread.h"

#include "inkom/text.h"

/* A message may name this many numbers; the rest are not looked up (10,000 guesses in one mail). */
#define NUMBERS_MAX 20

void
ink_thread_free(InkThread *thread)
{
    if (thread == NULL)
        return;
    g_free(thread->evidence);
    g_free(thread);
}

static gboolean
find_by_ids(InkThread *thread, const InkMessage *message, char *const *ids, const char *header,
            GBytes *key, const InkCaseIndex *index, gboolean *inout_is_lost, GError **error)
{
    const InkAddress *sender = ink_message_get_sender(message);
    for (gsize i = 0; ids[i] != NULL && thread->kind == INK_THREAD_NONE; i++) {
        if (!ink_own_id_check(key, ids[i]))
            continue;
        /* We write them in small letters; some mail systems give them back in capitals. */
        g_autofree char *id = g_ascii_strdown(ids[i], -1);
        gint64 case_id;
        if (!index->find_letter(index->data, id, &case_id, error))
            return FALSE;
        *inout_is_lost = *inout_is_lost || case_id < 0;
        if (case_id > 0) {
            gboolean is_party = FALSE;
            if (sender != NULL &&
                !index->is_party(index->data, case_id, sender->address, &is_party, error))
                return FALSE;
            thread->case_id = case_id;
            thread->kind = INK_THREAD_CASE;
            thread->is_stranger = !is_party;
            thread->evidence = g_strdup_printf("%s pekar på vårt eget brev", header);
        }
    }
    return TRUE;
}

/* One place's numbers (the subject, or the new text), while they are looked up. */
typedef struct {
    const InkMessage *message;
    const char *receiving_unit;
    const InkCaseIndex *index;
    const char *place;
} Search;

/* "Vår beteckning" in a stranger's letter is the number in his own register, not in ours. */
static gboolean
look_up(InkThread *thread, const Search *search, const InkDnrFound *found, GError **error)
{
    g_autoptr(InkDnr) dnr = ink_dnr_copy(found->dnr);
    if (dnr->unit == NULL)
        dnr->unit = g_strdup(search->receiving_unit);

    gint64 case_id = 0;
    if (!search->index->find_number(search->index->data, dnr, &case_id, error))
        return FALSE;
    if (case_id == 0) {
        if (thread->kind == INK_THREAD_NONE && found->label != INK_LABEL_OURS) {
            thread->kind = INK_THREAD_UNKNOWN_NUMBER;
            thread->evidence = g_strdup_printf("numret \"%s\" i %s finns inte i registret",
                                               found->text, search->place);
        }
        return TRUE;
    }

    const InkAddress *sender = ink_message_get_sender(search->message);
    gboolean is_party = FALSE;
    if (sender != NULL &&
        !search->index->is_party(search->index->data, case_id, sender->address, &is_party, error))
        return FALSE;
    if (found->label == INK_LABEL_OURS && !is_party)
        return TRUE;
    if (thread->kind == INK_THREAD_CASE) {
        thread->is_ambiguous = thread->is_ambiguous || thread->case_id != case_id;
        return TRUE;
    }
    g_free(thread->evidence);
    thread->kind = INK_THREAD_CASE;
    thread->case_id = case_id;
    thread->is_stranger = !is_party;
    thread->evidence = g_strdup_printf("numret \"%s\" i %s", found->text, search->place);
    return TRUE;
}

/* Numbers that the sender calls ours count before those without a label. */
static gboolean
find_by_numbers(InkThread *thread, const Search *search, InkDnrFinder *finder, const char *text,
                GError **error)
{
    static const InkDnrLabel order[] = {INK_LABEL_YOURS, INK_LABEL_NONE, INK_LABEL_OURS};
    g_autoptr(GPtrArray) found = ink_dnr_finder_run(finder, text);
    guint count = MIN(found->len, NUMBERS_MAX);
    for (gsize o = 0; o < G_N_ELEMENTS(order); o++)
        for (guint i = 0; i < count; i++) {
            const InkDnrFound *number = found->pdata[i];
            if (number->label == order[o] && !look_up(thread, search, number, error))
                return FALSE;
        }
    return TRUE;
}

InkThread *
ink_thread_find(const InkMessage *message, GBytes *key, InkDnrFinder *finder,
                const char *receiving_unit, const InkCaseIndex *index, GError **error)
{
    g_autoptr(InkThread) thread = g_new0(InkThread, 1);
    gboolean is_lost = FALSE;
    if (!find_by_ids(thread, message, message->in_reply_to, "In-Reply-To", key, index, &is_lost,
                     error) ||
        !find_by_ids(thread, message, message->references, "References", key, index, &is_lost,
                     error))
        return NULL;
    if (thread->kind == INK_THREAD_CASE)
        return g_steal_pointer(&thread);
    if (is_lost) { /* the number it names may be another case's now */
        thread->kind = INK_THREAD_LOST_LETTER;
        thread->evidence = g_strdup("svarar på ett brev från oss som inte finns i registret");
        return g_steal_pointer(&thread);
    }

    Search search = {message, receiving_unit, index, "ämnesraden"};
    if (!find_by_numbers(thread, &search, finder, message->subject, error))
        return NULL;
    if (thread->kind != INK_THREAD_CASE) {
        search.place = "texten";
        if (!find_by_numbers(thread, &search, finder, message->new_text, error))
            return NULL;
    }
    return g_steal_pointer(&thread);
}
