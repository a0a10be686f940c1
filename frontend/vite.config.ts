// Builds every island (src/*.tsx) and the style sheet into the folder that the server gives out.
import { globSync } from "node:fs";
import { defineConfig } from "vite";

export default defineConfig({
  base: "/static/",
  build: {
    outDir: "../app/pages/static",
    emptyOutDir: true,
    manifest: "manifest.json",
    // Nothing is inlined as data: the content security policy allows only files of this server.
    assetsInlineLimit: 0,
    // Phones that no longer get updates: Android 5 to 7 stopped near these versions.
    target: ["chrome87", "firefox78", "safari14"],
    rollupOptions: { input: [...globSync("src/*.tsx"), ...globSync("src/*.scss")].sort() },
  },
  css: {
    preprocessorOptions: {
      scss: { loadPaths: ["node_modules"], quietDeps: true, silenceDeprecations: ["import"] },
    },
  },
});
