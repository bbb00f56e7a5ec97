// A gate of a canary that can be signed: people of every line, a venue that reports, a planned run whose criteria pass.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { actorOfBearer } from '#app/_entry/actor.ts';
import type { Role } from '#lib/catalog/roles.ts';
import { SIGNATURE_LINES } from '#lib/catalog/signoff.ts';
import { SIGNOFF_LINES, type SignoffLine } from '#lib/catalog/signoff-types.ts';
import { openForSignature } from '#lib/commands/canary/open-for-signature.ts';
import { signForm } from '#lib/commands/canary/sign-form.ts';
import type { OpenedForm, SignedForm } from '#lib/contract/signoff-views.ts';
import type { PersonActor } from '#lib/rules/actor.ts';
import type { FrozenProgramme } from '#lib/rules/canary/programme.ts';
import { insertCanary } from '#lib/store/canary/canary-runs.ts';
import { database } from '#lib/store/client.ts';
import { type Executed, type ExecuteOptions, execute } from '#lib/write/execute.ts';
import { PROGRAMME } from '#test/canary-programme.ts';
import { type Account, codeOf, createAccount } from '#test/console-accounts.ts';
import { answered } from '#test/console-database.ts';

export interface Somebody {
  account: Account;
  actor: PersonActor;
  /** Of codes: each is used once. */
  steps: number;
}

export async function somebody(...roles: Role[]): Promise<Somebody> {
  const account = await createAccount(...roles);
  const actor = await actorOfBearer(account.token);
  if (actor.kind !== 'person') throw new Error('not a person');
  return { account, actor, steps: 0 };
}

export class SignoffStage {
  readonly owner: pg.Client;
  runId = '';
  number = 0;

  constructor(owner: pg.Client) {
    this.owner = owner;
  }

  /** Two services of one build, heard of a moment ago. */
  async venue(version = '1.4.0'): Promise<void> {
    await this.owner.query('DELETE FROM instances');
    await this.owner.query(
      `INSERT INTO instances (id, service, version, edge_id, mode, epoch, revision, started_at, registered_at, last_seen_at)
       SELECT 'router-' || n, 'router', $1, 'edge-1', 'live', epoch, 1, '2026-01-01', '2026-01-01', clock_timestamp()
       FROM matrix_head, generate_series(1, 3) n`,
      [version],
    );
  }

  /** A new planned run, in which everything passes; what ran before is over. */
  async plan(planner: Somebody, definition: FrozenProgramme = PROGRAMME): Promise<void> {
    await this.owner.query(
      `UPDATE canary_runs SET state = 'aborted', ended_at = clock_timestamp(), ended_name = 'Test', end_reason = 'Over'
       WHERE ended_at IS NULL`,
    );
    await this.venue();
    const tx = database();
    this.runId = randomUUID();
    const { rows } = await this.owner.query("SELECT nextval('canary_runs_number_seq')::int AS number");
    this.number = rows[0].number;
    const by = { id: planner.actor.id, name: planner.actor.name };
    const at = new Date();
    await insertCanary(tx, {
      id: this.runId,
      number: this.number,
      definition,
      reason: 'A test',
      retryOf: null,
      by,
      at,
    });
    await this.owner.query(
      `UPDATE canary_runs SET stage_entered_at = clock_timestamp() - interval '5 minutes' WHERE id = $1`,
      [this.runId],
    );
    await this.owner.query(
      `INSERT INTO canary_evidence (id, run_id, stage, key, holds, text, person_id, person_name, at)
       VALUES (gen_random_uuid(), $1, 0, 'pnl-accurate', true, 'Compared', $2, 'Test', clock_timestamp())`,
      [this.runId, planner.actor.id],
    );
    await this.sampled(195);
  }

  /** Through the first gate: four people sign it, and half an hour goes by. */
  async enter(
    people: readonly [Somebody, Somebody, Somebody, Somebody],
    definition: FrozenProgramme,
  ): Promise<void> {
    await this.plan(people[1], definition);
    const opened = await this.open(people[0]);
    if (!opened.ok) throw new Error(opened.error.message);
    for (const [place, line] of SIGNOFF_LINES.entries()) {
      const signed = await this.sign(line, opened.value.hash, people[place] as Somebody);
      if (!signed.ok) throw new Error(signed.error.message);
    }
    await this.owner.query(
      `UPDATE canary_runs SET stage_entered_at = stage_entered_at - interval '31 minutes', started_at = started_at - interval '31 minutes'
       WHERE id = $1`,
      [this.runId],
    );
  }

  /** Every round of the stage brought these values, up to the one before this; the one under way is not measured yet. */
  async measured(values: Readonly<Record<string, number>>): Promise<void> {
    await this.owner.query('DELETE FROM canary_samples WHERE run_id = $1', [this.runId]);
    for (const [key, value] of Object.entries(values)) {
      await this.owner.query(
        `INSERT INTO canary_samples (run_id, key, at, value, count)
         SELECT $1, $2, to_timestamp(15 * floor(extract(epoch FROM statement_timestamp()) / 15)) - n * interval '15 seconds', $3, 1000
         FROM generate_series(1, 124) n`,
        [this.runId, key, value],
      );
    }
  }

  /** Every round of the last ten minutes brought this value; the next ones as well, so that no machine is too slow. */
  async sampled(value: number): Promise<void> {
    await this.owner.query('DELETE FROM canary_samples WHERE run_id = $1', [this.runId]);
    await this.owner.query(
      `INSERT INTO canary_samples (run_id, key, at, value, count)
       SELECT $1, 'demo-p50', clock_timestamp() + n * interval '15 seconds', $2, 1000 FROM generate_series(-20, 20) n`,
      [this.runId, value],
    );
  }

  /** The newest round brought nothing, for this reason. */
  async unanswered(problem: string): Promise<void> {
    await this.owner.query('DELETE FROM canary_samples WHERE run_id = $1 AND at > clock_timestamp()', [
      this.runId,
    ]);
    await this.owner.query(
      `INSERT INTO canary_samples (run_id, key, at, problem)
       SELECT run_id, key, clock_timestamp(), $2 FROM canary_samples WHERE run_id = $1 GROUP BY run_id, key`,
      [this.runId, problem],
    );
  }

  open(by: Somebody, gate = 0): Promise<Executed<OpenedForm>> {
    return answered(() => execute(openForSignature, { runId: this.runId, gate }, by.actor));
  }

  /** What somebody sends who signs this line as the screen lets them. */
  input(line: SignoffLine, hash: string, by: Somebody, gate = 0) {
    return {
      ...{ runId: this.runId, gate, line, hash, name: by.actor.name, narrow: ['demo-p50'] },
      statements: SIGNATURE_LINES[line].statements.map(({ key }) => key),
      ...(line === 'executive' ? { decision: 'go' as const } : {}),
    };
  }

  async sign(
    line: SignoffLine,
    hash: string,
    by: Somebody,
    change: object = {},
    options: ExecuteOptions = {},
  ): Promise<Executed<SignedForm>> {
    // The same code proves as often as it has to: that each proves once is another test's.
    await this.owner.query('DELETE FROM totp_uses');
    const stepUp = { kind: 'totp', code: codeOf(by.account) } as const;
    return answered(() =>
      execute(signForm, { ...this.input(line, hash, by), ...change }, by.actor, { stepUp, ...options }),
    );
  }

  /** The state of the run, and the value that the stage raises. */
  async where(): Promise<{ state: string; stage: number; value: unknown; form: string }> {
    const { rows } = await this.owner.query(
      `SELECT r.state, r.stage, (SELECT value FROM switch_values WHERE switch = 'max_order_size_internal' AND symbol = '') AS value,
         (SELECT f.state FROM signoff_forms f WHERE f.run_id = r.id ORDER BY gate DESC LIMIT 1) AS form
       FROM canary_runs r WHERE r.id = $1`,
      [this.runId],
    );
    return rows[0];
  }
}
