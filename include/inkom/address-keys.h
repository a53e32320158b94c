/* SPDX-License-Identifier: MIT
 *
 * The keys that sign our addresses. A new one is taken into use every 90 days, so that one that has
 * leaked is good for no longer than the addresses it signed.
 */
#pragma once

#include "inkom/signed-address.h"
#include "inkom/store.h"

#define INK_ADDRESS_KEY_DAYS 90

/* The key to sign with; a new one if the newest has had its time. Read from the register each time:
 * what is made in a transaction that is undone is not to be signed with. */
InkAddressKey *ink_store_get_signing_key(InkStore *store, GError **error);
/* NULL without an error: there is no such key. */
InkAddressKey *ink_store_find_address_key(InkStore *store, gint64 id, GError **error);
/* The case that this one's number leads to now: itself, or the one that it was joined to. 0 = there
 * is no such case. */
gboolean ink_store_find_current_case(InkStore *store, gint64 case_id, gint64 *out_case_id,
                                     GError **error);
/* Addresses that are parties to the case, char *. */
GPtrArray *ink_store_list_parties(InkStore *store, gint64 case_id, GError **error);

/* --- guessing ---------------------------------------------------------------------------------*/

/* So many forged addresses from a source in so long: its addresses count no more. */
#define INK_FORGED_MAX      10
#define INK_FORGED_WINDOW_S 3600

/* Forged addresses that the source has written to in the last window_s seconds. One that bears a
 * time to come (the clock has been set back) counts as in ink_store_count_receipts(). */
gboolean ink_store_count_forged(InkStore *store, const char *source, gint64 window_s,
                                gint64 *out_count, GError **error);
/* message: its row in the ledger. */
gboolean ink_txn_note_forged(InkTxn *txn, gint64 message, const char *source, guint addresses,
                             GError **error);
