/* SPDX-License-Identifier: MIT
 *
 * The grammar of header fields: address lists, message ids, encoded words, tokens with comments.
 */
#include "fuzz.h"

#include "../../src/parse/address.h"
#include "../../src/parse/encoded-word.h"
#include "../../src/triage/triage-private.h"
#include "inkom/limits.h"
#include "inkom/parse.h"

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    fuzz_begin();
    ink_parse_init();
    return 0;
}

static void
read_addresses(const char *raw)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)ink_address_free);
    InkDefects *defects = ink_defects_new();
    ink_address_read_list(raw, (gsize)INK_LIMITS_DEFAULT.address_header_bytes, list, defects);
    for (guint i = 0; i < list->len; i++) {
        const InkAddress *address = list->pdata[i];
        fuzz_assert_text(address->address);
        if (address->name != NULL)
            fuzz_assert_text(address->name);
        g_assert_true(!ink_address_is_sendable(address->address) ||
                      strpbrk(address->address, "\r\n \t<>,;") == NULL);
    }
    g_strfreev(ink_defects_free_to_strv(defects));
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autofree char *raw = g_strndup((const char *)data, size);
    g_autofree char *text = fuzz_dup_text(data, size);
    InkDefects *defects = ink_defects_new();
    read_addresses(raw);
    g_auto(GStrv) ids = ink_message_ids_parse(text);
    for (char **id = ids; *id != NULL; id++)
        g_assert_null(strpbrk(*id, "<>"));
    g_autofree char *decoded = ink_encoded_word_decode(raw, defects);
    fuzz_assert_text(decoded);
    g_assert_null(strpbrk(decoded, "\r\n"));
    g_autofree char *hidden = ink_encoded_word_hide(raw, defects);
    g_autofree char *found = ink_encoded_word_decode_hidden(hidden, defects);
    fuzz_assert_text(found);
    g_autofree char *token = ink_header_get_token(text);
    fuzz_assert_text(token);
    ink_subject_is_forward(text);
    g_strfreev(ink_defects_free_to_strv(defects));
    return 0;
}
