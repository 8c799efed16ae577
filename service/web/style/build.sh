#!/bin/sh
# Makes gatehouse.css anew from gatehouse.scss; needs Node and its npm.
set -eu
cd "$(dirname "$0")"
npm ci --ignore-scripts --no-audit --no-fund
npx sass --load-path=node_modules --style=compressed --no-source-map gatehouse.scss gatehouse.css
if grep -qi "transport\|@font-face\|crown" gatehouse.css; then
    echo "gatehouse.css has a typeface or a mark that is not ours." >&2
    exit 1
fi
