# What the binary carries.  One line a thing: embed(NAME FILE), or a compile step that makes FILE first.
# In C:  extern const unsigned char NAME_data[];  extern const uint64_t NAME_size;
embed(banner ${CMAKE_SOURCE_DIR}/NOTICE)
embed(time_rules ${CMAKE_SOURCE_DIR}/data/time.txt)
embed(syntax_model ${CMAKE_SOURCE_DIR}/models/syntax.bin)
embed(syntax_fast ${CMAKE_SOURCE_DIR}/models/syntax-fast.bin)
embed(verbs ${CMAKE_SOURCE_DIR}/data/verbs.txt)
embed(schema ${CMAKE_SOURCE_DIR}/src/store/schema.sql)
embed(schema_views ${CMAKE_SOURCE_DIR}/src/store/views.sql)
embed(sentence_model ${CMAKE_SOURCE_DIR}/models/sentence.bin)
embed(stance ${CMAKE_SOURCE_DIR}/data/stance.txt)
embed(nouns ${CMAKE_SOURCE_DIR}/data/nouns.txt)
embed(attribution ${CMAKE_SOURCE_DIR}/models/attribution.bin)

# The lexicon, compiled by the coder's own compiler, and its sources.
file(GLOB LEXICON CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/data/lexicon/*.txt)
add_executable(build_lexicon tools/build_lexicon.c)
target_link_libraries(build_lexicon PRIVATE core)
add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/lexicon.bin ${CMAKE_BINARY_DIR}/lexicon.txt
  COMMAND build_lexicon ${CMAKE_BINARY_DIR}/lexicon.bin ${CMAKE_BINARY_DIR}/lexicon.txt ${LEXICON}
  DEPENDS build_lexicon ${LEXICON} COMMENT "compiling the lexicon")
embed(lexicon ${CMAKE_BINARY_DIR}/lexicon.bin)
embed(lexicon_text ${CMAKE_BINARY_DIR}/lexicon.txt)
embed(places_states ${CMAKE_SOURCE_DIR}/data/places/states.txt)
embed(places_africa ${CMAKE_SOURCE_DIR}/data/places/africa.txt)
embed(places_americas ${CMAKE_SOURCE_DIR}/data/places/americas.txt)
embed(places_asia ${CMAKE_SOURCE_DIR}/data/places/asia.txt)
embed(places_europe ${CMAKE_SOURCE_DIR}/data/places/europe.txt)
embed(places_former_soviet ${CMAKE_SOURCE_DIR}/data/places/former-soviet.txt)
embed(places_middle_east ${CMAKE_SOURCE_DIR}/data/places/middle-east.txt)
embed(places_usa ${CMAKE_SOURCE_DIR}/data/places/usa.txt)
file(GLOB ACTOR_FILES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/data/actors/*.txt)
add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/registry.bin
  COMMAND actorc ${CMAKE_SOURCE_DIR}/data ${CMAKE_BINARY_DIR}/registry.bin
  DEPENDS actorc ${CMAKE_SOURCE_DIR}/data/sectors.txt ${ACTOR_FILES})
embed(registry ${CMAKE_BINARY_DIR}/registry.bin)
embed(event_model ${CMAKE_SOURCE_DIR}/models/events.bin)
embed(participant_model ${CMAKE_SOURCE_DIR}/models/participants.bin)
# For train/events.py: cmake --build build/release --target event_features
add_executable(event_features EXCLUDE_FROM_ALL tools/event_features.c)
target_link_libraries(event_features PRIVATE core embedded core)
set(NER_MODEL ${CMAKE_SOURCE_DIR}/models/ner.bin CACHE FILEPATH "Classifier of names (bench/names.py tries others)")
embed(ner_model ${NER_MODEL})
embed(page_html ${CMAKE_SOURCE_DIR}/web/dist/index.html)
embed(page_js ${CMAKE_SOURCE_DIR}/web/dist/app.js)
embed(page_css ${CMAKE_SOURCE_DIR}/web/dist/app.css)
embed(page_world ${CMAKE_SOURCE_DIR}/web/dist/world.json)
embed(page_icon ${CMAKE_SOURCE_DIR}/web/dist/icon.svg)
