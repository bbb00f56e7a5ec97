// Checks what comes from outside field by field, and says in a sentence what is wrong with it.

/** What is wrong with a body or an address: a sentence for whoever sent it, who is answered 400 (http.ts). */
export class FormError extends Error {}

export type Fields = Record<string, unknown>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const TIME = /^(?:19|20|21)\d{2}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/;
const INSTANCE_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

export function matches(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}

export function isUuid(value: unknown): value is string {
  return matches(value, UUID);
}

/** A UTC time in a form that the database reads as well. */
export function isTime(value: unknown): value is string {
  return matches(value, TIME) && !Number.isNaN(Date.parse(value));
}

export function need(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new FormError(sentence);
}

/** `of` names the part that the fields belong to, when it is not the body itself. */
export function only(value: Fields, names: readonly string[], of?: string): void {
  for (const name of Object.keys(value)) {
    const field = `The field ${JSON.stringify(name.slice(0, 50))}`;
    need(
      names.includes(name),
      of === undefined ? `${field} is not known.` : `${field} of ${of} is not known.`,
    );
  }
}

/** The JSON object in a text, with no other fields than these. */
export function readFields(text: string, names: readonly string[]): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new FormError('The body is not valid JSON.');
  }
  need(isFields(value), 'The body must be a JSON object.');
  only(value, names);
  return value;
}

/** The name of an instance or executor in an address, decoded. */
export function readInstanceId(encoded: string): string {
  let id: string;
  try {
    id = decodeURIComponent(encoded);
  } catch {
    throw new FormError('The instance id in the address is not valid percent-encoding.');
  }
  need(
    INSTANCE_ID.test(id),
    'An instance id is 1 to 100 letters, digits and . _ : - and begins with a letter or digit.',
  );
  return id;
}
