import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import Telnyx from 'telnyx';

import { expectKnown } from '../lib/known.js';
import { eventOf, Receiver } from '../lib/receiver.js';
import { problemsOf } from '../lib/schema_check.js';
import { SdkTypes } from '../lib/sdk_types.js';
import { Simulator } from '../lib/simulator.js';
import { Workshop } from '../lib/workshop.js';
import { playAll, kEvents, kScenario } from '../rows/stories.js';

let simulator, receiver, sdk;

before(async () => {
  receiver = await Receiver.start();
  simulator = await Simulator.start(receiver.url, kScenario);
  sdk = new Telnyx({ apiKey: 'KEY_SIMULATOR', publicKey: simulator.publicKey, baseURL: simulator.apiBase, maxRetries: 0 });
  await playAll(new Workshop(simulator, receiver, sdk));
});

after(async () => {
  receiver.stop();
  await simulator.stop();
});

test('the SDK accepts the signature of every webhook', async () => {
  for (const { body, headers, event } of receiver.webhooks) {
    const unwrapped = await sdk.webhooks.unwrap(body, { headers });
    assert.deepEqual(unwrapped, event);
  }
  const seen = new Set(receiver.webhooks.map((webhook) => eventOf(webhook).event_type));
  assert.deepEqual(kEvents.filter((type) => !seen.has(type)), [], 'set off by no call');
});

test('the SDK refuses a webhook that was changed, and one with another key', async () => {
  const { body, headers } = receiver.webhooks[0];
  const tampered = body.replace('+13125550100', '+13125550101');
  assert.notEqual(tampered, body);
  await assert.rejects(sdk.webhooks.unwrap(tampered, { headers }), /signature|verif/i);
  const later = { ...headers, 'telnyx-timestamp': String(Number(headers['telnyx-timestamp']) + 1) };
  await assert.rejects(sdk.webhooks.unwrap(body, { headers: later }), /signature|verif/i);
  const otherKey = Buffer.alloc(32, 7).toString('base64');
  await assert.rejects(sdk.webhooks.unwrap(body, { headers, key: otherKey }), /signature|verif/i);
});

test('every webhook is what the SDK says of its type', () => {
  const types = new SdkTypes().webhooks();
  const lines = receiver.webhooks.flatMap((webhook) => {
    const type = eventOf(webhook).event_type;
    const schema = types.get(type);
    if (!schema) return [`${type}: not in the SDK`];
    return problemsOf(schema, webhook.event).map((problem) => `${type} ${problem}`);
  });
  expectKnown('events', lines);
});
