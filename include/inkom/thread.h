/* SPDX-License-Identifier: MIT
 *
 * Which case does a message belong to? Best evidence first:
 *  1. a signed address of ours that it was sent to,
 *  2. a signed Message-ID of ours in In-Reply-To or References,
 *  3. a diarienummer that exists, in the subject,
 *  4. one in the new text (never in what is quoted),
 *  5. an answer to a message of the case, from somebody who takes part in it.
 * A number that does not exist is for a person to look at, never silently a new case.
 *
 * Evidence finds a case; the guard then says whether the message may be filed there: who wrote it,
 * and is it the same matter?
 */
#pragma once

#include "inkom/dnr.h"
#include "inkom/message.h"
#include "inkom/routine.h"

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

/* What the sender is to a case. A higher one is trusted more. */
typedef enum {
    INK_STANDING_STRANGER, /* never seen in it */
    INK_STANDING_COPIED,   /* somebody in the case has copied the address in */
    INK_STANDING_PARTY,    /* takes part in it */
    INK_STANDING_STAFF,    /* works for the organisation */
} InkStanding;

/* What threading must know of the register. FALSE: could not tell, *error is set. */
typedef struct {
    /* The case that our letter is about; 0 = none, -1 = no such letter. */
    gboolean (*find_letter)(gpointer data, const char *message_id, gint64 *out_case_id,
                            GError **error);
    gboolean (*find_number)(gpointer data, const InkDnr *dnr, gint64 *out_case_id, GError **error);
    /* The case that the message with this id is filed in; 0 = none. Ids are the senders' own and
     * prove nothing. */
    gboolean (*find_message)(gpointer data, const char *message_id, gint64 *out_case_id,
                             GError **error);
    gboolean (*get_standing)(gpointer data, gint64 case_id, const char *address,
                             InkStanding *out_standing, GError **error);
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

typedef enum {
    INK_EVIDENCE_NONE,
    INK_EVIDENCE_SIGNED, /* sent to an address, or answers a letter, that we signed */
    INK_EVIDENCE_NUMBER, /* names the case's number */
    INK_EVIDENCE_REPLY,  /* answers another's message in the case */
} InkEvidence;

typedef struct {
    InkThreadKind kind;
    gint64 case_id;
    char *evidence; /* what it rests on, Swedish */
    InkEvidence by;
    InkStanding standing;  /* of the sender, in that case */
    gboolean names_case;   /* the sender has written a number of the case */
    gboolean is_labelled;  /* … as "er beteckning": what a party writes, or another authority */
    gboolean answers_case; /* answers a message that is filed in the case */
    gboolean is_ambiguous; /* numbers of more than one case stand in the same place */
    guint numbers;         /* different numbers written, whether they exist or not */
} InkThread;

/* Everything is borrowed. */
typedef struct {
    const InkMessage *message;
    const char *sender; /* who really wrote it; NULL = nobody knows */
    const char *doubt;  /* why that cannot be believed, Swedish: then the sender is a stranger to
                           every case; NULL = nothing speaks against it */
    GBytes *key;
    InkDnrFinder *finder;
    const char *receiving_unit; /* whose register a number without a code belongs to */
    gint64 addressed_case;      /* whose signed address it was sent to; 0 = none */
    gboolean is_address_late;   /* the address has had its time: all who use it are strangers */
    gboolean
        is_address_others; /* it is an officer's, and the sender is somebody else: a stranger */
} InkThreadQuery;

InkThread *ink_thread_find(const InkThreadQuery *query, const InkCaseIndex *index, GError **error);
void ink_thread_free(InkThread *thread);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkThread, ink_thread_free)

/* --- the guard -------------------------------------------------------------------------------*/

/* The case that was found, and what strangers have tried lately. Everything is borrowed. */
typedef struct {
    const char *dnr, *title;
    gboolean is_closed;           /* what a stranger writes does not open it */
    const char *const *subjects;  /* of the messages in it */
    const char *const *our_marks; /* what stands in a quotation of us: addresses, domains, name */
    guint tries_by_sender, tries; /* numbers that strangers have named in the last 24 hours */
} InkGuardFacts;

/* Something that speaks against filing the message just so. */
typedef struct {
    const char *kind; /* of review note: "stranger", "new_matter"; NULL = no person need look */
    const char *flag; /* Swedish */
    char *reason;     /* Swedish, for the registrar only */
    gboolean is_for_review; /* not to be filed before a person has looked */
} InkGuardFinding;

void ink_guard_finding_free(InkGuardFinding *finding);

/* What a guesser does not get past, whatever the routine says. */
#define INK_GUARD_NUMBERS_MAX      3
#define INK_GUARD_SENDER_TRIES_MAX 3
#define INK_GUARD_TRIES_MAX        20

/* Whether the message may be filed in the case that was found: an empty array if nothing speaks
 * against it. */
GPtrArray *ink_thread_guard(const InkThread *thread, const InkThreadQuery *query,
                            const InkGuardFacts *facts,
                            const InkRoutine *routine); /* InkGuardFinding */
