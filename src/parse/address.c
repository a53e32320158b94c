/* SPDX-License-Identifier: MIT
 *
 * GMime's parser recurses at each ':' and needs the cap. Its lists are right but for these
 * (tests/unit/address-test.c): a ';' between addresses, as Outlook writes, ends its list; a lone
 * "Anna Ek [Kommun] <…>", "Anna Ek anna@…" or "a..b@…" is no list at all. Encoded words are hidden
 * from it and decoded last, and an address that hides in one stays a name.
 */
#include "address.h"

#include "encoded-word.h"
#include "gmime-auto.h"

#include "inkom/message.h"

#include <string.h>

static void
add_address(GPtrArray *list, const char *name, const char *address, InkDefects *defects)
{
    g_autofree char *shown_name = ink_encoded_word_decode_hidden(name != NULL ? name : "", defects);
    g_autofree char *shown_address = ink_encoded_word_decode_hidden(address, defects);
    if (*shown_name != '\0' || *shown_address != '\0')
        g_ptr_array_add(list,
                        ink_address_new(*shown_name != '\0' ? shown_name : NULL, shown_address));
}

/* A list that is too long is cut after the last address that fits. */
static void
cut(char *text, gsize max_bytes, InkDefects *defects)
{
    if (strlen(text) <= max_bytes)
        return;
    *g_utf8_find_prev_char(text, text + max_bytes + 1) = '\0';
    char *comma = strrchr(text, ',');
    if (comma != NULL)
        *comma = '\0';
    ink_defects_add(defects, "Ett adressfält är längre än gränsen address_header_bytes; adresserna "
                             "i slutet lästes inte.");
}

/* Where there is no ':' there is no group that a ';' could end. */
static void
semicolons_to_commas(char *text)
{
    if (strchr(text, ':') != NULL)
        return;
    gboolean is_quoted = FALSE;
    for (char *c = text; *c != '\0'; c++) {
        if (*c == '\\' && is_quoted && c[1] != '\0')
            c++;
        else if (*c == '"')
            is_quoted = !is_quoted;
        else if (*c == ';' && !is_quoted)
            *c = ',';
    }
}

/* What GMime makes nothing of: the last "<…>", or the first word with an '@', is the address. */
static void
rescue_address(char *text, GPtrArray *list, InkDefects *defects)
{
    g_strdelimit(text, "\"", ' ');
    char *bracket = strrchr(text, '<');
    if (bracket != NULL) {
        *bracket = '\0';
        char *address = bracket + 1;
        address[strcspn(address, ">")] = '\0';
        add_address(list, g_strstrip(text), g_strstrip(address), defects);
        return;
    }
    g_autoptr(GString) name = g_string_new(NULL);
    const char *address = NULL;
    g_auto(GStrv) words = g_strsplit_set(text, " \t,", -1);
    for (char **word = words; *word != NULL; word++) {
        if (address == NULL && strchr(*word, '@') != NULL)
            address = *word;
        else if (**word != '\0')
            g_string_append_printf(name, "%s%s", name->len > 0 ? " " : "", *word);
    }
    add_address(list, name->str, address != NULL ? address : "", defects);
}

static gboolean
add_all(InternetAddressList *from, GPtrArray *list, InkDefects *defects)
{
    gboolean is_group = FALSE;
    for (int i = 0; i < internet_address_list_length(from); i++) {
        InternetAddress *address = internet_address_list_get_address(from, i);
        if (INTERNET_ADDRESS_IS_GROUP(address)) {
            is_group = TRUE;
            add_all(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(address)), list,
                    defects);
        } else {
            add_address(list, internet_address_get_name(address),
                        internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address)),
                        defects);
        }
    }
    return is_group;
}

gboolean
ink_address_read_list(const char *raw, gsize max_bytes, GPtrArray *list, InkDefects *defects)
{
    g_autofree char *text = ink_encoded_word_hide(raw, defects);
    cut(text, max_bytes, defects);
    semicolons_to_commas(text);
    g_autoptr(InternetAddressList) parsed = internet_address_list_parse(NULL, text);
    if (parsed != NULL)
        return add_all(parsed, list, defects);
    rescue_address(text, list, defects);
    return FALSE;
}

static void
add_id(GPtrArray *ids, const char *at, gsize size)
{
    g_autoptr(GString) id = g_string_sized_new(size + 1);
    for (gsize i = 0; i < size; i++)
        if (!g_ascii_isspace(at[i]))
            g_string_append_c(id, at[i]);
    if (id->len > 0)
        g_ptr_array_add(ids, g_strndup(id->str, id->len));
}

#define BARE_ID_ENDS " \t,>"

/* g_mime_references_parse() ends at a comma between ids, at "<>", "<x@y:z>" or "<a@b@c>", and does
 * not see ids without brackets: what stands behind them, maybe our own id, would be lost. */
char **
ink_message_ids_parse(const char *value)
{
    GPtrArray *ids = g_ptr_array_new();
    if (strchr(value, '<') != NULL) {
        for (const char *c = value; (c = strchr(c, '<')) != NULL;) {
            gsize size = strcspn(c + 1, "<>");
            add_id(ids, c + 1, size);
            c += 1 + size;
        }
    } else {
        for (const char *c = value + strspn(value, BARE_ID_ENDS); *c != '\0';) {
            gsize size = strcspn(c, BARE_ID_ENDS);
            if (memchr(c, '@', size) != NULL)
                add_id(ids, c, size);
            c += size;
            c += strspn(c, BARE_ID_ENDS);
        }
    }
    g_ptr_array_add(ids, NULL);
    return (char **)g_ptr_array_free(ids, FALSE);
}
