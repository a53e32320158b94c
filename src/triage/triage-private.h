/* SPDX-License-Identifier: MIT
 *
 * For the files of this folder.
 */
#pragma once

#include "inkom/triage.h"

/* --- headers (header.c) -----------------------------------------------------------------------*/

/* "(x) AUTO-Replied (vacation); a=b" -> "auto-replied" */
char *ink_triage_get_token(const char *value);
/* The next header of that name from *at on, which moves past it; NULL if there is no more. */
const InkHeader *ink_triage_next_header(const InkMessage *message, const char *name, guint *at);
/* "Name: value", for a reason. */
char *ink_triage_describe(const InkHeader *header);
/* Described, or NULL. */
char *ink_triage_find_any_header(const InkMessage *message, const char *const *names);
char *ink_triage_find_token(const InkMessage *message, const char *name, const char *const *tokens);

/* --- reasons (reason-*.c): what was found, Swedish, or NULL
 * --------------------------------------*/

char *ink_triage_find_empty_return_path(const InkMessage *message, const InkTriageFacts *facts);
char *ink_triage_find_bad_return_path(const InkMessage *message, const InkTriageFacts *facts);
char *ink_triage_find_delivery_report(const InkMessage *message, const InkTriageFacts *facts);
char *ink_triage_find_disposition_report(const InkMessage *message, const InkTriageFacts *facts);
char *ink_triage_find_feedback_report(const InkMessage *message, const InkTriageFacts *facts);
char *ink_triage_find_other_report(const InkMessage *message, const InkTriageFacts *facts);
char *ink_triage_find_odd_bounce(const InkMessage *message, const InkTriageFacts *facts);
char *ink_triage_find_calendar(const InkMessage *message, const InkTriageFacts *facts);
char *ink_triage_find_automatic_subject(const InkMessage *message, const InkTriageFacts *facts);
char *ink_triage_find_meeting_reply(const InkMessage *message, const InkTriageFacts *facts);
char *ink_triage_find_auto_replied(const InkMessage *message, const InkTriageFacts *facts);
char *ink_triage_find_auto_submitted(const InkMessage *message, const InkTriageFacts *facts);
char *ink_triage_find_suppress(const InkMessage *message, const InkTriageFacts *facts);
char *ink_triage_find_precedence(const InkMessage *message, const InkTriageFacts *facts);
char *ink_triage_find_list(const InkMessage *message, const InkTriageFacts *facts);
char *ink_triage_find_machine_header(const InkMessage *message, const InkTriageFacts *facts);
char *ink_triage_find_machine_address(const InkMessage *message, const InkTriageFacts *facts);
char *ink_triage_find_own(const InkMessage *message, const InkTriageFacts *facts);
char *ink_triage_find_odd_sender(const InkMessage *message, const InkTriageFacts *facts);
char *ink_triage_find_other_return_path(const InkMessage *message, const InkTriageFacts *facts);
char *ink_triage_find_unusable_address(const InkMessage *message, const InkTriageFacts *facts);
char *ink_triage_find_staff_forward(const InkMessage *message, const InkTriageFacts *facts);
