// What all processes wrote during the run, faults included: JSON lines, and not one secret.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dataFile, run, secrets } from '../installation.ts';
import { CANARY } from './canary.ts';

/** PostgreSQL writes its own form; a log that was rotated away counts too. */
function logs(): string[] {
  return readdirSync(dataFile('logs')).filter((name) => /\.log(\.old)?$/.test(name));
}

function textOf(name: string): string {
  return readFileSync(dataFile('logs', name), 'utf8');
}

function everySecret(): Map<string, string> {
  const { postgres, roles, nextauth, demo } = secrets();
  const found = new Map<string, string>([
    ['password of the database superuser', postgres],
    ['NEXTAUTH_SECRET', nextauth],
    ...Object.entries(roles).map(([role, word]) => [`database password of ${role}`, word] as const),
    ...Object.entries(demo),
  ]);
  for (const [scope, key] of Object.entries(run().apiKeys)) found.set(`key ${scope}`, key);
  for (const { name, password, totpSecret, token } of run().accounts) {
    found.set(`${name} password`, password).set(`${name} totp`, totpSecret).set(`${name} token`, token);
  }
  found.set('the canary', CANARY.slice(0, 20));
  const audit = readFileSync(dataFile('audit-key.pem'), 'utf8').split('\n')[1];
  return found.set('audit key', audit ?? '');
}

describe('logs', () => {
  test('every process has written some', () => {
    expect(logs()).toEqual(
      expect.arrayContaining([
        'console.log',
        'edge.log',
        'intake.log',
        'postgres.log',
        'sim.log',
        'worker.log',
      ]),
    );
  });

  test.for(['console', 'edge', 'intake', 'sim', 'worker'])(
    'each line of the %s is a JSON object that says when, who and what',
    (name) => {
      const lines = textOf(`${name}.log`).split('\n').slice(0, -1);
      expect(lines.length).toBeGreaterThan(0);
      const odd = lines.filter((line) => {
        try {
          const { level, time, process: by, message } = JSON.parse(line) as Record<string, unknown>;
          return (
            ![level, message].every((word) => typeof word === 'string') ||
            by !== name ||
            Number.isNaN(Date.parse(String(time)))
          );
        } catch {
          return true;
        }
      });
      expect(odd.slice(0, 5)).toEqual([]);
    },
  );

  test('no log holds a password, a factor, a token, a key or a session', () => {
    const all = everySecret();
    expect([...all.values()].every((secret) => secret.length >= 12)).toBe(true);
    for (const name of logs()) {
      const text = textOf(name);
      const told = [...all].filter(([, secret]) => text.includes(secret)).map(([what]) => what);
      expect.soft([name, told]).toEqual([name, []]);
      expect.soft([name, /bh[tk]_[0-9A-Za-z]{8}_[0-9A-Za-z]{8}/.exec(text)?.[0]]).toEqual([name, undefined]);
      expect.soft([name, /eyJ[\w-]{10,}\.[\w-]*\.[\w-]+/.exec(text)?.[0]]).toEqual([name, undefined]);
    }
  });

  test('nothing in them is a mistake of ours that nobody expected', () => {
    for (const name of ['console', 'edge', 'intake', 'sim', 'worker']) {
      const errors = textOf(`${name}.log`)
        .split('\n')
        .filter((line) => line.includes('"level":"fatal"') || line.includes('"message":"request failed"'));
      expect.soft([name, errors.slice(0, 3)]).toEqual([name, []]);
    }
  });
});
