// The catalogue of procedures: what each is for, its stages, when it was last completed, and for operations when it is due.
import { z } from 'zod';
import { PROCEDURES } from '#lib/catalog/procedures.ts';
import type { ProceduresBody, ProcedureView } from '#lib/contract/runs.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';
import { dueOf } from '#lib/rules/runs/due.ts';
import { takesSettings } from '#lib/rules/runs/run-start.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { activeByProcedure, lastCompleted } from '#lib/store/runs/run-history.ts';

const input = z.strictObject({});

export const readProcedures: Read<z.output<typeof input>, ProceduresBody> = {
  action: 'read-procedures',
  body: 'ProceduresBody',
  input,
  run: async (tx) => {
    const now = await databaseNow(tx);
    const last = await lastCompleted(tx);
    const active = await activeByProcedure(tx);
    const items = Object.values(PROCEDURES).map((procedure): ProcedureView => {
      const { key, title, kind, purpose, source, startedBy, every } = procedure;
      const done = last.get(key);
      const due = every && dueOf(every, done?.at ?? null, now);
      return {
        ...{ key, title, kind, purpose, source, startedBy, every: every ?? null },
        goalSeconds: procedure.goalSeconds ?? null,
        takesSettings: takesSettings(procedure),
        stages: procedure.stages.map((stage) => ({
          title: stage.title,
          goalSeconds: stage.goalSeconds ?? null,
          steps: stage.steps.map((step) => step.title),
        })),
        due: due ? { state: due.state, by: due.by.toISOString() } : null,
        lastCompleted: done ? { runId: done.runId, number: done.number, at: done.at.toISOString() } : null,
        active: active.get(key) ?? [],
      };
    });
    return ok({ now: now.toISOString(), items, nextBefore: null });
  },
};
