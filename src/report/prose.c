/* SPDX-License-Identifier: MIT
 *
 * Delivery reports that people are meant to read, and automatic replies.
 *
 * A report in prose comes from a mail system: with an empty Return-Path, from an address of that
 * kind, or with X-Failed-Recipients. The first row of the table whose words stand in its text says
 * what happened. The addresses that follow the words are the recipients, and what stands between
 * one and the next is what is said of it. Where the returned message begins, the notice ends.
 */
#include "report-private.h"

#include "inkom/text.h"

#include <string.h>

#define DIAGNOSTIC_MAX 300

/* Delays stand first: a warning often says too what will happen when trying ends. */
static const struct {
    const char *format;
    InkReportKind kind;
    const char *words;
} notices[] = {
    {"Gmail", INK_REPORT_DELAYED,
     "temporary problem (?:while )?delivering your message to|recipient has been delayed|"
     "(?:tillfälligt|temporärt) problem .{0,80}lever|tilapäinen ongelma .{0,80}toimit"},
    {"Exim", INK_REPORT_DELAYED,
     "has not been delivered to all of its recipients|address(?:es)? to which the message has not "
     "yet been delivered"},
    {"Sendmail", INK_REPORT_DELAYED,
     "addresses had transient non-fatal errors|could not send message for past|"
     "THIS IS A WARNING MESSAGE ONLY"},
    {"Postfix", INK_REPORT_DELAYED,
     "could not be delivered for more than|has not (?:yet )?been delivered (?:after|for) more than|"
     "THIS IS A WARNING ONLY|detta är endast en varning"},
    {"Exchange", INK_REPORT_DELAYED,
     "Delivery (?:is delayed|to these recipients .{0,40}delayed)|leverans\\w* .{0,60}(?:är "
     "försenad|har försenats)|har ännu inte levererats|toimitus .{0,80}viivästy"},
    {"qmail", INK_REPORT_FAILED,
     "This is the (?:qmail-send|\\S+) program at|I'm afraid I wasn't able to deliver your message|"
     "jag kunde tyvärr inte leverera ditt meddelande"},
    {"Exim", INK_REPORT_FAILED,
     "could not be delivered to one or more of its recipients|"
     "following address(?:\\(es\\)|es)? failed|this is a permanent error"},
    {"Sendmail", INK_REPORT_FAILED, "addresses had permanent fatal errors"},
    {"Postfix", INK_REPORT_FAILED,
     "could not be delivered to one or more recipients|ditt meddelande inte (?:kunde|har kunnat) "
     "levereras till en eller flera mottagare|viestiäsi ei voitu toimittaa yhdelle tai useammalle"},
    {"Gmail", INK_REPORT_FAILED,
     "following recipients? failed permanently|your message (?:wasn't|was not) delivered to|"
     "ditt meddelande (?:har )?inte levererat?s till|meddelande levererades inte till|"
     "mottagare misslyckades permanent|viestiäsi ei (?:ole )?toimitettu|vastaanottajalle "
     "epäonnistui pysyvästi"},
    {"Exchange", INK_REPORT_FAILED,
     "Delivery has failed to these recipients|did not reach (?:some or all|any|some) of the "
     "intended recipients|(?:your message|message) (?:to \\S+ )?couldn't be delivered|"
     "recipient\\(s\\) (?:cannot|could not) be reached|"
     "leverans\\w* till (?:dessa|de här|följande) mottagar\\w+.{0,80}misslyckades|"
     "det gick inte att leverera (?:meddelandet |ditt meddelande )?till (?:dessa|de här|följande)|"
     "nådde inte .{0,40}avsedda mottagar|(?:följande|dessa) mottagare (?:kan|kunde) inte nås|"
     "meddelande(?:t)? (?:till \\S+ )?kunde inte levereras|"
     "toimitus (?:näille|seuraaville) vastaanottajille.{0,60}epäonnistui|"
     "ei (?:tavoittanut|saavuttanut) .{0,40}vastaanottaj|viestiäsi .{0,80}ei voitu toimittaa"},
    {"Domino", INK_REPORT_FAILED, "was not delivered to:"},
    {"GroupWise", INK_REPORT_FAILED, "message that you sent was undeliverable"},
    {"prosa", INK_REPORT_FAILED,
     "(?:unable|not able) to deliver (?:your|the) (?:message|mail)|(?:message|mail) (?:was|is) "
     "undeliverable|could not be delivered|delivery (?:has )?failed|undelivered mail returned|"
     "(?:kunde|kan|gick) inte (?:att )?(?:levereras?|delas ut)|misslyckades att leverera|"
     "ei voitu toimittaa|toimitus epäonnistui"},
};

/* What stands before the message that came back, on a line of its own. */
#define RETURNED                                                                                   \
    "(?m)^(?: *-{2,} ?(?:Below this line is a copy of|Enclosed (?:is|are) |This is a copy of|"     \
    "Original message|Returned message|Message header follows|Unsent message|Text of message|"     \
    "Undelivered message|The body of the message|Ursprungligt meddelande|Originalmeddelande|"      \
    "Nedanför denna rad|Under den här raden|Alkuperäinen viesti).*|"                            \
    "(?:Original message headers|(?:Ursprungliga|Originalmeddelandets) "                           \
    "(?:meddelande)?(?:rubriker|huvuden)|Alkuperäisen viestin otsikot):[ ]*)$"

/* RFC 5321's addresses, without quoted local parts. */
#define ATOM "[\\w!#$%&'*+/=?^`{|}~-]"
#define ADDRESS                                                                                    \
    "(?<![\\w.+@-])(?<address>(?!')" ATOM "++(?:\\." ATOM "++)*+"                                  \
    "@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)"

/* Without a "Re:" before: a person's answer to one is a person's. */
#define AWAY                                                                                           \
    "^(?:autosvar|autoreply|auto[- ]reply|automatisk\\w* (?:svar|meddelande)|automatic reply|"         \
    "automated (?:reply|response)|out[ -]of[ -](?:the[ -])?office|away from (?:my|the) (?:mail|"       \
    "office)|on (?:vacation|holiday|leave)\\b|frånvaro(?:meddelande)?\\b|frånvarande\\b|"            \
    "ej på plats|ej i tjänst|tjänstledig\\b|semester(?:meddelande)?:|(?:jag är|är) på semester|" \
    "automaattinen (?:vastaus|viesti)|automaattivastaus|poissaolo\\w*|poissa\\b|lomalla\\b|"           \
    "en ole paikalla|automatisk svar|automatische antwort|abwesenheit)"

#define SYSTEM_SENDER                                                                              \
    "^(?:mailer[._-]?daemon|postmaster|mail[._-]?daemon|mmdf|"                                     \
    "microsoftexchange[0-9a-f]*|mail[._-]?delivery[\\w.-]*)(?:[+@]|$)"

struct InkProseReader {
    InkPattern *notices[G_N_ELEMENTS(notices)];
    InkPattern *returned, *address, *away, *sender, *own_id;
};

/* Lines are broken anywhere between two words. */
static InkPattern *
compile_words(const char *words)
{
    g_auto(GStrv) pieces = g_strsplit(words, " ", -1);
    g_autofree char *pattern = g_strjoinv("\\s+", pieces);
    return ink_pattern_of_source(pattern);
}

InkProseReader *
ink_prose_reader_new(void)
{
    InkProseReader *reader = g_new0(InkProseReader, 1);
    for (gsize i = 0; i < G_N_ELEMENTS(notices); i++)
        reader->notices[i] = compile_words(notices[i].words);
    reader->returned = ink_pattern_of_source(RETURNED);
    reader->address = ink_pattern_of_source(ADDRESS);
    reader->away = ink_pattern_of_source(AWAY);
    reader->sender = ink_pattern_of_source(SYSTEM_SENDER);
    reader->own_id = ink_pattern_of_source(INK_OWN_ID_PATTERN);
    return reader;
}

void
ink_prose_reader_free(InkProseReader *reader)
{
    if (reader == NULL)
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(notices); i++)
        ink_pattern_free(reader->notices[i]);
    ink_pattern_free(reader->returned);
    ink_pattern_free(reader->address);
    ink_pattern_free(reader->away);
    ink_pattern_free(reader->sender);
    ink_pattern_free(reader->own_id);
    g_free(reader);
}

const char *
ink_prose_find_returned(InkProseReader *prose, InkPatternScratch *scratch, const char *text,
                        gsize *out_notice_size)
{
    InkSpan span;
    *out_notice_size = strlen(text);
    if (!ink_pattern_is_in(prose->returned, scratch, text, &span))
        return NULL;
    *out_notice_size = span.start;
    const char *after = text + span.end;
    return after + strspn(after, " \t\n");
}

static gboolean
is_from_mail_system(const InkMessage *message, InkProseReader *prose, InkPatternScratch *scratch)
{
    const InkAddress *sender = ink_message_get_sender(message);
    return message->return_path_kind == INK_RETURN_PATH_EMPTY ||
           ink_message_find_header(message, "X-Failed-Recipients") != NULL ||
           (message->report_type != NULL &&
            g_str_has_prefix(message->report_type, "delivery-status")) ||
           (sender != NULL && ink_pattern_is_in(prose->sender, scratch, sender->address, NULL));
}

static InkReportRecipient *
find_recipient(const InkReport *report, const char *address)
{
    for (guint i = 0; i < report->recipients->len; i++) {
        InkReportRecipient *recipient = report->recipients->pdata[i];
        if (g_strcmp0(recipient->recipient, address) == 0)
            return recipient;
    }
    return NULL;
}

/* The sender of the report and those it was sent to are no recipients of the letter, and its
 * Message-ID only looks like an address. */
static gboolean
is_no_recipient(const InkReport *report, const InkMessage *message, const char *address,
                InkProseReader *prose, InkPatternScratch *scratch)
{
    const InkAddress *sender = ink_message_get_sender(message);
    return ink_pattern_is_in(prose->own_id, scratch, address, NULL) ||
           (sender != NULL && g_str_equal(sender->address, address)) ||
           g_strv_contains((const char *const *)report->sent_to, address);
}

static void
describe(InkReportRecipient *recipient, const char *said, InkStatusReader *status,
         InkPatternScratch *scratch)
{
    g_autofree char *read = ink_status_read(status, scratch, said);
    if (read == NULL || (recipient->status != NULL && !g_str_has_suffix(recipient->status, ".0.0")))
        return;
    g_free(recipient->status);
    recipient->status = g_steal_pointer(&read);
    g_free(recipient->diagnostic);
    said += strspn(said, " \t\n<>()[]'\":;,.");
    recipient->diagnostic = ink_text_one_line(said, DIAGNOSTIC_MAX);
}

static InkReportRecipient *
add_recipient(InkReport *report, InkReportKind kind, const char *address)
{
    InkReportRecipient *recipient = find_recipient(report, address);
    if (recipient != NULL)
        return recipient;
    recipient = ink_report_recipient_new(kind);
    recipient->recipient = g_strdup(address);
    g_ptr_array_add(report->recipients, recipient);
    return recipient;
}

/* Every address after the words, each with what is said until the next other one. */
static void
read_recipients(InkReport *report, const InkMessage *message, InkReportKind kind, const char *text,
                InkProseReader *prose, InkStatusReader *status, InkPatternScratch *scratch)
{
    InkReportRecipient *last = NULL;
    gsize size = strlen(text), at = 0, said = 0;
    InkSpan span;
    while (report->recipients->len < INK_REPORT_RECIPIENTS_MAX &&
           ink_pattern_find(prose->address, scratch, text, size, at, &span) == INK_MATCH_YES) {
        g_autofree char *address =
            g_ascii_strdown(text + span.start, (gssize)(span.end - span.start));
        at = span.end;
        if (is_no_recipient(report, message, address, prose, scratch))
            continue;
        InkReportRecipient *next = add_recipient(report, kind, address);
        if (next == last)
            continue;
        if (last != NULL) {
            g_autofree char *piece = g_strndup(text + said, span.start - said);
            describe(last, piece, status, scratch);
        }
        last = next;
        said = span.end;
    }
    if (last != NULL)
        describe(last, text + said, status, scratch);
}

static void
read_failed_header(InkReport *report, const InkMessage *message, InkReportKind kind)
{
    const char *value = ink_message_find_header(message, "X-Failed-Recipients");
    g_auto(GStrv) addresses = g_strsplit_set(value != NULL ? value : "", ", \t<>", -1);
    for (char **address = addresses; *address != NULL; address++) {
        g_autofree char *lower = g_ascii_strdown(*address, -1);
        if (strchr(lower, '@') != NULL && report->recipients->len < INK_REPORT_RECIPIENTS_MAX)
            add_recipient(report, kind, lower);
    }
}

/* A code said of nobody in particular is said of the only one there is. */
static void
settle(InkReport *report, const char *notice, InkStatusReader *status, InkPatternScratch *scratch)
{
    if (report->recipients->len == 1)
        describe(report->recipients->pdata[0], notice, status, scratch);
    for (guint i = 0; i < report->recipients->len; i++) {
        InkReportRecipient *recipient = report->recipients->pdata[i];
        recipient->is_permanent = recipient->kind == INK_REPORT_FAILED &&
                                  recipient->status != NULL && recipient->status[0] == '5';
    }
}

gboolean
ink_report_read_prose(InkReport *report, const InkMessage *message, InkProseReader *prose,
                      InkStatusReader *status, InkPatternScratch *scratch)
{
    if (!is_from_mail_system(message, prose, scratch))
        return FALSE;
    report->text = ink_report_join_text(message);
    gsize size;
    ink_prose_find_returned(prose, scratch, report->text, &size);
    g_autofree char *notice = g_strndup(report->text, size);
    for (gsize i = 0; i < G_N_ELEMENTS(notices); i++) {
        InkSpan span;
        if (!ink_pattern_is_in(prose->notices[i], scratch, notice, &span))
            continue;
        report->kind = INK_REPORT_UNCLEAR;
        report->format = notices[i].format;
        read_failed_header(report, message, notices[i].kind);
        read_recipients(report, message, notices[i].kind, notice + span.start, prose, status,
                        scratch);
        if (report->recipients->len == 0)
            read_recipients(report, message, notices[i].kind, notice, prose, status, scratch);
        settle(report, notice, status, scratch);
        return TRUE;
    }
    return FALSE;
}

/* --- automatic replies ------------------------------------------------------------------------*/

static gboolean
has_automatic_header(const InkMessage *message)
{
    static const char *const names[] = {"X-Autoreply",      "X-Autorespond",    "X-Autoresponse",
                                        "X-AutoReply-From", "X-Mail-Autoreply", NULL};
    for (guint i = 0; i < message->headers->len; i++) {
        const InkHeader *header = message->headers->pdata[i];
        for (gsize k = 0; names[k] != NULL; k++)
            if (g_ascii_strcasecmp(header->name, names[k]) == 0)
                return TRUE;
    }
    return ink_message_find_token(message, "Auto-Submitted",
                                  (const char *const[]){"auto-replied", NULL}) != NULL ||
           ink_message_find_token(message, "Precedence",
                                  (const char *const[]){"auto_reply", NULL}) != NULL;
}

gboolean
ink_report_read_away(InkReport *report, const InkMessage *message, InkProseReader *prose,
                     InkPatternScratch *scratch)
{
    g_autofree char *subject = ink_text_normalise(message->subject);
    gboolean has_header = has_automatic_header(message);
    if (!has_header && !ink_pattern_is_in(prose->away, scratch, g_strstrip(subject), NULL))
        return FALSE;
    report->kind = INK_REPORT_AWAY;
    report->format = has_header ? "RFC 3834" : "ämnesrad";
    report->is_guess = !has_header;
    return TRUE;
}
