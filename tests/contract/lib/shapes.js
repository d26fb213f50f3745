import { literalsOf } from './sdk_types.js';

/// One description for fields of the catalogue and of the SDK's schemas:
/// `{ kinds: Set, literals: Set or undefined, fields: Map or undefined, required: Set, item, variants: [shape] }`.
/// `kinds` are JSON types; `fields` are of an object whose fields are known; `variants` of a union of such objects,
/// `isOpen` when an object of it may have any fields.
const shape = (kinds, more = {}) => ({ kinds: new Set(kinds), required: new Set(), variants: [], ...more });

function union(shapes) {
  const merged = shape(shapes.flatMap((one) => [...one.kinds]));
  const withLiterals = shapes.filter((one) => one.literals);
  const open = shapes.some((one) => one.kinds.has('string') && !one.literals);
  if (withLiterals.length > 0 && !open) merged.literals = new Set(withLiterals.flatMap((one) => [...one.literals]));
  merged.isOpen = shapes.some((one) => one.isOpen || (one.kinds.has('object') && !one.fields && one.variants.length === 0));
  merged.variants = shapes.flatMap((one) => (one.fields ? [one] : one.variants));
  if (merged.variants.length === 1 && !merged.isOpen) Object.assign(merged, { fields: merged.variants[0].fields, required: merged.variants[0].required, variants: [] });
  merged.item = shapes.find((one) => one.item)?.item;
  return merged;
}

/// The parts of `a|b<c|d>` that are outside of brackets.
function alternatives(expression) {
  const parts = [''];
  let depth = 0;
  for (const letter of expression) {
    depth += letter === '<' ? 1 : letter === '>' ? -1 : 0;
    if (letter === '|' && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts;
}

/// The shape of a catalogue field such as `{"type": "array<object:SipHeader>", "enum": […]}`.
export function shapeOfField(field, schemas, seen = []) {
  const shapes = alternatives(field.type).map((type) => shapeOfType(type, schemas, seen));
  const whole = shapes.length === 1 ? shapes[0] : union(shapes);
  if (field.enum) (whole.item ?? whole).literals = new Set(field.enum);
  return whole;
}

function shapeOfType(type, schemas, seen) {
  const inner = /^(array|map)<(.*)>$/.exec(type);
  if (inner?.[1] === 'array') return shape(['array'], { item: shapeOfField({ type: inner[2] }, schemas, seen) });
  if (inner || type === 'object') return shape(['object']);
  const named = /^object:(.*)$/.exec(type)?.[1];
  if (named) {
    if (!schemas[named] || seen.includes(named)) return shape(['object']);
    return shapeOfFields(schemas[named], schemas, [...seen, named]);
  }
  const plain = type.replace(/\(.*\)$/, '');
  return shape([plain === 'integer' ? 'number' : plain]);
}

export function shapeOfFields(fields, schemas, seen = []) {
  const entries = Object.entries(fields);
  return shape(['object'], {
    fields: new Map(entries.map(([name, field]) => [name, shapeOfField(field, schemas, seen)])),
    required: new Set(entries.filter(([, field]) => field.required).map(([name]) => name)),
  });
}

/// The shape of a JSON Schema made from a TypeScript type.
export function shapeOfSchema(schema, definitions = schema.definitions ?? {}, seen = []) {
  if (schema.$ref) {
    const name = decodeURIComponent(schema.$ref.replace('#/definitions/', ''));
    return seen.includes(name) ? shape(['object']) : shapeOfSchema(definitions[name], definitions, [...seen, name]);
  }
  const several = schema.anyOf ?? schema.oneOf;
  if (several) return union(several.map((one) => shapeOfSchema(one, definitions, seen)));
  const kinds = [schema.type ?? []].flat().map((kind) => (kind === 'integer' ? 'number' : kind));
  const made = shape(kinds);
  const literals = literalsOf(schema).filter((one) => one !== null);
  if (literals.length > 0) made.literals = new Set(literals);
  if (schema.items && !Array.isArray(schema.items)) made.item = shapeOfSchema(schema.items, definitions, seen);
  if (Object.keys(schema.properties ?? {}).length > 0) {
    made.fields = new Map(Object.entries(schema.properties).map(([name, one]) => [name, shapeOfSchema(one, definitions, seen)]));
    made.required = new Set(schema.required ?? []);
  }
  return made;
}

/// `filter: {leg_id}` as the query writes it: `filter[leg_id]`.
export function flattenQuery(shapeOfQuery) {
  const flat = shape(['object'], { fields: new Map(), required: shapeOfQuery.required });
  const add = (prefix, fields) => {
    for (const [name, one] of fields) {
      const place = prefix ? `${prefix}[${name}]` : name;
      if (one.fields) add(place, one.fields);
      else flat.fields.set(place, one);
    }
  };
  add('', shapeOfQuery.fields ?? new Map());
  return flat;
}

/// The dotted places of a value: `data[].call_control_id`.
export function placesOf(one, prefix = '', places = new Set()) {
  if (prefix) places.add(prefix);
  if (one.item) placesOf(one.item, `${prefix}[]`, places);
  for (const part of one.fields ? [one] : one.variants) {
    for (const [name, field] of part.fields) placesOf(field, prefix ? `${prefix}.${name}` : name, places);
  }
  return places;
}
