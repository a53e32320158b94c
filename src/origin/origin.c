/* SPDX-License-Identifier: MIT
 *
 * Which kind of origin a message has: the first of these that fits.
 *   1. a form: a sender and marks that a description in rules/forms names;
 *   2. a note: staff, and "Tjänsteanteckning" in the subject or as the first line;
 *   3. a forward: staff, and a letter of somebody else's in it; or a reply to such a letter;
 *   4. nothing of that: the sender in the header wrote it.
 * What somebody outside passes on is his own letter, whatever names stand in it.
 */
#include "origin-private.h"

#include <string.h>

const char *
ink_origin_kind_get_name(InkOriginKind kind)
{
    static const char *const names[] = {"direct", "forward", "form", "note", "reply"};
    return names[kind];
}

InkOrigin *
ink_origin_new(InkOriginKind kind)
{
    InkOrigin *origin = g_new0(InkOrigin, 1);
    origin->kind = kind;
    origin->is_certain = TRUE;
    origin->date = INK_TIME_NONE;
    origin->evidence = g_ptr_array_new_with_free_func(g_free);
    return origin;
}

void
ink_origin_free(InkOrigin *origin)
{
    if (origin == NULL)
        return;
    g_free(origin->doubt);
    g_free(origin->remark);
    g_free(origin->sender);
    g_free(origin->sender_name);
    g_free(origin->phone);
    g_free(origin->dated_by);
    g_free(origin->passed_on_by);
    g_free(origin->form);
    g_free(origin->unit);
    g_free(origin->type);
    g_free(origin->channel);
    g_free(origin->title);
    g_free(origin->place);
    g_ptr_array_unref(origin->evidence);
    ink_message_free(origin->letter);
    ink_origin_free(origin->answered);
    g_free(origin);
}

void
ink_origin_add_evidence(InkOrigin *origin, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_ptr_array_add(origin->evidence, g_strdup_vprintf(format, arguments));
    va_end(arguments);
}

void
ink_origin_add_doubt(InkOrigin *origin, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *doubt = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    origin->is_certain = FALSE;
    ink_origin_add_evidence(origin, "osäkert: %s", doubt);
    if (origin->doubt == NULL)
        origin->doubt = g_steal_pointer(&doubt);
    g_free(doubt);
}

const char *
ink_origin_find_proof_doubt(const InkOriginFacts *facts)
{
    static const char *const doubts[] = {
        [INK_PROOF_NONE] = NULL,
        [INK_PROOF_ABSENT] = "e-postservern har inte skrivit någon äkthetskontroll i brevet",
        [INK_PROOF_PASSED] = NULL,
        [INK_PROOF_FAILED] = "e-postserverns äkthetskontroll styrker det inte"};
    return doubts[facts->proof];
}

gint64
ink_origin_get_time(const InkMessage *message)
{
    for (guint i = 0; i < message->received->len; i++) {
        const InkReceived *received = message->received->pdata[i];
        if (received->time != INK_TIME_NONE)
            return received->time;
    }
    return message->date;
}

InkOrigin *
ink_origin_find(const InkMessage *message, const InkOriginFacts *facts)
{
    static InkOrigin *(*const finders[])(const InkMessage *, const InkOriginFacts *) = {
        ink_origin_find_form, ink_origin_find_note, ink_origin_find_forward};
    for (gsize i = 0; i < G_N_ELEMENTS(finders); i++) {
        InkOrigin *origin = finders[i](message, facts);
        if (origin != NULL)
            return origin;
    }
    const InkAddress *sender = ink_message_get_sender(message);
    InkOrigin *origin = ink_origin_new(INK_ORIGIN_DIRECT);
    if (sender != NULL) {
        origin->sender = g_strdup(sender->address);
        origin->sender_name = g_strdup(sender->name);
    }
    return origin;
}
