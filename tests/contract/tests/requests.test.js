import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { readCatalogue } from '../lib/catalogue.js';
import { expectKnown } from '../lib/known.js';
import { recordedRequests } from '../lib/paths.js';
import { RequestJudge } from '../lib/request_schema.js';
import { SdkTypes } from '../lib/sdk_types.js';

const judge = new RequestJudge(readCatalogue(), new SdkTypes());

/// What the service sends in the end-to-end tests at least; without these the recording is broken.
const kAlways = ['dial', 'answer', 'hangup', 'ai_assistant_start', 'ai_assistant_join', 'ai_assistant_add_messages', 'speak',
  'gather_using_speak', 'chat_sms', 'list_active_calls'];

test('what the client sends is what the SDK would let it send', () => {
  assert(existsSync(recordedRequests()), `no requests were recorded: ${recordedRequests()} is missing, run e2e_tests`);
  const lines = readFileSync(recordedRequests(), 'utf8').split('\n').filter(Boolean);
  assert(lines.length > 0, `no requests were recorded in ${recordedRequests()}`);
  const judged = lines.map((line) => judge.judge(JSON.parse(line)));
  expectKnown('client', judged.flatMap(({ problems }) => problems));
  const seen = new Set(judged.map(({ name }) => name));
  assert.deepEqual(kAlways.filter((name) => !seen.has(name)), [], 'never sent in the end-to-end tests');
});

test('a request that the SDK has no type for is found', () => {
  const wrong = [
    { method: 'POST', target: '/v2/calls/v3:a/actions/speak', body: { payload: 'Hi', voice: 'female', volume: 7 } },
    { method: 'POST', target: '/v2/calls/v3:a/actions/ai_assistant_join',
      body: { conversation_id: 'c', participant: { id: 'v3:a', role: 'agent' } } },
    { method: 'POST', target: '/v2/calls', body: { to: '+13125550111', from: '+13125550100' } },
    { method: 'GET', target: '/v2/connections/1/active_calls?page[limits]=2' },
    { method: 'POST', target: '/v2/calls/v3:a/actions/wink', body: {} },
  ];
  assert.deepEqual(wrong.flatMap((request) => judge.judge(request).problems), [
    'speak (all): unknown field volume',
    'ai_assistant_join participant.role: must be equal to constant',
    'dial (all): lacks connection_id',
    'list_active_calls (all): unknown field page[limits]',
    'POST /v2/calls/v3:a/actions/wink: no such operation',
  ]);
});
