import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';

/// What a webhook tells; a few types come without the envelope.
export const eventOf = (webhook) => webhook.event.data ?? webhook.event;

/// Keeps every webhook as it came and answers 200.
export class Receiver extends EventEmitter {
  static async start() {
    const receiver = new Receiver();
    receiver.server.listen(0, '127.0.0.1');
    await once(receiver.server, 'listening');
    return receiver;
  }

  constructor() {
    super();
    this.setMaxListeners(0);
    this.webhooks = [];
    this.server = createServer((request, response) => this.#keep(request, response));
  }

  get url() { return `http://127.0.0.1:${this.server.address().port}/webhooks/telnyx`; }

  async #keep(request, response) {
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += part;
    const webhook = { headers: request.headers, body, event: JSON.parse(body) };
    this.webhooks.push(webhook);
    response.end();
    this.emit('webhook');
  }

  /// The first webhook that `fits`, waiting for it until the test's own time-out.
  async first(fits) {
    for (let next = 0; ; ++next) {
      while (next === this.webhooks.length) await once(this, 'webhook');
      if (fits(eventOf(this.webhooks[next]))) return this.webhooks[next];
    }
  }

  event(type, leg) {
    return this.first((data) => data.event_type === type && (!leg || data.payload.call_control_id === leg));
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }
}
