// What a write sets going when it commits: background jobs and wake-up notices, both inside its transaction.
export type Channel =
  | 'bulkhead_revision'
  | 'bulkhead_keys'
  | 'bulkhead_sessions'
  | 'bulkhead_reports'
  | 'bulkhead_console'
  | 'bulkhead_commands';

export type Effect =
  | { kind: 'notify'; channel: Channel; payload: string }
  | {
      kind: 'job';
      task: string;
      payload: Readonly<Record<string, unknown>>;
      runAt: Date | null;
      jobKey: string | null;
    };

/** The effects as JSON rows for settle.ts. */
export function effectRows(effects: readonly Effect[]): string {
  return JSON.stringify(
    effects.map((effect) =>
      effect.kind === 'notify'
        ? effect
        : {
            kind: effect.kind,
            task: effect.task,
            payload: JSON.stringify(effect.payload),
            run_at: effect.runAt,
            job_key: effect.jobKey,
          },
    ),
  );
}
