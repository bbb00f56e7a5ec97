// Reasons that say nothing a person could read later, as JSON text over HTTP: each is refused with a sentence.
import { describe, expect, test } from 'vitest';
import { command, headRevision, sql } from '../installation.ts';
import { expectRefused } from './refused.ts';

/** A change that raises, and so asks for a longer reason. */
const RAISING = { switch: 'normal_threshold', symbol: 'SOL', value: '20000' };

const REASONS: readonly [what: string, json: string][] = [
  ['none', ''],
  ['null', 'null'],
  ['empty', '""'],
  ['a number', '12345678901234'],
  ['a list', '["because of it"]'],
  ['spaces', '"                    "'],
  ['too short', '"no"'],
  ['too short for a raise', '"up a bit"'],
  ['zero-width spaces', `"${'\\u200b'.repeat(20)}"`],
  ['word joiners between letters', '"be\\u2060cause of it all"'],
  ['soft hyphens', '"be\\u00adcause of it all"'],
  ['Hangul filler', `"${'\\u3164'.repeat(20)}"`],
  ['Braille blanks', `"${'\\u2800'.repeat(20)}"`],
  ['tag characters', `"${'\\udb40\\udc41'.repeat(20)}"`],
  ['right-to-left override', '"because \\u202eof it all"'],
  ['U+0000', '"because \\u0000of it all"'],
  ['a lone surrogate', '"because \\ud800 of it all"'],
  ['a lone low surrogate', '"because \\udc00 of it all"'],
  ['10,000 characters', `"${'because '.repeat(1_250)}"`],
  ['501 characters', `"${'b'.repeat(501)}"`],
  ['a line break', '"because\\nof it all"'],
  ['a carriage return', '"because\\rof it all"'],
  ['a line separator', '"because\\u2028of it all"'],
  ['an escape sequence', '"\\u001b[31mbecause of it all"'],
  ['a bell', '"because\\u0007 of it all"'],
  ['a C1 control', '"because\\u009b31m of it all"'],
  ['HTML', '"<img src=x onerror=alert(1)> because"'],
  ['a script', '"because <script>alert(1)</script>"'],
  ['a private character', '"because \\ue000 of it all"'],
];

describe('reasons', () => {
  test.for(REASONS)('%s is no reason', async ([, reason]) => {
    const revision = await headRevision();
    const fields = JSON.stringify(RAISING).slice(1, -1);
    const body = `{${fields}${reason === '' ? '' : `,"reason":${reason}`}}`;
    const code = reason === '' ? 'invalid_input' : 'invalid_reason';
    await expectRefused(await command('set-switch', body), [code], revision);
  });

  test('with a reason, the same change is made, and the reason is kept as it was read', async () => {
    const raised = 'Grösse geprüft: 10,000 ≥ 5,000 & "ok" \'so\' 価格 🚨; DROP TABLE audit_log; --';
    const answer = await command('set-switch', { ...RAISING, reason: `  ${raised}   indeed ` });
    expect(answer.status).toBe(200);
    const { changeSetId } = answer.json as { changeSetId: string };
    const [row] = await sql('SELECT reason FROM audit_log WHERE change_set_id = $1', [changeSetId]);
    expect(row).toEqual({ reason: `${raised} indeed` });
    const { value: _, ...place } = RAISING;
    const back = await command('reset-to-default', { ...place, reason: 'as it was before' });
    expect(back.status).toBe(200);
  });
});
