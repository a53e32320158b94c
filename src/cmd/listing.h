/* SPDX-License-Identifier: MIT
 *
 * What `… list` shows: the same rows as JSON or as a table.
 */
#pragma once

#include "app.h"
#include "json.h"
#include "table.h"

typedef struct {
    InkAddJson add_json;
    const char *const *headings; /* NULL-terminated */
    void (*add_row)(InkTable *table, const InkClock *clock, gconstpointer item);
    const char *nothing; /* said to people when there are no rows: "Inga brev." */
} InkListing;

void ink_listing_print(const InkListing *listing, const InkApp *app, const GPtrArray *items);
