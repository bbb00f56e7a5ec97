// What a person has typed or chosen for a switch so far, and the canonical value it stands for. Pure.

import { grouped } from '#components/format-number.ts';
import type { SwitchDefinition } from '#lib/catalog/switch-types.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { parseValue } from '#lib/rules/changes/parse-value.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';

/** The text is kept exactly as typed, whatever is shown; only the field of the switch's type counts. */
export interface Draft {
  /** Bool, enum, money, numbers. */
  text: string;
  /** Money that may be off: no limit. */
  off: boolean;
  /** Sets. */
  members: readonly string[];
  /** Remove the override: the symbol follows the venue again. */
  inherit: boolean;
}

/** The draft that stands for a value. */
export function draftOf(value: WireValue): Draft {
  return {
    text: value === null || typeof value === 'object' ? '' : String(value),
    off: value === null,
    members: value !== null && typeof value === 'object' ? value : [],
    inherit: false,
  };
}

const GROUPED = /^\d{1,3}(,\d{3})+(\.\d*)?$/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** `$10,000` as `10000`. Commas count only as proper thousands, so `1,5` stays as typed and is refused. */
export function plainMoney(text: string): string {
  const bare = text.trim().replace(/^\$\s*/, '');
  return GROUPED.test(bare) ? bare.replaceAll(',', '') : bare;
}

/** `10000` as `10,000` for the eye; anything but a plain amount stays as typed. */
export function groupedMoney(text: string): string {
  const plain = plainMoney(text);
  if (!/^\d+(\.\d*)?$/.test(plain)) return text;
  return grouped(plain);
}

function plainNumber(text: string, unit: string): number {
  const bare = text.trim();
  const end = bare.toLowerCase().endsWith(unit) ? bare.slice(0, -unit.length).trim() : bare;
  return NUMBER.test(end) ? Number(end) : Number.NaN;
}

/** The canonical value of a draft, or the sentence that says what to write instead. */
export function readDraft(name: string, definition: SwitchDefinition, draft: Draft): Result<WireValue> {
  switch (definition.type) {
    case 'bool':
      return draft.text === 'true' || draft.text === 'false'
        ? ok(draft.text === 'true')
        : fail('invalid_value', 'Choose true or false.');
    case 'enum':
      return parseValue(name, definition, draft.text);
    case 'money':
      if (draft.off) return parseValue(name, definition, null);
      return draft.text.trim() === ''
        ? fail('invalid_value', 'Type an amount in US dollars.')
        : parseValue(name, definition, plainMoney(draft.text));
    case 'decimal':
    case 'int':
      return draft.text.trim() === ''
        ? fail('invalid_value', 'Type a number.')
        : parseValue(name, definition, plainNumber(draft.text, definition.unit));
    case 'symbols':
      return parseValue(name, definition, draft.members);
  }
}
