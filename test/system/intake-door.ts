// The intake of the installation under test, with the demo's key for alerts.
import { ALERTS_SCOPE } from '#lib/contract/intake.ts';
import { type Answer, call } from './http.ts';
import { JSON_TYPE, run } from './installation.ts';

const alertsKey = () => ({ authorization: `Bearer ${run().apiKeys[ALERTS_SCOPE]}` });

export function onIntake(
  path: string,
  body: unknown,
  headers: Record<string, string> = alertsKey(),
): Promise<Answer> {
  return call(run().intakeUrl, path, {
    method: 'POST',
    headers: { ...JSON_TYPE, ...headers },
    body: JSON.stringify(body),
  });
}

/** Of no alert of the catalogue: it waits for nobody. */
export const reported = (name: string, more: object = {}) => ({
  ...{ status: 'firing', fingerprint: name, startsAt: new Date().toISOString() },
  labels: { alertname: name, priority: 'P1' },
  ...more,
});
