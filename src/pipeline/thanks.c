/* SPDX-License-Identifier: MIT
 *
 * Whether a letter says thank you and nothing more. What an officer misses because of a wrong yes
 * is worse than a notice too many, so every word of it must be one of a few; a question mark, a
 * figure, a quoted line or an attachment says that there is more. Three kinds of words may be any:
 * a name or two after a greeting that ends its line, and a name after the farewell that ends the
 * letter, each with a capital; and the sender's own name, on a line by itself after the thanks.
 */
#include "pipeline-private.h"

#define CHARS_MAX 300
#define NAMES_MAX 4 /* words after the farewell: "vänliga hälsningar Anna Ek" */
#define CALL_MAX  2 /* after a greeting: "Hej Karin Berg!" */

static const char *const thanks[] = {"tack",     "tackar",    "tacksam",   "tacksamma",
                                     "thanks",   "thank",     "kiitos",    "kiitän",
                                     "kiitämme", "kiitokset", "kiitoksia", NULL};
/* Nothing that denies, doubts or asks: no "men", "inte", "på förhand", "but", "mutta". */
static const char *const around[] = {
    /* sv */
    "så", "mycket", "jättemycket", "stort", "tusen", "för", "svar", "svaret", "ert", "ditt", "er",
    "din", "hjälp", "hjälpen", "snabbt", "snabba", "snabb", "fint", "fina", "fin", "bra",
    "jättebra", "utförligt", "utförliga", "det", "var", "vad", "vilken", "ett", "en", "jag", "vi",
    "är", "dig", "dej", "allt", "ordnat", "toppen", "kanon", "super", "perfekt", "ok", "okej", "då",
    "vet", "återkoppling", "återkopplingen", "information", "informationen", "info", "besked",
    "beskedet", "mottaget", "snälla", "själv", "nu", "lampan", "lagad", "lagat", "lagade", "fixat",
    "klart", "fungerar", "och", "med", "ha", "trevlig", "helg", "kväll", "dag", "god", "morgon",
    /* en */
    "you", "for", "the", "your", "reply", "answer", "help", "helpful", "very", "many", "much", "so",
    "a", "lot", "quick", "great", "perfect", "that", "was", "have", "nice", "day", "weekend", "and",
    "again",
    /* fi */
    "paljon", "suuret", "vastauksesta", "avusta", "tiedosta", "nopeasta", "oikein", "ja", "hyvää",
    "viikonloppua", "päivänjatkoa", NULL};
static const char *const greetings[] = {"hej", "hejsan", "hello", "hi", "dear", "hei", "moi", NULL};
static const char *const farewells[] = {
    "mvh",    "vh",      "hälsningar", "hälsning",     "vänligen", "vänliga", "vänlig",
    "hälsar", "regards", "terveisin",  "ystävällisin", "best",     "kind",    NULL};

/* The line's words; what is no letter parts them. NULL where something else than
 * words says more. */
static char **
list_words(const char *line)
{
    g_autoptr(GString) words = g_string_new(NULL);
    for (; *line != '\0'; line = g_utf8_next_char(line)) {
        gunichar c = g_utf8_get_char(line);
        if (c == '?' || c == '>' || c == '/' || c == '@' || g_unichar_isdigit(c))
            return NULL;
        if (g_unichar_isalpha(c))
            g_string_append_unichar(words, c);
        else if (words->len > 0 && words->str[words->len - 1] != ' ')
            g_string_append_c(words, ' ');
    }
    g_strchomp(words->str);
    return g_strsplit(words->str, " ", -1);
}

typedef struct {
    gboolean has_thanked;
    guint after_farewell; /* words, the farewell too; 0: it has not come */
} Reading;

static gboolean
is_in(const char *const *list, const char *word)
{
    g_autofree char *lower = g_utf8_strdown(word, -1);
    return g_strv_contains(list, lower);
}

static gboolean
is_name(const char *word)
{
    return g_unichar_isupper(g_utf8_get_char(word));
}

static gboolean
is_call(char **words, guint at, const Reading *reading)
{
    return at <= CALL_MAX && g_strv_length(words) <= 1 + CALL_MAX && !reading->has_thanked &&
           is_in(greetings, words[0]) && is_name(words[at]);
}

/* "Anna", from Anna Ek. */
static gboolean
is_signature(char **words, const InkAddress *sender)
{
    if (sender == NULL || sender->name == NULL || words[0] == NULL || *words[0] == '\0')
        return FALSE;
    g_auto(GStrv) names = list_words(sender->name);
    for (guint i = 0; names != NULL && words[i] != NULL; i++)
        if (*words[i] != '\0' && !g_strv_contains((const char *const *)names, words[i]))
            return FALSE;
    return names != NULL;
}

/* FALSE: the line says more. */
static gboolean
read_line(Reading *reading, char **words)
{
    for (guint i = 0; words[i] != NULL; i++) {
        const char *const word = words[i];
        if (*word == '\0')
            continue;
        gboolean is_farewell = is_in(farewells, word);
        if (is_farewell || (reading->after_farewell > 0 && is_name(word)))
            reading->after_farewell++;
        else if (reading->after_farewell == 0 && is_in(thanks, word))
            reading->has_thanked = TRUE;
        else if (reading->after_farewell > 0 ||
                 (!is_in(greetings, word) && !is_in(around, word) && !is_call(words, i, reading)))
            return FALSE;
    }
    return reading->after_farewell <= NAMES_MAX;
}

gboolean
ink_message_is_thanks(const InkMessage *message)
{
    Reading reading = {0};
    if (g_utf8_strlen(message->new_text, -1) > CHARS_MAX || message->attachments->len > 0)
        return FALSE;
    g_auto(GStrv) lines = g_strsplit(message->new_text, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        g_auto(GStrv) words = list_words(lines[i]);
        if (words == NULL)
            return FALSE;
        if (reading.has_thanked && is_signature(words, ink_message_get_sender(message)))
            continue;
        if (!read_line(&reading, words))
            return FALSE;
    }
    return reading.has_thanked;
}
