/* SPDX-License-Identifier: MIT
 *
 * Prefixes that programs put before a subject when they reply, forward or warn.
 */
#include "inkom/parse.h"

#include <string.h>

/* "VS:" is a reply in Finnish and a forward in Norwegian: here it is a reply. */
static const struct {
    const char *word;
    gboolean is_forward;
} prefixes[] = {{"re", FALSE},
                {"sv", FALSE},
                {"svar", FALSE},
                {"vb", TRUE},
                {"fw", TRUE},
                {"fwd", TRUE},
                {"vs", FALSE},
                {"vl", TRUE},
                {"aw", FALSE},
                {"antw", FALSE},
                {"wg", TRUE},
                {"tr", TRUE},
                {"ang", FALSE},
                {"ad", FALSE},
                {"odp", FALSE},
                {"rv", TRUE},
                {"enc", TRUE},
                {"doorst", TRUE},
                {"vidarebefordrat", TRUE},
                {"vidarebefordrar", TRUE},
                {"vidarebefordran", TRUE},
                {"vidaresänt", TRUE}};

/* What gateways put there; compared without case. */
static const char *const tags[] = {
    "[ext]",          "[extern]",   "[external]",       "[externt]",      "[externt mail]",
    "[externt mejl]", "[suspect]",  "[spam]",           "*****spam*****", "***spam***",
    "[spam?]",        "sekretess:", "[suspected spam]", "extern:",        "[varning: externt]"};

static const char *
skip_space(const char *c)
{
    for (;;) {
        if (g_ascii_isspace(*c))
            c++;
        else if (strncmp(c, "\xc2\xa0", 2) == 0)
            c += 2;
        else
            return c;
    }
}

/* "Re:", "Sv :", "RE[2]:", "Fwd (3):", "Re: "; NULL if none stands here. */
static const char *
skip_prefix(const char *c, gboolean *out_is_forward)
{
    for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        gsize size = strlen(prefixes[i].word);
        if (g_ascii_strncasecmp(c, prefixes[i].word, size) != 0)
            continue;
        const char *after = skip_space(c + size);
        if (*after == '[' || *after == '(') {
            after++;
            gsize digits = strspn(after, "0123456789");
            if (digits == 0 || digits > 4 || (after[digits] != ']' && after[digits] != ')'))
                continue;
            after = skip_space(after + digits + 1);
        }
        gboolean is_wide = strncmp(after, "\xef\xbc\x9a", 3) == 0; /* ： of Chinese programs */
        if (*after != ':' && !is_wide)
            continue;
        *out_is_forward = prefixes[i].is_forward;
        return after + (is_wide ? 3 : 1);
    }
    return NULL;
}

static const char *
skip_tag(const char *c)
{
    for (gsize i = 0; i < G_N_ELEMENTS(tags); i++)
        if (g_ascii_strncasecmp(c, tags[i], strlen(tags[i])) == 0)
            return c + strlen(tags[i]);
    return NULL;
}

gboolean
ink_subject_is_forward(const char *subject)
{
    gboolean is_forward = FALSE;
    for (const char *after = subject; after != NULL; after = skip_tag(subject)) {
        subject = skip_space(after);
        if (skip_prefix(subject, &is_forward) != NULL)
            return is_forward;
    }
    return FALSE;
}

const char *
ink_subject_get_base(const char *subject)
{
    gboolean is_forward;
    for (const char *after = subject; after != NULL;) {
        subject = skip_space(after);
        after = skip_prefix(subject, &is_forward);
        if (after == NULL)
            after = skip_tag(subject);
    }
    return subject;
}
