/* SPDX-License-Identifier: MIT
 *
 * The names by which machines write.
 */
#include "machine-address.h"

#include "inkom/message.h"

#include <string.h>

static gboolean
has_any(const char *text, const char *const *words, gboolean (*test)(const char *, const char *))
{
    for (gsize i = 0; words[i] != NULL; i++)
        if (test(text, words[i]))
            return TRUE;
    return FALSE;
}

static gboolean
starts(const char *text, const char *word)
{
    return g_str_has_prefix(text, word);
}

static gboolean
ends(const char *text, const char *word)
{
    return g_str_has_suffix(text, word);
}

/* "list-bounces+anna=example.org" is list-bounces: what stands after the plus is for its owner. */
static char *
cut_detail(const char *local)
{
    const char *plus = strchr(local, '+');
    return plus != NULL && plus > local ? g_strndup(local, (gsize)(plus - local)) : g_strdup(local);
}

/* "no-reply", "no_reply" and "no.reply" are one word. */
static char *
join_words(const char *local)
{
    GString *out = g_string_new(NULL);
    for (; *local != '\0'; local++)
        if (strchr("-_.", *local) == NULL)
            g_string_append_c(out, *local);
    return g_string_free(out, FALSE);
}

gboolean
ink_address_is_machine(const char *address)
{
    static const char *const names[] = {"listserv",    "majordomo", "svaraej",
                                        "ejsvar",      "svarainte", "svarinte",
                                        "eivastausta", "alavastaa", NULL};
    static const char *const beginnings[] = {"mailer-daemon", "owner-", "bounce", NULL};
    static const char *const endings[] = {"-request", "-owner", "-bounces", NULL};
    static const char *const no_reply[] = {"noreply", "donotreply", NULL};
    g_autofree char *whole = ink_address_strip_tags(address);
    char *at = strrchr(whole, '@');
    if (at != NULL)
        *at = '\0';
    g_autofree char *local = cut_detail(whole);
    g_autofree char *joined = join_words(local);
    return g_strv_contains(names, joined) || has_any(local, beginnings, starts) ||
           has_any(local, endings, ends) || has_any(joined, no_reply, starts) ||
           has_any(joined, no_reply, ends);
}
