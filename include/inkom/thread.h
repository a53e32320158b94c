/* SPDX-License-Identifier: MIT
 *
 * Which case does a message belong to? Best evidence first:
 *  1. a signed Message-ID of ours in In-Reply-To or References,
 *  2. a diarienummer that exists, in the subject,
 *  3. one in the new text (never in what is quoted).
 * A number that does not exist is for a person to look at, never silently a new case.
 */
#pragma once

#include "inkom/dnr.h"
#include "inkom/message.h"

/* --- our own Message-IDs ---------------------------------------------------------------------*/

/* "inkom.<random>.<mac>@domain", without <>. Small letters and digits: survives case folding. */
char *ink_own_id_new(GBytes *key, const char *domain);
gboolean ink_own_id_check(GBytes *key, const char *message_id);

/* --- numbers in text -------------------------------------------------------------------------*/

typedef struct InkDnrFinder InkDnrFinder; /* one thread at a time */

/* units: the organisation's unit codes, NULL-terminated. formats: how each of them writes its
 * numbers (ink_dnr_format()), in the same order, NULL-terminated; NULL = the usual spellings only.
 */
InkDnrFinder *ink_dnr_finder_new(const char *const *units, const char *const *formats);
void ink_dnr_finder_free(InkDnrFinder *finder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkDnrFinder, ink_dnr_finder_free)

typedef enum {
    INK_LABEL_NONE,
    INK_LABEL_YOURS, /* "er beteckning", "ert dnr": what the sender calls ours */
    INK_LABEL_OURS,  /* "vår beteckning", "vårt dnr": the sender's own number */
} InkDnrLabel;

typedef struct {
    InkDnr *dnr;
    char *text; /* as written */
    InkDnrLabel label;
} InkDnrFound;

void ink_dnr_found_free(InkDnrFound *found);

/* Every number in the text, in any of the spellings people use, in the order they stand. */
GPtrArray *ink_dnr_finder_run(InkDnrFinder *finder, const char *text); /* InkDnrFound */
/* The whole text is one number (an argument on the command line), or NULL. */
InkDnr *ink_dnr_finder_parse(InkDnrFinder *finder, const char *text);

/* --- threading -------------------------------------------------------------------------------*/

/* What threading must know of the register. FALSE: could not tell, *error is set. */
typedef struct {
    /* The case that our letter is about; 0 = none, -1 = no such letter. */
    gboolean (*find_letter)(gpointer data, const char *message_id, gint64 *out_case_id,
                            GError **error);
    gboolean (*find_number)(gpointer data, const InkDnr *dnr, gint64 *out_case_id, GError **error);
    gboolean (*is_party)(gpointer data, gint64 case_id, const char *address, gboolean *out_is_party,
                         GError **error);
    gpointer data;
} InkCaseIndex;

typedef enum {
    INK_THREAD_NONE,           /* a matter of its own */
    INK_THREAD_CASE,           /* belongs to case_id */
    INK_THREAD_UNKNOWN_NUMBER, /* names a number that does not exist */
    INK_THREAD_LOST_LETTER,    /* answers a letter that we signed and the register does not know: it
                                  was restored from an older copy, and its numbers may be given out
                                  again */
} InkThreadKind;

typedef struct {
    InkThreadKind kind;
    gint64 case_id;
    char *evidence; /* what it rests on, Swedish */
    gboolean
        is_stranger; /* the sender is no party to the case: our letter may have been passed on */
    gboolean is_ambiguous; /* numbers of more than one case stand in the same place */
} InkThread;

/* receiving_unit: whose register a number without a code belongs to. */
InkThread *ink_thread_find(const InkMessage *message, GBytes *key, InkDnrFinder *finder,
                           const char *receiving_unit, const InkCaseIndex *index, GError **error);
void ink_thread_free(InkThread *thread);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkThread, ink_thread_free)
