// What people write into a step: evidence, and the fields of a form, each checked by its type.
import type { RecordField } from '#lib/catalog/procedure-types.ts';
import { LONGEST_EVIDENCE } from '#lib/catalog/runs.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';

const MARKS = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/u;
const LONGEST_LINE = 200;

const FORMS: Record<RecordField['type'], { fits(text: string): boolean; ask: string }> = {
  line: {
    fits: (text) => text.length <= LONGEST_LINE && !MARKS.test(text),
    ask: `one line of at most ${LONGEST_LINE} characters`,
  },
  text: {
    fits: (text) => text.length <= LONGEST_EVIDENCE && !MARKS.test(text.replace(/[\r\n\t]/g, '')),
    ask: `text of at most ${LONGEST_EVIDENCE} characters`,
  },
  number: { fits: (text) => /^-?\d{1,12}(\.\d{1,6})?$/.test(text), ask: 'a number such as 12 or 0.5' },
  money: { fits: (text) => /^-?\d{1,15}(\.\d{1,8})?$/.test(text), ask: 'an amount such as -1284.10' },
  time: { fits: isTime, ask: 'a time such as 2026-03-19T03:07:40Z' },
};

function isTime(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text) &&
    !Number.isNaN(Date.parse(text))
  );
}

/** The fields trimmed, empty ones left out; or which of them to mend. */
export function parseFields(
  fields: readonly RecordField[],
  sent: Readonly<Record<string, string>>,
): Result<Record<string, string>> {
  const unknown = Object.keys(sent).find((key) => !fields.some((field) => field.key === key));
  if (unknown !== undefined) {
    return fail(
      'invalid_input',
      `This step has no field "${unknown}". It takes ${fields.map(({ key }) => key).join(', ')}.`,
    );
  }
  const kept: Record<string, string> = {};
  for (const { key, label, type, required, atLeast } of fields) {
    const text = (Object.hasOwn(sent, key) ? (sent[key] ?? '') : '').trim();
    if (text === '') {
      if (required) return fail('invalid_input', `Fill in "${label}".`, { field: key });
      continue;
    }
    const { fits, ask } = FORMS[type];
    if (!fits(text)) return fail('invalid_input', `"${label}" takes ${ask}.`, { field: key });
    if (atLeast !== undefined && Number(text) < atLeast) {
      return fail(
        'invalid_input',
        `"${label}" has to be at least ${atLeast}: this step is not done before.`,
        {
          field: key,
          atLeast,
        },
      );
    }
    kept[key] = text;
  }
  return ok(kept);
}

/** What was looked at, of a tick step: null when there is none and none is asked for. */
export function parseEvidence(
  wanted: 'required' | 'optional' | 'none',
  raw: string | undefined,
): Result<string | null> {
  const text = raw?.trim() ?? '';
  if (text === '') {
    return wanted === 'required'
      ? fail('invalid_input', 'Write what you looked at: a line, or the link of a message or log.')
      : ok(null);
  }
  if (wanted === 'none')
    return fail('invalid_input', 'This step takes no evidence. Leave it out, or add a note.');
  if (!FORMS.text.fits(text)) {
    return fail('invalid_input', `Evidence is plain text of at most ${LONGEST_EVIDENCE} characters.`);
  }
  return ok(text);
}
