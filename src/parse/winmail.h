/* SPDX-License-Identifier: MIT
 *
 * winmail.dat: a message that Outlook put into one attachment.
 */
#pragma once

#include "defects.h"
#include "gmime-auto.h"

#include "inkom/limits.h"
#include "inkom/message.h"

/* Puts what is in it in the message: its files among the attachments, its text behind the text,
 * unless that says the same already. FALSE if the part is no winmail.dat or has nothing in it; then
 * it is an attachment like others. */
gboolean ink_winmail_read(InkMessage *message, GMimePart *part, InkLimits *left,
                          InkDefects *defects);
