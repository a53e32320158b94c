/* SPDX-License-Identifier: MIT
 *
 * Whether what an officer orders by mail is obeyed (mail-safety: who wrote it, with what, what it
 * does). All or nothing: the gravest order in the letter decides for all of them.
 *
 *   1. A letter that a machine or a list has had a hand in is never obeyed, whoever wrote it.
 *   2. Only the case's own officer, and those who keep the register, order anything in a case. A
 *      colleague of the same unit does not, not by confirming it either: a confirmation proves who
 *      he is and not that the case is his. He asks for it, and is named its officer.
 *   3. What cannot be understood is asked about, and nothing is done.
 *   4. To take back what waits, it is enough that the author is proved or has our letter: that can
 *      harm nobody, and it is urgent.
 *   5. The rest is ink_officer_judge().
 *
 * Nothing is changed here; orders-apply.c does it.
 */
#include "pipeline-private.h"

#include "inkom/text.h"

#include <string.h>

#define SHOWN_CHARS 200

static const char *const identities[] = {
    [INK_IDENTITY_PROVED] = "styrkt avsändare",
    [INK_IDENTITY_UNTESTED] = "oprövad avsändare",
    [INK_IDENTITY_UNPROVED] = "avsändaren är inte styrkt",
    [INK_IDENTITY_STRANGER] = "okänd avsändare",
};

static const char *const capabilities[] = {
    [INK_CAPABILITY_OWN] = "handläggarens egen signerade adress",
    [INK_CAPABILITY_NONE] = "ingen signerad adress",
    [INK_CAPABILITY_LATE] = "en signerad adress som har gått ut",
    [INK_CAPABILITY_OTHERS] = "en signerad adress som är någon annans eller gäller något annat",
    [INK_CAPABILITY_FORGED] = "en signerad adress som inte är äkta",
};

/* What the letter is proved to be. */
typedef struct {
    InkIdentity identity;
    InkCapability capability;
} Proof;

static InkCapability
find_capability(const InkWork *work, const char *author)
{
    const InkSentTo *sent_to = &work->sent_to;
    if (work->verdict->forged > 0)
        return INK_CAPABILITY_FORGED;
    if (sent_to->kind == INK_SENT_TO_PLAIN)
        return INK_CAPABILITY_NONE;
    if (sent_to->kind != INK_SENT_TO_OFFICER || sent_to->case_id != work->cas->id ||
        !g_str_equal(sent_to->party, author))
        return INK_CAPABILITY_OTHERS;
    return sent_to->is_late ? INK_CAPABILITY_LATE : INK_CAPABILITY_OWN;
}

/* Begins verdict->command. */
static InkOfficerCommand *
begin(InkWork *work, const char *author, InkIdentity identity, const char *sent_to)
{
    InkOfficerCommand *command = &work->verdict->command;
    const char *why;
    InkVouching vouching = ink_triage_find_vouching(work->message, work->pipeline->config, &why);
    if (identity == INK_IDENTITY_UNTESTED && vouching != INK_VOUCHING_NONE)
        why = "e-postserverns intyg räknas inte förrän \"inkom doctor --probe\" har prövat dem";
    command->author = g_strdup(author);
    command->evidence = g_strdup_printf("%s (%s), %s", identities[identity], why, sent_to);
    /* The officer's clock may be fast; what comes in after his letter is new to him. */
    command->written_at = MIN(work->message->date, work->came_in);
    command->is_proved = identity == INK_IDENTITY_PROVED;
    command->may_tell = command->is_proved && !work->envelope->is_backlog &&
                        !ink_officer_is_unanswerable(work->message);
    return command;
}

static char *
find_hindrance(const InkWork *work)
{
    const InkLetterFacts facts = {.came_in = work->came_in,
                                  .has_borrowed_id = work->has_borrowed_id,
                                  .signed_addresses = work->signed_addresses};
    return work->envelope->is_backlog ? g_strdup("brevet är taget in i efterhand")
                                      : ink_officer_find_hindrance(work->message, &facts);
}

char *
ink_orders_find_unfit(const InkPipeline *pipeline, const InkCase *cas, const char *address)
{
    const InkConfig *config = pipeline->config;
    const char *registrar = ink_config_find_registrar(config, cas->unit);
    if (g_strcmp0(cas->officer, address) == 0 || g_strcmp0(registrar, address) == 0 ||
        g_strcmp0(config->registrar, address) == 0)
        return NULL;
    const InkOfficer *officer =
        cas->officer != NULL ? ink_config_find_officer_by_address(config, cas->officer) : NULL;
    return officer != NULL ? g_strdup_printf("ärendet har en annan handläggare: %s", officer->name)
                           : g_strdup("ärendet har ingen handläggare, och då är det registratorns");
}

/* --- another case's number --------------------------------------------------------------------*/

static gboolean
is_other_number(const InkWork *work, const InkDnrFound *found, gboolean *out_is, GError **error)
{
    const InkCase *cas = work->cas;
    *out_is = FALSE;
    if (found->label == INK_LABEL_OURS ||
        (found->dnr->unit == NULL && found->dnr->year == cas->year &&
         found->dnr->sequence == cas->sequence))
        return TRUE;
    g_autoptr(InkDnr) dnr = ink_dnr_copy(found->dnr);
    gboolean is_whole = dnr->unit != NULL;
    gint64 case_id;
    if (!is_whole)
        dnr->unit = g_strdup(cas->unit);
    if (!ink_store_find_number(work->pipeline->store, dnr, &case_id, error))
        return FALSE;
    *out_is = case_id != cas->id && (case_id != 0 || is_whole);
    return TRUE;
}

/* An order about another case than the one that the letter leads to is for that one, or is a slip:
 * nobody can tell. */
static gboolean
find_other_number(const InkWork *work, char **out_text, GError **error)
{
    const char *const texts[] = {work->message->subject, work->message->new_text};
    for (gsize t = 0; t < G_N_ELEMENTS(texts); t++) {
        g_autoptr(GPtrArray) numbers = ink_dnr_finder_run(work->pipeline->finder, texts[t]);
        for (guint i = 0; i < numbers->len; i++) {
            const InkDnrFound *found = numbers->pdata[i];
            gboolean is_other;
            if (!is_other_number(work, found, &is_other, error))
                return FALSE;
            if (is_other) {
                *out_text = ink_text_one_line(found->text, SHOWN_CHARS);
                return TRUE;
            }
        }
    }
    return TRUE;
}

/* --- the judgement ----------------------------------------------------------------------------*/

static char *
quote(const InkOrders *orders)
{
    GString *all = g_string_new(NULL);
    for (guint i = 0; i < orders->list->len; i++) {
        const InkOrder *order = orders->list->pdata[i];
        g_autofree char *value =
            order->value != NULL ? ink_text_one_line(order->value, SHOWN_CHARS) : NULL;
        g_string_append_printf(all, "%s\"%s%s%s\"", all->len > 0 ? ", " : "", order->words,
                               value != NULL ? ": " : "", value != NULL ? value : "");
    }
    return g_string_free(all, FALSE);
}

static void
settle(InkOfficerCommand *command, InkOrderFate fate, const char *why)
{
    command->fate = fate;
    command->why = g_strdup(why);
}

static void
refuse_by_proof(InkOfficerCommand *command, const Proof *proof)
{
    g_autofree char *why =
        proof->capability >= INK_CAPABILITY_OTHERS
            ? g_strdup_printf("brevet är sänt till %s", capabilities[proof->capability])
        : proof->identity != INK_IDENTITY_PROVED
            ? g_strdup("det är inte styrkt vem som har skrivit brevet")
            : g_strdup("det går inte att göra med e-post");
    settle(command, INK_FATE_REFUSE, why);
}

static void
judge_proof(const InkWork *work, InkOfficerCommand *command, const Proof *proof)
{
    gboolean is_undo = ink_orders_find(command->orders, INK_ORDER_UNDO) != NULL;
    if (is_undo && proof->capability < INK_CAPABILITY_OTHERS &&
        (proof->identity == INK_IDENTITY_PROVED || proof->capability == INK_CAPABILITY_OWN)) {
        settle(command, INK_FATE_UNDO, NULL);
        return;
    }
    switch (ink_officer_judge(work->pipeline->config->officers_proved_by, proof->identity,
                              proof->capability, ink_orders_get_class(command->orders))) {
    case INK_OBEDIENCE_RUN:
        settle(command, INK_FATE_RUN, NULL);
        break;
    case INK_OBEDIENCE_CONFIRM:
        if (is_undo) /* which has no time for it */
            refuse_by_proof(command, proof);
        else if (work->pipeline->config->delimiter == '\0')
            settle(command, INK_FATE_REFUSE,
                   "det kan inte bekräftas, för outgoing: saknar recipient_delimiter:");
        else
            settle(command, INK_FATE_CONFIRM, NULL);
        break;
    case INK_OBEDIENCE_REFUSE:
    default:
        refuse_by_proof(command, proof);
        break;
    }
}

static gboolean
judge(InkWork *work, InkOfficerCommand *command, const Proof *proof, GError **error)
{
    InkOrders *orders = command->orders;
    g_autofree char *hindrance = find_hindrance(work);
    g_autofree char *unfit = ink_orders_find_unfit(work->pipeline, work->cas, command->author);
    g_autofree char *other = NULL;
    if (!find_other_number(work, &other, error))
        return FALSE;
    if (hindrance == NULL && unfit == NULL)
        ink_orders_settle_values(orders, work->pipeline->config);
    if (hindrance != NULL) {
        settle(command, INK_FATE_REFUSE, hindrance);
    } else if (unfit != NULL) {
        /* One who has nothing to do with the case and may have ordered nothing is left in peace. */
        command->may_tell = command->may_tell && orders->doubt == NULL;
        settle(command, INK_FATE_REFUSE, unfit);
    } else if (orders->doubt != NULL) {
        settle(command, INK_FATE_ASK, orders->doubt);
    } else if (other != NULL) {
        g_autofree char *why = g_strdup_printf("brevet nämner ett annat ärende: %s", other);
        settle(command, INK_FATE_ASK, why);
    } else {
        judge_proof(work, command, proof);
    }
    return TRUE;
}

static void
tell_reason(InkWork *work, const char *what)
{
    static const char *const fates[] = {
        [INK_FATE_RUN] = "görs genast",
        [INK_FATE_CONFIRM] = "ska bekräftas från handläggarens egen e-post",
        [INK_FATE_UNDO] = "tar tillbaka det som väntar",
        [INK_FATE_ASK] = "går inte att tyda",
        [INK_FATE_REFUSE] = "görs inte",
        [INK_FATE_ANSWERED] = "svar på om en order stämmer",
    };
    const InkOfficerCommand *command = &work->verdict->command;
    ink_decision_add_reason(work->decision, "order från %s, %s: %s", command->author,
                            command->evidence, what);
    gboolean waits =
        command->fate == INK_FATE_RUN && ink_orders_get_class(command->orders) != INK_CLASS_LOW;
    ink_decision_add_reason(
        work->decision, "%s%s%s",
        waits ? "görs om fem minuter, om ingen ångrar det" : fates[command->fate],
        command->why != NULL ? ": " : "", command->why != NULL ? command->why : "");
    if (command->fate == INK_FATE_REFUSE)
        ink_decision_add_note(work->decision, "officer", "%s skriver %s, men det görs inte: %s",
                              command->author, what, command->why);
    if (command->fate == INK_FATE_ASK && !command->may_tell)
        ink_decision_add_note(work->decision, "officer", "%s vill något som inte går att tyda: %s",
                              command->author, command->why);
}

/* Words in answer to our letter, to nobody but us: the officer may believe that they reach the one
 * who wrote, and a clock would stop that nobody has met (C13). */
static void
doubt_unsent(const InkWork *work, const char *author, InkOrders *orders)
{
    gboolean is_to_us = work->verdict->answer.to == NULL && !work->is_near_answer &&
                        work->origin->kind == INK_ORIGIN_DIRECT &&
                        find_capability(work, author) == INK_CAPABILITY_OWN;
    gboolean is_part = ink_orders_find(orders, INK_ORDER_INTERIM) != NULL &&
                       ink_orders_find(orders, INK_ORDER_ANSWER) == NULL;
    if (!is_to_us || !orders->has_prose || orders->doubt != NULL ||
        (orders->list->len > 0 && !is_part) || ink_message_is_thanks(work->message))
        return;
    g_ptr_array_set_size(orders->list, 0);
    orders->doubt = g_strdup("det du skrev kom bara till oss: det står i ärendet, men har inte "
                             "skickats till den som har skrivit");
}

gboolean
ink_orders_judge(InkWork *work, const char *author, InkOrders *orders, GError **error)
{
    g_autoptr(InkOrders) taken = orders;
    if (work->verdict->answer.to != NULL) /* it has said which kind of answer it is */
        ink_orders_drop(taken, INK_ORDER_INTERIM);
    doubt_unsent(work, author, taken);
    if (taken->list->len == 0 && taken->doubt == NULL)
        return TRUE;
    InkAuthorProof author_proof;
    if (!ink_border_find_proof(work, &author_proof, error))
        return FALSE;
    const Proof proof = {
        ink_officer_find_identity(work->message, work->pipeline->config, author_proof),
        find_capability(work, author)};
    g_autofree char *what = taken->doubt != NULL ? g_strdup(taken->doubt) : quote(taken);
    InkOfficerCommand *command =
        begin(work, author, proof.identity, capabilities[proof.capability]);
    command->orders = g_steal_pointer(&taken);
    if (!judge(work, command, &proof, error))
        return FALSE;
    tell_reason(work, what);
    return TRUE;
}

/* --- yes or no --------------------------------------------------------------------------------*/

/* Where the border tests senders, whoever answers must have passed. */
static const char *
find_distrust(const InkWork *work, InkIdentity identity)
{
    gboolean is_good = identity == INK_IDENTITY_PROVED ||
                       (identity == INK_IDENTITY_UNTESTED &&
                        work->pipeline->config->officers_proved_by == INK_PROVED_BY_CONFIRMATION);
    return is_good ? NULL : "det är inte styrkt vem som har skrivit brevet";
}

gboolean
ink_orders_judge_confirmation(InkWork *work, const char *author, GError **error)
{
    const InkPipeline *pipeline = work->pipeline;
    InkAuthorProof proof;
    if (!ink_border_find_proof(work, &proof, error))
        return FALSE;
    InkIdentity identity = ink_officer_find_identity(work->message, pipeline->config, proof);
    InkOfficerCommand *command =
        begin(work, author, identity, "adressen för svar på en fråga från oss");
    command->pending = work->sent_to.id;
    command->confirmation = ink_confirmation_read(pipeline->words, work->message);
    g_autofree char *hindrance = find_hindrance(work);
    const char *why = hindrance != NULL           ? hindrance
                      : work->verdict->forged > 0 ? capabilities[INK_CAPABILITY_FORGED]
                                                  : find_distrust(work, identity);
    if (why != NULL)
        settle(command, INK_FATE_REFUSE, why);
    else if (command->confirmation == INK_CONFIRMATION_UNCLEAR)
        settle(command, INK_FATE_ASK, "svaret är varken ja eller nej");
    else
        settle(command, INK_FATE_ANSWERED, NULL);
    tell_reason(work, command->confirmation == INK_CONFIRMATION_YES  ? "\"ja\""
                      : command->confirmation == INK_CONFIRMATION_NO ? "\"nej\""
                                                                     : "oklart");
    return TRUE;
}
