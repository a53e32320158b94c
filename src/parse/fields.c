/* SPDX-License-Identifier: MIT
 *
 * Header fields (RFC 5322 §2.2) as they come, also broken. A header should end with an empty line.
 * Many do not, or have a line in their midst that is no field. Such a line is skipped when a field
 * with a known name follows it at once, for then the header clearly goes on; otherwise it is the
 * first line of the body, so that no text is lost. A line that begins with "--" may be a boundary
 * and always ends the header.
 */
#include "fields.h"

#include <string.h>

static const char *const known_names[] = {
    "Received",    "Return-Path", "Delivered-To", "MIME-Version", "From",       "Sender",
    "Reply-To",    "To",          "Cc",           "Bcc",          "Subject",    "Date",
    "Message-ID",  "In-Reply-To", "References",   "Precedence",   "User-Agent", "Auto-Submitted",
    "Received-SPF"};
static const char *const known_starts[] = {"X-",      "Content-", "List-", "Resent-",
                                           "Thread-", "ARC-",     "DKIM-", "Authentication-"};

const char *
ink_line_end(const char *at, const char *end)
{
    const char *feed = memchr(at, '\n', (gsize)(end - at));
    return feed != NULL ? feed + 1 : end;
}

static gboolean
is_space(char c)
{
    return c == ' ' || c == '\t';
}

static gboolean
is_blank(const char *at, const char *line_end)
{
    while (at < line_end && (is_space(*at) || *at == '\r' || *at == '\n'))
        at++;
    return at == line_end;
}

/* The colon of "Name:" or "Name :" at the start of the line, or NULL. */
static const char *
find_colon(const char *at, const char *end, gsize *out_name_size)
{
    const char *c = at;
    while (c<end && * c> ' ' && *c < 127 && *c != ':')
        c++;
    gsize size = (gsize)(c - at);
    while (c < end && is_space(*c))
        c++;
    if (size == 0 || c == end || *c != ':')
        return NULL;
    *out_name_size = size;
    return c;
}

static gboolean
is_known_field(const char *at, const char *end)
{
    InkField field = {.name = at};
    if (find_colon(at, end, &field.name_size) == NULL)
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(known_names); i++)
        if (ink_field_is(&field, known_names[i]))
            return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(known_starts); i++)
        if (g_ascii_strncasecmp(at, known_starts[i], strlen(known_starts[i])) == 0)
            return TRUE;
    return FALSE;
}

/* Past the lines that continue a field. A line of only white space continues it too, unless what
 * follows shows that somebody meant it as the empty line before the body. */
static const char *
skip_continuation(const char *line, const char *end)
{
    gsize size;
    while (line < end && is_space(*line)) {
        const char *next = ink_line_end(line, end);
        if (is_blank(line, next) && next < end && !is_space(*next) && *next != '\r' &&
            *next != '\n' && find_colon(next, end, &size) == NULL)
            break;
        line = next;
    }
    return line;
}

gboolean
ink_field_next(InkFieldReader *reader, InkField *out_field)
{
    while (reader->at < reader->end) {
        const char *at = reader->at;
        const char *next = ink_line_end(at, reader->end);
        if (is_blank(at, next)) {
            reader->at = next;
            return FALSE;
        }
        gsize name_size;
        const char *colon = find_colon(at, reader->end, &name_size);
        if (colon != NULL) {
            reader->at = skip_continuation(next, reader->end);
            *out_field = (InkField){at, name_size, colon + 1, (gsize)(reader->at - colon - 1)};
            return TRUE;
        }
        gboolean is_boundary = next - at > 2 && at[0] == '-' && at[1] == '-';
        if (is_boundary)
            return FALSE;
        if (!is_known_field(next, reader->end)) {
            ink_defects_add(reader->defects, "Huvudet slutar utan tom rad; det som inte är ett "
                                             "huvudfält lästes som text.");
            return FALSE;
        }
        ink_defects_add(reader->defects, "En rad i huvudet är inget huvudfält och hoppades över.");
        reader->at = next;
    }
    return FALSE;
}

gboolean
ink_field_is(const InkField *field, const char *name)
{
    return strlen(name) == field->name_size &&
           g_ascii_strncasecmp(field->name, name, field->name_size) == 0;
}

char *
ink_field_dup_value(const InkField *field)
{
    char *value = g_malloc(field->value_size + 1);
    gsize used = 0;
    for (gsize i = 0; i < field->value_size; i++) {
        char c = field->value[i];
        if (c == '\0' || c == '\n' ||
            (c == '\r' && i + 1 < field->value_size && field->value[i + 1] == '\n'))
            continue;
        value[used++] = (char)(c == '\r' ? ' ' : c);
    }
    value[used] = '\0';
    return g_strstrip(value);
}
