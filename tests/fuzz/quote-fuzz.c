/* SPDX-License-Identifier: MIT
 *
 * Where what the sender wrote now ends and the quotation begins, and the text of an HTML document.
 */
#include "fuzz.h"

#include "inkom/parse.h"

#define TEXT_MOST 100000

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    fuzz_begin();
    ink_parse_init();
    return 0;
}

/* Nothing is made up: what is new is no longer than the text; between the signatures of several
 * letters there are empty lines. */
static void
split(const char *text)
{
    g_autofree char *new_text = NULL, *signature = NULL;
    ink_quote_split(text, &new_text, &signature);
    fuzz_assert_text(new_text);
    fuzz_assert_text(signature);
    g_assert_cmpuint(strlen(new_text), <=, strlen(text) + 1);
    g_assert_cmpuint(strlen(signature), <=, 2 * strlen(text) + 1);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autofree char *text = fuzz_dup_text(data, size);
    g_autofree char *html = ink_html_to_text(text, strlen(text), TEXT_MOST);
    fuzz_assert_text(html);
    g_assert_cmpuint(strlen(html), <=, TEXT_MOST);
    split(text);
    split(html);
    return 0;
}
