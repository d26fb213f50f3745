import assert from 'node:assert/strict';

import Telnyx from 'telnyx';

import { operationOf } from './catalogue.js';
import { problemsOf } from './schema_check.js';
import { sdkMethods } from './sdk_types.js';

/// The SDK, pointed at the simulator, with everything that it sends and receives in view.
export class Driver {
  constructor(simulator, catalogue, types) {
    this.catalogue = catalogue;
    this.types = types;
    this.exchanges = [];
    this.sdk = new Telnyx({ apiKey: 'KEY_SIMULATOR', publicKey: simulator.publicKey, baseURL: simulator.apiBase,
      maxRetries: 0, fetch: (url, init) => this.#fetch(url, init) });
  }

  async #fetch(url, init) {
    const response = await fetch(url, init);
    const text = await response.clone().text();
    const path = new URL(url).pathname.replace(/^\/v2/, '');
    this.exchanges.push({ method: init.method.toUpperCase(), path, status: response.status, text });
    return response;
  }

  method(operation) {
    const path = sdkMethods[operation]?.split('.');
    assert(path, `${operation} has no row in sdk_methods.json`);
    const name = path.pop();
    const resource = path.reduce((object, part) => object?.[part], this.sdk);
    assert.equal(typeof resource?.[name], 'function', `the SDK has no ${sdkMethods[operation]} (${operation})`);
    return resource[name].bind(resource);
  }

  /// Calls the operation's method; the request must be the catalogue's and succeed. Gives what the answer has against
  /// the SDK's types, and which fields of the catalogue it lacks.
  async call(name, ...args) {
    const operation = this.catalogue.operations.get(name);
    await this.method(name)(...args);
    const { method, path, status, text } = this.exchanges.at(-1);
    assert.equal(operationOf(this.catalogue, method, path)?.name, name, `the SDK sends ${method} ${path}`);
    assert.equal(status, operation.success_status ?? 200, text);
    const { response } = this.types.operation(operation);
    if (!response) return [];
    const answer = JSON.parse(text);
    return [...problemsOf(response, answer), ...missing(operation.response ?? {}, answer)];
  }
}

/// Fields that the catalogue names and the answer lacks.
function missing(fields, answer) {
  const given = placesOfValue(answer);
  return Object.keys(fields).filter((place) => !given.has(place)).map((place) => `lacks ${place}`);
}

function placesOfValue(value, prefix = '', places = new Set()) {
  places.add(prefix);
  if (Array.isArray(value)) value.forEach((item) => placesOfValue(item, `${prefix}[]`, places));
  else if (value && typeof value === 'object') {
    for (const name in value) placesOfValue(value[name], prefix ? `${prefix}.${name}` : name, places);
  }
  return places;
}
