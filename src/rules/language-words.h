/* SPDX-License-Identifier: MIT
 *
 * Words that tell a language, in byte order, with their weights for Swedish, English, Finnish and
 * Northern Sámi. A word of more than one language (in, on, ja) speaks for each. Words of Norwegian,
 * Danish and German speak for Swedish: who writes those is answered in Swedish.
 */
#pragma once

#include <glib.h>

enum { INK_LANGUAGE_SV, INK_LANGUAGE_EN, INK_LANGUAGE_FI, INK_LANGUAGE_SE, INK_LANGUAGES };

typedef struct {
    const char *word;
    guint8 weights[INK_LANGUAGES];
} InkLanguageWord;

extern const InkLanguageWord INK_LANGUAGE_WORDS[];
extern const gsize INK_LANGUAGE_WORDS_COUNT;
