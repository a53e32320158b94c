/* SPDX-License-Identifier: MIT
 *
 * What a calendar asks for (RFC 5546), in a part of a message (RFC 6047).
 */
#pragma once

#include "gmime-auto.h"

/* As InkMessage.calendar_method, of this part alone; new. */
char *ink_calendar_find_method(GMimeObject *part);
