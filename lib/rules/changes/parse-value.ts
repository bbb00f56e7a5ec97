// Turns what somebody sent for a switch into its canonical value, or says in a sentence what to send instead. No coercion.
import { Decimal } from 'decimal.js';
import type { SwitchDefinition } from '#lib/catalog/switch-types.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { dollars } from '#lib/rules/dollars.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';

const MONEY = /^(0|[1-9][0-9]{0,14})(\.[0-9]{1,2})?$/;

function list(words: readonly string[]): string {
  return words.join(', ');
}

function parseMoney(
  name: string,
  definition: SwitchDefinition & { type: 'money' },
  raw: unknown,
): Result<WireValue> {
  if (raw === null) {
    return definition.mayBeOff
      ? ok(null)
      : fail('invalid_value', `${name} cannot be off: send an amount such as "${definition.default}".`);
  }
  if (typeof raw !== 'string' || !MONEY.test(raw)) {
    return fail(
      'invalid_value',
      `${name} takes US dollars as a plain decimal text with at most two digits after the point, such as "${definition.default}".`,
    );
  }
  const amount = new Decimal(raw);
  if (amount.lt(definition.bounds.min) || amount.gt(definition.bounds.max)) {
    return fail(
      'invalid_value',
      `${name} must lie between ${dollars(definition.bounds.min)} and ${dollars(definition.bounds.max)}.`,
      { min: definition.bounds.min, max: definition.bounds.max },
    );
  }
  return ok(amount.toFixed());
}

function parseNumber(
  name: string,
  definition: SwitchDefinition & { type: 'decimal' | 'int' },
  raw: unknown,
): Result<WireValue> {
  const kind =
    definition.type === 'int'
      ? 'a whole number'
      : `a number with at most ${definition.scale} digit after the point`;
  if (typeof raw !== 'number' || !Number.isFinite(raw)) {
    return fail(
      'invalid_value',
      `${name} takes ${kind} (${definition.unit}), such as ${definition.default}.`,
    );
  }
  if (new Decimal(raw).decimalPlaces() > definition.scale) {
    return fail(
      'invalid_value',
      `${name} takes ${kind} (${definition.unit}), such as ${definition.default}.`,
    );
  }
  if (raw < definition.bounds.min || raw > definition.bounds.max) {
    return fail(
      'invalid_value',
      `${name} must lie between ${definition.bounds.min} and ${definition.bounds.max} ${definition.unit}.`,
      { ...definition.bounds },
    );
  }
  return ok(Object.is(raw, -0) ? 0 : raw);
}

function parseSet(
  name: string,
  definition: SwitchDefinition & { type: 'symbols' },
  raw: unknown,
): Result<WireValue> {
  if (!Array.isArray(raw) || raw.some((item) => typeof item !== 'string')) {
    return fail(
      'invalid_value',
      `${name} takes a list of names, such as ["${definition.members[0]}"], or [] for none.`,
    );
  }
  const unknown = raw.filter((item) => !definition.members.includes(item));
  if (unknown.length > 0) {
    return fail('invalid_value', `${name} knows ${list(definition.members)} and no other name.`, {
      known: definition.members,
    });
  }
  if (new Set(raw).size !== raw.length) {
    return fail('invalid_value', `${name} was sent a name twice: send each once.`);
  }
  return ok([...raw].sort());
}

/** The canonical value of `raw` for the switch, within type and bounds; else `invalid_value` and what to send. */
export function parseValue(name: string, definition: SwitchDefinition, raw: unknown): Result<WireValue> {
  switch (definition.type) {
    case 'bool':
      return typeof raw === 'boolean'
        ? ok(raw)
        : fail('invalid_value', `${name} is true or false (not text).`);
    case 'enum':
      return typeof raw === 'string' && definition.values.includes(raw)
        ? ok(raw)
        : fail('invalid_value', `${name} is one of ${list(definition.values)}.`, {
            values: definition.values,
          });
    case 'money':
      return parseMoney(name, definition, raw);
    case 'decimal':
    case 'int':
      return parseNumber(name, definition, raw);
    case 'symbols':
      return parseSet(name, definition, raw);
  }
}
