/* SPDX-License-Identifier: MIT
 *
 * What an officer has ordered, done: each by the way that the registrar's command for it goes, with
 * the officer's words in the journal. What describes the case comes first, what moves it or ends it
 * last. Anything that cannot be done is REFUSED, and the caller undoes all of it.
 */
#include "pipeline-private.h"

#include "inkom/address-keys.h"
#include "inkom/error.h"
#include "inkom/journal.h"
#include "inkom/text.h"

#include <string.h>

#define MEASURE_MAX 1000
#define SHOWN_CHARS 200

/* One order on its way. */
typedef struct {
    InkPipeline *pipeline;
    InkTxn *txn;
    const InkErrand *errand;
    const InkOrder *order;
    const char *why; /* for the journal */
} Deed;

static gboolean G_GNUC_PRINTF(2, 3) refuse(GError **error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *why = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error_literal(error, INK_ERROR, INK_ERROR_REFUSED, why);
    return FALSE;
}

static gboolean
set_field(const Deed *deed, InkCaseField field, const char *value, GError **error)
{
    return ink_txn_set_field(deed->txn, deed->errand->case_id, field, value, deed->why, error);
}

static gboolean
happen(const Deed *deed, InkCaseEvent event, GError **error)
{
    event.at = ink_clock_now(deed->pipeline->clock);
    if (event.why == NULL)
        event.why = deed->why;
    return ink_pipeline_happen(deed->pipeline, deed->txn, deed->errand->case_id, &event, error);
}

/* --- each kind --------------------------------------------------------------------------------*/

static gboolean
set_measure(const Deed *deed, GError **error)
{
    g_autofree char *measure = ink_text_one_line(deed->order->value, MEASURE_MAX);
    return set_field(deed, INK_FIELD_MEASURE, measure, error);
}

static gboolean
set_type(const Deed *deed, GError **error)
{
    return set_field(deed, INK_FIELD_TYPE, deed->order->value, error);
}

static gboolean
set_secrecy(const Deed *deed, GError **error)
{
    return set_field(deed, INK_FIELD_SECRECY, deed->order->value, error);
}

static gboolean
set_important(const Deed *deed, GError **error)
{
    return set_field(deed, INK_FIELD_IMPORTANCE, "av vikt", error);
}

static gboolean
set_routine(const Deed *deed, GError **error)
{
    return set_field(deed, INK_FIELD_IMPORTANCE, "rutinmässig", error);
}

/* Of an answer that is sent on it says what kind it is. */
static gboolean
add_interim(const Deed *deed, GError **error)
{
    return ink_orders_find(deed->errand->orders, INK_ORDER_ANSWER) != NULL ||
           happen(deed, (InkCaseEvent){.event = INK_EVENT_INTERIM}, error);
}

/* The reason stands on the case, for all who wonder why it is open. */
static gboolean
hold(const Deed *deed, GError **error)
{
    const char *reason = ink_text_is_blank(deed->order->value) ? NULL : deed->order->value;
    g_autofree char *held = reason != NULL ? ink_text_one_line(reason, SHOWN_CHARS) : NULL;
    return happen(deed, (InkCaseEvent){.event = INK_EVENT_HOLD, .why = held}, error);
}

/* "Fel handläggare, Eva Lind": the name of the right one, which the letter asks for; NULL if what
 * stands there is a reason. */
static const InkOfficer *
find_proposed(const InkPipeline *pipeline, const InkOrder *order)
{
    if (order->kind != INK_ORDER_RETURN || ink_text_is_blank(order->value))
        return NULL;
    g_autofree char *name = ink_text_one_line(order->value, SHOWN_CHARS);
    for (gsize size = strlen(name); size > 0 && strchr(" .,!", name[size - 1]) != NULL; size--)
        name[size - 1] = '\0';
    return ink_config_find_officer(pipeline->config, name);
}

/* "Fel handläggare, skicka vidare till NN": the one who is named has it. */
static gboolean
give_back(const Deed *deed, GError **error)
{
    const InkOfficer *proposed = find_proposed(deed->pipeline, deed->order);
    const char *const said = proposed != NULL || ink_text_is_blank(deed->order->value)
                                 ? deed->order->words
                                 : deed->order->value;
    g_autofree char *reason = ink_text_one_line(said, SHOWN_CHARS);
    const InkCaseEvent event = {.event = INK_EVENT_RETURN,
                                .officer = proposed != NULL ? proposed->address : NULL,
                                .why = reason};
    return ink_orders_find(deed->errand->orders, INK_ORDER_FORWARD) != NULL ||
           happen(deed, event, error);
}

static gboolean
forward(const Deed *deed, GError **error)
{
    return happen(deed, (InkCaseEvent){.event = INK_EVENT_ASSIGN, .officer = deed->order->value},
                  error);
}

static gboolean
move(const Deed *deed, GError **error)
{
    return happen(deed, (InkCaseEvent){.event = INK_EVENT_TRANSFER, .unit = deed->order->value},
                  error);
}

/* What has come in since the officer wrote he has not seen: the case is not closed over it. */
static gboolean
check_nothing_new(const Deed *deed, GError **error)
{
    const InkErrand *errand = deed->errand;
    g_autoptr(GPtrArray) records =
        ink_store_list_records(deed->pipeline->store, errand->case_id, error);
    if (records == NULL)
        return FALSE;
    for (guint i = 0; i < records->len; i++) {
        const InkRecord *record = records->pdata[i];
        if (record->direction == INK_DIRECTION_IN && record->date > errand->written_at &&
            record->message != errand->message &&
            !ink_config_is_staff(deed->pipeline->config, record->from))
            return refuse(error, "det har kommit en ny handling i ärendet sedan du skrev; läs "
                                 "den först");
    }
    return TRUE;
}

/* C14: the answer in the same letter may have closed it. */
static gboolean
close_case(const Deed *deed, GError **error)
{
    g_autoptr(InkCase) cas =
        ink_store_get_case(deed->pipeline->store, deed->errand->case_id, error);
    if (cas == NULL)
        return FALSE;
    gboolean is_answered = deed->errand->is_answered ||
                           ink_orders_find(deed->errand->orders, INK_ORDER_ANSWER) != NULL;
    if (is_answered && cas->status == INK_CASE_CLOSED)
        return TRUE;
    return check_nothing_new(deed, error) &&
           happen(deed, (InkCaseEvent){.event = INK_EVENT_CLOSE}, error);
}

static gboolean
send_answer(const Deed *deed, GError **error)
{
    g_autoptr(InkCase) cas =
        ink_store_get_case(deed->pipeline->store, deed->errand->case_id, error);
    return cas != NULL && ink_relay_answer(deed->pipeline, deed->txn, cas, deed->errand->officer,
                                           deed->order->value, deed->errand->message, error);
}

/* In the order in which they are done. */
static const struct {
    InkOrderKind kind;
    gboolean (*run)(const Deed *deed, GError **error);
    const char *text;   /* for people */
    gboolean has_words; /* what the officer wrote stands after it */
} deeds[] = {
    {INK_ORDER_TYPE, set_type, "ändra ärendetypen till", TRUE},
    {INK_ORDER_MEASURE, set_measure, "anteckna åtgärden", TRUE},
    {INK_ORDER_IMPORTANT, set_important, "märka ärendet som av vikt", FALSE},
    {INK_ORDER_ROUTINE, set_routine, "märka ärendet som rutinmässigt", FALSE},
    {INK_ORDER_SECRECY, set_secrecy, "sekretessmarkera ärendet", TRUE},
    {INK_ORDER_ANSWER, send_answer, "sända ditt svar till den som har skrivit", FALSE},
    {INK_ORDER_INTERIM, add_interim, "anteckna att ett delsvar är lämnat", FALSE},
    {INK_ORDER_HOLD, hold, "hålla ärendet öppet", TRUE},
    {INK_ORDER_UNIT, move, "flytta ärendet till", TRUE},
    {INK_ORDER_RETURN, give_back, "lämna tillbaka ärendet till registratorn", TRUE},
    {INK_ORDER_FORWARD, forward, "lämna över ärendet till", TRUE},
    {INK_ORDER_CLOSE, close_case, "avsluta ärendet", FALSE},
};

/* The case may have become another's, or a part of another case, since the officer wrote. */
static gboolean
check_officer(InkPipeline *pipeline, const InkErrand *errand, GError **error)
{
    gint64 now_id;
    if (!ink_store_find_current_case(pipeline->store, errand->case_id, &now_id, error))
        return FALSE;
    if (now_id != errand->case_id)
        return refuse(error, "ärendet har sammanförts med ett annat");
    g_autoptr(InkCase) cas = ink_store_get_case(pipeline->store, errand->case_id, error);
    if (cas == NULL)
        return FALSE;
    g_autofree char *unfit = ink_orders_find_unfit(pipeline, cas, errand->officer);
    return unfit == NULL || refuse(error, "%s", unfit);
}

static gboolean
run(InkPipeline *pipeline, InkTxn *txn, const InkErrand *errand, gsize deed, GError **error)
{
    const InkOrder *order = ink_orders_find(errand->orders, deeds[deed].kind);
    if (order == NULL)
        return TRUE;
    g_autofree char *why =
        g_strdup_printf("order med e-post från %s: \"%s\"", errand->officer, order->words);
    const Deed now = {pipeline, txn, errand, order, why};
    return deeds[deed].run(&now, error);
}

gboolean
ink_orders_carry_out(InkPipeline *pipeline, InkTxn *txn, const InkErrand *errand, GError **error)
{
    if (!check_officer(pipeline, errand, error))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(deeds); i++)
        if (!run(pipeline, txn, errand, i, error))
            return FALSE;
    return TRUE;
}

/* --- for people -------------------------------------------------------------------------------*/

static char *
describe_value(const InkPipeline *pipeline, const InkOrder *order)
{
    const InkOfficer *officer =
        order->kind == INK_ORDER_FORWARD
            ? ink_config_find_officer_by_address(pipeline->config, order->value)
            : NULL;
    const InkOfficer *proposed = find_proposed(pipeline, order);
    if (proposed != NULL)
        return g_strdup_printf("rätt person är %s (%s)", proposed->name, proposed->address);
    const InkUnit *unit =
        order->kind == INK_ORDER_UNIT ? ink_config_find_unit(pipeline->config, order->value) : NULL;
    if (officer != NULL)
        return g_strdup_printf("%s (%s)", officer->name, officer->address);
    return unit != NULL ? g_strdup(unit->name) : ink_text_one_line(order->value, SHOWN_CHARS);
}

/* What names a person or a unit is no content of the case; what the officer writes may be. */
static gboolean
may_show(const InkOrder *order, gboolean is_secret)
{
    return !ink_text_is_blank(order->value) &&
           (!is_secret || order->kind == INK_ORDER_FORWARD || order->kind == INK_ORDER_UNIT);
}

char *
ink_orders_describe(const InkPipeline *pipeline, const InkOrders *orders, gboolean is_secret)
{
    GString *all = g_string_new(NULL);
    is_secret = is_secret || ink_orders_find(orders, INK_ORDER_SECRECY) != NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(deeds); i++) {
        const InkOrder *order = ink_orders_find(orders, deeds[i].kind);
        if (order == NULL ||
            (order->kind == INK_ORDER_RETURN && ink_orders_find(orders, INK_ORDER_FORWARD) != NULL))
            continue;
        gboolean has_value = deeds[i].has_words && may_show(order, is_secret);
        g_autofree char *value = has_value ? describe_value(pipeline, order) : NULL;
        g_string_append_printf(all, "%s- %s%s%s", all->len > 0 ? "\n" : "", deeds[i].text,
                               value != NULL ? ": " : "", value != NULL ? value : "");
    }
    return g_string_free(all, FALSE);
}
