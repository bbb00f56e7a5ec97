// Prometheus and Alertmanager beside the demo: found on PATH, configured for this installation, bounded in what they keep.
import { ALERTS_SCOPE } from '#lib/contract/intake.ts';
import { alertmanagerText, orderGatewayTargets, prometheusText, rulesText } from '#scripts/generate-ops.ts';
import { PlainError } from '#scripts/plain-error.ts';
import { ALERTMANAGER, findProgram, PROMETHEUS } from '#scripts/programs.ts';
import { type DataFolder, writePrivate } from './data-folder.ts';
import type { Demo } from './demo.ts';
import { freePort, whyNot } from './ports.ts';
import { SHELL_LEASH, urlOf } from './processes.ts';
import { LOOPBACK, type ProcessName, type Settings } from './settings.ts';
import type { ProcessPlan } from './supervise.ts';

export interface Monitoring {
  plans: readonly ProcessPlan[];
  prometheusUrl: string | null;
  alertmanagerUrl: string | null;
  /** What is not there, and how to get it: a sentence. */
  missing?: string;
}

const NONE: Monitoring = { plans: [], prometheusUrl: null, alertmanagerUrl: null };

/** Writes their configuration and says how they are started; `servers` are those of the order gateway. Throws PlainError for a port that cannot be had. */
export async function planMonitoring(
  settings: Settings,
  data: DataFolder,
  demo: Demo | null,
  servers: Readonly<Record<string, string>> = {},
): Promise<Monitoring> {
  if (!settings.monitoring || !demo) return NONE;
  const [prometheus, alertmanager] = [findProgram(PROMETHEUS), findProgram(ALERTMANAGER)];
  if (prometheus === undefined || alertmanager === undefined)
    return { ...NONE, missing: missingSentence(prometheus, alertmanager) };
  const ports = await choosePorts(settings);
  const files = writeConfiguration(settings, data, demo, ports.alertmanager, servers);
  const address = (port: number) => `${LOOPBACK}:${port}`;
  const plan = (name: 'prometheus' | 'alertmanager', args: readonly string[]): ProcessPlan => ({
    ...{ name, program: '/bin/sh', args: [SHELL_LEASH, ...args], cwd: data.path },
    env: { NODE_ENV: 'production', PATH: process.env.PATH, BULKHEAD_LAUNCHER_PID: String(process.pid) },
    logFile: data.file('logs', `${name}.log`),
    readyUrl: `http://${address(ports[name])}/-/ready`,
  });
  return {
    prometheusUrl: `http://${address(ports.prometheus)}`,
    alertmanagerUrl: `http://${address(ports.alertmanager)}`,
    plans: [
      plan('alertmanager', [
        alertmanager,
        `--config.file=${files.alertmanager}`,
        `--storage.path=${data.file('alertmanager')}`,
        '--data.retention=24h',
        `--web.listen-address=${address(ports.alertmanager)}`,
        // Alone: it looks for no others.
        '--cluster.listen-address=',
        ...logsFrom('warn'),
      ]),
      plan('prometheus', [
        prometheus,
        `--config.file=${files.prometheus}`,
        `--storage.tsdb.path=${data.file('prometheus')}`,
        // An alert that Alertmanager missed is said again this soon; four times that without a word, and it counts as over.
        '--rules.alert.resend-delay=30s',
        // A canary programme lasts ten days, and its pass criteria are asked over all of them.
        '--storage.tsdb.retention.time=15d',
        '--storage.tsdb.retention.size=1GB',
        `--web.listen-address=${address(ports.prometheus)}`,
        // It warns of being told to stop.
        ...logsFrom('error'),
      ]),
    ],
  };
}

const logsFrom = (level: 'warn' | 'error') => [`--log.level=${level}`, '--log.format=json'];

function missingSentence(prometheus: string | undefined, alertmanager: string | undefined): string {
  const names = [...(prometheus ? [] : ['Prometheus']), ...(alertmanager ? [] : ['Alertmanager'])];
  const were = names.length === 1 ? 'was' : 'were';
  return `${names.join(' and ')} ${were} not found on PATH: no rule of the alerts is evaluated. On Debian: apt-get install prometheus prometheus-alertmanager`;
}

async function choosePorts(settings: Settings): Promise<{ prometheus: number; alertmanager: number }> {
  const taken = new Set(Object.values(settings.ports));
  const choose = async (asked: number | undefined, variable: string): Promise<number> => {
    const port = asked ?? (await freePortBut(taken));
    const problem = taken.has(port)
      ? 'is used by another process of this start'
      : await whyNot(port, LOOPBACK);
    if (problem)
      throw new PlainError(`Port ${port} (${variable}) ${problem}. Set ${variable} to a free one.`);
    taken.add(port);
    return port;
  };
  return {
    prometheus: await choose(settings.prometheusPort, 'BULKHEAD_PROMETHEUS_PORT'),
    alertmanager: await choose(settings.alertmanagerPort, 'BULKHEAD_ALERTMANAGER_PORT'),
  };
}

async function freePortBut(taken: ReadonlySet<number>): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (!taken.has(port)) return port;
  }
}

function writeConfiguration(
  settings: Settings,
  data: DataFolder,
  demo: Demo,
  alertmanagerPort: number,
  servers: Readonly<Record<string, string>>,
): { prometheus: string; alertmanager: string } {
  const write = (name: string, text: string): string => {
    const file = data.file('ops', name);
    writePrivate(file, text);
    return file;
  };
  const scraped = [
    ...(['venue', 'edge', 'intake'] as const).map((job) => ({
      job,
      target: new URL(urlOf(PROCESS_OF[job], settings)).host,
    })),
    ...orderGatewayTargets(servers),
  ];
  const keyFile = write('alerts.key', demo.apiKeys[ALERTS_SCOPE] ?? '');
  return {
    prometheus: write(
      'prometheus.yml',
      prometheusText(scraped, `${LOOPBACK}:${alertmanagerPort}`, write('bulkhead.rules.yml', rulesText())),
    ),
    alertmanager: write('alertmanager.yml', alertmanagerText({ url: urlOf('intake', settings), keyFile })),
  };
}

const PROCESS_OF = { venue: 'sim', edge: 'edge', intake: 'intake' } as const satisfies Record<
  string,
  ProcessName
>;
