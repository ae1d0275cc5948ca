# The store as a program: made, fed, asked, rebuilt; everything that can be wrong with its file; kills.
. "$2/tests/cli/lib.sh"
cd "$work" || exit 1
unset DEMARCHE_DB
reports="$source/reports"
ingest() { "$demarche" ingest --quiet "$@"; }
# every row of every table but `run`, which is a diary
dump() { "$demarche" stats --db "$1" --digest; }

# the coder's version covers all that is embedded for it (of the syntax models the one it uses); what is not for it stands here
for name in $(sed -n 's/^embed(\([a-z_0-9]*\) .*/\1/p' "$source/embed.cmake"); do
    case $name in syntax_* | banner | schema* | lexicon_text | page* | asset* | web* | openapi*) continue ;; esac
    grep -q "X($name)" "$source/src/code/version.c" || fail "src/code/version.c does not hash the embedded $name"
done

# fed, fed again
expect 0 ingest --db s.db "$reports"
expect 0 "$demarche" stats --db s.db --check && wrote 'are sound'
dump s.db >first || fail 'no dump'
expect 0 ingest --db s.db "$reports"
dump s.db >second
cmp -s first second || fail 'the same reports twice changed the store'

# the coder's version names the syntax model; another one codes anew
expect 0 ingest --db fast.db --model fast "$reports"
expect 0 "$demarche" stats --db fast.db && wrote '(fast, data '
expect 0 "$demarche" rebuild --quiet --db fast.db
expect 0 "$demarche" stats --db fast.db && wrote '(accurate, data '

# one job, many jobs, standard input: the same rows
expect 0 ingest --jobs 1 --db one.db "$reports"
dump one.db | cmp -s - first || fail 'one job makes other rows than many'

# a broken input is named, counted, and the rest is kept
printf '{"id":"x","text":"Envoys met in Zug."}\nbroken\n' >bad.jsonl
expect 1 "$demarche" ingest --db bad.db bad.jsonl && says 'line 2' && says '1 report added' && says '1 failed'

# asked
expect 0 "$demarche" query --db s.db --limit 3 && [ "$(wc -l <out)" -eq 3 ] || fail 'not three events'
expect 0 "$demarche" query --db s.db --format csv && wrote 'id,document'
expect 0 "$demarche" query --db s.db --format table --limit 1 && wrote 'for the next: --after'
expect 0 env DEMARCHE_DB=s.db "$demarche" query --count
expect 0 "$demarche" timeline --db s.db RUS UKR
expect 0 "$demarche" network --db s.db --format dot && wrote 'digraph'
expect 0 "$demarche" claims --db s.db --limit 1
expect 0 "$demarche" show --db s.db 1 && wrote '"tellings":['
expect 1 "$demarche" show --db s.db 99999999 && says 'no event "99999999"'
expect 2 "$demarche" query --db s.db --type WAR && says 'no type "WAR"; known: AGREE'
expect 2 "$demarche" query --db s.db --type asault && says 'no type "asault"; nearest: ASSAULT'
expect 2 "$demarche" quer && says 'no command "quer"; nearest: query'
expect 0 "$demarche" query --db s.db --actor PKA && says 'no event of the store has actor "PKA"; nearest: PAK'
expect 0 "$demarche" query --db s.db --source Meridien && says 'nearest: Meridian News'
expect 0 "$demarche" query --db s.db --actor PAK --type AID && says 'matches alone, but not all together'
expect 0 "$demarche" query --db s.db --from 2026 --to 2025 && says '--from lies after --to'
expect 0 "$demarche" timeline --db s.db IND Goergia && says 'no event of the store has party "Goergia"; nearest: Georgia'
expect 0 "$demarche" claims --db s.db --to 1990 && says 'no claim matches'
expect 2 "$demarche" query --db s.db --after nonsense && says 'no cursor'
expect 2 "$demarche" timeline --db s.db RUS && says 'the second side is missing'
expect 2 "$demarche" query && says 'which store?'

# a claim, its denial, a report on its own word: the status changes as they come in, and its history stays
told() {
    printf '{"id":"%s","date":"%s","source":"Paper %s","text":"%s"}\n' "$1" "$2" "$1" "$3" | ingest --db board.db -
    "$demarche" claims --db board.db --format table >out 2>err
}
told a 2025-03-02 'Ukrainian officials said that Russian troops shelled a hospital in Kherson on Sunday.'
wrote 'claimed' && wrote 'asserts     Ukrainian officials [UKR]' && wrote '2025-03-02 · Paper a'
told b 2025-03-03 "Russia's defence ministry denied that Russian troops shelled a hospital in Kherson on Sunday."
wrote 'disputed' && wrote "denies      Russia's defence ministry [RUS]" && wrote '2025-03-03 · Paper b' && wrote 'status changed 1 time'
told c 2025-03-04 'Russian troops shelled a hospital in Kherson on Sunday. Doctors moved the wounded to Mykolaiv.'
wrote 'asserted 1, denied 1, doubted 0 · 3 reports, 3 publishers'
expect 0 "$demarche" show --db board.db act:1
wrote '"history":[{"status":"claimed","report_id":1,"document":"a","document_date":"2025-03-02","source":"Paper a"},{"status":"disputed","report_id":2'
expect 0 "$demarche" claims --db board.db --now disputed --contested && wrote '"voices":[{"stance":"asserts","name":"Ukrainian officials"'
expect 0 "$demarche" claims --db board.db --now claimed && says 'no claim matches'

# exported: whole, described, the same again
expect 0 "$demarche" export --db s.db --into set && silent
for f in events.csv events.plover.jsonl events.cameo.tsv dyad-month.csv claims.csv voices.csv reports.csv; do
    sum=$(sha256sum <"set/$f" | cut -d' ' -f1)
    grep -q "\"path\": \"$f\".*\"hash\": \"sha256:$sum\"" set/datapackage.json || fail "$f has another hash than its package says"
done
"$demarche" query --db s.db --order arrival --format csv | cmp -s - set/events.csv || fail 'export and query differ in csv'
"$demarche" query --db s.db --order arrival --format plover | cmp -s - set/events.plover.jsonl || fail 'export and query differ in plover'
expect 0 "$demarche" export --db s.db --into again && diff -r set again >diff || fail 'the same export twice differs'
expect 0 "$demarche" export --db s.db --into day --once day --type ASSAULT --parts cameo
[ "$(ls day)" = 'datapackage.json
events.cameo.tsv' ] || fail 'other files than asked for'
grep -q '"filters": \["once=day", "type=ASSAULT"\]' day/datapackage.json || fail 'the filters are not written down'
expect 2 "$demarche" export --db s.db && says '--into FOLDER'
expect 3 "$demarche" export --db s.db --into /dev/null/x && says 'the folder cannot be made'

# rebuilt: the same program finds the same
expect 0 "$demarche" rebuild --quiet --db s.db && wrote ' 0 gone, 0 new, 0 with another status'
dump s.db | cmp -s - first || fail 'a rebuild by the same program changed rows'

# ---- what can be wrong with the file ----
expect 3 "$demarche" query --db none.db && says '"none.db": there is no such store'
expect 3 "$demarche" query --db "$work" && says 'is a folder'
expect 3 ingest --db none/none.db "$reports" && says '"none/none.db"'
head -c 20000 /dev/urandom >noise.db
expect 3 ingest --db noise.db "$reports" && says '"noise.db": it is not a store'
: >empty.db
expect 3 "$demarche" query --db empty.db && says 'is empty'

# damaged in the middle: named, and not made worse
cp s.db torn.db
size=$(wc -c <torn.db)
dd if=/dev/urandom of=torn.db bs=4096 seek=10 count=$((size / 4096 - 20)) conv=notrunc 2>/dev/null
expect 3 "$demarche" stats --db torn.db --check && says '"torn.db": it is damaged'

# cut short
head -c $((size / 2)) s.db >short.db
expect 3 "$demarche" stats --db short.db --check && says '"short.db": it is damaged'

# of a newer program: told, untouched
cp s.db newer.db
printf '\000\000\000\143' | dd of=newer.db bs=1 seek=60 conv=notrunc 2>/dev/null
cp newer.db newer.copy
expect 3 ingest --db newer.db "$reports" && says 'a newer program wrote it (schema version 99'
cmp -s newer.db newer.copy || fail 'a newer store was touched'

# of an older program: told what to do (tests/unit/test_migrate.c does it)
cp s.db older.db
printf '\000\000\000\001' | dd of=older.db bs=1 seek=60 conv=notrunc 2>/dev/null
cp older.db older.copy
expect 3 "$demarche" query --db older.db && says 'an older program wrote it (schema version 1' && says '`demarche rebuild` brings it up to date'
cmp -s older.db older.copy || fail 'an older store was touched by a question'

# another application's
cp s.db other.db
printf 'xxxx' | dd of=other.db bs=1 seek=68 conv=notrunc 2>/dev/null
expect 3 "$demarche" query --db other.db && says 'no store of demarche'

# not permitted to write: read all the same.  (Root may write anywhere: step down.)
chmod 755 "$work"
mkdir read && cp s.db read/s.db && chmod 444 read/s.db && chmod 555 read
as_nobody() { if [ "$(id -u)" -eq 0 ]; then setpriv --reuid=65534 --clear-groups "$@"; else "$@"; fi; }
if as_nobody test -x "$demarche" -a -r read/s.db 2>/dev/null; then
    expect 3 as_nobody "$demarche" ingest --db read/s.db "$reports" && says '"read/s.db": it may not be written to'
    expect 0 as_nobody "$demarche" query --db read/s.db --count
    dump read/s.db | cmp -s - first || fail 'a read-only store was changed'
else
    echo "skipped: the read-only store (nobody cannot run the program here)" >&2
fi
chmod 755 read

# the file may not grow (stands for a full disk; ./x store-test fills a real one): what was committed is kept
sh -c 'ulimit -f 1200; exec "$@"' sh "$demarche" ingest --db full.db "$reports" "$reports" >out 2>err
[ $? -eq 3 ] || fail 'no failure where the file may not grow'
grep -q '"full.db": it cannot be written .* is full, or the disk fails); everything committed is kept' err || fail "a full disk is told otherwise: $(cat err)"
expect 0 "$demarche" stats --db full.db --check
expect 0 ingest --db full.db "$reports"
dump full.db | cmp -s - first || fail 'after a full disk the store is another'

# killed ten times, then run once more (./x store-test kills two hundred times)
i=0
while [ $i -lt 10 ]; do
    i=$((i + 1))
    "$demarche" ingest --quiet --db killed.db "$reports" 2>/dev/null &
    sleep "0.0$i"
    kill -9 $! 2>/dev/null
    wait $! 2>/dev/null
done
expect 0 ingest --db killed.db "$reports"
expect 0 "$demarche" stats --db killed.db --check
dump killed.db | cmp -s - first || fail 'after kills the store is another'

finish
