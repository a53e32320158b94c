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
    const char *flag;  /* what a case is marked with, Swedish; NULL = nothing */
    const char *alert; /* the registrar is told of it, under this heading; NULL = not */
    char *text;        /* Swedish: "Auto-Submitted: auto-replied" … */
} InkTriageReason;

typedef struct {
    InkTriageKind kind; /* the strongest of the reasons' */
    gboolean is_guess;  /* nothing but the subject speaks for a kind above PERSON */
    gboolean is_spam;   /* a filter of ours says so: a person looks first */
    GPtrArray *reasons; /* InkTriageReason in the table's order; empty = may be answered */
    GPtrArray *remarks; /* InkTriageReason: what applies and withholds nothing */
    char *reply_to;     /* the one address that may be written to; NULL = none is usable */
} InkTriage;

/* Receipts that have gone or are to go, to where this one would. */
typedef struct {
    gint64 address_day; /* to the address in 24 hours */
    gint64 domain_hour; /* to its organisational domain in an hour */
    gint64 all_minute;  /* to anybody in a minute */
} InkReceiptCounts;

/* What triage must know besides the message. */
typedef struct {
    const InkConfig *config;
    const char *loop_mark;    /* value of our own X-Inkom-Loop */
    gboolean is_vouched;      /* who passed it on is proven; of its author no server knows */
    gboolean is_own_letter;   /* one that we wrote: it has come back */
    gboolean is_repeat;       /* the same bytes, or the same letter, were taken in before */
    gboolean has_borrowed_id; /* its Message-ID is that of another message */
    gboolean is_over_limit;   /* only its header was fetched */
    gint64 now, arrived;      /* UTC seconds */
    gboolean is_backlog;      /* import: nobody expects an answer now */
    InkReceiptCounts receipts;
    gboolean is_dead_address; /* reply_to takes no letters, as far as is known */
} InkTriageFacts;

#define INK_STALE_AFTER_HOURS 72
#define INK_RECEIVED_MAX      50
#define INK_ROLE_RECEIPTS_MAX 1 /* to postmaster, info … in 24 hours */
#define INK_CAP_ADDRESS_S     (24 * 3600)
#define INK_CAP_DOMAIN_S      3600
#define INK_CAP_ALL_S         60

/* Where a receipt would go: Return-Path (RFC 3834 §4); From if there is none, or if it is somebody
 * else's and DKIM vouches for From. Never Reply-To. NULL if that address is not usable. */
char *ink_triage_get_reply_address(const InkMessage *message, const InkConfig *config);
/* The organisational domain of an address: "anna@post.example.org" -> "example.org". New. */
char *ink_triage_get_organisation(const char *address);
/* Whom what comes from the address is counted on: the organisation; the address alone where many
 * share a domain, as ours. New. */
char *ink_triage_get_source(const char *address, const InkConfig *config);
/* The cap on receipts that holds for it: of one organisation, or of a domain that many share. */
gint64 ink_triage_get_domain_cap(const char *address, const InkConfig *config);

/* Why the sender in the header is not the person who waits for an answer (a machine, several
 * senders, an officer who passed a letter on), or NULL. Swedish, new. */
char *ink_triage_find_wrong_sender(const InkMessage *message, const InkConfig *config);

/* What our own border has found out about the sender in From:. */
typedef enum {
    INK_VOUCHING_NONE,   /* nothing: it has not looked, or its findings are not to be had */
    INK_VOUCHING_YES,    /* it vouches for the domain */
    INK_VOUCHING_SILENT, /* it has looked, and can tell neither: the domain publishes nothing */
    INK_VOUCHING_NO,     /* it has looked, and the sender fails */
} InkVouching;

/* *out_why, unless NULL: Swedish, static. */
InkVouching ink_triage_find_vouching(const InkMessage *message, const InkConfig *config,
                                     const char **out_why);
/* The same of the author himself, for whom more depends on it: only DMARC, or DKIM by exactly our
 * own domain in From:, is a YES. */
InkVouching ink_triage_find_author_vouching(const InkMessage *message, const InkConfig *config);

/* message NULL: it could not be read, and only facts speak. */
InkTriage *ink_triage_run(const InkMessage *message, const InkTriageFacts *facts);
/* What other steps find afterwards: it belongs to a case (row 22). */
void ink_triage_add_case(InkTriage *triage);
void ink_triage_free(InkTriage *triage);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkTriage, ink_triage_free)
