# demarche actor and demarche actors: phrases, dictionaries, proposals, broken lines.
. "$2/tests/cli/lib.sh"

printf 'President Yanukovych\t2013-05-01\nPresident Yanukovych\t2016-05-01\n\noslo city police\n' >"$work/phrases"
"$demarche" actor <"$work/phrases" >"$work/out" || fail 'actor failed'
[ "$(wc -l <"$work/out")" -eq 4 ] || fail 'actor: not one answer a line'
sed -n 1p "$work/out" | grep -q '"code":"UKR","sector":\["GOV"\]' || fail 'Yanukovych in 2013'
sed -n 2p "$work/out" | grep -q '"code":"UKR","sector":\["ELI"\]' || fail 'Yanukovych in 2016'
sed -n 4p "$work/out" | grep -q '"code":"NOR","sector":\["COP"\]' || fail 'small letters'
expect 0 "$demarche" actor --date 2016-05-01 'President Yanukovych' 'Yoweri Museveni'
wrote '"phrase":"President Yanukovych","code":"UKR","sector":["ELI"]'
wrote '"phrase":"Yoweri Museveni","code":"UGA","sector":["GOV"]'
# two people of one name: what stands beside it tells, and without that the better known
expect 0 "$demarche" actor --date 2025-06-01 'Colombian Defense Minister Pedro Sanchez' 'Pedro Sanchez'
wrote '"phrase":"Colombian Defense Minister Pedro Sanchez","code":"COL","sector":["GOV"]'
wrote '"phrase":"Pedro Sanchez","code":"ESP","sector":["GOV"]'
expect 2 "$demarche" actor --date May something
says 'not a day'

# a report is at home where it was written, though it names the neighbour more often
printf 'LIMA, May 3 - Prime Minister Rosa Quispe accused Chile of piracy. Chile had promised her to call back its boats, and Chile broke its word, she said. The navy chief of Chile denied that.\n' >"$work/lima.txt"
"$demarche" code -f table "$work/lima.txt" | grep -q 'Rosa Quispe \[PER GOV\] → Chile \[CHL GOV\] *ACCUSE' || fail 'the dateline does not tell whose prime minister she is'

# given names tell whom "he" and "she" mean
printf 'Asked about it, the minister said nothing. Opposition leader Luis Paz was not surprised. "She has hired lawyers," he said.\n' >"$work/given.txt"
"$demarche" code -f doc "$work/given.txt" >"$work/out" || fail 'code failed'
grep -q '"name":"Luis Paz"[^}]*"mentions":\[\[[0-9, ]*\], *\[114, *116\]\]' "$work/out" || fail '"he" is not Luis Paz'

# out and in again: as many actors as were written
expect 0 "$demarche" actors export
cp "$work/out" "$work/all.actors"
expect 0 "$demarche" actors import "$work/all.actors"
head -1 "$work/out" | grep -q "$(grep -c '^[^+ ]' "$work/all.actors") actors" || fail 'actors are lost between export and import'
expect 0 "$demarche" actors export --agents
cp "$work/out" "$work/all.agents"
expect 0 "$demarche" actors import "$work/all.agents"

# what was imported can be used
mkdir -p "$work/data/actors"
cp "$source/data/sectors.txt" "$work/data/"
printf 'JANE_ROE_\n+PRESIDENT_ROE\n    [MDAGOV >20200101]\n' >"$work/lab.actors"
"$demarche" actors import "$work/lab.actors" >"$work/data/actors/lab.txt" || fail 'import failed'
expect 0 "$demarche" actors check "$work/data"
echo 'Jane Roe' | "$demarche" actor --registry "$work/data" | grep -q '"code":"MDA","sector":\["GOV"\]' || fail 'imported actor'

# the same after another round through their format
rm "$work/data/actors/"*
cat >"$work/lab.actors" <<'END'
# a lab's file
JANE_ROE_ ; the president
+PRESIDENT_ROE
    [MDAELI <20200101]
    [MDAGOV 20200101-20241231]
    [MDAELI >20241231]
ZENDA_FRONT_ [MDAREB]
WHITE_PAINT [---]
END
"$demarche" actors import "$work/lab.actors" >"$work/data/actors/lab.txt" || fail 'import failed'
expect 0 "$demarche" actors export --registry "$work/data"
cp "$work/out" "$work/again.actors"
expect 0 "$demarche" actors import "$work/again.actors"
grep -v '^#' "$work/out" >"$work/again.txt"
grep -v '^#' "$work/data/actors/lab.txt" | diff - "$work/again.txt" || fail 'round trip'
printf 'Jane Roe\t2022-05-01\nJane Roe\t2025-05-01\n' | "$demarche" actor --registry "$work/data" >"$work/out"
sed -n 1p "$work/out" | grep -q '"code":"MDA","sector":\["GOV"\]' || fail 'imported dates: in office'
sed -n 2p "$work/out" | grep -q '"code":"MDA","sector":\["ELI"\]' || fail 'imported dates: after it'
printf 'ZENDA_\n+ZENDANS\n    [ZEN]\nSTRELSAU_ [ZEN]\n' >"$work/lab.actors" # a bare country is a state, whatever it is called by
"$demarche" actors import "$work/lab.actors" >"$work/data/actors/lab.txt" || fail 'import failed'
echo 'Ruritania, called Zenda, spoke. Zenda accused Peru of a lie, and Strelsau denied it.' >"$work/z.txt"
expect 0 "$demarche" code -f doc -s actors --registry "$work/data" "$work/z.txt"
wrote '"type":"state","name":"Zenda","code":"ZEN","sector":["GOV"]'
printf '+WORLD_CUP\nSOUND_BANK\n+\n' >"$work/lab.discards"
expect 1 "$demarche" actors import "$work/lab.discards"
says 'lab.discards:3: no words to discard'

# broken lines: file and line; the rest only with --lenient
printf '@kind person\n[FRA]\nA B | GOV 2010..2009\nC D | GOV 2010..\n' >"$work/data/actors/bad.txt"
expect 1 "$demarche" actors check "$work/data"
says 'bad.txt:3: ends before it begins'
echo 'C D' | "$demarche" actor --registry "$work/data" >"$work/out" 2>"$work/err" && fail 'a broken registry was used'
echo 'C D' | "$demarche" actor --registry "$work/data" --lenient | grep -q '"code":"FRA"' || fail 'lenient'

# what a registry contradicts itself in; the one that the program carries does not
expect 0 "$demarche" actors check "$source/data" --gaps
wrote ' 0 contradictions'
cp "$work/data/actors/bad.txt" "$work/kept.txt"
cat >"$work/data/actors/bad.txt" <<'END'
@kind state
DEU | Germany | | | |
FRA | France | | | |
@kind person
[FRA]
A B | president 2010..2014
C D | president 2012..
E F | LEG 2010..
E F | OPP 2012..
G H | prime minister 2003-05..2007-02; prime minister 2006-02..2010-01
I J | foreign minister 1991..1994
K L | foreign minister 1994..1997
Marguerite Dupontel | LEG 2010..
Margerite Dupontell | OPP 2012..
Jean Berten | LEG 2010..
Jean Martin | LEG 2010..
Paul Lefevre? | LEG 2010..
[DEU]
G H | LEG 2001..
Paul Lefevre | OPP 2010..
Marguerite Dupontel | MED 1990..2001
END
expect 1 "$demarche" actors check "$work/data" --gaps
wrote 'FRA, two at once as president: A B (2010-01..2014-12), C D (2012-01..)'
wrote 'FRA, two at once as prime minister: G H (2003-05..2007-02), G H (2006-02..2010-01)'
wrote 'FRA, two entries of one name: E F'
wrote 'FRA and DEU, two entries of one name: G H'
wrote 'FRA, perhaps one person: Marguerite Dupontel, Margerite Dupontell'
wrote ' 5 contradictions'
mv "$work/kept.txt" "$work/data/actors/bad.txt"

echo 'Gabon accused C D of a lie.' >"$work/c.txt"
expect 1 "$demarche" code --registry "$work/data" "$work/c.txt"
says 'bad.txt:3: ends before it begins'
expect 0 "$demarche" code -f doc --registry "$work/data" --lenient "$work/c.txt"
wrote '"registry_id":"c-d"'

# the states alone carry the bundled reports: four entities in five are what the whole registry makes of them
rm "$work/data/actors/"*
cp "$source/data/actors/states.txt" "$work/data/actors/"
entities() { "$demarche" code -j 1 -s actors -f doc "$@" "$source/reports" | tr '{' '\n' | sed -n 's/.*"name":\("[^"]*"\),"code":\([^,]*\),"sector":\([^]]*\).*/\1 \2 \3/p' | sort; }
entities >"$work/whole.txt"
entities --registry "$work/data" >"$work/states.txt"
same=$(comm -12 "$work/whole.txt" "$work/states.txt" | wc -l)
[ $((same * 5)) -ge $(($(wc -l <"$work/whole.txt") * 4)) ] || fail "without a registry only $same of $(wc -l <"$work/whole.txt") entities"

# proposals
printf '{"id":"r1","date":"2025-11-03","text":"Moldova'"'"'s new foreign minister, Jana Hrubova, met her colleagues."}\n' >"$work/r.jsonl"
expect 0 "$demarche" actors learn "$work/r.jsonl"
grep -q '^Jana Hrubova | GOV .*foreign minister 2025-11-03\.\.$' "$work/out" || fail 'no proposal'
cat >"$work/r.jsonl" <<'END'
{"id":"r1","date":"2025-11-03","text":"Moldova's new foreign minister, Jana Hrubova, met Ilja Brod, a Moldovan student."}
{"id":"r2","date":"2025-12-03","text":"Jana Hrubova, a Moldovan banker who is foreign minister, spoke."}
{"id":"r3","date":"2026-01-03","text":"Moldova's foreign minister, Jana Hrubova, left."}
END
expect 0 "$demarche" actors learn "$work/r.jsonl"
[ "$(grep -c '^Jana Hrubova |' "$work/out")" -eq 1 ] || fail 'one person, two proposals'
wrote 'Jana Hrubova | GOV'
wrote '# 3 reports, 2025-11-03 to 2026-01-03'
expect 0 "$demarche" actors learn --least 4 "$work/r.jsonl"
[ ! -s "$work/out" ] || fail 'too few reports'
expect 2 "$demarche" actors
expect 2 "$demarche" actors dance
finish
