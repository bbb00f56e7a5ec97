// The agent over real sockets: the line for each server, silence for what is not known, nothing for nonsense.
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Snapshot } from '#lib/contract/snapshot.ts';
import { type AgentPlan, openAgent } from './gateway-agent.ts';

const snapshot = (open: boolean): Snapshot => ({
  ...{ epoch: 1, revision: 1, publishedAt: '2026-11-27T12:00:00.000Z' },
  switches: { global_api_enabled: { value: open } },
});

async function agent(served: AgentPlan['served']): Promise<(question: string) => Promise<string>> {
  const weights: Record<string, number> = { 'blue-1': 95, 'green-1': 5 };
  const opened = await openAgent({
    ...{ host: '127.0.0.1', port: 0, served, weights: { weightOf: (name) => weights[name] } },
  });
  onTestFinished(() => opened.close());
  return async (question) => {
    const socket = connect(opened.port, '127.0.0.1');
    socket.setEncoding('utf8');
    let said = '';
    socket.on('data', (text: string) => {
      said += text;
    });
    socket.write(question);
    await once(socket, 'close');
    return said;
  };
}

test('each server gets its own line, however the question is cut', async () => {
  const ask = await agent(() => snapshot(true));
  expect(await ask('blue-1\n')).toBe('up ready 95%\n');
  expect(await ask('green-1\r\n')).toBe('up ready 5%\n');
});

test('at level 3 all of them are in maintenance', async () => {
  const ask = await agent(() => snapshot(false));
  expect(await ask('blue-1\n')).toBe('maint\n');
});

test('what is not known is not said: a server, a snapshot, the switch itself', async () => {
  const ask = await agent(() => snapshot(true));
  expect(await ask('red-1\n')).toBe('');
  expect(await (await agent(() => undefined))('blue-1\n')).toBe('');
  const without: Snapshot = { ...snapshot(true), switches: {} };
  expect(await (await agent(() => without))('blue-1\n')).toBe('up ready 95%\n');
});

test.each(['\n', ' blue-1\n', 'GET / HTTP/1.1\r\n', 'x'.repeat(200), '__proto__\n'])(
  '%j gets no line',
  async (question) => {
    const ask = await agent(() => snapshot(true));
    expect(await ask(question)).toBe('');
  },
);
