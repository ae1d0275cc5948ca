# demarche serve: what it refuses to listen on, and a first answer.  The router has unit tests, the page ./x page-test.
. "$2/tests/cli/lib.sh"
expect 1 "$demarche" serve --listen 0.0.0.0:0
grep -q 'token' "$work/err" || fail 'an open address without a token is not told'
expect 1 "$demarche" serve --listen 127.0.0.1:0 --token short
expect 1 "$demarche" serve --listen nonsense
expect 1 "$demarche" serve --listen 127.0.0.1:0 --db "$work/none.db"
expect 2 "$demarche" serve --listen 127.0.0.1:0 surplus
if command -v curl >/dev/null; then
    "$demarche" ingest --quiet --db "$work/test.db" "$source/reports"
    "$demarche" serve --db "$work/test.db" --listen 127.0.0.1:0 --token 0123456789abcdef >"$work/address" &
    server=$!
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ -s "$work/address" ] && break
        sleep 0.3
    done
    base=$(sed -n 's/.*\(http:[^?]*\).*/\1/p' "$work/address")
    code() { curl -s -o "$work/body" -w '%{http_code}' "$@"; }
    [ "$(code "$base")" = 401 ] || fail 'without the token there is an answer'
    [ "$(code "$base?token=0123456789abcdef")" = 303 ] || fail 'the token does not become a cookie'
    [ "$(code -H 'Authorization: Bearer 0123456789abcdef' "${base}api/about")" = 200 ] || fail 'the token is not taken'
    [ "$(code -H 'Authorization: Bearer 0123456789abcdeX' "${base}api/about")" = 401 ] || fail 'a wrong token is taken'
    [ "$(code -H 'Authorization: Bearer 0123456789abcdef' -H 'Host: evil.example' "${base}api/about")" = 403 ] || fail 'a foreign name is answered'
    [ "$(code -H 'Authorization: Bearer 0123456789abcdef' "${base}api/download/events.csv")" = 200 ] || fail 'no download'
    "$demarche" query --db "$work/test.db" --format csv | cmp -s - "$work/body" || fail 'the download is not what demarche query gives'
    kill -TERM $server
    wait $server || fail 'SIGTERM does not end it quietly'
fi
finish
