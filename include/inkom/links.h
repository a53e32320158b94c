/* SPDX-License-Identifier: MIT
 *
 * What sorts the register: links between cases, records moved, cases merged, and who is known to
 * whom. Numbers are never used again: what has gone leaves its number behind, with a reference.
 */
#pragma once

#include "inkom/store.h"

typedef enum {
    INK_LINK_FOLLOWUP, /* to a closed case came mail that began a new one */
    INK_LINK_SPLIT,    /* a record's message is the first record of a new case too */
    INK_LINK_MOVED,    /* a record was filed wrong: it is another case's now */
    INK_LINK_MERGED,   /* a case has become part of another */
} InkLinkKind;

const char *ink_link_kind_get_name(InkLinkKind kind); /* "followup" … */

/* A link as one of its two cases sees it. */
typedef struct {
    InkLinkKind kind;
    gboolean is_outward; /* leads from this case to the other */
    gint64 other_case;
    char *dnr;                /* of the other */
    int record, other_record; /* 0 = the whole case */
    gint64 at;
    char *who, *why; /* why NULL = not said */
} InkLink;

void ink_link_free(InkLink *link);
char *ink_link_describe(const InkLink *link); /* "fortsätter i KS 2026/0005", Swedish */

GPtrArray *ink_store_list_links(InkStore *store, gint64 case_id, GError **error); /* InkLink */

/* Journals it on both cases. message: that it is about, 0 = none. why may be NULL. */
gboolean ink_txn_add_link(InkTxn *txn, InkLinkKind kind, gint64 from_case, int from_record,
                          gint64 to_case, int to_record, gint64 message, const char *why,
                          GError **error);

/* The record becomes the next one of the other case, with its message, its attachments, the letters
 * that answer it and what waits for a person about it. Its number in the old case stays as a
 * reference. Its sender takes part in the other case, and no longer in the old one unless something
 * else says so. NOT_FOUND without such a record, REFUSED if it has been moved already, to the same
 * case, or if either case is cancelled. */
gboolean ink_txn_move_record(InkTxn *txn, gint64 from_case, int record, gint64 to_case,
                             const char *why, int *out_record, GError **error);

/* All that the first case has becomes the other's: records, parties, letters, deadlines that run,
 * and its numbers, which lead there for ever. Officer, secrecy, importance, hold and flags where
 * the other has none. The first is closed; the other is as open as whichever was the more open.
 * REFUSED if they are the same or either is cancelled. Call ink_pipeline_merge(). */
gboolean ink_txn_merge_cases(InkTxn *txn, gint64 from_case, gint64 to_case, const char *why,
                             GError **error);

/* --- who is known -----------------------------------------------------------------------------*/

gboolean ink_txn_add_copied(InkTxn *txn, gint64 case_id, const char *address, GError **error);
gboolean ink_store_is_copied(InkStore *store, gint64 case_id, const char *address,
                             gboolean *out_is_copied, GError **error);
/* The case that the first message with this Message-ID is filed in; 0 = none. */
gboolean ink_store_find_filed(InkStore *store, const char *message_id, gint64 *out_case_id,
                              GError **error);
/* The newest subjects of the messages in the case. */
GPtrArray *ink_store_list_subjects(InkStore *store, gint64 case_id, gint64 limit,
                                   GError **error); /* char * */
/* Messages since then whose number was held or did not exist: the newest, at most limit, and how
 * many of those are this sender's (NULL = of nobody known). */
gboolean ink_store_count_tries(InkStore *store, const char *sender, gint64 since, guint limit,
                               guint *out_by_sender, guint *out_all, GError **error);
