/* SPDX-License-Identifier: MIT
 *
 * Changes to one case, each with its row in the journal: fields, types, marks, state.
 */
#include "inkom/register.h"

#include "inkom/error.h"
#include "inkom/journal.h"
#include "store-private.h"

static const struct {
    const char *what, *update;
} fields[] = {
    [INK_FIELD_TITLE] = {"ärendemening ändrad", "UPDATE cases SET title = $1 WHERE id = $2"},
    [INK_FIELD_OFFICER] = {"handläggare utsedd", "UPDATE cases SET officer = $1 WHERE id = $2"},
    [INK_FIELD_SECRECY] = {"sekretessmarkering ändrad",
                           "UPDATE cases SET secrecy = $1 WHERE id = $2"},
    [INK_FIELD_IMPORTANCE] = {"vikt ändrad", "UPDATE cases SET importance = $1 WHERE id = $2"},
    [INK_FIELD_HELD] = {"hålls öppet", "UPDATE cases SET held = $1 WHERE id = $2"},
    [INK_FIELD_MEASURE] = {"åtgärd antecknad", "UPDATE cases SET measure = $1 WHERE id = $2"},
};

static const char *
get_field(const InkCase *cas, InkCaseField field)
{
    const char *const values[] = {
        [INK_FIELD_TITLE] = cas->title,     [INK_FIELD_OFFICER] = cas->officer,
        [INK_FIELD_SECRECY] = cas->secrecy, [INK_FIELD_IMPORTANCE] = cas->importance,
        [INK_FIELD_HELD] = cas->held,       [INK_FIELD_MEASURE] = cas->measure,
    };
    return values[field];
}

InkCase *
ink_txn_get_living_case(InkTxn *txn, gint64 case_id, GError **error)
{
    g_autoptr(InkCase) cas = ink_store_get_case(txn->store, case_id, error);
    if (cas != NULL && cas->status == INK_CASE_CANCELLED) {
        g_set_error(error, INK_ERROR, INK_ERROR_REFUSED, "%s är makulerat och kan inte ändras",
                    cas->dnr);
        return NULL;
    }
    return g_steal_pointer(&cas);
}

char *
ink_journal_with_reason(const char *value, const char *why)
{
    return why != NULL ? g_strdup_printf("%s (%s)", value, why) : g_strdup(value);
}

gboolean
ink_txn_set_field(InkTxn *txn, gint64 case_id, InkCaseField field, const char *value,
                  const char *why, GError **error)
{
    g_autoptr(InkCase) cas = ink_txn_get_living_case(txn, case_id, error);
    if (cas == NULL)
        return FALSE;
    if (field == INK_FIELD_TYPE)
        return ink_txn_set_types(txn, case_id, (const char *const[]){value, NULL}, why, error);
    const char *before = get_field(cas, field);
    if (g_strcmp0(before, value) == 0)
        return TRUE;
    g_autofree char *after = ink_journal_with_reason(value != NULL ? value : "–", why);
    return ink_db_run(txn->store->db, error, fields[field].update,
                      INK_VALUES(ink_text(value), ink_int(case_id))) &&
           (field != INK_FIELD_SECRECY ||
            ink_txn_set_secrecy_authority(txn, case_id, value != NULL ? cas->unit : NULL, error)) &&
           ink_txn_add_journal(txn, fields[field].what, case_id, 0, before, after, error);
}

/* With the day on which that is said: a mark is renewed when another authority makes it. */
gboolean
ink_txn_set_secrecy_authority(InkTxn *txn, gint64 case_id, const char *authority, GError **error)
{
    g_autofree char *today =
        authority != NULL ? ink_day_format(ink_clock_today(txn->store->clock)) : NULL;
    return ink_db_run(txn->store->db, error,
                      "UPDATE cases SET secrecy_authority = $1, secrecy_day = $2 WHERE id = $3",
                      INK_VALUES(ink_text(authority), ink_text(today), ink_int(case_id)));
}

gboolean
ink_txn_set_types(InkTxn *txn, gint64 case_id, const char *const *types, const char *why,
                  GError **error)
{
    g_autoptr(InkCase) cas = ink_txn_get_living_case(txn, case_id, error);
    if (cas == NULL)
        return FALSE;
    g_autofree char *before = ink_types_join(cas->type, cas->more_types);
    g_autofree char *value = g_strjoinv(", ", (char **)types);
    if (g_str_equal(before, value))
        return TRUE;
    g_autofree char *more = g_strjoinv(",", (char **)types + 1);
    g_autofree char *after = ink_journal_with_reason(value, why);
    return ink_db_run(txn->store->db, error,
                      "UPDATE cases SET type = $1, more_types = $2 WHERE id = $3",
                      INK_VALUES(ink_text(types[0]), ink_text(more), ink_int(case_id))) &&
           ink_txn_add_journal(txn, "ärendetyp ändrad", case_id, 0, before, after, error);
}

gboolean
ink_txn_set_status(InkTxn *txn, gint64 case_id, InkCaseStatus status, const char *why,
                   GError **error)
{
    g_autoptr(InkCase) cas = ink_txn_get_living_case(txn, case_id, error);
    if (cas == NULL)
        return FALSE;
    if (cas->status == status)
        return TRUE;
    g_autofree char *after = ink_journal_with_reason(ink_case_status_get_swedish(status), why);
    return ink_db_run(txn->store->db, error, "UPDATE cases SET status = $1 WHERE id = $2",
                      INK_VALUES(ink_text(ink_case_status_get_name(status)), ink_int(case_id))) &&
           ink_txn_add_journal(txn, "status ändrad", case_id, 0,
                               ink_case_status_get_swedish(cas->status), after, error);
}

gboolean
ink_txn_set_interim(InkTxn *txn, gint64 case_id, gint64 at, GError **error)
{
    return ink_db_run(txn->store->db, error, "UPDATE cases SET interim_at = $1 WHERE id = $2",
                      INK_VALUES(ink_time(at), ink_int(case_id)));
}

gboolean
ink_txn_set_due(InkTxn *txn, gint64 case_id, InkDay due, GError **error)
{
    g_autofree char *text = ink_day_format(due);
    return ink_db_run(txn->store->db, error, "UPDATE cases SET due = $1 WHERE id = $2",
                      INK_VALUES(ink_text(text), ink_int(case_id)));
}

gboolean
ink_txn_add_flag(InkTxn *txn, gint64 case_id, const char *flag, GError **error)
{
    g_autoptr(InkCase) cas = ink_store_get_case(txn->store, case_id, error);
    if (cas == NULL)
        return FALSE;
    if (g_strv_contains((const char *const *)cas->flags, flag))
        return TRUE;
    g_autofree char *before = ink_store_join(cas->flags);
    g_autofree char *after =
        before[0] != '\0' ? g_strdup_printf("%s\n%s", before, flag) : g_strdup(flag);
    return ink_db_run(txn->store->db, error, "UPDATE cases SET flags = $1 WHERE id = $2",
                      INK_VALUES(ink_text(after), ink_int(case_id))) &&
           ink_txn_add_journal(txn, "flagga satt", case_id, 0, NULL, flag, error);
}
