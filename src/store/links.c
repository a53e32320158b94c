/* SPDX-License-Identifier: MIT
 *
 * Links between cases, and who is known to a case.
 */
#include "inkom/links.h"

#include "inkom/error.h"
#include "inkom/journal.h"
#include "inkom/register.h"
#include "store-private.h"

static const struct {
    const char *name;
    const char *outward, *inward; /* seen from the case it leads from, and from the other */
    const char *journal;
} kinds[] = {
    [INK_LINK_FOLLOWUP] = {"followup", "fortsätter i", "fortsätter från", "ärenden länkade"},
    [INK_LINK_SPLIT] = {"split", "delat till", "delat från", "ärendet delat"},
    [INK_LINK_MOVED] = {"moved", "flyttad till", "flyttad från", "handling flyttad"},
    [INK_LINK_MERGED] = {"merged", "sammanfört med", "sammanfört från", "ärenden sammanförda"},
};

const char *
ink_link_kind_get_name(InkLinkKind kind)
{
    return kinds[kind].name;
}

void
ink_link_free(InkLink *link)
{
    if (link == NULL)
        return;
    g_free(link->dnr);
    g_free(link->who);
    g_free(link->why);
    g_free(link);
}

/* "KS 2026/0005-3"; a record of 0 is the whole case. */
static char *
format_end(const char *dnr, int record)
{
    return record > 0 ? g_strdup_printf("%s-%d", dnr, record) : g_strdup(dnr);
}

char *
ink_link_describe(const InkLink *link)
{
    g_autofree char *end = format_end(link->dnr, link->other_record);
    g_autofree char *record =
        link->record > 0 ? g_strdup_printf("handling %d ", link->record) : g_strdup("");
    return g_strdup_printf("%s%s %s", record,
                           link->is_outward ? kinds[link->kind].outward : kinds[link->kind].inward,
                           end);
}

static gpointer
read_link(const InkRows *rows)
{
    InkLink *link = g_new0(InkLink, 1);
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (g_str_equal(kinds[i].name, ink_rows_get_text(rows, 0)))
            link->kind = (InkLinkKind)i;
    link->is_outward = ink_rows_get_int(rows, 1) != 0;
    link->other_case = ink_rows_get_int(rows, 2);
    link->dnr = ink_rows_dup_text(rows, 3);
    link->record = (int)ink_rows_get_int(rows, 4);
    link->other_record = (int)ink_rows_get_int(rows, 5);
    link->at = ink_rows_get_int(rows, 6);
    link->who = ink_rows_dup_text(rows, 7);
    link->why = ink_rows_dup_text(rows, 8);
    return link;
}

static const InkRowType link_type = {
    .read = read_link,
    .free = (GDestroyNotify)ink_link_free,
};

GPtrArray *
ink_store_list_links(InkStore *store, gint64 case_id, GError **error)
{
    return ink_store_list(
        store, &link_type, error,
        "SELECT * FROM (SELECT l.kind, 1 AS is_outward, c.id, c.dnr, l.from_record, l.to_record,"
        " l.at, l.who, l.why, l.id AS link FROM links l JOIN cases c ON c.id = l.to_case"
        " WHERE l.from_case = $1 UNION ALL"
        " SELECT l.kind, 0, c.id, c.dnr, l.to_record, l.from_record, l.at, l.who, l.why, l.id"
        " FROM links l JOIN cases c ON c.id = l.from_case WHERE l.to_case = $1) AS both_ways"
        " ORDER BY link",
        INK_VALUES(ink_int(case_id)));
}

/* In the journal of one end: the record here, and where it leads or comes from. */
static gboolean
journal_end(InkTxn *txn, const InkLink *link, gint64 case_id, gint64 message, GError **error)
{
    g_autofree char *what = ink_link_describe(link);
    g_autofree char *after =
        link->why != NULL ? g_strdup_printf("%s (%s)", what, link->why) : g_strdup(what);
    return ink_txn_add_journal(txn, kinds[link->kind].journal, case_id, message, NULL, after,
                               error);
}

static gboolean
journal_link(InkTxn *txn, InkLinkKind kind, const InkCase *from, int from_record, const InkCase *to,
             int to_record, gint64 message, const char *why, GError **error)
{
    const InkLink outward = {.kind = kind,
                             .is_outward = TRUE,
                             .dnr = to->dnr,
                             .record = from_record,
                             .other_record = to_record,
                             .why = (char *)why};
    const InkLink inward = {.kind = kind,
                            .dnr = from->dnr,
                            .record = to_record,
                            .other_record = from_record,
                            .why = (char *)why};
    return journal_end(txn, &outward, from->id, message, error) &&
           journal_end(txn, &inward, to->id, message, error);
}

gboolean
ink_txn_add_link(InkTxn *txn, InkLinkKind kind, gint64 from_case, int from_record, gint64 to_case,
                 int to_record, gint64 message, const char *why, GError **error)
{
    g_autoptr(InkCase) from = ink_store_get_case(txn->store, from_case, error);
    g_autoptr(InkCase) to = from != NULL ? ink_store_get_case(txn->store, to_case, error) : NULL;
    return to != NULL &&
           ink_db_run(txn->store->db, error,
                      "INSERT INTO links (kind, from_case, from_record, to_case, to_record, at,"
                      " who, why) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                      INK_VALUES(ink_text(kinds[kind].name), ink_int(from_case),
                                 ink_int(from_record), ink_int(to_case), ink_int(to_record),
                                 ink_int(ink_clock_now(txn->store->clock)), ink_text(txn->who),
                                 ink_text(why))) &&
           journal_link(txn, kind, from, from_record, to, to_record, message, why, error);
}

/* --- who is known -----------------------------------------------------------------------------*/

gboolean
ink_txn_add_copied(InkTxn *txn, gint64 case_id, const char *address, GError **error)
{
    return ink_db_run(txn->store->db, error,
                      "INSERT INTO copied (case_id, address) VALUES ($1, $2)"
                      " ON CONFLICT (case_id, address) DO NOTHING",
                      INK_VALUES(ink_int(case_id), ink_text(address)));
}

gboolean
ink_store_is_copied(InkStore *store, gint64 case_id, const char *address, gboolean *out_is_copied,
                    GError **error)
{
    gint64 count;
    if (!ink_db_get_int(store->db, error, 0, &count,
                        "SELECT COUNT(*) FROM copied WHERE case_id = $1 AND address = $2",
                        INK_VALUES(ink_int(case_id), ink_text(address))))
        return FALSE;
    *out_is_copied = count > 0;
    return TRUE;
}

/* The first one: who borrows an id comes later. */
gboolean
ink_store_find_filed(InkStore *store, const char *message_id, gint64 *out_case_id, GError **error)
{
    return ink_db_get_int(store->db, error, 0, out_case_id,
                          "SELECT case_id FROM messages"
                          " WHERE message_id = $1 AND case_id IS NOT NULL AND record IS NOT NULL"
                          " ORDER BY id LIMIT 1",
                          INK_VALUES(ink_text(message_id)));
}

static gpointer
read_text(const InkRows *rows)
{
    return ink_rows_dup_text(rows, 0);
}

static const InkRowType text_type = {.read = read_text, .free = g_free};

GPtrArray *
ink_store_list_subjects(InkStore *store, gint64 case_id, gint64 limit, GError **error)
{
    return ink_store_list(store, &text_type, error,
                          "SELECT subject FROM messages WHERE case_id = $1"
                          " ORDER BY id DESC LIMIT $2",
                          INK_VALUES(ink_int(case_id), ink_int(limit)));
}

gboolean
ink_store_count_tries(InkStore *store, const char *sender, gint64 since, guint limit,
                      guint *out_by_sender, guint *out_all, GError **error)
{
    g_autoptr(GPtrArray) senders =
        ink_store_list(store, &text_type, error,
                       "SELECT COALESCE(m.sender, '') FROM reviews r"
                       " JOIN messages m ON m.id = r.message"
                       " WHERE r.kind IN ('stranger', 'unknown_number') AND r.created_at > $1"
                       " ORDER BY r.created_at DESC LIMIT $2",
                       INK_VALUES(ink_int(since), ink_int(limit)));
    if (senders == NULL)
        return FALSE;
    *out_all = senders->len;
    *out_by_sender = 0;
    for (guint i = 0; i < senders->len; i++)
        *out_by_sender += g_strcmp0(senders->pdata[i], sender) == 0;
    return TRUE;
}
