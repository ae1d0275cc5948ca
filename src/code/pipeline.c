#include "code/pipeline.h"

#include <stdlib.h>

#include "code/actor.h"
#include "code/attribution.h"
#include "code/event.h"
#include "code/event_opinion.h"
#include "code/lexload.h"
#include "code/participant.h"
#include "code/place.h"
#include "code/time.h"
#include "text/sentence.h"

extern const unsigned char event_model_data[];
extern const uint64_t event_model_size;
extern const unsigned char participant_model_data[];
extern const uint64_t participant_model_size;

struct Coder {
    CoderOptions options;
    Arena arena; /* lexicons */
    Syntax *syntax;
    const TimeLexicon *times;
    const Registry *registry;
    Ner *ner;
    Gazetteer places;
    const Attributor *attributor;
    Lexicon lexicon;
    OpinionModel opinion;
    ParticipantModel participants;
};

Coder *coder_open(const CoderOptions *options, Err *err) {
    Coder *coder = calloc(1, sizeof *coder);
    if (coder == NULL) {
        err_set(err, "out of memory while the coder was opened");
        return NULL;
    }
    coder->options = *options;
    coder->syntax = syntax_open(options->model, err);
    coder->times = coder->syntax != NULL ? time_open(&coder->arena, (Str){0}, err) : NULL;
    coder->registry = coder->times == NULL ? NULL
                      : options->registry != NULL
                          ? registry_load(&coder->arena, options->registry, options->lenient, err)
                          : registry_embedded(&coder->arena, err);
    bool places = coder->registry != NULL && gazetteer_open(&coder->places, &coder->arena, err);
    coder->ner = places ? ner_open(&coder->arena, &coder->places, err) : NULL;
    coder->attributor = coder->ner != NULL ? attributor_open(&coder->arena, NULL, err) : NULL;
    if (coder->attributor == NULL || !lexicon_load(&coder->lexicon, &coder->arena, options->lexicon, err) ||
        !opinion_open(&coder->opinion, event_model_data, event_model_size, err) ||
        !participant_open(&coder->participants, participant_model_data, participant_model_size, err)) {
        coder_close(coder);
        return NULL;
    }
    return coder;
}

void coder_close(Coder *coder) {
    if (coder != NULL) {
        attributor_close(coder->attributor);
        ner_close(coder->ner);
        syntax_close(coder->syntax);
        arena_release(&coder->arena);
        free(coder);
    }
}

const Syntax *coder_syntax(const Coder *coder) {
    return coder->syntax;
}

const Registry *coder_registry(const Coder *coder) {
    return coder->registry;
}

const Ner *coder_ner(const Coder *coder) {
    return coder->ner;
}

const Gazetteer *coder_places(const Coder *coder) {
    return &coder->places;
}

const Lexicon *coder_lexicon(const Coder *coder) {
    return &coder->lexicon;
}

/* The whole way of a report, one line a stage. */
bool coder_run(const Coder *coder, Doc *doc, Stage last, Err *err) {
    if (!text_split(doc, err)) {
        return false;
    }
    if (last >= STAGE_SYNTAX && !syntax_parse(coder->syntax, doc, err)) {
        return false;
    }
    if (last >= STAGE_ACTORS) {
        actor_find(coder->registry, coder->ner, doc, false);
        time_find(coder->times, doc);
        place_find(&coder->places, doc);
        actor_locate(doc);
    }
    if (last >= STAGE_ATTRIBUTIONS) {
        attribution_find(coder->attributor, doc);
    }
    if (last >= STAGE_EVENTS) {
        events_find(&coder->lexicon, &coder->opinion, &coder->participants, doc);
    }
    return true;
}
