/* SPDX-License-Identifier: MIT
 *
 * For the files of this folder.
 */
#pragma once

#include "inkom/origin.h"

/* Letters within letters, and labels of one block, that are looked at. */
#define INK_ORIGIN_HOPS_MAX 20
/* What is said to have been written longer ago than this before it was sent on is for a person. */
#define INK_ORIGIN_AGE_DAYS_MAX 400
/* Clocks differ: a letter may be this much younger than what it is passed on in. */
#define INK_ORIGIN_SKEW_S (15 * 60)

/* --- origin.c ---------------------------------------------------------------------------------*/

InkOrigin *ink_origin_new(InkOriginKind kind);
void ink_origin_add_evidence(InkOrigin *origin, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* The first doubt is kept. */
void ink_origin_add_doubt(InkOrigin *origin, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* What to doubt of a sender of ours, NULL if nothing: static, "e-postserverns …". */
const char *ink_origin_find_proof_doubt(const InkOriginFacts *facts);
/* When the message itself came, as well as its own fields tell: the newest Received:, else Date:.
 */
gint64 ink_origin_get_time(const InkMessage *message);

/* Each returns NULL if the message is not of its kind. */
InkOrigin *ink_origin_find_form(const InkMessage *message, const InkOriginFacts *facts);
InkOrigin *ink_origin_find_note(const InkMessage *message, const InkOriginFacts *facts);
InkOrigin *ink_origin_find_forward(const InkMessage *message, const InkOriginFacts *facts);

/* The name of the form that the letter is from, or may be from; NULL if it is from none. */
const char *ink_origin_find_form_name(const InkMessage *letter, const InkOriginFacts *facts);

/* --- block.c ----------------------------------------------------------------------------------*/

/* The labels above a letter that was passed on. */
typedef struct {
    char *from, *sent, *to, *subject; /* the values as they stand; NULL = no such label */
    gboolean is_marked; /* "---- Vidarebefordrat meddelande ----" stands right above it */
    gsize start, end;   /* its first line, and the line after its last */
} InkOriginBlock;

void ink_origin_block_free(gpointer block);

/* A text in lines, in normal form, without the '>' of quotations and the white space around. */
typedef struct {
    char **texts;  /* NULL-terminated */
    guint *depths; /* how many '>' there were */
} InkOriginLines;

void ink_origin_lines_split(const char *text, InkOriginLines *out_lines);
void ink_origin_lines_clear(InkOriginLines *lines);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(InkOriginLines, ink_origin_lines_clear)
/* From line start to the end, as a letter whose own lines had that many '>'. */
char *ink_origin_lines_join(const InkOriginLines *lines, gsize start, guint depth);
GPtrArray *ink_origin_find_blocks(const InkOriginLines *lines); /* InkOriginBlock, in order */

/* --- person.c ---------------------------------------------------------------------------------*/

/* Who a From: in a text names. */
typedef struct {
    char *name;    /* NULL = none */
    char *address; /* one we could write to, in small letters; NULL = none, or more than one */
    gboolean is_several;
} InkOriginPerson;

void ink_origin_person_clear(InkOriginPerson *person);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(InkOriginPerson, ink_origin_person_clear)
void ink_origin_person_read(const char *text, InkOriginPerson *out_person);
