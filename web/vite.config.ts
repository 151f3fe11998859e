import { defineConfig } from "vitest/config";

export default defineConfig({
  // Relative: a proxy may serve the page below a prefix. The page itself is told by the server where its files lie.
  base: "./",
  // Preact's own JSX, without Babel: signals need no transform where components only read `.value`.
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../server/static",
    emptyOutDir: true,
    manifest: true,
    // The page's security policy allows no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: "main.tsx" },
  },
  // What leaves the page is compared with the page's own colours.
  test: { include: ["**/*.test.ts"], css: true },
});
