// npm test: type check, lint, unit, integration, build, system, end to end; the last line is the sum of all of them.
import { PlainError } from '#scripts/plain-error.ts';
import { ensureBuilt } from '../launch/build.ts';
import { prismaGenerate } from '../prisma-generate.mjs';
import { findChromium } from './chromium.ts';
import { haveMonitoring } from './monitoring.ts';
import { failedOne, none, type Outcome, sum, summary } from './outcome.ts';
import { runCommand, runPlaywright, runVitest } from './runners.ts';

const KINDS = ['check', 'unit', 'integration', 'system', 'e2e'] as const;
type Kind = (typeof KINDS)[number];

/** All kinds, or the one named by --only=. */
function wanted(args: readonly string[]): readonly Kind[] {
  const [only, ...more] = args;
  if (only === undefined) return KINDS;
  const kind = KINDS.find((name) => only === `--only=${name}`);
  if (!kind || more.length > 0)
    throw new PlainError(`npm test knows only: --only=${KINDS.join(' | --only=')}`, 64);
  return [kind];
}

/** Alerts and releases are tested with the real Prometheus, Alertmanager and HAProxy. */
async function withMonitoring(tests: () => Promise<Outcome>): Promise<Outcome> {
  return haveMonitoring()
    ? tests()
    : failedOne('Prometheus, Alertmanager and HAProxy', 'They are not here and could not be installed.');
}

/** A few of them look through a real browser. */
async function integration(): Promise<Outcome> {
  const chromium = findChromium();
  if (chromium !== undefined) process.env.BULKHEAD_CHROMIUM = chromium;
  else console.log('Those in Chromium wait for it: install it, or name one with BULKHEAD_CHROMIUM.');
  return runVitest('integration');
}

async function endToEnd(): Promise<Outcome> {
  const chromium = findChromium();
  if (chromium === undefined) {
    if (process.env.CI === 'true') {
      return failedOne('Chromium', 'End-to-end tests need it, and with CI=true nothing may be left out.');
    }
    console.log('The end-to-end tests wait for Chromium: install it, or name one with BULKHEAD_CHROMIUM.');
    return none();
  }
  // One of them breaks the venue under the real rules.
  return withMonitoring(() => onTheBuild(() => runPlaywright(chromium)));
}

/** Runs tests of the built console; one that cannot be built is one failure. */
async function onTheBuild(tests: () => Promise<Outcome>): Promise<Outcome> {
  try {
    await ensureBuilt();
  } catch (error) {
    return failedOne('The build of the console', (error as Error).message);
  }
  return tests();
}

type Step = [title: string, run: () => Promise<Outcome>];

const TYPE_CHECK: Step = [
  'Type check',
  () => runCommand('node_modules/typescript/bin/tsc', ['-p', 'tsconfig.json']),
];
const PURE: Partial<Record<Kind, Step[]>> = {
  check: [
    ['Lint, format, import rule', () => runCommand('node_modules/@biomejs/biome/bin/biome', ['check', '.'])],
  ],
  unit: [['Unit tests', () => runVitest('unit')]],
};
const WITH_PROCESSES: Partial<Record<Kind, Step[]>> = {
  integration: [['Integration tests on PostgreSQL', () => withMonitoring(integration)]],
  system: [
    ['System tests of all processes', () => withMonitoring(() => onTheBuild(() => runVitest('system')))],
  ],
  e2e: [['End-to-end tests in Chromium', endToEnd]],
};

async function inOrder(steps: readonly Step[]): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (const [title, run] of steps) {
    console.log(`\n=== ${title}`);
    const started = performance.now();
    outcomes.push(await run());
    console.log(`=== ${title}: ${Math.round((performance.now() - started) / 1000)} s`);
  }
  return sum(outcomes);
}

try {
  const kinds = wanted(process.argv.slice(2));
  prismaGenerate();
  const stepsOf = (steps: Partial<Record<Kind, Step[]>>) => kinds.flatMap((kind) => steps[kind] ?? []);
  // The type check keeps one processor busy: what needs no process of ours goes on beside it.
  const [pure, checked] = await Promise.all([
    inOrder(stepsOf(PURE)),
    inOrder(kinds.includes('check') ? [TYPE_CHECK] : []),
  ]);
  const outcome = sum([checked, pure, await inOrder(stepsOf(WITH_PROCESSES))]);
  console.log(summary(outcome));
  process.exitCode = outcome.failed > 0 ? 1 : 0;
} catch (error) {
  console.error(error instanceof PlainError ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exitCode = error instanceof PlainError ? error.exitCode : 1;
}
