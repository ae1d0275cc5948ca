#include "doc/ud.h"

#define NAME(name)            #name,
#define NAME_TEXT(name, text) text,

const char *const upos_names[UPOS_COUNT] = {UPOS_LIST(NAME)};
const char *const xpos_names[XPOS_COUNT] = {XPOS_LIST(NAME_TEXT)};
const char *const deprel_names[DEPREL_COUNT] = {DEPREL_LIST(NAME_TEXT)};
