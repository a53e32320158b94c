/* SPDX-License-Identifier: MIT
 *
 * Letter case as PCRE2's caseless matching sees it, for the letters that literals are made of.
 */
#pragma once

#include <glib.h>

/* The one form of a letter: ſ is s, the Kelvin sign k, the Ångström sign å. */
gunichar ink_fold(gunichar c);

/* Whether every character that PCRE2 takes for c in caseless mode, and no other, folds to the same
 * as c. Only such characters may stand in a literal. */
gboolean ink_fold_is_exact(gunichar c);
