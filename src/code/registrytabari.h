#ifndef CODE_REGISTRYTABARI_H
#define CODE_REGISTRYTABARI_H

/* The field's own dictionaries, TABARI's and PETRARCH's, read into the registry's text format and written from it.

     actors      NAME_OF_ACTOR_  [USAGOV 090120-170120] [USAELI >170120]   ; comment
                 +SYNONYM                                                  a name of the actor above
                     [USAGOV <090120]                                      more codes of the actor above
     agents      POLICE_OFFICER [~COP]     FISHERMAN {FISHERMEN} [~AGR]    CONGRESS!PERSON! [~LEG]
                 !PERSON! = MAN, WOMAN                                     words that stand for !PERSON!
     discards    a code [---] or [###], or any line of a file NAME.discards, with "+" or without: the phrase is no actor

   "#", ";" and "<!--" begin comments.  Neither day of "<" and ">" is in their span, both of "-" are.  A code is cut
   into triples: a country or IGO, UNO, NGO … first, then CAMEO's roles, which become PLOVER's sectors (MED is media and
   becomes JRN, HLH becomes MED).  Dates are YYMMDD or YYYYMMDD. */

#include "code/registry.h"

typedef struct TabariResult {
    Str actors;  /* text for a file of data/actors; empty: none */
    Str sectors; /* text for data/sectors.txt; empty: none */
    uint32_t n_actors, n_agents, n_discards;
    Str notes; /* what could not be said in the registry, a line each: "FILE:LINE: …" */
} TabariResult;

/* A broken line is refused with file and line. */
bool tabari_read(Arena *arena, Str file, Str text, TabariResult *result, Err *err);

/* The registry's actors, and its words for people, in PETRARCH's formats. */
void tabari_write_actors(const Registry *r, StrBuf *out);
void tabari_write_agents(const Registry *r, StrBuf *out);

#endif
