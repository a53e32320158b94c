/* SPDX-License-Identifier: MIT
 *
 * What becomes of a letter with orders, in the transaction that takes it in: it is done, it waits,
 * the officer is asked, or nothing is done. All or nothing: what cannot be done whole is undone,
 * down to its journal, and the officer is told why.
 *
 * What is to wait is tried first and undone, so that the officer hears at once what will not work.
 * The officer gets one letter for each of his, and a letter that says no more than "I do not
 * understand" or "no" at most so many times a day: a machine that answers them would go on for
 * ever.
 */
#include "orders-private.h"

#include "inkom/error.h"
#include "inkom/journal.h"
#include "inkom/review.h"
#include "inkom/text.h"

#define COMPLAINTS_MAX    10 /* letters in 24 hours that say that something was not done */
#define COMPLAINTS_WINDOW (24 * 3600)

static gint64
get_case_id(const InkOrderLetter *letter)
{
    return letter->cas != NULL ? letter->cas->id : 0;
}

static gboolean
is_secret(const InkOrderLetter *letter)
{
    return letter->cas != NULL && letter->cas->secrecy != NULL;
}

static gboolean
write_to(const InkOrderLetter *letter, const char *template_name, const char *detail,
         const char *until, GError **error)
{
    const InkNotice notice = {.template_name = template_name,
                              .to = letter->command->author,
                              .detail = detail,
                              .until = until,
                              .is_reply = TRUE};
    return ink_notice_queue(letter->pipeline, letter->txn, letter->cas, &notice, error);
}

gboolean
ink_order_complain(const InkOrderLetter *letter, const char *template_name, const char *why,
                   GError **error)
{
    gint64 count;
    if (!letter->command->may_tell)
        return TRUE;
    if (!ink_store_count_complaints(letter->pipeline->store, letter->command->author,
                                    COMPLAINTS_WINDOW, &count, error))
        return FALSE;
    return count >= COMPLAINTS_MAX || write_to(letter, template_name, why, NULL, error);
}

/* --- what was not done ------------------------------------------------------------------------*/

gboolean
ink_order_add_review(const InkOrderLetter *letter, const char *why, GError **error)
{
    g_autofree char *reason =
        g_strdup_printf("order från %s är inte utförd: %s", letter->command->author, why);
    return ink_txn_add_review(letter->txn, letter->message, get_case_id(letter), "officer", reason,
                              error);
}

gboolean
ink_order_note(const InkOrderLetter *letter, const char *what, const char *text, GError **error)
{
    return ink_txn_add_journal(letter->txn, what, get_case_id(letter), letter->message, NULL, text,
                               error);
}

/* The life of the case, or the routine, stands against it. */
static gboolean
say_refused(const InkOrderLetter *letter, const char *why, GError **error)
{
    return ink_order_note(letter, "order nekad", why, error) &&
           ink_order_add_review(letter, why, error) &&
           ink_order_complain(letter, "order-refused", why, error);
}

/* As decided before: the row for the registrar is there. */
static gboolean
refuse(const InkOrderLetter *letter, GError **error)
{
    return ink_order_note(letter, "order nekad", letter->command->why, error) &&
           ink_order_complain(letter, "order-refused", letter->command->why, error);
}

static gboolean
ask(const InkOrderLetter *letter, GError **error)
{
    const char *why = is_secret(letter) && letter->command->pending == 0
                          ? "Det du skrev överst i brevet går inte att tyda."
                          : letter->command->why;
    return ink_order_note(letter, "order oklar", letter->command->why, error) &&
           ink_order_complain(letter, "order-question", why, error);
}

/* --- what is done, or tried -------------------------------------------------------------------*/

static InkErrand
get_errand(const InkOrderLetter *letter)
{
    return (InkErrand){.orders = letter->command->orders,
                       .case_id = get_case_id(letter),
                       .message = letter->message,
                       .officer = letter->command->author,
                       .written_at = letter->command->written_at,
                       .is_answered = letter->verdict->answer.to != NULL};
}

static InkPendingOrder *
make_pending(const InkOrderLetter *letter)
{
    const InkErrand errand = get_errand(letter);
    InkPendingOrder *order = ink_pending_order_new();
    order->kind = g_strdup(INK_PENDING_OFFICER);
    order->case_id = errand.case_id;
    order->message = errand.message;
    order->officer = g_strdup(errand.officer);
    order->what = ink_orders_pack(errand.orders);
    order->text = ink_orders_describe(letter->pipeline, errand.orders, FALSE);
    order->is_answered = errand.is_answered;
    order->written_at = errand.written_at;
    return order;
}

static gboolean
let_wait(const InkOrderLetter *letter, const char *text, GError **error)
{
    g_autoptr(InkPendingOrder) order = make_pending(letter);
    order->due_at = ink_clock_now(letter->pipeline->clock) + INK_ORDER_UNDO_S;
    g_autofree char *until = ink_orders_format_until(letter->pipeline, order->due_at);
    return ink_txn_add_pending(letter->txn, order, error) &&
           write_to(letter, "order-waiting", text, until, error);
}

static gboolean
ask_for_confirmation(const InkOrderLetter *letter, const char *text, GError **error)
{
    g_autoptr(InkPendingOrder) order = make_pending(letter);
    return ink_orders_ask(letter->pipeline, letter->txn, order,
                          ink_orders_get_class(letter->command->orders), text, error);
}

/* Told once; what stands in the journal besides is each change, with the officer's words. */
static gboolean
say_done(const InkOrderLetter *letter, const char *text, GError **error)
{
    return ink_order_note(letter, "order utförd", text, error) &&
           (!letter->command->is_proved || write_to(letter, "order-done", text, NULL, error));
}

/* C14: the answer in the letter has closed the case, and there is no more to do. */
static gboolean
is_done_already(const InkOrderLetter *letter)
{
    const GPtrArray *list = letter->command->orders->list;
    return letter->cas != NULL && letter->verdict->answer.to != NULL &&
           letter->cas->status == INK_CASE_CLOSED && list->len == 1 &&
           ((const InkOrder *)list->pdata[0])->kind == INK_ORDER_CLOSE;
}

static gboolean
obey(const InkOrderLetter *letter, GError **error)
{
    const InkOfficerCommand *command = letter->command;
    gboolean is_now =
        is_done_already(letter) ||
        (command->fate == INK_FATE_RUN && ink_orders_get_class(command->orders) == INK_CLASS_LOW);
    const InkErrand errand = get_errand(letter);
    g_autofree char *why = NULL;
    if (!ink_orders_attempt(letter->pipeline, letter->txn, &errand, !is_now, &why, error))
        return FALSE;
    if (why != NULL)
        return say_refused(letter, why, error);
    g_autofree char *text =
        ink_orders_describe(letter->pipeline, command->orders, is_secret(letter));
    if (is_now)
        return say_done(letter, text, error);
    return command->fate == INK_FATE_CONFIRM ? ask_for_confirmation(letter, text, error)
                                             : let_wait(letter, text, error);
}

/* --- taking back ------------------------------------------------------------------------------*/

static gboolean
undo(const InkOrderLetter *letter, GError **error)
{
    g_autoptr(GPtrArray) open =
        ink_store_list_pending_in_case(letter->pipeline->store, get_case_id(letter), error);
    g_autoptr(GString) undone = g_string_new(NULL);
    g_autofree char *by = g_strdup_printf("ångrad av %s", letter->command->author);
    gboolean is_registrar =
        ink_officer_is_registrar(letter->pipeline->config, letter->command->author);
    for (guint i = 0; open != NULL && i < open->len; i++) {
        const InkPendingOrder *order = open->pdata[i];
        gboolean is_ours;
        if (!is_registrar && !g_str_equal(order->officer, letter->command->author))
            continue;
        if (!ink_txn_end_pending(letter->txn, order, INK_PENDING_UNDONE, by, &is_ours, error))
            return FALSE;
        g_autofree char *text = NULL;
        g_autoptr(InkOrders) orders = ink_orders_unpack(order->what);
        text = orders != NULL ? ink_orders_describe(letter->pipeline, orders, is_secret(letter))
                              : g_strdup(order->text);
        g_string_append_printf(undone, "%s%s", undone->len > 0 ? "\n" : "", text);
    }
    if (open == NULL)
        return FALSE;
    if (undone->len == 0)
        return say_refused(letter, "det finns inget som väntar och kan ångras", error);
    return write_to(letter, "order-undone", undone->str, NULL, error);
}

/* --- in all -----------------------------------------------------------------------------------*/

static gboolean
deal_with(const InkOrderLetter *letter, GError **error)
{
    switch (letter->command->fate) {
    case INK_FATE_RUN:
    case INK_FATE_CONFIRM:
        return obey(letter, error);
    case INK_FATE_UNDO:
        return undo(letter, error);
    case INK_FATE_ASK:
        return ask(letter, error);
    case INK_FATE_REFUSE:
        return refuse(letter, error);
    case INK_FATE_ANSWERED:
        return ink_order_take_answer(letter, error);
    case INK_FATE_NONE:
    default:
        return TRUE;
    }
}

gboolean
ink_orders_apply(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict, gint64 case_id,
                 gint64 message_row, GError **error)
{
    const InkOfficerCommand *command = &verdict->command;
    if (command->fate == INK_FATE_NONE)
        return TRUE;
    g_autoptr(InkCase) cas =
        case_id != 0 ? ink_store_get_case(pipeline->store, case_id, error) : NULL;
    if (case_id != 0 && cas == NULL)
        return FALSE;
    const InkOrderLetter letter = {pipeline, txn, verdict, command, cas, message_row};
    return ink_order_note(&letter, "order från handläggare", command->evidence, error) &&
           deal_with(&letter, error);
}
