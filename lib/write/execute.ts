// THE write path: permission, input, lock, decision, save, audit and effects, in one transaction (architecture.md section 2).
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { createLog } from '#lib/process/log.ts';
import { aheadOfTurns } from '#lib/process/turns.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { may, needsStepUp } from '#lib/rules/may.ts';
import type { Failure, Result } from '#lib/rules/result.ts';
import type { AuditEvent } from '#lib/store/audit/audit.ts';
import { database, type Tx } from '#lib/store/client.ts';
import { type Claim, claim, type IdempotencyKey, release } from '#lib/store/idempotency.ts';
import { settle } from '#lib/store/settle.ts';
import { auditActor } from './audit-actor.ts';
import { inputHash } from './canonical.ts';
import type { Command } from './command.ts';
import { commitRefused, databaseFailure } from './database-failure.ts';
import { countCommand } from './metrics.ts';
import { NOT_ASKED, prepareStepUp, type StepUp, type StepUpProof, spendStepUp } from './step-up.ts';

export interface ExecuteOptions {
  /** Names this attempt: the same key and input gives the committed answer again. Made here when absent. */
  idempotencyKey?: string | undefined;
  /** Proof that it is still them, for commands that ask for it. */
  stepUp?: StepUpProof | undefined;
}

/** `idempotencyKey` is the one to ask with when the outcome is unknown. `replayed`: an earlier answer, no new effect. */
export type Executed<Answer> = Result<Answer> & { idempotencyKey: string; replayed: boolean };

const log = createLog(process.env.BULKHEAD_PROCESS ?? 'bulkhead');

/** Wait for a connection, and for the whole transaction, ms: the answer comes within two seconds. */
const MAX_WAIT_MS = 1_500;
const TRANSACTION_MS = 1_800;

/** Carries an expected refusal out of the transaction so that it rolls back. */
class Refused extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

function sentenceOf(error: z.ZodError): Failure {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[issue.path.join('.') || 'body'] ??= issue.message;
  const [first] = Object.entries(fields);
  return {
    code: 'invalid_input',
    message: first ? `${first[0] === 'body' ? '' : `${first[0]}: `}${first[1]}` : 'The input does not fit.',
    details: { fields },
  };
}

/** Refused authority is part of the record; what an anonymous caller tries is only counted. */
async function recordDenial(command: string, actor: Actor, failure: Failure): Promise<void> {
  if (actor.kind === 'anonymous') return;
  await database().$transaction(
    (tx) =>
      settle(tx, {
        by: auditActor(actor),
        events: [{ kind: 'command.denied', subject: command, reason: failure.message }],
        effects: [],
        answer: null,
      }),
    { maxWait: MAX_WAIT_MS, timeout: TRANSACTION_MS },
  );
}

/** A refusal that is committed nevertheless: a wrong proof counts, or guesses in parallel would be free; a contradiction is kept. */
type Attempt<Answer> = { answer: Answer; replayed: boolean } | { refused: Failure };

async function transact<I, P, S, N, A>(
  tx: Tx,
  command: Command<I, P, S, N, A>,
  input: I,
  actor: Actor,
  prepared: P,
  key: IdempotencyKey,
  stepUp: StepUp,
): Promise<Attempt<A>> {
  const claimed: Claim = command.remembered === false ? { state: 'new' } : await claim(tx, key);
  if (claimed.state === 'done') return { answer: claimed.answer as A, replayed: true };
  if (claimed.state === 'other_input') {
    throw new Refused({
      code: 'idempotency_mismatch',
      message: 'This Idempotency-Key was used with another input. Send a new key with a new request.',
    });
  }
  const proof = await spendStepUp(tx, stepUp, actor);
  if (!proof.ok) {
    await release(tx, key);
    return { refused: proof.error };
  }
  const { state, now } = await command.load(tx, input, actor, prepared);
  const moment = { now, id: randomUUID(), proof: proof.value };
  const decided = command.decide(state, input, actor, moment);
  if (!decided.ok) throw new Refused(decided.error);
  const { next, events, effects, answer, by, refused } = decided.value;
  if (next !== null) {
    const saved = await command.save(tx, next, state, actor);
    if (!saved) {
      throw new Refused({
        code: 'conflict',
        message: 'Somebody else changed this at the same moment. Look again.',
      });
    }
  }
  // A refusal is no answer to give again: the same key is decided anew.
  if (refused) await release(tx, key);
  // Last, because it locks the head of the audit chain until the commit.
  await settle(tx, {
    by: by ?? auditActor(actor),
    events: next === null ? [] : events.map((event) => withProof(event, proof.value?.kind ?? null)),
    effects: next === null ? [] : effects,
    answer: command.remembered === false || refused ? null : { key, value: answer },
  });
  return refused ? { refused } : { answer, replayed: false };
}

/** The entry says how the person proved that it was them. */
function withProof(event: AuditEvent, provenBy: string | null): AuditEvent {
  return provenBy === null ? event : { ...event, details: { ...event.details, provenBy } };
}

function failureOf(error: unknown, atCommit: boolean, key: string): Failure {
  if (error instanceof Refused) return error.failure;
  const kind = databaseFailure(error);
  if (atCommit && !commitRefused(error)) {
    return {
      code: 'outcome_unknown',
      message: `The database stopped answering while it was committing: the change may or may not have happened. Ask again with Idempotency-Key ${key}.`,
      details: { idempotencyKey: key },
    };
  }
  if (kind === 'unreachable') {
    return {
      code: 'unavailable',
      message: 'The database does not answer. Nothing was changed, and nothing will be later. Try again.',
    };
  }
  if (kind === 'busy') {
    return {
      code: 'unavailable',
      message: 'The database is too busy to take this within two seconds. Nothing was changed. Try again.',
    };
  }
  if (kind === 'conflict') {
    return { code: 'conflict', message: 'Somebody else did the same at the same moment. Look again.' };
  }
  throw error;
}

async function carryOut<I, P, S, N, A>(
  command: Command<I, P, S, N, A>,
  rawInput: unknown,
  actor: Actor,
  options: ExecuteOptions,
): Promise<Executed<A>> {
  const started = performance.now();
  const idempotencyKey = options.idempotencyKey ?? randomUUID();
  let atCommit = false;
  const refuse = (error: Failure): Executed<A> => {
    countCommand(command.name, error.code, performance.now() - started);
    return { ok: false, error, idempotencyKey, replayed: false };
  };

  const allowed = may(actor, command.name);
  try {
    if (!allowed.ok) {
      await recordDenial(command.name, actor, allowed.error);
      return refuse(allowed.error);
    }
    const parsed = command.input.safeParse(rawInput);
    if (!parsed.success) return refuse(sentenceOf(parsed.error));
    const prepared = (await command.prepare?.(parsed.data, actor)) as P;
    const { id } = auditActor(actor);
    const key: IdempotencyKey = {
      actor: actor.kind === 'anonymous' ? `anonymous:${idempotencyKey}` : `${actor.kind}:${id}`,
      command: command.name,
      key: idempotencyKey,
      inputHash: inputHash(parsed.data),
    };
    const asked = needsStepUp(actor, command.name, command.asksStepUp?.(parsed.data));
    if (!asked.ok) return refuse(asked.error);
    const stepUp = asked.value
      ? await prepareStepUp(actor, command.name, key.inputHash, options.stepUp)
      : NOT_ASKED;
    const attempt = await database(command.lane).$transaction(
      async (tx) => {
        const done = await transact(tx, command, parsed.data, actor, prepared, key, stepUp);
        atCommit = true;
        return done;
      },
      { maxWait: MAX_WAIT_MS, timeout: TRANSACTION_MS },
    );
    if ('refused' in attempt) return refuse(attempt.refused);
    countCommand(command.name, 'ok', performance.now() - started);
    return { ok: true, value: attempt.answer, idempotencyKey, replayed: attempt.replayed };
  } catch (error) {
    const failure = failureOf(error, atCommit, idempotencyKey);
    if (failure.code === 'forbidden') {
      // A refusal by the stored row is recorded like one by role; without a record there is no answer.
      try {
        await recordDenial(command.name, actor, failure);
      } catch (denial) {
        return refuse(failureOf(denial, false, idempotencyKey));
      }
    }
    if (failure.code === 'unavailable' || failure.code === 'outcome_unknown') {
      log.warn('write not done', { command: command.name, code: failure.code, err: error });
    }
    return refuse(failure);
  }
}

/**
 * Runs one write. Expected failures come back as values with a code of the closed table; only bugs throw.
 * Whatever it answers `ok` for is committed, audited and on its way to the instances.
 */
export function execute<I, P, S, N, A>(
  command: Command<I, P, S, N, A>,
  rawInput: unknown,
  actor: Actor,
  options: ExecuteOptions = {},
): Promise<Executed<A>> {
  const work = () => carryOut(command, rawInput, actor, options);
  return command.lane ? aheadOfTurns(work) : work();
}
