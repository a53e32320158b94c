/* SPDX-License-Identifier: MIT
 *
 * Letters to send, and what became of them.
 */
#include "inkom/outbox.h"

#include "inkom/message.h"
#include "store-private.h"

static const struct {
    const char *name, *swedish;
} states[] = {
    [INK_LETTER_QUEUED] = {"queued", "i kö"},           [INK_LETTER_SENT] = {"sent", "skickat"},
    [INK_LETTER_FAILED] = {"failed", "misslyckat"},     [INK_LETTER_UNKNOWN] = {"unknown", "okänt"},
    [INK_LETTER_CANCELLED] = {"cancelled", "avbrutet"},
};

const char *
ink_letter_state_get_name(InkLetterState state)
{
    return states[state].name;
}

const char *
ink_letter_state_get_swedish(InkLetterState state)
{
    return states[state].swedish;
}

gboolean
ink_letter_state_find(const char *name, InkLetterState *out_state)
{
    for (guint i = 0; i < G_N_ELEMENTS(states); i++)
        if (g_str_equal(states[i].name, name)) {
            *out_state = (InkLetterState)i;
            return TRUE;
        }
    return FALSE;
}

const char *
ink_letter_kind_get_swedish(const char *kind)
{
    static const struct {
        const char *kind, *swedish;
    } kinds[] = {
        {"receipt", "bekräftelse"},
        {"alert", "larm"},
        {"assignment", "tilldelning"},
        {"reassigned", "annan handläggare"},
        {"returned", "återlämnat"},
        {"transferred", "flyttat ärende"},
        {"record", "ny handling"},
        {"reopened", "öppnat igen"},
        {"answered", "besvarat"},
        {"copy-registered", "kopia av registrering"},
        {"copy-answered", "kopia av svar"},
        {"closing", "avslut"},
        {"reminder", "påminnelse"},
        {"delay", "besked om försening"},
        {"overdue", "lista över försenat"},
        {"away", "handläggare borta"},
        {"told", "att ta hand om"},
        {"command-output", "svar på kommandon"},
        {"command-refused", "kommandon inte gjorda"},
        {"appeal", "om överklagande"},
        {"concern", "om orosanmälan"},
        {"request", "om begäran"},
        {"proposal", "om medborgarförslag"},
        {"referral", "hänvisning"},
        {"refusal", "avböjande"},
        {"fault", "om felanmälan"},
        {"order-done", "order gjord"},
        {"order-waiting", "order väntar"},
        {"order-confirm", "stämmer ordern?"},
        {"order-question", "oklar order"},
        {"order-refused", "order inte gjord"},
        {"order-undone", "order stoppad"},
        {INK_LETTER_RELAY, "svar"},
        {"border", "prov av gränsservern"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (g_str_equal(kinds[i].kind, kind))
            return kinds[i].swedish;
    return kind;
}

InkOutboxRow *
ink_outbox_row_new(void)
{
    InkOutboxRow *row = g_new0(InkOutboxRow, 1);
    row->next_try = row->sent_at = row->claimed_at = row->bounced_at = INK_TIME_NONE;
    return row;
}

void
ink_outbox_row_free(InkOutboxRow *row)
{
    if (row == NULL)
        return;
    g_free(row->dnr);
    g_free(row->kind);
    g_free(row->to);
    g_free(row->organisation);
    g_free(row->author);
    g_free(row->message_id);
    g_free(row->error);
    g_free(row);
}

#define SELECT_LETTERS                                                                             \
    "SELECT o.id, o.case_id, o.message, c.dnr, o.kind, o.recipient, o.state, o.attempts,"          \
    " o.created_at, o.next_try, o.sent_at, o.message_id, o.error, o.queued_at, o.claimed_at,"      \
    " o.bounced_at"                                                                                \
    " FROM outbox o LEFT JOIN cases c ON c.id = o.case_id"

static gpointer
read_row(const InkRows *rows)
{
    InkOutboxRow *row = ink_outbox_row_new();
    row->id = ink_rows_get_int(rows, 0);
    row->case_id = ink_rows_get_int(rows, 1);
    row->message = ink_rows_get_int(rows, 2);
    row->dnr = ink_rows_dup_text(rows, 3);
    row->kind = ink_rows_dup_text(rows, 4);
    row->to = ink_rows_dup_text(rows, 5);
    ink_letter_state_find(ink_rows_get_text(rows, 6), &row->state);
    row->attempts = ink_rows_get_int(rows, 7);
    row->created_at = ink_rows_get_int(rows, 8);
    row->next_try = ink_rows_get_time(rows, 9);
    row->sent_at = ink_rows_get_time(rows, 10);
    row->message_id = ink_rows_dup_text(rows, 11);
    row->error = ink_rows_dup_text(rows, 12);
    row->queued_at = ink_rows_get_int(rows, 13);
    row->claimed_at = ink_rows_get_time(rows, 14);
    row->bounced_at = ink_rows_get_time(rows, 15);
    return row;
}

static const InkRowType letter_type = {
    .read = read_row,
    .free = (GDestroyNotify)ink_outbox_row_free,
    .name = "brev",
    .command = "outbox list",
};

gboolean
ink_store_find_letter(InkStore *store, const char *message_id, gint64 *out_case_id, GError **error)
{
    return ink_db_get_int(store->db, error, -1, out_case_id,
                          "SELECT COALESCE(case_id, 0) FROM outbox WHERE message_id = $1",
                          INK_VALUES(ink_text(message_id)));
}

gboolean
ink_store_find_letter_row(InkStore *store, const char *message_id, InkOutboxRow **out_row,
                          GError **error)
{
    g_autoptr(GPtrArray) found =
        ink_store_list(store, &letter_type, error, SELECT_LETTERS " WHERE o.message_id = $1",
                       INK_VALUES(ink_text(message_id)));
    if (found == NULL)
        return FALSE;
    *out_row = found->len > 0 ? g_ptr_array_steal_index(found, 0) : NULL;
    return TRUE;
}

GPtrArray *
ink_store_list_queued_receipts(InkStore *store, const char *to, GError **error)
{
    g_autofree char *bare = ink_address_bare(to);
    return ink_store_list(store, &letter_type, error,
                          SELECT_LETTERS " WHERE o.bare_recipient = $1 AND o.state = 'queued'"
                                         " AND o.kind = 'receipt' ORDER BY o.id",
                          INK_VALUES(ink_text(bare)));
}

static gpointer
read_address(const InkRows *rows)
{
    return ink_rows_dup_text(rows, 0);
}

GPtrArray *
ink_store_list_letter_addresses(InkStore *store, gint64 case_id, GError **error)
{
    static const InkRowType type = {.read = read_address, .free = g_free};
    return ink_store_list(store, &type, error,
                          "SELECT DISTINCT recipient FROM outbox WHERE case_id = $1"
                          " ORDER BY recipient",
                          INK_VALUES(ink_int(case_id)));
}

gboolean
ink_store_count_complaints(InkStore *store, const char *to, gint64 window_s, gint64 *out_count,
                           GError **error)
{
    g_autofree char *bare = ink_address_bare(to);
    return ink_db_get_int(
        store->db, error, 0, out_count,
        "SELECT COUNT(*) FROM outbox WHERE bare_recipient = $1"
        " AND created_at > $2 AND kind IN ('order-question', 'order-refused',"
        " 'command-refused')",
        INK_VALUES(ink_text(bare), ink_int(ink_clock_now(store->clock) - window_s)));
}

GPtrArray *
ink_store_list_letters(InkStore *store, const InkLetterState *state, gint64 limit, GError **error)
{
    const char *name = state != NULL ? ink_letter_state_get_name(*state) : NULL;
    return ink_store_list(store, &letter_type, error,
                          "SELECT * FROM (" SELECT_LETTERS " WHERE ($1 IS NULL OR o.state = $1)"
                          " ORDER BY o.id DESC LIMIT $2) AS newest ORDER BY 1",
                          INK_VALUES(ink_text(name), ink_int(limit > 0 ? limit : G_MAXINT64)));
}

InkOutboxRow *
ink_store_get_letter(InkStore *store, gint64 id, GError **error)
{
    return ink_store_get(store, &letter_type, id, error, SELECT_LETTERS " WHERE o.id = $1");
}

GBytes *
ink_store_get_letter_bytes(InkStore *store, gint64 id, GError **error)
{
    return ink_store_get_bytes(store, &letter_type, id, error,
                               "SELECT bytes FROM outbox WHERE id = $1");
}

GPtrArray *
ink_store_list_due_letters(InkStore *store, gboolean and_unknown, gint64 limit, GError **error)
{
    gint64 now = ink_clock_now(store->clock);
    if (and_unknown) {
        g_autoptr(GPtrArray) unknown =
            ink_store_list(store, &letter_type, error,
                           SELECT_LETTERS " WHERE o.state = 'unknown' ORDER BY o.id LIMIT $1",
                           INK_VALUES(ink_int(limit)));
        if (unknown == NULL || unknown->len > 0)
            return g_steal_pointer(&unknown);
    }
    return ink_store_list(store, &letter_type, error,
                          SELECT_LETTERS " WHERE o.state = 'queued' AND o.next_try <= $1"
                                         " ORDER BY o.next_try, o.id LIMIT $2",
                          INK_VALUES(ink_int(now), ink_int(limit)));
}

GPtrArray *
ink_store_list_abandoned_letters(InkStore *store, gint64 before, GError **error)
{
    return ink_store_list(store, &letter_type, error,
                          SELECT_LETTERS " WHERE o.state = 'unknown' AND o.error IS NULL"
                                         " AND o.claimed_at < $1 ORDER BY o.id",
                          INK_VALUES(ink_int(before)));
}

gboolean
ink_txn_add_letter(InkTxn *txn, InkOutboxRow *row, GBytes *bytes, GError **error)
{
    gint64 now = ink_clock_now(txn->store->clock);
    g_autofree char *recipient = ink_address_bare(row->to);
    g_autofree char *author = row->author != NULL ? ink_address_bare(row->author) : NULL;
    return ink_db_get_int(
        txn->store->db, error, 0, &row->id,
        "INSERT INTO outbox (case_id, message, kind, recipient, state, attempts, created_at,"
        " queued_at, next_try, message_id, bytes, organisation, bare_recipient, bare_author)"
        " VALUES ($1, $2, $3, $4, 'queued', 0, $5, $5, $5, $6, $7, $8, $9, $10) RETURNING id",
        INK_VALUES(ink_ref(row->case_id), ink_ref(row->message), ink_text(row->kind),
                   ink_text(row->to), ink_int(now), ink_text(row->message_id), ink_bytes(bytes),
                   ink_text(row->organisation), ink_text(recipient), ink_text(author)));
}

gboolean
ink_txn_claim_letter(InkTxn *txn, const InkOutboxRow *row, gboolean *out_is_ours, GError **error)
{
    /* attempts tells two programs apart that read the same row: only the first one changes it. */
    if (!ink_db_run(txn->store->db, error,
                    "UPDATE outbox SET state = 'unknown', attempts = attempts + 1, next_try = NULL,"
                    " error = NULL, claimed_at = $1 WHERE id = $2 AND state = $3 AND attempts = $4",
                    INK_VALUES(ink_int(ink_clock_now(txn->store->clock)), ink_int(row->id),
                               ink_text(ink_letter_state_get_name(row->state)),
                               ink_int(row->attempts))))
        return FALSE;
    *out_is_ours = ink_db_get_changes(txn->store->db) == 1;
    return TRUE;
}

gboolean
ink_txn_finish_letter(InkTxn *txn, const InkOutboxRow *claimed, InkLetterState state,
                      gint64 next_try, const char *error_text, GError **error)
{
    gint64 is_changed = 0;
    if (state != INK_LETTER_SENT &&
        !ink_db_get_int(txn->store->db, error, 0, &is_changed,
                        "SELECT COUNT(*) FROM outbox WHERE id = $1 AND state <> 'unknown'",
                        INK_VALUES(ink_int(claimed->id))))
        return FALSE;
    return is_changed > 0 ||
           ink_txn_set_letter(txn, claimed->id, state, next_try, error_text, error);
}

gboolean
ink_txn_requeue_letter(InkTxn *txn, gint64 id, GError **error)
{
    return ink_db_run(txn->store->db, error,
                      "UPDATE outbox SET state = 'queued', next_try = $1, queued_at = $1,"
                      " error = NULL, bounced_at = NULL WHERE id = $2",
                      INK_VALUES(ink_int(ink_clock_now(txn->store->clock)), ink_int(id)));
}

gboolean
ink_txn_set_letter(InkTxn *txn, gint64 id, InkLetterState state, gint64 next_try,
                   const char *error_text, GError **error)
{
    gint64 sent_at = state == INK_LETTER_SENT ? ink_clock_now(txn->store->clock) : INK_TIME_NONE;
    return ink_db_run(txn->store->db, error,
                      "UPDATE outbox SET state = $1, next_try = $2, sent_at = $3, error = $4"
                      " WHERE id = $5",
                      INK_VALUES(ink_text(ink_letter_state_get_name(state)), ink_time(next_try),
                                 ink_time(sent_at), ink_text(error_text), ink_int(id)));
}

gboolean
ink_txn_set_bounced(InkTxn *txn, gint64 id, const char *error_text, GError **error)
{
    return ink_db_run(
        txn->store->db, error,
        "UPDATE outbox SET state = 'failed', next_try = NULL, bounced_at = $1,"
        " error = $2 WHERE id = $3",
        INK_VALUES(ink_int(ink_clock_now(txn->store->clock)), ink_text(error_text), ink_int(id)));
}
