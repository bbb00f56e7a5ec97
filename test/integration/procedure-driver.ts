// Carries a run of a procedure from its start to its end by the real commands, each act by somebody else who may do it.

import { permissionOf } from '#lib/catalog/permissions.ts';
import type { Check, Step } from '#lib/catalog/procedure-types.ts';
import type { Role } from '#lib/catalog/roles.ts';
import { advanceRun } from '#lib/commands/runs/advance-run.ts';
import { applyStep } from '#lib/commands/runs/apply-step.ts';
import { chooseOption } from '#lib/commands/runs/choose-option.ts';
import { commandStep } from '#lib/commands/runs/command-step.ts';
import { passOverStep } from '#lib/commands/runs/pass-over-step.ts';
import { recordFields } from '#lib/commands/runs/record-fields.ts';
import { signStep } from '#lib/commands/runs/sign-step.ts';
import { startObserve } from '#lib/commands/runs/start-observe.ts';
import { tickStep } from '#lib/commands/runs/tick-step.ts';
import { verifyStep } from '#lib/commands/runs/verify-step.ts';
import type { StepAnswer } from '#lib/contract/runs.ts';
import { type PersonActor, SYSTEM } from '#lib/rules/actor.ts';
import { type Run, type StepAt, stagesOf } from '#lib/rules/runs/procedure-run.ts';
import { database } from '#lib/store/client.ts';
import { runsWhere } from '#lib/store/runs/runs.ts';
import type { AnyCommand } from '#lib/write/command.ts';
import { type Executed, execute } from '#lib/write/execute.ts';
import { type Account, codeOf } from '#test/console-accounts.ts';
import { answered } from '#test/console-database.ts';
import { approve } from '#test/second-person.ts';
import { BREAKER, type ProcedureVenue } from './procedure-venue.ts';
import type { Way } from './procedure-ways.ts';

export interface Member {
  role: Role;
  actor: PersonActor;
  account: Account;
}

interface Drive {
  runId: string;
  way: Way;
  team: readonly Member[];
  venue: ProcedureVenue;
  /** Whether what a step waits for is false first, and whoever may not do a step tries. */
  thorough: boolean;
  /** What nobody reports: steps that look for it are passed over, and must be optional. */
  unseen: ReadonlySet<Check['kind']>;
}

export async function runOf(runId: string): Promise<Run> {
  const [run] = await runsWhere(database(), { id: runId }, 1);
  if (!run) throw new Error(`no run ${runId}`);
  return run;
}

function openStep(run: Run): StepAt | undefined {
  return stagesOf(run)
    .flatMap(({ steps }) => steps)
    .find(
      ({ state }) => state === 'open' || state === 'running' || state === 'waiting' || state === 'failed',
    );
}

const LINE = { line: 'Seen by the test', text: 'Seen by the test', money: '-124.32' } as const;

export class ProcedureDriver {
  readonly #drive: Drive;
  #turn = 0;

  constructor(drive: Drive) {
    this.#drive = drive;
  }

  async toTheEnd(): Promise<Run> {
    // No step takes more than six acts; one that stays is a procedure that cannot be completed.
    const acts = new Map<string, number>();
    for (;;) {
      const run = await runOf(this.#drive.runId);
      const at = openStep(run);
      if (!at) return run;
      const count = (acts.get(at.step.key) ?? 0) + 1;
      acts.set(at.step.key, count);
      if (count > 6) throw new Error(`${run.procedure.key} stays at ${at.step.key}, ${at.state}`);
      await this.#act(run, at);
    }
  }

  #may(command: AnyCommand, step: Step, but: readonly string[] = []): readonly Member[] {
    const { roles } = permissionOf(command.name);
    return this.#drive.team.filter(
      ({ role, actor }) =>
        roles.includes(role) && (step.roles ?? roles).includes(role) && !but.includes(actor.id),
    );
  }

  async #try(command: AnyCommand, step: Step, input: object, member: Member): Promise<Executed<StepAnswer>> {
    const stepUp =
      command === signStep ? ({ kind: 'totp', code: codeOf(member.account) } as const) : undefined;
    // The same code proves as often as it has to: that each proves once is another test's.
    if (stepUp) await this.#drive.venue.owner.query('DELETE FROM totp_uses');
    const sent = { runId: this.#drive.runId, step: step.key, ...input };
    return answered(() => execute(command, sent, member.actor, stepUp ? { stepUp } : {}));
  }

  async #do(
    command: AnyCommand,
    step: Step,
    input: object,
    but: readonly string[] = [],
  ): Promise<StepAnswer> {
    const who = this.#may(command, step, but);
    const member = who[this.#turn++ % who.length];
    if (!member) throw new Error(`nobody may do ${step.key}`);
    if (this.#drive.thorough) await this.#refused(command, step, input);
    const result = await this.#try(command, step, input, member);
    if (!result.ok) throw new Error(`${step.key}, ${member.role}: ${result.error.message}`);
    return result.value;
  }

  async #refused(command: AnyCommand, step: Step, input: object): Promise<void> {
    // Whoever comes closest to those who may.
    const other = this.#drive.team.findLast(
      (member) => !this.#may(command, step).some(({ role }) => role === member.role),
    );
    if (!other) return;
    const result = await this.#try(command, step, input, other);
    if (result.ok || result.error.code !== 'forbidden')
      throw new Error(`${step.key}: ${other.role} was not refused`);
  }

  async #act(run: Run, at: StepAt): Promise<void> {
    const { step } = at;
    switch (step.kind) {
      case 'tick': {
        const evidence = step.evidence === 'none' ? {} : { evidence: 'Looked at, and written down' };
        await this.#do(tickStep, step, evidence);
        return;
      }
      case 'choose':
        await this.#do(chooseOption, step, { option: this.#drive.way[step.key] });
        return;
      case 'record': {
        const fields = step.fields.map(({ key, type, atLeast }) => {
          if (type === 'time') return [key, '2026-03-19T03:07:40Z'];
          return [key, type === 'number' ? String(atLeast ?? 3) : LINE[type]];
        });
        await this.#do(recordFields, step, { fields: Object.fromEntries(fields) });
        return;
      }
      case 'sign': {
        const signed = run.signatures.filter((one) => one.step === step.key).map(({ person }) => person.id);
        await this.#do(signStep, step, {}, [...signed, ...(step.notStarter ? [run.startedBy.id ?? ''] : [])]);
        return;
      }
      case 'apply':
        return this.#apply(step, at);
      case 'command':
        return this.#command(step);
      case 'verify':
        return this.#verify(step);
      case 'observe':
        return this.#observe(step, at);
    }
  }

  async #apply(step: Step, at: StepAt): Promise<void> {
    if (at.state === 'waiting') {
      const approved = await approve(at.stored?.requestId ?? '');
      if (!approved.ok) throw new Error(approved.error.message);
      await this.#advance();
    } else await this.#do(applyStep, step, {});
  }

  async #command(step: Extract<Step, { kind: 'command' }>): Promise<void> {
    const { venue, thorough, unseen } = this.#drive;
    const about = step.command === 'reset_breaker' || step.command === 'resume_trading';
    if (about && unseen.has('breakers')) return this.#passOver(step);
    await this.#do(commandStep, step, about ? { argument: BREAKER } : {});
    // What the executor makes of it.
    if (step.command === 'close_all_positions') venue.word.positions = 0;
    if (step.command === 'reset_breaker') venue.word.breaker = 'reset';
    if (step.command === 'resume_trading') venue.word.breaker = 'clear';
    if (!unseen.has('commands')) await venue.executor(thorough ? 'running' : 'done');
  }

  async #passOver(step: Step): Promise<void> {
    await this.#do(passOverStep, step, { reason: 'Nobody reports it: looked at where it can be seen' });
  }

  async #verify(step: Extract<Step, { kind: 'verify' }>): Promise<void> {
    const { venue, thorough, unseen } = this.#drive;
    if (unseen.has(step.check.kind)) return this.#passOver(step);
    if (thorough) {
      await venue.make(step.check, false);
      const early = await this.#do(verifyStep, step, {});
      if (early.changed) throw new Error(`${step.key} was done while ${step.check.kind} did not hold`);
    }
    await venue.make(step.check, true);
    await this.#do(verifyStep, step, {});
  }

  async #observe(step: Extract<Step, { kind: 'observe' }>, at: StepAt): Promise<void> {
    const { venue, thorough, unseen, runId } = this.#drive;
    const seen = step.watch.filter(({ kind }) => !unseen.has(kind));
    const holds = async () => {
      for (const check of seen) await venue.make(check, true);
    };
    if (at.state === 'open') {
      await holds();
      await this.#do(startObserve, step, {});
      if (await this.#advance()) {
        if (step.optional && unseen.size > 0) return this.#passOver(step);
        throw new Error(`${step.key} did not run for its time`);
      }
      const [watched] = seen;
      if (!thorough || !watched) return;
      await venue.make(watched, false);
      await this.#advance();
      await holds();
      await this.#advance();
      const again = stagesOf(await runOf(runId)).flatMap(({ steps }) => steps);
      const { stored } = again.find((one) => one.step.key === step.key) ?? {};
      if (stored?.data.breaches !== 1 || stored.data.broken)
        throw new Error(`${step.key} did not begin anew`);
      return;
    }
    // A minute less than its time, then all of it.
    for (const seconds of [step.seconds - 60, step.seconds]) {
      await venue.owner.query(
        'UPDATE run_steps SET started_at = clock_timestamp() - make_interval(secs => $3) WHERE run_id = $1 AND step_key = $2',
        [runId, step.key, seconds],
      );
      await holds();
      const moved = await this.#advance();
      if (moved !== (seconds === step.seconds))
        throw new Error(`${step.key} ${moved ? 'ended before' : 'went on after'} its time`);
    }
  }

  async #advance(): Promise<boolean> {
    const result = await answered(() => execute(advanceRun, { runId: this.#drive.runId }, SYSTEM));
    if (!result.ok) throw new Error(result.error.message);
    return result.value.changed;
  }
}
