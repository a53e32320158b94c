/* SPDX-License-Identifier: MIT
 *
 * The promises of inkom/message.h that do not show in one field's type. The rest of the program
 * rests on them: it looks up the nth Received: of the header among the parsed ones, compares
 * addresses byte by byte, and shows names as they are. A child that was taken over by what it read
 * may say anything, so each promise is tested here, one function for each part of the message.
 */
#include "promises.h"

#include "inkom/text.h"

#include <string.h>

#define SHA256_HEX 64

static guint
count_headers(const InkMessage *message, const char *name)
{
    guint count = 0;
    for (guint i = 0; i < message->headers->len; i++)
        if (g_ascii_strcasecmp(((const InkHeader *)message->headers->pdata[i])->name, name) == 0)
            count++;
    return count;
}

static gboolean
is_lower(const char *text)
{
    for (; *text != '\0'; text++)
        if (g_ascii_isupper(*text))
            return FALSE;
    return TRUE;
}

static gboolean
is_trimmed(const char *text)
{
    return *text == '\0' || (!g_ascii_isspace(text[0]) && !g_ascii_isspace(text[strlen(text) - 1]));
}

static const char *
find_in_headers(const InkMessage *message, const InkLimits *limits)
{
    (void)limits;
    for (guint i = 0; i < message->headers->len; i++)
        if (!is_trimmed(((const InkHeader *)message->headers->pdata[i])->value))
            return "ett fält i huvudet har blanktecken i ändarna";
    if (count_headers(message, "From") != message->from_fields ||
        (message->from_fields == 0 && message->from->len > 0))
        return "antalet From-fält är ett annat än i huvudet";
    if (count_headers(message, "Received") != message->received->len)
        return "antalet Received-fält är ett annat än i huvudet";
    for (guint i = 0; i < message->received->len; i++) {
        const char *by = ((const InkReceived *)message->received->pdata[i])->by;
        if (by != NULL && (*by == '\0' || !is_lower(by)))
            return "en server i Received har inget riktigt namn";
    }
    return NULL;
}

static gboolean
is_canonical(const char *address)
{
    g_autofree char *canonical = ink_address_canonical(address);
    return g_str_equal(address, canonical);
}

static const char *
find_in_addresses(const InkMessage *message, const InkLimits *limits)
{
    (void)limits;
    const GPtrArray *lists[] = {message->from, message->to, message->cc, message->reply_to};
    for (gsize l = 0; l < G_N_ELEMENTS(lists); l++)
        for (guint i = 0; i < lists[l]->len; i++)
            if (!is_canonical(((const InkAddress *)lists[l]->pdata[i])->address))
                return "en adress står inte i sin jämförbara form";
    if ((message->return_path_kind == INK_RETURN_PATH_ADDRESS) != (message->return_path != NULL))
        return "returadressen stämmer inte med sitt slag";
    if (message->return_path != NULL &&
        (strchr(message->return_path, '@') == NULL || !is_canonical(message->return_path)))
        return "returadressen står inte i sin jämförbara form";
    return NULL;
}

static gboolean
are_ids(char *const *ids)
{
    for (; *ids != NULL; ids++)
        if (**ids == '\0' || strpbrk(*ids, "<> \t") != NULL)
            return FALSE;
    return TRUE;
}

static const char *
find_in_ids(const InkMessage *message, const InkLimits *limits)
{
    (void)limits;
    const char *id = message->message_id;
    if ((id != NULL && (*id == '\0' || strpbrk(id, "<>") != NULL)) ||
        !are_ids(message->in_reply_to) || !are_ids(message->references))
        return "ett Message-ID är inget sådant";
    return NULL;
}

static const char *
find_in_text(const InkMessage *message, const InkLimits *limits)
{
    gsize most = (gsize)limits->text_bytes;
    if (strlen(message->text) > most || strlen(message->new_text) > most ||
        strlen(message->signature) > most)
        return "texten är längre än gränsen text_bytes";
    if (message->text_source == INK_TEXT_NONE && *message->text != '\0')
        return "det finns text, men ingenstans ifrån";
    return NULL;
}

static const char *
find_in_report(const InkMessage *message, const InkLimits *limits)
{
    (void)limits;
    if (!is_lower(message->content_type) ||
        (message->report_type != NULL && !is_lower(message->report_type)))
        return "meddelandets slag har stora bokstäver";
    if (message->report_parts->len > INK_REPORT_PARTS_MAX)
        return "en rapport har för många delar";
    for (guint i = 0; i < message->report_parts->len; i++) {
        const InkReportPart *part = message->report_parts->pdata[i];
        if (!is_lower(part->type) || strlen(part->text) > INK_REPORT_PART_BYTES)
            return "en del av en rapport är för lång eller har fel slag";
    }
    return NULL;
}

/* No path, and nothing that is not seen. A backslash stands only where such a character is shown.
 */
static gboolean
is_safe_name(const char *name)
{
    g_autofree char *shown = ink_text_one_line(name, G_MAXSIZE);
    if (!g_str_equal(name, shown) || *name == '\0' || strchr(name, '/') != NULL ||
        g_str_equal(name, ".") || g_str_equal(name, ".."))
        return FALSE;
    for (const char *c = name; (c = strchr(c, '\\')) != NULL; c++) {
        gsize digits = g_str_has_prefix(c, "\\u{") ? strspn(c + 3, "0123456789ABCDEF") : 0;
        if (digits == 0 || c[3 + digits] != '}')
            return FALSE;
    }
    return TRUE;
}

static const char *
find_in_attachments(const InkMessage *message, const InkLimits *limits)
{
    (void)limits;
    for (guint i = 0; i < message->attachments->len; i++) {
        const InkAttachment *attachment = message->attachments->pdata[i];
        if (strlen(attachment->sha256) != SHA256_HEX ||
            strspn(attachment->sha256, "0123456789abcdef") != SHA256_HEX)
            return "en kontrollsumma är ingen sådan";
        if (attachment->name != NULL && !is_safe_name(attachment->name))
            return "ett filnamn är ingen vanlig läsbar rad";
    }
    return NULL;
}

const char *
ink_promises_find_broken(const InkMessage *message, const InkLimits *limits)
{
    static const char *(*const parts[])(const InkMessage *, const InkLimits *) = {
        find_in_headers, find_in_addresses, find_in_ids,
        find_in_text,    find_in_report,    find_in_attachments};
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        const char *why = parts[i](message, limits);
        if (why != NULL)
            return why;
    }
    return NULL;
}
