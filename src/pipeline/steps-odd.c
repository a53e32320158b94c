/* SPDX-License-Identifier: MIT
 *
 * Steps for mail that is not what it seems: that nobody here can read, or under somebody's name.
 */
#include "pipeline-private.h"

#include "inkom/idn.h"
#include "inkom/lookalike.h"
#include "inkom/text.h"

#include <string.h>

enum { MAX_SHOWN = 100 };

#define UNREADABLE_TITLE "Krypterat meddelande som inte kan läsas"

/* What the rules made of its subject stands, but for the title, and for saying that it is of no
 * importance: nobody has read it. A person asks the sender, or has the key. */
gboolean
ink_step_encrypted(InkWork *work, GError **error)
{
    (void)error;
    if (!work->message->is_encrypted)
        return TRUE;
    InkDecision *decision = work->decision;
    ink_text_set(&decision->title, UNREADABLE_TITLE);
    ink_decision_add_flag(decision, "krypterat");
    ink_decision_add_reason(decision, "krypterat: texten kan bara läsas av den som har nyckeln");
    if (!work->is_repeat)
        ink_decision_add_note(decision, "encrypted",
                              "krypterat: läs brevet med rätt nyckel, eller be avsändaren skicka "
                              "det okrypterat");
    return TRUE;
}

/* The letters and digits of a text without regard to case, words with one space between them and
 * around them. Marks over letters stay, what cannot be seen goes. */
static char *
fold_words(const char *text)
{
    g_autofree char *seen = ink_text_normalise(text);
    g_autofree char *compatible = g_utf8_normalize(seen, -1, G_NORMALIZE_NFKC);
    g_autofree char *folded = g_utf8_casefold(compatible != NULL ? compatible : seen, -1);
    GString *words = g_string_new(" ");
    for (const char *at = folded; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (g_unichar_isalnum(c) || g_unichar_ismark(c))
            g_string_append_unichar(words, c);
        else if (words->str[words->len - 1] != ' ')
            g_string_append_c(words, ' ');
    }
    if (words->str[words->len - 1] != ' ')
        g_string_append_c(words, ' ');
    return g_string_free(words, FALSE);
}

/* "Ek, Anna (Exempelkommun)" holds all words of "Anna Ek". */
static gboolean
has_all_words(const char *folded, const char *name)
{
    g_autofree char *wanted = fold_words(name);
    g_auto(GStrv) words = g_strsplit(wanted, " ", -1);
    gboolean has_any = FALSE;
    for (char **word = words; *word != NULL; word++) {
        g_autofree char *whole = g_strconcat(" ", *word, " ", NULL);
        if (**word != '\0' && strstr(folded, whole) == NULL)
            return FALSE;
        has_any = has_any || **word != '\0';
    }
    return has_any;
}

/* *out_is_drawn: not by its letters, only as the eye sees them. */
static const char *
find_officer_name(const InkConfig *config, const char *name, gboolean *out_is_drawn)
{
    g_autofree char *drawn = ink_lookalike_fold(name);
    g_autofree char *folded = fold_words(name), *folded_drawn = fold_words(drawn);
    for (guint i = 0; i < config->officers->len; i++) {
        const InkOfficer *officer = config->officers->pdata[i];
        if (officer->name == NULL)
            continue;
        *out_is_drawn = !has_all_words(folded, officer->name);
        if (!*out_is_drawn || has_all_words(folded_drawn, officer->name))
            return officer->name;
    }
    return NULL;
}

/* A word with an '@' in the name that is not the address itself; NULL if there is none. */
static char *
find_other_address(const char *name, const char *address)
{
    g_autofree char *seen = ink_text_normalise(name);
    g_auto(GStrv) words = g_strsplit_set(seen, " \n\t<>()[]\"',;:", -1);
    for (char **word = words; *word != NULL; word++) {
        const char *at = strchr(*word, '@');
        if (at == NULL || at == *word || at[1] == '\0')
            continue;
        g_autofree char *canonical = ink_address_canonical(*word);
        if (strcmp(canonical, address) != 0)
            return g_strdup(*word);
    }
    return NULL;
}

static void
note_mixed(InkDecision *decision, const char *text, const char *flag, const char *where)
{
    const char *alphabets;
    g_autofree char *seen = ink_text_normalise(text);
    g_autofree char *word = ink_lookalike_find_mixed(seen, &alphabets);
    if (word == NULL)
        return;
    g_autofree char *shown = ink_text_one_line(word, MAX_SHOWN);
    ink_decision_add_flag(decision, flag);
    ink_decision_add_reason(decision, "\"%s\" i %s blandar %s bokstäver", shown, where, alphabets);
}

/* The address is read as people see it: a domain in other letters in those. */
static void
judge_address(InkDecision *decision, const InkConfig *config, const char *address)
{
    const char *domain = ink_address_get_domain(address);
    g_autofree char *unicode = ink_idn_to_unicode(domain);
    const char *readable = unicode != NULL ? unicode : domain;
    gsize local = strlen(address) - strlen(domain);
    g_autofree char *seen = g_strdup_printf("%.*s%s", (int)local, address, readable);
    note_mixed(decision, seen, "blandade alfabet i adressen", "avsändarens adress");
    g_autofree char *drawn = ink_lookalike_fold(readable);
    if (ink_config_is_own_domain(config, domain) || !ink_config_is_own_domain(config, drawn))
        return;
    g_autofree char *shown = ink_text_one_line(address, MAX_SHOWN);
    ink_decision_add_flag(decision, "adressen ser ut som vår");
    ink_decision_add_reason(decision, "adressen %s ser ut som en på %s men är det inte", shown,
                            drawn);
}

static void
judge_name(InkDecision *decision, const InkConfig *config, const InkAddress *sender)
{
    g_autofree char *from = ink_text_one_line(sender->address, MAX_SHOWN);
    g_autofree char *other = find_other_address(sender->name, sender->address);
    note_mixed(decision, sender->name, "blandade alfabet i namnet", "avsändarnamnet");
    if (other != NULL) {
        g_autofree char *shown = ink_text_one_line(other, MAX_SHOWN);
        ink_decision_add_flag(decision, "namnet visar en annan adress");
        ink_decision_add_reason(decision, "avsändarnamnet visar adressen %s, men brevet är från %s",
                                shown, from);
    }
    if (ink_config_is_staff(config, sender->address))
        return;
    gboolean is_drawn;
    const char *officer = find_officer_name(config, sender->name, &is_drawn);
    if (officer == NULL)
        return;
    ink_decision_add_flag(decision, "handläggares namn, adress utifrån");
    ink_decision_add_reason(decision, "avsändaren kallar sig %s%s, men brevet är från %s", officer,
                            is_drawn ? " med bokstäver ur ett annat alfabet" : "", from);
}

/* Programs show the name and hide the address. An officer who writes from outside, with the right
 * name, is told of too: whether it is that person, only a person can say. */
gboolean
ink_step_name(InkWork *work, GError **error)
{
    (void)error;
    const InkConfig *config = work->pipeline->config;
    const InkAddress *sender = ink_message_get_sender(work->message);
    if (sender == NULL)
        return TRUE;
    judge_address(work->decision, config, sender->address);
    if (sender->name != NULL)
        judge_name(work->decision, config, sender);
    return TRUE;
}
