// retry-canary: the programme of a run that failed once more, with the same parameters and the catalogue of now, 48 hours later at the earliest.
import { z } from 'zod';
import { findProgramme } from '#lib/catalog/programmes.ts';
import { anyReason } from '#lib/commands/inputs.ts';
import type { PlannedCanary } from '#lib/contract/canary.ts';
import { chooseParameters, type FrozenProgramme, freeze } from '#lib/rules/canary/programme.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import {
  canaryById,
  insertCanary,
  type NewCanary,
  type StoredCanary,
} from '#lib/store/canary/canary-runs.ts';
import { database } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { canaryFor, canaryInput } from './canary-state.ts';
import { checkQueries, type QueryCheck } from './check-queries.ts';
import { loadPlan, mayPlan, type PlanState, planned } from './plan-canary.ts';

const input = z.strictObject({ ...canaryInput, reason: anyReason });

interface Prepared {
  queries: QueryCheck;
}

interface State extends PlanState, Prepared {
  run: StoredCanary | undefined;
}

/** Parameters that the programme no longer has are left out; those outside of bounds of today are refused. */
function again(run: StoredCanary): Result<FrozenProgramme> {
  const programme = findProgramme(run.definition.key);
  if (!programme)
    return fail('conflict', `The programme ${run.definition.title} is no longer in the catalogue.`);
  const known = run.definition.parameters.filter(({ key }) =>
    programme.parameters.some((parameter) => parameter.key === key),
  );
  const chosen = chooseParameters(programme, Object.fromEntries(known.map(({ key, value }) => [key, value])));
  return chosen.ok ? ok(freeze(programme, chosen.value)) : chosen;
}

export const retryCanary: Command<z.output<typeof input>, Prepared, State, NewCanary, PlannedCanary> = {
  name: 'retry-canary',
  input,
  body: 'PlannedCanary',
  prepare: async ({ runId }) => {
    const run = await canaryById(database(), runId);
    const definition = run && again(run);
    return { queries: definition?.ok ? await checkQueries(definition.value) : { ok: true } };
  },
  load: async (tx, { runId }, _actor, prepared) => {
    const run = await canaryById(tx, runId);
    const plan = await loadPlan(tx, run && findProgramme(run.definition.key));
    return { state: { ...plan, ...prepared, run }, now: await databaseNow(tx) };
  },
  decide: (state, asked, actor, moment) => {
    const reason = parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    const found = canaryFor(state.run, 'retry');
    if (!found.ok) return found;
    const definition = again(found.value);
    if (!definition.ok) return definition;
    const free = mayPlan(state, moment.now);
    if (!free.ok) return free;
    if (!state.queries.ok) return state.queries.failure;
    const plan = { definition: definition.value, reason: reason.value, retryOf: found.value };
    return planned(state, plan, personOf(actor), moment);
  },
  save: insertCanary,
};
