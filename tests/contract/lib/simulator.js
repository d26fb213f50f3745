import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { program } from './paths.js';

/// A scenario where every conversation gets an insight soon.
export const kWithInsights = {
  settings: { insights_after: 0.1, insights: [{ insight_id: 'summary', result: 'Fine' }] },
};

/// `callwright simulator` as a process of its own, steered over HTTP.
export class Simulator {
  static async start(webhookUrl, scenario = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'contract-'));
    const file = join(folder, 'scenario.json');
    writeFileSync(file, JSON.stringify(scenario));
    const child = spawn(program(), ['simulator', '--webhook-url', webhookUrl, '--scenario', file],
      { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    return new Simulator(child, folder, JSON.parse(line));
  }

  constructor(child, folder, ready) {
    this.child = child;
    this.folder = folder;
    this.apiBase = ready.api_base;
    this.publicKey = ready.public_key;
    this.origin = new URL(ready.api_base).origin;
  }

  async steer(method, path, body) {
    const answer = await fetch(`${this.origin}/_simulator/${path}`,
      { method, body: body && JSON.stringify(body), headers: { 'content-type': 'application/json' } });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${method} /_simulator/${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  }

  /// A caller dials; gives the leg.
  async caller(from = '+13125550199', to = '+13125550100') {
    return (await this.steer('POST', 'calls', { from, to })).call_control_id;
  }

  act(leg, act, body = {}) {
    return this.steer('POST', `calls/${encodeURIComponent(leg)}/${act}`, body);
  }

  async stop() {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const [code] = await ended;
    rmSync(this.folder, { recursive: true });
    return code;
  }
}
