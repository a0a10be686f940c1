// Unit tests of the pages: they lie beside what they test.
import { defineConfig } from "vitest/config";

export default defineConfig({
  // The catalogue of words lies beside the pages that the server renders.
  server: { fs: { allow: [".."] } },
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"], globals: false },
});
