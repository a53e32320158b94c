/* SPDX-License-Identifier: MIT
 *
 * Letters within a letter: those whose labels stand in the text, and those that are attached.
 */
#include "forward.h"

#include "inkom/text.h"

#include <string.h>

#define DATED_CHARS       60
#define STRANGE_LABELS    3 /* so many labels are a letter's, as in block.c */
#define STRANGE_LABEL_MAX 40

/* No officer has an address outside ASCII, but one that looks like an officer's may be there. */
const InkAddress *
ink_origin_get_officer(const InkMessage *message, const InkOriginFacts *facts)
{
    const InkAddress *sender = ink_message_get_sender(message);
    if (message->from->len != 1 || message->from_fields > 1 || message->from_is_group ||
        !ink_config_is_staff(facts->config, sender->address) || !g_str_is_ascii(sender->address) ||
        ink_config_is_own_address(facts->config, sender->address))
        return NULL;
    if (message->calendar_method != NULL || message->report_type != NULL ||
        g_str_has_prefix(message->content_type, "message/"))
        return NULL;
    if (ink_message_find_token(message, "Auto-Submitted",
                               (const char *const[]){"auto-replied", NULL}) != NULL)
        return NULL;
    return sender;
}

static void
hop_free(gpointer data)
{
    InkOriginHop *hop = data;
    ink_origin_person_clear(&hop->person);
    g_free(hop->to);
    g_free(hop->subject);
    g_free(hop->text);
    g_free(hop->dated);
    g_free(hop);
}

/* --- what stands above a letter ---------------------------------------------------------------*/

/* "Od: Jan Kos <jan@a.example>": a word or two, and a value; in whatever language. */
static gboolean
is_labelled(const char *line)
{
    const char *c = line + strspn(line, " \t*_|");
    const char *start = c;
    while (g_unichar_isalpha(g_utf8_get_char(c)) || (*c != '\0' && strchr(" -.*_", *c) != NULL))
        c = g_utf8_next_char(c);
    return c > start && c - start <= STRANGE_LABEL_MAX && *c == ':' && c[1] != '/' &&
           !ink_text_is_blank(c + 1);
}

/* Somebody who is neither staff nor the author of the letter below. */
static gboolean
names_another(const char *line, const InkOriginPerson *author, const InkOriginFacts *facts)
{
    g_auto(InkOriginPerson) person = {NULL, NULL, FALSE};
    if (strchr(line, '@') == NULL)
        return FALSE;
    ink_origin_person_read(strchr(line, ':') + 1, &person);
    return person.address != NULL && !ink_config_is_staff(facts->config, person.address) &&
           g_strcmp0(person.address, author->address) != 0;
}

/* Labels in a language that block.c does not know, above a letter whose labels it does: then that
 * letter may be something that the real one quotes, or pretends to. */
static gboolean
has_strange_labels(char *const *lines, gsize start, gsize end, const InkOriginPerson *author,
                   const InkOriginFacts *facts)
{
    guint count = 0;
    gboolean is_another = FALSE;
    for (gsize i = start; i < end; i++) {
        if (ink_text_is_blank(lines[i]))
            continue;
        if (!is_labelled(lines[i])) {
            count = 0;
            is_another = FALSE;
            continue;
        }
        is_another = is_another || names_another(lines[i], author, facts);
        if (++count >= STRANGE_LABELS && is_another)
            return TRUE;
    }
    return FALSE;
}

/* --- letters ----------------------------------------------------------------------------------*/

static void
add_inline(GPtrArray *hops, const char *text, const InkOriginFacts *facts)
{
    g_auto(InkOriginLines) lines = {NULL, NULL};
    ink_origin_lines_split(text, &lines);
    g_autoptr(GPtrArray) blocks = ink_origin_find_blocks(&lines);
    gsize above = 0;
    for (guint i = 0; i < blocks->len && hops->len < INK_ORIGIN_HOPS_MAX; i++) {
        InkOriginBlock *block = blocks->pdata[i];
        InkOriginHop *hop = g_new0(InkOriginHop, 1);
        ink_origin_person_read(block->from, &hop->person);
        hop->is_marked = block->is_marked;
        hop->is_hidden = has_strange_labels(lines.texts, above, block->start, &hop->person, facts);
        above = block->end;
        hop->date =
            block->sent != NULL ? ink_origin_parse_date(facts->clock, block->sent) : INK_TIME_NONE;
        hop->dated = block->sent != NULL ? ink_text_one_line(block->sent, DATED_CHARS) : NULL;
        hop->to = g_steal_pointer(&block->to);
        hop->subject = g_steal_pointer(&block->subject);
        hop->text = ink_origin_lines_join(&lines, block->end, lines.depths[block->start]);
        g_ptr_array_add(hops, hop);
    }
}

const InkMessage *
ink_origin_find_attached(const InkMessage *message, guint *out_count)
{
    const InkMessage *first = NULL;
    guint count = 0;
    for (guint i = 0; i < message->attachments->len; i++) {
        const InkAttachment *attachment = message->attachments->pdata[i];
        if (attachment->message != NULL && count++ == 0)
            first = attachment->message;
    }
    if (out_count != NULL)
        *out_count = count;
    return first;
}

static void add_letters(GPtrArray *hops, const InkMessage *message, const InkOriginFacts *facts);

/* A letter that is attached: its own fields tell who and when, better than any text. */
static void
add_attached(GPtrArray *hops, const InkMessage *attached, const InkOriginFacts *facts)
{
    if (hops->len >= INK_ORIGIN_HOPS_MAX)
        return;
    const InkAddress *sender = ink_message_get_sender(attached);
    const InkReceived *received = ink_message_find_arrival(attached, facts->config->hosts);
    InkOriginHop *hop = g_new0(InkOriginHop, 1);
    hop->attached = attached;
    hop->is_marked = TRUE;
    if (sender != NULL) {
        hop->person.name = g_strdup(sender->name);
        hop->person.is_several = attached->from->len > 1 || attached->from_fields > 1;
        if (!hop->person.is_several && ink_address_is_sendable(sender->address))
            hop->person.address = g_strdup(sender->address);
    }
    hop->date = received != NULL ? received->time : attached->date;
    hop->dated =
        received != NULL ? g_strdup_printf("Received: %s", received->by) : g_strdup("Date:");
    if (attached->to->len > 0)
        hop->to = g_strdup(((const InkAddress *)attached->to->pdata[0])->address);
    hop->subject = g_strdup(attached->subject);
    hop->text = g_strdup(attached->text);
    g_ptr_array_add(hops, hop);
    if (ink_config_is_staff(facts->config, hop->person.address))
        add_letters(hops, attached, facts);
}

/* What is written in the letter stands nearer than what is attached to it. */
static void
add_letters(GPtrArray *hops, const InkMessage *message, const InkOriginFacts *facts)
{
    guint before = hops->len;
    add_inline(hops, message->text, facts);
    for (guint i = before; i < hops->len; i++) {
        const InkOriginHop *hop = hops->pdata[i];
        if (!ink_config_is_staff(facts->config, hop->person.address))
            return;
    }
    const InkMessage *attached = ink_origin_find_attached(message, NULL);
    if (attached != NULL)
        add_attached(hops, attached, facts);
}

GPtrArray *
ink_origin_list_hops(const InkMessage *message, const InkOriginFacts *facts)
{
    GPtrArray *hops = g_ptr_array_new_with_free_func(hop_free);
    add_letters(hops, message, facts);
    return hops;
}
