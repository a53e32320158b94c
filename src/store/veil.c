/* SPDX-License-Identifier: MIT
 *
 * A register that shows nothing secret, for what is to go out in a letter.
 *
 * Each table that holds what somebody wrote, or who did, is covered by a temporary view with its
 * name: every query of the program then sees the view, also one that is written next year. Of a
 * secret case there is its number, unit, dates and officer, as in other letters. A message that is
 * in no case yet has been judged by nobody: what it is and where it lies is shown, and neither who
 * wrote it nor a word of it. The originals are not there at all.
 *
 * A transaction needs the tables and lifts the veil; it is back when the transaction is over, by
 * commit or rollback alike, because the views are made and dropped inside it.
 *
 * (Another engine calls main something else; temporary views go before tables there too.)
 */
#include "store-private.h"

#define IN_SECRET_CASE(id)                                                                         \
    "EXISTS (SELECT 1 FROM main.cases s WHERE s.secrecy IS NOT NULL AND s.id = " id ")"
#define OF_SECRET_MESSAGE                                                                          \
    "EXISTS (SELECT 1 FROM main.messages m JOIN main.cases s ON s.id = m.case_id"                  \
    " WHERE s.secrecy IS NOT NULL AND m.id = t.message)"
#define OF_FREE_MESSAGE                                                                            \
    "EXISTS (SELECT 1 FROM main.messages m WHERE m.case_id IS NULL AND m.id = t.message)"

#define MARKED "'sekretessmarkerat'"
#define DASH   "'–'"
#define LATER  "'visas bara vid terminalen'"
#define LETTER                                                                                     \
    "CAST('From: Inkom <inkom@inkom.invalid>' || char(10) ||"                                      \
    " 'Content-Type: text/plain; charset=utf-8' || char(10) || char(10) ||"                        \
    " 'Brevet visas bara vid terminalen.' || char(10) AS BLOB)"

typedef struct {
    const char *name, *instead; /* SQL; what was NULL stays so */
} Column;

/* hidden: of the row t. Rows of a table that nothing is shown of are left out. */
static const struct {
    const char *table, *hidden, *shown;
    Column masked[16];
} covers[] = {
    {"cases",
     "t.secrecy IS NOT NULL",
     "id, dnr, unit, year, sequence, status, arrived, arrived_at, registered_at, due, officer,"
     " records, interim_at, secrecy_day",
     {{"type", DASH},
      {"more_types", "''"},
      {"procedure", "NULL"},
      {"secrecy_authority", DASH},
      {"title", MARKED},
      {"channel", DASH},
      {"language", DASH},
      {"arrived_by", DASH},
      {"sender", "NULL"},
      {"sender_name", "NULL"},
      {"importance", "NULL"},
      {"secrecy", MARKED},
      {"flags", "''"},
      {"held", DASH},
      {"measure", DASH}}},
    {"messages",
     "(t.case_id IS NULL OR " IN_SECRET_CASE("t.case_id") ")",
     "id, mailbox, uidvalidity, uid, sha256, size, same_as, seen_at, arrived_at, outcome, case_id,"
     " record, reply",
     {{"message_id", "NULL"},
      {"arrived_by", DASH},
      {"sender", "NULL"},
      {"subject", LATER},
      {"reply_reason", DASH},
      {"reason", "CASE WHEN t.case_id IS NULL THEN t.reason ELSE '–' END"},
      {"trace", LATER}}},
    {"originals", "TRUE", "id, bytes", {{0}}},
    {"records",
     IN_SECRET_CASE("t.case_id"),
     "case_id, number, direction, date, message",
     {{"title", MARKED},
      {"sender", "NULL"},
      {"recipient", "NULL"},
      {"message_id", "NULL"},
      {"sha256", "NULL"}}},
    {"attachments",
     "(" OF_FREE_MESSAGE " OR " OF_SECRET_MESSAGE ")",
     "message, position, name, type, size, sha256",
     {{0}}},
    {"parties", IN_SECRET_CASE("t.case_id"), "case_id, address", {{0}}},
    {"copied", IN_SECRET_CASE("t.case_id"), "case_id, address", {{0}}},
    {"dead_addresses",
     IN_SECRET_CASE("t.case_id"),
     "id, address, case_id, message, kind, reason, since, lifted_at, lifted_by, bare_address",
     {{0}}},
    {"deadlines",
     IN_SECRET_CASE("t.case_id"),
     "id, case_id, kind, start_at, due, due_at, met_at, why",
     {{"met_by", DASH}}},
    /* Of those in no case only such as quote nobody. */
    {"outbox",
     "(" IN_SECRET_CASE(
         "t.case_id") " OR t.case_id IS NULL AND t.kind NOT IN ('alert', 'overdue'))",
     "id, case_id, message, kind, state, attempts, created_at, queued_at, claimed_at, next_try,"
     " sent_at, message_id, bounced_at",
     {{"recipient", DASH},
      {"error", DASH},
      {"bytes", LETTER},
      {"organisation", "NULL"},
      {"bare_recipient", "NULL"},
      {"bare_author", "NULL"}}},
    {"reviews",
     "(" IN_SECRET_CASE("t.case_id") " OR " OF_SECRET_MESSAGE ")",
     "id, message, case_id, kind, created_at, resolved_at, resolved_by",
     {{"reason", DASH}, {"resolution", DASH}}},
    {"journal",
     IN_SECRET_CASE("t.case_id"),
     "id, at, who, what, case_id, message, hash",
     {{"before", DASH}, {"after", DASH}}},
    {"orders",
     IN_SECRET_CASE("t.case_id"),
     "id, kind, case_id, message, officer, is_answered, state, nonce, written_at, created_at,"
     " due_at, ended_at",
     {{"what", "''"}, {"text", DASH}, {"ended_by", DASH}}},
    {"links",
     "(" IN_SECRET_CASE("t.from_case") " OR " IN_SECRET_CASE("t.to_case") ")",
     "id, kind, from_case, from_record, to_case, to_record, at, who",
     {{"why", DASH}}},
};

static void
append_view(GString *script, gsize i)
{
    const Column *column = covers[i].masked;
    gboolean is_masked = column[0].name != NULL;
    g_string_append_printf(script, "CREATE TEMP VIEW %s AS SELECT %s", covers[i].table,
                           covers[i].shown);
    for (gsize c = 0; c < G_N_ELEMENTS(covers[i].masked) && column[c].name != NULL; c++)
        g_string_append_printf(
            script, ", CASE WHEN t.%s IS NULL THEN NULL WHEN %s THEN %s ELSE t.%s END AS %s",
            column[c].name, covers[i].hidden, column[c].instead, column[c].name, column[c].name);
    g_string_append_printf(script, " FROM main.%s t%s%s;\n", covers[i].table,
                           is_masked ? "" : " WHERE NOT ", is_masked ? "" : covers[i].hidden);
}

gboolean
ink_store_cover(InkStore *store, GError **error)
{
    g_autoptr(GString) script = g_string_new(NULL);
    for (gsize i = 0; store->is_veiled && i < G_N_ELEMENTS(covers); i++)
        append_view(script, i);
    return ink_db_run_script(store->db, script->str, error);
}

gboolean
ink_store_uncover(InkStore *store, GError **error)
{
    g_autoptr(GString) script = g_string_new(NULL);
    for (gsize i = 0; store->is_veiled && i < G_N_ELEMENTS(covers); i++)
        g_string_append_printf(script, "DROP VIEW temp.%s;\n", covers[i].table);
    return ink_db_run_script(store->db, script->str, error);
}

gboolean
ink_store_veil(InkStore *store, GError **error)
{
    store->is_veiled = TRUE;
    return ink_store_cover(store, error);
}
