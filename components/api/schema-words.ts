// A JSON Schema in words, and its fields as rows of a table. Pure.
import type { JsonSchema } from '#lib/contract/open-api.ts';

export interface FieldRow {
  /** `changes[].switch` for a field of a list's entries. */
  name: string;
  /** In words: `text`, `list of SwitchView`. */
  type: string;
  /** Names of types among the words, which lead to their own entry. */
  types: readonly string[];
  required: boolean;
  says: string;
}

const PLAIN: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  null: 'null',
  object: 'object',
  array: 'list',
};

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': 'time',
  uuid: 'id',
  email: 'e-mail address',
};

function nameOf(ref: string): string {
  return ref.split('/').at(-1) ?? ref;
}

function plainWords(schema: JsonSchema): string {
  if (typeof schema.format === 'string' && FORMATS[schema.format]) {
    const nullable = Array.isArray(schema.type) && schema.type.includes('null');
    return `${FORMATS[schema.format]}${nullable ? ' or null' : ''}`;
  }
  const types = Array.isArray(schema.type) ? (schema.type as string[]) : [String(schema.type)];
  return types.map((type) => PLAIN[type] ?? 'anything').join(' or ');
}

/** What a value is, in words. */
export function typeWords(schema: JsonSchema): string {
  if (typeof schema.$ref === 'string') return nameOf(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return `one of ${schema.enum.join(', ')}`;
  const choices = (schema.anyOf ?? schema.oneOf) as readonly JsonSchema[] | undefined;
  if (choices) return choices.map(typeWords).join(' or ');
  if (schema.type === 'array' && schema.items) return `list of ${typeWords(schema.items as JsonSchema)}`;
  const named = schema.additionalProperties;
  if (
    schema.type === 'object' &&
    typeof named === 'object' &&
    named !== null &&
    Object.keys(named).length > 0
  )
    return `${typeWords(named as JsonSchema)} by name`;
  return plainWords(schema);
}

function boundsOf(schema: JsonSchema): string {
  const { minimum, maximum, default: usual } = schema;
  const words: string[] = [];
  if (minimum !== undefined && maximum !== undefined && Number(maximum) < Number.MAX_SAFE_INTEGER)
    words.push(`${minimum} to ${maximum}`);
  if (usual !== undefined) words.push(`${usual} unless told`);
  return words.length > 0 ? `${words.join(', ')}.` : '';
}

export function fieldRow(name: string, schema: JsonSchema, required: boolean): FieldRow {
  const says = [schema.description, boundsOf(schema)].filter(Boolean).join(' ');
  const types = [...JSON.stringify(schema).matchAll(/"\$ref":"[^"]*\/([^"/]+)"/g)].map(
    ([, type]) => type ?? '',
  );
  return { name, type: typeWords(schema), types: [...new Set(types)], required, says };
}

/** The fields of an object, those of objects inside it below their own. */
export function fieldRows(schema: JsonSchema, prefix = ''): FieldRow[] {
  const properties = (schema.properties ?? {}) as Record<string, JsonSchema>;
  const required = (schema.required ?? []) as readonly string[];
  return Object.entries(properties).flatMap(([name, field]) => {
    const row = fieldRow(`${prefix}${name}`, field, required.includes(name));
    const items = field.type === 'array' ? ((field.items ?? {}) as JsonSchema) : undefined;
    if (items?.properties) return [row, ...fieldRows(items, `${row.name}[].`)];
    return field.properties ? [row, ...fieldRows(field, `${row.name}.`)] : [row];
  });
}
