# Inputs of every form, and bad ones: a message that names the place, the status of the contract, the rest done.
. "$2/tests/cli/lib.sh"
cd "$work" || exit 1
code() { "$demarche" code --stage text --format doc "$@"; }

good='Ministers met in Geneva on Monday. They signed an agreement.'
printf '%s\n' "$good" >good.txt
printf '{"id":"a","text":"%s","date":"2024-05-06","edition":{"page":3}}\n{"id":"b","text":"A second report."}\n' "$good" >good.jsonl

# forms
expect 0 code good.txt && documents 1 && silent
wrote '"id":"good"'
expect 0 code good.jsonl && documents 2
wrote '"extra":{"edition":{"page":3}}'
wrote '"date":"2024-05-06"'
gzip -k good.txt good.jsonl
expect 0 code good.txt.gz good.jsonl.gz && documents 3
cat good.jsonl.gz good.jsonl.gz >twice.jsonl.gz
expect 0 code twice.jsonl.gz && documents 4
if command -v zstd >/dev/null; then
    zstd -q good.jsonl
    expect 0 code good.jsonl.zst && documents 2
    head -c 60 good.jsonl.zst >short.jsonl.zst
    expect 1 code short.jsonl.zst && says '"short.jsonl.zst": the zstd data is truncated'
fi
printf 'id,text,edition\r\n1,"Ministers met, ""finally"",\r\nin Geneva.",asia\r\n2,A second one.,\r\n' >good.csv
expect 0 code good.csv && documents 2
wrote '"text":"Ministers met, \"finally\",\r\nin Geneva."'
wrote '"extra":{"edition":"asia"}'
expect 0 sh -c "cat good.jsonl | '$demarche' code --stage text -f doc -" && documents 2
expect 0 sh -c "'$demarche' code --stage text -f doc <good.txt" && documents 1
wrote '"id":"stdin"'
mkdir -p tree/b tree/a/deep tree/.hidden
cp good.txt tree/b/z.txt
cp good.txt tree/a/deep/y.txt
cp good.txt tree/.hidden/x.txt
printf 'not a report' >tree/README.md
expect 0 code tree && documents 2
[ "$(sed 's/^{"id":"\([^"]*\)".*/\1/' out | tr '\n' ' ')" = "a/deep/y b/z " ] || fail "folder order: $(cut -c1-30 out)"

# encodings
printf 'Der Minister sprach in K\366ln \374ber die Lage. He went home.\n' >latin1.txt
expect 0 code latin1.txt && wrote 'Köln über'
printf 'The \223deal\224 is off \226 for now.\n' >cp1252.txt
expect 0 code cp1252.txt && wrote 'The “deal” is off – for now.'
printf '\377\376' >utf16.txt
printf 'Ministers met. They signed.' | iconv -f UTF-8 -t UTF-16LE >>utf16.txt
expect 0 code utf16.txt && wrote '"text":"Ministers met. They signed."'
printf 'Ministers met in the city. They signed a paper.' | iconv -f UTF-8 -t UTF-16BE >nomark.txt
expect 0 code nomark.txt && wrote '"text":"Ministers met in the city. They signed a paper."'
{ printf '\377\376'; iconv -f UTF-8 -t UTF-16LE good.jsonl; } >utf16.jsonl
expect 0 code utf16.jsonl && documents 2
printf '\357\273\277%s\n' "$good" >mark.txt
expect 0 code mark.txt && wrote '"text":"Ministers met'
printf 'Cafe\314\201 talks ended.\n' >nfd.txt
expect 0 code nfd.txt && wrote 'Café talks'
printf '{"text":"Cafe\\u0301 talks ended."}\n' >nfd.jsonl
expect 0 code nfd.jsonl && wrote 'Café talks'
printf 'Caf\303\251 talks. M\303\274nchen. \303 broken. Z\303\274rich.\n' >broken.txt
expect 1 code broken.txt && says '"broken.txt": is not valid UTF-8: byte 24'
printf '{"id":"1","text":"Caf\351."}\n{"id":"2","text":"Fine."}\n' >broken.jsonl
expect 1 code broken.jsonl && says '"broken.jsonl", line 1: is not valid UTF-8: byte 22' && documents 1

# bad inputs, with a good one behind each
expect 1 code missing.txt good.txt && says '"missing.txt": No such file or directory' && documents 1
mkdir empty
expect 1 code empty good.txt && says '"empty": the folder holds no reports' && documents 1
head -c 4000 "$demarche" >binary.txt
expect 1 code binary.txt good.txt && says '"binary.txt": is binary data, not text (byte' && documents 1
: >zero.txt
: >zero.jsonl
printf ' \n\n' >blank.txt
expect 1 code zero.txt zero.jsonl blank.txt good.txt && says '"zero.jsonl": the file is empty' && documents 1
says '"blank.txt": the file is empty'
head -c 80 good.jsonl.gz >short.jsonl.gz
expect 1 code short.jsonl.gz good.txt && says '"short.jsonl.gz": the gzip data is truncated' && documents 1
{ head -c 60 good.jsonl.gz; printf 'garbage garbage garbage garbage garbage garbage'; } >bad.jsonl.gz
expect 1 code bad.jsonl.gz good.txt && says '"bad.jsonl.gz": broken gzip data' && documents 1
printf '{"id":"1","text":"One."}\n{"id":"2","text":\n{"id":"3","body":"x"}\n[1]\n{"id":"5","text":7}\n{"id":"6","text":""}\n\n{"id":8,"text":"Eight."}\n' >lines.jsonl
expect 1 code lines.jsonl && documents 2
says '"lines.jsonl", line 2: broken JSON at byte'
says '"lines.jsonl", line 3: the object has no "text"'
says '"lines.jsonl", line 4: is not a JSON object'
says '"lines.jsonl", line 5: "text" is not a string'
says '"lines.jsonl", line 6: the text is empty'
wrote '"id":"8"'
printf '{"text":"No id."}\n' >noid.jsonl
expect 0 code noid.jsonl && wrote '"id":"noid:1"'
{ printf '{"text":"x","deep":'; head -c 5000 /dev/zero | tr '\0' '['; printf '\n{"text":"Fine."}\n'; } >deep.jsonl
expect 1 code deep.jsonl && says '"deep.jsonl", line 1: broken JSON' && documents 1
printf '[\n {"id":"p","text":"One.\\nTwo."},\n {"id":"q"},\n {"id":"r","text":"Three.","date":"June 12, 2023"}\n]\n' >array.json
expect 1 code array.json && documents 2 && says '"array.json", item 2: the object has no "text"'
wrote '"date":"2023-06-12"'
printf '{\n  "id": "pretty",\n  "text": "One."\n}\n' >pretty.json
expect 0 code pretty.json && documents 1
printf '[{"id":"p"\n' >cut.json
expect 1 code cut.json good.txt && says '"cut.json": broken JSON in line 2' && documents 1
if [ -r /proc/self/mem ]; then
    expect 1 code /proc/self/mem good.txt && says '"/proc/self/mem": Input/output error' && documents 1
fi
printf 'id,body\n1,x\n' >nocolumn.csv
expect 1 code nocolumn.csv && says '"nocolumn.csv", line 2: the header names no column "text"'
printf 'id,text\n1,One.\n2,"never closed\n' >open.csv
expect 1 code open.csv && documents 1 && says '"open.csv", line 3: a quotation mark is opened and never closed'
printf 'id,text\n1,One.,two\n2,Two.\n' >wide.csv
expect 1 code wide.csv && documents 1 && says '"wide.csv", line 2: the row has 3 fields, the header 2'
printf '<!doctype html><html><body>Hello.</body></html>' >page
expect 1 code page && says '"page": is HTML, which this version does not read as reports'
head -c 17000000 /dev/zero | tr '\0' 'x' >big.txt
expect 1 code big.txt good.txt && says '"big.txt": the report has more than 16 MiB' && documents 1
{ printf '{"text":"'; head -c 200000000 /dev/zero | tr '\0' 'x'; printf '"}\n{"id":"next","text":"Fine."}\n'; } |
    "$demarche" code --stage text -f doc - >out 2>err
[ $? -eq 1 ] || fail "a line of 200 MB"
says '"standard input", line 1: the line is longer than 64 MiB'
documents 1
mkfifo pipe
(printf '{"id":"fifo","text":"Through a pipe."}\n' >pipe) &
expect 0 code pipe && documents 1
wait
if [ "$(id -u)" -ne 0 ]; then
    cp good.txt secret.txt
    chmod 0 secret.txt
    expect 1 code secret.txt good.txt && says '"secret.txt": Permission denied' && documents 1
fi
ln -s tree loop 2>/dev/null && ln -s . tree/self && expect 0 code tree/a loop && documents 3

# a lexicon of one's own
cat >mine.txt <<'LEXICON'
use builtin
class FLAG: flag banner ensign
rule mine.flag: PROTEST/demo 141 frame=protest needs-actor
    v hoist|raise obj:FLAG subj:<CVL>|<EDU>
    + Students hoisted a banner on the roof of the ministry.
    - The navy raised its flag.
LEXICON
printf 'Students hoisted a banner on the roof of the ministry.\n' >flag.txt
expect 0 "$demarche" code --format doc --lexicon mine.txt flag.txt && wrote '"rule":"mine.flag"'
expect 1 "$demarche" code --lexicon none.txt flag.txt && says 'cannot open the lexicon "none.txt"'
finish
