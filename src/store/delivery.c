/* SPDX-License-Identifier: MIT
 *
 * Addresses that take no letters, and people who are away.
 */
#include "inkom/delivery.h"

#include "inkom/error.h"
#include "inkom/journal.h"
#include "inkom/message.h"
#include "store-private.h"

void
ink_dead_address_free(InkDeadAddress *dead)
{
    if (dead == NULL)
        return;
    g_free(dead->address);
    g_free(dead->kind);
    g_free(dead->reason);
    g_free(dead);
}

static gpointer
read_row(const InkRows *rows)
{
    InkDeadAddress *dead = g_new0(InkDeadAddress, 1);
    dead->address = ink_rows_dup_text(rows, 0);
    dead->case_id = ink_rows_get_int(rows, 1);
    dead->message = ink_rows_get_int(rows, 2);
    dead->kind = ink_rows_dup_text(rows, 3);
    dead->reason = ink_rows_dup_text(rows, 4);
    dead->since = ink_rows_get_int(rows, 5);
    dead->lifted_at = ink_rows_get_time(rows, 6);
    return dead;
}

static const InkRowType dead_type = {
    .read = read_row,
    .free = (GDestroyNotify)ink_dead_address_free,
};

#define SELECT_DEAD                                                                                \
    "SELECT address, case_id, message, kind, reason, since, lifted_at FROM dead_addresses"

GPtrArray *
ink_store_list_dead_addresses(InkStore *store, gint64 case_id, GError **error)
{
    return ink_store_list(store, &dead_type, error, SELECT_DEAD " WHERE case_id = $1 ORDER BY id",
                          INK_VALUES(ink_int(case_id)));
}

gboolean
ink_store_find_dead_address(InkStore *store, const char *address, gint64 *out_since, GError **error)
{
    g_autofree char *bare = ink_address_bare(address);
    return ink_db_get_int(store->db, error, INK_TIME_NONE, out_since,
                          "SELECT since FROM dead_addresses WHERE bare_address = $1"
                          " AND lifted_at IS NULL ORDER BY since DESC LIMIT 1",
                          INK_VALUES(ink_text(bare)));
}

gboolean
ink_txn_add_dead_address(InkTxn *txn, const InkDeadAddress *dead, GError **error)
{
    InkDb *db = txn->store->db;
    gint64 known;
    g_autofree char *address = g_ascii_strdown(dead->address, -1);
    g_autofree char *bare = ink_address_bare(dead->address);
    if (!ink_db_get_int(db, error, 0, &known,
                        "SELECT COUNT(*) FROM dead_addresses"
                        " WHERE bare_address = $1 AND case_id = $2 AND lifted_at IS NULL",
                        INK_VALUES(ink_text(bare), ink_ref(dead->case_id))))
        return FALSE;
    if (known > 0)
        return TRUE;
    g_autofree char *after = g_strdup_printf("%s: %s", address, dead->reason);
    return ink_db_run(db, error,
                      "INSERT INTO dead_addresses (address, case_id, message, kind, reason, since,"
                      " bare_address) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                      INK_VALUES(ink_text(address), ink_ref(dead->case_id), ink_ref(dead->message),
                                 ink_text(dead->kind), ink_text(dead->reason), ink_int(dead->since),
                                 ink_text(bare))) &&
           ink_txn_add_journal(txn, "inga automatiska brev till adressen", dead->case_id,
                               dead->message, NULL, after, error);
}

/* what, detail: for the journals of the cases where it was dead. */
static gboolean
lift(InkTxn *txn, const char *address, gint64 message, const char *what, const char *detail,
     gboolean *out_was_dead, GError **error)
{
    g_autofree char *bare = ink_address_bare(address);
    g_autoptr(GPtrArray) dead =
        ink_store_list(txn->store, &dead_type, error,
                       SELECT_DEAD " WHERE bare_address = $1 AND lifted_at IS NULL ORDER BY id",
                       INK_VALUES(ink_text(bare)));
    if (dead == NULL || !ink_db_run(txn->store->db, error,
                                    "UPDATE dead_addresses SET lifted_at = $1, lifted_by = $2"
                                    " WHERE bare_address = $3 AND lifted_at IS NULL",
                                    INK_VALUES(ink_int(ink_clock_now(txn->store->clock)),
                                               ink_ref(message), ink_text(bare))))
        return FALSE;
    for (guint i = 0; i < dead->len; i++) {
        const InkDeadAddress *row = dead->pdata[i];
        g_autofree char *after = detail != NULL ? g_strdup_printf("%s (%s)", row->address, detail)
                                                : g_strdup(row->address);
        if (!ink_txn_add_journal(txn, what, row->case_id, message, row->reason, after, error))
            return FALSE;
    }
    *out_was_dead = dead->len > 0;
    return TRUE;
}

gboolean
ink_txn_lift_dead_address(InkTxn *txn, const char *address, gint64 message, GError **error)
{
    gboolean was_dead;
    return lift(txn, address, message, "adressen lever: nytt brev därifrån", NULL, &was_dead,
                error);
}

gboolean
ink_txn_revive_address(InkTxn *txn, const char *address, const char *why, GError **error)
{
    gboolean was_dead;
    if (!lift(txn, address, 0, "adressen lever: beslut av en människa", why, &was_dead, error))
        return FALSE;
    if (!was_dead)
        g_set_error(error, INK_ERROR, INK_ERROR_NOT_FOUND,
                    "%s är inte stoppad: dit går brev som vanligt", address);
    return was_dead;
}

gboolean
ink_txn_note_absence(InkTxn *txn, const char *address, gint64 silent_since, gboolean *out_is_news,
                     GError **error)
{
    gint64 told_at, now = ink_clock_now(txn->store->clock);
    g_autofree char *lower = g_ascii_strdown(address, -1);
    if (!ink_db_get_int(txn->store->db, error, INK_TIME_NONE, &told_at,
                        "SELECT told_at FROM absences WHERE address = $1",
                        INK_VALUES(ink_text(lower))))
        return FALSE;
    gboolean is_news = told_at == INK_TIME_NONE || told_at < silent_since;
    if (!ink_db_run(txn->store->db, error,
                    "INSERT INTO absences (address, told_at, heard_at) VALUES ($1, $2, $3)"
                    " ON CONFLICT (address) DO UPDATE SET told_at = excluded.told_at,"
                    " heard_at = excluded.heard_at",
                    INK_VALUES(ink_text(lower), ink_int(is_news ? now : told_at), ink_int(now))))
        return FALSE;
    *out_is_news = is_news;
    return TRUE;
}

gboolean
ink_txn_end_absence(InkTxn *txn, const char *address, GError **error)
{
    g_autofree char *lower = g_ascii_strdown(address, -1);
    return ink_db_run(txn->store->db, error,
                      "UPDATE absences SET heard_at = NULL"
                      " WHERE address = $1 AND heard_at IS NOT NULL",
                      INK_VALUES(ink_text(lower)));
}

gboolean
ink_store_is_away(InkStore *store, const char *address, gint64 since, gboolean *out_is_away,
                  GError **error)
{
    gint64 heard_at;
    g_autofree char *lower = g_ascii_strdown(address, -1);
    if (!ink_db_get_int(store->db, error, INK_TIME_NONE, &heard_at,
                        "SELECT heard_at FROM absences"
                        " WHERE address = $1 AND heard_at IS NOT NULL",
                        INK_VALUES(ink_text(lower))))
        return FALSE;
    *out_is_away = heard_at != INK_TIME_NONE && heard_at >= since;
    return TRUE;
}
