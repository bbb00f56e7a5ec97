// The chain of a P0 with who is told at each step, as the On-call screen and every alert show it.
import { ESCALATION } from '#lib/catalog/alert-clocks.ts';
import type { ChainStepView } from '#lib/contract/on-call.ts';
import { type CrewMember, recipientsOf } from '#lib/rules/alerts/chain-recipients.ts';

export function chainSteps(crew: readonly CrewMember[], onCallId: string | null): ChainStepView[] {
  return ESCALATION.map((step, index) => {
    const { told, nobodyOnCall } = recipientsOf(step, crew, onCallId);
    return {
      ...{ step: index, afterSeconds: step.afterSeconds, why: step.why, nobodyOnCall },
      told: told.map(({ name, as }) => ({ name, as })),
    };
  });
}
