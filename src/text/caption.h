#ifndef TEXT_CAPTION_H
#define TEXT_CAPTION_H

#include "doc/doc.h"

/* Whether a line is the caption of a picture, by its form:

     TEXT © AGENCY via SITE      TEXT. Photograph: NAME/AGENCY      Caption: TEXT (AGENCY/NAME)      Photo credit: NAME
     TEXT (AP Photo/NAME)        [Image: AGENCY]

   The parts of *caption are parts of the line. */
bool caption_split(Str line, Caption *caption);

#endif
