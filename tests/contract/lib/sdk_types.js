import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import generator from 'ts-json-schema-generator';
import ts from 'typescript';

const kEntry = fileURLToPath(new URL('../sdk_entry.ts', import.meta.url));
const kConfig = {
  path: kEntry, type: '*', expose: 'none', topRef: false, jsDoc: 'extended', skipTypeCheck: true, additionalProperties: false,
};
const kCompiler = {
  target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'], strict: true, noEmit: true, skipLibCheck: true, types: [],
};

export const sdkMethods = JSON.parse(readFileSync(new URL('../sdk_methods.json', import.meta.url), 'utf8'));

/// JSON Schemas of what the SDK publishes as TypeScript types.
export class SdkTypes {
  constructor() {
    writeFileSync(kEntry, "import Telnyx from 'telnyx';\nimport type { UnwrapWebhookEvent } from 'telnyx/resources/webhooks';\n" +
      'export declare const client: Telnyx;\nexport declare const event: UnwrapWebhookEvent;\n');
    this.program = ts.createProgram([kEntry], kCompiler);
    this.checker = this.program.getTypeChecker();
    this.schemas = new generator.SchemaGenerator(
      this.program, generator.createParser(this.program, kConfig), generator.createFormatter(kConfig), kConfig);
    this.entries = this.program.getSourceFile(kEntry).statements.filter(ts.isVariableStatement);
  }

  /// What the SDK sends and expects for an operation: schemas of `body`, `query` and `response` (undefined: there is
  /// none) and `path`, its path parameters beyond the first. Undefined when the SDK has no such method.
  operation(operation) {
    const declaration = this.#methodOf(sdkMethods[operation.name]);
    if (!declaration) return undefined;
    const types = { body: emptyObject(), query: emptyObject(), path: emptyObject() };
    for (const parameter of declaration.parameters) {
      const place = parameter.name.text;
      if (!['body', 'query', 'params'].includes(place)) continue;
      const schema = this.#schemaOfReference(referenceIn(parameter.type));
      if (place === 'body') types.body = schema;
      else if (place === 'query') types.query = schema;
      else splitByPlace(schema, types, operation);
    }
    return { ...types, response: this.#responseOf(declaration.type) };
  }

  /// Event type -> schema of the whole webhook.
  webhooks() {
    const union = this.#schemaOfReference(this.entries[1].declarationList.declarations[0].type);
    const byType = new Map();
    for (const schema of union.anyOf) {
      const data = schema.properties?.data?.properties ?? schema.properties;
      for (const type of literalsOf(data?.event_type)) byType.set(type, { ...schema, definitions: union.definitions });
    }
    return byType;
  }

  #methodOf(path) {
    let type = this.checker.getTypeAtLocation(this.entries[0].declarationList.declarations[0]);
    for (const part of path?.split('.') ?? ['']) {
      const member = type.getProperty(part);
      if (!member) return undefined;
      type = this.checker.getTypeOfSymbol(member);
    }
    return type.getCallSignatures()[0]?.declaration;
  }

  #responseOf(promise) {
    const [page, item] = promise.typeArguments;
    if (!ts.isTypeReferenceNode(page)) return undefined;
    if (/TopLevelArray$/.test(page.getText())) return { type: 'array', items: this.#schemaOfReference(item) };
    return this.#schemaOfReference(page);
  }

  #schemaOfReference(reference) {
    let symbol = this.checker.getSymbolAtLocation(reference.typeName);
    if (symbol.flags & ts.SymbolFlags.Alias) symbol = this.checker.getAliasedSymbol(symbol);
    const declaration = symbol.declarations.find((one) => ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one));
    return this.schemas.createSchemaFromNodes([declaration]);
  }
}

export const literalsOf = (schema) => (schema?.const !== undefined ? [schema.const] : (schema?.enum ?? []));

const emptyObject = () => ({ type: 'object', properties: {}, additionalProperties: false });

/// `Params | null | undefined` is an optional argument.
const referenceIn = (type) => (ts.isTypeReferenceNode(type) ? type : type.types.find(ts.isTypeReferenceNode));

/// The SDK puts everything of such a method into one object and says of each field where it goes; the one header,
/// Idempotency-Key, is left out.
function splitByPlace(schema, types, operation) {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const said = /^(Path|Query|Body) param/.exec(field.description ?? '')?.[1].toLowerCase();
    if (name === 'Idempotency-Key') continue;
    const place = said ?? (operation.path_params?.includes(name) ? 'path' : operation.method === 'GET' ? 'query' : 'body');
    types[place].properties[name] = field;
    types[place].definitions = schema.definitions;
    if (schema.required?.includes(name)) (types[place].required ??= []).push(name);
  }
}
