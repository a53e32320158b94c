/* SPDX-License-Identifier: MIT
 *
 * The mailbox behind an address.
 *
 * Mail systems write into the local part what they want to know again when a letter comes back, and
 * it is another for each letter or each day:
 *
 *     prvs=1234abcdef=anna@example.org              BATV; in its first draft prvs=anna=1234abcdef
 *     btv1==1234abcdef==anna@example.org            the same, as Barracuda writes it
 *     SRS0=HHH=TT=example.org=anna@forward.example  SRS: anna@example.org, who was forwarded
 *     SRS1=HHH=one.example==HHH=TT=example.org=anna@two.example
 *     list-17-inkorg=kommun.example@example.org     VERP: whom the letter went to, and its number
 *     anna+17@example.org                           a detail (RFC 5233)
 *
 * One tag may stand in another, so the outer is taken off until there is none.
 */
#include "inkom/message.h"

#include <string.h>

#define BATV_TAG_DIGITS 4
#define BATV_TAG_SIZE   10

static gboolean
is_batv_tag(const char *text, gsize size)
{
    for (gsize i = 0; i < size; i++)
        if (i < BATV_TAG_DIGITS ? !g_ascii_isdigit(text[i]) : !g_ascii_isxdigit(text[i]))
            return FALSE;
    return size == BATV_TAG_SIZE;
}

static char *
strip_batv(const char *local, const char *domain)
{
    static const struct {
        const char *prefix, *separator;
    } forms[] = {{"prvs=", "="}, {"btv1==", "=="}, {"msprvs1=", "="}};
    for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
        if (!g_str_has_prefix(local, forms[i].prefix))
            continue;
        const char *first = local + strlen(forms[i].prefix);
        const char *end = strstr(first, forms[i].separator);
        const char *rest = end != NULL ? end + strlen(forms[i].separator) : NULL;
        if (rest == NULL || *rest == '\0' || end == first)
            return NULL;
        gsize size = (gsize)(end - first);
        if (!is_batv_tag(first, size) && is_batv_tag(rest, strlen(rest)))
            return g_strdup_printf("%.*s@%s", (int)size, first, domain);
        return g_strdup_printf("%s@%s", rest, domain);
    }
    return NULL;
}

/* The signature, the day, the domain, and the rest is the local part, which may hold anything. */
static char *
strip_srs0(const char *after_name)
{
    if (*after_name == '\0' || strchr("=+-", *after_name) == NULL)
        return NULL;
    g_auto(GStrv) parts = g_strsplit(after_name + 1, "=", 4);
    return g_strv_length(parts) == 4 && *parts[2] != '\0' && *parts[3] != '\0'
               ? g_strdup_printf("%s@%s", parts[3], parts[2])
               : NULL;
}

static char *
strip_srs(const char *local)
{
    if (g_str_has_prefix(local, "srs0"))
        return strip_srs0(local + strlen("srs0"));
    if (!g_str_has_prefix(local, "srs1"))
        return NULL;
    g_auto(GStrv) parts = g_strsplit(local + strlen("srs1"), "=", 4);
    return g_strv_length(parts) == 4 ? strip_srs0(parts[3]) : NULL;
}

char *
ink_address_strip_tags(const char *address)
{
    char *bare = ink_address_canonical(address);
    for (;;) {
        const char *domain = ink_address_get_domain(bare);
        if (*domain == '\0')
            return bare;
        g_autofree char *local = g_strndup(bare, (gsize)(domain - bare) - 1);
        char *inner = strip_batv(local, domain);
        if (inner == NULL)
            inner = strip_srs(local);
        if (inner == NULL)
            return bare;
        g_free(bare);
        bare = inner;
    }
}

/* "list-17-inkorg=kommun.example" -> "list": with the recipient goes the number before it. */
static void
cut_verp(char *local)
{
    char *equals = strrchr(local, '=');
    if (equals == NULL || strchr(equals, '.') == NULL)
        return;
    gsize size = (gsize)(equals - local);
    while (size > 0 && strchr("+-", local[size]) == NULL)
        size--;
    gsize end = size;
    while (end > 0 && g_ascii_isdigit(local[end - 1]))
        end--;
    if (end > 1 && end < size && strchr("+-", local[end - 1]) != NULL)
        size = end - 1;
    if (size > 0)
        local[size] = '\0';
}

char *
ink_address_bare(const char *address)
{
    g_autofree char *stripped = ink_address_strip_tags(address);
    const char *domain = ink_address_get_domain(stripped);
    if (*domain == '\0')
        return g_steal_pointer(&stripped);
    g_autofree char *local = g_strndup(stripped, (gsize)(domain - stripped) - 1);
    cut_verp(local);
    char *detail = strchr(local, '+');
    if (detail != NULL && detail != local)
        *detail = '\0';
    return g_strdup_printf("%s@%s", local, domain);
}
