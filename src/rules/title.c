/* SPDX-License-Identifier: MIT
 *
 * The title of a case when no rule gives one: the subject without prefixes, tags and numbers; if
 * that says nothing, the first sentence of the new text that does, after any greeting; else the
 * name of an attachment. Never a signature, a name, a personal identity number, a telephone number,
 * an address of mail or where somebody lives: a title stands in lists that are published.
 */
#include "title.h"

#include "inkom/rules.h"
#include "inkom/text.h"
#include "title-names.h"
#include "title-subject.h"

#include <string.h>

#define SUBJECT_CHARS  120
#define SENTENCE_CHARS 60
#define TEXT_BYTES     1000 /* of the text, where a first sentence is looked for */

enum {
    PATTERN_PREFIX,
    PATTERN_NUMBER,
    PATTERN_PERSONAL,
    PATTERN_INTRODUCTION,
    PATTERN_FORM,
    PATTERN_HOME,
    PATTERN_WORTHLESS,
    PATTERN_GREETING,
    PATTERN_FAREWELL,
    PATTERN_SENTENCE,
    PATTERN_LEFTOVER,
    PATTERNS,
};

/* Words that alone or together say nothing of what a matter is about. */
#define WORTHLESS                                                                                      \
    "synpunkt(?:en|er|erna)?|klagomål(?:et|en)?|förslag(?:et)?|beröm(?:met)?|fråg(?:a|an|or|orna)" \
    "|felanmälan?|anmälan|undran|undrar|ärende(?:t|n)?|kontakt(?:a|formulär)?|formulär|enkät"    \
    "|hej(?:san)?|hejhej|hallå|tjena|god|morgon|dag|kväll|tack(?:ar)?|mycket|förhand|svar|hjälp"   \
    "|angående|ang|ämne|rubrik|subject|inget|ingen|tomt|utan|no|mejl|mail|e-post|brev|meddelande"    \
    "|viktigt?|akut|brådskande|info|information|test|bra|dåligt?|kommun(?:en)?|webb(?:en)?"          \
    "|ny|nytt|nya|en|ett|min|mitt|mina|er|ert|om|från|till|för|med|så|på|och|eller|via|vill|jag"   \
    "|lämna|ha|okej|ok|läs|detta|vidare|hello|hi|dear|thanks?|thank|you|complaint|question"          \
    "|feedback|message|suggestion|help|the|a|to|hei|moi|palaute|kysymys|valitus|kiitos|ehdotus"        \
    "|bures|giitu|gažaldat|\\p{L}|igen|bara|liten|litet|snabb|kort|har|är|den|det|de|som|ni|vi|"     \
    "mig|er"                                                                                           \
    "|oss|se|nedan|bifogad|bifogat|bilagan?|fil(?:en)?|bilde?r?|foto|(?:img|dsc|pxl)[_\\d]*|scan|"     \
    "dokument|"                                                                                        \
    "angivet"                                                                                          \
    "|berörd?|berörda|ansvariga?|vederbörande|skriver|skicka(?:r|t)?|hoppas|allt|väl|mår|att|"    \
    "tänkte"                                                                                          \
    "|ks|kf|tn|bun|von|sn|mbn|kfn|kommunstyrelsen?|nämnd(?:en)?|förvaltning(?:en)?|registrator"      \
    "|personnummer|personnr|pnr|tel|telefon(?:nummer)?|mobil(?:nummer)?|nummer|nr|namn|ring(?:a|"      \
    "er)?"                                                                                             \
    "|iphone|ipad|android|samsung|galaxy|outlook|sent|get|from|my|for|ios|ställ|inkommet|"            \
    "registrerat"                                                                                      \
    "|ja|jo|nej|nä|yes|sv|re|vb|fwd?|problem(?:et|en)?|text|good|morning|afternoon|evening|there"     \
    "|(?:från|via) (?:webbplatsen|hemsidan|e-tjänsten)"

/* A personal identity number or a telephone number, and what may stand before it. */
#define NUMBER                                                                                     \
    "(?:(?<!\\d)(?:19|20)?\\d{6}[ ]?[-+]?[ ]?(?:\\d{4}|[xX*]{4})(?!\\d)"                           \
    "|(?<![\\d/])(?:\\+\\d{2}|00\\d{2}|0)[ \\-]?(?:\\(0\\))?\\d{1,3}[ \\-/]{0,3}\\d{2,3}"          \
    "(?:[ \\-]?\\d{2,3}){1,3}(?!\\d))"
#define NUMBER_NAME                                                                                \
    "\\b(?:person-?(?:nummer|nr)|pnr|tel(?:efon)?(?:nr|nummer)?|mobil(?:nr|nummer)?)\\b[.:]?\\s*"

/* A street with a number. */
#define STREET                                                                                     \
    "\\p{L}+(?:gatan?|väge?n?|gränd(?:en)?|torget|allén|stigen|backen|esplanaden|katu|tie)"     \
    "[ ]?\\d{1,3}(?:[ ]?[a-h]\\b)?"

static const char *const SOURCES[PATTERNS] = {
    [PATTERN_PREFIX] = "\\A(?:\\s*(?:(?:re|sv|svar|vb|fwd?|vs|vl|aw|wg|antw|tr|ang|ad|angående)"
                       "\\s*(?:\\[\\d+\\]|\\(\\d+\\))?\\s*:|\\[[^\\]\\n]{0,60}\\]|\\*+\\s*spam"
                       "\\s*\\*+))+",
    [PATTERN_NUMBER] =
        "\\[?(?:\\b(?:d(?:ia)?nr|diarienr|diarienummer|ärendenr|ärendenummer)[.:]*\\s*)?"
        "\\b\\p{L}{1,4}[ \\-/]?(?:19|20)\\d{2}(?:[/:]|-(?!\\d\\d-\\d\\d))\\d{1,6}(?:-\\d{1,4})?\\b"
        "\\]?|\\b(?:d(?:ia)?nr|diarienr|diarienummer|ärendenr|ärendenummer)[.:]*\\s*"
        "\\d{4}[/:.\\-]\\d{1,6}\\b",
    [PATTERN_PERSONAL] =
        "(?:(?:mitt|min)[ ]+)?" NUMBER_NAME "är[ ]+" NUMBER "(?:,?[ ]+och\\b)?"
        "|(?:" NUMBER_NAME ")?" NUMBER "|[\\w.+\\-]{1,64}@[\\w\\-]{1,63}(?:\\.[\\w\\-]{1,63})+",
    [PATTERN_INTRODUCTION] =
        "\\b(?:jag heter|mitt namn är|my name is|nimeni on)\\s+(?-i:\\p{Lu})[\\p{L}'\\-]*"
        "(?:[ ]+(?-i:\\p{Lu})[\\p{L}'\\-]*){0,2}(?:,?\\s+(?:och|and|ja)\\b(?:\\s+jag\\b)?)?",
    [PATTERN_FORM] =
        "(?s)\\A(?=(?:.{0,800}\\n)?[ ]?(?:namn|e-?post\\w*)[ ]?:).{0,800}?(?:\\A|\\n)[ ]?"
        "(?:meddelande|beskrivning|synpunkt|fråga|ärendet?|text|kommentar)[ ]?:[ ]*",
    [PATTERN_HOME] =
        "\\b(?:bor|bodde|bosatt|boende|(?:hem|post)?adress(?:en)?|hemma)\\b[^.!?\\n\\d]{0,30}?\\K"
        "\\b" STREET "|\\b" STREET "(?=[, \\n]{1,3}\\d{3} ?\\d{2}\\b)",
    [PATTERN_WORTHLESS] = "\\A[\\W\\d_]*(?:\\b(?:" WORTHLESS ")\\b[\\W\\d_]*)*\\z",
    [PATTERN_GREETING] =
        "\\A\\s*(?:(?:hej(?:san|hej)?|hallå|tjena|hello|hi|dear|hei|moi|bures|bästa|"
        "god (?:morgon|dag|kväll|middag)|se (?:nedan|bifogad \\w+|bilaga\\w*)|good "
        "(?:morning|day|evening)|hyvää päivää)\\b"
        "(?:(?:[ ]+(?-i:\\p{Lu})\\p{L}+){1,3}(?=[ ]*[,!.\\n])"
        "|[ ]+(?:på er|där|alla|igen|there|all|kommunen|sir or madam)\\b)?[ ]*[,!.:\\-\\s]*)+",
    [PATTERN_FAREWELL] =
        "(?s)(?:\\bm\\.?v\\.?h\\b|\\b(?:med )?(?:vänlig|bästa|hjärtlig|varm)\\w* hälsning|"
        "\\b(?:best|kind) regards\\b|\\bterveisin\\b|\\bystävällisin\\b|"
        "(?:^|\\n)\\s*(?:hälsningar|hälsar|vänligen|regards|sincerely|//|--)|"
        "(?:^|\\n)\\s*(?:skickat från|sent from|(?:get|hämta|skaffa) outlook|lähetetty)\\b|"
        "(?:^|\\s)/[ ]?(?-i:\\p{Lu})\\p{L}*(?:[ ](?-i:\\p{Lu})\\p{L}+)?\\s*\\z).*",
    [PATTERN_SENTENCE] = ("[^\\s](?:[^.!?\\n]|[.!?](?![\\s.!?]|\\z)|\\n(?!\\s*\\n)"
                          "|(?<=\\b\\p{L}|\\bkl|\\bca|\\bnr|\\bex)\\.(?!\\s*\\z))*\\??"),
    [PATTERN_LEFTOVER] = "[ ]*(?:\\([ ]*\\)|\\[[ ]*\\])|[ ]*[,;:](?=[ ]*[,;:.!?])|[ ]+(?=[,;:.!?])",
};

struct InkTitler {
    InkPattern *patterns[PATTERNS];
};

InkTitler *
ink_titler_new(void)
{
    InkTitler *titler = g_new0(InkTitler, 1);
    for (guint i = 0; i < PATTERNS; i++) {
        g_autoptr(GError) error = NULL;
        titler->patterns[i] = ink_pattern_compile(SOURCES[i], NULL, &error);
        if (titler->patterns[i] == NULL)
            g_error("%s: %s", SOURCES[i], error->message);
    }
    return titler;
}

void
ink_titler_free(InkTitler *titler)
{
    if (titler == NULL)
        return;
    for (guint i = 0; i < PATTERNS; i++)
        ink_pattern_free(titler->patterns[i]);
    g_free(titler);
}

/* A search that is undecided could leave what must not stand in a
 * title: then nothing of the text is kept. */
static char *
replace_all(const InkPattern *pattern, InkPatternScratch *scratch, const char *text, const char *by)
{
    g_autoptr(GString) out = g_string_new(NULL);
    gsize size = strlen(text), from = 0;
    InkSpan span;
    InkMatch match;
    while ((match = ink_pattern_find(pattern, scratch, text, size, from, &span)) == INK_MATCH_YES &&
           span.end > span.start) {
        g_string_append_len(out, text + from, (gssize)(span.start - from));
        g_string_append(out, by);
        from = span.end;
    }
    if (match == INK_MATCH_UNDECIDED)
        return g_strdup("");
    g_string_append(out, text + from);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

/* Trims white space and the punctuation that nothing stands before or after any more. */
static char *
trim(const char *text)
{
    static const char *const before = " \t\n-:;,.!?*/|";
    static const char *const after = " \t\n-:;,.!*/|";
    text += strspn(text, before);
    gsize size = strlen(text);
    while (size > 0 && strchr(after, text[size - 1]) != NULL)
        size--;
    return g_strndup(text, size);
}

static char *
cut(const char *text, gsize chars)
{
    if (g_utf8_strlen(text, -1) <= (glong)chars)
        return g_strdup(text);
    g_autofree char *short_text = ink_text_cut(text, chars - 1);
    g_autofree char *trimmed = trim(short_text);
    return g_strconcat(trimmed, "…", NULL);
}

static char *
capitalise(const char *text)
{
    if (*text == '\0')
        return g_strdup("");
    char first[8] = "";
    first[g_unichar_to_utf8(g_unichar_toupper(g_utf8_get_char(text)), first)] = '\0';
    return g_strconcat(first, g_utf8_next_char(text), NULL);
}

static char *
keep_beginning(const char *text)
{
    gsize size = strnlen(text, TEXT_BYTES);
    while (size > 0 && ((guchar)text[size] & 0xC0) == 0x80)
        size--;
    return g_strndup(text, size);
}

static char *
clean(const InkTitler *titler, InkPatternScratch *scratch, const char *text, gsize chars)
{
    g_autofree char *seen = ink_text_normalise(text);
    g_autofree char *kept = keep_beginning(seen);
    g_autofree char *without_prefix =
        replace_all(titler->patterns[PATTERN_PREFIX], scratch, kept, " ");
    g_autofree char *without_number =
        replace_all(titler->patterns[PATTERN_NUMBER], scratch, without_prefix, " ");
    g_autofree char *public_part =
        replace_all(titler->patterns[PATTERN_PERSONAL], scratch, without_number, " ");
    g_autofree char *line = ink_text_one_line(public_part, G_MAXUINT16);
    g_autofree char *nameless = ink_title_hide_names(line);
    g_autofree char *tidy = replace_all(titler->patterns[PATTERN_LEFTOVER], scratch, nameless, "");
    g_autofree char *trimmed = trim(tidy);
    g_autofree char *capital = capitalise(trimmed);
    return cut(capital, chars);
}

char *
ink_title_clean(const InkTitler *titler, InkPatternScratch *scratch, const char *text)
{
    return clean(titler, scratch, text, SUBJECT_CHARS);
}

char *
ink_title_clean_field(const InkTitler *titler, InkPatternScratch *scratch, const char *text)
{
    g_autofree char *seen = ink_text_normalise(text);
    g_autofree char *public_part =
        replace_all(titler->patterns[PATTERN_PERSONAL], scratch, seen, " ");
    g_autofree char *line = ink_text_one_line(public_part, G_MAXUINT16);
    g_autofree char *trimmed = trim(line);
    return cut(trimmed, SENTENCE_CHARS);
}

gboolean
ink_title_is_worthless(const InkTitler *titler, InkPatternScratch *scratch, const char *title)
{
    return ink_pattern_find(titler->patterns[PATTERN_WORTHLESS], scratch, title, strlen(title), 0,
                            NULL) != INK_MATCH_NO;
}

/* Of a form, only what was written in it; without what leads to the matter and what follows it. */
static char *
find_body(const InkTitler *titler, InkPatternScratch *scratch, const char *text,
          gboolean keeps_greeting)
{
    g_autofree char *seen = ink_text_normalise(text);
    g_autofree char *kept = keep_beginning(seen);
    g_autofree char *normal = ink_text_normalise(kept);
    g_autofree char *filled_in = replace_all(titler->patterns[PATTERN_FORM], scratch, normal, "");
    g_autofree char *ungreeted =
        keeps_greeting ? g_steal_pointer(&filled_in)
                       : replace_all(titler->patterns[PATTERN_GREETING], scratch, filled_in, " ");
    g_autofree char *unsigned_text =
        replace_all(titler->patterns[PATTERN_FAREWELL], scratch, ungreeted, " ");
    return replace_all(titler->patterns[PATTERN_INTRODUCTION], scratch, unsigned_text, " ");
}

/* The first sentence of the body that says something, or else the first at all; NULL if there is
 * none. */
static char *
find_sentence(const InkTitler *titler, InkPatternScratch *scratch, const char *body,
              gboolean *out_is_worthless)
{
    g_autofree char *first = NULL;
    gsize size = strlen(body), from = 0;
    InkSpan span;
    while (ink_pattern_find(titler->patterns[PATTERN_SENTENCE], scratch, body, size, from, &span) ==
           INK_MATCH_YES) {
        g_autofree char *raw = g_strndup(body + span.start, span.end - span.start);
        g_autofree char *sentence = clean(titler, scratch, raw, SENTENCE_CHARS);
        from = span.end;
        if (*sentence == '\0')
            continue;
        *out_is_worthless = ink_title_is_worthless(titler, scratch, sentence);
        if (!*out_is_worthless)
            return g_steal_pointer(&sentence);
        if (first == NULL)
            first = g_steal_pointer(&sentence);
    }
    return g_steal_pointer(&first);
}

static char *
name_attachment(const InkTitler *titler, InkPatternScratch *scratch, const InkMessage *message)
{
    for (guint i = 0; i < message->attachments->len; i++) {
        const InkAttachment *attachment = message->attachments->pdata[i];
        if (ink_text_is_blank(attachment->name))
            continue;
        g_autofree char *name = ink_title_clean_field(titler, scratch, attachment->name);
        if (*name != '\0')
            return g_strdup_printf("Meddelande med bilagan %s", name);
    }
    return message->attachments->len > 0 ? g_strdup("Meddelande med bilaga utan namn") : NULL;
}

/* Of a message that says nothing, what there is: its first words, a subject that is more than a
 * greeting or a single word, or the greeting itself. NULL: there is nothing. */
static char *
find_last_resort(const InkTitler *titler, InkPatternScratch *scratch, const char *subject,
                 const char *sentence, const char *text)
{
    if (sentence != NULL)
        return g_strdup(sentence);
    g_autofree char *ungreeted =
        replace_all(titler->patterns[PATTERN_GREETING], scratch, subject, "");
    if (*ungreeted != '\0' && strchr(subject, ' ') != NULL)
        return g_strdup(subject);
    gboolean is_worthless;
    g_autofree char *greeted = find_body(titler, scratch, text, TRUE);
    return find_sentence(titler, scratch, greeted, &is_worthless);
}

char *
ink_title_make(const InkTitler *titler, InkPatternScratch *scratch, const InkMessage *message)
{
    g_autofree char *normal = ink_text_normalise(message->subject);
    g_autofree char *subject =
        replace_all(titler->patterns[PATTERN_FAREWELL], scratch, ink_title_get_subject(normal), "");
    g_autofree char *title = ink_title_clean(titler, scratch, subject);
    if (!ink_title_is_worthless(titler, scratch, title))
        return g_steal_pointer(&title);

    gboolean is_worthless = TRUE;
    g_autofree char *body = find_body(titler, scratch, message->new_text, FALSE);
    g_autofree char *sentence = find_sentence(titler, scratch, body, &is_worthless);
    if (sentence != NULL && !is_worthless)
        return g_steal_pointer(&sentence);
    g_autofree char *attachment = name_attachment(titler, scratch, message);
    if (attachment != NULL)
        return g_steal_pointer(&attachment);
    g_autofree char *rest = find_last_resort(titler, scratch, title, sentence, message->new_text);
    return rest != NULL ? g_strdup_printf("Meddelande: %s", rest)
                        : g_strdup("Meddelande utan text");
}

/* Takes the number from the homes in text: "Lärkvägen 3" is "Lärkvägen". Every number, when it
 * cannot be told. */
static void
hide_homes_of(const InkTitler *titler, InkPatternScratch *scratch, const char *text, GString *title)
{
    const InkPattern *pattern = titler->patterns[PATTERN_HOME];
    gsize size = strlen(text), from = 0;
    InkSpan span;
    InkMatch match;
    while ((match = ink_pattern_find(pattern, scratch, text, size, from, &span)) == INK_MATCH_YES &&
           span.end > span.start) {
        g_autofree char *home = g_strndup(text + span.start, span.end - span.start);
        g_autofree char *street = g_strndup(home, strcspn(home, "0123456789"));
        g_string_replace(title, home, g_strchomp(street), 0);
        from = span.end;
    }
    for (gsize i = 0; match == INK_MATCH_UNDECIDED && i < title->len; i++)
        if (g_ascii_isdigit(title->str[i]))
            title->str[i] = ' ';
}

char *
ink_title_hide_homes(const InkTitler *titler, InkPatternScratch *scratch, const InkMessage *message,
                     const char *title)
{
    g_autoptr(GString) out = g_string_new(title);
    if (strpbrk(title, "0123456789") == NULL)
        return g_string_free(g_steal_pointer(&out), FALSE);
    g_autofree char *subject = ink_text_normalise(message->subject);
    g_autofree char *text = ink_text_normalise(message->text);
    hide_homes_of(titler, scratch, subject, out);
    hide_homes_of(titler, scratch, text, out);
    return ink_text_one_line(out->str, G_MAXUINT16);
}

gboolean
ink_rules_title_is_good(const char *title)
{
    g_autoptr(InkTitler) titler = ink_titler_new();
    g_autoptr(InkPatternScratch) scratch = ink_pattern_scratch_new();
    return !ink_title_is_worthless(titler, scratch, ink_title_get_subject(title));
}
