// raise-drill: an alert fires as an exercise, through the path of all others: people confirm and act, no switch moves.
import { z } from 'zod';
import { type AlertKey, findAlert } from '#lib/catalog/alerts.ts';
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import { anyReason, storableText, symbolName } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { type Told, toldOfDrill } from '#lib/rules/alerts/own-alerts.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { deliverOwn } from '#lib/store/alerts/own-alerts.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';

const input = z.strictObject({
  alert: storableText('Name the alert by its key, such as hl-disconnected.', 100),
  symbol: symbolName.optional(),
  reason: anyReason,
});

export const raiseDrill: Command<z.output<typeof input>, void, null, Told, ChangedAnswer> = {
  name: 'raise-drill',
  input,
  body: 'ChangedAnswer',
  load: async (tx) => ({ state: null, now: await databaseNow(tx) }),
  decide: (_state, asked, actor, { id, now }) => {
    const { alert: key, symbol = null } = asked;
    const alert = findAlert(key);
    if (!alert) return fail('not_found', 'There is no alert of that key.');
    if (symbol !== null && !SYMBOLS.some((known) => known === symbol))
      return fail('invalid_value', `The venue lists ${SYMBOLS.join(', ')} and no other symbol.`);
    if (alert.action?.addSymbolTo !== undefined && symbol === null)
      return fail('invalid_input', 'symbol: this alert is about one market: name it.');
    const reason = parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    const by = personOf(actor).name;
    return ok({
      next: toldOfDrill(id, { alert: key as AlertKey, symbol, by }, now),
      events: [{ kind: 'alert.drill', subject: key, reason: reason.value, details: { drill: true, symbol } }],
      effects: [],
      answer: { changed: true },
    });
  },
  save: async (tx, told) => {
    await deliverOwn(tx, [told]);
    return true;
  },
};
