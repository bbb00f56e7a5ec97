// sync-catalogue: at every start, gives switches that the catalogue has and the database has not their default value.
import { z } from 'zod';
import { definitionOf, SWITCH_NAMES } from '#lib/catalog/switches.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import type { DirectedChange } from '#lib/rules/changes/decide-change.ts';
import { applyChanges } from '#lib/rules/changes/matrix.ts';
import { TOLD_RULES, type ToldRules } from '#lib/rules/changes/told-rules.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { toldActions } from '#lib/store/alerts/alert-policies.ts';
import { toldBundles } from '#lib/store/changes/levels.ts';
import { createHead, type LockedMatrix, lockMatrix, toldCritical } from '#lib/store/changes/matrix.ts';
import { inputHash } from '#lib/write/canonical.ts';
import type { Command } from '#lib/write/command.ts';
import { decisionOf, type PlannedWrite, savePlan } from '#lib/write/matrix-write.ts';

const input = z.strictObject({});

interface State extends LockedMatrix {
  told: ToldRules;
}

/** The first revision holds all defaults; later ones appear when an upgrade brings new switches. */
export const syncCatalogue: Command<z.output<typeof input>, void, State, PlannedWrite, ChangeAnswer> = {
  name: 'sync-catalogue',
  input,
  body: null,
  load: async (tx) => {
    await createHead(tx);
    const [critical, bundles] = [await toldCritical(tx), await toldBundles(tx)];
    const told = { critical, bundles, actions: await toldActions(tx) };
    const { state, now } = await lockMatrix(tx);
    return { state: { ...state, told }, now };
  },
  decide: (state, _input, actor, moment) => {
    if (inputHash({ ...state.told, critical: [...state.told.critical].sort() }) !== inputHash(TOLD_RULES)) {
      return fail(
        'conflict',
        'The database was told of other critical switches, levels or alerts than this version has: start Bulkhead with npm start, which tells it.',
      );
    }
    const missing = SWITCH_NAMES.filter((name) => !Object.hasOwn(state.matrix, name));
    const changes = missing.map((name): DirectedChange => {
      const value = definitionOf(name).default;
      return {
        switch: name,
        symbol: null,
        oldValue: value,
        newValue: value,
        oldInherited: false,
        newInherited: false,
        direction: 'reducing',
      };
    });
    const plan = {
      changes,
      direction: 'reducing' as const,
      budgetMs: 10_000,
      reason:
        state.revision === 0
          ? 'First start: every switch at its default'
          : 'New switches of the catalogue at their defaults',
      next: applyChanges(state.matrix, changes),
      warnings: [],
      waits: false,
      authority: 'system' as const,
      incident: null,
    };
    const wanted = { requests: [], reason: plan.reason };
    return decisionOf(state, ok(changes.length > 0 ? plan : null), wanted, {
      command: 'sync-catalogue',
      actor,
      moment,
    });
  },
  save: savePlan,
};
