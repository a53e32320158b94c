/* SPDX-License-Identifier: MIT
 *
 * Signed addresses. What is signed is everything that counts, in one line with the inbox and the
 * party; the purpose is what keeps an address for one use from being good for another.
 */
#include "inkom/signed-address.h"

#include "inkom/text.h"
#include "inkom/token.h"

#include <string.h>

#define LOCAL_PART_MOST 64
#define NUMBER_MOST     12 /* base 36 digits: more than an id or a day will ever have */

static const struct {
    char letter;
    const char *purpose;
} purposes[] = {
    [INK_PURPOSE_REPLY] = {'r', "v1|citizen-reply"},
    [INK_PURPOSE_BOUNCE] = {'b', "v1|bounce"},
    [INK_PURPOSE_OFFICER] = {'o', "v1|officer-cmd"},
    [INK_PURPOSE_CONFIRM] = {'c', "v1|confirm"},
};

void
ink_address_key_free(InkAddressKey *key)
{
    if (key == NULL)
        return;
    g_bytes_unref(key->secret);
    g_free(key);
}

static char *
format_signed_text(const InkSignedAddress *address, const char *inbox, const char *party)
{
    g_autofree char *home = ink_text_ascii_lower(inbox);
    g_autofree char *person = ink_text_ascii_lower(party);
    return g_strdup_printf("%s|%" G_GINT64_FORMAT "|%d|%" G_GINT64_FORMAT "|%s", home, address->id,
                           (int)address->last_day, address->key_id, person);
}

static void
append_base36(GString *out, gint64 number)
{
    char digits[NUMBER_MOST + 2];
    char *at = digits + sizeof digits;
    *--at = '\0';
    do {
        *--at = "0123456789abcdefghijklmnopqrstuvwxyz"[number % 36];
        number /= 36;
    } while (number > 0);
    g_string_append(out, at);
}

char *
ink_signed_address_new(const InkAddressKey *key, const char *inbox, char delimiter,
                       InkPurpose purpose, gint64 id, const char *party, InkDay last_day)
{
    const char *at = strrchr(inbox, '@');
    InkSignedAddress address = {
        .purpose = purpose, .id = id, .key_id = key->id, .last_day = last_day};
    g_autofree char *text = format_signed_text(&address, inbox, party);
    g_autofree char *mac = ink_token_sign(key->secret, purposes[purpose].purpose, text);
    g_autoptr(GString) out = g_string_new_len(inbox, at - inbox);
    g_string_append_c(out, delimiter);
    g_string_append_c(out, purposes[purpose].letter);
    append_base36(out, id);
    g_string_append_c(out, '.');
    append_base36(out, last_day);
    g_string_append_c(out, '.');
    append_base36(out, key->id);
    g_string_append_c(out, '.');
    g_string_append(out, mac);
    if (out->len > LOCAL_PART_MOST)
        return NULL;
    g_string_append(out, at);
    return g_strdup(out->str);
}

/* A number and the point after it, with no zeros before: each number is written in one way. */
static gboolean
read_base36(const char **at, gint64 *out_number)
{
    gint64 number = 0;
    gsize digits = 0;
    for (; g_ascii_isalnum(**at); (*at)++, digits++) {
        if (digits == NUMBER_MOST || (digits > 0 && number == 0))
            return FALSE;
        char digit = g_ascii_tolower(**at);
        number = number * 36 + (g_ascii_isdigit(digit) ? digit - '0' : digit - 'a' + 10);
    }
    if (digits == 0 || **at != '.')
        return FALSE;
    (*at)++;
    *out_number = number;
    return TRUE;
}

static gboolean
read_purpose(char letter, InkPurpose *out_purpose)
{
    for (gsize i = 0; i < G_N_ELEMENTS(purposes); i++)
        if (g_ascii_tolower(letter) == purposes[i].letter) {
            *out_purpose = (InkPurpose)i;
            return TRUE;
        }
    return FALSE;
}

gboolean
ink_signed_address_read(const char *address, const char *inbox, char delimiter,
                        InkSignedAddress *out_address)
{
    const char *home = strrchr(inbox, '@'), *domain = strrchr(address, '@');
    gsize local = (gsize)(home - inbox);
    if (domain == NULL || g_ascii_strcasecmp(domain, home) != 0 ||
        g_ascii_strncasecmp(address, inbox, local) != 0 || address[local] != delimiter)
        return FALSE;
    InkSignedAddress found = {0};
    gint64 day;
    const char *at = address + local + 1;
    if (!read_purpose(*at, &found.purpose))
        return FALSE;
    at++;
    if (!read_base36(&at, &found.id) || !read_base36(&at, &day) ||
        !read_base36(&at, &found.key_id) || domain - at != sizeof found.mac - 1 || day > G_MAXINT32)
        return FALSE;
    found.last_day = (InkDay)day;
    memcpy(found.mac, at, sizeof found.mac - 1);
    *out_address = found;
    return TRUE;
}

gboolean
ink_signed_address_check(const InkSignedAddress *address, GBytes *secret, const char *inbox,
                         const char *party)
{
    g_autofree char *text = format_signed_text(address, inbox, party);
    return ink_token_check(secret, purposes[address->purpose].purpose, text, address->mac);
}

char *
ink_address_strip_detail(const char *address, char delimiter)
{
    const char *domain = strrchr(address, '@');
    const char *sign_at = delimiter != '\0' ? strchr(address, delimiter) : NULL;
    if (domain == NULL || sign_at == NULL || sign_at > domain || sign_at == address)
        return g_strdup(address);
    return g_strdup_printf("%.*s%s", (int)(sign_at - address), address, domain);
}
