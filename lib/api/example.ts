// An example that fits a schema: its own where it gives one, else the least that its type allows.
import type { JsonSchema } from '#lib/contract/open-api.ts';

const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: '3f0c1f6e-8f0d-4f4e-9a53-0d6a1c3b7e21',
  'date-time': '2026-03-19T03:07:40Z',
  email: 'risk_manager@bulkhead.example',
};

function ofObject(schema: JsonSchema): Record<string, unknown> {
  const properties = (schema.properties ?? {}) as Record<string, JsonSchema>;
  const required = (schema.required ?? []) as readonly string[];
  return Object.fromEntries(required.map((name) => [name, exampleOf(properties[name] ?? {})]));
}

function ofText(schema: JsonSchema): string {
  const known = BY_FORMAT[String(schema.format)];
  return known ?? 'text'.padEnd(Number(schema.minLength ?? 0), '.');
}

/** Required fields only: an example is the shortest that works. */
export function exampleOf(schema: JsonSchema): unknown {
  const [given] = (schema.examples ?? []) as readonly unknown[];
  if (given !== undefined) return given;
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  const [first] = (schema.enum ?? schema.oneOf ?? schema.anyOf ?? []) as readonly unknown[];
  if (first !== undefined) return schema.enum ? first : exampleOf(first as JsonSchema);
  const [type] = Array.isArray(schema.type) ? schema.type : [schema.type];
  if (type === 'object') return ofObject(schema);
  if (type === 'array')
    return Number(schema.minItems ?? 0) > 0 ? [exampleOf(schema.items as JsonSchema)] : [];
  if (type === 'integer' || type === 'number') return Number(schema.minimum ?? 1);
  if (type === 'boolean') return true;
  return type === 'null' ? null : ofText(schema);
}
