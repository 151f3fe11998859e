// The page that is taken away to ask a network without a server: one program, one sheet of looks, and onnxruntime-web packed.

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";
import { own } from "./vite.config.ts";

const RUNTIME = "node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm";

/** The runtime lies in the page, so its program need not know where else; the page itself unpacks it. */
const runtime: Plugin = {
  name: "runtime",
  enforce: "pre",
  transform(code, id) {
    if (!id.includes("onnxruntime-web")) return null;
    return { code: code.replace(/new URL\("[^"]+\.wasm",\s*import\.meta\.url\)/g, 'new URL("data:,")'), map: null };
  },
  generateBundle() {
    this.emitFile({ type: "asset", fileName: "runtime.wasm.gz", source: gzipSync(readFileSync(RUNTIME), { level: 9 }) });
  },
};

export default defineConfig({
  ...own,
  plugins: [...own.plugins, runtime],
  publicDir: false,
  build: {
    outDir: "../server/static/offline",
    emptyOutDir: true,
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      input: "offline/main.tsx",
      output: { codeSplitting: false, entryFileNames: "offline.js", assetFileNames: "offline[extname]" },
    },
  },
});
