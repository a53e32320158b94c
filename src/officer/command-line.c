/* SPDX-License-Identifier: MIT
 *
 * One line of a letter, as a command. The words are split as a shell does it and nothing more: no
 * variable, no file, no second command. Then the table says whether there is such a command and
 * whether it may have these flags. Mail programs write other quotation marks than were typed, and
 * a dash for two: outside quotations both mean what was typed.
 *
 * "Inkom" is a Swedish word too ("Inkom mail från en boende i går"): a line is a command if what
 * follows is one, or nearly.
 */
#include "officer-private.h"

#include "inkom/command-line.h"
#include "inkom/text.h"

#include <string.h>

#define NAME "inkom"

void
ink_command_line_free(gpointer line)
{
    InkCommandLine *freed = line;
    if (freed == NULL)
        return;
    g_strfreev(freed->argv);
    g_free(freed->text);
    g_free(freed);
}

/* --- whether it is one ------------------------------------------------------------------------*/

/* The first word of the name, or all of it. */
static gboolean
is_near(const char *word, const char *name, gsize size, guint most)
{
    g_autofree char *known = g_strndup(name, size);
    return ink_text_get_distance(word, known) <= most;
}

/* How much "case", "asign" looks like a command: by its first word, by both. */
static void
compare(const char *first, const char *second, gboolean *out_has_group, gboolean *out_is_near)
{
    for (const InkMailCommand *command = ink_mail_commands; command->name != NULL; command++) {
        const char *space = strchr(command->name, ' ');
        gsize size = space != NULL ? (gsize)(space - command->name) : strlen(command->name);
        gboolean is_group = strlen(first) == size && strncmp(first, command->name, size) == 0;
        *out_has_group = *out_has_group || is_group;
        *out_is_near =
            *out_is_near || (space == NULL && is_group) ||
            (space != NULL && second != NULL && is_near(first, command->name, size, 1) &&
             is_near(second, space + 1, strlen(space + 1), strlen(space + 1) > 4 ? 2 : 1));
    }
}

gboolean
ink_command_line_is(const char *line)
{
    g_autofree char *collapsed = ink_text_one_line(line, INK_COMMAND_LINE_MAX);
    g_auto(GStrv) words = g_strsplit(g_strstrip(collapsed), " ", -1);
    if (words[0] == NULL || words[1] == NULL || g_ascii_strcasecmp(words[0], NAME) != 0)
        return FALSE;
    gboolean has_group = FALSE, is_near_command = FALSE;
    compare(words[1], words[2], &has_group, &is_near_command);
    return is_near_command || words[1][0] == '-' || (has_group && strcmp(words[0], NAME) == 0);
}

/* --- reading it -------------------------------------------------------------------------------*/

static gboolean
is_curly(gunichar letter)
{
    return letter == 0x201c || letter == 0x201d || letter == 0x201e || letter == 0xab ||
           letter == 0xbb;
}

/* Quotation marks as they were typed, except within others. */
static char *
straighten(const char *line)
{
    GString *text = g_string_new(NULL);
    gunichar open = 0; /* '"', '\'', or a curly one */
    for (const char *c = line; *c != '\0'; c = g_utf8_next_char(c)) {
        gunichar letter = g_utf8_get_char(c);
        gboolean is_plain = letter == '"' || (letter == '\'' && !is_curly(open));
        if (is_curly(letter) && (open == 0 || is_curly(open))) {
            open = open == 0 ? letter : 0;
            letter = '"';
        } else if (is_plain && (open == 0 || open == letter || is_curly(open))) {
            open = open == 0 ? letter : 0;
        } else if (letter == '\\' && open != '\'' && c[1] != '\0') {
            g_string_append_c(text, '\\');
            c++;
            letter = g_utf8_get_char(c);
        }
        g_string_append_unichar(text, letter);
    }
    return g_string_free(text, FALSE);
}

static gboolean
needs_quotes(const char *word)
{
    for (const char *c = word; *c != '\0'; c = g_utf8_next_char(c))
        if (!g_unichar_isalnum(g_utf8_get_char(c)) && strchr("@._:/+-,=", *c) == NULL)
            return TRUE;
    return *word == '\0';
}

static char *
quote(const char *word)
{
    if (!needs_quotes(word))
        return g_strdup(word);
    return strpbrk(word, "\"\\`$") == NULL ? g_strconcat("\"", word, "\"", NULL)
                                           : g_shell_quote(word);
}

static char *
join(char *const *argv)
{
    GString *text = g_string_new(NAME);
    for (; *argv != NULL; argv++) {
        g_autofree char *quoted = quote(*argv);
        g_string_append_printf(text, " %s", quoted);
    }
    return g_string_free(text, FALSE);
}

/* The command that the words after "inkom" name; *out_words says how many they are. */
static const InkMailCommand *
find_command(char *const *argv, guint *out_words)
{
    g_autofree char *both =
        argv[0] != NULL && argv[1] != NULL ? g_strjoin(" ", argv[0], argv[1], NULL) : g_strdup("");
    const InkMailCommand *command = ink_mail_command_find(both);
    *out_words = command != NULL ? 2 : 1;
    return command != NULL ? command : ink_mail_command_find(argv[0] != NULL ? argv[0] : "");
}

/* One flag at *at, with its value in the same word or the next. Returns what is wrong, new. */
static char *
read_flag(const InkMailCommand *command, char **argv, guint *at)
{
    char *word = argv[*at];
    const char *name = word + strspn(word, "-");
    g_autofree char *flag = g_strndup(name, strcspn(name, "="));
    gboolean takes_value = ink_mail_command_takes(command, flag, TRUE);
    if (!takes_value && !ink_mail_command_takes(command, flag, FALSE))
        return g_strdup_printf("flaggan %s kan inte användas här i ett brev", word);
    if (!takes_value && strchr(name, '=') != NULL)
        return g_strdup_printf("flaggan --%s tar inget värde", flag);
    if (word[1] != '-') { /* a mail program has made one dash of two */
        argv[*at] = g_strconcat("--", name, NULL);
        g_free(word);
        word = argv[*at];
    }
    if (takes_value && strchr(word, '=') == NULL && argv[++*at] == NULL)
        return g_strdup_printf("värdet efter %s saknas", word);
    return NULL;
}

/* Returns what is wrong, new; NULL if nothing is. */
static char *
check_words(const InkMailCommand *command, char **argv, guint words)
{
    int count = 0;
    for (guint i = words; argv[i] != NULL; i++) {
        if (argv[i][0] != '-' || argv[i][1] == '\0') {
            count++;
            continue;
        }
        char *wrong = read_flag(command, argv, &i);
        if (wrong != NULL)
            return wrong;
    }
    return count < command->least || count > command->most
               ? g_strdup_printf("fel antal argument; se \"%s %s --help\"", NAME, command->name)
               : NULL;
}

static char *
check(char **argv, const InkMailCommand **out_command)
{
    guint words;
    if (argv[0][0] == '-')
        return g_strdup("flaggor före kommandot kan inte användas i ett brev");
    const InkMailCommand *command = find_command(argv, &words);
    if (command == NULL)
        return g_strdup("kommandot finns inte; se \"inkom --help\"");
    if (command->by_mail == INK_BY_MAIL_NEVER)
        return g_strdup_printf("\"%s\" kan inte ges i ett brev: %s", command->name, command->what);
    *out_command = command;
    return check_words(command, argv, words);
}

InkCommandLine *
ink_command_line_read(const char *line, char **out_wrong)
{
    g_auto(GStrv) argv = NULL;
    g_autofree char *straight = straighten(line);
    const InkMailCommand *command = NULL;
    if (g_utf8_strlen(line, -1) > INK_COMMAND_LINE_MAX)
        *out_wrong = g_strdup("raden är för lång");
    else if (!g_shell_parse_argv(straight, NULL, &argv, NULL) || argv[0] == NULL || argv[1] == NULL)
        *out_wrong = g_strdup("ett citattecken stängs inte; skriv hela kommandot på en enda rad");
    else
        *out_wrong = check(argv + 1, &command);
    if (*out_wrong != NULL)
        return NULL;
    InkCommandLine *read = g_new0(InkCommandLine, 1);
    read->command = command;
    read->argv = g_strdupv(argv + 1);
    read->text = join(read->argv);
    return read;
}

InkCommandLine *
ink_command_line_parse(const char *text)
{
    g_autofree char *wrong = NULL;
    return ink_command_line_read(text, &wrong);
}
