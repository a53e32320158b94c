/* SPDX-License-Identifier: MIT
 *
 * A parsed message: a plain struct that owns everything in it. All strings are valid UTF-8 without
 * NUL. Nothing in it points into a library, so it could be written to a pipe and read back.
 */
#pragma once

#include <glib.h>

typedef struct InkMessage InkMessage;

typedef struct {
    char *name; /* display name, decoded; NULL if none */
    /* ASCII letters lower-cased, a domain in other letters as A-labels where it can be one, else
     * as written: equal bytes are equal addresses, and nothing else is. Never NULL, may lack '@'.
     */
    char *address;
} InkAddress;

typedef struct {
    char *name;  /* as written */
    char *value; /* unfolded, not RFC 2047-decoded, bytes repaired to UTF-8, trimmed */
} InkHeader;

/* One `Received:` field (RFC 5321 §4.4); the newest stands first in a message. */
typedef struct {
    char *by;    /* host after "by", ASCII lower case; NULL if unreadable */
    gint64 time; /* UTC seconds; INK_TIME_NONE (G_MININT64) if unreadable */
} InkReceived;

typedef struct {
    char *name;  /* file name, decoded, path parts removed, made printable; NULL if none */
    char *type;  /* "application/pdf" */
    gint64 size; /* decoded bytes */
    char *sha256;
    InkMessage *message; /* what it holds, if it is a message and could be opened; else NULL */
} InkAttachment;

typedef enum {
    INK_RETURN_PATH_ABSENT,  /* the store strips it: nothing is known */
    INK_RETURN_PATH_EMPTY,   /* "<>": a report; never answered (RFC 5321 §4.5.5) */
    INK_RETURN_PATH_ADDRESS, /* return_path holds it */
    INK_RETURN_PATH_BAD,     /* more than one, or not an address */
} InkReturnPath;

typedef enum {
    INK_TEXT_NONE,  /* no text at all: only attachments */
    INK_TEXT_PLAIN, /* from text/plain */
    INK_TEXT_HTML,  /* from text/html, converted */
} InkTextSource;

/* What reports are made of: message/delivery-status and its like, text/calendar, and the message or
 * header that came back. */
typedef struct {
    char *type; /* "message/delivery-status", lower case */
    char *text; /* header fields unfolded and decoded, one a line; of a message also its body, as it
                   stands; at most INK_REPORT_PART_BYTES */
} InkReportPart;

#define INK_REPORT_PARTS_MAX  10
#define INK_REPORT_PART_BYTES (32 * 1024)

struct InkMessage {
    GPtrArray *headers; /* InkHeader, every field of the outer header, in order */

    GPtrArray *from, *to, *cc, *reply_to; /* InkAddress; never NULL, may be empty */
    guint from_fields;                    /* how many From: fields are among the headers */
    gboolean from_is_group;               /* From: has group syntax (RFC 6854) */
    InkReturnPath return_path_kind;
    char *return_path;

    char *subject;                    /* decoded, one line; "" if none */
    char *message_id;                 /* without <>; NULL if none */
    char **in_reply_to, **references; /* message ids without <>; never NULL */
    gint64 date; /* Date: in UTC seconds, INK_TIME_NONE if missing or wrong; never trusted */
    GPtrArray *received; /* InkReceived, one for each Received: among the headers, newest first */

    char *content_type;    /* of the whole, lower case: "multipart/report" */
    char *report_type;     /* its report-type parameter, lower case; NULL if none */
    char *calendar_method; /* what the sender's calendar wants of ours: "REQUEST", "REPLY", "CANCEL"
                              …; NULL: nothing, whatever is attached */
    gboolean
        is_encrypted; /* S/MIME or PGP that only its reader can open: the text is not in text */

    char *text;      /* the whole text; "" if none; cut at InkLimits.text_bytes */
    char *new_text;  /* what the sender wrote now: without quotes, forwarded block, signature */
    char *signature; /* the signature that was trimmed, "" if none */
    InkTextSource text_source;
    gboolean is_text_cut;

    GPtrArray *attachments;  /* InkAttachment */
    GPtrArray *report_parts; /* InkReportPart, at most INK_REPORT_PARTS_MAX */
    char **defects;          /* what was broken and how it was read, Swedish; never NULL */
};

InkMessage *ink_message_new(void); /* every field empty, as above */
void ink_message_free(InkMessage *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkMessage, ink_message_free)

InkAddress *ink_address_new(const char *name, const char *address);
void ink_address_free(InkAddress *address);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkAddress, ink_address_free)
/* The form in which addresses are compared, as in InkAddress. */
char *ink_address_canonical(const char *address);
/* Without the tags that mail systems put around the local part (BATV, SRS); canonical, new. */
char *ink_address_strip_tags(const char *address);
/* The mailbox behind it, for counting and comparing what goes there: besides tags without the
 * recipient and number of VERP and without a detail after '+'. Never to be written to; new. */
char *ink_address_bare(const char *address);
/* For people: with the domain in its own letters beside it, where it has such. */
char *ink_address_describe(const char *address);
/* local@domain, dot-atom on both sides, at most 64 + 1 + 255 bytes, ASCII, no control characters:
 * the only addresses that are ever written to. */
gboolean ink_address_is_sendable(const char *address);
const char *ink_address_get_domain(const char *address); /* after the last '@'; "" if none */

InkHeader *ink_header_new(const char *name, const char *value);
void ink_header_free(InkHeader *header);
InkAttachment *ink_attachment_new(const char *name, const char *type, gint64 size,
                                  const char *sha256);
void ink_attachment_free(InkAttachment *attachment);
InkReportPart *ink_report_part_new(const char *type, const char *text);
void ink_report_part_free(InkReportPart *part);
InkReceived *ink_received_new(const char *by, gint64 time);
void ink_received_free(InkReceived *received);

/* The first field of this name (ASCII case ignored), or NULL. */
const char *ink_message_find_header(const InkMessage *message, const char *name);
/* The first From: address, or NULL. */
const InkAddress *ink_message_get_sender(const InkMessage *message);
/* The earliest of the unbroken row of Received: fields that our own hosts wrote; NULL if none did.
 * Fields below one that somebody else wrote can be forged; those above the first of ours are the
 * store's. hosts: ASCII lower case, NULL-terminated. */
const InkReceived *ink_message_find_arrival(const InkMessage *message, char *const *hosts);

/* Where among the headers the Received: of ours stands that got the message from outside; -1: none
 * is known to have. */
int ink_message_find_border(const InkMessage *message, char *const *hosts);

/* --- values of header fields (header-value.c) -------------------------------------------------*/

/* Fields in which mail servers write the envelope's recipient; NULL-terminated, best first. */
extern const char *const ink_header_recipient_names[];

/* "(x) AUTO-Replied (vacation); a=b" -> "auto-replied". New. */
char *ink_header_get_token(const char *value);
/* The first field of that name whose first word is one of the tokens (small letters), or NULL. */
const InkHeader *ink_message_find_token(const InkMessage *message, const char *name,
                                        const char *const *tokens);
/* Where the word stands for the last time outside comments, white space after it; NULL if it does
 * not. Of a Received: field: what stands before its last "by" may be what a stranger called
 * himself (HELO "x by y"). */
const char *ink_header_find_last_word(const char *value, const char *word);
/* Every IP address in the text, in order, with brackets or without; new. */
char **ink_header_list_ips(const char *text);
