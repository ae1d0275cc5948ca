#ifndef OUT_STORED_H
#define OUT_STORED_H

#include "out/writer.h"
#include "store/board.h"

/* What only the store knows, as JSON: one object, without line end.  Keys that have no value are left out. */

/* An event: the fields of the csv format with lists as arrays, and "event_id", "act", "report_id", "copy_of",
   "act_status", "act_reports", "act_publishers". */
void stored_event(const StoredEvent *event, StrBuf *out);
/* An act with all its tellings, voices and its history. */
void stored_act(const ActView *act, StrBuf *out);
/* A claim: the act's counts and its first telling. */
void stored_claim(const Claim *claim, StrBuf *out);

/* A CSV cell by RFC 4180; `first` of its row or behind a comma. */
void stored_cell(StrBuf *out, Str value, bool first);

#endif
