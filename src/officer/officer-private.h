/* SPDX-License-Identifier: MIT
 *
 * For the files of this folder.
 */
#pragma once

#include "inkom/command-line.h"
#include "inkom/officer.h"
#include "inkom/yaml.h"

/* What may stand after a phrase. */
typedef enum {
    INK_VALUE_NONE,   /* nothing */
    INK_VALUE_REASON, /* words in the same line, which nobody acts upon */
    INK_VALUE_NAME,   /* the rest of the line, and there must be one */
    INK_VALUE_WORD,   /* ": klagomål", to the end of the line or to the next " / " */
    INK_VALUE_TEXT,   /* ": …", to the end of the line and the lines that it is wrapped into */
    INK_VALUE_LETTER, /* ": …", everything below too */
} InkValueKind;

InkValueKind ink_order_kind_get_value(InkOrderKind kind);

typedef struct {
    InkOrderKind kind;
    char **words; /* folded; never empty */
} InkPhrase;

struct InkOrderWords {
    GPtrArray *phrases; /* InkPhrase, those of most words first */
    GPtrArray *greetings, *closings, *fillers, *negations, *addressed; /* InkPhrase, kind unused */
    GPtrArray *yes, *no;                                               /* the same */
    char *mark; /* INK_ORDERS_MARK, folded to words with single spaces */
};

/* --- tokens.c ---------------------------------------------------------------------------------*/

/* A word of a line, with what stands around it. */
typedef struct {
    char *word;         /* folded: small letters, without the marks above and below letters */
    gsize start, end;   /* bytes in the line */
    gboolean has_colon; /* right after it */
    gboolean is_last;   /* of a sentence: '.', '!' or '?' after it */
    gboolean is_asked;  /* it is '?' */
    gboolean is_slash;  /* it begins with '/', as "/Karin" */
} InkToken;

GArray *ink_tokens_split(const char *line); /* InkToken */
/* How many tokens from at the phrase takes; 0 if it does not stand there. */
guint ink_tokens_match(const GArray *tokens, guint at, const InkPhrase *phrase);
/* The same for the longest of the phrases; out_phrase may be NULL. */
guint ink_tokens_match_any(const GArray *tokens, guint at, const GPtrArray *phrases,
                           const InkPhrase **out_phrase);
/* How many tokens at at are a case's number, as "KS 2026/0412"; 0 = none. */
guint ink_tokens_match_number(const GArray *tokens, guint at, const char *line);
/* "Kan  avslutas" -> { "kan", "avslutas" }; new. */
char **ink_words_fold(const char *text);
/* Whether one word may be the other with a slip of the keyboard. */
gboolean ink_words_are_near(const char *word, const char *known);

/* --- own-text.c -------------------------------------------------------------------------------*/

/* The lines that the sender wrote at the top of the letter, stripped, with empty ones between
 * paragraphs: down to the first quotation, separator, or mark of ours. */
gboolean ink_own_text_ends(const InkOrderWords *words, const char *line);
char **ink_own_lines_new(const InkOrderWords *words, const InkMessage *message);

/* --- line.c -----------------------------------------------------------------------------------*/

typedef enum {
    INK_LINE_PROSE,   /* no order */
    INK_LINE_ORDERS,  /* orders, and nothing else */
    INK_LINE_UNCLEAR, /* orders, and something else: doubt */
} InkLineKind;

typedef struct {
    InkLineKind kind;
    GPtrArray *list;      /* InkOrder */
    char *doubt;          /* UNCLEAR: why */
    gboolean is_closing;  /* it ends in, or is, what one ends a letter with */
    gboolean is_greeting; /* nothing but a greeting */
    gboolean has_negation;
} InkReadLine;

InkReadLine *ink_line_read(const InkOrderWords *words, const char *line);
void ink_read_line_free(InkReadLine *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkReadLine, ink_read_line_free)
/* What stands after "Till diariet:" in the line, new; NULL if that does not. */
char *ink_line_find_addressed(const InkOrderWords *words, const char *line);

/* Whether the line is a greeting and nothing more. */
gboolean ink_line_is_courtesy(const InkOrderWords *words, const char *line);

/* --- command-line.c ---------------------------------------------------------------------------*/

/* Whether the line, stripped, means to be a command to the program. */
gboolean ink_command_line_is(const char *line);
/* NULL with what is wrong, new. */
InkCommandLine *ink_command_line_read(const char *line, char **out_wrong);

/* --- examples.c -------------------------------------------------------------------------------*/

/* Runs every example of the file. */
void ink_order_examples_check(const InkOrderWords *words, const InkYamlNode *root,
                              InkProblems *problems);
