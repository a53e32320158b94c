/* SPDX-License-Identifier: MIT
 *
 * A registrar's letter that begins with commands as at the terminal (B44). It is the register's
 * own business: no case, no record, no receipt. Whether they are obeyed:
 *
 *   1. A letter that a machine or a list has had a hand in is never obeyed, and neither is one to
 *      somebody else's signed address, or to a forged one.
 *   2. What cannot be understood is told of, and nothing is done.
 *   3. What only looks needs a proved author, for the answer goes to the registered address alone.
 *   4. Whatever changes something is confirmed, from the registrar's own mailbox. The question's
 *      signed address is then what is asked for besides the proof of who writes (mail-safety,
 *      layer B), so that also what cannot be undone may be ordered; in half an hour, and only where
 *      the border proves who writes.
 *   5. Where nobody tests who writes (officers_proved_by: confirmation), looking is confirmed too.
 *
 * A letter that somebody else wrote and the registrar sends on is that letter, whatever stands
 * above it: the commands are not obeyed, and it goes the ordinary way.
 */
#include "pipeline-private.h"

#define NO_ADDRESS "det kan inte bekräftas, för outgoing: saknar recipient_delimiter:"
#define SENT_ON    "brevet för med sig ett annat brev; skriv kommandona i ett eget"

static void
settle(InkRegistrarLetter *letter, InkOrderFate fate, const char *why)
{
    letter->fate = fate;
    letter->why = g_strdup(why);
}

/* New; NULL if nothing stands against it. */
static char *
find_hindrance(const InkWork *work, const char *author)
{
    const InkSentTo *sent_to = &work->sent_to;
    const InkLetterFacts facts = {.came_in = work->came_in,
                                  .has_borrowed_id = work->has_borrowed_id,
                                  .signed_addresses = work->signed_addresses};
    if (work->envelope->is_backlog)
        return g_strdup("brevet är taget in i efterhand");
    if (work->verdict->forged > 0)
        return g_strdup("brevet är sänt till en signerad adress som inte är äkta");
    if (sent_to->party != NULL && !g_str_equal(sent_to->party, author))
        return g_strdup("brevet är sänt till en signerad adress som är någon annans");
    return ink_officer_find_hindrance(work->message, &facts);
}

/* Of proved author and class alone; see above. */
static InkOrderFate
judge_proof(const InkConfig *config, InkIdentity identity, InkByMail by_mail)
{
    if (identity == INK_IDENTITY_PROVED)
        return by_mail == INK_BY_MAIL_READ ? INK_FATE_RUN
               : by_mail == INK_BY_MAIL_HIGH &&
                       config->officers_proved_by == INK_PROVED_BY_CONFIRMATION
                   ? INK_FATE_REFUSE
                   : INK_FATE_CONFIRM;
    gboolean may_ask = identity == INK_IDENTITY_UNTESTED &&
                       config->officers_proved_by == INK_PROVED_BY_CONFIRMATION;
    return may_ask && by_mail != INK_BY_MAIL_HIGH ? INK_FATE_CONFIRM : INK_FATE_REFUSE;
}

static void
judge(const InkWork *work, InkRegistrarLetter *letter, InkIdentity identity)
{
    const InkConfig *config = work->pipeline->config;
    InkByMail by_mail = ink_command_lines_get_class(letter->lines);
    g_autofree char *hindrance = find_hindrance(work, letter->author);
    gboolean is_direct =
        work->origin->kind == INK_ORIGIN_DIRECT || work->origin->kind == INK_ORIGIN_REPLY;
    InkOrderFate fate = judge_proof(config, identity, by_mail);
    gboolean cannot_ask = fate == INK_FATE_CONFIRM && config->delimiter == '\0';
    if (hindrance != NULL)
        settle(letter, INK_FATE_REFUSE, hindrance);
    else if (!is_direct)
        settle(letter, INK_FATE_ASK, SENT_ON);
    else if (letter->lines->doubt != NULL)
        settle(letter, INK_FATE_ASK, letter->lines->doubt);
    else if (cannot_ask)
        settle(letter, INK_FATE_REFUSE, NO_ADDRESS);
    else
        settle(letter, fate,
               fate != INK_FATE_REFUSE ? NULL
               : identity == INK_IDENTITY_PROVED || by_mail == INK_BY_MAIL_HIGH
                   ? "det som inte går att ångra kan inte göras med e-post här"
                   : "det är inte styrkt vem som har skrivit brevet");
}

static void
tell_reasons(InkWork *work, const InkRegistrarLetter *letter)
{
    static const char *const fates[] = {
        [INK_FATE_RUN] = "görs",
        [INK_FATE_CONFIRM] = "ska bekräftas från registratorns egen e-post",
        [INK_FATE_ASK] = "går inte att följa",
        [INK_FATE_REFUSE] = "görs inte",
    };
    const char *proof;
    ink_triage_find_vouching(work->message, work->pipeline->config, &proof);
    ink_decision_add_reason(work->decision, "kommandon från registratorn %s (%s)", letter->author,
                            proof);
    for (guint i = 0; i < letter->lines->list->len; i++)
        ink_decision_add_reason(work->decision, "%s",
                                ((const InkCommandLine *)letter->lines->list->pdata[i])->text);
    ink_decision_add_reason(work->decision, "%s%s%s", fates[letter->fate],
                            letter->why != NULL ? ": " : "",
                            letter->why != NULL ? letter->why : "");
    if (letter->fate == INK_FATE_REFUSE || letter->fate == INK_FATE_ASK)
        ink_decision_add_note(work->decision, "officer", "kommandon från %s är inte utförda: %s",
                              letter->author, letter->why);
}

/* It is what it is, and nothing more is to be found out about it. */
static void
place(InkWork *work)
{
    InkDecision *decision = work->decision;
    decision->disposition = INK_DISPOSITION_COMMAND;
    decision->reply.reason = g_strdup("kommandon till registret bekräftas inte som ett ärende");
    work->is_decided = TRUE;
}

gboolean
ink_step_registrar(InkWork *work, GError **error)
{
    const InkPipeline *pipeline = work->pipeline;
    const char *author = ink_officer_find_author(work->message, pipeline->config);
    if (author == NULL || pipeline->words == NULL || work->is_repeat ||
        !ink_officer_is_registrar(pipeline->config, author) ||
        ink_config_is_own_address(pipeline->config, author) ||
        work->sent_to.kind == INK_SENT_TO_CONFIRM || work->triage->kind >= INK_TRIAGE_FOLLOWUP ||
        work->report->kind != INK_REPORT_NONE)
        return TRUE;
    g_autoptr(InkCommandLines) lines = ink_command_lines_read(pipeline->words, work->message);
    if (lines->list->len == 0 && lines->doubt == NULL)
        return TRUE;
    InkAuthorProof proof;
    if (!ink_border_find_proof(work, &proof, error))
        return FALSE;
    InkIdentity identity = ink_officer_find_identity(work->message, pipeline->config, proof);
    InkRegistrarLetter *letter = &work->verdict->registrar;
    letter->author = g_strdup(author);
    letter->lines = g_steal_pointer(&lines);
    judge(work, letter, identity);
    letter->may_tell = !work->envelope->is_backlog && !ink_officer_is_unanswerable(work->message) &&
                       (identity == INK_IDENTITY_PROVED ||
                        (identity == INK_IDENTITY_UNTESTED &&
                         pipeline->config->officers_proved_by == INK_PROVED_BY_CONFIRMATION));
    tell_reasons(work, letter);
    if (g_strcmp0(letter->why, SENT_ON) != 0)
        place(work);
    return TRUE;
}
