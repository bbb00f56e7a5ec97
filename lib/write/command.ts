// The shape of a command: one write, in the steps that execute() runs in order.
import type { z } from 'zod';
import type { Action } from '#lib/catalog/permissions.ts';
import type { NameOf } from '#lib/contract/bodies.ts';
import type { SignatureProof } from '#lib/contract/signoff.ts';
import type { Actor } from '#lib/rules/actor.ts';
import type { Failure, Result } from '#lib/rules/result.ts';
import type { AuditActor, AuditEvent } from '#lib/store/audit/audit.ts';
import type { Tx } from '#lib/store/client.ts';
import type { Effect } from '#lib/store/effects.ts';

/** What a decision may know of this execution: the database's clock and an id for what it creates. */
export interface Moment {
  now: Date;
  id: string;
  /** How the person proved that it is them; null where that was not asked. */
  proof?: SignatureProof | null;
}

export interface Decision<Next, Answer> {
  /** What to save; null when nothing changes, and then there are no events either. */
  next: Next | null;
  events: readonly AuditEvent[];
  effects: readonly Effect[];
  /** Whom the audit names when the decision found out who it is (a sign-in); else the actor. */
  by?: AuditActor;
  answer: Answer;
  /** The caller is refused although this is saved: what they said is kept, and somebody has to look at it. */
  refused?: Failure;
}

/**
 * One write. `prepare` runs before the transaction (slow, pure-in-effect work such as checking a password hash);
 * `load` locks and reads what is decided on; `decide` is pure; `save` writes under a condition and answers false when
 * the condition no longer holds (a conflict).
 */
export interface Command<Input, Prepared, State, Next, Answer> {
  name: Action;
  input: z.ZodType<Input>;
  /** Name of the answer's type among the bodies of the contract; null when nobody gets it over HTTP. */
  body: NameOf<Answer> | null;
  /** False: the answer is a secret (a session), so it is not kept for a repeat. */
  remembered?: false;
  /** Largest body that it takes over HTTP, in bytes, where 256 KiB are not enough. */
  mostBytes?: number;
  /** Must not wait behind reads and other commands: whose database connections it takes, if not everybody's. */
  lane?: 'urgent' | 'stop';
  /** Inputs for which people prove anew that it is them, where the command does not always ask. */
  asksStepUp?(input: Input): boolean;
  prepare?(input: Input, actor: Actor): Promise<Prepared>;
  load(tx: Tx, input: Input, actor: Actor, prepared: Prepared): Promise<{ state: State; now: Date }>;
  decide(state: State, input: Input, actor: Actor, moment: Moment): Result<Decision<Next, Answer>>;
  save(tx: Tx, next: Next, state: State, actor: Actor): Promise<boolean>;
}

/** A command whose inner types nobody outside needs: what the registry holds. */
// biome-ignore lint/suspicious/noExplicitAny: existential over the command's own types; execute() keeps them together
export type AnyCommand = Command<any, any, any, any, any>;

export type AnswerOf<C> = C extends Command<infer _I, infer _P, infer _S, infer _N, infer A> ? A : never;
