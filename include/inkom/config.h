/* SPDX-License-Identifier: MIT
 *
 * The configuration file, inkom.yaml(5). Paths in it are relative to its own folder.
 */
#pragma once

#include "inkom/day.h"
#include "inkom/endpoint.h"
#include "inkom/limits.h"
#include "inkom/message.h"
#include "inkom/pattern.h"
#include "inkom/problems.h"
#include "inkom/routine.h"

/* Where a password is; never the password itself. */
typedef enum {
    INK_SECRET_FILE,       /* first line of a file, which others must not be able to read */
    INK_SECRET_COMMAND,    /* first line that a shell command prints */
    INK_SECRET_CREDENTIAL, /* $CREDENTIALS_DIRECTORY/NAME (systemd LoadCredential=) */
} InkSecretKind;

typedef struct {
    InkSecretKind kind;
    char *value; /* file name, command line, credential name */
} InkSecret;

/* The secret's text, new. BAD_CONFIG with what to mend; the secret is never in the message. */
char *ink_secret_read(const InkSecret *secret, GError **error);

void ink_secret_free(InkSecret *secret);

typedef struct {
    char *code; /* "KS"; also the diarienummer's */
    char *name;
    char *number_format; /* INK_DNR_FORMAT_DEFAULT unless set here or for the organisation */
    InkRoutine *routine; /* own, or the organisation's; owned by the config */
    char *officer;       /* address of who gets what no rule gives to another; NULL = nobody */
    char *registrar;     /* address (B44); NULL = the organisation's */
} InkUnit;

typedef struct {
    char *name;
    char *address; /* ASCII lower case */
    char *unit;    /* code */
    gboolean is_chef;
} InkOfficer;

typedef struct {
    char *name; /* the mailbox's name in the ledger; never change it once used */
    InkEndpoint *source;
    InkSecret *password; /* NULL = none */
    char *done;     /* folder to move to; NULL = mark with a keyword (IMAP) or flag (Maildir) */
    char *address;  /* the inbox's own address; NULL = outgoing.from */
    char **aliases; /* other addresses whose mail ends here; ASCII lower case; never NULL */
    char *unit;     /* code of the receiving unit; the first unit unless set */
} InkMailbox;

typedef struct {
    InkDay first, last;
    char *reason;
} InkClosedDays;

/* Which senders get a receipt, by what the trusted Authentication-Results say of them. */
typedef enum {
    INK_REPLY_TO_NOT_FAILED,    /* all but those whose DMARC, or SPF without DKIM, failed */
    INK_REPLY_TO_AUTHENTICATED, /* only those that DMARC, or aligned SPF or DKIM, vouch for */
    INK_REPLY_TO_ANY,
} InkReplyTo;

/* How an officer who orders something by mail proves who it is. */
typedef enum {
    INK_PROVED_BY_AUTHENTICATION, /* our border's Authentication-Results; else refused */
    INK_PROVED_BY_CONFIRMATION,   /* the site has none: a letter to the officer's own address */
} InkProvedBy;

/* Receipts at most: when a cap is reached the next one is owed. */
typedef struct {
    gint64 per_address;         /* to one address in 24 hours */
    gint64 per_domain;          /* to one organisation's domain in an hour */
    gint64 per_freemail_domain; /* the same, where the domain is many people's */
    gint64 per_minute;          /* in all */
} InkReceiptCaps;

#define INK_RECEIPT_CAPS_DEFAULT                                                                   \
    ((InkReceiptCaps){                                                                             \
        .per_address = 3, .per_domain = 20, .per_freemail_domain = 500, .per_minute = 60})

typedef struct {
    char *file;     /* as given */
    char *text_dir; /* its folder */

    char *organisation;
    char *privacy_url; /* what the organisation does with personal data; NULL = not said */
    char **domains;    /* ASCII lower case */
    char **hosts;      /* our own mail hosts: their Received: fields tell when mail came in */
    char **addresses;  /* every address of our own: inboxes, aliases, sender; ASCII lower case */
    char *timezone;
    GPtrArray *closed_days; /* InkClosedDays */

    char **rules;      /* files or folders, absolute */
    char **forms;      /* the same, of forms; may be empty */
    char *commands;    /* file of officers' words, absolute; NULL = none are taken by mail */
    char *templates;   /* folder, absolute */
    char *store;       /* absolute file name of the SQLite database */
    gint64 interval_s; /* between two rounds of `run` */
    char *registrar;   /* address that alerts go to; NULL = outgoing.from */

    GPtrArray *mailboxes; /* InkMailbox */
    GPtrArray *units;     /* InkUnit, at least one */
    GPtrArray *routines;  /* InkRoutine: those that the units point to */
    GPtrArray *officers;  /* InkOfficer */

    InkEndpoint *transport;
    InkSecret *transport_password;
    char *from_name, *from; /* outgoing.from */
    char delimiter;         /* of plus-addresses to outgoing.from; '\0' = the server has none */

    InkReplyTo reply_to;
    InkProvedBy officers_proved_by;
    char *authserv_id; /* as our border spells it in Authentication-Results; NULL = trust none */
    InkReceiptCaps receipts;
    char *spam_header; /* what our filter marks spam with; NULL = it does not */
    InkPattern *spam_pattern;

    InkLimits limits;
} InkConfig;

/* NULL if there is any error; all of them are in problems. */
InkConfig *ink_config_load(const char *file, InkProblems *problems);
void ink_config_free(InkConfig *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkConfig, ink_config_free)

const InkUnit *ink_config_find_unit(const InkConfig *config, const char *code);
/* By which the unit works; NULL only for a code that is none of a unit's. */
const InkRoutine *ink_config_find_routine(const InkConfig *config, const char *code);
/* Who keeps the unit's register; NULL = nobody is named, for it or for all. */
const char *ink_config_find_registrar(const InkConfig *config, const char *code);
const InkMailbox *ink_config_find_mailbox(const InkConfig *config, const char *name);
/* Who wrote from this address (as in InkAddress): by its bytes, never by a name. */
const InkOfficer *ink_config_find_officer_by_address(const InkConfig *config, const char *address);
/* Whom a registrar means. A name that two officers have finds none of them. */
const InkOfficer *ink_config_find_officer(const InkConfig *config, const char *address_or_name);
gboolean ink_config_is_own_address(const InkConfig *config, const char *address);
gboolean ink_config_is_own_domain(const InkConfig *config, const char *domain);
/* Works for the organisation: an address at one of its domains, or an officer's wherever it is. An
 * address is never a name. NULL is nobody's. */
gboolean ink_config_is_staff(const InkConfig *config, const char *address);
