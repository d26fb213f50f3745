import { test } from 'node:test';

import { readCatalogue } from '../lib/catalogue.js';
import { differencesOf, differencesOfPlaces } from '../lib/differences.js';
import { expectKnown } from '../lib/known.js';
import { SdkTypes } from '../lib/sdk_types.js';
import { flattenQuery, placesOf, shapeOfFields, shapeOfSchema } from '../lib/shapes.js';

const catalogue = readCatalogue();
const types = new SdkTypes();

test('request bodies and queries: the catalogue says what the SDK says', () => {
  const lines = [];
  for (const operation of catalogue.operations.values()) {
    const sdk = types.operation(operation);
    differencesOf(`${operation.name} body`, shapeOfFields(operation.body ?? {}, catalogue.schemas), shapeOfSchema(sdk.body), lines);
    differencesOf(`${operation.name} query`, shapeOfFields(operation.query ?? {}, catalogue.schemas),
      flattenQuery(shapeOfSchema(sdk.query)), lines);
  }
  expectKnown('requests', lines);
});

test('responses: the catalogue names the fields that the SDK names', () => {
  const lines = [];
  for (const operation of catalogue.operations.values()) {
    const { response } = types.operation(operation);
    if (!operation.response || !response) continue;
    lines.push(...differencesOfPlaces(operation.name, new Set(Object.keys(operation.response)), placesOf(shapeOfSchema(response))));
  }
  expectKnown('responses', lines);
});

test('webhooks: the catalogue names the payload fields that the SDK names', () => {
  const lines = [];
  const webhooks = types.webhooks();
  for (const [name, { payload }] of catalogue.webhooks) {
    const data = webhooks.get(name)?.properties.data ?? webhooks.get(name);
    if (!data) {
      lines.push(`${name}: only here`);
      continue;
    }
    const sdk = shapeOfSchema(data.properties.payload ?? {}, webhooks.get(name).definitions);
    lines.push(...differencesOfPlaces(name, new Set(Object.keys(payload ?? {})), placesOf(sdk)));
  }
  expectKnown('webhooks', lines);
});
