/* SPDX-License-Identifier: MIT
 *
 * May a message be filed in the case that its evidence leads to?
 *
 * Two things speak against it. The sender may be a stranger to the case: a number is no secret, and
 * a letter of ours may have been passed on. And it may plainly be another matter: an answer to a
 * letter of ours with a new subject, no quotation of us and no number. The routine says whether
 * such a message is filed with a flag or waits for a person. A sender whose address our own mail
 * server does not believe is a stranger, whoever it is.
 *
 * A stranger who has nothing but a number may have guessed it. It is believed only together with
 * something that a guesser does not know: what the case is about, a letter of ours, "er beteckning"
 * as other authorities write it. A closed case is opened by nobody who has not written in it or
 * answers a letter there. Whoever writes many numbers, in one message or in many, is
 * believed no more that day, and when many do it nobody is: a person looks instead.
 */
#include "inkom/parse.h"
#include "inkom/rules.h"
#include "inkom/text.h"
#include "inkom/thread.h"

#include <string.h>

enum { SHORTEST_WORD = 5 }; /* "för" and "med" stand in every letter */

void
ink_guard_finding_free(InkGuardFinding *finding)
{
    if (finding == NULL)
        return;
    g_free(finding->reason);
    g_free(finding);
}

static InkGuardFinding *
finding_new(const char *kind, const char *flag, gboolean is_for_review)
{
    InkGuardFinding *finding = g_new0(InkGuardFinding, 1);
    finding->kind = kind;
    finding->flag = flag;
    finding->is_for_review = is_for_review;
    return finding;
}

/* --- is it the same matter? -------------------------------------------------------------------*/

static guint
count_ignoring_case(const char *text, const char *needle)
{
    gsize size = strlen(needle);
    guint count = 0;
    for (const char *at = text; size > 0 && *at != '\0'; at++)
        if (g_ascii_strncasecmp(at, needle, size) == 0)
            count++;
    return count;
}

/* What stands in the text but not in what the sender wrote now is quoted. */
static gboolean
is_quoted(const InkMessage *message, const char *mark)
{
    return count_ignoring_case(message->text, mark) >
           count_ignoring_case(message->new_text, mark) +
               count_ignoring_case(message->signature, mark);
}

static gboolean
has_quote_of_ours(const InkMessage *message, const InkGuardFacts *facts)
{
    for (gsize i = 0; facts->our_marks[i] != NULL; i++)
        if (is_quoted(message, facts->our_marks[i]))
            return TRUE;
    return is_quoted(message, facts->dnr);
}

static gboolean
is_new_subject(const InkMessage *message, const InkGuardFacts *facts)
{
    g_autofree char *base = ink_text_fold(ink_subject_get_base(message->subject));
    g_strstrip(base);
    if (base[0] == '\0')
        return FALSE;
    for (gsize i = 0; facts->subjects[i] != NULL; i++) {
        g_autofree char *earlier = ink_text_fold(ink_subject_get_base(facts->subjects[i]));
        if (g_str_equal(g_strstrip(earlier), base))
            return FALSE;
    }
    return TRUE;
}

static gboolean
is_plainly_new(const InkThread *thread, const InkMessage *message, const InkGuardFacts *facts)
{
    return !thread->names_case && is_new_subject(message, facts) &&
           !has_quote_of_ours(message, facts);
}

/* --- does a stranger know the case? -----------------------------------------------------------*/

/* Whether a word of the text begins with the word. Both are folded. */
static gboolean
has_word(const char *text, const char *word)
{
    for (const char *at = strstr(text, word); at != NULL; at = strstr(at + 1, word)) {
        const char *before = at > text ? g_utf8_find_prev_char(text, at) : NULL;
        if (before == NULL || !g_unichar_isalnum(g_utf8_get_char(before)))
            return TRUE;
    }
    return FALSE;
}

/* What it is about: a word of the title, but not one that any letter may hold. What stands after
 * the colon says which one of many it is; "Gatubelysning:" before it is in everybody's mouth. */
static gboolean
knows_title(const InkMessage *message, const char *title)
{
    const char *colon = strrchr(title, ':');
    g_autofree char *folded = ink_text_fold(colon != NULL ? colon + 1 : title);
    g_autofree char *written = g_strconcat(message->subject, "\n", message->new_text, NULL);
    g_autofree char *text = ink_text_fold(written);
    for (char *at = folded; *at != '\0';) {
        if (!g_unichar_isalpha(g_utf8_get_char(at))) {
            at = g_utf8_next_char(at);
            continue;
        }
        const char *word = at;
        while (g_unichar_isalpha(g_utf8_get_char(at)))
            at = g_utf8_next_char(at);
        g_autofree char *alone = g_strndup(word, (gsize)(at - word));
        if (g_utf8_strlen(alone, -1) >= SHORTEST_WORD && !g_strv_contains(INK_TYPES, alone) &&
            has_word(text, alone))
            return TRUE;
    }
    return FALSE;
}

/* Why the number may be a guess, Swedish; NULL if it is none. */
static const char *
get_suspicion(const InkThread *thread, const InkMessage *message, const InkGuardFacts *facts)
{
    if (thread->by == INK_EVIDENCE_SIGNED)
        return NULL;
    if (thread->numbers > INK_GUARD_NUMBERS_MAX)
        return "brevet räknar upp många nummer";
    if (facts->tries_by_sender >= INK_GUARD_SENDER_TRIES_MAX)
        return "avsändaren har angett flera andras nummer det senaste dygnet";
    if (facts->tries >= INK_GUARD_TRIES_MAX)
        return "många okända har angett nummer det senaste dygnet";
    if (thread->answers_case)
        return NULL;
    if (facts->is_closed)
        return "ärendet är avslutat";
    if (thread->is_labelled || has_quote_of_ours(message, facts) ||
        knows_title(message, facts->title))
        return NULL;
    return "inget i brevet visar att avsändaren känner till ärendet";
}

/* Who it is that is no party: with the verb that fits. */
static char *
describe_stranger(const InkThreadQuery *query, const char *dnr)
{
    const char *sender = query->sender != NULL ? query->sender : "okänd avsändare";
    return query->doubt != NULL
               ? g_strdup_printf("det är inte styrkt att %s har skrivit brevet (%s)", sender,
                                 query->doubt)
               : g_strdup_printf("%s har inte deltagit i %s tidigare", sender, dnr);
}

static void
check_sender(GPtrArray *findings, const InkThread *thread, const InkThreadQuery *query,
             const InkGuardFacts *facts, InkLater later)
{
    if (thread->standing == INK_STANDING_PARTY || thread->standing == INK_STANDING_STAFF)
        return;
    if (thread->standing == INK_STANDING_COPIED) {
        InkGuardFinding *copied = finding_new(NULL, "ny avsändare", FALSE);
        copied->reason = g_strdup_printf("%s har fått kopia på ett brev i ärendet", query->sender);
        g_ptr_array_add(findings, copied);
        return;
    }
    const char *suspicion = get_suspicion(thread, query->message, facts);
    gboolean is_for_review = suspicion != NULL || later == INK_LATER_REVIEW;
    const char *flag = query->doubt != NULL ? "overifierad avsändare" : "ny avsändare";
    InkGuardFinding *finding = finding_new("stranger", flag, is_for_review);
    g_autofree char *who = describe_stranger(query, facts->dnr);
    if (is_for_review)
        finding->reason =
            g_strdup_printf("%s, men %s%s%s; inget är tillfört eller röjt", thread->evidence, who,
                            suspicion != NULL ? ", och " : "", suspicion != NULL ? suspicion : "");
    else
        finding->reason = g_strdup_printf("%s; inget är röjt", who);
    g_ptr_array_add(findings, finding);
}

static void
check_matter(GPtrArray *findings, const InkThread *thread, const InkMessage *message,
             const InkGuardFacts *facts, InkLater later)
{
    if (!is_plainly_new(thread, message, facts))
        return;
    InkGuardFinding *finding =
        finding_new("new_matter", "kanske ett nytt ärende", later == INK_LATER_REVIEW);
    finding->reason = g_strdup_printf("svar på ett brev i %s med nytt ämne och utan citat av oss: "
                                      "gäller kanske en ny sak",
                                      facts->dnr);
    g_ptr_array_add(findings, finding);
}

GPtrArray *
ink_thread_guard(const InkThread *thread, const InkThreadQuery *query, const InkGuardFacts *facts,
                 const InkRoutine *routine)
{
    GPtrArray *findings = g_ptr_array_new_with_free_func((GDestroyNotify)ink_guard_finding_free);
    check_sender(findings, thread, query, facts, routine->stranger);
    check_matter(findings, thread, query->message, facts, routine->new_matter);
    return findings;
}
