// The schema that the program prints, as an independent validator and an independent YAML reader understand it.
import { execFileSync } from "node:child_process";
import Ajv2020 from "ajv/dist/2020.js";
import { parseDocument } from "yaml";

const program = process.env.CALLWRIGHT_PROGRAM;

export const schema = JSON.parse(execFileSync(program, ["schema"], { encoding: "utf8", maxBuffer: 1 << 26 }));

const validate = new Ajv2020({ strict: true, allowUnionTypes: true, strictTypes: false, strictRequired: false, allErrors: false })
  .compile(schema);

/// The value of a YAML text as editors read it; undefined when it is none for them.
export function read(text) {
  const document = parseDocument(text, { version: "1.2", uniqueKeys: true });
  return document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 100 });
}

/// What the schema has against a value, in a line; empty: nothing.
export function problems(value) {
  return validate(value) ? "" : validate.errors.map((e) => `${e.instancePath} ${e.message}`).join("; ");
}
