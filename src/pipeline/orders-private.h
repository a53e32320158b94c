/* SPDX-License-Identifier: MIT
 *
 * For orders-apply.c and orders-pending.c.
 */
#pragma once

#include "pipeline-private.h"

/* A letter of orders, while it is dealt with. */
typedef struct {
    InkPipeline *pipeline;
    InkTxn *txn;
    const InkVerdict *verdict;
    const InkOfficerCommand *command;
    const InkCase *cas; /* NULL: about no case */
    gint64 message;
} InkOrderLetter;

gboolean ink_order_note(const InkOrderLetter *letter, const char *what, const char *text,
                        GError **error);
gboolean ink_order_add_review(const InkOrderLetter *letter, const char *why, GError **error);
/* Tells the author that nothing is done, if he may be told, and not for ever. */
gboolean ink_order_complain(const InkOrderLetter *letter, const char *template_name,
                            const char *why, GError **error);
/* Yes or no to an order that waits. */
gboolean ink_order_take_answer(const InkOrderLetter *letter, GError **error);

/* *out_why NULL: it is done. A part that fails leaves nothing behind, and one that is only tried
 * neither. */
gboolean ink_orders_attempt(InkPipeline *pipeline, InkTxn *txn, const InkErrand *errand,
                            gboolean is_trial, char **out_why, GError **error);
/* "fredag 27 mars 2026 klockan 16:45" */
char *ink_orders_format_until(const InkPipeline *pipeline, gint64 at);
