/* SPDX-License-Identifier: MIT
 *
 * For the files of this folder.
 */
#pragma once

#include "authentication.h"

#include "inkom/triage.h"

/* What a reason is sought in. */
typedef struct {
    const InkMessage *message; /* NULL for the reasons that need none */
    const InkTriageFacts *facts;
    InkAuthentication authentication;
    const char *reply_to; /* NULL = no usable address */
} InkTriageView;

/* --- headers (header.c) -----------------------------------------------------------------------*/

/* The next header of that name from *at on, which moves past it; NULL if there is no more. */
const InkHeader *ink_triage_next_header(const InkMessage *message, const char *name, guint *at);
/* "Name: value", for a reason. */
char *ink_triage_describe(const InkHeader *header);
/* Described, or NULL. */
char *ink_triage_find_any_header(const InkMessage *message, const char *const *names);
char *ink_triage_find_token(const InkMessage *message, const char *name, const char *const *tokens);
/* The addresses in a field of addresses that is not read elsewhere, in small letters; never NULL.
 */
char **ink_triage_list_addresses(const char *value);
/* An address of our own, also with something added: inkorg+x@… is inkorg@…. */
gboolean ink_triage_is_own(const InkConfig *config, const char *address);
/* Before the '@', in small letters. New. */
char *ink_triage_get_local_part(const char *address);

/* --- reasons (reason-*.c): what was found, Swedish, or NULL
 * -------------------------------------*/

typedef char *(*InkFindReason)(const InkTriageView *view);

char *ink_triage_find_own(const InkTriageView *view);
char *ink_triage_find_empty_return_path(const InkTriageView *view);
char *ink_triage_find_bad_return_path(const InkTriageView *view);
char *ink_triage_find_no_return_path(const InkTriageView *view);
char *ink_triage_find_delivery_report(const InkTriageView *view);
char *ink_triage_find_disposition_report(const InkTriageView *view);
char *ink_triage_find_feedback_report(const InkTriageView *view);
char *ink_triage_find_other_report(const InkTriageView *view);
char *ink_triage_find_odd_bounce(const InkTriageView *view);
char *ink_triage_find_auto_replied(const InkTriageView *view);
char *ink_triage_find_auto_generated(const InkTriageView *view);
char *ink_triage_find_auto_other(const InkTriageView *view);
char *ink_triage_find_auto_no(const InkTriageView *view);
char *ink_triage_find_suppress(const InkTriageView *view);
char *ink_triage_find_other_suppress(const InkTriageView *view);
char *ink_triage_find_precedence(const InkTriageView *view);
char *ink_triage_find_list(const InkTriageView *view);
char *ink_triage_find_bulk_header(const InkTriageView *view);
char *ink_triage_find_machine_header(const InkTriageView *view);
char *ink_triage_find_machine_address(const InkTriageView *view);
char *ink_triage_find_role_address(const InkTriageView *view);
char *ink_triage_find_not_to_us(const InkTriageView *view);
char *ink_triage_find_odd_sender(const InkTriageView *view);
char *ink_triage_find_unauthenticated(const InkTriageView *view);
char *ink_triage_find_other_return_path(const InkTriageView *view);
char *ink_triage_find_unusable_address(const InkTriageView *view);
char *ink_triage_find_other_reply_to(const InkTriageView *view);
char *ink_triage_find_staff_forward(const InkTriageView *view);
char *ink_triage_find_spam(const InkTriageView *view);
char *ink_triage_find_repeat(const InkTriageView *view);
char *ink_triage_find_borrowed_id(const InkTriageView *view);
char *ink_triage_find_address_cap(const InkTriageView *view);
char *ink_triage_find_domain_cap(const InkTriageView *view);
char *ink_triage_find_breaker(const InkTriageView *view);
char *ink_triage_find_dead_address(const InkTriageView *view);
char *ink_triage_find_loop(const InkTriageView *view);
char *ink_triage_find_backlog(const InkTriageView *view);
char *ink_triage_find_calendar(const InkTriageView *view);
char *ink_triage_find_meeting_reply(const InkTriageView *view);
char *ink_triage_find_recall(const InkTriageView *view);
char *ink_triage_find_automatic_subject(const InkTriageView *view);
char *ink_triage_find_unread(const InkTriageView *view);
char *ink_triage_find_over_limit(const InkTriageView *view);
char *ink_triage_find_encrypted(const InkTriageView *view);
