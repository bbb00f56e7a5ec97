// Prometheus and Alertmanager beside the installation of this worker, for as long as a test needs them.
import { mkdirSync } from 'node:fs';
import { ALERTS_SCOPE } from '#lib/contract/intake.ts';
import { asOwner } from './e2e-database.ts';
import { keepsake, readRun } from './e2e-run.ts';
import { type Programs, startPrograms } from './integration/alerts-programs.ts';

/** With the rules, intervals and holding times that ship. An installation that has its own keeps them. */
export async function startMonitoring(): Promise<Programs> {
  const { simUrl, edgeUrl, intakeUrl, prometheusUrl, apiKeys } = readRun();
  if (prometheusUrl !== null) return { stop: async () => {} };
  const folder = keepsake('monitoring');
  mkdirSync(folder, { recursive: true });
  const scraped = Object.entries({ venue: simUrl, edge: edgeUrl, intake: intakeUrl }).map(([job, url]) => ({
    job,
    target: new URL(url).host,
  }));
  const programs = await startPrograms({
    ...{ folder, scraped, intakeUrl, asShipped: true },
    key: apiKeys[ALERTS_SCOPE] ?? '',
  });
  return {
    stop: async () => {
      await programs.stop();
      // Nobody misses its heartbeat: for the tests after this one there was no pipeline.
      await asOwner((client) => client.query('DELETE FROM pipelines'));
    },
  };
}
