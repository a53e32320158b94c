/* SPDX-License-Identifier: MIT
 *
 * Orders that wait: for some minutes, so that the officer can stop them, or for the officer to
 * confirm them from his own mailbox. Each ends once, in the transaction that does it: a row that
 * has ended is never carried out, whoever answers, however the clock is set, and however often the
 * program is killed on the way.
 *
 * What is confirmed is done at once: the officer has been asked, and needs no minutes more to think
 * it over.
 */
#include "orders-private.h"

#include "inkom/error.h"
#include "inkom/review.h"
#include "inkom/token.h"

#include <string.h>

#define NONCE_LETTERS 16

gboolean
ink_orders_attempt(InkPipeline *pipeline, InkTxn *txn, const InkErrand *errand, gboolean is_trial,
                   char **out_why, GError **error)
{
    g_autoptr(GError) failure = NULL;
    if (!ink_txn_begin_part(txn, error))
        return FALSE;
    gboolean is_done = ink_orders_carry_out(pipeline, txn, errand, &failure);
    gboolean is_good =
        is_done && !is_trial ? ink_txn_keep_part(txn, error) : ink_txn_undo_part(txn, error);
    if (!is_good)
        return FALSE;
    if (!is_done && !g_error_matches(failure, INK_ERROR, INK_ERROR_REFUSED)) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return FALSE;
    }
    *out_why = is_done ? NULL : g_strdup(failure->message);
    return TRUE;
}

char *
ink_orders_format_until(const InkPipeline *pipeline, gint64 at)
{
    g_autofree char *day = ink_day_format_long(ink_clock_get_day(pipeline->clock, at), "sv");
    g_autofree char *time = ink_clock_format_time(pipeline->clock, at);
    return g_strdup_printf("%s kl. %s", day, time);
}

gboolean
ink_orders_ask(InkPipeline *pipeline, InkTxn *txn, InkPendingOrder *order,
               InkOrderClass order_class, const char *text, GError **error)
{
    gint64 open, day;
    if (!ink_store_count_asked(pipeline->store, order->officer, &open, &day, error))
        return FALSE;
    if (open >= INK_CONFIRM_OPEN_MAX || day >= INK_CONFIRM_DAY_MAX) {
        g_autofree char *reason = g_strdup_printf(
            "order från %s är inte utförd: för många frågor till samma handläggare väntar på svar",
            order->officer);
        return ink_txn_add_review(txn, order->message, order->case_id, "officer", reason, error);
    }
    g_autoptr(InkCase) cas =
        order->case_id != 0 ? ink_store_get_case(pipeline->store, order->case_id, error) : NULL;
    if (order->case_id != 0 && cas == NULL)
        return FALSE;
    order->nonce = ink_random_word(NONCE_LETTERS);
    order->due_at =
        ink_clock_now(pipeline->clock) +
        (order_class == INK_CLASS_HIGH ? INK_ORDER_CONFIRM_HIGH_S : INK_ORDER_CONFIRM_S);
    if (!ink_txn_add_pending(txn, order, error))
        return FALSE;
    g_autofree char *until = ink_orders_format_until(pipeline, order->due_at);
    const InkNotice notice = {.template_name = "order-confirm",
                              .to = order->officer,
                              .detail = text,
                              .until = until,
                              .asks = order,
                              .is_reply = TRUE};
    return ink_notice_queue(pipeline, txn, cas, &notice, error);
}

/* --- yes or no --------------------------------------------------------------------------------*/

static gboolean
run_pending(InkPipeline *pipeline, InkTxn *txn, const InkPendingOrder *order, char **out_why,
            GError **error)
{
    if (g_str_equal(order->kind, INK_PENDING_COMMANDS))
        return ink_registrar_carry_out(pipeline, txn, order, out_why, error);
    g_autoptr(InkOrders) orders =
        g_str_equal(order->kind, INK_PENDING_OFFICER) ? ink_orders_unpack(order->what) : NULL;
    if (orders == NULL) {
        *out_why =
            g_strdup_printf("den här versionen av Inkom kan inte utföra den (%s)", order->kind);
        return TRUE;
    }
    const InkErrand errand = {.orders = orders,
                              .case_id = order->case_id,
                              .message = order->message,
                              .officer = order->officer,
                              .written_at = order->written_at,
                              .is_answered = order->is_answered};
    return ink_orders_attempt(pipeline, txn, &errand, FALSE, out_why, error);
}

static char *
describe_pending(const InkPipeline *pipeline, const InkPendingOrder *order, const InkCase *cas)
{
    g_autoptr(InkOrders) orders = ink_orders_unpack(order->what);
    return orders != NULL
               ? ink_orders_describe(pipeline, orders, cas != NULL && cas->secrecy != NULL)
               : g_strdup(order->text);
}

/* The officer is told whatever comes of it. */
static gboolean
tell_officer(InkPipeline *pipeline, InkTxn *txn, const InkPendingOrder *order, const InkCase *cas,
             const char *template_name, const char *detail, GError **error)
{
    const InkNotice notice = {
        .template_name = template_name, .to = order->officer, .detail = detail, .is_reply = TRUE};
    return ink_notice_queue(pipeline, txn, cas, &notice, error);
}

/* Its time has come: it is done, or cannot be. */
static gboolean
finish(InkPipeline *pipeline, InkTxn *txn, const InkPendingOrder *order, const InkCase *cas,
       const char *by, gboolean is_told, GError **error)
{
    g_autofree char *why = NULL;
    gboolean is_ours;
    if (!run_pending(pipeline, txn, order, &why, error) ||
        !ink_txn_end_pending(txn, order, why == NULL ? INK_PENDING_DONE : INK_PENDING_REFUSED,
                             why == NULL ? by : why, &is_ours, error))
        return FALSE;
    /* What comes of a registrar's commands is told when they have been run. */
    if (why == NULL && (!is_told || g_str_equal(order->kind, INK_PENDING_COMMANDS)))
        return TRUE;
    if (why == NULL) {
        g_autofree char *text = describe_pending(pipeline, order, cas);
        return tell_officer(pipeline, txn, order, cas, "order-done", text, error);
    }
    g_autofree char *reason =
        g_strdup_printf("order från %s är inte utförd: %s", order->officer, why);
    return ink_txn_add_review(txn, order->message, order->case_id, "officer", reason, error) &&
           tell_officer(pipeline, txn, order, cas, "order-refused", why, error);
}

static gboolean
say_no(const InkOrderLetter *letter, const InkPendingOrder *order, GError **error)
{
    gboolean is_ours;
    g_autofree char *by = g_strdup_printf("%s svarar nej", order->officer);
    return ink_txn_end_pending(letter->txn, order, INK_PENDING_UNDONE, by, &is_ours, error) &&
           ink_order_add_review(letter,
                                "handläggaren svarar nej på om den stämmer; någon kan ha skrivit i "
                                "handläggarens namn",
                                error);
}

gboolean
ink_order_take_answer(const InkOrderLetter *letter, GError **error)
{
    g_autoptr(InkPendingOrder) order = NULL;
    if (!ink_store_find_pending(letter->pipeline->store, letter->command->pending, &order, error))
        return FALSE;
    if (order == NULL || order->ended_at != INK_TIME_NONE) {
        g_autofree char *why =
            g_strdup_printf("frågan är redan avgjord: %s",
                            order != NULL ? ink_pending_state_get_swedish(order->state) : "okänd");
        return ink_order_note(letter, "order nekad", why, error) &&
               ink_order_complain(letter, "order-refused", why, error);
    }
    if (order->due_at < ink_clock_now(letter->pipeline->clock)) {
        gboolean is_ours;
        return ink_txn_end_pending(letter->txn, order, INK_PENDING_EXPIRED, "svaret kom för sent",
                                   &is_ours, error) &&
               ink_order_complain(letter, "order-refused",
                                  "svaret kom för sent; skriv igen om du vill att "
                                  "det ska göras",
                                  error);
    }
    return letter->command->confirmation == INK_CONFIRMATION_YES
               ? finish(letter->pipeline, letter->txn, order, letter->cas,
                        "bekräftad av handläggaren", TRUE, error)
               : say_no(letter, order, error);
}

gboolean
ink_pipeline_order_due(InkPipeline *pipeline, InkTxn *txn, const InkPendingOrder *due,
                       GError **error)
{
    g_autoptr(InkPendingOrder) order = NULL;
    if (!ink_store_find_pending(pipeline->store, due->id, &order, error))
        return FALSE;
    if (order == NULL || order->ended_at != INK_TIME_NONE)
        return TRUE;
    if (order->state == INK_PENDING_CONFIRMING) {
        gboolean is_ours;
        return ink_txn_end_pending(txn, order, INK_PENDING_EXPIRED, "ingen har bekräftat den",
                                   &is_ours, error);
    }
    g_autoptr(InkCase) cas =
        order->case_id != 0 ? ink_store_get_case(pipeline->store, order->case_id, error) : NULL;
    return (order->case_id == 0 || cas != NULL) &&
           finish(pipeline, txn, order, cas, "ingen har ångrat den", FALSE, error);
}
