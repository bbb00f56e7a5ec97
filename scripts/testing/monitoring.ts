// Finds Prometheus and Alertmanager with their tools for the tests; on Debian, as root, installs them and says so first.
import { ALERTMANAGER, findProgram, PROMETHEUS } from '#scripts/programs.ts';
import { installPackages } from './debian.ts';

const PROGRAMS = [PROMETHEUS, ['promtool'], ALERTMANAGER, ['amtool']];

const missing = () => PROGRAMS.filter((names) => findProgram(names) === undefined).map(([name]) => name);

/** False when something is missing that no test may do without: with CI=true nothing is left out. */
export function haveMonitoring(): boolean {
  if (missing().length === 0) return true;
  installPackages(['prometheus', 'prometheus-alertmanager'], 'tests of the alerts run on the real ones');
  const still = missing();
  if (still.length === 0) return true;
  const names = still.join(', ');
  if (process.env.CI === 'true') {
    console.log(`${names}: not found on PATH, and with CI=true nothing may be left out.`);
    return false;
  }
  console.log(
    `Tests of the alerts wait for ${names}: install Prometheus and Alertmanager, and have them on PATH.`,
  );
  return true;
}
