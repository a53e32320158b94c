/* SPDX-License-Identifier: MIT
 *
 * From evidence to case.
 */
#include "inkom/thread.h"

#include "inkom/text.h"

/* A message may name this many numbers; the rest are not looked up (10,000 guesses in one mail). */
#define NUMBERS_MAX 20
/* So many of the newest references are looked for among the messages of others. */
#define REFERENCES_MAX 20

void
ink_thread_free(InkThread *thread)
{
    if (thread == NULL)
        return;
    g_free(thread->evidence);
    g_free(thread);
}

/* One message, while its case is looked for. */
typedef struct {
    const InkThreadQuery *query;
    const InkCaseIndex *index;
    InkThread *thread;
    GHashTable *numbers; /* char *: all that have been met */
    gboolean is_lost;    /* a letter of ours that the register does not know */
} Search;

static void G_GNUC_PRINTF(5, 6) choose(Search *search, gint64 case_id, InkEvidence by,
                                       InkStanding standing, const char *format, ...)
{
    InkThread *thread = search->thread;
    va_list args;
    va_start(args, format);
    g_free(thread->evidence);
    thread->evidence = g_strdup_vprintf(format, args);
    va_end(args);
    thread->kind = INK_THREAD_CASE;
    thread->case_id = case_id;
    thread->by = by;
    thread->standing = standing;
}

static gboolean
get_standing(const Search *search, gint64 case_id, InkStanding *out_standing, GError **error)
{
    *out_standing = INK_STANDING_STRANGER;
    return search->query->sender == NULL || search->query->doubt != NULL ||
           search->index->get_standing(search->index->data, case_id, search->query->sender,
                                       out_standing, error);
}

/* --- what we have signed ----------------------------------------------------------------------*/

static gboolean
find_address(Search *search, GError **error)
{
    const InkThreadQuery *query = search->query;
    InkStanding standing;
    if (query->addressed_case == 0)
        return TRUE;
    if (!get_standing(search, query->addressed_case, &standing, error))
        return FALSE;
    gboolean is_strange = query->is_address_late || query->is_address_others;
    choose(search, query->addressed_case, INK_EVIDENCE_SIGNED,
           is_strange ? INK_STANDING_STRANGER : standing, "%s",
           query->is_address_others ? "sänt till en handläggares signerade adress av någon annan"
           : query->is_address_late ? "sänt till ärendets signerade adress, som har gått ut"
                                    : "sänt till ärendets signerade adress");
    return TRUE;
}

/* --- references -------------------------------------------------------------------------------*/

/* Letters of our own. The nearest one counts: In-Reply-To, and the last of References. */
static gboolean
find_letters(Search *search, char *const *ids, const char *header, GError **error)
{
    guint asked = 0;
    for (guint i = g_strv_length((char **)ids);
         i > 0 && search->thread->kind == INK_THREAD_NONE && asked < REFERENCES_MAX; i--) {
        if (!ink_own_id_check(search->query->key, ids[i - 1]))
            continue;
        asked++;
        /* We write them in small letters; some mail systems give them back in capitals. */
        g_autofree char *id = g_ascii_strdown(ids[i - 1], -1);
        gint64 case_id;
        InkStanding standing;
        if (!search->index->find_letter(search->index->data, id, &case_id, error) ||
            (case_id > 0 && !get_standing(search, case_id, &standing, error)))
            return FALSE;
        search->is_lost = search->is_lost || case_id < 0;
        if (case_id > 0)
            choose(search, case_id, INK_EVIDENCE_SIGNED, standing, "%s pekar på vårt eget brev",
                   header);
    }
    return TRUE;
}

/* Messages of others. Their ids can be guessed or read in a copy, so they lead to a case only for
 * those who take part in it; nothing else is changed by them. */
static gboolean
find_replies(Search *search, char *const *ids, const char *header, GError **error)
{
    InkThread *thread = search->thread;
    guint asked = 0;
    for (guint i = g_strv_length((char **)ids); i > 0 && asked < REFERENCES_MAX; i--, asked++) {
        gint64 case_id;
        InkStanding standing = INK_STANDING_STRANGER;
        if (!search->index->find_message(search->index->data, ids[i - 1], &case_id, error) ||
            (case_id > 0 && !get_standing(search, case_id, &standing, error)))
            return FALSE;
        if (case_id == 0)
            continue;
        if (thread->kind == INK_THREAD_NONE && standing != INK_STANDING_STRANGER)
            choose(search, case_id, INK_EVIDENCE_REPLY, standing,
                   "%s pekar på ett brev i ärendet, och avsändaren är med i det", header);
        if (thread->kind == INK_THREAD_CASE && thread->case_id == case_id)
            thread->answers_case = TRUE;
    }
    return TRUE;
}

/* --- numbers ----------------------------------------------------------------------------------*/

/* One place's numbers: the subject, or the new text. */
typedef struct {
    const char *name;
    InkDnrLabel label;   /* those that are looked at now */
    gboolean is_settled; /* the case was found elsewhere, by better evidence */
    gboolean has_found;  /* … or here, by numbers with a better label */
} NumberPlace;

static void
take_unknown(Search *search, const NumberPlace *place, const InkDnrFound *found)
{
    InkThread *thread = search->thread;
    if (thread->kind != INK_THREAD_NONE || found->label == INK_LABEL_OURS)
        return;
    thread->kind = INK_THREAD_UNKNOWN_NUMBER;
    thread->evidence =
        g_strdup_printf("numret \"%s\" i %s finns inte i registret", found->text, place->name);
}

/* Of several cases the one that the sender takes part in. "Vår beteckning" in a stranger's letter
 * is the number in his own register, not in ours. */
static void
take_number(Search *search, const NumberPlace *place, const InkDnrFound *found, gint64 case_id,
            InkStanding standing)
{
    InkThread *thread = search->thread;
    if (found->label == INK_LABEL_OURS && standing == INK_STANDING_STRANGER)
        return;
    gboolean is_first = thread->kind != INK_THREAD_CASE;
    if (!is_first && thread->case_id != case_id) {
        thread->is_ambiguous = TRUE;
        if (place->is_settled || place->has_found || standing <= thread->standing)
            return;
    }
    if (!place->is_settled && (is_first || thread->case_id != case_id))
        choose(search, case_id, INK_EVIDENCE_NUMBER, standing, "numret \"%s\" i %s", found->text,
               place->name);
    thread->names_case = TRUE;
    thread->is_labelled = found->label == INK_LABEL_YOURS;
}

static gboolean
look_up(Search *search, const NumberPlace *place, const InkDnrFound *found, GError **error)
{
    g_autoptr(InkDnr) dnr = ink_dnr_copy(found->dnr);
    if (dnr->unit == NULL)
        dnr->unit = g_strdup(search->query->receiving_unit);
    gint64 case_id = 0;
    InkStanding standing;
    if (!search->index->find_number(search->index->data, dnr, &case_id, error) ||
        (case_id != 0 && !get_standing(search, case_id, &standing, error)))
        return FALSE;
    if (case_id == 0)
        take_unknown(search, place, found);
    else
        take_number(search, place, found, case_id, standing);
    return TRUE;
}

/* What a guesser would have to write many of. */
static void
count_numbers(Search *search, const GPtrArray *found)
{
    for (guint i = 0; i < found->len; i++) {
        const InkDnrFound *number = found->pdata[i];
        if (number->label != INK_LABEL_OURS)
            g_hash_table_add(search->numbers,
                             g_strdup_printf("%s %d %d",
                                             number->dnr->unit != NULL
                                                 ? number->dnr->unit
                                                 : search->query->receiving_unit,
                                             number->dnr->year, number->dnr->sequence));
    }
    search->thread->numbers = g_hash_table_size(search->numbers);
}

/* Numbers that the sender calls ours count before those without a label. */
static gboolean
find_numbers(Search *search, const char *name, const char *text, GError **error)
{
    static const InkDnrLabel order[] = {INK_LABEL_YOURS, INK_LABEL_NONE, INK_LABEL_OURS};
    NumberPlace place = {.name = name, .is_settled = search->thread->kind == INK_THREAD_CASE};
    gboolean was_ambiguous = search->thread->is_ambiguous;
    g_autoptr(GPtrArray) found = ink_dnr_finder_run(search->query->finder, text);
    count_numbers(search, found);
    guint count = MIN(found->len, NUMBERS_MAX);
    for (gsize o = 0; o < G_N_ELEMENTS(order); o++) {
        place.label = order[o];
        place.has_found = search->thread->kind == INK_THREAD_CASE;
        for (guint i = 0; i < count; i++) {
            const InkDnrFound *number = found->pdata[i];
            if (number->label == place.label && !look_up(search, &place, number, error))
                return FALSE;
        }
    }
    /* Another number in a text whose case is known is something the sender mentions. */
    if (place.is_settled && text == search->query->message->new_text)
        search->thread->is_ambiguous = was_ambiguous;
    return TRUE;
}

static gboolean
find_all(Search *search, GError **error)
{
    const InkMessage *message = search->query->message;
    if (!find_address(search, error) ||
        !find_letters(search, message->in_reply_to, "In-Reply-To", error) ||
        !find_letters(search, message->references, "References", error))
        return FALSE;
    InkThread *thread = search->thread;
    if (thread->kind == INK_THREAD_NONE && search->is_lost) {
        /* The number it names may be another case's now. */
        thread->kind = INK_THREAD_LOST_LETTER;
        thread->evidence = g_strdup("svarar på ett brev från oss som inte finns i registret");
        return TRUE;
    }
    return find_numbers(search, "ämnesraden", message->subject, error) &&
           find_numbers(search, "texten", message->new_text, error) &&
           find_replies(search, message->in_reply_to, "In-Reply-To", error) &&
           find_replies(search, message->references, "References", error);
}

InkThread *
ink_thread_find(const InkThreadQuery *query, const InkCaseIndex *index, GError **error)
{
    g_autoptr(InkThread) thread = g_new0(InkThread, 1);
    g_autoptr(GHashTable) numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Search search = {.query = query, .index = index, .thread = thread, .numbers = numbers};
    return find_all(&search, error) ? g_steal_pointer(&thread) : NULL;
}
