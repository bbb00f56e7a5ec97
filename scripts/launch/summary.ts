// The last lines of a start: where everything is, and who can sign in.
import { createInterface } from 'node:readline';
import { Secret, TOTP } from 'otpauth';
import type { Demo } from './demo.ts';
import type { RunFile } from './run-file.ts';
import type { Settings } from './settings.ts';
import { say } from './terminal.ts';

export function sayWhere(
  settings: Settings,
  run: Omit<RunFile, 'pids'>,
  database: string,
  startedInMs: number,
): void {
  say('');
  say(
    `Bulkhead runs (${settings.environment}), ready in ${(startedInMs / 1000).toFixed(1)} s. Stop it with Ctrl-C.`,
  );
  say('');
  say(`  Console   ${run.consoleUrl}`);
  say(`  Edge      ${run.edgeUrl}`);
  say(`  Intake    ${run.intakeUrl}`);
  if (run.simUrl) say(`  Venue     ${run.simUrl} (simulated)`);
  if (run.prometheusUrl)
    say(`  Alerts    ${run.prometheusUrl} (Prometheus), ${run.alertmanagerUrl} (Alertmanager)`);
  if (run.gatewayUrl) say(`  Orders    ${run.gatewayUrl} (HAProxy, two versions behind it)`);
  say(`  Database  ${database}`);
  say(`  Data      ${settings.dataFolder}`);
}

/** While an installation has no super admin: the way for the first one in. */
export function sayFirstRun(link: string | undefined): void {
  if (link === undefined) return;
  say('');
  say(
    '  Nobody is super admin here yet. Open this link to become the first: it works once, within 24 hours,',
  );
  say('  and the next start makes a new one in its place.');
  say(`  ${link}`);
}

/** The demo's accounts; with a person at the terminal, Enter shows the codes of the second factor. */
export function sayAccounts(demo: Demo, runFile: string): void {
  const widest = Math.max(...demo.accounts.map((account) => account.email.length));
  say('');
  say('  Demo accounts: e-mail, password, secret of the second factor');
  for (const { email, password, totpSecret } of demo.accounts) {
    say(`  ${email.padEnd(widest)}  ${password}  ${totpSecret}`);
  }
  say(`  Tokens and keys for API and CLI: ${runFile}`);
  say('');
  if (!process.stdin.isTTY) return;
  say('  Press Enter for the six-digit codes of this moment.');
  const lines = createInterface({ input: process.stdin });
  lines.on('line', () => sayCodes(demo, widest));
}

function sayCodes(demo: Demo, widest: number): void {
  const left = 30 - (Math.floor(Date.now() / 1000) % 30);
  for (const { email, totpSecret } of demo.accounts) {
    say(`  ${email.padEnd(widest)}  ${new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate()}`);
  }
  say(`  Good for ${left} s more.`);
}
