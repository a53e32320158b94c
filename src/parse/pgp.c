/* SPDX-License-Identifier: MIT
 *
 * A signed text is plain: a line that says so, lines like "Hash: SHA256" and an empty line before
 * it, the signature behind it, and "- " put before lines that begin with a dash. Only a text that
 * begins so is taken for one: in the midst of other text it is part of it.
 */
#include "pgp.h"

#include <string.h>

static const char ENCRYPTED[] = "-----BEGIN PGP MESSAGE-----";
static const char SIGNED[] = "-----BEGIN PGP SIGNED MESSAGE-----";
static const char SIGNATURE[] = "\n-----BEGIN PGP SIGNATURE-----";

gboolean
ink_pgp_is_encrypted(const char *text)
{
    for (const char *at = text; (at = strstr(at, ENCRYPTED)) != NULL; at++)
        if (at == text || at[-1] == '\n')
            return TRUE;
    return FALSE;
}

static const char *
skip_line(const char *at)
{
    const char *feed = strchr(at, '\n');
    return feed != NULL ? feed + 1 : at + strlen(at);
}

static void
append_unescaped(GString *out, const char *at, const char *end)
{
    while (at < end) {
        if (at[0] == '-' && at[1] == ' ')
            at += 2;
        const char *feed = memchr(at, '\n', (gsize)(end - at));
        const char *next = feed != NULL ? feed + 1 : end;
        g_string_append_len(out, at, next - at);
        at = next;
    }
}

char *
ink_pgp_strip_signature(const char *text)
{
    const char *at = text;
    while (g_ascii_isspace(*at))
        at++;
    if (strncmp(at, SIGNED, strlen(SIGNED)) != 0)
        return NULL;
    at = skip_line(at);
    while (*at != '\0' && *at != '\n')
        at = skip_line(at);
    if (*at == '\n')
        at++;
    const char *end = strstr(at, SIGNATURE);
    if (end == NULL)
        return NULL;
    GString *out = g_string_new(NULL);
    append_unescaped(out, at, end + 1);
    const char *last = strstr(end, "\n-----END PGP SIGNATURE-----");
    if (last != NULL)
        g_string_append(out, skip_line(last + 1)); /* the footer of a list */
    return g_string_free(out, FALSE);
}
