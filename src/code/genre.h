#ifndef CODE_GENRE_H
#define CODE_GENRE_H

/* Reports that are not about politics at all, and sentences of that kind inside others: sport, film and books,
   business, weather, obituaries, accidents.  Their verbs attack, defend and defeat without an event.  The gate counts
   key words of the lexicon's GENRE_ classes and sets them against the words of politics; a report whose section is
   sport or culture is of that kind, but for sentences that name officials. */

#include "code/role.h"

#define GENRES(X)        X(none) X(sport) X(culture) X(business) X(weather) X(obituary) X(accident) X(history)
#define GENRE_ENUM(name) GENRE_##name,
typedef enum Genre { GENRES(GENRE_ENUM) GENRE_COUNT } Genre;
#undef GENRE_ENUM
extern const char *const genre_names[GENRE_COUNT];

typedef struct Genres {
    uint8_t document;          /* Genre */
    bool section;              /* the report's section says so */
    uint8_t *sentence;         /* Genre of each sentence */
    bool *politics;            /* does the sentence name an official, an army, a party …? */
    bool *accident;            /* does it tell of a crash, a quake …? */
    bool *fiction;             /* does it tell what happens in a film, a novel …? */
    bool accidents;            /* is the whole report about one? */
    bool labour;               /* … about workers and their unions? */
    bool disaster;             /* … about a storm, a flood, a quake, a crash, and nothing armed beside it? */
    bool trade;                /* is it full of the words of trade, whatever else it tells? */
    uint32_t *armed;           /* words of violence and of armed people in each sentence … */
    uint32_t all_armed, words; /* … and in the report, and all its words */
} Genres;

Genres genre_read(const Tree *tree, Arena *scratch);
/* The sentence's matches are no events: the gate closes for sport and culture; the others only lower confidence. */
bool genre_closes(const Genres *genres, uint32_t sentence);

/* A sentence or a report about a crash, a fire, a quake: its dead and injured were nobody's victims. */
bool genre_accident(const Genres *genres, uint32_t sentence);

/* A long report that has hardly a word of violence, and nobody armed, beyond what a match at `token` and `trigger`
   says: its attack is a figure of speech. */
bool genre_unarmed(const Genres *genres, uint32_t sentence, const Tree *tree, uint32_t token, uint32_t trigger);

/* A business report or sentence in which nobody but firms and unnamed parties takes part: their takeovers, defences and
   halts are no events.  `politics`: somebody of state, army, police, court, party, rebels, unions or the people does.
 */
bool genre_trades(const Genres *genres, uint32_t sentence, bool politics);

#endif
