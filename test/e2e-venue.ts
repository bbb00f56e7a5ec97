// The venue behind the screens, through its public interfaces: reads, changes, faults, and back to where it began.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Role } from '#lib/catalog/roles.ts';
import type { SwitchName } from '#lib/catalog/switches.ts';
import type { ChangeAnswer, InstancesBody, MatrixBody, StatusBody } from '#lib/contract/console.ts';
import { sameValue, type WireValue } from '#lib/contract/values.ts';
import { accountOf, keepsake, readRun } from './e2e-run.ts';
import { agreeTo, reviewBreakGlass } from './e2e-second-person.ts';

interface Answer<Body> {
  status: number;
  body: Body;
}

interface Setting {
  switch: SwitchName;
  symbol?: string;
  value: WireValue;
}

async function ask<Body>(path: string, role: Role, init: RequestInit = {}): Promise<Answer<Body>> {
  const response = await fetch(`${readRun().consoleUrl}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${accountOf(role).token}`, ...init.headers },
  });
  return { status: response.status, body: (await response.json()) as Body };
}

export async function read<Body>(path: string, role: Role = 'super_admin'): Promise<Body> {
  const { status, body } = await ask<Body>(`/api/v1/${path}`, role);
  if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

export function command<Body = ChangeAnswer>(
  name: string,
  input: unknown,
  role: Role = 'super_admin',
): Promise<Answer<Body>> {
  return ask<Body>(`/api/v1/commands/${name}`, role, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify(input),
  });
}

/** A command that has to be done: sent again while the machine is too busy (503), thrown with its answer when it is refused. */
export async function carryOut<Body = ChangeAnswer>(
  name: string,
  input: unknown,
  role: Role = 'super_admin',
): Promise<Body> {
  let { status, body } = await command<Body>(name, input, role);
  for (let tries = 1; status === 503 && tries < 5; tries++)
    ({ status, body } = await command<Body>(name, input, role));
  if (status !== 200) throw new Error(`${name} answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** One change set, agreed to where it takes a second person. */
export async function setSwitches(
  changes: readonly Setting[],
  reason: string,
  role: Role = 'super_admin',
): Promise<ChangeAnswer> {
  const body = await carryOut('set-switches', { changes, reason }, role);
  if (body.request) await agreeTo(body.request.id);
  return body;
}

export async function currentValue(name: SwitchName, symbol?: string): Promise<WireValue | undefined> {
  const { items } = await read<MatrixBody>('switches');
  const view = items.find((item) => item.name === name);
  return symbol ? view?.overrides.find((one) => one.symbol === symbol)?.value : view?.value;
}

export const readStatus = (): Promise<StatusBody> => read<StatusBody>('status');
export const readInstances = (): Promise<InstancesBody> => read<InstancesBody>('instances');

/** Breaks one simulated instance, or mends it with `none`. */
export async function fault(instance: string, kind: 'silent' | 'none'): Promise<void> {
  const response = await fetch(`${readRun().simUrl}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ instance, kind }),
  });
  if (!response.ok) throw new Error(`/faults answered ${response.status}: ${await response.text()}`);
}

function settingsOf({ items }: MatrixBody): Setting[] {
  return items.flatMap(({ name, value, overrides }) => [
    { switch: name as SwitchName, value },
    ...overrides.map((own) => ({ switch: name as SwitchName, symbol: own.symbol, value: own.value })),
  ]);
}

/** The matrix as the run began, kept when it is first asked for. */
async function beginning(): Promise<Setting[]> {
  const file = keepsake('beginning.json');
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(settingsOf(await read<MatrixBody>('switches'))));
  return JSON.parse(readFileSync(file, 'utf8')) as Setting[];
}

const same = (a: Setting, b: Setting): boolean => a.switch === b.switch && a.symbol === b.symbol;

/** Puts every switch back to its value of the beginning, in one change set. */
export async function restoreMatrix(): Promise<void> {
  // Nothing else is raised while the break-glass of a scenario that failed waits for its review.
  for (const { id } of (await readStatus()).attention.debts) await reviewBreakGlass(id);
  const wanted = await beginning();
  const now = settingsOf(await read<MatrixBody>('switches'));
  for (const extra of now.filter((one) => !wanted.some((other) => same(one, other)))) {
    const { switch: name, symbol } = extra;
    await carryOut('reset-to-default', { switch: name, symbol, reason: 'The scenario is over: as it began' });
  }
  const changes = wanted.filter(
    (one) => !now.some((other) => same(one, other) && sameValue(one.value, other.value)),
  );
  if (changes.length > 0) await setSwitches(changes, 'The scenario is over: as it began');
}
