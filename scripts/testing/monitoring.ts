// Finds Prometheus and Alertmanager with their tools, and HAProxy, for the tests; on Debian, as root, installs them and says so first.
import { ALERTMANAGER, findProgram, HAPROXY, PROMETHEUS } from '#scripts/programs.ts';
import { installPackages } from './debian.ts';

const PROGRAMS = [PROMETHEUS, ['promtool'], ALERTMANAGER, ['amtool'], HAPROXY];

const missing = () => PROGRAMS.filter((names) => findProgram(names) === undefined).map(([name]) => name);

/** False when something is missing that no test may do without: with CI=true nothing is left out. */
export function haveMonitoring(): boolean {
  if (missing().length === 0) return true;
  // Debian's own services may start on their default ports: tests run copies of their own on others.
  installPackages(
    ['prometheus', 'prometheus-alertmanager', 'haproxy'],
    'tests of alerts and releases run on the real ones',
  );
  const still = missing();
  if (still.length === 0) return true;
  const names = still.join(', ');
  if (process.env.CI === 'true') {
    console.log(`${names}: not found on PATH, and with CI=true nothing may be left out.`);
    return false;
  }
  console.log(
    `Tests of alerts and releases wait for ${names}: install Prometheus, Alertmanager and HAProxy, and have them on PATH.`,
  );
  return true;
}
