/* SPDX-License-Identifier: MIT
 *
 * Cases and their numbers: no gaps, none used twice, the old ones kept.
 */
#include "store-harness.h"

#include "inkom/ledger.h"

typedef StoreFixture Fixture;

static void
test_numbers(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    InkTxn *txn = txn_begin(fixture->store);
    static const struct {
        const char *unit;
        int year;
        const char *dnr;
    } rows[] = {
        {"KS", 2026, "KS 2026/0001"}, {"KS", 2026, "KS 2026/0002"}, {"TN", 2026, "TN 2026/0001"},
        {"KS", 2027, "KS 2027/0001"}, {"KS", 2026, "KS 2026/0003"}, {"TN", 2026, "TN 2026/0002"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *dnr = NULL;
        gint64 id = case_add(txn, rows[i].unit, rows[i].year, &dnr);
        g_assert_cmpstr(dnr, ==, rows[i].dnr);
        g_autoptr(GError) error = NULL;
        g_autoptr(InkCase) cas = ink_store_get_case(fixture->store, id, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(cas->dnr, ==, rows[i].dnr);
        g_assert_cmpint(cas->records, ==, 0);
        g_assert_cmpint(number_find(fixture->store, cas->unit, cas->year, cas->sequence), ==, id);
    }
    txn_commit(txn);
    g_assert_cmpint(number_find(fixture->store, "KS", 2026, 4), ==, 0);
    g_assert_cmpint(number_find(fixture->store, "ks", 2026, 1), ==, 0);
    journal_assert_sound(fixture->store, G_N_ELEMENTS(rows));
}

/* What is undone, whole or in part, leaves no gap. */
static void
test_no_gaps(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    case_add(txn, "KS", 2026, NULL);
    ink_txn_free(txn); /* undone */

    txn = txn_begin(fixture->store);
    for (int i = 0; i < 30; i++) {
        g_assert_true(ink_txn_begin_part(txn, &error));
        case_add(txn, "KS", 2026, NULL);
        g_assert_true(i % 3 == 1 ? ink_txn_undo_part(txn, &error) : ink_txn_keep_part(txn, &error));
    }
    txn_commit(txn);
    for (int sequence = 1; sequence <= 20; sequence++)
        g_assert_cmpint(number_find(fixture->store, "KS", 2026, sequence), >, 0);
    g_assert_cmpint(number_find(fixture->store, "KS", 2026, 21), ==, 0);
    journal_assert_sound(fixture->store, 20);
}

/* --dnr: a number from an earlier register; the series goes on above it. */
static void
test_take_over(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    g_autoptr(InkCase) old = case_new("KS", 2026, 412);
    g_assert_true(ink_txn_add_case(txn, old, INK_DNR_FORMAT_DEFAULT, &error));
    g_assert_cmpstr(old->dnr, ==, "KS 2026/0412");
    g_autoptr(InkCase) below = case_new("KS", 2026, 7);
    g_assert_true(ink_txn_add_case(txn, below, INK_DNR_FORMAT_DEFAULT, &error));
    g_autofree char *next = NULL;
    case_add(txn, "KS", 2026, &next);
    g_assert_cmpstr(next, ==, "KS 2026/0413");
    txn_commit(txn);

    txn = txn_begin(fixture->store);
    g_autoptr(InkCase) taken = case_new("KS", 2026, 412);
    g_assert_false(ink_txn_add_case(txn, taken, INK_DNR_FORMAT_DEFAULT, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_DUPLICATE);
    ink_txn_free(txn);
}

/* Moved twice, and back: every number leads to the case, none is given to another. */
static void
test_move(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 id = case_add(txn, "KS", 2026, NULL);
    static const char *const units[] = {"TN", "BUN", "KS"};
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++)
        g_assert_true(ink_txn_move_case(txn, id, units[i], 2026, INK_DNR_FORMAT_DEFAULT,
                                        "fel nämnd", &error));
    g_assert_false(ink_txn_move_case(txn, id, "KS", 2026, INK_DNR_FORMAT_DEFAULT, NULL, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_REFUSED);
    g_clear_error(&error);
    txn_commit(txn);
    g_assert_cmpint(number_find(fixture->store, "KS", 2026, 1), ==, id);
    g_assert_cmpint(number_find(fixture->store, "TN", 2026, 1), ==, id);
    g_assert_cmpint(number_find(fixture->store, "BUN", 2026, 1), ==, id);
    g_assert_cmpint(number_find(fixture->store, "KS", 2026, 2), ==, id);

    g_autoptr(InkCase) cas = ink_store_get_case(fixture->store, id, &error);
    g_assert_cmpstr(cas->dnr, ==, "KS 2026/0002");
    g_assert_cmpint(cas->arrived_at, ==, TEST_NOW);
    g_autoptr(GPtrArray) journal = ink_store_list_journal(fixture->store, id, &error);
    g_assert_cmpuint(journal->len, ==, 4);
    const InkJournalRow *moved = journal->pdata[1];
    g_assert_cmpstr(moved->before, ==, "KS 2026/0001");
    g_assert_cmpstr(moved->after, ==, "TN 2026/0001 (fel nämnd)");
    g_assert_cmpstr(moved->who, ==, "karin");
}

/* Several types (B1), found by each of them; one type stands instead of all. */
static void
test_types(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 id = case_add(txn, "KS", 2026, NULL);
    case_add(txn, "KS", 2026, NULL);
    static const char *const both[] = {"fråga", "klagomål", NULL};
    g_assert_true(ink_txn_set_types(txn, id, both, "läst", &error));
    g_assert_true(ink_txn_set_types(txn, id, both, "läst igen", &error)); /* no change */
    txn_commit(txn);
    g_autoptr(InkCase) cas = ink_store_get_case(fixture->store, id, &error);
    g_assert_cmpstr(cas->type, ==, "fråga");
    g_assert_cmpstrv(cas->more_types, ((const char *const[]){"klagomål", NULL}));
    for (const char *const *type = both; *type != NULL; type++) {
        const InkCaseFilter filter = {.type = *type, .since = INK_DAY_NONE};
        g_autoptr(GPtrArray) found = ink_store_list_cases(fixture->store, &filter, &error);
        gboolean is_found = FALSE;
        for (guint i = 0; i < found->len; i++)
            is_found |= ((const InkCase *)found->pdata[i])->id == id;
        g_assert_true(is_found);
    }
    txn = txn_begin(fixture->store);
    g_assert_true(ink_txn_set_field(txn, id, INK_FIELD_TYPE, "fråga", NULL, &error));
    txn_commit(txn);
    g_autoptr(InkCase) again = ink_store_get_case(fixture->store, id, &error);
    g_assert_cmpuint(g_strv_length(again->more_types), ==, 0);
    g_autoptr(GPtrArray) journal = ink_store_list_journal(fixture->store, id, &error);
    g_assert_cmpuint(journal->len, ==, 3);
    g_assert_cmpstr(((const InkJournalRow *)journal->pdata[1])->after, ==,
                    "fråga, klagomål (läst)");
    g_assert_cmpstr(((const InkJournalRow *)journal->pdata[2])->before, ==, "fråga, klagomål");
}

/* OSL 5:5: the day and the authority, that of the case unless another is named. */
static void
test_secrecy(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 id = case_add(txn, "KS", 2026, NULL);
    g_assert_true(ink_txn_set_field(txn, id, INK_FIELD_SECRECY, "26:1", NULL, &error));
    txn_commit(txn);
    g_autoptr(InkCase) marked = ink_store_get_case(fixture->store, id, &error);
    g_assert_cmpint(marked->secrecy_day, ==, ink_clock_today(fixture->clock));
    g_assert_cmpstr(marked->secrecy_authority, ==, "KS");
    txn = txn_begin(fixture->store);
    g_assert_true(ink_txn_set_secrecy_authority(txn, id, "Regionen", &error));
    txn_commit(txn);
    g_autoptr(InkCase) other = ink_store_get_case(fixture->store, id, &error);
    g_assert_cmpstr(other->secrecy_authority, ==, "Regionen");
    txn = txn_begin(fixture->store);
    g_assert_true(ink_txn_set_field(txn, id, INK_FIELD_SECRECY, NULL, NULL, &error));
    txn_commit(txn);
    g_autoptr(InkCase) open = ink_store_get_case(fixture->store, id, &error);
    g_assert_cmpint(open->secrecy_day, ==, INK_DAY_NONE);
    g_assert_null(open->secrecy_authority);
}

static void
test_fields(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 id = case_add(txn, "KS", 2026, NULL);
    g_assert_true(ink_txn_set_field(txn, id, INK_FIELD_TYPE, "beröm", "läst", &error));
    g_assert_true(ink_txn_set_field(txn, id, INK_FIELD_TITLE, "Ny mening", NULL, &error));
    g_assert_true(ink_txn_set_field(txn, id, INK_FIELD_OFFICER, "a@example.org", NULL, &error));
    g_assert_true(ink_txn_set_field(txn, id, INK_FIELD_OFFICER, NULL, NULL, &error));
    g_assert_true(ink_txn_set_field(txn, id, INK_FIELD_SECRECY, "26:1", NULL, &error));
    g_assert_true(ink_txn_set_field(txn, id, INK_FIELD_SECRECY, "26:1", NULL, &error)); /* same */
    g_assert_true(ink_txn_add_flag(txn, id, "ny avsändare", &error));
    g_assert_true(ink_txn_add_flag(txn, id, "ny avsändare", &error));
    g_assert_true(ink_txn_add_flag(txn, id, "bråttom", &error));
    txn_commit(txn);

    g_autoptr(InkCase) cas = ink_store_get_case(fixture->store, id, &error);
    g_assert_cmpstr(cas->type, ==, "beröm");
    g_assert_cmpstr(cas->title, ==, "Ny mening");
    g_assert_null(cas->officer);
    g_assert_cmpstr(cas->secrecy, ==, "26:1");
    g_assert_cmpuint(g_strv_length(cas->flags), ==, 2);
    journal_assert_sound(fixture->store, 1 + 5 + 2);
}

static void
test_cancelled(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 id = case_add(txn, "KS", 2026, NULL);
    g_assert_true(ink_txn_set_status(txn, id, INK_CASE_CLOSED, "klart", &error));
    g_assert_true(ink_txn_set_status(txn, id, INK_CASE_CLOSED, "klart", &error));
    g_assert_true(ink_txn_set_status(txn, id, INK_CASE_OPEN, NULL, &error));
    g_assert_true(ink_txn_set_status(txn, id, INK_CASE_CANCELLED, "fel", &error));
    g_assert_false(ink_txn_set_status(txn, id, INK_CASE_OPEN, NULL, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_REFUSED);
    g_clear_error(&error);
    g_assert_false(ink_txn_set_field(txn, id, INK_FIELD_TITLE, "x", NULL, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_REFUSED);
    g_clear_error(&error);
    g_assert_false(ink_txn_move_case(txn, id, "TN", 2026, INK_DNR_FORMAT_DEFAULT, NULL, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_REFUSED);
    g_clear_error(&error);
    g_autofree char *next = NULL;
    case_add(txn, "KS", 2026, &next);
    g_assert_cmpstr(next, ==, "KS 2026/0002"); /* its number is never used again */
    txn_commit(txn);
    g_assert_null(ink_store_get_case(fixture->store, 99, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_NOT_FOUND);
}

static void
test_records(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 id = case_add(txn, "KS", 2026, NULL), other = case_add(txn, "KS", 2026, NULL);
    for (int i = 1; i <= 3; i++) {
        g_autoptr(InkRecord) record = ink_record_new();
        record->direction = i == 2 ? INK_DIRECTION_OUT : INK_DIRECTION_IN;
        record->title = g_strdup_printf("Brev %d", i);
        record->date = TEST_NOW + i;
        g_assert_true(ink_txn_add_record(txn, id, record, &error));
        g_assert_cmpint(record->number, ==, i);
    }
    g_autoptr(InkRecord) first = ink_record_new();
    first->title = g_strdup("Annat");
    first->date = TEST_NOW;
    g_assert_true(ink_txn_add_record(txn, other, first, &error));
    g_assert_cmpint(first->number, ==, 1);
    txn_commit(txn);
    g_autoptr(GPtrArray) records = ink_store_list_records(fixture->store, id, &error);
    g_assert_cmpuint(records->len, ==, 3);
    const InkRecord *second = records->pdata[1];
    g_assert_cmpint(second->direction, ==, INK_DIRECTION_OUT);
    g_assert_cmpstr(second->title, ==, "Brev 2");
    g_assert_cmpuint(second->attachments->len, ==, 0);
    g_autoptr(InkCase) cas = ink_store_get_case(fixture->store, id, &error);
    g_assert_cmpint(cas->records, ==, 3);
}

static void
test_parties(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 id = case_add(txn, "KS", 2026, NULL), other = case_add(txn, "KS", 2026, NULL);
    g_assert_true(ink_txn_add_party(txn, id, "bo@example.org", &error));
    g_assert_true(ink_txn_add_party(txn, id, "bo@example.org", &error));
    txn_commit(txn);
    static const struct {
        const char *address;
        gboolean in_first, in_other;
    } rows[] = {
        {"anna.ek@example.org", TRUE, TRUE},
        {"bo@example.org", TRUE, FALSE},
        {"cia@example.org", FALSE, FALSE},
        {"%", FALSE, FALSE},
        {"", FALSE, FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        gboolean is_party;
        ink_store_is_party(fixture->store, id, rows[i].address, &is_party, &error);
        g_assert_cmpint(is_party, ==, rows[i].in_first);
        ink_store_is_party(fixture->store, other, rows[i].address, &is_party, &error);
        g_assert_cmpint(is_party, ==, rows[i].in_other);
        g_assert_no_error(error);
    }
}

static void
test_deadlines(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 id = case_add(txn, "KS", 2026, NULL), other = case_add(txn, "KS", 2026, NULL);
    InkDeadline late = {ink_day_from_ymd(2026, 4, 7), TEST_NOW + 900, (char *)"sent"};
    InkDeadline soon = {ink_day_from_ymd(2026, 4, 2), TEST_NOW + 100, (char *)"snart"};
    g_assert_true(ink_txn_add_deadline(txn, id, "answer", TEST_NOW, &late, &error));
    g_assert_true(ink_txn_add_deadline(txn, other, "answer", TEST_NOW, &soon, &error));
    g_autoptr(GPtrArray) all = ink_store_list_deadlines(fixture->store, 0, &error);
    g_assert_cmpuint(all->len, ==, 2);
    const InkDeadlineRow *first = all->pdata[0];
    g_assert_cmpint(first->case_id, ==, other);
    g_assert_cmpint(first->met_at, ==, INK_TIME_NONE);
    g_assert_cmpstr(first->why, ==, "snart");
    g_assert_true(ink_txn_meet_deadlines(txn, other, "answer", "svar", &error));
    g_assert_true(ink_txn_meet_deadlines(txn, other, "answer", "svar", &error)); /* nothing left */
    txn_commit(txn);
    g_autoptr(GPtrArray) left = ink_store_list_deadlines(fixture->store, 0, &error);
    g_assert_cmpuint(left->len, ==, 1);
    g_autoptr(GPtrArray) met = ink_store_list_deadlines(fixture->store, other, &error);
    g_assert_cmpint(((const InkDeadlineRow *)met->pdata[0])->met_at, ==, TEST_NOW);
    journal_assert_sound(fixture->store, 3);
}

static void
test_list(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    case_add(txn, "TN", 2026, NULL);
    gint64 closed = case_add(txn, "KS", 2026, NULL);
    gint64 other = case_add(txn, "KS", 2026, NULL);
    ink_txn_set_status(txn, closed, INK_CASE_CLOSED, NULL, &error);
    ink_txn_set_field(txn, other, INK_FIELD_TITLE, "Övergångsställe: Åsögatan 5 %", NULL, &error);
    txn_commit(txn);
    const struct {
        InkCaseFilter filter;
        const char *first;
        guint count;
    } rows[] = {
        {{.since = INK_DAY_NONE}, "KS 2026/0001", 3},
        {{.since = INK_DAY_NONE, .limit = 2}, "KS 2026/0001", 2},
        {{.since = INK_DAY_NONE, .status = "open"}, "KS 2026/0002", 2},
        {{.since = INK_DAY_NONE, .unit = "TN"}, "TN 2026/0001", 1},
        {{.since = INK_DAY_NONE, .text = "0002"}, "KS 2026/0002", 1},
        {{.since = INK_DAY_NONE, .text = "storgatan"}, "KS 2026/0001", 2},
        {{.since = INK_DAY_NONE, .text = "storgatan", .limit = 1}, "KS 2026/0001", 1},
        {{.since = INK_DAY_NONE, .text = "övergångsställe: åSÖ"}, "KS 2026/0002", 1},
        {{.since = INK_DAY_NONE, .text = "A\xcc\x8as"}, "KS 2026/0002", 1}, /* as a Mac types Å */
        {{.since = INK_DAY_NONE, .text = "%"}, "KS 2026/0002", 1},
        {{.since = INK_DAY_NONE, .text = "_"}, NULL, 0},
        {{.since = INK_DAY_NONE, .text = "ks 2026/"}, "KS 2026/0001", 2},
        {{.since = INK_DAY_NONE, .text = "finns ej"}, NULL, 0},
        {{.since = ink_day_from_ymd(2026, 3, 27)}, "KS 2026/0001", 3},
        {{.since = ink_day_from_ymd(2026, 3, 28)}, NULL, 0},
        {{.since = INK_DAY_NONE, .sender = "anna.ek@example.org"}, "KS 2026/0001", 3},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GPtrArray) list = ink_store_list_cases(fixture->store, &rows[i].filter, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(list->len, ==, rows[i].count);
        if (rows[i].count > 0)
            g_assert_cmpstr(((const InkCase *)list->pdata[0])->dnr, ==, rows[i].first);
    }
}

#define ADD(path, function)                                                                        \
    g_test_add("/register/" path, Fixture, NULL, store_set_up, function, store_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("numbers", test_numbers);
    ADD("no-gaps", test_no_gaps);
    ADD("take-over", test_take_over);
    ADD("move", test_move);
    ADD("fields", test_fields);
    ADD("types", test_types);
    ADD("secrecy", test_secrecy);
    ADD("cancelled", test_cancelled);
    ADD("records", test_records);
    ADD("parties", test_parties);
    ADD("deadlines", test_deadlines);
    ADD("list", test_list);
    return g_test_run();
}
