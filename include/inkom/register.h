/* SPDX-License-Identifier: MIT
 *
 * Cases, their records, parties and deadlines (OSL 5 kap. 1–2 §§). Every change is in the journal.
 */
#pragma once

#include "inkom/calendar.h"
#include "inkom/case.h"
#include "inkom/dnr.h"
#include "inkom/message.h"
#include "inkom/store.h"

/* --- looking ---------------------------------------------------------------------------------*/

/* The case that the number leads to, also one it had before it moved; 0 = none. */
gboolean ink_store_find_number(InkStore *store, const InkDnr *dnr, gint64 *out_case_id,
                               GError **error);
/* NOT_FOUND if there is none. */
InkCase *ink_store_get_case(InkStore *store, gint64 case_id, GError **error);

typedef struct {
    const char *status, *unit, *type, *officer, *sender; /* NULL = any */
    const char *text; /* in title or number, capitals apart; NULL = any */
    InkDay since;     /* arrived on this day or later; INK_DAY_NONE = any */
    gint64 limit;     /* 0 = all */
} InkCaseFilter;

GPtrArray *ink_store_list_cases(InkStore *store, const InkCaseFilter *filter,
                                GError **error); /* InkCase, by unit and number */
GPtrArray *ink_store_list_records(InkStore *store, gint64 case_id,
                                  GError **error); /* InkRecord with attachments */

/* Whether the address has taken part in the case. */
gboolean ink_store_is_party(InkStore *store, gint64 case_id, const char *address,
                            gboolean *out_is_party, GError **error);

typedef struct {
    gint64 id, case_id;
    char *dnr, *title, *officer; /* of the case */
    char *unit;                  /* the same */
    gboolean is_secret;          /* the same */
    char *kind;                  /* "answer" */
    gint64 start_at, due_at;
    InkDay due;
    gint64 met_at; /* INK_TIME_NONE: not yet */
    char *met_by, *why;
} InkDeadlineRow;

void ink_deadline_row_free(InkDeadlineRow *row);
const char *ink_deadline_kind_get_swedish(const char *kind); /* "svar" */
/* case_id 0: all that are not met, soonest first. */
GPtrArray *ink_store_list_deadlines(InkStore *store, gint64 case_id, GError **error);
/* Unmet ones of the kind whose time is before that, oldest first. */
GPtrArray *ink_store_list_due(InkStore *store, const char *kind, gint64 before, GError **error);
/* When the latest record is of that no machine wrote; INK_TIME_NONE: there is none. */
gboolean ink_store_find_latest_record(InkStore *store, gint64 case_id, gint64 *out_at,
                                      GError **error);
/* When the answer began to be waited for anew, after an answer or a closing; INK_TIME_NONE: it is
 * not, or for the first time. */
gboolean ink_store_find_answer_again(InkStore *store, gint64 case_id, gint64 *out_at,
                                     GError **error);
/* Whether that has been done on that day: what stands in ink_txn_note_done(). */
gboolean ink_store_was_done(InkStore *store, const char *what, InkDay day, gboolean *out_was,
                            GError **error);

/* --- changing --------------------------------------------------------------------------------*/

/* Takes the next number of cas->unit in cas->year, without gaps (cas->sequence 0), or the given one
 * (sequence > 0; DUPLICATE if it is taken; the series then goes on above it). Fills in id, sequence
 * and dnr. The message that began it is named by its first record, in the journal too: the ledger
 * points to the case, which must be there first. */
gboolean ink_txn_add_case(InkTxn *txn, InkCase *cas, const char *number_format, GError **error);
/* Fills in record->number. */
gboolean ink_txn_add_record(InkTxn *txn, gint64 case_id, InkRecord *record, GError **error);
/* The record of a letter of ours is dated when the letter left. */
gboolean ink_txn_date_record(InkTxn *txn, gint64 case_id, const char *message_id, gint64 at,
                             GError **error);
gboolean ink_txn_add_attachments(InkTxn *txn, gint64 message, const GPtrArray *attachments,
                                 GError **error); /* InkAttachment */
gboolean ink_txn_add_party(InkTxn *txn, gint64 case_id, const char *address, GError **error);
gboolean ink_txn_add_deadline(InkTxn *txn, gint64 case_id, const char *kind, gint64 start_at,
                              const InkDeadline *deadline, GError **error);
/* Every unmet deadline of the kind. */
gboolean ink_txn_meet_deadlines(InkTxn *txn, gint64 case_id, const char *kind, const char *met_by,
                                GError **error);
/* The same by something that happened at that time, which may be before now. */
gboolean ink_txn_meet_deadlines_at(InkTxn *txn, gint64 case_id, const char *kind, gint64 at,
                                   const char *met_by, GError **error);

/* Unmet ones of the kind whose time is before that. *out_had FALSE: there were none, and whoever
 * took them has done what was to be done. */
gboolean ink_txn_end_due(InkTxn *txn, gint64 case_id, const char *kind, gint64 before,
                         const char *by, gboolean *out_had, GError **error);
/* This one, which nothing has met. */
gboolean ink_txn_end_deadline(InkTxn *txn, const InkDeadlineRow *row, const char *by,
                              GError **error);
/* *out_is_first at most once for each day, however the clock is set. */
gboolean ink_txn_note_done(InkTxn *txn, const char *what, InkDay day, gboolean *out_is_first,
                           GError **error);

typedef enum {
    INK_FIELD_TYPE,
    INK_FIELD_TITLE,
    INK_FIELD_OFFICER,
    INK_FIELD_SECRECY,
    INK_FIELD_IMPORTANCE,
    INK_FIELD_HELD,
    INK_FIELD_MEASURE,
} InkCaseField;

/* why may be NULL. REFUSED if the case is cancelled. No change, no row in the journal. A new
 * secrecy is marked today by the unit of the case; a type stands instead of all that it had. */
gboolean ink_txn_set_field(InkTxn *txn, gint64 case_id, InkCaseField field, const char *value,
                           const char *why, GError **error);
/* Types of a case that may have several, the first of them its type. */
gboolean ink_txn_set_types(InkTxn *txn, gint64 case_id, const char *const *types, const char *why,
                           GError **error);
/* That which has made the secrecy mark, today (OSL 5:5): a unit's code, or a name; NULL where there
 * is no mark. */
gboolean ink_txn_set_secrecy_authority(InkTxn *txn, gint64 case_id, const char *authority,
                                       GError **error);
gboolean ink_txn_set_status(InkTxn *txn, gint64 case_id, InkCaseStatus status, const char *why,
                            GError **error);
/* INK_TIME_NONE: no part of an answer has been given, or the whole has. */
gboolean ink_txn_set_interim(InkTxn *txn, gint64 case_id, gint64 at, GError **error);
gboolean ink_txn_set_due(InkTxn *txn, gint64 case_id, InkDay due, GError **error);
/* Adds a mark such as "ny avsändare"; each at most once. */
gboolean ink_txn_add_flag(InkTxn *txn, gint64 case_id, const char *flag, GError **error);
/* A new number in the other unit's register; the old number leads here for ever (A17, C10). Sender,
 * arrival and records stay. */
gboolean ink_txn_move_case(InkTxn *txn, gint64 case_id, const char *unit, int year,
                           const char *number_format, const char *why, GError **error);
