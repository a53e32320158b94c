/* SPDX-License-Identifier: MIT
 *
 * The keys of signed addresses.
 */
#include "inkom/address-keys.h"

#include "inkom/token.h"
#include "store-private.h"

#define KEY_BYTES 32
#define DAY_S     (24 * 3600)

static gpointer
read_key(const InkRows *rows)
{
    InkAddressKey *key = g_new0(InkAddressKey, 1);
    key->id = ink_rows_get_int(rows, 0);
    key->secret = ink_rows_dup_bytes(rows, 1);
    key->created_at = ink_rows_get_int(rows, 2);
    return key;
}

static const InkRowType key_type = {
    .read = read_key,
    .free = (GDestroyNotify)ink_address_key_free,
};

static InkAddressKey *
take_first(GPtrArray *keys)
{
    return keys != NULL && keys->len > 0 ? g_ptr_array_steal_index(keys, 0) : NULL;
}

static gboolean
add_key(InkStore *store, gint64 now, GError **error)
{
    guint8 bytes[KEY_BYTES];
    ink_random_bytes(bytes, sizeof bytes);
    g_autoptr(GBytes) secret = g_bytes_new(bytes, sizeof bytes);
    return ink_db_run(store->db, error,
                      "INSERT INTO address_keys (secret, created_at) VALUES ($1, $2)",
                      INK_VALUES(ink_bytes(secret), ink_int(now)));
}

InkAddressKey *
ink_store_get_signing_key(InkStore *store, GError **error)
{
    static const char sql[] =
        "SELECT id, secret, created_at FROM address_keys ORDER BY id DESC LIMIT 1";
    gint64 now = ink_clock_now(store->clock);
    g_autoptr(GPtrArray) keys = ink_store_list(store, &key_type, error, sql, INK_NO_VALUES);
    if (keys == NULL)
        return NULL;
    g_autoptr(InkAddressKey) newest = take_first(keys);
    if (newest != NULL && now - newest->created_at < INK_ADDRESS_KEY_DAYS * DAY_S)
        return g_steal_pointer(&newest);
    if (!add_key(store, now, error))
        return NULL;
    g_autoptr(GPtrArray) again = ink_store_list(store, &key_type, error, sql, INK_NO_VALUES);
    return take_first(again);
}

InkAddressKey *
ink_store_find_address_key(InkStore *store, gint64 id, GError **error)
{
    g_autoptr(GPtrArray) keys = ink_store_list(
        store, &key_type, error, "SELECT id, secret, created_at FROM address_keys WHERE id = $1",
        INK_VALUES(ink_int(id)));
    return take_first(keys);
}

gboolean
ink_store_find_current_case(InkStore *store, gint64 case_id, gint64 *out_case_id, GError **error)
{
    return ink_db_get_int(store->db, error, 0, out_case_id,
                          "SELECT n.case_id FROM cases c JOIN numbers n ON n.unit = c.unit"
                          " AND n.year = c.year AND n.sequence = c.sequence WHERE c.id = $1",
                          INK_VALUES(ink_int(case_id)));
}

static gpointer
read_address(const InkRows *rows)
{
    return ink_rows_dup_text(rows, 0);
}

GPtrArray *
ink_store_list_parties(InkStore *store, gint64 case_id, GError **error)
{
    static const InkRowType type = {.read = read_address, .free = g_free};
    return ink_store_list(store, &type, error,
                          "SELECT address FROM parties WHERE case_id = $1 ORDER BY address",
                          INK_VALUES(ink_int(case_id)));
}
