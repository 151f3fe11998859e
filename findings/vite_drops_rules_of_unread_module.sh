#!/bin/bash
# vite 8.3.8, Node.
# Expected: import "./row.module.css", for its effect alone, puts the rules of the file into the build, as it does with row.css.
# Seen: the build has no style sheet at all, without a warning. With import css from "./row.module.css" and css.row read, the
#   rules are there. Whoever writes the scoped names in by themselves, or names them in global selectors, loses the rules.
# Cure: a plugin that returns moduleSideEffects: "no-treeshake" for *.module.css (web/vite.config.ts, `rules`).
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund vite@8.3.8
echo '.row { color: rgb(1, 2, 3); }' | tee row.css > row.module.css
echo 'import "./row.css"; document.title = "one";' > plain.js
echo 'import "./row.module.css"; document.title = "one";' > effect.js
echo 'import css from "./row.module.css"; document.title = css.row;' > read.js
echo 'export default { logLevel: "warn", build: { outDir: process.env.OUT, rollupOptions: { input: process.env.IN } } };' > vite.config.mjs
seen=""
for name in plain effect read; do
  IN=$name.js OUT=$name npx vite build 2>&1
  seen="$seen $name:$(cat "$name"/assets/*.css 2> /dev/null | grep -c color || true)"
done
echo "vite $(npx vite --version | grep -o '[0-9.]*' | head -1): rules in the build of$seen"
test "$seen" = " plain:1 effect:0 read:1"
