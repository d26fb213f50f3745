import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { readCatalogue } from '../lib/catalogue.js';
import { Driver } from '../lib/driver.js';
import { expectKnown, known } from '../lib/known.js';
import { Receiver } from '../lib/receiver.js';
import { SdkTypes, sdkMethods } from '../lib/sdk_types.js';
import { Simulator, kWithInsights } from '../lib/simulator.js';
import { Workshop } from '../lib/workshop.js';
import { assistantRows } from '../rows/assistants.js';
import { callRows } from '../rows/calls.js';
import { conferenceRows } from '../rows/conferences.js';
import { conversationRows } from '../rows/conversations.js';

const catalogue = readCatalogue();
const rows = { ...callRows, ...conferenceRows, ...assistantRows, ...conversationRows };
let simulator, receiver, driver, workshop;

before(async () => {
  receiver = await Receiver.start();
  simulator = await Simulator.start(receiver.url, kWithInsights);
  driver = new Driver(simulator, catalogue, new SdkTypes());
  workshop = new Workshop(simulator, receiver, driver.sdk);
});

after(async () => {
  receiver.stop();
  assert.equal(await simulator.stop(), 0, 'the simulator does not end well');
});

test('every operation of the catalogue has an SDK method and a row here, and no row is of another', () => {
  const operations = [...catalogue.operations.keys()].sort();
  assert.deepEqual(Object.keys(sdkMethods).sort(), operations, 'sdk_methods.json');
  assert.deepEqual(Object.keys(rows).sort(), operations, 'rows');
});

const drift = [];
const failed = [];

for (const name of catalogue.operations.keys()) {
  test(`${name}: the SDK understands what the simulator answers`, { timeout: 30_000 }, async () => {
    try {
      const args = await rows[name](workshop);
      drift.push(...(await driver.call(name, ...args)).map((problem) => `${name} ${problem}`));
    } catch (error) {
      if (!known('operations').has(name)) throw error;
      failed.push(name);
    }
  });
}

test('only operations that are known to fail have failed, and all of them', () => expectKnown('operations', failed));

test('every answer is what the SDK types', () => expectKnown('answers', drift));
