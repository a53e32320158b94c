/* SPDX-License-Identifier: MIT
 *
 * How many receipts have gone lately, and how often the registrar is told: counted from what stands
 * in the register, so that it survives a restart.
 *
 * The clock may lie. Set forward, it only makes time seem to pass. Set back, it leaves letters that
 * bear a time to come. They cannot be left out, for then the cap would be lifted; and they cannot
 * count until that time comes, for that may be years. So they count until there is proof that the
 * window has passed since: a message that was taken in after theirs, at a time which is now more
 * than a window ago.
 */
#include "inkom/outbox.h"

#include "inkom/message.h"
#include "store-private.h"

/* The parameters must appear in ascending order. */
#define COUNT(condition, enough)                                                                   \
    "SELECT COUNT(*) FROM (SELECT 1 FROM outbox o WHERE " condition                                \
    " AND o.created_at > $2 AND (o.created_at <= $3 OR NOT EXISTS (SELECT 1 FROM messages m"       \
    " WHERE m.id > COALESCE(o.message, 0) AND m.seen_at <= $2))"                                   \
    " AND o.kind IN ('receipt', 'way') AND o.state <> 'cancelled'" enough " LIMIT $4) AS recent"

/* No cap is reached by fewer letters than it, so that a very high one costs nothing. */
#define ENOUGH " AND (SELECT MAX(id) FROM outbox) >= $4"

gboolean
ink_store_count_receipts(InkStore *store, InkReceiptsTo to, const char *whom, gint64 window_s,
                         gint64 most, gint64 *out_count, GError **error)
{
    static const char *const sql[] = {
        [INK_RECEIPTS_TO_ADDRESS] = COUNT("o.bare_recipient = $1", ""),
        [INK_RECEIPTS_TO_AUTHOR] = COUNT("o.bare_author = $1", ""),
        [INK_RECEIPTS_TO_ORGANISATION] = COUNT("o.organisation = $1", ENOUGH),
        [INK_RECEIPTS_TO_ANYBODY] = COUNT("($1 IS NULL OR o.recipient = $1)", ENOUGH),
    };
    gint64 now = ink_clock_now(store->clock);
    gboolean is_address = to == INK_RECEIPTS_TO_ADDRESS || to == INK_RECEIPTS_TO_AUTHOR;
    g_autofree char *bare = is_address ? ink_address_bare(whom) : g_strdup(whom);
    return ink_db_get_int(
        store->db, error, 0, out_count, sql[to],
        INK_VALUES(ink_text(bare), ink_int(now - window_s), ink_int(now), ink_int(most)));
}

gboolean
ink_store_count_relays(InkStore *store, gint64 case_id, gint64 window_s, gint64 *out_count,
                       GError **error)
{
    return ink_db_get_int(
        store->db, error, 0, out_count,
        "SELECT COUNT(*) FROM outbox WHERE case_id = $1"
        " AND kind = '" INK_LETTER_RELAY "' AND created_at > $2"
        " AND state <> 'cancelled'",
        INK_VALUES(ink_int(case_id), ink_int(ink_clock_now(store->clock) - window_s)));
}

gboolean
ink_store_has_receipt(InkStore *store, gint64 case_id, const char *to, gboolean *out_has,
                      GError **error)
{
    gint64 count;
    g_autofree char *bare = ink_address_bare(to);
    if (!ink_db_get_int(store->db, error, 0, &count,
                        "SELECT COUNT(*) FROM outbox WHERE case_id = $1 AND bare_recipient = $2"
                        " AND kind = 'receipt' AND state NOT IN ('cancelled', 'failed')",
                        INK_VALUES(ink_int(case_id), ink_text(bare))))
        return FALSE;
    *out_has = count > 0;
    return TRUE;
}

/* A time to come is a clock that was set back: better one alert too many than none for years. */
gboolean
ink_txn_may_alert(InkTxn *txn, const char *what, gint64 quiet_s, gboolean *out_may, GError **error)
{
    gint64 now = ink_clock_now(txn->store->clock);
    if (!ink_db_run(txn->store->db, error,
                    "INSERT INTO alerts (what, told_at) VALUES ($1, $2)"
                    " ON CONFLICT (what) DO UPDATE SET told_at = excluded.told_at"
                    " WHERE alerts.told_at <= $3 OR alerts.told_at > $2",
                    INK_VALUES(ink_text(what), ink_int(now), ink_int(now - quiet_s))))
        return FALSE;
    *out_may = ink_db_get_changes(txn->store->db) == 1;
    return TRUE;
}
