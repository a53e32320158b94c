/* SPDX-License-Identifier: MIT
 *
 * Letter case for ASCII, Latin-1 and Latin Extended-A: what Swedish, Finnish, Sámi and their
 * neighbours are written with.
 */
#include "fold.h"

#define LAST_FOLDED 0x17F /* the end of Latin Extended-A, ſ */

gunichar
ink_fold(gunichar c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    switch (c) {
    case 0x017F: /* ſ */
        return 's';
    case 0x212A: /* Kelvin */
        return 'k';
    case 0x212B: /* Ångström */
        return 0xE5;
    case 0x0130: /* İ and ı are no pair */
    case 0x0131:
        return c;
    default:
        return c <= LAST_FOLDED ? g_unichar_tolower(c) : c;
    }
}

gboolean
ink_fold_is_exact(gunichar c)
{
    if (c < 0x80)
        return c >= 0x20 && c != 0x7F;
    /* µ and ß have relatives outside the table; the others have no case of their own kind. */
    return c > 0xA0 && c <= LAST_FOLDED && c != 0xB5 && c != 0xDF && c != 0x130 && c != 0x131 &&
           c != 0x149;
}
