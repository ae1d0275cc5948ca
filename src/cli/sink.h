#ifndef CLI_SINK_H
#define CLI_SINK_H

#include "base/err.h"
#include "base/str.h"

/* Standard output for the commands that read the store: a buffer that goes out now and then.

     Sink sink = {0}; sink_open(&sink);
     buf_printf(&sink.out, …);  if (!sink_flush(&sink)) …stop…
     return sink_close(&sink, status);                                    */
typedef struct Sink {
    Arena arena; /* of the buffer: reset at each flush */
    StrBuf out;
    bool broken; /* nobody reads any more, or it cannot be written */
    int why;     /* errno of that */
} Sink;

void sink_open(Sink *sink);
/* Writes what is in the buffer once it is large. */
bool sink_flush(Sink *sink);
/* Writes the rest.  The exit status: `status`, or EXIT_OUTPUT with a message if writing failed; a closed pipe is no
   failure. */
int sink_close(Sink *sink, int status);

#endif
