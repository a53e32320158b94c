/* SPDX-License-Identifier: MIT
 *
 * Why orders in a letter are never obeyed, whoever is proved to have written it. The reasons are a
 * table; the first that applies is told.
 */
#include "officer-private.h"

#include "inkom/clock.h"

#include <string.h>

/* "(x) no (y)", "no; a=b" -> "no". */
static char *
get_token(const char *value)
{
    GString *token = g_string_new(NULL);
    int depth = 0;
    for (const char *c = value; *c != '\0' && !(depth == 0 && *c == ';'); c++) {
        depth += *c == '(' ? 1 : 0;
        if (depth == 0 && !g_ascii_isspace(*c))
            g_string_append_c(token, g_ascii_tolower(*c));
        depth -= *c == ')' && depth > 0 ? 1 : 0;
    }
    return g_string_free(token, FALSE);
}

static gboolean
has_prefix(const InkMessage *message, const char *prefix)
{
    for (guint i = 0; i < message->headers->len; i++) {
        const InkHeader *header = message->headers->pdata[i];
        if (g_ascii_strncasecmp(header->name, prefix, strlen(prefix)) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_automatic(const InkMessage *message, const InkLetterFacts *facts G_GNUC_UNUSED)
{
    for (guint i = 0; i < message->headers->len; i++) {
        const InkHeader *header = message->headers->pdata[i];
        g_autofree char *token = get_token(header->value);
        if (g_ascii_strcasecmp(header->name, "Auto-Submitted") == 0 && strcmp(token, "no") != 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_of_list(const InkMessage *message, const InkLetterFacts *facts G_GNUC_UNUSED)
{
    return has_prefix(message, "List-");
}

static gboolean
is_bulk(const InkMessage *message, const InkLetterFacts *facts G_GNUC_UNUSED)
{
    static const char *const kinds[] = {"bulk", "junk", "list", "auto_reply", NULL};
    for (guint i = 0; i < message->headers->len; i++) {
        const InkHeader *header = message->headers->pdata[i];
        g_autofree char *token = get_token(header->value);
        if (g_ascii_strcasecmp(header->name, "Precedence") == 0 && g_strv_contains(kinds, token))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_report(const InkMessage *message, const InkLetterFacts *facts G_GNUC_UNUSED)
{
    return message->report_type != NULL ||
           g_strcmp0(message->content_type, "multipart/report") == 0 ||
           message->return_path_kind == INK_RETURN_PATH_EMPTY || message->calendar_method != NULL;
}

static gboolean
is_sent_on(const InkMessage *message, const InkLetterFacts *facts G_GNUC_UNUSED)
{
    return has_prefix(message, "Resent-");
}

/* Fields of which a letter has one (RFC 5322 §3.6): with two, programs differ in what they show. */
static gboolean
has_field_twice(const InkMessage *message, const InkLetterFacts *facts G_GNUC_UNUSED)
{
    static const char *const fields[] = {"From", "Sender",     "To",       "Cc",          "Subject",
                                         "Date", "Message-ID", "Reply-To", "Content-Type"};
    for (gsize f = 0; f < G_N_ELEMENTS(fields); f++) {
        guint count = 0;
        for (guint i = 0; i < message->headers->len; i++) {
            const InkHeader *header = message->headers->pdata[i];
            count += g_ascii_strcasecmp(header->name, fields[f]) == 0 ? 1 : 0;
        }
        if (count > 1)
            return TRUE;
    }
    return FALSE;
}

static gboolean
lacks_id(const InkMessage *message, const InkLetterFacts *facts G_GNUC_UNUSED)
{
    return message->message_id == NULL;
}

static gboolean
is_seen(const InkMessage *message G_GNUC_UNUSED, const InkLetterFacts *facts)
{
    return facts->has_borrowed_id;
}

static gboolean
is_out_of_time(const InkMessage *message, const InkLetterFacts *facts)
{
    return message->date == INK_TIME_NONE || message->date < facts->came_in - INK_ORDER_SKEW_S ||
           message->date > facts->came_in + INK_ORDER_SKEW_S;
}

static gboolean
has_many_addresses(const InkMessage *message G_GNUC_UNUSED, const InkLetterFacts *facts)
{
    return facts->signed_addresses > 1;
}

static gboolean
is_encrypted(const InkMessage *message, const InkLetterFacts *facts G_GNUC_UNUSED)
{
    return message->is_encrypted;
}

static const struct {
    gboolean (*applies)(const InkMessage *message, const InkLetterFacts *facts);
    const char *text;
} hindrances[] = {
    {is_automatic, "brevet är automatiskt"},
    {is_report, "brevet är en rapport eller en kallelse"},
    {is_of_list, "brevet har gått genom en e-postlista"},
    {is_bulk, "brevet är ett massutskick"},
    {is_sent_on, "brevet är omdirigerat"},
    {has_field_twice, "ett fält står två gånger i brevhuvudet"},
    {lacks_id, "brevet saknar Message-ID"},
    {is_seen, "brevets Message-ID har använts förut"},
    {is_out_of_time, "brevets Date ligger mer än ett dygn från när det kom"},
    {has_many_addresses, "brevet är sänt till flera signerade adresser"},
    {is_encrypted, "brevet är krypterat"},
};

/* The first so many of them are of letters that nobody waits for an answer to. */
#define UNANSWERABLE 5

char *
ink_officer_find_hindrance(const InkMessage *message, const InkLetterFacts *facts)
{
    for (gsize i = 0; i < G_N_ELEMENTS(hindrances); i++)
        if (hindrances[i].applies(message, facts))
            return g_strdup(hindrances[i].text);
    return NULL;
}

gboolean
ink_officer_is_unanswerable(const InkMessage *message)
{
    static const InkLetterFacts nothing = {0};
    for (gsize i = 0; i < UNANSWERABLE; i++)
        if (hindrances[i].applies(message, &nothing))
            return TRUE;
    return FALSE;
}
