// plan-canary: a run of a programme with its parameters, frozen; it begins only through its first signed gate.
import { z } from 'zod';
import { canaryName, RETRY_HOURS } from '#lib/catalog/canary-runs.ts';
import type { Programme } from '#lib/catalog/programme-types.ts';
import { findProgramme, PROGRAMMES } from '#lib/catalog/programmes.ts';
import { anyReason, anyValue, catalogueKey } from '#lib/commands/inputs.ts';
import type { PlannedCanary } from '#lib/contract/canary.ts';
import { retryAt } from '#lib/rules/canary/canary-run.ts';
import { chooseParameters, type FrozenProgramme, freeze } from '#lib/rules/canary/programme.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import {
  insertCanary,
  lastFailed,
  lockPlans,
  type NewCanary,
  nextCanaryNumber,
  openRunOf,
} from '#lib/store/canary/canary-runs.ts';
import type { Tx } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command, Decision, Moment } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { CANARY_CHANGED } from './canary-state.ts';
import { checkQueries, type QueryCheck } from './check-queries.ts';

const PARAMETERS = 'Send the parameters as an object, such as {"s1-threshold": "500"}.';

const input = z.strictObject({
  programme: catalogueKey('the programme'),
  parameters: z
    .record(z.string().max(60, PARAMETERS), anyValue, { error: PARAMETERS })
    .refine((sent) => Object.keys(sent).length <= 50, 'Send at most 50 parameters.')
    .optional()
    .describe('What is to differ from the defaults, inside the bounds that canaries lists.'),
  reason: anyReason,
});

/** What a plan is decided on; nobody else plans the same programme meanwhile. */
export interface PlanState {
  programme: Programme | undefined;
  /** Its run that is not over. */
  open: { number: number; begun: boolean } | undefined;
  /** When a guard last rolled one back. */
  failed: { number: number; at: Date } | undefined;
  number: number;
}

export async function loadPlan(tx: Tx, programme: Programme | undefined): Promise<PlanState> {
  if (!programme) return { programme, open: undefined, failed: undefined, number: 0 };
  await lockPlans(tx, programme.key);
  return {
    programme,
    open: await openRunOf(tx, programme.key),
    failed: await lastFailed(tx, programme.key),
    number: await nextCanaryNumber(tx),
  };
}

/** Nothing is planned beside a run that is not over, or within 48 hours of a failure. */
export function mayPlan({ open, failed }: Pick<PlanState, 'open' | 'failed'>, now: Date): Result<true> {
  if (open) {
    const { number, begun } = open;
    const how = begun ? 'is under way: wait for its end' : 'is planned already: work with that one';
    return fail('conflict', `${canaryName(number)} ${how}, or end it first.`, { number });
  }
  if (failed && retryAt(failed.at) > now) {
    const until = retryAt(failed.at).toISOString();
    return fail(
      'conflict',
      `${canaryName(failed.number)} failed: the next run waits ${RETRY_HOURS} hours, until ${until}.`,
      { until },
    );
  }
  return ok(true);
}

export function planned(
  { number }: PlanState,
  plan: { definition: FrozenProgramme; reason: string; retryOf: { id: string; number: number } | null },
  by: { id: string; name: string },
  moment: Moment,
): Result<Decision<NewCanary, PlannedCanary>> {
  const { definition, reason, retryOf } = plan;
  const details = { runId: moment.id, programme: definition.key, parameters: definition.parameters };
  return ok({
    next: {
      ...{ id: moment.id, number, definition, reason, retryOf: retryOf?.id ?? null },
      ...{ by, at: moment.now },
    },
    events: [
      {
        ...{ kind: 'canary.planned', subject: canaryName(number), newValue: definition.title, reason },
        details: { ...details, ...(retryOf ? { retryOf: canaryName(retryOf.number) } : {}) },
      },
    ],
    effects: [CANARY_CHANGED],
    answer: { runId: moment.id, number },
  });
}

interface Prepared {
  queries: QueryCheck;
}

export const planCanary: Command<
  z.output<typeof input>,
  Prepared,
  PlanState & Prepared,
  NewCanary,
  PlannedCanary
> = {
  name: 'plan-canary',
  input,
  body: 'PlannedCanary',
  // A query that Prometheus cannot read is found when it is saved, not three days into the stage.
  prepare: async ({ programme: key, parameters }) => {
    const programme = findProgramme(key);
    const chosen = programme && chooseParameters(programme, parameters ?? {});
    return {
      queries: programme && chosen?.ok ? await checkQueries(freeze(programme, chosen.value)) : { ok: true },
    };
  },
  load: async (tx, { programme }, _actor, prepared) => ({
    state: { ...(await loadPlan(tx, findProgramme(programme))), ...prepared },
    now: await databaseNow(tx),
  }),
  decide: (state, asked, actor, moment) => {
    const { programme, queries } = state;
    if (!programme) {
      const known = PROGRAMMES.map(({ key }) => key).join(', ');
      return fail('not_found', `There is no programme "${asked.programme}": there are ${known}.`);
    }
    const reason = parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    const chosen = chooseParameters(programme, asked.parameters ?? {});
    if (!chosen.ok) return chosen;
    if (!queries.ok) return queries.failure;
    const free = mayPlan(state, moment.now);
    if (!free.ok) return free;
    const definition = freeze(programme, chosen.value);
    return planned(state, { definition, reason: reason.value, retryOf: null }, personOf(actor), moment);
  },
  save: insertCanary,
};
