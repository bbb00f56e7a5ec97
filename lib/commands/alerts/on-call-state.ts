// Who may arrange the on-call of others: those who set the rota.
import type { Actor } from '#lib/rules/actor.ts';
import { may } from '#lib/rules/may.ts';

export function arranges(actor: Actor): boolean {
  return may(actor, 'set-rota').ok;
}
