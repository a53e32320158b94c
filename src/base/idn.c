/* SPDX-License-Identifier: MIT
 *
 * libidn2 maps by Unicode TR46 unless told otherwise: U+212A (the kelvin sign) becomes a k, and the
 * domain that of somebody else. So it is told, and capital letters are made small here, but for
 * those whose small letter is in ASCII. GLib's g_hostname_to_ascii() is IDNA2003, which maps as
 * well.
 */
#include "inkom/idn.h"

#include <idn2.h>
#include <string.h>

enum { MAX_BYTES = 4 * 255 };

static char *
lower(const char *domain)
{
    GString *out = g_string_new(NULL);
    for (const char *c = domain; *c != '\0'; c = g_utf8_next_char(c)) {
        gunichar letter = g_utf8_get_char(c), small = g_unichar_tolower(letter);
        g_string_append_unichar(out, letter > 0x7F && small <= 0x7F ? letter : small);
    }
    return g_string_free(out, FALSE);
}

char *
ink_idn_to_ascii(const char *domain)
{
    if (g_str_is_ascii(domain))
        return g_ascii_strdown(domain, -1);
    if (strlen(domain) > MAX_BYTES)
        return NULL;
    g_autofree char *small = lower(domain);
    uint8_t *found = NULL;
    int code = idn2_lookup_u8((const uint8_t *)small, &found, IDN2_NO_TR46 | IDN2_NFC_INPUT);
    if (code != IDN2_OK)
        return NULL;
    char *ascii = g_strdup((const char *)found);
    idn2_free(found);
    return ascii;
}

char *
ink_idn_to_unicode(const char *domain)
{
    if (strstr(domain, "xn--") == NULL || strlen(domain) > MAX_BYTES)
        return NULL;
    char *found = NULL;
    if (idn2_to_unicode_8z8z(domain, &found, 0) != IDN2_OK)
        return NULL;
    char *unicode =
        g_utf8_validate(found, -1, NULL) && strcmp(found, domain) != 0 ? g_strdup(found) : NULL;
    idn2_free(found);
    return unicode;
}
