/* SPDX-License-Identifier: MIT
 *
 * For the files of this folder.
 */
#pragma once

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
    InkReader *reader;      /* for what no other reader has read beforehand */
    GAsyncQueue *sandboxes; /* InkSandbox: those of readers that are no more */
    InkReportReader *reports;
    InkTemplates *templates;
    InkDnrFinder *finder;
    char *loop_mark; /* signs our letters, so that we know them again */
};

/* The address of ours that a message was sent to; the better evidence is the greater. */
typedef enum {
    INK_SENT_TO_PLAIN,  /* none that is signed */
    INK_SENT_TO_FORGED, /* made like a signed one */
    INK_SENT_TO_LETTER, /* the bounce address of a letter */
    INK_SENT_TO_CASE,   /* the reply address of a case */
} InkSentToKind;

typedef struct {
    InkSentToKind kind;
    gboolean is_late; /* it has had its time */
    gint64 case_id;   /* 0 = none */
    gint64 letter;    /* LETTER: its row in the outbox */
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
    gboolean is_guesser; /* its sender has tried many signed addresses: none counts */
    InkReport *report;   /* verdict->report */
    InkTriage *triage;
    InkThread *thread;
    InkCase *cas;             /* that the thread leads to; NULL without one */
    GPtrArray *findings;      /* InkGuardFinding; NULL where the guard was not asked */
    gboolean is_held;         /* by the guard, for a person */
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
gboolean ink_step_address(InkWork *work, GError **error);
gboolean ink_step_report(InkWork *work, GError **error);
gboolean ink_step_triage(InkWork *work, GError **error);
gboolean ink_step_thread(InkWork *work, GError **error);
gboolean ink_step_letter(InkWork *work, GError **error);
gboolean ink_step_guard(InkWork *work, GError **error);
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

/* Whether what came by the channel is never answered by letter. */
gboolean ink_reply_is_confirmed_elsewhere(const char *channel);
/* Why nobody waits for a receipt of a new case, new; NULL if somebody may. */
char *ink_reply_find_nobody(const InkPipeline *pipeline, const InkDecision *decision,
                            const InkOrigin *origin);
/* The letter that confirms the case; row and *out_bytes are new. */
InkOutboxRow *ink_reply_compose(InkPipeline *pipeline, const InkCase *cas, const char *to,
                                const char *language, const InkMessage *message, GBytes **out_bytes,
                                GError **error);
InkOutboxRow *ink_alert_compose(InkPipeline *pipeline, gint64 case_id, const char *what,
                                const char *detail, GBytes **out_bytes, GError **error);
/* The language of templates that the letter is written in. */
const char *ink_reply_get_language(const InkPipeline *pipeline, const char *template_name,
                                   const char *wished);

/* --- other ways than a case (apply-ways.c) ----------------------------------------------------*/

/* Whether there are letters for what the routine says. */
void ink_ways_check(const InkPipeline *pipeline, const InkRoutine *routine, InkProblems *problems);
/* cas may be NULL. */
gboolean ink_ways_tell(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict,
                       const InkCase *cas, gint64 message_row, GError **error);
gboolean ink_ways_write(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict,
                        const InkCase *cas, gint64 message_row, GError **error);
gboolean ink_ways_settle_case(InkPipeline *pipeline, InkTxn *txn, const InkDecision *decision,
                              gint64 case_id, GError **error);
/* To somebody in the house; to the sender. cas NULL: about no case. */
InkOutboxRow *ink_told_compose(InkPipeline *pipeline, const InkTold *told, const InkCase *cas,
                               const char *detail, GBytes **out_bytes, GError **error);
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
} InkNotice;

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

/* --- what is done to a case (case-work.c) ------------------------------------------------------*/

/* A case as the decision has it; not in the register yet. */
InkCase *ink_case_from_decision(const InkDecision *decision);
/* The message as the next record of the case. message_row: its row in the ledger. */
gboolean ink_case_add_record(InkTxn *txn, const InkVerdict *verdict, gint64 case_id,
                             gint64 message_row, GError **error);
/* The deadlines of a case that has just got its number; cas->due is then set. */
gboolean ink_case_begin_life(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, GError **error);
/* The answer's clock, if it is from this that the routine counts. */
gboolean ink_case_start_answer(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, InkStart from,
                               gint64 start, GError **error);
/* The letters that an event leads to (letters.c). cas: as it is after the event. */
gboolean ink_case_follow(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas,
                         const InkCaseEvent *event, GError **error);
gboolean ink_case_queue_receipt(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas,
                                const char *to, const char *language, const InkMessage *message,
                                gint64 message_row, GError **error);
/* Those whom the message was also sent to are known to the case from now on. */
gboolean ink_case_note_copies(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict,
                              gint64 case_id, GError **error);
/* The message as the next record of a case that exists: opens it again if it is closed, and gives
 * it the message's flags. cas: as it was before. */
gboolean ink_case_file(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas,
                       const InkVerdict *verdict, gint64 message_row, GError **error);
