/* SPDX-License-Identifier: MIT
 *
 * Who really wrote a message, when, and what. The From: of a letter that staff passed on, of a web
 * form or of a note about a telephone call is not the person the case is about. What is found is
 * told with its evidence; what is not certain is for a person to decide.
 */
#pragma once

#include "inkom/clock.h"
#include "inkom/config.h"
#include "inkom/message.h"
#include "inkom/pattern.h"
#include "inkom/problems.h"
#include "inkom/rules.h"

typedef enum {
    INK_ORIGIN_DIRECT,  /* the sender in the header wrote it */
    INK_ORIGIN_FORWARD, /* staff passed on what somebody else wrote (A26, E10) */
    INK_ORIGIN_FORM,    /* a form or another service wrote it down for somebody */
    INK_ORIGIN_NOTE,    /* tjänsteanteckning: an officer wrote down what was said (FL 27 §) */
    INK_ORIGIN_REPLY,   /* staff wrote to somebody outside, with a copy to us */
} InkOriginKind;

const char *ink_origin_kind_get_name(InkOriginKind kind); /* "direct", "forward", … */

/* Whether the sender in the header is who he says, by what our own mail server found out. */
typedef enum {
    INK_PROOF_NONE,   /* no results, and none are expected */
    INK_PROOF_ABSENT, /* no results, although the server is to write them */
    INK_PROOF_PASSED, /* a trusted result vouches for the domain in From: */
    INK_PROOF_FAILED, /* there are trusted results, and none vouches for it */
} InkProof;

typedef struct InkOrigin InkOrigin;
struct InkOrigin {
    InkOriginKind kind;
    gboolean is_certain; /* FALSE: doubt says why, and a person decides */
    char *doubt;
    char *remark; /* what a person should look at although it is certain; NULL = nothing */

    char *sender;      /* address; NULL = none given, or none that can be written to */
    char *sender_name; /* NULL = none given */
    char *phone;
    gint64 date;        /* when the authority first had it; INK_TIME_NONE: as the letter says */
    char *dated_by;     /* what that rests on */
    char *passed_on_by; /* address of the officer or the form that sent it on; NULL for DIRECT */

    /* Of a form. */
    char *form;                                  /* its name, for people */
    char *unit, *type, *channel, *title, *place; /* NULL = left to the rules */
    gboolean is_misfit;       /* it no longer looks as its description says; doubt says how */
    gboolean wants_no_answer; /* so the author ticked */

    /* REPLY: whom staff answers, as far as it stands there; NULL = it does not. For the person who
     * decides what it is. */
    InkOrigin *answered;

    GPtrArray *evidence; /* char *, Swedish, in order */
    /* The letter as its author wrote it, for all that judges sender and text: From: is the author,
     * the text is his, and the marks of the machine that sent it on are gone. NULL: the message
     * itself is that. */
    InkMessage *letter;
};

void ink_origin_free(InkOrigin *origin);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkOrigin, ink_origin_free)

/* --- forms: YAML files, inkom-forms(5) --------------------------------------------------------*/

typedef struct InkForms InkForms; /* may be used by several threads at once */

/* paths: files, or folders whose *.yaml are read in name order. Every example is run. NULL if
 * there is any error; all of them are in problems. */
InkForms *ink_forms_load(const char *const *paths, const InkVocabulary *vocabulary,
                         const InkClock *clock, InkProblems *problems);
void ink_forms_free(InkForms *forms);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkForms, ink_forms_free)
guint ink_forms_get_count(const InkForms *forms);
/* Whether the file, or a file in the folder, describes forms and not rules. */
gboolean ink_forms_is_form_path(const char *path);

/* --- finding out ------------------------------------------------------------------------------*/

/* Everything is borrowed. */
typedef struct {
    const InkConfig *config;
    const InkForms *forms;
    const InkClock *clock;
    InkPatternScratch *patterns;
    InkProof proof;
} InkOriginFacts;

/* Never fails and never returns NULL: what cannot be found out is DIRECT, or uncertain. */
InkOrigin *ink_origin_find(const InkMessage *message, const InkOriginFacts *facts);

/* The officer's own letter in a message, passed on to us after it was sent: "VB: KS 2026/0412". */
typedef struct {
    gint64 date; /* when it says that it was sent */
    char *to;    /* whom it says that it was sent to: addresses, or only names */
    char *text;  /* what it says */
} InkOriginSent;

void ink_origin_sent_clear(InkOriginSent *sent);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(InkOriginSent, ink_origin_sent_clear)
/* FALSE if the outermost letter in the message is not one that its sender wrote, or if it does not
 * say when and to whom it went. */
gboolean ink_origin_find_sent(const InkMessage *message, const InkOriginFacts *facts,
                              InkOriginSent *out_sent);

/* A date as mail programs write it in Swedish, English, Finnish, German, Norwegian and Danish, in
 * UTC seconds; local time unless a zone is given. INK_TIME_NONE if it is none, or if it could be
 * two ("3/4/2026"). What follows a complete date is left alone. */
gint64 ink_origin_parse_date(const InkClock *clock, const char *text);

/* A letter as its author wrote it: From: is the address (NULL: none), the attachments are those of
 * the message that it is written in (a letter attached to message, or message itself). Of the
 * header only what shows where message has been is left. */
InkMessage *ink_origin_letter_new(const InkMessage *message, const InkMessage *written_in,
                                  const char *name, const char *address, const char *subject,
                                  const char *text);
