/// What the catalogue's `ours` and the SDK's `theirs` say differently about one thing, each as one line.
export function differencesOf(place, ours, theirs, lines = []) {
  compareKinds(place, ours, theirs, lines);
  compareLiterals(place, ours, theirs, lines);
  if (ours.item && theirs.item) differencesOf(`${place}[]`, ours.item, theirs.item, lines);
  if (ours.fields && theirs.fields) compareFields(place, ours, theirs, lines);
  else if (ours.variants.length > 0 || theirs.variants.length > 0) compareVariants(place, ours, theirs, lines);
  return lines;
}

const sorted = (items) => [...items].map(String).sort().join(', ');
const without = (one, other) => [...one].filter((item) => !other.has(item));

function compareKinds(place, ours, theirs, lines) {
  const known = (kinds) => new Set(without(kinds, new Set(['null', 'any'])));
  const [here, there] = [known(ours.kinds), known(theirs.kinds)];
  if (here.size === 0 || there.size === 0) return;
  if (sorted(here) !== sorted(there)) lines.push(`${place}: ${sorted(here)} here, ${sorted(there)} in the SDK`);
}

function compareLiterals(place, ours, theirs, lines) {
  if (!ours.literals && !theirs.literals) return;
  if (!theirs.literals) lines.push(`${place}: values are listed only here`);
  else if (!ours.literals) lines.push(`${place}: values are listed only in the SDK: ${sorted(theirs.literals)}`);
  else {
    const here = without(ours.literals, theirs.literals);
    const there = without(theirs.literals, ours.literals);
    if (here.length > 0) lines.push(`${place}: values only here: ${sorted(here)}`);
    if (there.length > 0) lines.push(`${place}: values only in the SDK: ${sorted(there)}`);
  }
}

function compareFields(place, ours, theirs, lines) {
  for (const [name, field] of ours.fields) {
    const at = `${place}.${name}`;
    const other = theirs.fields.get(name);
    if (!other) {
      lines.push(`${at}: only here`);
      continue;
    }
    if (ours.required.has(name) !== theirs.required.has(name)) {
      lines.push(`${at}: required only ${ours.required.has(name) ? 'here' : 'in the SDK'}`);
    }
    differencesOf(at, field, other, lines);
  }
  for (const name of without(theirs.fields.keys(), ours.fields)) lines.push(`${place}.${name}: only in the SDK`);
}

/// The literal that tells an object of a union from the others, such as `type` or `role`.
function tagOf(one) {
  for (const name of ['type', 'role', 'transcription_engine']) {
    const literals = one.fields.get(name)?.literals;
    if (literals?.size === 1) return `${name}=${[...literals][0]}`;
  }
  return undefined;
}

function compareVariants(place, ours, theirs, lines) {
  const tagged = (one) => new Map((one.fields ? [one] : one.variants).map((part) => [tagOf(part), part]).filter(([tag]) => tag));
  const [here, there] = [tagged(ours), tagged(theirs)];
  if (here.size === 0 || there.size === 0) return;
  for (const tag of without(here.keys(), there)) lines.push(`${place}(${tag}): only here`);
  if (!ours.isOpen) for (const tag of without(there.keys(), here)) lines.push(`${place}(${tag}): only in the SDK`);
  for (const [tag, part] of here) {
    if (there.has(tag)) compareFields(`${place}(${tag})`, part, there.get(tag), lines);
  }
}

/// `data[].id` and what it stands in: `data[]`, `data`.
function withParents(places) {
  const all = new Set();
  for (const place of places) {
    for (let at = place; at && !all.has(at); at = at.replace(/(\[\]|\.?[^.[\]]+)$/, '')) all.add(at);
  }
  return all;
}

/// The differences between two sets of places such as `data[].id`; what stands in a place that is missing is not named.
export function differencesOfPlaces(name, ours, theirs) {
  const [here, there] = [withParents(ours), withParents(theirs)];
  const only = (one, other) => without(one, other).filter((place) => {
    if (place.endsWith('[]')) return false;
    const parent = place.replace(/(\[\]|\.?[^.[\]]+)$/, '');
    return parent === '' || other.has(parent);
  });
  return [...only(here, there).map((place) => `${name} ${place}: only here`),
    ...only(there, here).map((place) => `${name} ${place}: only in the SDK`)];
}
