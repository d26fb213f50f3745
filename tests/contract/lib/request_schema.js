import { operationOf } from './catalogue.js';
import { problemsOf } from './schema_check.js';

/// Names that the SDK translates before it sends them.
const kOnTheWire = { bridge: { call_control_id_to_bridge_with: 'call_control_id' } };

function asSent(name, schema) {
  const renamed = kOnTheWire[name];
  if (!renamed) return schema;
  const entries = Object.entries(schema.properties).map(([field, one]) => [renamed[field] ?? field, one]);
  return { ...schema, properties: Object.fromEntries(entries), required: schema.required?.map((field) => renamed[field] ?? field) };
}

/// `filter[leg_id]=7` as `{filter: {leg_id: "7"}}` where the SDK types it so, else as it is. The SDK sends an array as one
/// text with commas.
function nested(parameters, schema) {
  const value = {};
  for (const [name, text] of parameters) {
    const inParts = name.replaceAll(']', '').split('[');
    const parts = schema.properties?.[inParts[0]]?.properties ? inParts : [name];
    let object = value;
    for (const part of parts.slice(0, -1)) object = object[part] ??= {};
    object[parts.at(-1)] = schema.properties?.[name]?.type === 'array' ? text.split(',') : text;
  }
  return value;
}

/// Judges requests as they reached the API by what the SDK would let a program send.
export class RequestJudge {
  #schemas = new Map();

  constructor(catalogue, types) {
    this.catalogue = catalogue;
    this.types = types;
  }

  /// The operation's name, and what is wrong with the request, each as `operation place: what`.
  judge({ method, target, body }) {
    const [path, query] = target.split('?');
    const operation = operationOf(this.catalogue, method, decodeURI(path).replace(/^\/v2/, ''));
    if (!operation) return { name: undefined, problems: [`${method} ${path}: no such operation`] };
    const { name } = operation;
    const types = this.#typesOf(operation);
    if (!types) return { name, problems: [`${name}: the SDK has no such method`] };
    const parameters = nested(new URLSearchParams(query), types.query);
    const problems = [...problemsOf(types.body, body ?? {}),
      ...problemsOf(types.query, parameters, { isText: true })];
    return { name, problems: problems.map((problem) => `${name} ${problem}`) };
  }

  #typesOf(operation) {
    const { name } = operation;
    if (!this.#schemas.has(name)) {
      const types = this.types.operation(operation);
      this.#schemas.set(name, types && { ...types, body: asSent(name, types.body) });
    }
    return this.#schemas.get(name);
  }
}
