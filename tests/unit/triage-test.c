/* SPDX-License-Identifier: MIT
 *
 * When not to answer: every case of triage-cases.h, and what each row means for the register.
 */
#include "triage-harness.h"

#include "triage-cases.h"

/* What each row means for the register; the others are a person's. */
static const struct {
    const char *row;
    InkTriageKind kind;
} kinds[] = {
    {"1", INK_TRIAGE_AUTOMATIC}, {"2", INK_TRIAGE_AUTOMATIC},   {"4", INK_TRIAGE_BOUNCE},
    {"5", INK_TRIAGE_AUTOMATIC}, {"6", INK_TRIAGE_AUTOMATIC},   {"6b", INK_TRIAGE_FOLLOWUP},
    {"7", INK_TRIAGE_BOUNCE},    {"8a", INK_TRIAGE_AUTOMATIC},  {"13", INK_TRIAGE_FOLLOWUP},
    {"28", INK_TRIAGE_FOLLOWUP}, {"28b", INK_TRIAGE_AUTOMATIC}, {"28c", INK_TRIAGE_FOLLOWUP},
    {"29", INK_TRIAGE_FOLLOWUP},
};

static InkTriageKind
find_kind(const char *row)
{
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (g_str_equal(kinds[i].row, row))
            return kinds[i].kind;
    return INK_TRIAGE_PERSON;
}

/* The strongest of the rows'. */
static InkTriageKind
get_kind(const char *rows)
{
    InkTriageKind kind = INK_TRIAGE_PERSON;
    g_auto(GStrv) words = g_strsplit(rows, " ", -1);
    for (char **word = words; *word != NULL; word++)
        kind = MAX(kind, find_kind(*word));
    return kind;
}

static void
assert_triage(const char *headers, const char *line_end, const char *rows, const char *remarks)
{
    InkConfig *config = triage_config_new();
    InkTriageFacts facts = triage_facts(config);
    g_autofree char *all =
        *headers == '!' ? g_strdup(headers + 1) : g_strconcat(TO_US, headers, NULL);
    g_autoptr(InkMessage) message = triage_parse(all, line_end);
    g_autoptr(InkTriage) triage = ink_triage_run(message, &facts);
    g_autofree char *found = triage_list_rows(triage->reasons);
    g_autofree char *found_remarks = triage_list_rows(triage->remarks);
    g_test_message("%s", all);
    g_assert_cmpstr(found, ==, rows);
    g_assert_cmpint(triage->kind, ==, get_kind(found));
    if (remarks != NULL)
        g_assert_cmpstr(found_remarks, ==, remarks);
    triage_config_free(config);
}

static void
test_case(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    assert_triage(triage_cases[i].headers, "\n", triage_cases[i].rows, NULL);
    assert_triage(triage_cases[i].headers, "\r\n", triage_cases[i].rows, NULL);
}

static void
test_remark(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    assert_triage(remark_cases[i].headers, "\n", remark_cases[i].rows, remark_cases[i].remarks);
    assert_triage(remark_cases[i].headers, "\r\n", remark_cases[i].rows, remark_cases[i].remarks);
}

/* A hostile header cannot make the reason long, or break it off inside a character. */
static void
test_long_values(void)
{
    InkConfig *config = triage_config_new();
    InkTriageFacts facts = triage_facts(config);
    g_autoptr(GString) header = g_string_new(TO_US PERSON "Precedence: bulk (");
    for (guint i = 0; i < 10000; i++)
        g_string_append(header, "((å\\");
    g_string_append(header,
                    "\nAuto-Submitted: åäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäö\n");
    g_autoptr(InkMessage) message = triage_parse(header->str, "\n");
    g_autoptr(InkTriage) triage = ink_triage_run(message, &facts);
    g_assert_cmpuint(triage->reasons->len, ==, 2);
    for (guint i = 0; i < triage->reasons->len; i++) {
        const InkTriageReason *reason = triage->reasons->pdata[i];
        g_assert_cmpuint(strlen(reason->text), <, 300);
        g_assert_true(g_utf8_validate(reason->text, -1, NULL));
    }
    triage_config_free(config);
}

static guint
count_cases(const char *row)
{
    guint count = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(triage_cases); i++) {
        g_auto(GStrv) words = g_strsplit(triage_cases[i].rows, " ", -1);
        count += g_strv_contains((const char *const *)words, row) ? 1 : 0;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(remark_cases); i++)
        count += g_str_equal(remark_cases[i].remarks, row) ? 1 : 0;
    return count;
}

/* Of the rows that the message's own bytes decide each has at least three cases. */
static void
test_every_row_has_cases(void)
{
    static const char *const rows[] = {"1",  "2",   "3",  "3b", "4",   "5",   "6",  "6b",
                                       "7",  "8a",  "8b", "8c", "8d",  "9a",  "9b", "10",
                                       "11", "12",  "13", "14", "16",  "17",  "19", "19b",
                                       "20", "20b", "26", "28", "28b", "28c", "29", "32"};
    for (gsize k = 0; k < G_N_ELEMENTS(rows); k++) {
        g_test_message("row %s", rows[k]);
        g_assert_cmpuint(count_cases(rows[k]), >=, 3);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    for (gsize i = 0; i < G_N_ELEMENTS(triage_cases); i++) {
        g_autofree char *path = g_strdup_printf("/triage/cases/%03zu", i + 1);
        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_case);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(remark_cases); i++) {
        g_autofree char *path = g_strdup_printf("/triage/remarks/%03zu", i + 1);
        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_remark);
    }
    g_test_add_func("/triage/long-values", test_long_values);
    g_test_add_func("/triage/every-row", test_every_row_has_cases);
    return g_test_run();
}
