/* SPDX-License-Identifier: MIT
 *
 * Reports about letters of ours: what came of them, or of the people who got them. A report is only
 * read here, never believed: anybody can write one. Whether it is about a letter that we sent is
 * for ink_report_tie().
 */
#pragma once

#include "inkom/message.h"

typedef enum {
    INK_REPORT_NONE,      /* no report */
    INK_REPORT_DELIVERED, /* delivered, relayed or expanded (RFC 3464 §2.3.3) */
    INK_REPORT_DELAYED,   /* not yet: it is still being tried */
    INK_REPORT_UNCLEAR,   /* a delivery report that does not say what became of whose letter */
    INK_REPORT_FAILED,    /* was not delivered, and nobody tries any more */
    INK_REPORT_READ,      /* a disposition notification (RFC 8098) */
    INK_REPORT_COMPLAINT, /* a feedback report (RFC 5965): the letter was called junk */
    INK_REPORT_CALENDAR,  /* an answer to an invitation, or one (RFC 6047) */
    INK_REPORT_AWAY,      /* out of office, or another automatic reply */
} InkReportKind;

/* What became of the letter at one recipient. */
typedef struct {
    InkReportKind kind;    /* DELIVERED … FAILED, COMPLAINT */
    gboolean is_permanent; /* FAILED, and a later letter would fail too: status 5.x.x, or none */
    char *recipient;       /* ASCII lower case; NULL if it is no address */
    char *original;        /* whom the letter was sent to, where the report tells; else NULL */
    char *status;          /* "5.1.1" (RFC 3463); NULL if none is given */
    char *diagnostic;      /* one line, safe to show; NULL if none */
} InkReportRecipient;

typedef struct {
    InkReportKind kind;    /* of a delivery report: the worst of its recipients' */
    const char *format;    /* what it was known by: "RFC 3464", "qmail" … */
    gboolean is_guess;     /* only the subject says so: a person may have written it */
    GPtrArray *recipients; /* InkReportRecipient, in their order */
    char **message_ids;    /* of the letter, where the report gives them as such; best first */
    char **mentioned_ids;  /* ids made like ours that only stand in its text */
    char **sent_to;        /* addresses that the report was sent to, best first */
    char *envelope_id;     /* Original-Envelope-Id; NULL if none */
    char *detail;          /* "displayed", "abuse", "REPLY" …; NULL if none */
    char *text; /* the notice and what came back with it, normalised; NULL without a report */
} InkReport;

void ink_report_free(InkReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkReport, ink_report_free)

const char *ink_report_kind_get_swedish(InkReportKind kind); /* "brevet kom inte fram" … */
/* Whether it is about the delivery of a letter. */
gboolean ink_report_is_delivery(const InkReport *report);
/* The recipient that is worst off; NULL if there is none. */
const InkReportRecipient *ink_report_get_worst(const InkReport *report);

/* The patterns by which reports are known; one thread at a time. */
typedef struct InkReportReader InkReportReader;
InkReportReader *ink_report_reader_new(void);
void ink_report_reader_free(InkReportReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkReportReader, ink_report_reader_free)

/* Never NULL; of kind NONE if the message is no report. */
InkReport *ink_report_read(InkReportReader *reader, const InkMessage *message);

/* --- which letter is it about? ----------------------------------------------------------------*/

typedef struct {
    gint64 id, case_id; /* 0 = none */
    char *to;
    gboolean has_left; /* it has been handed over at least once */
} InkReportLetter;

void ink_report_letter_free(InkReportLetter *letter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkReportLetter, ink_report_letter_free)

/* What must be known of the register. Nothing found: NULL, 0. FALSE: could not tell, *error is set.
 */
typedef struct {
    /* The letter that was given this bounce address; NULL where letters do not have their own. */
    gboolean (*find_by_address)(gpointer data, const char *address, InkReportLetter **out_letter,
                                GError **error);
    gboolean (*find_by_id)(gpointer data, const char *message_id, InkReportLetter **out_letter,
                           GError **error);
    /* A case whose number stands in the text and that one of the recipients has part in. */
    gboolean (*find_by_number)(gpointer data, const char *text, const GPtrArray *recipients,
                               gint64 *out_case_id, GError **error);
    gpointer data;
} InkLetterIndex;

typedef enum {
    INK_TIE_NONE,  /* about no letter that we know of */
    INK_TIE_GUESS, /* our Message-ID or number only stands in the text: a person should look */
    INK_TIE_OTHER, /* our letter, but nobody that we sent it to, or one that has not left yet */
    INK_TIE_SURE,  /* our letter, and whom it was sent to */
} InkTieKind;

typedef struct {
    InkTieKind kind;
    InkReportLetter *letter; /* NULL = none */
    gint64 case_id;
    const InkReportRecipient *about; /* in the report, whose letter it is; NULL = not told */
    char *evidence;                  /* Swedish; NULL = none */
} InkReportTie;

InkReportTie *ink_report_tie(const InkReport *report, const InkLetterIndex *index, GError **error);
void ink_report_tie_free(InkReportTie *tie);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkReportTie, ink_report_tie_free)
