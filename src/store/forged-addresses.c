/* SPDX-License-Identifier: MIT
 *
 * How many forged addresses a source has written to lately: in the register, so that it survives a
 * restart. A clock that lies is met as for the caps on receipts (outbox-caps.c): what bears a time
 * to come counts until a message has been seen after it, at a time that is now the whole window
 * ago.
 */
#include "inkom/address-keys.h"

#include "store-private.h"

gboolean
ink_store_count_forged(InkStore *store, const char *source, gint64 window_s, gint64 *out_count,
                       GError **error)
{
    gint64 now = ink_clock_now(store->clock);
    return ink_db_get_int(store->db, error, 0, out_count,
                          "SELECT SUM(f.addresses) FROM forged_addresses f"
                          " WHERE f.source = $1 AND f.at > $2 AND (f.at <= $3 OR NOT EXISTS"
                          " (SELECT 1 FROM messages m WHERE m.id > f.message AND m.seen_at <= $2))",
                          INK_VALUES(ink_text(source), ink_int(now - window_s), ink_int(now)));
}

gboolean
ink_txn_note_forged(InkTxn *txn, gint64 message, const char *source, guint addresses,
                    GError **error)
{
    return ink_db_run(txn->store->db, error,
                      "INSERT INTO forged_addresses (message, source, addresses, at)"
                      " VALUES ($1, $2, $3, $4)",
                      INK_VALUES(ink_int(message), ink_text(source), ink_int(addresses),
                                 ink_int(ink_clock_now(txn->store->clock))));
}
