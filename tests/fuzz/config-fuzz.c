/* SPDX-License-Identifier: MIT
 *
 * A configuration file: read, or refused with what is wrong. Nothing that it names is opened.
 */
#include "fuzz.h"

#include "inkom/config.h"

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    fuzz_begin();
    return 0;
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autoptr(InkProblems) problems = ink_problems_new();
    char *file = fuzz_write_file("inkom.yaml", data, size);
    g_autoptr(InkConfig) config = ink_config_load(file, problems);
    if (config != NULL) {
        g_assert_cmpuint(config->units->len, >, 0);
        g_assert_true(ink_address_is_sendable(config->from));
    } else {
        g_assert_cmpuint(ink_problems_count(problems, INK_SEVERITY_ERROR), >, 0);
    }
    g_autofree char *text = ink_problems_format(problems);
    fuzz_assert_text(text);
    fuzz_remove_file(file);
    return 0;
}
