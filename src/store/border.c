/* SPDX-License-Identifier: MIT
 *
 * Letters that try the border, and what they found.
 */
#include "inkom/border.h"

#include "inkom/journal.h"
#include "inkom/token.h"
#include "store-private.h"

#include <string.h>

static const char *const verdicts[] = {
    [INK_BORDER_UNCLEAR] = "unclear", [INK_BORDER_KEEPS] = "keeps", [INK_BORDER_STRIPS] = "strips"};

void
ink_border_probe_free(InkBorderProbe *probe)
{
    if (probe == NULL)
        return;
    g_free(probe->authserv_id);
    g_free(probe->hosts);
    g_free(probe->finding);
    g_free(probe);
}

static gpointer
read_probe(const InkRows *rows)
{
    InkBorderProbe *probe = g_new0(InkBorderProbe, 1);
    probe->id = ink_rows_get_int(rows, 0);
    probe->authserv_id = ink_rows_dup_text(rows, 1);
    probe->hosts = ink_rows_dup_text(rows, 2);
    probe->issued_at = ink_rows_get_int(rows, 3);
    probe->came_at = ink_rows_get_time(rows, 4);
    const char *verdict = ink_rows_get_text(rows, 5);
    for (gsize i = 0; i < G_N_ELEMENTS(verdicts); i++)
        if (g_strcmp0(verdicts[i], verdict) == 0)
            probe->verdict = (InkBorderVerdict)i;
    probe->finding = ink_rows_dup_text(rows, 6);
    return probe;
}

static const InkRowType probe_type = {
    .read = read_probe,
    .free = (GDestroyNotify)ink_border_probe_free,
};

#define SELECT_PROBES                                                                              \
    "SELECT id, authserv_id, hosts, issued_at, came_at, verdict, finding FROM border_probes"

static gboolean
take_first(GPtrArray *probes, InkBorderProbe **out_probe)
{
    if (probes == NULL)
        return FALSE;
    *out_probe = probes->len > 0 ? g_ptr_array_steal_index(probes, 0) : NULL;
    g_ptr_array_unref(probes);
    return TRUE;
}

gboolean
ink_store_find_probe(InkStore *store, const char *word, InkBorderProbe **out_probe, GError **error)
{
    g_autofree char *hash = ink_sha256_hex(word, strlen(word));
    return take_first(ink_store_list(store, &probe_type, error,
                                     SELECT_PROBES " WHERE word_sha256 = $1",
                                     INK_VALUES(ink_text(hash))),
                      out_probe);
}

gboolean
ink_store_find_latest_proof(InkStore *store, InkBorderProbe **out_probe, GError **error)
{
    return take_first(ink_store_list(store, &probe_type, error,
                                     SELECT_PROBES
                                     " WHERE verdict IN ('keeps', 'strips')"
                                     " ORDER BY COALESCE(message, 0) DESC, id DESC LIMIT 1",
                                     INK_NO_VALUES),
                      out_probe);
}

gboolean
ink_txn_add_probe(InkTxn *txn, const char *word, const char *authserv_id, const char *hosts,
                  GError **error)
{
    g_autofree char *hash = ink_sha256_hex(word, strlen(word));
    return ink_db_run(txn->store->db, error,
                      "INSERT INTO border_probes (word_sha256, authserv_id, hosts, issued_at)"
                      " VALUES ($1, $2, $3, $4)",
                      INK_VALUES(ink_text(hash), ink_text(authserv_id), ink_text(hosts),
                                 ink_int(ink_clock_now(txn->store->clock)))) &&
           ink_txn_add_journal(txn, "prov av gränsservern utfärdat", 0, 0, NULL, authserv_id,
                               error);
}

gboolean
ink_txn_end_probe(InkTxn *txn, gint64 id, gint64 message, InkBorderVerdict verdict,
                  const char *finding, GError **error)
{
    return ink_db_run(txn->store->db, error,
                      "UPDATE border_probes SET came_at = $1, verdict = $2, finding = $3,"
                      " message = $4 WHERE id = $5 AND came_at IS NULL",
                      INK_VALUES(ink_int(ink_clock_now(txn->store->clock)),
                                 ink_text(verdicts[verdict]), ink_text(finding), ink_ref(message),
                                 ink_int(id))) &&
           ink_txn_add_journal(txn, "gränsservern prövad", 0, message, NULL, finding, error);
}
