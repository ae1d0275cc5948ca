# demarche time: one JSON list a line; wrong dates are wrong usage.  $1 the binary, $2 the source tree.
set -eu
demarche=$1
[ "$(echo 'He left yesterday.' | "$demarche" time --date 2023-06-14)" = '[{"start":8,"end":17,"text":"yesterday","type":"DATE","value":"2023-06-13","from":"2023-06-13","to":"2023-06-13"}]' ]
[ "$(echo 'Nothing here.' | "$demarche" time --date 2023-06-14)" = '[]' ]
[ "$(printf 'Das war in „München“ in 1999.\n' | "$demarche" time | head -c 22)" = '[{"start":24,"end":28,' ]
if echo x | "$demarche" time --date 2023-02-30 2>/dev/null; then exit 1; else [ $? -eq 2 ]; fi
