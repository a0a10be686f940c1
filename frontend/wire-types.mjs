// Reads the wire's JSON Schema from standard input, writes its TypeScript types to standard output.
import { readFileSync } from "node:fs";
import { compile } from "json-schema-to-typescript";

const schema = JSON.parse(readFileSync(0, "utf8"));
const types = await compile(schema, "Wire", {
  additionalProperties: false,
  bannerComment: "",
  format: true,
  strictIndexSignatures: true,
  style: { printWidth: 100 },
});
process.stdout.write(types);
