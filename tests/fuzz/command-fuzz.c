/* SPDX-License-Identifier: MIT
 *
 * A registrar's line: what is understood means the same when it is read again, as it stands in the
 * question that he answers, and in the register.
 */
#include "fuzz.h"

#include "inkom/command-line.h"

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
    g_autofree char *text = fuzz_dup_text(data, size);
    g_autofree char *with_name = g_strconcat("inkom ", text, NULL);
    InkCommandLine *line = ink_command_line_parse(with_name);
    if (line == NULL)
        return 0;
    fuzz_assert_text(line->text);
    g_assert_cmpint(line->command->by_mail, !=, INK_BY_MAIL_NEVER);
    InkCommandLine *again = ink_command_line_parse(line->text);
    g_assert_nonnull(again);
    g_assert_true(again->command == line->command);
    g_assert_true(g_strv_equal((const char *const *)again->argv, (const char *const *)line->argv));
    ink_command_line_free(again);
    ink_command_line_free(line);
    return 0;
}
