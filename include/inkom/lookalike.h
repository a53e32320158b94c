/* SPDX-License-Identifier: MIT
 *
 * Letters of other alphabets that are drawn as Latin ones: what deceives a person's eye. It is told
 * of, and decides nothing: for identity only bytes are compared.
 */
#pragma once

#include <glib.h>

/* The first word that has letters of the Latin alphabet and of the Cyrillic or Greek one; new. NULL
 * if there is none: a name in one alphabet, any alphabet, is a name. *out_alphabets: "latinska och
 * kyrilliska", static. */
char *ink_lookalike_find_mixed(const char *text, const char **out_alphabets);

/* The text as it is read by one who knows only Latin letters: Cyrillic and Greek ones that are
 * drawn alike are changed for them, compatibility forms too (NFKC); new. */
char *ink_lookalike_fold(const char *text);
