// Alerts for the end-to-end tests: delivered as the intake stores them, with the time at which they began; and the board as quiet as it can be made.
import { setTimeout as delay } from 'node:timers/promises';
import type { FiringsBody } from '#lib/contract/alert-history.ts';
import type { FiringView } from '#lib/contract/alerts.ts';
import { asOwner } from './e2e-database.ts';
import { command, read } from './e2e-venue.ts';

const KEY = '00000000-0000-4000-8000-0000000000e2';

interface Said {
  /** How long ago it began, s. */
  ago?: number;
  labels?: Readonly<Record<string, string>>;
  annotations?: Readonly<Record<string, string>>;
}

/** Fires one alert, told apart by `name`; answers it when the board has it. */
export async function fire(alert: string, name: string, said: Said = {}): Promise<FiringView> {
  const { ago = 0, labels, annotations } = said;
  const one = {
    ...{ status: 'firing', fingerprint: name, endsAt: '0001-01-01T00:00:00Z' },
    startsAt: new Date(Date.now() - ago * 1_000).toISOString(),
    labels: { alertname: alert, bulkhead_alert: alert, fingerprint: name, ...labels },
    annotations: { summary: alert, ...annotations },
  };
  await asOwner((client) =>
    client.query("INSERT INTO deliveries (source, key_id, body) VALUES ('api', $1, $2)", [
      KEY,
      Buffer.from(JSON.stringify({ alerts: [one] })),
    ]),
  );
  for (;;) {
    const { items } = await read<FiringsBody>('firings?state=open&limit=200');
    const found = items.find((item) => item.labels.some(([, value]) => value === name));
    if (found) return found;
    await delay(100);
  }
}

/** Nothing is open that somebody can say is over, and nothing unconfirmed: what Bulkhead watches itself stays. */
export async function quietBoard(): Promise<void> {
  const { items } = await read<FiringsBody>('firings?state=open&limit=200');
  for (const { id: firingId } of items) {
    await command('resolve-firing', { firingId, reason: 'The scenario is over' });
    await command('confirm-firing', { firingId });
  }
}
