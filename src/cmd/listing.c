/* SPDX-License-Identifier: MIT
 *
 * Lists for programs and for people.
 */
#include "listing.h"

void
ink_listing_print(const InkListing *listing, const InkApp *app, const GPtrArray *items)
{
    if (app->json) {
        ink_json_print_array(app->clock, items, listing->add_json);
        return;
    }
    if (items->len == 0) {
        g_print("%s\n", listing->nothing);
        return;
    }
    g_autoptr(InkTable) table = ink_table_new(listing->headings);
    for (guint i = 0; i < items->len; i++)
        listing->add_row(table, app->clock, items->pdata[i]);
    ink_table_print(table);
}
