/* SPDX-License-Identifier: MIT
 *
 * Cases: finding, listing, registering and changing them.
 */
#include "inkom/register.h"

#include "inkom/error.h"
#include "inkom/journal.h"
#include "inkom/text.h"
#include "store-private.h"

#include <string.h>

#define CASE_COLUMNS                                                                               \
    "id, dnr, unit, year, sequence, type, title, status, channel, language, arrived, arrived_at,"  \
    " arrived_by, registered_at, due, officer, sender, sender_name, importance, secrecy, flags,"   \
    " records, interim_at, held, measure, more_types, procedure, secrecy_day, secrecy_authority"

static char **
split_types(const char *text)
{
    return text[0] != '\0' ? g_strsplit(text, ",", -1) : g_new0(char *, 1);
}

static gpointer
read_case(const InkRows *rows)
{
    InkCase *cas = ink_case_new();
    cas->id = ink_rows_get_int(rows, 0);
    cas->dnr = ink_rows_dup_text(rows, 1);
    cas->unit = ink_rows_dup_text(rows, 2);
    cas->year = (int)ink_rows_get_int(rows, 3);
    cas->sequence = (int)ink_rows_get_int(rows, 4);
    cas->type = ink_rows_dup_text(rows, 5);
    cas->title = ink_rows_dup_text(rows, 6);
    ink_case_status_find(ink_rows_get_text(rows, 7), &cas->status);
    cas->channel = ink_rows_dup_text(rows, 8);
    cas->language = ink_rows_dup_text(rows, 9);
    cas->arrived = ink_day_parse(ink_rows_get_text(rows, 10));
    cas->arrived_at = ink_rows_get_int(rows, 11);
    cas->arrived_by = ink_rows_dup_text(rows, 12);
    cas->registered_at = ink_rows_get_int(rows, 13);
    cas->due = ink_day_parse(ink_rows_get_text(rows, 14));
    cas->officer = ink_rows_dup_text(rows, 15);
    cas->sender = ink_rows_dup_text(rows, 16);
    cas->sender_name = ink_rows_dup_text(rows, 17);
    cas->importance = ink_rows_dup_text(rows, 18);
    cas->secrecy = ink_rows_dup_text(rows, 19);
    g_strfreev(cas->flags);
    cas->flags = ink_store_split(ink_rows_get_text(rows, 20));
    cas->records = (int)ink_rows_get_int(rows, 21);
    cas->interim_at = ink_rows_get_time(rows, 22);
    cas->held = ink_rows_dup_text(rows, 23);
    cas->measure = ink_rows_dup_text(rows, 24);
    g_strfreev(cas->more_types);
    cas->more_types = split_types(ink_rows_get_text(rows, 25));
    cas->procedure = ink_rows_dup_text(rows, 26);
    cas->secrecy_day = ink_day_parse(ink_rows_get_text(rows, 27));
    cas->secrecy_authority = ink_rows_dup_text(rows, 28);
    return cas;
}

static const InkRowType case_type = {
    .read = read_case,
    .free = (GDestroyNotify)ink_case_free,
    .name = "ärende",
    .command = "case list",
};

gboolean
ink_store_find_number(InkStore *store, const InkDnr *dnr, gint64 *out_case_id, GError **error)
{
    return ink_db_get_int(
        store->db, error, 0, out_case_id,
        "SELECT case_id FROM numbers"
        " WHERE unit = $1 AND year = $2 AND sequence = $3",
        INK_VALUES(ink_text(dnr->unit), ink_int(dnr->year), ink_int(dnr->sequence)));
}

InkCase *
ink_store_get_case(InkStore *store, gint64 case_id, GError **error)
{
    return ink_store_get(store, &case_type, case_id, error,
                         "SELECT " CASE_COLUMNS " FROM cases WHERE id = $1");
}

static gboolean
has_text(const InkCase *cas, const char *folded)
{
    g_autofree char *title = ink_text_fold(cas->title), *dnr = ink_text_fold(cas->dnr);
    return strstr(title, folded) != NULL || strstr(dnr, folded) != NULL;
}

/* Not by LIKE: its engines fold å ä ö differently or not at all, and "%" is a character to us. */
static GPtrArray *
keep_text(GPtrArray *cases, const char *text, gint64 limit)
{
    g_autofree char *folded = ink_text_fold(text);
    GPtrArray *kept = g_ptr_array_new_with_free_func((GDestroyNotify)ink_case_free);
    for (guint i = 0; i < cases->len && (limit <= 0 || kept->len < limit); i++)
        if (has_text(cases->pdata[i], folded))
            g_ptr_array_add(kept, g_steal_pointer(&cases->pdata[i]));
    return kept;
}

GPtrArray *
ink_store_list_cases(InkStore *store, const InkCaseFilter *filter, GError **error)
{
    g_autofree char *since = ink_day_format(filter->since);
    gboolean is_limited = filter->limit > 0 && filter->text == NULL;
    g_autoptr(GPtrArray) cases = ink_store_list(
        store, &case_type, error,
        "SELECT " CASE_COLUMNS " FROM cases"
        " WHERE ($1 IS NULL OR status = $1) AND ($2 IS NULL OR unit = $2)"
        " AND ($3 IS NULL OR type = $3 OR"
        " (',' || more_types || ',') LIKE ('%,' || $3 || ',%')) AND ($4 IS NULL OR officer = $4)"
        " AND ($5 IS NULL OR sender = $5) AND ($6 IS NULL OR arrived >= $6)"
        " ORDER BY unit, year, sequence LIMIT $7",
        INK_VALUES(ink_text(filter->status), ink_text(filter->unit), ink_text(filter->type),
                   ink_text(filter->officer), ink_text(filter->sender), ink_text(since),
                   ink_int(is_limited ? filter->limit : G_MAXINT64)));
    if (cases == NULL || filter->text == NULL)
        return g_steal_pointer(&cases);
    return keep_text(cases, filter->text, filter->limit);
}

gboolean
ink_store_is_party(InkStore *store, gint64 case_id, const char *address, gboolean *out_is_party,
                   GError **error)
{
    gint64 count;
    if (!ink_db_get_int(store->db, error, 0, &count,
                        "SELECT COUNT(*) FROM parties WHERE case_id = $1 AND address = $2",
                        INK_VALUES(ink_int(case_id), ink_text(address))))
        return FALSE;
    *out_is_party = count > 0;
    return TRUE;
}

/* The next number of the series, or the one asked for, which the series then goes on above. Taken
 * in the caller's transaction: if that is undone, so is this, and there is no gap. */
static gboolean
take_number(InkTxn *txn, const char *unit, int year, int *sequence, GError **error)
{
    InkDb *db = txn->store->db;
    gint64 last;
    if (!ink_db_get_int(db, error, 0, &last,
                        "SELECT last FROM series WHERE unit = $1 AND year = $2",
                        INK_VALUES(ink_text(unit), ink_int(year))))
        return FALSE;
    int taken = *sequence > 0 ? *sequence : (int)last + 1;
    if (taken > last && !ink_db_run(db, error,
                                    "INSERT INTO series (unit, year, last) VALUES ($1, $2, $3)"
                                    " ON CONFLICT (unit, year) DO UPDATE SET last = excluded.last",
                                    INK_VALUES(ink_text(unit), ink_int(year), ink_int(taken))))
        return FALSE;
    *sequence = taken;
    return TRUE;
}

static gboolean
add_number(InkTxn *txn, const InkCase *cas, GError **error)
{
    if (ink_db_run(txn->store->db, error,
                   "INSERT INTO numbers (unit, year, sequence, case_id, taken_at)"
                   " VALUES ($1, $2, $3, $4, $5)",
                   INK_VALUES(ink_text(cas->unit), ink_int(cas->year), ink_int(cas->sequence),
                              ink_int(cas->id), ink_int(ink_clock_now(txn->store->clock)))))
        return TRUE;
    g_prefix_error(error, "%s: ", cas->dnr);
    return FALSE;
}

static char *
format_number(const InkCase *cas, const char *number_format)
{
    g_autoptr(InkDnr) dnr = ink_dnr_new(cas->unit, cas->year, cas->sequence, 0);
    return ink_dnr_format(dnr, number_format);
}

static gboolean
insert_case(InkTxn *txn, InkCase *cas, GError **error)
{
    g_autofree char *arrived = ink_day_format(cas->arrived);
    g_autofree char *due = ink_day_format(cas->due);
    g_autofree char *flags = ink_store_join(cas->flags);
    g_autofree char *more_types = g_strjoinv(",", cas->more_types);
    gboolean is_secret = cas->secrecy != NULL;
    g_autofree char *secrecy_day =
        is_secret ? ink_day_format(ink_clock_today(txn->store->clock)) : NULL;
    return ink_db_get_int(
        txn->store->db, error, 0, &cas->id,
        "INSERT INTO cases (dnr, unit, year, sequence, type, title, status, channel, language,"
        " arrived, arrived_at, arrived_by, registered_at, due, officer, sender, sender_name,"
        " importance, secrecy, flags, records, more_types, procedure, secrecy_day,"
        " secrecy_authority)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,"
        " $18, $19, $20, 0, $21, $22, $23, $24) RETURNING id",
        INK_VALUES(ink_text(cas->dnr), ink_text(cas->unit), ink_int(cas->year),
                   ink_int(cas->sequence), ink_text(cas->type), ink_text(cas->title),
                   ink_text(ink_case_status_get_name(cas->status)), ink_text(cas->channel),
                   ink_text(cas->language), ink_text(arrived), ink_int(cas->arrived_at),
                   ink_text(cas->arrived_by), ink_int(cas->registered_at), ink_text(due),
                   ink_text(cas->officer), ink_text(cas->sender), ink_text(cas->sender_name),
                   ink_text(cas->importance), ink_text(cas->secrecy), ink_text(flags),
                   ink_text(more_types), ink_text(cas->procedure), ink_text(secrecy_day),
                   ink_text(is_secret ? cas->unit : NULL)));
}

gboolean
ink_txn_add_case(InkTxn *txn, InkCase *cas, const char *number_format, GError **error)
{
    if (!take_number(txn, cas->unit, cas->year, &cas->sequence, error))
        return FALSE;
    g_free(cas->dnr);
    cas->dnr = format_number(cas, number_format);
    if (!insert_case(txn, cas, error) || !add_number(txn, cas, error))
        return FALSE;
    if (cas->sender != NULL && !ink_txn_add_party(txn, cas->id, cas->sender, error))
        return FALSE;
    g_autofree char *types = ink_types_join(cas->type, cas->more_types);
    g_autofree char *after =
        g_strdup_printf("%s, %s, %s: %s", cas->dnr, cas->unit, types, cas->title);
    return ink_txn_add_journal(txn, "ärende registrerat", cas->id, 0, NULL, after, error);
}

gboolean
ink_txn_add_party(InkTxn *txn, gint64 case_id, const char *address, GError **error)
{
    return ink_db_run(txn->store->db, error,
                      "INSERT INTO parties (case_id, address) VALUES ($1, $2)"
                      " ON CONFLICT (case_id, address) DO NOTHING",
                      INK_VALUES(ink_int(case_id), ink_text(address)));
}

gboolean
ink_txn_move_case(InkTxn *txn, gint64 case_id, const char *unit, int year,
                  const char *number_format, const char *why, GError **error)
{
    g_autoptr(InkCase) cas = ink_txn_get_living_case(txn, case_id, error);
    if (cas == NULL)
        return FALSE;
    if (g_str_equal(cas->unit, unit)) {
        g_set_error(error, INK_ERROR, INK_ERROR_REFUSED, "%s hör redan till %s", cas->dnr, unit);
        return FALSE;
    }
    g_autofree char *before = g_steal_pointer(&cas->dnr);
    g_free(cas->unit);
    cas->unit = g_strdup(unit);
    cas->year = year;
    cas->sequence = 0;
    if (!take_number(txn, unit, year, &cas->sequence, error))
        return FALSE;
    cas->dnr = format_number(cas, number_format);
    g_autofree char *after = ink_journal_with_reason(cas->dnr, why);
    return add_number(txn, cas, error) &&
           ink_db_run(txn->store->db, error,
                      "UPDATE cases SET dnr = $1, unit = $2, year = $3, sequence = $4"
                      " WHERE id = $5",
                      INK_VALUES(ink_text(cas->dnr), ink_text(unit), ink_int(year),
                                 ink_int(cas->sequence), ink_int(case_id))) &&
           ink_txn_add_journal(txn, "ärendet flyttat, nytt nummer", case_id, 0, before, after,
                               error);
}
