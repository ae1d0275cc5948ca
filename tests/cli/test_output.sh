# The output: same bytes for any number of jobs, closed pipes, full disks, interrupts, usage.
. "$2/tests/cli/lib.sh"
reports=$source/reports
code() { "$demarche" code "$@"; }

for format in doc table plover csv cameo; do
    expect 0 code --format $format --jobs 1 "$reports"
    silent
    cp "$work/out" "$work/one"
    for jobs in 1 2 3 8; do
        expect 0 code -f $format -j $jobs "$reports"
        cmp -s "$work/one" "$work/out" || fail "$format with $jobs jobs differs"
    done
done
expect 0 code "$reports"
head -c 1 "$work/out" | grep -q '{' || fail 'the default format of a pipe is not doc'
grep -q "$(printf '\033')" "$work/out" && fail 'escape sequences in a pipe'

# a closed pipe: quiet
{ code -f doc "$reports" "$reports" "$reports"; echo $? >"$work/status"; } 2>"$work/err" | head -c 10 >/dev/null
[ "$(cat "$work/status")" -eq 0 ] || fail "status $(cat "$work/status") on a closed pipe"
silent
# a full disk
if [ -w /dev/full ]; then
    "$demarche" code -f doc "$reports" >/dev/full 2>"$work/err"
    [ $? -eq 3 ] || fail 'status on a full disk'
    says 'the output cannot be written: No space left on device'
    "$demarche" --help >/dev/full 2>"$work/err"
    [ $? -eq 3 ] || fail 'status of --help on a full disk'
fi
# an interrupt ends the input that is waited for, and what was read is written
if command -v timeout >/dev/null; then
    # a timeout's process would share the background's ignored SIGINT, so SIGTERM, which is handled alike
    { printf '{"id":"i","text":"A report. It ends."}\n'; sleep 2; } |
        timeout -s TERM 1 "$demarche" code -f doc -j 2 - >"$work/out" 2>"$work/err"
    documents 1
fi

# usage
expect 2 "$demarche"
expect 2 "$demarche" nonsense && says 'there is no command "nonsense"'
expect 2 code --nonsense && says '--nonsense'
expect 2 code --format xml && says 'there is no format "xml"'
expect 2 code --jobs 0 && says '--jobs takes a number'
expect 2 code --jobs many && says '--jobs takes a number'
expect 2 code --stage soup && says 'there is no stage "soup"'
expect 0 "$demarche" --version && wrote demarche
expect 0 "$demarche" --help && wrote 'Commands:'
expect 0 code --help && wrote '--format'
for command in $("$demarche" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
    expect 0 "$demarche" "$command" --help && wrote "usage: demarche $command"
done
expect 0 "$demarche" explain "$reports/border-clash-delhi.txt" && silent

# the manual page is what the table of commands makes
"$demarche" manual | cmp -s - "$source/demarche.1" || fail 'demarche.1 is stale: ./x build && build/release/demarche manual >demarche.1'
finish
