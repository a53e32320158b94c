/* SPDX-License-Identifier: MIT
 *
 * Diarienummer in text: each one found stands there, and is a number of a unit that exists.
 */
#include "fuzz.h"

#include "inkom/thread.h"

static InkDnrFinder *finder;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const char *const units[] = {"KS", "TN", "BUN", "VON", NULL};
    static const char *const formats[] = {"{unit} {year}/{seq:4}", "{unit}-{year}-{seq}",
                                          "{year}/{seq:4}", "{unit} {year}/{seq:4}", NULL};
    (void)argc, (void)argv;
    fuzz_begin();
    finder = ink_dnr_finder_new(units, formats);
    return 0;
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autofree char *text = fuzz_dup_text(data, size);
    g_autoptr(GPtrArray) found = ink_dnr_finder_run(finder, text);
    for (guint i = 0; i < found->len; i++) {
        const InkDnrFound *one = found->pdata[i];
        fuzz_assert_text(one->text);
        g_assert_cmpint(one->dnr->sequence, >=, 0); /* KS 2026/0 is a number that does not exist */
        g_assert_cmpint(one->dnr->year, >, 1900);
    }
    InkDnr *dnr = ink_dnr_finder_parse(finder, text);
    if (dnr != NULL)
        g_assert_cmpint(dnr->sequence, >=, 0);
    ink_dnr_free(dnr);
    return 0;
}
