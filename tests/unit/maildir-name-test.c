/* SPDX-License-Identifier: MIT
 *
 * Names with and without our mark.
 */
#include "../../src/source/maildir-name-private.h"

static const struct {
    const char *name, *uid;
    gboolean is_marked;
    const char *marked;
} rows[] = {
    {"1.a", "1.a", FALSE, "1.a:2,I"},
    {"1.a:2,", "1.a", FALSE, "1.a:2,I"},
    {"1.a:2,S", "1.a", FALSE, "1.a:2,IS"},
    {"1.a:2,FS", "1.a", FALSE, "1.a:2,FIS"},
    {"1.a:2,DF", "1.a", FALSE, "1.a:2,DFI"},
    {"1.a:2,FSab", "1.a", FALSE, "1.a:2,FISab"},
    {"1.a:2,i", "1.a", FALSE, "1.a:2,Ii"},
    {"1.a:2,FIS", "1.a", TRUE, "1.a:2,FIS"},
    {"1.a,S=12,W=14:2,", "1.a,S=12,W=14", FALSE, "1.a,S=12,W=14:2,I"},
    {"1.a:1,x", "1.a:1,x", FALSE, "1.a:1,x:2,I"},
    {"I.I:2,S", "I.I", FALSE, "I.I:2,IS"},
    {"I", "I", FALSE, "I:2,I"},
};

static void
test_row(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autofree char *uid = ink_maildir_name_dup_uid(rows[i].name);
    g_autofree char *marked = ink_maildir_name_dup_marked(rows[i].name);
    g_assert_cmpstr(uid, ==, rows[i].uid);
    g_assert_cmpint(ink_maildir_name_is_marked(rows[i].name), ==, rows[i].is_marked);
    g_assert_cmpstr(marked, ==, rows[i].marked);
    g_assert_true(ink_maildir_name_is_marked(marked));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strdup_printf("/maildir-name/%" G_GSIZE_FORMAT, i);
        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_row);
    }
    return g_test_run();
}
