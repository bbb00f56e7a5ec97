// Real Prometheus and Alertmanager on the generated configuration: as it ships, or with its intervals and holding times shortened.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { alertmanagerText, prometheusText, rulesText, type Scraped } from '#scripts/generate-ops.ts';
import { freePort } from '#scripts/launch/ports.ts';
import { ALERTMANAGER, findProgram, PROMETHEUS } from '#scripts/programs.ts';

const READY_LIMIT_MS = 60_000;

export interface Programs {
  stop(): Promise<void>;
}

export interface ProgramsOptions {
  folder: string;
  scraped: readonly Scraped[];
  intakeUrl: string;
  /** Of the scope `alerts:write`. */
  key: string;
  /** With the intervals and holding times of what ships; otherwise those of an impatient test. */
  asShipped?: boolean;
}

interface RulesFile {
  groups: { interval: string; rules: { expr: string; for?: string }[] }[];
}

/** The rules that ship: looked at each second, over the last quarter of a minute, holding for two seconds. */
function quickRules(): string {
  const { groups } = parse(rulesText()) as RulesFile;
  const quick = groups.map((group) => ({
    ...group,
    interval: '1s',
    rules: group.rules.map((rule) => ({
      ...rule,
      expr: rule.expr.replaceAll(/\[\d+m\]/g, '[15s]'),
      ...(rule.for === undefined ? {} : { for: '2s' }),
    })),
  }));
  return stringify({ groups: quick }, { lineWidth: 0 });
}

function quickPrometheus(...of: Parameters<typeof prometheusText>): string {
  const config = parse(prometheusText(...of)) as Record<string, object>;
  return stringify({
    ...config,
    global: { scrape_interval: '2s', scrape_timeout: '2s', evaluation_interval: '1s' },
  });
}

function quickAlertmanager(of: Parameters<typeof alertmanagerText>[0]): string {
  const config = parse(alertmanagerText(of)) as { route: object };
  return stringify({ ...config, route: { ...config.route, group_interval: '1s', repeat_interval: '5s' } });
}

function start(names: readonly string[], args: readonly string[]): { child: ChildProcess; said(): string } {
  const program = findProgram(names);
  if (program === undefined) throw new Error(`${names.join(' or ')} is not on PATH.`);
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said = (said + chunk).slice(-4_000);
    });
  return { child, said: () => said };
}

async function ready(url: string, { child, said }: ReturnType<typeof start>): Promise<void> {
  for (const deadline = Date.now() + READY_LIMIT_MS; ; await delay(50)) {
    const answer = await fetch(`${url}/-/ready`).catch(() => undefined);
    if (answer?.ok) return;
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${url} is not ready:\n${said()}`);
  }
}

async function stopAll(running: readonly { child: ChildProcess }[]): Promise<void> {
  await Promise.all(
    running.map(async ({ child }) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }),
  );
}

export interface RunningPrometheus extends Programs {
  url: string;
  /** It goes on taking connections, and answers nothing. */
  halt(): void;
  goOn(): void;
  /** As a machine does that runs out of memory. */
  kill(): Promise<void>;
}

/**
 * Prometheus alone, ready: it looks at one target each second, as the job of the venue. Started again with the folder and
 * the port of one that was killed it knows what that one knew.
 */
export async function startPrometheus(
  folder: string,
  target: string,
  again?: { port: number },
): Promise<RunningPrometheus> {
  const port = again?.port ?? (await freePort());
  const config = join(folder, 'prometheus.yml');
  const job = { job_name: 'venue', static_configs: [{ targets: [target] }] };
  const global = { scrape_interval: '1s', scrape_timeout: '1s' };
  writeFileSync(config, stringify({ global, scrape_configs: [job] }));
  const prometheus = start(PROMETHEUS, [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'prometheus')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ]);
  const url = `http://127.0.0.1:${port}`;
  const { child } = prometheus;
  const stop = () => stopAll([prometheus]);
  try {
    await ready(url, prometheus);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...{ url, stop },
    halt: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
    kill: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Both of them, ready. */
export async function startPrograms(options: ProgramsOptions): Promise<Programs> {
  const { folder, scraped, intakeUrl, key, asShipped = false } = options;
  const texts = asShipped
    ? { alertmanager: alertmanagerText, rules: rulesText, prometheus: prometheusText }
    : { alertmanager: quickAlertmanager, rules: quickRules, prometheus: quickPrometheus };
  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const [prometheusPort, alertmanagerPort] = [await freePort(), await freePort()];
  const keyFile = write('alerts.key', key);
  const alertmanager = start(ALERTMANAGER, [
    `--config.file=${write('alertmanager.yml', texts.alertmanager({ url: intakeUrl, keyFile }))}`,
    `--storage.path=${join(folder, 'alertmanager')}`,
    `--web.listen-address=127.0.0.1:${alertmanagerPort}`,
    '--cluster.listen-address=',
  ]);
  const rules = write('rules.yml', texts.rules());
  const config = texts.prometheus(scraped, `127.0.0.1:${alertmanagerPort}`, rules);
  const prometheus = start(PROMETHEUS, [
    `--config.file=${write('prometheus.yml', config)}`,
    `--storage.tsdb.path=${join(folder, 'prometheus')}`,
    `--web.listen-address=127.0.0.1:${prometheusPort}`,
    // What fires before it knows its Alertmanager is said again soon, not after a minute.
    '--rules.alert.resend-delay=1s',
  ]);
  const running = [prometheus, alertmanager];
  const stop = () => stopAll(running);
  try {
    await ready(`http://127.0.0.1:${alertmanagerPort}`, alertmanager);
    await ready(`http://127.0.0.1:${prometheusPort}`, prometheus);
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}
