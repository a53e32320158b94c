/* SPDX-License-Identifier: MIT
 *
 * Statements, values, errors, and two connections to one file.
 */
#include "harness.h"

#include "folder.h"

#include "inkom/db.h"
#include "inkom/error.h"

#include <string.h>
#include <sys/stat.h>

static InkDb *
open_db(const char *file)
{
    g_autoptr(GError) error = NULL;
    InkDb *db = ink_db_open(file, &error);
    g_assert_no_error(error);
    return db;
}

static void
script(InkDb *db, const char *sql)
{
    g_autoptr(GError) error = NULL;
    ink_db_run_script(db, sql, &error);
    g_assert_no_error(error);
}

static gint64
get_int(InkDb *db, const char *sql)
{
    g_autoptr(GError) error = NULL;
    gint64 value = -1;
    ink_db_get_int(db, &error, -2, &value, sql, INK_NO_VALUES);
    g_assert_no_error(error);
    return value;
}

/* What goes in comes out: NULL, no bytes, NUL in bytes, the largest numbers. */
static void
test_values(void)
{
    g_autoptr(InkDb) db = open_db(":memory:");
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = g_bytes_new_static("a\0b\377", 4);
    g_autoptr(GBytes) none = g_bytes_new(NULL, 0);
    script(db, "CREATE TABLE t (i BIGINT, s TEXT, b BYTEA)");
    const char *sql = "INSERT INTO t (i, s, b) VALUES ($1, $2, $3)";
    g_assert_true(ink_db_run(db, &error, sql,
                             INK_VALUES(ink_int(G_MAXINT64), ink_text("åäö"), ink_bytes(bytes))));
    g_assert_true(ink_db_run(db, &error, sql,
                             INK_VALUES(ink_int(G_MININT64), ink_text(NULL), ink_bytes(NULL))));
    g_assert_true(
        ink_db_run(db, &error, sql, INK_VALUES(ink_int(0), ink_text(""), ink_bytes(none))));
    g_assert_cmpint(ink_db_get_changes(db), ==, 1);

    g_autoptr(InkRows) rows =
        ink_db_query(db, &error, "SELECT i, s, b FROM t ORDER BY rowid", INK_NO_VALUES);
    g_assert_true(ink_rows_next(rows, &error));
    g_assert_cmpint(ink_rows_get_int(rows, 0), ==, G_MAXINT64);
    g_assert_cmpstr(ink_rows_get_text(rows, 1), ==, "åäö");
    g_autoptr(GBytes) again = ink_rows_dup_bytes(rows, 2);
    g_assert_true(g_bytes_equal(again, bytes));
    g_assert_true(ink_rows_next(rows, &error));
    g_assert_cmpint(ink_rows_get_int(rows, 0), ==, G_MININT64);
    g_assert_true(ink_rows_is_null(rows, 1) && ink_rows_is_null(rows, 2));
    g_assert_null(ink_rows_dup_text(rows, 1));
    g_assert_true(ink_rows_next(rows, &error));
    g_assert_cmpstr(ink_rows_get_text(rows, 1), ==, "");
    g_assert_false(ink_rows_is_null(rows, 2));
    g_assert_false(ink_rows_next(rows, &error));
    g_assert_no_error(error);
}

static void
test_get_int(void)
{
    g_autoptr(InkDb) db = open_db(":memory:");
    script(db, "CREATE TABLE t (i BIGINT)");
    g_assert_cmpint(get_int(db, "SELECT i FROM t"), ==, -2);
    g_assert_cmpint(get_int(db, "SELECT MAX(i) FROM t"), ==, -2);
    script(db, "INSERT INTO t VALUES (7); INSERT INTO t VALUES (8)");
    g_assert_cmpint(get_int(db, "SELECT i FROM t ORDER BY i"), ==, 7);
}

/* The same statement inside itself; and left half read, run again. */
static void
test_nested(void)
{
    g_autoptr(InkDb) db = open_db(":memory:");
    g_autoptr(GError) error = NULL;
    script(db, "CREATE TABLE t (i BIGINT); INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)");
    const char *sql = "SELECT i FROM t ORDER BY i";
    gint64 sum = 0;
    g_autoptr(InkRows) outer = ink_db_query(db, &error, sql, INK_NO_VALUES);
    while (ink_rows_next(outer, &error)) {
        g_autoptr(InkRows) inner = ink_db_query(db, &error, sql, INK_NO_VALUES);
        while (ink_rows_next(inner, &error))
            sum += 10 * ink_rows_get_int(outer, 0) + ink_rows_get_int(inner, 0);
    }
    g_assert_no_error(error);
    g_assert_cmpint(sum, ==, 11 + 12 + 21 + 22);
    for (guint i = 0; i < 3; i++) {
        g_autoptr(InkRows) half = ink_db_query(db, &error, sql, INK_NO_VALUES);
        g_assert_true(ink_rows_next(half, &error));
        g_assert_cmpint(ink_rows_get_int(half, 0), ==, 1);
    }
}

static void
test_errors(void)
{
    g_autoptr(InkDb) db = open_db(":memory:");
    script(db, "CREATE TABLE p (id BIGINT PRIMARY KEY);"
               "CREATE TABLE t (i BIGINT NOT NULL UNIQUE, p BIGINT REFERENCES p (id));"
               "INSERT INTO t VALUES (1, NULL)");
    static const struct {
        const char *sql;
        InkError code;
    } rows[] = {
        {"INSERT INTO t (i) VALUES (1)", INK_ERROR_DUPLICATE},
        {"INSERT INTO t (i) VALUES (NULL)", INK_ERROR_INTERNAL},
        {"INSERT INTO t (i, p) VALUES (2, 99)", INK_ERROR_INTERNAL}, /* foreign keys are on */
        {"INSERT INTO nowhere VALUES (1)", INK_ERROR_INTERNAL},
        {"SELEKT", INK_ERROR_INTERNAL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_test_message("%s", rows[i].sql);
        g_assert_false(ink_db_run(db, &error, rows[i].sql, INK_NO_VALUES));
        g_assert_error(error, INK_ERROR, (int)rows[i].code);
    }
    g_assert_cmpint(get_int(db, "SELECT COUNT(*) FROM t"), ==, 1);
}

/* A value is never read as SQL. */
static void
test_no_injection(void)
{
    g_autoptr(InkDb) db = open_db(":memory:");
    g_autoptr(GError) error = NULL;
    script(db, "CREATE TABLE t (s TEXT)");
    g_assert_true(ink_db_run(db, &error, "INSERT INTO t VALUES ($1)",
                             INK_VALUES(ink_text("'); DROP TABLE t; --"))));
    g_assert_cmpint(get_int(db, "SELECT COUNT(*) FROM t"), ==, 1);
}

static void
test_file(void)
{
    g_autofree char *folder = test_folder_new();
    g_autofree char *file = g_build_filename(folder, "a", "b", "inkom.db", NULL);
    {
        g_autoptr(InkDb) db = open_db(file);
        script(db, "CREATE TABLE t (i BIGINT); INSERT INTO t VALUES (5)");
        g_assert_cmpint(get_int(db, "PRAGMA synchronous"), ==, 2);
        g_assert_cmpint(get_int(db, "PRAGMA foreign_keys"), ==, 1);
        struct stat info;
        g_assert_cmpint(stat(file, &info), ==, 0);
        g_assert_cmpuint(info.st_mode & 0777, ==, 0600);
        g_autofree char *inner = g_path_get_dirname(file);
        g_assert_cmpint(stat(inner, &info), ==, 0);
        g_assert_cmpuint(info.st_mode & 0777, ==, 0700);
    }
    g_autoptr(InkDb) again = open_db(file);
    g_assert_cmpint(get_int(again, "SELECT i FROM t"), ==, 5);
    g_clear_pointer(&again, ink_db_close);
    test_folder_remove(folder);
}

static void
test_bad_file(void)
{
    g_autofree char *folder = test_folder_new();
    test_file_write(folder, "text.db", "Det här är ingen databas utan en vanlig textfil.\n");
    g_autofree char *text = g_build_filename(folder, "text.db", NULL);
    g_autofree char *below = g_build_filename(folder, "text.db", "x.db", NULL);
    const char *const files[] = {text, below, folder};
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(ink_db_open(files[i], &error));
        g_assert_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG);
        g_assert_nonnull(strstr(error->message, files[i]));
    }
    test_folder_remove(folder);
}

/* A reader sees what was committed, while another connection writes. */
static void
test_two_connections(void)
{
    g_autofree char *folder = test_folder_new();
    g_autofree char *file = g_build_filename(folder, "inkom.db", NULL);
    {
        g_autoptr(InkDb) writer = open_db(file);
        g_autoptr(InkDb) reader = open_db(file);
        script(writer, "CREATE TABLE t (i BIGINT)");
        script(writer, "BEGIN IMMEDIATE; INSERT INTO t VALUES (1)");
        g_assert_cmpint(get_int(reader, "SELECT COUNT(*) FROM t"), ==, 0);
        script(writer, "COMMIT");
        g_assert_cmpint(get_int(reader, "SELECT COUNT(*) FROM t"), ==, 1);
    }
    test_folder_remove(folder);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/db/values", test_values);
    g_test_add_func("/db/get-int", test_get_int);
    g_test_add_func("/db/nested", test_nested);
    g_test_add_func("/db/errors", test_errors);
    g_test_add_func("/db/no-injection", test_no_injection);
    g_test_add_func("/db/file", test_file);
    g_test_add_func("/db/bad-file", test_bad_file);
    g_test_add_func("/db/two-connections", test_two_connections);
    return g_test_run();
}
