/* SPDX-License-Identifier: MIT
 *
 * A form at work: whether a message is one of its letters, and what it says. A letter of the form
 * that lacks what the form must have is told of: somebody has changed the form, and until its
 * description follows, what citizens write there would be read wrongly.
 */
#include "form-private.h"

#include "inkom/signed-address.h"
#include "inkom/text.h"

#include <string.h>

#define VALUE_CHARS 200
#define SHOWN_CHARS 40
#define DAY_S       (24 * 3600)
#define LATE_DAYS   30 /* a form that took longer to send its letter has a wrong clock */

/* "Namn <address>" for each. Anybody may call himself "<noreply@kommun.example>": of what makes an
 * address, nothing is left in a name, and what is no plain address is left out. */
static void
append_addresses(GString *out, const GPtrArray *addresses)
{
    for (guint i = 0; i < addresses->len; i++) {
        const InkAddress *address = addresses->pdata[i];
        if (!ink_address_is_sendable(address->address))
            continue;
        g_autofree char *name = g_strdup(address->name != NULL ? address->name : "");
        g_strdelimit(name, "<>@", ' ');
        g_string_append_printf(out, "%s%s%s<%s>", out->len > 0 ? "\n" : "", name,
                               *name != '\0' ? " " : "", address->address);
    }
}

static void
append_headers(GString *out, const InkMessage *message, const char *name)
{
    for (guint i = 0; i < message->headers->len; i++) {
        const InkHeader *header = message->headers->pdata[i];
        if (g_ascii_strcasecmp(header->name, name) == 0)
            g_string_append_printf(out, "%s%s", out->len > 0 ? "\n" : "", header->value);
    }
}

static void
append_attachments(GString *out, const InkMessage *message)
{
    for (guint i = 0; i < message->attachments->len; i++) {
        const InkAttachment *attachment = message->attachments->pdata[i];
        if (attachment->name != NULL)
            g_string_append_printf(out, "%s%s", out->len > 0 ? "\n" : "", attachment->name);
    }
}

static char *
get_part(const InkFormPattern *pattern, const InkMessage *message)
{
    GString *out = g_string_new(NULL);
    switch (pattern->part) {
    case INK_FORM_PART_FROM:
        append_addresses(out, message->from);
        break;
    case INK_FORM_PART_REPLY_TO:
        append_addresses(out, message->reply_to);
        break;
    case INK_FORM_PART_SUBJECT:
        g_string_append(out, message->subject);
        break;
    case INK_FORM_PART_TEXT:
        g_string_append(out, message->text);
        break;
    case INK_FORM_PART_ATTACHMENT:
        append_attachments(out, message);
        break;
    case INK_FORM_PART_HEADER:
        append_headers(out, message, pattern->header);
        break;
    }
    g_autofree char *raw = g_string_free(out, FALSE);
    return ink_text_normalise(raw);
}

InkMatch
ink_form_fits(const InkForm *form, const InkMessage *message, InkPatternScratch *patterns)
{
    InkMatch found = INK_MATCH_YES;
    if (message->from->len != 1 || message->from_fields > 1)
        return INK_MATCH_NO;
    for (guint i = 0; i < form->when->len && found != INK_MATCH_NO; i++) {
        const InkFormPattern *when = form->when->pdata[i];
        g_autofree char *text = get_part(when, message);
        InkSpan span;
        InkMatch match = ink_pattern_find(when->pattern, patterns, text, strlen(text), 0, &span);
        if (match != INK_MATCH_YES)
            found = match;
    }
    return found;
}

/* --- the values -------------------------------------------------------------------------------*/

/* While a message is read. */
typedef struct {
    const InkMessage *message;
    InkPatternScratch *patterns;
    gboolean is_undecided; /* a search met its limit: what it would have found is not known */
} Search;

static gboolean
find(Search *search, const InkPattern *pattern, const char *text, gsize from, InkSpan *out_span)
{
    InkMatch match =
        ink_pattern_find(pattern, search->patterns, text, strlen(text), from, out_span);
    search->is_undecided = search->is_undecided || match == INK_MATCH_UNDECIDED;
    return match == INK_MATCH_YES;
}

/* The text up to the last place where the form's closing words begin: what a citizen wrote before
 * may look like them. */
static char *
cut_end(const InkForm *form, Search *search)
{
    const char *text = search->message->text;
    gsize size = strlen(text), end = size;
    InkSpan span;
    for (gsize from = 0; form->end != NULL && from < size; from = MAX(span.end, span.start + 1)) {
        if (!find(search, form->end, text, from, &span))
            break;
        end = span.start;
    }
    return g_strndup(text, end);
}

static void
read_pattern(const InkFormPattern *pattern, Search *search, char *values[INK_FIELDS])
{
    g_autofree char *text = get_part(pattern, search->message);
    InkPatternScratch *patterns = search->patterns;
    InkSpan span;
    if (!find(search, pattern->pattern, text, 0, &span))
        return;
    for (const char *const *name = ink_pattern_get_names(pattern->pattern); *name != NULL; name++) {
        InkField field = ink_field_find(*name);
        if (values[field] == NULL &&
            ink_pattern_get_group(pattern->pattern, patterns, *name, &span))
            values[field] = g_strstrip(g_strndup(text + span.start, span.end - span.start));
    }
}

/* The value in the register's own words; NULL if the form's word has none. */
static char *
translate(const InkForm *form, InkField field, const char *word, char *const *vocabulary)
{
    g_autofree char *folded = ink_form_fold(word);
    if (form->values[field] != NULL)
        return g_strdup(g_hash_table_lookup(form->values[field], folded));
    for (; *vocabulary != NULL; vocabulary++) {
        g_autofree char *known = ink_form_fold(*vocabulary);
        if (g_str_equal(known, folded))
            return g_strdup(*vocabulary);
    }
    return NULL;
}

static char *
choose(InkOrigin *origin, const InkForm *form, InkField field, const char *word,
       char *const *vocabulary)
{
    if (!ink_text_is_blank(word)) {
        char *value = translate(form, field, word, vocabulary);
        if (value != NULL)
            return value;
        g_autofree char *shown = ink_text_one_line(word, SHOWN_CHARS);
        ink_origin_add_evidence(origin,
                                "formulärets %s \"%s\" finns inte i beskrivningen; reglerna "
                                "avgör",
                                INK_FIELD_NAMES[field], shown);
    }
    return g_strdup(form->set[field]);
}

static char *
take_line(const InkForm *form, char *const values[INK_FIELDS], InkField field)
{
    const char *value = !ink_text_is_blank(values[field]) ? values[field] : form->set[field];
    return ink_text_is_blank(value) ? NULL : ink_text_one_line(value, VALUE_CHARS);
}

/* Somebody who meant to give an address; "har ingen" is nobody. */
static gboolean
is_meant_as_address(const char *written)
{
    static const char *const signs[] = {"(a)", "(at)", "[at]", "[a]", "snabel"};
    g_autofree char *folded = g_utf8_strdown(written, -1);
    for (gsize i = 0; i < G_N_ELEMENTS(signs); i++)
        if (strstr(folded, signs[i]) != NULL)
            return TRUE;
    for (const char *dot = folded; (dot = strchr(dot, '.')) != NULL; dot++)
        if (dot > folded && g_ascii_isalnum(dot[-1]) && g_ascii_isalnum(dot[1]))
            return TRUE;
    return strchr(folded, '@') != NULL;
}

static void
take_sender(InkOrigin *origin, const InkForm *form, char *const values[INK_FIELDS])
{
    g_auto(InkOriginPerson) person = {NULL, NULL, FALSE};
    const char *written = values[INK_FIELD_SENDER];
    if (written != NULL)
        ink_origin_person_read(written, &person);
    origin->sender = g_steal_pointer(&person.address);
    origin->sender_name = take_line(form, values, INK_FIELD_NAME);
    if (origin->sender_name == NULL && origin->sender != NULL)
        origin->sender_name = g_steal_pointer(&person.name);
    if (origin->sender == NULL && !ink_text_is_blank(written)) {
        g_autofree char *shown = ink_text_one_line(written, SHOWN_CHARS);
        if (is_meant_as_address(written))
            ink_origin_add_doubt(origin,
                                 "\"%s\" är ingen adress att skriva till; den som skrev väntar "
                                 "kanske på svar",
                                 shown);
        else
            ink_origin_add_evidence(origin, "\"%s\" är ingen adress att skriva till", shown);
    } else if (origin->sender == NULL) {
        ink_origin_add_evidence(origin, "ingen adress är angiven");
    }
}

static void
take_answer(InkOrigin *origin, const InkForm *form, const char *word, char *const *vocabulary)
{
    g_autofree char *answer =
        !ink_text_is_blank(word) ? translate(form, INK_FIELD_ANSWER, word, vocabulary) : NULL;
    origin->wants_no_answer = g_strcmp0(answer, "nej") == 0;
    if (origin->wants_no_answer)
        ink_origin_add_evidence(origin, "den som skrev vill inte ha svar");
}

static void
take_time(InkOrigin *origin, const InkForm *form, const char *written, const InkMessage *message,
          const InkClock *clock)
{
    if (ink_text_is_blank(written))
        return;
    g_autofree char *shown = ink_text_one_line(written, SHOWN_CHARS);
    gint64 time = ink_origin_parse_date(clock, written), sent = ink_origin_get_time(message);
    gboolean is_likely = time != INK_TIME_NONE &&
                         (sent == INK_TIME_NONE || (time <= sent + INK_ORIGIN_SKEW_S &&
                                                    time >= sent - (gint64)LATE_DAYS * DAY_S));
    ink_origin_add_evidence(origin, "formuläret fylldes i: %s%s", shown,
                            is_likely ? "" : " (går inte att läsa, eller stämmer inte med brevet)");
    if (!is_likely || !form->time_is_arrival)
        return;
    origin->date = time;
    origin->dated_by = g_strdup_printf("formuläret %s: %s", form->name, shown);
}

/* What the form must have and has not. */
static void
check_layout(InkOrigin *origin, const InkForm *form, char *const values[INK_FIELDS],
             const char *twice)
{
    for (InkField field = 0; field < INK_FIELDS; field++) {
        gboolean is_missing = form->is_present[field] && values[field] == NULL;
        gboolean is_empty = form->is_required[field] && ink_text_is_blank(values[field]);
        if (!is_missing && !is_empty)
            continue;
        origin->is_misfit = TRUE;
        ink_origin_add_doubt(origin, "formuläret %s ser inte ut som dess beskrivning (%s): %s %s",
                             form->name, form->id, INK_FIELD_NAMES[field],
                             values[field] == NULL ? "finns inte i brevet" : "är tomt");
    }
    if (twice != NULL)
        ink_origin_add_doubt(origin,
                             "etiketten \"%s\", eller en som betyder detsamma, står två gånger i "
                             "formuläret %s",
                             twice, form->name);
}

/* What a citizen writes may have made the search slow; that is no change of the form. */
static void
doubt_search(InkOrigin *origin, const InkForm *form)
{
    origin->is_misfit = FALSE;
    ink_origin_add_doubt(origin, "ett mönster i formuläret %s (%s) tog för lång tid att pröva",
                         form->name, form->id);
}

static InkMessage *
make_letter(const InkOrigin *origin, char *const values[INK_FIELDS], const InkMessage *message)
{
    g_autoptr(GString) text = g_string_new(NULL);
    if (values[INK_FIELD_TEXT] != NULL)
        g_string_append(text, values[INK_FIELD_TEXT]);
    if (origin->place != NULL && strstr(text->str, origin->place) == NULL)
        g_string_append_printf(text, "%s%s", text->len > 0 ? "\n" : "", origin->place);
    return ink_origin_letter_new(message, message, origin->sender_name, origin->sender,
                                 origin->title != NULL ? origin->title : "", text->str);
}

InkOrigin *
ink_form_run(const InkForm *form, const InkForms *forms, const InkMessage *message,
             const InkClock *clock, InkPatternScratch *patterns)
{
    char *values[INK_FIELDS] = {NULL};
    Search search = {message, patterns, FALSE};
    g_autofree char *text = cut_end(form, &search), *twice = NULL;
    InkOrigin *origin = ink_origin_new(INK_ORIGIN_FORM);
    ink_form_read_labels(form, text, values, &twice);
    for (guint i = 0; i < form->patterns->len; i++)
        read_pattern(form->patterns->pdata[i], &search, values);

    origin->form = g_strdup(form->name);
    origin->passed_on_by = g_strdup(ink_message_get_sender(message)->address);
    ink_origin_add_evidence(origin, "formuläret %s (%s) från %s", form->name, form->id,
                            origin->passed_on_by);
    take_sender(origin, form, values);
    origin->phone = take_line(form, values, INK_FIELD_PHONE);
    origin->title = take_line(form, values, INK_FIELD_TITLE);
    origin->place = take_line(form, values, INK_FIELD_PLACE);
    origin->channel =
        choose(origin, form, INK_FIELD_CHANNEL, values[INK_FIELD_CHANNEL], forms->channels);
    origin->unit = choose(origin, form, INK_FIELD_UNIT, values[INK_FIELD_UNIT], forms->units);
    origin->type = choose(origin, form, INK_FIELD_TYPE, values[INK_FIELD_TYPE], forms->types);
    take_time(origin, form, values[INK_FIELD_TIME], message, clock);
    take_answer(origin, form, values[INK_FIELD_ANSWER], forms->answers);
    check_layout(origin, form, values, twice);
    if (search.is_undecided)
        doubt_search(origin, form);
    origin->letter = make_letter(origin, values, message);
    for (InkField field = 0; field < INK_FIELDS; field++)
        g_free(values[field]);
    return origin;
}

const char *
ink_origin_find_form_name(const InkMessage *letter, const InkOriginFacts *facts)
{
    for (guint i = 0; i < ink_forms_get_count(facts->forms); i++) {
        const InkForm *form = facts->forms->forms->pdata[i];
        if (ink_form_fits(form, letter, facts->patterns) != INK_MATCH_NO)
            return form->name;
    }
    return NULL;
}

/* Who fills in a compulsory field with our own address gives none, and is not us. */
static void
drop_own_sender(InkOrigin *origin, const InkConfig *config)
{
    if (origin->sender == NULL)
        return;
    char delimiter = config->delimiter != '\0' ? config->delimiter : '+';
    g_autofree char *plain = ink_address_strip_detail(origin->sender, delimiter);
    if (!ink_config_is_own_address(config, plain))
        return;
    ink_origin_add_evidence(origin, "adressen %s är vår egen och räknas inte", origin->sender);
    g_clear_pointer(&origin->sender, g_free);
    g_ptr_array_set_size(origin->letter->from, 0);
    origin->letter->from_fields = 0;
}

InkOrigin *
ink_origin_find_form(const InkMessage *message, const InkOriginFacts *facts)
{
    for (guint i = 0; i < ink_forms_get_count(facts->forms); i++) {
        const InkForm *form = facts->forms->forms->pdata[i];
        InkMatch match = ink_form_fits(form, message, facts->patterns);
        if (match == INK_MATCH_NO)
            continue;
        InkOrigin *origin =
            ink_form_run(form, facts->forms, message, facts->clock, facts->patterns);
        if (match == INK_MATCH_UNDECIDED)
            doubt_search(origin, form);
        drop_own_sender(origin, facts->config);
        const char *unproven = ink_origin_find_proof_doubt(facts);
        if (unproven != NULL) {
            origin->is_misfit = FALSE; /* anybody can cause a false alarm */
            ink_origin_add_doubt(origin, "%s uppger sig vara formuläret %s, men %s",
                                 origin->passed_on_by, form->name, unproven);
        }
        return origin;
    }
    return NULL;
}
