/* SPDX-License-Identifier: MIT
 *
 * For the files of this folder.
 */
#pragma once

#include "inkom/address-keys.h"
#include "inkom/border.h"
#include "inkom/compose.h"
#include "inkom/officer.h"
#include "inkom/origin.h"
#include "inkom/outbox.h"
#include "inkom/pipeline.h"
#include "inkom/rules.h"
#include "inkom/sandbox.h"
#include "inkom/template.h"
#include "inkom/thread.h"
#include "inkom/triage.h"

/* Characters of the subject in the ledger; the original has it whole. */
#define INK_SUBJECT_MAX 1000

/* Officers are written to on working days between these, minutes from midnight. */
#define INK_OFFICE_OPENS_MIN  (8 * 60)
#define INK_OFFICE_CLOSES_MIN (17 * 60)

struct InkPipeline {
    const InkConfig *config;
    InkStore *store;
    const InkClock *clock;
    InkCalendar *calendar;
    InkRules *rules;
    InkForms *forms;
    InkOrderWords *words;   /* of officers; NULL: nothing is ordered by mail */
    InkReader *reader;      /* for what no other reader has read beforehand */
    GAsyncQueue *sandboxes; /* InkSandbox: those of readers that are no more */
    InkReportReader *reports;
    InkTemplates *templates;
    InkDnrFinder *finder;
    char *loop_mark; /* signs our letters, so that we know them again */
};

/* The address of ours that a message was sent to; the better evidence is the greater. */
typedef enum {
    INK_SENT_TO_PLAIN,   /* none that is signed */
    INK_SENT_TO_FORGED,  /* made like a signed one */
    INK_SENT_TO_LETTER,  /* the bounce address of a letter */
    INK_SENT_TO_CASE,    /* the reply address of a case */
    INK_SENT_TO_OFFICER, /* the same, an officer's */
    INK_SENT_TO_CONFIRM, /* an officer's, for yes or no to a pending order */
} InkSentToKind;

typedef struct {
    InkSentToKind kind;
    gboolean is_late; /* it has had its time */
    gint64 case_id;   /* 0 = none */
    gint64 id;        /* LETTER: its row in the outbox; CONFIRM: the pending order */
    char *party;      /* whom it was given to */
} InkSentTo;

void ink_sent_to_clear(InkSentTo *found);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(InkSentTo, ink_sent_to_clear)

/* A message on its way through the steps. */
typedef struct {
    InkPipeline *pipeline;
    const InkEnvelope *envelope;
    InkReading *reading;
    InkVerdict *verdict;
    InkMessage *message;      /* verdict->message, once parsed */
    InkDecision *decision;    /* verdict->decision */
    InkOrigin *origin;        /* verdict->origin, once parsed */
    const InkMessage *letter; /* what its author wrote: origin->letter, or message itself */
    gint64 came_in;           /* when the message itself came, whatever is in it */
    InkMessage *threaded;     /* what threading looks at; NULL: message itself */
    InkSentTo sent_to;
    guint signed_addresses; /* of ours that it was sent to, genuine ones */
    gboolean is_guesser;    /* its sender has tried many signed addresses: none counts */
    InkReport *report;      /* verdict->report */
    InkTriage *triage;
    InkThread *thread;
    InkCase *cas;             /* that the thread leads to; NULL without one */
    GPtrArray *findings;      /* InkGuardFinding; NULL where the guard was not asked */
    gboolean is_held;         /* by the guard, for a person */
    gboolean is_near_answer;  /* it looks like an officer's answer, and is not believed to be one */
    gboolean is_own_letter;   /* it is the one in the outbox, come back */
    gboolean is_repeat;       /* taken in before */
    gboolean has_borrowed_id; /* its Message-ID is that of another message */
    gboolean is_decided;      /* no further step is needed */
} InkWork;

typedef gboolean (*InkStep)(InkWork *work, GError **error);

gboolean ink_step_identify(InkWork *work, GError **error);
gboolean ink_step_parse(InkWork *work, GError **error);
gboolean ink_step_origin(InkWork *work, GError **error);
gboolean ink_step_repeat(InkWork *work, GError **error);
gboolean ink_step_arrival(InkWork *work, GError **error);
gboolean ink_step_probe(InkWork *work, GError **error);
gboolean ink_step_address(InkWork *work, GError **error);
gboolean ink_step_report(InkWork *work, GError **error);
gboolean ink_step_triage(InkWork *work, GError **error);
gboolean ink_step_registrar(InkWork *work, GError **error);
gboolean ink_step_thread(InkWork *work, GError **error);
gboolean ink_step_letter(InkWork *work, GError **error);
gboolean ink_step_guard(InkWork *work, GError **error);
gboolean ink_step_officer(InkWork *work, GError **error);
gboolean ink_step_classify(InkWork *work, GError **error);
gboolean ink_step_encrypted(InkWork *work, GError **error);
gboolean ink_step_name(InkWork *work, GError **error);
gboolean ink_step_place(InkWork *work, GError **error);
gboolean ink_step_ways(InkWork *work, GError **error);
gboolean ink_step_reply(InkWork *work, GError **error);

/* --- who wrote it (steps-origin.c) ------------------------------------------------------------*/

/* The reading of bytes in which this message was found (taken; NULL: none was). */
InkReading *ink_reading_of_message(InkReader *reader, GBytes *bytes, InkMessage *message);
/* By the message alone, for a reader. */
InkOrigin *ink_origin_of_message(const InkPipeline *pipeline, InkPatternScratch *patterns,
                                 const InkMessage *message);
/* The message as its author wrote it. */
const InkMessage *ink_origin_get_letter(const InkOrigin *origin, const InkMessage *message);
/* Whether whoever sent it on is proven, so that its author need not be. */
gboolean ink_origin_is_vouched(const InkWork *work);
/* Whether staff wrote the words that the rules looked at. */
gboolean ink_origin_is_by_staff(const InkWork *work);
/* What threading looks at: what the officer wrote and what he passed on, from the officer. NULL:
 * the message itself. */
InkMessage *ink_origin_make_threaded(const InkOrigin *origin, const InkMessage *message);
/* When a passed-on letter or a note reached the authority; after the step "arrival". */
void ink_origin_settle_arrival(InkWork *work);
/* What a form says outright, and who the sender is; after the rules. */
void ink_origin_settle_class(InkWork *work);
/* What would begin a case, be filed in one, or be forgotten, waits for a person when its origin is
 * uncertain. */
void ink_origin_hold_uncertain(InkWork *work);
/* When a person has said that it is a matter: what was found of its origin counts, be it uncertain.
 * decision->arrived: when the message came. */
void ink_origin_confirm(InkDecision *decision, const InkOrigin *origin);
/* Why nobody can be written to, NULL if somebody may. */
const char *ink_origin_find_no_reply(const InkOrigin *origin, const char *sender);

/* What one recipient's address says, if it is a signed one of ours. */
gboolean ink_sent_to_find(InkPipeline *pipeline, const char *recipient, InkSentTo *out_found,
                          GError **error);

/* Parts of placing, for messages that lead to a case (steps-thread.c). */
void ink_place_note_findings(InkWork *work);
gboolean ink_place_begins_linked_case(const InkWork *work);
void ink_place_linked(InkWork *work);

/* What every letter may say, and what one about a case may say; new, of field and value. */
GHashTable *ink_reply_new_values(const InkPipeline *pipeline);
GHashTable *ink_reply_get_case_values(const InkPipeline *pipeline, const InkCase *cas,
                                      const char *language);
/* An address that only this party has for this; the inbox where the server cannot have such, or
 * there is nothing that it could be about. */
gboolean ink_reply_make_address(InkPipeline *pipeline, InkPurpose purpose, gint64 id,
                                const char *party, int days, char **out_address, GError **error);
/* A letter from the inbox, in the template's words. */
InkOutboxRow *ink_reply_write(InkPipeline *pipeline, InkLetter *letter, const char *language,
                              const char *template_name, GHashTable *values, GBytes **out_bytes,
                              GError **error);

/* Whether what came by the channel is never answered by letter. */
gboolean ink_reply_is_confirmed_elsewhere(const char *channel);
/* Why nobody waits for a receipt of a new case, new; NULL if somebody may. */
char *ink_reply_find_nobody(const InkPipeline *pipeline, const InkDecision *decision,
                            const InkOrigin *origin);
/* The letter that confirms the case; row and *out_bytes are new. */
InkOutboxRow *ink_reply_compose(InkPipeline *pipeline, const InkCase *cas, const char *to,
                                const char *language, const InkMessage *message, GBytes **out_bytes,
                                GError **error);
/* cas NULL: about no case. Of a secret one no detail is told. */
InkOutboxRow *ink_alert_compose(InkPipeline *pipeline, const InkCase *cas, const char *what,
                                const char *detail, GBytes **out_bytes, GError **error);
/* Whom the officer answers instead of the sender (A21: the editor), or NULL. */
const char *ink_case_get_answer_to(const InkPipeline *pipeline, const InkCase *cas);
/* The language of templates that the letter is written in. */
const char *ink_reply_get_language(const InkPipeline *pipeline, const char *template_name,
                                   const char *wished);

/* Who the rules or the unit say is the officer, as an address; nobody if that person may not be. */
void ink_decision_settle_officer(const InkPipeline *pipeline, InkDecision *decision);

/* Whether the letters are what the routine needs; mistakes are added (letter-check.c). */
void ink_letters_check(InkPipeline *pipeline, const InkRoutine *routine, InkProblems *problems);
/* --- a person's decisions (by-hand.c) ----------------------------------------------------------*/

/* A stored message, described anew as the pipeline is now; what becomes of it the person says.
 * out_procedure: what the rules say; NULL allowed. */
InkVerdict *ink_by_hand_decide(InkPipeline *pipeline, const InkLedgerRow *row, char **out_procedure,
                               GError **error);

/* The procedure that a letter refuses (B7), and why a case with a copy to come is held (E28). */
#define INK_PROCEDURE_ABUSE "personangrepp"
#define INK_HELD_FOR_COPY   "väntar på en kopia av svaret"

/* --- other ways than a case (apply-ways.c) ----------------------------------------------------*/

/* cas may be NULL. */
gboolean ink_ways_tell(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict,
                       const InkCase *cas, gint64 message_row, GError **error);
gboolean ink_ways_write(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict,
                        const InkCase *cas, gint64 message_row, GError **error);
gboolean ink_ways_settle_case(InkPipeline *pipeline, InkTxn *txn, const InkDecision *decision,
                              gint64 case_id, GError **error);
gboolean ink_ways_close_answered(InkPipeline *pipeline, InkTxn *txn, gint64 case_id, gint64 now,
                                 GError **error);
/* The author, if it is to him that the matter of the case was passed on and he was asked for a copy
 * of his answer (E28); borrowed. NULL: it is another. */
const char *ink_ways_find_office(const InkPipeline *pipeline, const InkCase *cas,
                                 const InkMessage *message);
/* To somebody in the house, with what was written or NULL; to the sender. cas NULL: about no case.
 */
InkOutboxRow *ink_told_compose(InkPipeline *pipeline, const InkTold *told, const InkCase *cas,
                               const char *detail, const char *words, GBytes **out_bytes,
                               GError **error);
InkOutboxRow *ink_way_letter_compose(InkPipeline *pipeline, const InkDecision *decision,
                                     const InkCase *cas, const InkMessage *message,
                                     GBytes **out_bytes, GError **error);

/* A letter about a case that is no receipt. */
typedef struct {
    const char *template_name; /* also its kind in the outbox */
    const char *to;
    const char *language; /* NULL: Swedish, in the house */
    gboolean is_for_citizen;
    const char *detail; /* what only this letter has to say; NULL = nothing */
    const char *words;  /* what somebody wrote; never in a letter to a citizen, nor in one about a
                           secret case; NULL = nothing */
    const char *late;   /* how late the answer is; NULL = it is not */
    const char *draft;  /* a letter to the sender, for the officer to send; NULL = none */
    const char *until;  /* of orders: when they are done, or until when they can be confirmed */
    const InkPendingOrder *asks; /* answers are yes or no to this; NULL = they are as usual */
    gboolean is_reply;           /* it answers a letter */
} InkNotice;

/* None goes to an address of our own. To a citizen, none where there is a reason against it, which
 * is then in the journal; of an officer whose address is dead the registrar is told. */
/* A letter to the sender that a person is to send himself, as text. In the sender's language. */
char *ink_case_draft(InkPipeline *pipeline, const InkCase *cas, const char *template_name,
                     const char *language, GError **error);
/* A letter inside the house that is about many cases. */
gboolean ink_list_queue(InkPipeline *pipeline, InkTxn *txn, const char *template_name,
                        const char *to, const char *detail, GError **error);
/* Tells the registrar if the officer is away. what: "ska påminnas om svaret". */
gboolean ink_case_tell_if_away(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas,
                               const char *what, GError **error);

/* cas NULL: inside the house, about no case. */
gboolean ink_notice_queue(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas,
                          const InkNotice *notice, GError **error);

/* What the ledger says of the letter itself: Message-ID, sender, subject; new. message NULL: it
 * could not be read. */
InkLedgerRow *ink_ledger_row_from(const InkMessage *message);

/* Whether the address that an answer would go to takes letters: into facts, or it is alive again.
 */
gboolean ink_step_judge_address(InkWork *work, const char *reply_to, InkTriageFacts *facts,
                                GError **error);
/* What becomes of a delivery report. */
void ink_place_delivery_report(InkWork *work);
/* What a report, or the end of one, does to letters and addresses. */
gboolean ink_report_apply(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict,
                          gint64 message_row, GError **error);

/* --- officers by mail (steps-officer.c, apply-officer.c) ---------------------------------------*/

/* What an officer writes in a case is placed as what it is. */
void ink_place_officer(InkWork *work);
/* Whether it is a letter to the register, and to nobody else. */
gboolean ink_place_is_command(const InkWork *work);
/* What an answer does to its case. */
gboolean ink_officer_apply(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict,
                           GError **error);

/* --- what officers order (steps-orders.c, orders-*.c) ------------------------------------------*/

/* Finds verdict->command. orders is taken; what the letter is as an answer is known by now. */
gboolean ink_orders_judge(InkWork *work, const char *author, InkOrders *orders, GError **error);
/* The same of a letter to the address for yes or no. */
gboolean ink_orders_judge_confirmation(InkWork *work, const char *author, GError **error);
/* What becomes of it, after the letter has been filed. cas NULL: it is about no case. */
gboolean ink_orders_apply(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict,
                          gint64 case_id, gint64 message_row, GError **error);

/* Orders on their way to being done. Everything is borrowed. */
typedef struct {
    const InkOrders *orders;
    gint64 case_id, message;
    const char *officer;  /* who ordered it: address */
    gint64 written_at;    /* UTC seconds */
    gboolean is_answered; /* the letter was an answer to the sender too */
} InkErrand;

/* All of it or nothing. REFUSED with a text for the officer where the life of the case, the routine
 * or what has happened since stands against it; the caller undoes the part. */
gboolean ink_orders_carry_out(InkPipeline *pipeline, InkTxn *txn, const InkErrand *errand,
                              GError **error);
/* What would be done, one line each, for people; new. is_secret: without what the officer wrote. */
char *ink_orders_describe(const InkPipeline *pipeline, const InkOrders *orders, gboolean is_secret);
/* Why the address may not order anything in the case, Swedish, new; NULL: it may. */
char *ink_orders_find_unfit(const InkPipeline *pipeline, const InkCase *cas, const char *address);

/* Asks the officer whether he has ordered it, by a letter to his registered address only, and
 * writes the row; order->nonce and due_at are set. Too many asked: nobody is, and the registrar has
 * a row on the review list. text: what the letter says is to be done. */
gboolean ink_orders_ask(InkPipeline *pipeline, InkTxn *txn, InkPendingOrder *order,
                        InkOrderClass order_class, const char *text, GError **error);
/* --- an officer's answer, sent on from the inbox (relay.c) ------------------------------------*/

/* Sends what the officer wrote after SVAR: to the sender of the case, as a letter from the inbox
 * and an outgoing record; the answer has then been given, or a part of it where the letter says
 * delsvar. text: INK_ORDER_ANSWER's value; message_row: the officer's letter in the ledger. The
 * caller has judged whether the officer may. REFUSED, with a reason to tell the officer, and
 * nothing done, where the routine, the case, the address or the letter speaks against it. */
gboolean ink_relay_answer(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, const char *officer,
                          const char *text, gint64 message_row, GError **error);
/* The letter (reply.c). latest: what the sender wrote last; NULL = nothing by mail. */
InkOutboxRow *ink_relay_compose(InkPipeline *pipeline, const InkCase *cas, const char *officer,
                                const char *text, const InkMessage *latest, GBytes **out_bytes,
                                GError **error);

/* --- whether the border can be believed (border.c, steps-probe.c) ------------------------------*/

/* What stands in the letter that tries it. */
#define INK_PROBE_FIELD      "X-Inkom-Probe"
#define INK_PROBE_PROPERTY   "policy.probe"
#define INK_PROBE_CONTROL_ID "inkom-control.invalid"

/* Whether it has been seen to take away Authentication-Results that pretend to be its own, and is
 * the one that is configured. */
gboolean ink_border_is_proved(InkPipeline *pipeline, gboolean *out_is_proved, GError **error);
/* What the border says of the one in From:; UNTESTED at most where it is not proved. */
gboolean ink_border_find_proof(const InkWork *work, InkAuthorProof *out_proof, GError **error);
gboolean ink_border_is_of_config(const InkBorderProbe *probe, const InkConfig *config);
/* What came of a letter that tried it. */
gboolean ink_probe_apply(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict,
                         gint64 message_row, GError **error);

/* --- registrars by mail (steps-registrar.c, registrar.c)
 * ----------------------------------------*/

gboolean ink_registrar_apply(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict,
                             gint64 message, GError **error);
/* What has been confirmed: it is run when the mail has been taken in. *out_why, new: it is not. */
gboolean ink_registrar_carry_out(InkPipeline *pipeline, InkTxn *txn, const InkPendingOrder *order,
                                 char **out_why, GError **error);

/* --- what is done to a case (case-work.c) ------------------------------------------------------*/

/* A case as the decision has it; not in the register yet. */
InkCase *ink_case_from_decision(const InkDecision *decision);
/* What becomes of a new case's receipt. */
typedef enum {
    INK_RECEIPT_NEVER, /* nobody is confirmed to */
    INK_RECEIPT_NOW,   /* it goes, or a person is asked whether it is to go */
    INK_RECEIPT_WAITS, /* for an officer, whom it names (B22) */
} InkReceiptFate;

/* Its number, its deadlines, its row. cas: what `case new` gives; the rest is filled in. */
gboolean ink_case_register(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, InkReceiptFate receipt,
                           GError **error);
/* The message as the next record of the case. message_row: its row in the ledger. */
gboolean ink_case_add_record(InkTxn *txn, const InkVerdict *verdict, gint64 case_id,
                             gint64 message_row, GError **error);
/* What the answer is counted from: a channel's own promise from the arrival. */
InkStart ink_case_get_answer_start(const InkPipeline *pipeline, const InkCase *cas);
/* The deadlines of a case that has just got its number; cas->due is then set. */
gboolean ink_case_begin_life(InkPipeline *pipeline, InkTxn *txn, InkCase *cas,
                             InkReceiptFate receipt, GError **error);
/* What has come due before the case came here was somebody else's to write. */
gboolean ink_case_forgo_reminders(InkPipeline *pipeline, InkTxn *txn, gint64 case_id,
                                  GError **error);
/* The answer's clock, if it is from this that the routine counts, and it does not run already. */
gboolean ink_case_start_answer(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, InkStart from,
                               gint64 start, GError **error);
/* What cas->due will be when that has started, for a letter that names it; nothing is written. */
void ink_case_foresee_answer(const InkPipeline *pipeline, InkCase *cas, InkStart from,
                             gint64 start);
/* What the event itself writes, besides state and deadlines; into cas too (case-event.c). */
gboolean ink_case_write_event(InkPipeline *pipeline, InkTxn *txn, InkCase *cas,
                              const InkCaseEvent *event, GError **error);
/* Why the address may not be the officer of a case there, or NULL; Swedish, new. */
char *ink_case_find_unfit_officer(const InkPipeline *pipeline, const char *unit,
                                  const char *address);
/* The letters that an event leads to (letters.c), the receipt that waited for it too. after->due
 * may be set by that. */
gboolean ink_case_follow(InkPipeline *pipeline, InkTxn *txn, const InkCase *before, InkCase *after,
                         const InkCaseEvent *event, GError **error);
/* The letters that a merging leads to. from: as it was; before, after: the other case. */
gboolean ink_case_follow_merge(InkPipeline *pipeline, InkTxn *txn, const InkCase *from,
                               const InkCase *before, const InkCase *after, GError **error);
/* The letters that a registration leads to, besides the receipt: to the officer, and copies. */
gboolean ink_case_announce(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, GError **error);
/* The receipt goes now that there is an officer to name, or a reason says why it does not. */
gboolean ink_case_send_waiting_receipt(InkPipeline *pipeline, InkTxn *txn, InkCase *cas,
                                       GError **error);
/* The case has gone on without it. */
gboolean ink_case_drop_waiting_receipt(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas,
                                       const char *why, GError **error);
/* Why no letter of ours goes to the sender of the case; *out_why NULL: one may. Swedish, new. */
gboolean ink_case_find_no_letter(InkPipeline *pipeline, const InkCase *cas, const char *to,
                                 char **out_why, GError **error);
/* Whether the one who stands as its sender is a colleague who noted what somebody said. */
gboolean ink_case_is_noted(const InkPipeline *pipeline, const InkCase *cas);
/* The same by the address alone, for what a person has written: nobody is there, or a machine, or
 * it takes no letters. to may be NULL. */
gboolean ink_case_find_bad_address(InkPipeline *pipeline, const InkCase *cas, const char *to,
                                   char **out_why, GError **error);
/* What somebody wrote in the case, for the eyes of the house; *out_text NULL where there is nothing
 * that can be read. */
typedef enum {
    INK_WORDS_FIRST,  /* what began the case */
    INK_WORDS_LATEST, /* the latest record */
    INK_WORDS_ANSWER, /* the same, if it went out */
} InkWords;

gboolean ink_case_get_words(InkPipeline *pipeline, const InkCase *cas, InkWords which,
                            char **out_text, GError **error);
/* When the answer is due, with the hour where it is by the hour, and the first answer of a person:
 * "due" and "first_answer". */
gboolean ink_case_add_hours(const InkPipeline *pipeline, const InkCase *cas, GHashTable *values,
                            GError **error);
gboolean ink_message_is_thanks(const InkMessage *message);
/* Queues the receipt, which starts what is counted from it. */
gboolean ink_case_queue_receipt(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, const char *to,
                                const char *language, const InkMessage *message, gint64 message_row,
                                GError **error);
/* Those whom the message was also sent to are known to the case from now on. */
gboolean ink_case_note_copies(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict,
                              gint64 case_id, GError **error);
/* The message as the next record of a case that exists: opens it again if it is closed, and gives
 * it the message's flags. cas: as it was before. */
gboolean ink_case_file(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas,
                       const InkVerdict *verdict, gint64 message_row, GError **error);
