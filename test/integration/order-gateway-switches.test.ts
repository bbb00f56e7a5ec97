// The order gateway follows a real edge: safe values at first, each revision, an emergency stop, another edge when one is gone.
import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { createLog } from '#lib/process/log.ts';
import { followSwitches } from '#sim/order-gateway/switches.ts';
import { addKey, createEdgeTrial, until } from './edge-trial.ts';

const log = createLog('order-gateway', { level: 'silent' });

test('it goes by the safe values until it hears of others, by each revision, and by the last ones while no edge is there', async () => {
  const trial = await createEdgeTrial();
  const [first, second] = [
    await trial.start(),
    await trial.start({ edgeId: 'edge-two', file: `${trial.file}.two` }),
  ];
  const switches = followSwitches({ edges: [first.url, second.url], apiKey: trial.key, log });
  onTestFinished(() => switches.close());
  const mode = () => switches.values.get('routing_mode');
  expect(mode()).toBe('HL_MODE');
  expect(switches.values.get('global_api_enabled')).toBe(false);
  await until(() => mode() === 'NORMAL_MODE');
  expect(switches.values.get('normal_threshold', 'ETH')).toBe('1000');

  await trial.commit({ routing_mode: { value: 'BETTING_MODE' } });
  await until(() => mode() === 'BETTING_MODE');
  await first.stop();
  await trial.commit({ routing_mode: { value: 'HL_MODE' } });
  await until(() => mode() === 'HL_MODE');
  await second.stop();
  expect(mode()).toBe('HL_MODE');
  expect(switches.values.get('normal_threshold', 'ETH')).toBe('1000');
});

test('an emergency stop at the edge reaches it, though the revision is the same', async () => {
  const trial = await createEdgeTrial();
  const stopKey = await addKey(trial.owner, { scopes: ['emergency:stop'] });
  const edge = await trial.start();
  const switches = followSwitches({ edges: [edge.url], apiKey: trial.key, log });
  onTestFinished(() => switches.close());
  await until(() => switches.values.get('global_betting_enabled'));
  const answer = await fetch(`${edge.url}/emergency-stop`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stopKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id: randomUUID(), reason: 'Capital at risk' }),
  });
  expect(answer.status).toBe(200);
  await until(() => !switches.values.get('global_betting_enabled'));
});

test('a key that nobody knows gets no values: the safe ones stay', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  const heard: string[] = [];
  const telling = { ...log, debug: (text: string) => void heard.push(text) } as typeof log;
  const switches = followSwitches({ edges: [edge.url], apiKey: 'bhk_nobody', log: telling });
  onTestFinished(() => switches.close());
  await until(() => heard.length > 1);
  expect(switches.values.get('global_api_enabled')).toBe(false);
});
