/* SPDX-License-Identifier: MIT
 *
 * May we answer this message? Triage decides whether a reply may go, never whether the message is
 * recorded: everything is recorded. Every reason that applies is kept, the first one decides.
 */
#pragma once

#include "inkom/config.h"
#include "inkom/message.h"

/* What a reason means for the register. */
typedef enum {
    INK_TRIAGE_PERSON,    /* an ordinary message for the register; only the reply is withheld */
    INK_TRIAGE_FOLLOWUP,  /* automatic if it belongs to a case, else ordinary: heuristics never hide
                             a case */
    INK_TRIAGE_AUTOMATIC, /* a machine's answer or report: never a case of its own */
    INK_TRIAGE_BOUNCE,    /* a delivery report */
} InkTriageKind;

typedef struct {
    const char *row; /* its number in the table of reasons: "8a" */
    InkTriageKind kind;
    char *text; /* Swedish: "Auto-Submitted: auto-replied" … */
} InkTriageReason;

typedef struct {
    InkTriageKind kind; /* the strongest of the reasons' */
    GPtrArray *reasons; /* InkTriageReason in the table's order; empty = may be answered */
    char *reply_to;     /* the one address that may be written to; NULL = none is usable */
} InkTriage;

/* What triage must know besides the message. */
typedef struct {
    const InkConfig *config;
    const char *loop_mark;    /* value of our own X-Inkom-Loop */
    gboolean is_own_letter;   /* its Message-ID is one that we signed: it has come back */
    gint64 now, arrived;      /* UTC seconds */
    gboolean is_backlog;      /* import: nobody expects an answer now */
    gint64 receipts_sent;     /* to reply_to, in the last 24 h */
    gboolean is_dead_address; /* reply_to takes no letters, as far as is known */
} InkTriageFacts;

#define INK_RECEIPTS_PER_DAY_MAX 3
#define INK_STALE_AFTER_HOURS    72

/* Where a receipt would go: Return-Path, else From (RFC 3834 §4); NULL if neither is usable. */
char *ink_triage_get_reply_address(const InkMessage *message);

/* Why the sender in the header is not the person who waits for an answer (a machine, several
 * senders, an officer who passed a letter on), or NULL. Swedish, new. */
char *ink_triage_find_wrong_sender(const InkMessage *message, const InkConfig *config);

InkTriage *ink_triage_run(const InkMessage *message, const InkTriageFacts *facts);
void ink_triage_free(InkTriage *triage);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkTriage, ink_triage_free)
