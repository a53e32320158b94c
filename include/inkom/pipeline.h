/* SPDX-License-Identifier: MIT
 *
 * The way of a message: decide() finds out what should become of it and changes nothing; apply()
 * does it, inside one transaction.
 */
#pragma once

#include "inkom/border.h"
#include "inkom/calendar.h"
#include "inkom/command-line.h"
#include "inkom/config.h"
#include "inkom/decision.h"
#include "inkom/ledger.h"
#include "inkom/life.h"
#include "inkom/message.h"
#include "inkom/officer.h"
#include "inkom/origin.h"
#include "inkom/outbox.h"
#include "inkom/pending.h"
#include "inkom/register.h"
#include "inkom/report.h"
#include "inkom/rules.h"
#include "inkom/thread.h"

typedef struct InkPipeline InkPipeline; /* one thread at a time */

/* Loads rules and templates and checks them against the routines; every mistake is in problems.
 * All arguments are borrowed and must outlive the pipeline. */
InkPipeline *ink_pipeline_new(const InkConfig *config, InkStore *store, InkProblems *problems);
void ink_pipeline_free(InkPipeline *pipeline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkPipeline, ink_pipeline_free)

/* Its parts that need no register, as it makes them: for commands that look numbers up or check
 * rules. paths: as ink_rules_load() takes them. */
InkDnrFinder *ink_pipeline_new_finder(const InkConfig *config);
InkRules *ink_pipeline_load_rules(const InkConfig *config, const char *const *paths,
                                  InkProblems *problems);
InkForms *ink_pipeline_load_forms(const InkConfig *config, const char *const *paths,
                                  const InkClock *clock, InkProblems *problems);

InkStore *ink_pipeline_get_store(const InkPipeline *pipeline);
const InkConfig *ink_pipeline_get_config(const InkPipeline *pipeline);
const InkForms *ink_pipeline_get_forms(const InkPipeline *pipeline);

/* What is known of a message by its bytes alone: most of the work, and none of it needs the
 * register, so other threads can do it beforehand. */
typedef struct {
    char *sha256;
    InkMessage *message; /* NULL if it could not be read, and then failure says why */
    GError *failure;
    InkOrigin *origin;                 /* NULL if the message is */
    InkClassification *classification; /* of what its author wrote; NULL if the message is */
} InkReading;

void ink_reading_free(InkReading *reading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkReading, ink_reading_free)

typedef struct InkReader InkReader; /* one thread at a time */

/* With the pipeline's rules and limits; it must outlive the reader. */
InkReader *ink_reader_new(const InkPipeline *pipeline);
void ink_reader_free(InkReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkReader, ink_reader_free)
InkReading *ink_reader_read(InkReader *reader, GBytes *bytes);

/* A message as it lies in its mailbox. Everything is borrowed. */
typedef struct {
    const char *mailbox; /* its name in the ledger */
    const char *unit;    /* the receiving unit's code */
    guint32 uidvalidity;
    const char *uid;
    gint64 stored_at;      /* UTC seconds: INTERNALDATE or the file's time */
    const char *stored_by; /* what that is */
    GBytes *bytes;
    InkReading *reading;     /* of the bytes, and then decide() takes what is in it; or NULL */
    gint64 size;             /* of the whole message */
    gboolean is_header_only; /* bytes is only the header: the message is over the size limit */
    gboolean is_backlog;     /* taken in afterwards: nobody is answered automatically */
    gboolean is_forgiven;    /* and no receipt is owed either */
    gboolean is_rehearsal;   /* only to look: a repeated message is looked into all the same */
} InkEnvelope;

/* An officer's answer to a party of a case (A32). */
typedef struct {
    char *to;           /* the party's address; NULL = the message is no answer */
    gint64 sent_at;     /* UTC seconds */
    InkLifeEvent event; /* ANSWER, or INTERIM where it says that it is a part of one */
} InkOfficerAnswer;

/* What becomes of what an officer orders by mail. */
typedef enum {
    INK_FATE_NONE,     /* nothing is ordered */
    INK_FATE_RUN,      /* it is done: at once, or after the minutes in which it can be undone */
    INK_FATE_CONFIRM,  /* the officer is asked whether it is he who orders it */
    INK_FATE_UNDO,     /* it takes back what waits */
    INK_FATE_ASK,      /* nobody can tell what is meant: the officer is asked */
    INK_FATE_REFUSE,   /* nothing is done */
    INK_FATE_ANSWERED, /* yes or no to an order that is to be confirmed */
} InkOrderFate;

typedef struct {
    InkOrderFate fate;
    char *author;       /* the registered address; NULL = nothing is ordered */
    InkOrders *orders;  /* values are settled; what the answer itself has seen to is not there */
    char *why;          /* ASK, REFUSE: Swedish */
    char *evidence;     /* what is proved of the author, Swedish, for the journal */
    gboolean is_proved; /* the author is whom From: says */
    gboolean may_tell;  /* that is proved, and no machine wrote the letter: it may be answered */
    gint64 pending;     /* ANSWERED: the order */
    InkConfirmation confirmation; /* the same */
    gint64 written_at;            /* UTC seconds; as the letter says, or when it came */
} InkOfficerCommand;

/* A letter that tries the border has come in. */
typedef struct {
    gint64 id; /* of what was issued; 0 = the message is none, or one that has come in before */
    InkBorderVerdict verdict;
    char *finding; /* Swedish */
} InkProbeFinding;

/* A registrar's letter with commands as at the terminal (inkom/command-line.h). */
typedef struct {
    InkOrderFate fate; /* NONE, RUN, CONFIRM, ASK (nothing is done: a mistake) or REFUSE */
    char *author;      /* the registered address; NULL = it is no such letter */
    InkCommandLines *lines;
    char *why;         /* ASK, REFUSE: Swedish */
    gboolean may_tell; /* the letter may be answered */
} InkRegistrarLetter;

/* What decide() found, with what apply() needs besides. */
typedef struct {
    InkDecision *decision;
    InkMessage *message; /* NULL if it could not be read */
    InkOrigin *origin;   /* NULL if message is, or if nobody looked */
    char *sha256;
    InkReport *report;       /* NULL if it was not read that far */
    InkReportTie *tie;       /* to a letter of ours; NULL unless it is a report */
    gboolean is_only_logged; /* in the journal of the case, not among its records */
    gboolean lifts_address;  /* the sender's address had been taken for dead */
    InkOfficerAnswer answer;
    InkOfficerCommand command;
    InkRegistrarLetter registrar;
    InkProbeFinding probe;
    char *away;               /* an officer who is away; NULL = none */
    gboolean is_sender_known; /* to the case: those who got a copy are noted */
    guint forged;             /* addresses made like ours that it was sent to */
    char *source;             /* whom they are counted on; NULL = nobody looked */
    gint64 same_as;           /* ledger row with the same bytes or content; 0 = none */
    gboolean is_renumbered;   /* it is that very row, perhaps under a UID that is no more */
    const char *alert;        /* the registrar is told of it, under this heading; NULL = not */
} InkVerdict;

void ink_verdict_free(InkVerdict *verdict);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkVerdict, ink_verdict_free)

/* Fails only when the register cannot be asked: whatever the message holds is a verdict. */
InkVerdict *ink_pipeline_decide(InkPipeline *pipeline, const InkEnvelope *envelope, GError **error);

/* The verdict of a message that could not be taken in, for its reason. */
InkVerdict *ink_verdict_new_quarantine(const InkEnvelope *envelope, const char *reason);

/* On error the caller undoes the part of the transaction. */
gboolean ink_pipeline_apply(InkPipeline *pipeline, InkTxn *txn, const InkEnvelope *envelope,
                            const InkVerdict *verdict, GError **error);

/* --- for a person's decisions -----------------------------------------------------------------*/

/* Registers a message that waits for review as a new case, as if the rules had said so: its
 * attachments follow, and so do its sender and when it came in, by what was found of its origin.
 * NULL (0) for what is not to be decided otherwise. */
typedef struct {
    const char *unit, *type, *title, *sender;
    gint64 arrived;         /* UTC seconds */
    const char *no_receipt; /* why none is sent or owed, Swedish */
} InkNewCaseWish;

gboolean ink_pipeline_register_waiting(InkPipeline *pipeline, InkTxn *txn, gint64 message,
                                       const InkNewCaseWish *wish, gint64 *out_case_id,
                                       GError **error);
/* The letter that the procedure of a message has for its sender, when a person has decided that it
 * goes (letter_when: beslut). case_id 0: about no case. REFUSED without such a letter, or where
 * nobody can be written to. */
gboolean ink_pipeline_send_way_letter(InkPipeline *pipeline, InkTxn *txn, gint64 message,
                                      gint64 case_id, GError **error);
/* A personal attack, as a person judges (B7): registered all the same, refused by letter, closed.
 * case_id 0: it has no case yet. *out_no_letter: why none goes, Swedish; NULL: it goes. REFUSED
 * where the routine has no letter for it. */
gboolean ink_pipeline_refuse_abuse(InkPipeline *pipeline, InkTxn *txn, gint64 message,
                                   gint64 *case_id, char **out_no_letter, GError **error);
/* Files it as the next record of a case. */
gboolean ink_pipeline_attach_waiting(InkPipeline *pipeline, InkTxn *txn, gint64 message,
                                     gint64 case_id, GError **error);
/* The message is a report that nobody but a person could tie to a letter: the letter came back. It
 * is failed, its receipt owed, its recipient's address takes no letters, and a report without a
 * case is filed in the letter's. REFUSED if the letter has not left, or is an alert. */
gboolean ink_pipeline_confirm_bounce(InkPipeline *pipeline, InkTxn *txn, gint64 message,
                                     gint64 letter, GError **error);
/* Queues the receipt that a row of the review list says is owed; whoever calls resolves the row.
 * to NULL: to the sender, unless the sender is a machine or an officer who passed the letter on
 * (REFUSED); else to this address, however it is written, which then is a party to the case. */
gboolean ink_pipeline_send_owed(InkPipeline *pipeline, InkTxn *txn, gint64 debt, const char *to,
                                GError **error);
/* The same: none goes after all. What would be counted from it is counted from now. */
gboolean ink_pipeline_forgive_owed(InkPipeline *pipeline, InkTxn *txn, gint64 debt, GError **error);
/* Makes the record's message the first record of a new case too, for the second matter in it. The
 * link stands on both cases, and the new one owes a receipt if it should have one. why may be
 * NULL. */
gboolean ink_pipeline_split(InkPipeline *pipeline, InkTxn *txn, gint64 case_id, int record,
                            const InkNewCaseWish *wish, const char *why, gint64 *out_case_id,
                            GError **error);
/* What ink_txn_merge_cases() does, and what follows from it: of deadlines that both had one is
 * kept, and whoever had the first case is told. */
gboolean ink_pipeline_merge(InkPipeline *pipeline, InkTxn *txn, gint64 from_case, gint64 to_case,
                            const char *why, GError **error);

/* Registers a case, with its deadlines. cas: unit, year, sequence (0 = next), type, title, channel,
 * arrival, sender, officer, secrecy; the rest is filled in. */
gboolean ink_pipeline_register_case(InkPipeline *pipeline, InkTxn *txn, InkCase *cas,
                                    GError **error);

/* The same for what was asked and answered in one place (B32): answered and closed at once. */
gboolean ink_pipeline_register_answered(InkPipeline *pipeline, InkTxn *txn, InkCase *cas,
                                        GError **error);

/* Opens a closed case again; the answer is due anew, counted from start (UTC seconds). */
gboolean ink_pipeline_reopen(InkPipeline *pipeline, InkTxn *txn, gint64 case_id, gint64 start,
                             const char *why, GError **error);

/* The envelope's sender for a letter: an address of its own, where the server has such. */
gboolean ink_pipeline_make_bounce_address(InkPipeline *pipeline, const InkOutboxRow *letter,
                                          char **out_address, GError **error);

/* --- the border (inkom/border.h) --------------------------------------------------------------*/

/* A letter that tries it, to be sent by a person from outside: RFC 5322 text with plain line ends,
 * new. from: whom it is from, an address outside the organisation. BAD_CONFIG where there is
 * nothing to try, REFUSED for an address of our own. */
char *ink_pipeline_issue_probe(InkPipeline *pipeline, InkTxn *txn, const char *from,
                               GError **error);
/* What is known of it, and how to find out; new, Swedish. */
gboolean ink_pipeline_describe_border(InkPipeline *pipeline, gboolean *out_is_proved,
                                      char **out_finding, GError **error);

/* A letter to the registrar about something that went wrong. */
gboolean ink_pipeline_alert(InkPipeline *pipeline, InkTxn *txn, gint64 case_id, const char *what,
                            const char *detail, GError **error);

/* --- registrars by mail (inkom/command-run.h) -------------------------------------------------*/

/* What came of the commands of the letter, to the registrar; nothing while one of them is open. */
gboolean ink_pipeline_answer_commands(InkPipeline *pipeline, InkTxn *txn, gint64 message,
                                      GError **error);

/* --- the clock -------------------------------------------------------------------------------*/

/* Officers and registrars are written to on working days between eight and five. */
gboolean ink_pipeline_is_office_hours(const InkPipeline *pipeline);
/* Works off what the row stands for, and all of its kind in the case that came due before that,
 * with the letter that follows. Nothing where somebody has done it meanwhile. */
gboolean ink_pipeline_come_due(InkPipeline *pipeline, InkTxn *txn, const InkDeadlineRow *row,
                               gint64 before, GError **error);
/* An order that waits: its time has come, and it is done, or nobody has confirmed it. Nothing where
 * it has ended meanwhile. */
gboolean ink_pipeline_order_due(InkPipeline *pipeline, InkTxn *txn, const InkPendingOrder *order,
                                GError **error);
/* To each registrar what is overdue, once a day (a transaction of its own). */
gboolean ink_pipeline_list_overdue(InkPipeline *pipeline, GError **error);

/* --- the life of a case (inkom/life.h) --------------------------------------------------------*/

typedef struct {
    InkLifeEvent event;
    gint64 at;           /* UTC seconds: when it happened, which may be before now */
    const char *officer; /* ASSIGN: address. RETURN: who is meant to have it; NULL = not said.
                            RECORD: who wrote it, which is no news to him */
    const char *unit;    /* TRANSFER: code */
    gboolean is_thanks;  /* RECORD: it says thank you and nothing more */
    gboolean is_quiet;   /* ANSWER: it was given before it came in, and nobody need be told */
    const char *words;   /* ANSWER: what was answered; NULL: it stands in the latest record */
    const char *why;     /* for the journal, Swedish; NULL = nothing to add */
} InkCaseEvent;

/* The case's state, its deadlines and the letters that follow from the event. REFUSED where the
 * table of its life, or the routine, has no such step. */
gboolean ink_pipeline_happen(InkPipeline *pipeline, InkTxn *txn, gint64 case_id,
                             const InkCaseEvent *event, GError **error);

/* An answer, or a first part of one, that did not go through the inbox. */
typedef struct {
    gboolean is_interim;
    const char *channel; /* of INK_CHANNELS: "brev", "telefon" … */
    const char *title;   /* of the record; NULL: says only that it is an answer, and how */
    gint64 at;           /* UTC seconds: when it was given; neither to come nor before the case */
    const char *why;
} InkGivenAnswer;

gboolean ink_pipeline_answer_by_hand(InkPipeline *pipeline, InkTxn *txn, gint64 case_id,
                                     const InkGivenAnswer *answer, GError **error);
