// A demo account at the console's API: reads and commands with its token, each command with a code of its second factor.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Secret, TOTP } from 'otpauth';
import type { DemoAccount } from '#scripts/launch/demo.ts';

const WAIT_MS = 120_000;
const LOOK_MS = 200;

export interface ConsoleDoor {
  /** `path` is what comes after /api/v1/. Throws with what the console said unless it answered 200. */
  read<Body>(path: string): Promise<Body>;
  send<Answer>(command: string, input: object): Promise<Answer>;
}

export function openDoor(consoleUrl: string, account: DemoAccount): ConsoleDoor {
  const bearer = { authorization: `Bearer ${account.token}` };
  const answered = async <Body>(answer: Response): Promise<Body> => {
    if (answer.status !== 200) throw new Error(`${answer.url}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Body;
  };
  return {
    read: async <Body>(path: string) =>
      answered<Body>(await fetch(`${consoleUrl}/api/v1/${path}`, { headers: bearer })),
    send: async <Answer>(command: string, input: object) => {
      const code = new TOTP({ secret: Secret.fromBase32(account.totpSecret) }).generate();
      return answered<Answer>(
        await fetch(`${consoleUrl}/api/v1/commands/${command}`, {
          method: 'POST',
          headers: {
            ...{ ...bearer, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
            'bulkhead-step-up': `totp ${code}`,
          },
          body: JSON.stringify(input),
        }),
      );
    },
  };
}

/** Looks until there is something. Throws with `what` when it does not come about within two minutes. */
export async function until<T>(
  look: () => Promise<T | undefined> | T | undefined,
  what: string,
  everyMs = LOOK_MS,
): Promise<T> {
  for (const deadline = performance.now() + WAIT_MS; performance.now() < deadline; await delay(everyMs)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`It did not come about: ${what}.`);
}
