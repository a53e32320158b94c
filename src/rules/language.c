/* SPDX-License-Identifier: MIT
 *
 * Each word of the subject and of the new text is looked up in a table of telling words, mostly
 * function words, and gives its weight to the languages it belongs to. What the table does not know
 * may still show its language by its letters: č, đ, ŋ, š, ŧ and ž or á in a longer word are Sámi,
 * doubled vowels (ää, yy, uu, ii) and some case endings are Finnish. A language other than Swedish
 * must have at least LEAST_SCORE, LEAST_LEAD over Swedish, and enough for the length of the text,
 * so that a Swedish letter with an English quotation, product or disclaimer stays Swedish. The
 * subject of a reply is the other side's words.
 */
#include "language.h"

#include "language-words.h"

#include <stdlib.h>
#include <string.h>

#define LEAST_SCORE   2
#define LEAST_LEAD    1.5 /* times the score of Swedish: what is nearly even is Swedish */
#define WORDS_MOST    120 /* as many as are needed to tell */
#define WORDS_A_SCORE 8   /* at least one point of score for so many words */
#define WORD_BYTES    32  /* longer words are no function words, but their ends may tell */
#define LETTER_SCORE  2

typedef struct {
    guint scores[INK_LANGUAGES];
    guint words;
} Count;

static int
compare_word(gconstpointer key, gconstpointer row)
{
    return strcmp(key, ((const InkLanguageWord *)row)->word);
}

static gboolean
has_any(const char *word, const char *const *parts)
{
    for (; *parts != NULL; parts++)
        if (strstr(word, *parts) != NULL)
            return TRUE;
    return FALSE;
}

static gboolean
ends_in_any(const char *word, const char *const *ends)
{
    for (; *ends != NULL; ends++)
        if (g_str_has_suffix(word, *ends))
            return TRUE;
    return FALSE;
}

/* Whether count_letters could find anything: nearly no Swedish word has č or its like (0xC4 and
 * 0xC5 lead them), á, a doubled vowel or ends in ksi or mme, and all those searches cost. */
static gboolean
may_be_foreign(const char *word, gsize size)
{
    for (const guchar *at = (const guchar *)word; *at != '\0'; at++) {
        gboolean is_double = at[0] == at[1] && (*at == 'y' || *at == 'u' || *at == 'i');
        gboolean is_letter = *at == 0xC4 || *at == 0xC5 ||
                             (*at == 0xC3 && (at[1] == 0xA1 || at[1] == 0xA4 || at[1] == 0xB6));
        if (is_double || is_letter)
            return TRUE;
    }
    return memcmp(word + size - 3, "ksi", 3) == 0 || memcmp(word + size - 3, "mme", 3) == 0;
}

/* For a word with letters beyond å, ä and ö, or of some length. */
static void
count_letters(Count *count, const char *word, gsize size)
{
    static const char *const sami[] = {"č", "đ", "ŋ", "š", "ŧ", "ž", "iid", "á", NULL};
    static const char *const finnish[] = {"ää", "öö", "yy", "uu", "ii", NULL};
    static const char *const finnish_ends[] = {"ssä", "stä", "llä", "ltä", "ään",
                                               "ksi", "mme", "nnä", NULL};
    if (size < 5 || !may_be_foreign(word, size))
        return;
    if (has_any(word, sami))
        count->scores[INK_LANGUAGE_SE] += LETTER_SCORE;
    else if (has_any(word, finnish) || ends_in_any(word, finnish_ends))
        count->scores[INK_LANGUAGE_FI] += LETTER_SCORE;
}

static void
count_word(Count *count, const char *word, gsize size)
{
    count->words++;
    const InkLanguageWord *row = bsearch(word, INK_LANGUAGE_WORDS, INK_LANGUAGE_WORDS_COUNT,
                                         sizeof *INK_LANGUAGE_WORDS, compare_word);
    if (row == NULL) {
        count_letters(count, word, size);
        return;
    }
    for (guint i = 0; i < INK_LANGUAGES; i++)
        count->scores[i] += row->weights[i];
}

/* The word at the beginning of text, of letters and apostrophes, lower-cased; what has a digit in
 * it is no word. Returns the bytes read, at least one. */
static gsize
read_word(Count *count, const char *text, const char *end)
{
    const char *at = text;
    char word[WORD_BYTES + 8];
    gsize size = 0;
    gboolean is_word = TRUE;
    for (; at < end; at = g_utf8_next_char(at)) {
        if (g_ascii_isalpha(*at)) {
            word[size] = g_ascii_tolower(*at);
            size += size < WORD_BYTES;
            continue;
        }
        gunichar c = g_utf8_get_char(at);
        if (g_ascii_isdigit(*at))
            is_word = FALSE;
        else if (c != '\'' && (c < 0x80 || !g_unichar_isalpha(c)))
            break;
        if (size < WORD_BYTES)
            size += (gsize)g_unichar_to_utf8(g_unichar_tolower(c), word + size);
    }
    word[size] = '\0';
    if (size > 0 && is_word)
        count_word(count, word, size);
    return (gsize)((at < end ? g_utf8_next_char(at) : at) - text);
}

static gboolean
is_address(const char *text, gsize size)
{
    return memchr(text, '@', size) != NULL || memmem(text, size, "://", 3) != NULL ||
           (size > 4 && memcmp(text, "www.", 4) == 0);
}

static gboolean
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

static void
count_text(Count *count, const char *text, gsize size)
{
    const char *end = text + size;
    while (text < end && count->words < WORDS_MOST) {
        const char *word = text;
        while (text < end && !is_blank(*text))
            text++;
        if (!is_address(word, (gsize)(text - word)))
            while (word < text)
                word += read_word(count, word, text);
        while (text < end && is_blank(*text))
            text++;
    }
}

static gboolean
is_reply(const char *subject, gsize subject_size)
{
    static const char *const prefixes[] = {"sv:", "re:", "vs:", "vb:", "fw:", "fwd:", "vl:", "aw:"};
    for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        gsize size = strlen(prefixes[i]);
        if (subject_size >= size && g_ascii_strncasecmp(subject, prefixes[i], size) == 0)
            return TRUE;
    }
    return FALSE;
}

const char *
ink_language_guess(const char *subject, gsize subject_size, const char *text, gsize text_size)
{
    static const char *const names[] = {"sv", "en", "fi", "se"};
    Count count = {{0}, 0};
    count_text(&count, text, text_size);
    if (count.words == 0 || !is_reply(subject, subject_size))
        count_text(&count, subject, subject_size);
    guint best = INK_LANGUAGE_SV;
    for (guint i = 0; i < INK_LANGUAGES; i++)
        if (count.scores[i] > count.scores[best])
            best = i;
    guint score = count.scores[best];
    gboolean is_clear = score >= LEAST_SCORE && score * WORDS_A_SCORE >= count.words &&
                        score > LEAST_LEAD * count.scores[INK_LANGUAGE_SV];
    return is_clear ? names[best] : "sv";
}
