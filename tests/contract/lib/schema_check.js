import Ajv from 'ajv';

const kOptions = { strict: false, allErrors: true, verbose: false };
const exact = new Ajv(kOptions);
const fromText = new Ajv({ ...kOptions, coerceTypes: true });
const compiled = { exact: new Map(), fromText: new Map() };

/// What is wrong with `value`, each as `place: what`; nothing: it fits. `isText`: its numbers and flags came as text.
export function problemsOf(schema, value, { isText = false } = {}) {
  const [ajv, known] = isText ? [fromText, compiled.fromText] : [exact, compiled.exact];
  if (!known.has(schema)) known.set(schema, ajv.compile(schema));
  const validate = known.get(schema);
  if (validate(value)) return [];
  return [...new Set(closest(validate.errors).map(sentenceOf))];
}

/// Of a value that fits none of several shapes, the errors of all shapes come; the deepest tell what is meant.
function closest(errors) {
  const plain = errors.filter((error) => !['anyOf', 'oneOf', 'if'].includes(error.keyword));
  const inUnion = (error) => /\/(anyOf|oneOf)\//.test(error.schemaPath);
  const depth = (error) => error.instancePath.split('/').length;
  const deepest = Math.max(0, ...plain.filter(inUnion).map(depth));
  return plain.filter((error) => !inUnion(error) || depth(error) === deepest);
}

function sentenceOf(error) {
  const place = error.instancePath.replaceAll('/', '.').slice(1).replace(/\.\d+(?=\.|$)/g, '[]') || '(all)';
  const what = { additionalProperties: () => `unknown field ${error.params.additionalProperty}`,
    required: () => `lacks ${error.params.missingProperty}`,
    enum: () => `is none of ${error.params.allowedValues.join(', ')}` }[error.keyword];
  return `${place}: ${what ? what() : error.message}`;
}
