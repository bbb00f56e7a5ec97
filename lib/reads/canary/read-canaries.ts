// The programmes of the catalogue with what may be chosen in each, and every run of one, newest first.
import { z } from 'zod';
import type { Parameter, Programme } from '#lib/catalog/programme-types.ts';
import { PROGRAMMES } from '#lib/catalog/programmes.ts';
import type { CanariesBody, ParameterView, ProgrammeView } from '#lib/contract/canary.ts';
import { pageOf, toRead } from '#lib/reads/page.ts';
import { before, limit } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import { retryAt } from '#lib/rules/canary/canary-run.ts';
import { frozenByDefault } from '#lib/rules/canary/programme.ts';
import { ok } from '#lib/rules/result.ts';
import { canariesWhere, lastFailed, openRunOf } from '#lib/store/canary/canary-runs.ts';
import { watchOfPrometheus } from '#lib/store/canary/canary-samples.ts';
import type { Tx } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { canarySummary, watchView } from './canary-view.ts';

const input = z.strictObject({
  before,
  limit,
  state: z
    .enum(['open', 'over'], { error: 'state is open or over.' })
    .optional()
    .describe('open: planned, running or paused; over: the others.'),
});

function unitOf(parameter: Parameter): string | null {
  if (parameter.type === 'money') return 'USD';
  if (parameter.type !== 'number') return null;
  return typeof parameter.unit === 'string' ? parameter.unit : 'of the symbol';
}

function parameterView(parameter: Parameter, programme: Programme): ParameterView {
  const { key, label, type } = parameter;
  const stage = programme.stages.find((one) => one.key === parameter.stage)?.title ?? null;
  const bounds = 'bounds' in parameter ? parameter.bounds : { min: null, max: null };
  const options =
    parameter.type === 'symbols' ? parameter.members : parameter.type === 'choice' ? parameter.values : null;
  return {
    ...{ key, label, type, stage, min: bounds.min, max: bounds.max },
    default: typeof parameter.default === 'object' ? [...parameter.default] : parameter.default,
    unit: unitOf(parameter),
    decimals: parameter.type === 'number' ? parameter.decimals : null,
    options: options === null ? null : [...options],
    one: parameter.type === 'choice' || (parameter.type === 'symbols' && parameter.one === true),
  };
}

async function programmeView(tx: Tx, programme: Programme, now: Date): Promise<ProgrammeView> {
  const { key, title, purpose, source, stages, passCriteria, guards } = frozenByDefault(programme);
  const failed = await lastFailed(tx, key);
  const until = failed && retryAt(failed.at);
  return {
    ...{ key, title, purpose, source },
    stages: stages.map((one) => ({
      ...{ title: one.title, when: one.when, seconds: one.seconds, objective: one.objective },
    })),
    parameters: programme.parameters.map((one) => parameterView(one, programme)),
    criteria:
      passCriteria.length +
      stages.reduce((sum, one) => sum + one.acceptance.length + (one.targets?.criteria.length ?? 0), 0),
    guards: guards.map((one) => one.title),
    waitsUntil: until && until > now ? until.toISOString() : null,
    open: (await openRunOf(tx, key)) ?? null,
  };
}

export const readCanaries: Read<z.output<typeof input>, CanariesBody> = {
  action: 'read-canaries',
  body: 'CanariesBody',
  input,
  run: async (tx, query) => {
    const now = await databaseNow(tx);
    const where = {
      ...(query.before === undefined ? {} : { number: { lt: query.before } }),
      ...(query.state === undefined ? {} : { endedAt: query.state === 'open' ? null : { not: null } }),
    };
    const runs = await canariesWhere(tx, where, toRead(query.limit));
    const { rows, nextBefore } = pageOf(runs, query.limit, ({ number }) => String(number));
    const programmes: ProgrammeView[] = [];
    for (const programme of PROGRAMMES) programmes.push(await programmeView(tx, programme, now));
    return ok({
      ...{ now: now.toISOString(), items: rows.map(canarySummary), nextBefore, programmes },
      prometheus: watchView(await watchOfPrometheus(tx)),
    });
  },
};
