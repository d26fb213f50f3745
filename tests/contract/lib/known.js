import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const all = JSON.parse(readFileSync(new URL('../known_differences.json', import.meta.url), 'utf8'));

/// The differences of `topic` that are known, each with the reason that it stands under; `*` is any text.
export function known(topic) {
  return new Map((all[topic] ?? []).flatMap(({ reason, differences }) => differences.map((line) => [line, reason])));
}

const patternOf = (line) => new RegExp(`^${line.split('*').map((part) => part.replace(/[^\w ]/g, '\\$&')).join('.*')}$`);

/// Fails with each difference that is not known, and with each that is known and no longer there.
export function expectKnown(topic, lines, expected = known(topic)) {
  const patterns = new Map([...expected.keys()].map((line) => [line, patternOf(line)]));
  assert.deepEqual({
    drift: [...new Set(lines)].filter((line) => ![...patterns.values()].some((pattern) => pattern.test(line))),
    'known, but gone': [...patterns].filter(([, pattern]) => !lines.some((line) => pattern.test(line))).map(([line]) => line),
  }, { drift: [], 'known, but gone': [] }, `${topic}: see known_differences.json`);
}
