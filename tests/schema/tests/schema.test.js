// The schema against the workflows that ship and against every text that the loader's own tests load.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { problems, read, schema } from "../lib/schema.js";

const examples = process.env.CALLWRIGHT_EXAMPLES;
const loads = readFileSync(process.env.CALLWRIGHT_NOTED_LOADS, "utf8").trim().split("\n").map((line) => JSON.parse(line));

test("every shipped workflow fits", () => {
  const files = readdirSync(examples, { recursive: true }).filter((name) => name.endsWith(".yaml"));
  assert.ok(files.length >= 3);
  for (const file of files) assert.equal(problems(read(readFileSync(join(examples, file), "utf8"))), "", file);
});

test("whatever the loader accepts fits", () => {
  const accepted = loads.filter((load) => load.errors.length === 0);
  assert.ok(accepted.length > 100, `${accepted.length} texts`);
  for (const { text } of accepted) {
    const value = read(text);
    if (value !== undefined) assert.equal(problems(value), "", text);
  }
});

// Errors of form. The others are about names, templates, several keys together or more than one file.
const ofForm = /\[(unknown_key|wrong_type|not_accepted|missing_key|bad_unit|out_of_range|unknown_action|two_actions|empty_list)\]$/;

// What a schema cannot see, because it looks at one value at a time or an editor reads the value otherwise.
const beyondSchema = [
  /is (50ms|100ms|1s|5s) to [^ ]+( in whole seconds)?, not/, // the length of a duration
  /begin and end at once/,
  /`2026-02-30` is no date/,
  /a week is handed over on a day|a weekday needs `every: week`/,
  /an escalation needs the key `steps`|a workflow needs the key `match`/, // may stand in `defaults`
  /starts an assistant and names none|`assistant.id` is required/, // the same
  /needs `from`, a caller id/, // another section says so
  /`leg` stands beside Call Control commands only|`(arguments|lookup)` belongs to/, // another key says so
  /or one that callwright writes itself/, // names of headers in any case
];

test("whatever the loader refuses for its form is refused", () => {
  const refused = loads.filter((load) => load.errors.length > 0 && load.errors.every((error) => ofForm.test(error)));
  assert.ok(refused.length > 50, `${refused.length} texts`);
  const missed = [];
  for (const { text, errors } of refused) {
    const value = read(text);
    if (value === undefined || problems(value) !== "") continue;
    if (!beyondSchema.some((known) => errors.every((error) => known.test(error)))) missed.push(`${errors[0]}\n`);
  }
  assert.deepEqual(missed, []);
});

test("every key says what it is for", () => {
  const silent = [];
  const walk = (form, path) => {
    for (const [key, value] of Object.entries(form.properties ?? {})) {
      if (!value.description && !/telnyx|action|assistant/.test(path)) silent.push(`${path}.${key}`);
      walk(value, `${path}.${key}`);
    }
    for (const inner of form.anyOf ?? []) walk(inner, path);
    for (const inner of [form.items, form.additionalProperties]) if (inner?.type || inner?.anyOf) walk(inner, path);
  };
  walk(schema, "");
  assert.deepEqual(silent, []);
});
