/* SPDX-License-Identifier: MIT
 *
 * Names taken out of titles.
 */
#include "../../src/rules/title-names.h"

#include "../../src/rules/given-names.h"

#include <string.h>

#include "harness.h"

static const char *const ROWS[][2] = {
    {"", ""},
    {"Klockan går fel", "Klockan går fel"},
    {"Anna", ""},
    {"Anna Ek", ""},
    {"ANNA", ""},
    {"anna ek", "anna ek"}, /* without capitals it may be any word */
    {"Klagomål på Karin Berg", "Klagomål"},
    {"Klagomål på Karin Berg och Per Ström", "Klagomål"},
    {"Otrevlig handläggare, Karin Berg", "Otrevlig handläggare"},
    {"Rektor Eva Lind svarar inte", "Rektor svarar inte"},
    {"Tack Berit på familjerådgivningen", "Tack på familjerådgivningen"},
    {"Min son Olle får inte åka", "Min son får inte åka"},
    {"Annas taxi kom inte", "taxi kom inte"},
    {"Sven-Erik Lunds tomt", "tomt"},
    {"Brev från Mohammed Al-Sayed", "Brev"},
    {"Karin Boyes gata", "Karin Boyes gata"},
    {"Hål på Karin Boyes gata", "Hål på Karin Boyes gata"},
    {"Elsas väg till skolan", "Elsas väg till skolan"},
    {"Sara skola", "Sara skola"},
    {"Sten på vägen", "Sten på vägen"},
    {"Sten Berg bygger", "bygger"},
    {"Per dag", "Per dag"},
    {"Annat", "Annat"},
    {"Hans hund", "Hans hund"},
    {"Xerxes Ypsilon", "Xerxes Ypsilon"}, /* the table does not know everybody */
};

static void
test_table(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        g_autofree char *found = ink_title_hide_names(ROWS[i][0]);
        g_assert_cmpstr(found, ==, ROWS[i][1]);
    }
}

static void
test_names_in_order(void)
{
    for (gsize i = 1; i < INK_GIVEN_NAMES_COUNT; i++)
        g_assert_cmpint(strcmp(INK_GIVEN_NAMES[i - 1].name, INK_GIVEN_NAMES[i].name), <, 0);
}

int
main(int argc, char *argv[])
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/title-names/table", test_table);
    g_test_add_func("/title-names/in-order", test_names_in_order);
    return g_test_run();
}
