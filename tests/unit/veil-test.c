/* SPDX-License-Identifier: MIT
 *
 * What is read for a letter: of a secret case nothing that anybody wrote, and of what is in no case
 * neither; and no table or column is forgotten.
 */
#include "store-harness.h"

#include "inkom/ledger.h"
#include "inkom/links.h"
#include "inkom/outbox.h"
#include "inkom/review.h"

#include "../../src/store/store-private.h"

#define CANARY "kanariefågel"

/* Tables of which nothing is somebody's words, or which no command shows. */
static const char *const open_tables[] = {"schema_version",   "keys",
                                          "mailboxes",        "series",
                                          "numbers",          "address_keys",
                                          "absences",         "whereabouts",
                                          "findings",         "reconciliations",
                                          "alerts",           "command_runs",
                                          "border_probes",    "done_days",
                                          "forged_addresses", NULL};

static void
run(StoreFixture *fixture, const char *sql)
{
    g_autoptr(GError) error = NULL;
    ink_db_run_script(fixture->store->db, sql, &error);
    g_assert_no_error(error);
}

static GPtrArray *
list(StoreFixture *fixture, const char *sql)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *all = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(InkRows) rows = ink_db_query(fixture->store->db, &error, sql, INK_NO_VALUES);
    g_assert_no_error(error);
    while (ink_rows_next(rows, &error))
        g_ptr_array_add(all, ink_rows_dup_text(rows, 0));
    g_assert_no_error(error);
    return all;
}

static void
veil(StoreFixture *fixture)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(ink_store_veil(fixture->store, &error));
    g_assert_no_error(error);
}

/* Every column of every table that can hold text is the canary in case 1, which is secret, and in
 * what is in no case; case 2 is not. */
static void
fill(StoreFixture *fixture)
{
    g_autofree char *sql = g_strdup(
        "INSERT INTO cases VALUES (1, 'KS 2026/0001', 'KS', 2026, 1, 'X', 'X', 'open', 'X', 'X',"
        " '2026-03-27', 1, 'X', 1, '2026-04-07', 'karin', 'X', 'X', 'X', 'X', 'X', 1, 1, 'X',"
        " 'X', 'X', 'X', '2026-03-27', 'X');\n"
        "INSERT INTO cases VALUES (2, 'KS 2026/0002', 'KS', 2026, 2, 't', 'Gatan', 'open', 'k',"
        " 'sv', '2026-03-27', 1, 'a', 1, '2026-04-07', 'karin', 's', 'n', NULL, NULL, '', 1, 1,"
        " NULL, NULL, '', NULL, NULL, NULL);\n"
        "INSERT INTO messages VALUES (1, 'inkorg', 1, '1', 'X', 'h', 1, NULL, 1, 1, 'X', 'X', 'X',"
        " 'new', 1, 1, 'none', 'X', 'X', 'X');\n"
        "INSERT INTO messages VALUES (2, 'inkorg', 1, '2', 'i', 'h', 1, NULL, 1, 1, 'a', 's', 'e',"
        " 'new', 2, 1, 'none', 'r', 'r', 't');\n"
        "INSERT INTO messages VALUES (3, 'inkorg', 1, '3', 'X', 'h', 1, NULL, 1, 1, 'X', 'X', 'X',"
        " 'review', NULL, NULL, 'none', 'X', 'r', 'X');\n"
        "INSERT INTO originals VALUES (1, CAST('X' AS BLOB)), (2, CAST('X' AS BLOB));\n"
        "INSERT INTO records VALUES (1, 1, 'in', 'X', 1, 'X', 'X', 'X', 'X', 1);\n"
        "INSERT INTO records VALUES (2, 1, 'in', 't', 1, 's', 'r', 'i', 'h', 2);\n"
        "INSERT INTO attachments VALUES (1, 1, 'X', 'X', 1, 'X'), (3, 1, 'X', 'X', 1, 'X'),"
        " (2, 1, 'n', 't', 1, 'h');\n"
        "INSERT INTO parties VALUES (1, 'X'), (2, 'p');\n"
        "INSERT INTO copied VALUES (1, 'X'), (2, 'p');\n"
        "INSERT INTO dead_addresses VALUES (1, 'X', 1, 1, 'bounce', 'X', 1, NULL, NULL, 'X'),"
        " (2, 'd', 2, 2, 'bounce', 'r', 1, NULL, NULL, 'd'),"
        " (3, 'd', NULL, 2, 'bounce', 'r', 1, NULL, NULL, 'd');\n"
        "INSERT INTO deadlines VALUES (1, 1, 'answer', 1, '2026-04-07', 1, 1, 'X', 'w'),"
        " (2, 2, 'answer', 1, '2026-04-07', 1, NULL, NULL, 'w');\n"
        "INSERT INTO outbox VALUES (1, 1, 1, 'record', 'X', 'sent', 1, 1, 1, 1, 1, 1, 'm1', 'X',"
        " CAST('X' AS BLOB), 1, 'X', 'X', 'X');\n"
        "INSERT INTO outbox VALUES (2, 2, 2, 'record', 'r', 'sent', 1, 1, 1, 1, 1, 1, 'm2', 'e',"
        " CAST('b' AS BLOB), 1, 'o', 'r', 'a');\n"
        "INSERT INTO outbox VALUES (3, NULL, NULL, 'told', 'X', 'sent', 1, 1, 1, 1, 1, 1, 'm3',"
        " 'X', CAST('X' AS BLOB), 1, 'X', 'X', 'X');\n"
        "INSERT INTO outbox VALUES (4, NULL, NULL, 'alert', 'r', 'sent', 1, 1, 1, 1, 1, 1, 'm4',"
        " 'e', CAST('b' AS BLOB), 1, 'o', 'r', 'a');\n"
        "INSERT INTO reviews VALUES (1, 1, 1, 'unclear', 'X', 1, 1, 'k', 'X'),"
        " (2, 1, NULL, 'unclear', 'X', 1, 1, 'k', 'X'), (3, 2, 2, 'unclear', 'r', 1, 1, 'k', 'r'),"
        " (4, 3, NULL, 'unclear', 'r', 1, 1, 'k', 'r');\n"
        "INSERT INTO orders VALUES (1, 'officer', 1, 1, 'k', 'X', 'X', 0, 'done', 'n', 1, 1, 1, 1,"
        " 'X'), (2, 'officer', 2, 2, 'k', 'w', 't', 0, 'done', 'n', 1, 1, 1, 1, 'e');\n"
        "INSERT INTO journal VALUES (1, 1, 'k', 'w', 1, 1, 'X', 'X', 'h'),"
        " (2, 1, 'k', 'w', 2, 2, 'b', 'a', 'h');\n"
        "INSERT INTO links VALUES (1, 'followup', 1, 0, 2, 0, 1, 'k', 'X'),"
        " (2, 'followup', 2, 0, 1, 0, 1, 'k', 'X'), (3, 'followup', 2, 0, 2, 0, 1, 'k', 'w');\n");
    g_auto(GStrv) parts = g_strsplit(sql, "'X'", -1);
    g_autofree char *filled = g_strjoinv("'" CANARY "'", parts);
    run(fixture, filled);
}

static GPtrArray *
list_tables(StoreFixture *fixture)
{
    return list(fixture, "SELECT name FROM main.sqlite_schema WHERE type = 'table'"
                         " AND name NOT LIKE 'sqlite_%'");
}

static void
test_every_table(StoreFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    veil(fixture);
    g_autoptr(GPtrArray) tables = list_tables(fixture);
    for (guint i = 0; i < tables->len; i++) {
        const char *name = tables->pdata[i];
        g_autofree char *of_table = g_strdup_printf(
            "SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info('%s', 'main')"
            " ORDER BY name)",
            name);
        g_autofree char *of_view = g_strdup_printf(
            "SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info('%s', 'temp')"
            " ORDER BY name)",
            name);
        g_autoptr(GPtrArray) real = list(fixture, of_table), seen = list(fixture, of_view);
        g_test_message("%s", name);
        if (g_strv_contains(open_tables, name))
            g_assert_cmpstr(seen->pdata[0], ==, NULL);
        else
            g_assert_cmpstr(seen->pdata[0], ==, real->pdata[0]);
    }
}

/* Rows of the table, by its name, in which the canary sings. */
static guint
count_canaries(StoreFixture *fixture, const char *table)
{
    guint count = 0;
    g_autofree char *names =
        g_strdup_printf("SELECT name FROM pragma_table_info('%s', 'main')", table);
    g_autoptr(GPtrArray) columns = list(fixture, names);
    for (guint i = 0; i < columns->len; i++) {
        g_autofree char *sql = g_strdup_printf(
            "SELECT CAST(%s AS TEXT) FROM %s WHERE instr(CAST(%s AS TEXT), '" CANARY "') > 0",
            (char *)columns->pdata[i], table, (char *)columns->pdata[i]);
        g_autoptr(GPtrArray) found = list(fixture, sql);
        if (found->len > 0)
            g_test_message("%s.%s", table, (char *)columns->pdata[i]);
        count += found->len;
    }
    return count;
}

static guint
count_all_canaries(StoreFixture *fixture)
{
    guint count = 0;
    g_autoptr(GPtrArray) tables = list_tables(fixture);
    for (guint i = 0; i < tables->len; i++)
        count += count_canaries(fixture, tables->pdata[i]);
    return count;
}

static void
test_nothing_secret(StoreFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fill(fixture);
    g_assert_cmpuint(count_all_canaries(fixture), >, 50);
    veil(fixture);
    g_assert_cmpuint(count_all_canaries(fixture), ==, 0);
    g_autoptr(GPtrArray) open = list(
        fixture, "SELECT c.title || m.subject || r.title || a.name || o.kind || v.reason || j.after"
                 " FROM cases c JOIN messages m ON m.case_id = c.id JOIN records r ON r.case_id ="
                 " c.id JOIN attachments a ON a.message = m.id JOIN outbox o ON o.case_id = c.id"
                 " JOIN reviews v ON v.case_id = c.id JOIN journal j ON j.case_id = c.id"
                 " WHERE c.id = 2");
    g_assert_cmpuint(open->len, ==, 1);
    g_assert_cmpstr(open->pdata[0], ==, "Gatanetnrecordra");
    g_autoptr(GPtrArray) secret =
        list(fixture, "SELECT dnr || title || secrecy || officer FROM cases WHERE id = 1");
    g_assert_cmpstr(secret->pdata[0], ==, "KS 2026/0001sekretessmarkeratsekretessmarkeratkarin");
}

/* A transaction sees and writes what is there; afterwards the veil is back, whatever came of it. */
static void
test_transactions(StoreFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    fill(fixture);
    veil(fixture);
    InkTxn *txn = txn_begin(fixture->store);
    g_assert_cmpuint(count_canaries(fixture, "cases"), >, 5);
    g_assert_true(ink_txn_set_field(txn, 1, INK_FIELD_TITLE, "Ny " CANARY, NULL, &error));
    txn_commit(txn);
    g_assert_cmpuint(count_all_canaries(fixture), ==, 0);
    g_autoptr(GPtrArray) title = list(fixture, "SELECT title FROM main.cases WHERE id = 1");
    g_assert_cmpstr(title->pdata[0], ==, "Ny " CANARY);

    txn = txn_begin(fixture->store);
    g_assert_cmpuint(count_canaries(fixture, "cases"), >, 5);
    ink_txn_free(txn);
    g_assert_cmpuint(count_all_canaries(fixture), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(path, test) g_test_add(path, StoreFixture, NULL, store_set_up, test, store_tear_down)
    ADD("/veil/every-table", test_every_table);
    ADD("/veil/nothing-secret", test_nothing_secret);
    ADD("/veil/transactions", test_transactions);
    return g_test_run();
}
