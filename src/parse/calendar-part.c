/* SPDX-License-Identifier: MIT
 *
 * An invitation, an answer to one or a cancellation says so in a parameter of its type (RFC 6047
 * §2.4). Some programs leave that out, and then METHOD in the calendar itself says it; but a file
 * that somebody has attached is a file, whatever stands in it: saved invitations are sent on to
 * show when something was to be. PUBLISH (RFC 5546 §3.2.1) is what programs put into every file
 * they save, and asks for nothing.
 */
#include "calendar-part.h"

#include "part.h"
#include "transfer.h"

#include <string.h>

enum { MAX_READ = 8 * 1024 }; /* it stands before all events */

/* The word that the text begins with, in capitals; NULL if it is no name of a method. */
static char *
read_word(const char *text)
{
    gsize size = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-");
    if (!g_ascii_isalpha(*text) || strchr(" \t\r\n;", text[size]) == NULL)
        return NULL;
    g_autofree char *word = g_ascii_strup(text, (gssize)size);
    return g_str_equal(word, "PUBLISH") ? NULL : g_steal_pointer(&word);
}

static char *
find_in_text(GMimePart *part)
{
    static const char name[] = "METHOD:";
    gboolean is_cut;
    g_autoptr(GString) text = ink_transfer_decode_some(part, MAX_READ, &is_cut);
    for (const char *line = text->str; line != NULL; line = strpbrk(line, "\r\n")) {
        line += strspn(line, "\r\n");
        if (g_ascii_strncasecmp(line, name, strlen(name)) == 0)
            return read_word(line + strlen(name));
    }
    return NULL;
}

char *
ink_calendar_find_method(GMimeObject *part)
{
    if (!ink_part_is_type(part, "text", "calendar"))
        return NULL;
    const char *parameter = ink_part_find_param(part, "method");
    if (parameter != NULL)
        return read_word(parameter);
    return GMIME_IS_PART(part) && !ink_part_is_attached(part) ? find_in_text(GMIME_PART(part))
                                                              : NULL;
}
