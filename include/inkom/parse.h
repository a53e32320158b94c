/* SPDX-License-Identifier: MIT
 *
 * Bytes from outside to InkMessage. The only folder that includes GMime, libxml2 and libytnef.
 * What real mail does wrong, and what we do about it, stands in VIOLATIONS.md.
 */
#pragma once

#include "inkom/limits.h"
#include "inkom/message.h"

/* Once, before any thread is started and before any other function here. */
void ink_parse_init(void);

/* Opens every charset that mail is written in, for the rest of the program's life: iconv loads a
 * file for each, which a process without files cannot do later. */
void ink_parse_load_charsets(void);

/* Whether a message of that many bytes is within limits->message_bytes; else BAD_MESSAGE. */
gboolean ink_message_check_size(gsize size, const InkLimits *limits, GError **error);

/* BAD_MESSAGE (with the limit's name and value) if the message is over a limit or is no message
 * at all. Everything else that is broken is read as well as it can be and told in ->defects. */
InkMessage *ink_message_parse(GBytes *bytes, const InkLimits *limits, GError **error);

/* The parts of a text: what the sender wrote now, and the signature. The rest is quotation. Knows
 * Outlook, Gmail, Apple Mail and Thunderbird in Swedish, English and Finnish. Both out-strings are
 * new and never NULL. Runs in linear time. */
void ink_quote_split(const char *text, char **out_new_text, char **out_signature);

/* Whether the first prefix is one that forwards ("VB:", "Fwd:", "VL:" …). */
gboolean ink_subject_is_forward(const char *subject);
/* The subject after all prefixes and tags; a part of it. */
const char *ink_subject_get_base(const char *subject);

/* Text of an HTML document in UTF-8: blocks on lines of their own, script and style left out, links
 * shown as their text, at most max_bytes. Never fails: at worst the text is empty. */
char *ink_html_to_text(const char *html, gsize size, gsize max_bytes);
