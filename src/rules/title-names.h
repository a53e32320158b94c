/* SPDX-License-Identifier: MIT
 *
 * Persons' names in titles, which are published.
 */
#pragma once

#include <glib.h>

/* The line without given names and the surnames after them, and without a preposition that is left
 * at its end ("Klagomål på Karin Berg" is "Klagomål"). Streets and places that have their name
 * after somebody (Karin Boyes gata) stay. A name that the table does not know stays too. */
char *ink_title_hide_names(const char *line);
