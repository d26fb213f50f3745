import { readFileSync } from 'node:fs';

import { catalogueFile } from './paths.js';

/// The catalogue as the program has it: `operations` and `webhooks` by name, `schemas`.
export function readCatalogue() {
  const { operations, webhooks, schemas } = JSON.parse(readFileSync(catalogueFile(), 'utf8'));
  const byName = (list) => new Map(list.map((entry) => [entry.name, entry]));
  return { operations: byName(operations), webhooks: byName(webhooks), schemas };
}

const isParameter = (part) => part.startsWith('{');

/// The operation of a request; `path` is without `/v2` and query. Literal parts win over parameters.
export function operationOf(catalogue, method, path) {
  const parts = path.split('/');
  let best;
  let bestLiterals = -1;
  for (const operation of catalogue.operations.values()) {
    const pattern = operation.path.split('/');
    if (operation.method !== method || pattern.length !== parts.length) continue;
    if (!pattern.every((part, i) => (isParameter(part) ? parts[i] !== '' : part === parts[i]))) continue;
    const literals = pattern.filter((part) => !isParameter(part)).length;
    if (literals > bestLiterals) [best, bestLiterals] = [operation, literals];
  }
  return best;
}
