/* SPDX-License-Identifier: MIT
 *
 * The journal and its chain of hashes.
 *
 * hash = SHA-256 over the previous row's hash and this row's fields, each as "<length>:<bytes>,"
 * (so that no two sets of fields give the same bytes); a missing field is "-,".
 */
#include "inkom/journal.h"

#include "inkom/error.h"
#include "inkom/token.h"
#include "store-private.h"

#include <string.h>

#define FIRST_HASH "inkom"

void
ink_journal_row_free(InkJournalRow *row)
{
    if (row == NULL)
        return;
    g_free(row->who);
    g_free(row->what);
    g_free(row->before);
    g_free(row->after);
    g_free(row);
}

static void
add_text(InkSha256 *sum, const char *text)
{
    if (text == NULL) {
        ink_sha256_add(sum, "-,", 2);
        return;
    }
    char length[24];
    int digits = g_snprintf(length, sizeof length, "%" G_GSIZE_FORMAT ":", strlen(text));
    ink_sha256_add(sum, length, (gsize)digits);
    ink_sha256_add(sum, text, strlen(text));
    ink_sha256_add(sum, ",", 1);
}

static void
add_int(InkSha256 *sum, gint64 value)
{
    char digits[24];
    g_snprintf(digits, sizeof digits, "%" G_GINT64_FORMAT, value);
    add_text(sum, digits);
}

static char *
compute_hash(const char *previous, const InkJournalRow *row, gint64 case_id, gint64 message)
{
    InkSha256 *sum = ink_sha256_new();
    add_text(sum, previous);
    add_int(sum, row->at);
    add_text(sum, row->who);
    add_text(sum, row->what);
    add_int(sum, case_id);
    add_int(sum, message);
    add_text(sum, row->before);
    add_text(sum, row->after);
    return ink_sha256_end(sum);
}

static gboolean
read_last_hash(InkTxn *txn, GError **error)
{
    if (txn->journal_hash != NULL)
        return TRUE;
    g_autoptr(InkRows) rows = ink_db_query(
        txn->store->db, error, "SELECT hash FROM journal ORDER BY id DESC LIMIT 1", INK_NO_VALUES);
    gboolean is_found;
    if (rows == NULL || !ink_rows_find(rows, &is_found, error))
        return FALSE;
    txn->journal_hash = is_found ? ink_rows_dup_text(rows, 0) : g_strdup(FIRST_HASH);
    return TRUE;
}

gboolean
ink_txn_add_journal(InkTxn *txn, const char *what, gint64 case_id, gint64 message,
                    const char *before, const char *after, GError **error)
{
    if (!read_last_hash(txn, error))
        return FALSE;
    const InkJournalRow row = {.at = ink_clock_now(txn->store->clock),
                               .who = txn->who,
                               .what = (char *)what,
                               .before = (char *)before,
                               .after = (char *)after};
    g_autofree char *hash = compute_hash(txn->journal_hash, &row, case_id, message);
    if (!ink_db_run(txn->store->db, error,
                    "INSERT INTO journal (at, who, what, case_id, message, before, after, hash)"
                    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                    INK_VALUES(ink_int(row.at), ink_text(row.who), ink_text(what), ink_ref(case_id),
                               ink_ref(message), ink_text(before), ink_text(after),
                               ink_text(hash))))
        return FALSE;
    g_free(txn->journal_hash);
    txn->journal_hash = g_steal_pointer(&hash);
    return TRUE;
}

static gpointer
read_row(const InkRows *rows)
{
    InkJournalRow *row = g_new0(InkJournalRow, 1);
    row->id = ink_rows_get_int(rows, 0);
    row->at = ink_rows_get_int(rows, 1);
    row->who = ink_rows_dup_text(rows, 2);
    row->what = ink_rows_dup_text(rows, 3);
    row->before = ink_rows_dup_text(rows, 4);
    row->after = ink_rows_dup_text(rows, 5);
    return row;
}

static const InkRowType journal_type = {
    .read = read_row,
    .free = (GDestroyNotify)ink_journal_row_free,
};

GPtrArray *
ink_store_list_journal(InkStore *store, gint64 case_id, GError **error)
{
    return ink_store_list(store, &journal_type, error,
                          "SELECT id, at, who, what, before, after FROM journal"
                          " WHERE case_id = $1 ORDER BY id",
                          INK_VALUES(ink_int(case_id)));
}

GPtrArray *
ink_store_list_message_journal(InkStore *store, gint64 message, GError **error)
{
    return ink_store_list(store, &journal_type, error,
                          "SELECT id, at, who, what, before, after FROM journal"
                          " WHERE message = $1 ORDER BY id",
                          INK_VALUES(ink_int(message)));
}

/* Moves *hash on to this row's; FALSE if the row does not fit what stands before it. */
static gboolean
follow(const InkRows *rows, gint64 expected_id, char **hash)
{
    InkJournalRow *row = read_row(rows);
    g_autofree char *right =
        compute_hash(*hash, row, ink_rows_get_int(rows, 6), ink_rows_get_int(rows, 7));
    gboolean fits = row->id == expected_id && g_str_equal(right, ink_rows_get_text(rows, 8));
    ink_journal_row_free(row);
    g_free(*hash);
    *hash = g_steal_pointer(&right);
    return fits;
}

gboolean
ink_store_check_journal(InkStore *store, gint64 *out_rows, GError **error)
{
    g_autoptr(InkRows) rows =
        ink_db_query(store->db, error,
                     "SELECT id, at, who, what, before, after, case_id, message, hash"
                     " FROM journal ORDER BY id",
                     INK_NO_VALUES);
    if (rows == NULL)
        return FALSE;
    g_autoptr(GError) failure = NULL;
    g_autofree char *hash = g_strdup(FIRST_HASH);
    gint64 count = 0;
    while (ink_rows_next(rows, &failure)) {
        if (!follow(rows, ++count, &hash)) {
            g_set_error(error, INK_ERROR, INK_ERROR_INTERNAL,
                        "journalens kedja bryts vid rad %" G_GINT64_FORMAT
                        ": raden är ändrad, eller en rad före den saknas",
                        ink_rows_get_int(rows, 0));
            return FALSE;
        }
    }
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return FALSE;
    }
    *out_rows = count;
    return TRUE;
}
