/* SPDX-License-Identifier: MIT
 *
 * A register in memory, or in a file that another program opens too.
 */
#pragma once

#include "harness.h"

#include "inkom/error.h"
#include "inkom/journal.h"
#include "inkom/register.h"

#include <string.h>

#define TEST_NOW 1774627200 /* 2026-03-27 17:00 in Sweden */

typedef struct {
    InkClock *clock;
    InkStore *store;
} StoreFixture;

static inline InkStore *
store_open(const char *file, const InkClock *clock)
{
    g_autoptr(GError) error = NULL;
    InkStore *store = ink_store_open(file, clock, &error);
    g_assert_no_error(error);
    return store;
}

static inline InkClock *
clock_new(void)
{
    g_autoptr(GError) error = NULL;
    InkClock *clock = ink_clock_new("Europe/Stockholm", &error);
    g_assert_no_error(error);
    ink_clock_fix(clock, TEST_NOW);
    return clock;
}

static inline void
store_set_up(StoreFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->clock = clock_new();
    fixture->store = store_open(INK_STORE_IN_MEMORY, fixture->clock);
}

static inline void
store_tear_down(StoreFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    ink_store_close(fixture->store);
    ink_clock_free(fixture->clock);
}

static inline InkTxn *
txn_begin(InkStore *store)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = ink_store_begin(store, "karin", &error);
    g_assert_no_error(error);
    return txn;
}

static inline void
txn_commit(InkTxn *txn)
{
    g_autoptr(GError) error = NULL;
    ink_txn_commit(txn, &error);
    g_assert_no_error(error);
    ink_txn_free(txn);
}

/* A case of that unit and year; sequence 0 = the next. */
static inline InkCase *
case_new(const char *unit, int year, int sequence)
{
    InkCase *cas = ink_case_new();
    cas->unit = g_strdup(unit);
    cas->year = year;
    cas->sequence = sequence;
    cas->type = g_strdup("klagomål");
    cas->title = g_strdup("Gatubelysning: Storgatan");
    cas->channel = g_strdup("e-post");
    cas->language = g_strdup("sv");
    cas->arrived_at = cas->registered_at = TEST_NOW;
    cas->arrived_by = g_strdup("INTERNALDATE");
    cas->arrived = ink_day_from_ymd(2026, 3, 27);
    cas->sender = g_strdup("anna.ek@example.org");
    return cas;
}

/* Adds it, and returns its row; the number is in *out_dnr where it is wanted. */
static inline gint64
case_add(InkTxn *txn, const char *unit, int year, char **out_dnr)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkCase) cas = case_new(unit, year, 0);
    ink_txn_add_case(txn, cas, INK_DNR_FORMAT_DEFAULT, &error);
    g_assert_no_error(error);
    if (out_dnr != NULL)
        *out_dnr = g_steal_pointer(&cas->dnr);
    return cas->id;
}

static inline gint64
number_find(InkStore *store, const char *unit, int year, int sequence)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkDnr) dnr = ink_dnr_new(unit, year, sequence, 0);
    gint64 case_id = -1;
    ink_store_find_number(store, dnr, &case_id, &error);
    g_assert_no_error(error);
    return case_id;
}

static inline void
journal_assert_sound(InkStore *store, gint64 expected)
{
    g_autoptr(GError) error = NULL;
    gint64 rows = -1;
    ink_store_check_journal(store, &rows, &error);
    g_assert_no_error(error);
    if (expected >= 0)
        g_assert_cmpint(rows, ==, expected);
}
