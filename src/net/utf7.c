/* SPDX-License-Identifier: MIT
 *
 * Modified UTF-7 (RFC 3501 §5.1.3). Printable US-ASCII stands for itself, "&-" for '&', and every
 * other run of characters is UTF-16BE in base64 between '&' and '-', with ',' for '/' and no
 * padding.
 */
#include "utf7-private.h"

static void
append_utf16(GByteArray *bytes, gunichar letter)
{
    guint16 units[2] = {(guint16)letter, 0};
    gsize count = 1;

    if (letter >= 0x10000) {
        units[0] = (guint16)(0xd800 + ((letter - 0x10000) >> 10));
        units[1] = (guint16)(0xdc00 + ((letter - 0x10000) & 0x3ff));
        count = 2;
    }
    for (gsize i = 0; i < count; i++) {
        const guint8 pair[2] = {(guint8)(units[i] >> 8), (guint8)(units[i] & 0xff)};
        g_byte_array_append(bytes, pair, 2);
    }
}

static void
flush(GString *out, GByteArray *bytes)
{
    g_autofree char *base64 = NULL;

    if (bytes->len == 0)
        return;
    base64 = g_base64_encode(bytes->data, bytes->len);
    g_string_append_c(out, '&');
    for (const char *p = base64; *p != '\0' && *p != '='; p++)
        g_string_append_c(out, *p == '/' ? ',' : *p);
    g_string_append_c(out, '-');
    g_byte_array_set_size(bytes, 0);
}

char *
ink_utf7_encode(const char *name)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GByteArray) bytes = g_byte_array_new();

    if (*name == '\0' || !g_utf8_validate(name, -1, NULL))
        return NULL;
    for (const char *p = name; *p != '\0'; p = g_utf8_next_char(p)) {
        const gunichar letter = g_utf8_get_char(p);

        if (g_unichar_iscntrl(letter))
            return NULL;
        if (letter > 0x7e) {
            append_utf16(bytes, letter);
            continue;
        }
        flush(out, bytes);
        g_string_append(out, letter == '&' ? "&-" : (char[]){(char)letter, '\0'});
    }
    flush(out, bytes);
    return g_string_free(g_steal_pointer(&out), FALSE);
}
