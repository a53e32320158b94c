/* SPDX-License-Identifier: MIT
 *
 * Letters to send. A letter and its Message-ID are written in the same transaction as the case;
 * sending is a step of its own.
 *
 * A letter is marked "unknown" durably just before it is sent, and "sent" after: a crash between
 * the two leaves the truth. Receipts go at most once, so an unknown one is not sent again unless
 * the transport makes that harmless (a Maildir).
 */
#pragma once

#include "inkom/store.h"

typedef enum {
    INK_LETTER_QUEUED,
    INK_LETTER_SENT,
    INK_LETTER_FAILED,
    INK_LETTER_UNKNOWN,
    INK_LETTER_CANCELLED,
} InkLetterState;

const char *ink_letter_state_get_name(InkLetterState state); /* "queued" … as in the contract */
const char *ink_letter_state_get_swedish(InkLetterState state); /* "i kö" … */
gboolean ink_letter_state_find(const char *name, InkLetterState *out_state);
const char *ink_letter_kind_get_swedish(const char *kind); /* "bekräftelse" … */

typedef struct {
    gint64 id, case_id, message; /* 0 = none */
    char *dnr;                   /* of the case; NULL without one */
    char *kind;                  /* "receipt", "alert" … */
    char *to;
    /* For the caps; written, not read back. */
    char *organisation; /* organisational domain of to */
    char *author;       /* address of who wrote the letter that it answers; NULL = nobody did */
    InkLetterState state;
    gint64 attempts, created_at;
    gint64 queued_at; /* by us, or again by a person: giving up is counted from here */
    gint64 next_try, sent_at, claimed_at; /* INK_TIME_NONE = none */
    gint64 bounced_at; /* when it came back, as reports say; INK_TIME_NONE = it has not */
    char *message_id, *error;
} InkOutboxRow;

/* The kind of a letter that holds an officer's answer. */
#define INK_LETTER_RELAY "relay"

InkOutboxRow *ink_outbox_row_new(void);
void ink_outbox_row_free(InkOutboxRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkOutboxRow, ink_outbox_row_free)

/* The case that a letter of ours with this Message-ID is about; 0 = none, -1 = no such letter. */
gboolean ink_store_find_letter(InkStore *store, const char *message_id, gint64 *out_case_id,
                               GError **error);
/* Whom receipts went to. */
typedef enum {
    INK_RECEIPTS_TO_ADDRESS,      /* or to its mailbox under another name (ink_address_bare()) */
    INK_RECEIPTS_TO_AUTHOR,       /* for letters that the address wrote, wherever they went */
    INK_RECEIPTS_TO_ORGANISATION, /* its organisational domain */
    INK_RECEIPTS_TO_ANYBODY,      /* whom is NULL */
} InkReceiptsTo;

/* Receipts, sent or to be sent, of the last window_s seconds: cancelled ones not counted, and no
 * more than most. To an organisation or anybody, 0 may stand for fewer than most. One that bears a
 * time to come (the clock has been set back) counts until a message has been seen after it, by a
 * clock that went right, window_s ago. */
gboolean ink_store_count_receipts(InkStore *store, InkReceiptsTo to, const char *whom,
                                  gint64 window_s, gint64 most, gint64 *out_count, GError **error);
/* Officers' answers that have gone, or are to go, in the case in the last window_s seconds; also
 * those that bear a time to come. */
gboolean ink_store_count_relays(InkStore *store, gint64 case_id, gint64 window_s, gint64 *out_count,
                                GError **error);
/* The letter itself; *out_row NULL = no such letter. */
gboolean ink_store_find_letter_row(InkStore *store, const char *message_id, InkOutboxRow **out_row,
                                   GError **error);
/* Receipts to this mailbox that have not left yet. */
GPtrArray *ink_store_list_queued_receipts(InkStore *store, const char *to,
                                          GError **error); /* InkOutboxRow */
/* Each address, char *, that a letter was written to about this very case, whatever it has been
 * joined to since. */
GPtrArray *ink_store_list_letter_addresses(InkStore *store, gint64 case_id, GError **error);
/* Letters of the last window_s seconds to an officer that say that an order is not done. */
gboolean ink_store_count_complaints(InkStore *store, const char *to, gint64 window_s,
                                    gint64 *out_count, GError **error);
/* state NULL = all. */
GPtrArray *ink_store_list_letters(InkStore *store, const InkLetterState *state, gint64 limit,
                                  GError **error); /* InkOutboxRow, oldest first */
InkOutboxRow *ink_store_get_letter(InkStore *store, gint64 id, GError **error);
GBytes *ink_store_get_letter_bytes(InkStore *store, gint64 id, GError **error);

/* Queued letters whose time has come, oldest first; with and_unknown also those whose fate is
 * unknown (only for a transport where sending twice is harmless). */
GPtrArray *ink_store_list_due_letters(InkStore *store, gboolean and_unknown, gint64 limit,
                                      GError **error); /* InkOutboxRow */

/* Letters left unknown by a program that ended while it sent them, and that nobody has been told
 * of: claimed before that time, with no word of what happened. */
GPtrArray *ink_store_list_abandoned_letters(InkStore *store, gint64 before,
                                            GError **error); /* InkOutboxRow */

/* Fills in row->id. */
gboolean ink_txn_add_letter(InkTxn *txn, InkOutboxRow *row, GBytes *bytes, GError **error);
/* Marks a letter unknown, one more attempt; *out_is_ours FALSE if another program took it or a
 * person cancelled it meanwhile. */
gboolean ink_txn_claim_letter(InkTxn *txn, const InkOutboxRow *row, gboolean *out_is_ours,
                              GError **error);
/* A person wants it sent (again): due at once, and five days from now until it is given up. */
gboolean ink_txn_requeue_letter(InkTxn *txn, gint64 id, GError **error);
/* What became of the letter that was claimed. "Sent" is always written; anything else only while
 * the row is as the claim left it: a person may have cancelled it meanwhile. */
gboolean ink_txn_finish_letter(InkTxn *txn, const InkOutboxRow *claimed, InkLetterState state,
                               gint64 next_try, const char *error_text, GError **error);
/* It left and came back: failed. */
gboolean ink_txn_set_bounced(InkTxn *txn, gint64 id, const char *error_text, GError **error);
/* next_try: for QUEUED. error may be NULL. */
gboolean ink_txn_set_letter(InkTxn *txn, gint64 id, InkLetterState state, gint64 next_try,
                            const char *error_text, GError **error);

/* Whether a receipt of the case has gone, or is to go, to the mailbox. */
gboolean ink_store_has_receipt(InkStore *store, gint64 case_id, const char *to, gboolean *out_has,
                               GError **error);

/* Whether the registrar may be told of this now; then it counts as told. *out_may is TRUE at most
 * once in quiet_s seconds, and once more after the clock has been set back. */
gboolean ink_txn_may_alert(InkTxn *txn, const char *what, gint64 quiet_s, gboolean *out_may,
                           GError **error);
