import type { Plugin, UserConfig } from "vite";
import { defineConfig } from "vitest/config";

const MODULE = /(\w+)\.module\.css$/;

/** A module's rules lie in the layer of its folder, so that no order of loading changes how the page looks. */
const layers: Plugin = {
  name: "layers",
  enforce: "pre",
  transform(code, id) {
    const file = id.replace(/\?.*/, "");
    if (!MODULE.test(file)) return null;
    return { code: `@layer ${file.includes("/parts/") ? "parts" : "panels"} {\n${code}}\n`, map: null };
  },
};

/** Names of classes are known here already: the page is spared the tables of them. tests/test_layout.py holds that each exists. */
const names: Plugin = {
  name: "names",
  enforce: "pre",
  transform(code, id) {
    if (!/\.tsx?$/.test(id)) return null;
    let named = code;
    for (const [line, css, path, file] of code.matchAll(/^import (\w+) from ("[^"]*?(\w+)\.module\.css");$/gm)) {
      const scoped = (_: string, local: string) => `"${file}_${local.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}"`;
      named = named.replace(new RegExp(`\\b${css}\\.(\\w+)`, "g"), scoped);
      named = named.replace(line, `import ${path};`);
    }
    return { code: named, map: null };
  },
};

/** Vite leaves out the rules of a module whose names nobody asks for. */
const rules: Plugin = {
  name: "rules",
  enforce: "post",
  transform: (code, id) => (MODULE.test(id) ? { code, map: null, moduleSideEffects: "no-treeshake" } : null),
};

/** What both pages are built by: this one, and that which is taken away (vite.offline.config.ts). */
export const own = {
  plugins: [layers, names, rules],
  // Runs_row: a class by its file's name and its own, so that print.css, forced.css and tests can name it.
  css: { modules: { localsConvention: "camelCaseOnly", generateScopedName: (name, file) => `${/(\w+)\.module\.css/.exec(file)?.[1]}_${name}` } },
  // Relative: a proxy may serve the page below a prefix. The page itself is told by the server where its files lie.
  base: "./",
  // Preact's own JSX, without Babel: signals need no transform where components only read `.value`.
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
} satisfies UserConfig;

export default defineConfig({
  ...own,
  build: {
    outDir: "../server/static",
    emptyOutDir: true,
    manifest: true,
    // The page's security policy allows no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: "main.tsx",
      // Packed in one piece, as what a browser has of it stays good for longer than the page.
      output: { codeSplitting: { groups: [{ name: "packages", test: /node_modules/ }] } },
    },
  },
  // What leaves the page is compared with the page's own colours.
  test: { include: ["**/*.test.ts"], css: { include: /.+/, modules: { classNameStrategy: "scoped" } } },
});
