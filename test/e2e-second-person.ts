// The second person of the end-to-end tests: the second super admin, who agrees by a passkey in software as often as a test needs.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type FactorOfferBody, stepUpDetails } from '#lib/contract/access.ts';
import type { ApprovalsBody, ChangeRequestView } from '#lib/contract/approvals.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { Authenticator, challengeIn, type KeptPasskey } from './authenticator.ts';
import { keepsake, type RunAccount, readRun, unusedCode } from './e2e-run.ts';

function second(): RunAccount {
  const account = readRun().accounts.find(({ email }) => email.startsWith('second_super_admin@'));
  if (!account) throw new Error('The run has no second super admin.');
  return account;
}

const twist = () => ({ origin: new URL(readRun().consoleUrl).origin });

async function code(account: RunAccount): Promise<string> {
  for (;;) {
    const made = unusedCode(account);
    if (made !== null) return made;
    await delay(250);
  }
}

function send(path: string, headers: Record<string, string>, init: RequestInit = {}): Promise<Response> {
  return fetch(`${readRun().consoleUrl}${path}`, { redirect: 'manual', ...init, headers });
}

function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** A session as the sign-in screen opens one: passkeys are made at a screen, never with a token. */
async function session(account: RunAccount) {
  const csrf = await send('/api/auth/csrf', {});
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const answer = await send(
    '/api/auth/callback/credentials',
    { cookie: cookiesOf(csrf) },
    {
      method: 'POST',
      body: new URLSearchParams({
        ...{ csrfToken, email: account.email, password: account.password, json: 'true' },
        totp: await code(account),
      }),
    },
  );
  return { cookie: cookiesOf(answer), ...{ origin: twist().origin, 'sec-fetch-site': 'same-origin' } };
}

const json = (value: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(value) });
const JSON_TYPE = { 'content-type': 'application/json' };

/** What the second person has in this run: the session in which the passkey was made, and the passkey. */
interface Belongings {
  cookie: string;
  passkey: KeptPasskey;
}

const belongings = (): string => keepsake('second-person.json');

/** Made at its first use. */
export async function secondPerson(): Promise<Belongings> {
  if (existsSync(belongings())) return JSON.parse(readFileSync(belongings(), 'utf8')) as Belongings;
  const account = second();
  const headers = await session(account);
  const offered = (await (await send('/api/v1/factor-offer', headers)).json()) as FactorOfferBody;
  const made = new Authenticator();
  const { nonce, options } = offered.passkey;
  const answer = await send(
    '/api/v1/commands/add-passkey',
    { ...headers, ...JSON_TYPE, 'bulkhead-step-up': `totp ${await code(account)}` },
    json({ name: 'End-to-end tests', nonce, response: made.create(challengeIn(options), twist()) }),
  );
  if (!answer.ok) throw new Error(`add-passkey answered ${answer.status}: ${await answer.text()}`);
  return keep({ cookie: headers.cookie, passkey: made.keep() });
}

/** A passkey counts its uses, and one that counts backwards is refused: kept after each. */
export async function keepPasskey(passkey: KeptPasskey): Promise<void> {
  keep({ ...(await secondPerson()), passkey });
}

function keep(what: Belongings): Belongings {
  writeFileSync(belongings(), JSON.stringify(what), { mode: 0o600 });
  return what;
}

/** An open request as the second super admin sees it. */
async function openRequest(id: string): Promise<ChangeRequestView> {
  const headers = { authorization: `Bearer ${second().token}` };
  const { requests } = (await (await send('/api/v1/approvals', headers)).json()) as ApprovalsBody;
  const request = requests.find((one) => one.id === id);
  if (!request) throw new Error(`There is no change request ${id}.`);
  return request;
}

/** Agrees to a change request; throws when that is refused. */
export async function agreeTo(requestId: string): Promise<void> {
  const { diffHash } = await openRequest(requestId);
  await proven('approve-change', { requestId, diffHash });
}

/** Signs a step of a run; throws when that is refused. */
export function signAsSecond(runId: string, step: string): Promise<void> {
  return proven('sign-step', { runId, step });
}

/** Reviews what another did by break-glass. */
export function reviewBreakGlass(breakGlassId: string): Promise<void> {
  return proven('review-break-glass', { breakGlassId, note: 'The scenario is over' });
}

/** A command that asks for the passkey of the second super admin. */
async function proven(command: string, input: Record<string, unknown>): Promise<void> {
  const device = new Authenticator((await secondPerson()).passkey);
  const headers = {
    ...JSON_TYPE,
    authorization: `Bearer ${second().token}`,
    'idempotency-key': randomUUID(),
  };
  const press = (proof: Record<string, string>): Promise<Response> =>
    send(`/api/v1/commands/${command}`, { ...headers, ...proof }, json(input));
  const asked = (await (await press({})).json()) as ErrorBody;
  const challenge = stepUpDetails(asked.error?.details)?.passkey;
  if (!challenge) throw new Error(`${command} answered ${JSON.stringify(asked)}`);
  const response = device.get(challengeIn(challenge.options), twist());
  await keepPasskey(device.keep());
  const proof = Buffer.from(JSON.stringify({ nonce: challenge.nonce, response })).toString('base64url');
  const done = await press({ 'bulkhead-step-up': `passkey ${proof}` });
  if (!done.ok) throw new Error(`${command} answered ${done.status}: ${await done.text()}`);
}
