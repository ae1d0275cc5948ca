#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include "out/writer.h"

/* How to write for standard output: in colour on a terminal (NO_COLOR and TERM=dumb respected), as wide as it is;
   COLUMNS, where it is set, tells the width elsewhere too. */
Look terminal_look(void);
/* "1 report", "2 reports" */
const char *counted(Arena *arena, int64_t n, const char *one);

#endif
