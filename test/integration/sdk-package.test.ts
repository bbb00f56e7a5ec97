// The package @bulkhead/sdk as a service would have it: built, packed, unpacked elsewhere, type checked, run on a real edge.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { buildSdk } from '#scripts/build-sdk.ts';
import { until } from './edge-trial.ts';
import { openStage, type Running, type Stage } from './sdk-processes.ts';

const ROOT = process.cwd();
const MANIFEST = JSON.parse(readFileSync('sdk/package/package.json', 'utf8')) as Record<string, never> & {
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
};

let consumer: string;
let stage: Stage;
let edge: Running;

/** Has the consumer depend on a package of this repository, as it is installed here. */
function link(name: string): void {
  const place = join(consumer, 'node_modules', name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules', name), place);
}

beforeAll(async () => {
  consumer = mkdtempSync(join(tmpdir(), 'bulkhead-consumer-'));
  const built = join(consumer, 'built');
  buildSdk(built);
  const options = { cwd: built, encoding: 'utf8' } as const;
  const archive = execFileSync('npm', ['pack', '--silent', '--pack-destination', consumer], options).trim();
  const place = join(consumer, 'node_modules/@bulkhead/sdk');
  mkdirSync(place, { recursive: true });
  execFileSync('tar', ['-xzf', join(consumer, archive), '-C', place, '--strip-components=1']);
  rmSync(built, { recursive: true });
  for (const name of Object.keys(MANIFEST.dependencies)) link(name);
  writeFileSync(join(consumer, 'package.json'), '{"type":"module"}');
  cpSync('sdk/examples', consumer, { recursive: true });
  stage = await openStage();
  edge = await stage.edge('edge-a');
});

afterAll(async () => {
  await stage?.close();
  rmSync(consumer, { recursive: true });
});

/** Runs an example of the consumer; answers the lines it says. */
function run(example: string) {
  const child: ChildProcess = spawn(process.execPath, [example], {
    cwd: consumer,
    env: {
      ...{ NODE_ENV: 'production', PATH: process.env.PATH },
      ...{ BULKHEAD_EDGES: edge.url, BULKHEAD_EDGE_KEY: stage.key },
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  for (const output of [child.stdout, child.stderr])
    createInterface({ input: output as NodeJS.ReadableStream }).on('line', (line) => lines.push(line));
  return {
    lines,
    says: (line: string | RegExp) =>
      until(() => lines.some((said) => (typeof line === 'string' ? said === line : line.test(said)))).catch(
        () => {
          throw new Error(`It never said ${line}:\n${lines.join('\n')}`);
        },
      ),
    tell: (what: object) => void child.stdin?.write(`${JSON.stringify(what)}\n`),
    async end() {
      child.stdin?.end();
      return (await once(child, 'exit'))[0];
    },
  };
}

/** Resolves once the instance has proven that it applied the change. */
async function setAndApplied(name: string, value: boolean, instance: string): Promise<void> {
  const revision = await stage.set({ switch: name, value });
  await until(async () => (await stage.applied(revision)).includes(instance));
}

test('asks for the versions that everything here is tested with', () => {
  const root = JSON.parse(readFileSync('package.json', 'utf8'));
  const pinned: Record<string, string> = { ...root.dependencies, ...root.devDependencies };
  expect(MANIFEST.version).toBe(root.version);
  for (const [name, range] of Object.entries({ ...MANIFEST.dependencies, ...MANIFEST.peerDependencies }))
    expect([name, range]).toEqual([name, `^${pinned[name]}`]);
});

test('the matching engine runs with the declared dependencies alone, and its receipt proves the change', async () => {
  const engine = run('matching-engine.ts');
  await engine.says('mode live');
  engine.tell({ id: 'a', symbol: 'BTC', usd: '5000', opens: true });
  engine.tell({ id: 'b', symbol: 'BTC', usd: '5000.000000000000000001', opens: true });
  await engine.says('order a internal');
  await engine.says('order b hl');
  const revision = await stage.set({ switch: 'routing_mode', value: 'HL_MODE' });
  await engine.says(new RegExp(`^applied 1\\.${revision}: routing_mode$`));
  engine.tell({ id: 'c', symbol: 'BTC', usd: '1', opens: true });
  await engine.says('order c hl');
  await until(async () => (await stage.applied(revision)).includes('matching-engine-01'));
  await stage.set({ switch: 'new_orders_enabled', value: false });
  await engine.says(/new_orders_enabled$/);
  engine.tell({ id: 'd', symbol: 'BTC', usd: '1', opens: true });
  engine.tell({ id: 'e', symbol: 'BTC', usd: '1', opens: false });
  await engine.says('order d refused');
  await engine.says('order e hl');
  expect(await engine.end()).toBe(0);
});

test('the withdrawal worker reads through OpenFeature, and goes on by itself when it may', async () => {
  for (const name of Object.keys(MANIFEST.peerDependencies)) link(name);
  await stage.set({ switch: 'withdrawal_enabled', value: true });
  const worker = run('withdrawal-worker.ts');
  worker.tell({ id: 'small', usd: '10000' });
  await worker.says('released small');
  await setAndApplied('large_withdrawals_enabled', false, 'withdrawal-worker-01');
  worker.tell({ id: 'large', usd: '10000.01' });
  await worker.says('waiting large');
  await stage.set({ switch: 'large_withdrawals_enabled', value: true });
  await worker.says('released large');
  await setAndApplied('withdrawal_enabled', false, 'withdrawal-worker-01');
  worker.tell({ id: 'late', usd: '1' });
  await worker.says('waiting late');
  expect(worker.lines).not.toContain('released late');
  expect(await worker.end()).toBe(0);
});

test('the examples, and a mistake, are found by the types of the package', () => {
  for (const name of ['@types/node', 'undici-types', '@openfeature/core']) link(name);
  writeFileSync(
    join(consumer, 'mistakes.ts'),
    `import { createBulkhead } from '@bulkhead/sdk';
const bulkhead = createBulkhead({ edges: [], apiKey: '', service: '', instanceId: '' });
const money: string = bulkhead.get('normal_threshold', 'BTC');
// @ts-expect-error money is text
const number: number = bulkhead.get('normal_threshold', 'BTC');
// @ts-expect-error there is no such switch
bulkhead.get('no_such_switch');
export { money, number };
`,
  );
  const compilerOptions = {
    ...{ strict: true, noEmit: true, target: 'es2023', module: 'nodenext', types: ['node'] },
    ...{ noUncheckedIndexedAccess: true, erasableSyntaxOnly: true, skipLibCheck: false },
  };
  const include = ['*.ts'];
  writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions, include }));
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const check = () => execFileSync(process.execPath, [compiler, '-p', consumer], { encoding: 'utf8' });
  expect(check()).toBe('');
});
