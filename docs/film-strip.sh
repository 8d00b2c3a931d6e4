#!/usr/bin/env bash
# Makes the README's pictures anew, from the browser tests of the demo that take some. Needs chromium and chromedriver,
# and fonts-noto-color-emoji for the emoji.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p docs/screens
FRONTDESK_FILM_STRIP="$PWD/docs/screens" cargo test --locked --test it -- demo::tour demo::teams::a_request demo::approvals demo::late::who demo::plans
for picture in docs/screens/*.png; do
  size=$(stat -c %s "$picture")
  if [ "$size" -gt 150000 ]; then
    echo "$picture has $size bytes; 150,000 are enough" >&2
    exit 1
  fi
done
