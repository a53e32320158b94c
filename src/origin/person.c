/* SPDX-License-Identifier: MIT
 *
 * A person as a mail program writes him in a text: 'Mats Lund <mats@a.example>', 'Mats Lund
 * [mailto:mats@a.example]', '"Lund, Mats" <mats@a.example<mailto:mats@a.example>>', an address
 * alone, a name alone. An address is a whole word: of "mats@åbo.example" no part is one.
 */
#include "origin-private.h"

#include "inkom/text.h"

#include <string.h>

#define NAME_CHARS_MAX 100
#define ENDS           " \t<>[]()\",;*"

void
ink_origin_person_clear(InkOriginPerson *person)
{
    g_clear_pointer(&person->name, g_free);
    g_clear_pointer(&person->address, g_free);
    person->is_several = FALSE;
}

/* What stands before the first address, without the marks around it. */
static char *
read_name(const char *text, gsize size)
{
    g_autofree char *name = g_strndup(text, size);
    char *start = name + strspn(name, ENDS "'");
    for (gsize left = strlen(start); left > 0 && strchr(ENDS "':", start[left - 1]) != NULL; left--)
        start[left - 1] = '\0';
    if (strchr(start, '@') != NULL || ink_text_is_blank(start))
        return NULL;
    g_autofree char *line = ink_text_one_line(start, NAME_CHARS_MAX);
    return g_steal_pointer(&line);
}

static void
add_address(InkOriginPerson *person, const char *word)
{
    static const char scheme[] = "mailto:";
    const char *start =
        g_ascii_strncasecmp(word, scheme, strlen(scheme)) == 0 ? word + strlen(scheme) : word;
    gsize size = strlen(start);
    gboolean is_quoted = size > 2 && start[0] == '\'' && start[size - 1] == '\''; /* Outlook */
    g_autofree char *plain = is_quoted ? g_strndup(start + 1, size - 2) : g_strdup(start);
    g_autofree char *address = ink_address_canonical(plain);
    if (g_strcmp0(address, person->address) == 0)
        return;
    if (person->address != NULL || !ink_address_is_sendable(address))
        person->is_several = TRUE;
    else
        person->address = g_steal_pointer(&address);
}

void
ink_origin_person_read(const char *text, InkOriginPerson *out_person)
{
    InkOriginPerson person = {NULL, NULL, FALSE};
    gsize name_size = strlen(text);
    gboolean is_first = TRUE;
    for (const char *at = text; *at != '\0';) {
        gsize size = strcspn(at, ENDS);
        if (size > 0 && memchr(at, '@', size) != NULL) {
            g_autofree char *word = g_strndup(at, size);
            add_address(&person, word);
            if (is_first)
                name_size = (gsize)(at - text);
            is_first = FALSE;
        }
        at += size;
        at += strspn(at, ENDS);
    }
    person.name = read_name(text, name_size);
    if (person.is_several)
        g_clear_pointer(&person.address, g_free);
    *out_person = person;
}
