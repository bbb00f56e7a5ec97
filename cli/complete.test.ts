// What Tab offers, and what the scripts of the shells make of it.
import { execFileSync } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { SWITCH_NAMES } from '#lib/catalog/switches.ts';
import { cliEnvironment, cliFolders, runCli } from '#test/cli-run.ts';
import { bulkheadProgram } from './bulkhead-program.ts';
import { completionsOf } from './complete.ts';

function offered(line: string): readonly string[] | 'files' {
  const found = completionsOf(bulkheadProgram(), line.split(' '));
  return found === 'files' ? found : found.map(({ value }) => value);
}

test.each<[string, readonly string[] | 'files']>([
  ['sw', ['switch']],
  ['switch re', ['reset']],
  ['switch get routing', ['routing_mode']],
  ['switch set routing_mode ', ['HL_MODE', 'NORMAL_MODE', 'BETTING_MODE']],
  ['switch set hedge_enabled t', ['true']],
  ['switch set daily_net_loss_limit o', ['off']],
  ['switch set per_symbol_betting BTC,E', ['BTC,ETH']],
  ['switch set per_symbol_betting BTC,ETH,B', ['BTC,ETH,BNB']],
  ['switch get normal_threshold --symbol B', ['BNB', 'BTC']],
  ['switch get --symbol B', []],
  ['--url http://localhost:3000 switch get routing', ['routing_mode']],
  ['switch set routing_mode --reason x HL', ['HL_MODE']],
  ['switch set routing_mode -- HL', ['HL_MODE']],
  ['switch list --gr', ['--group']],
  ['switch list --group hed', ['hedge']],
  ['audit export --format=c', ['--format=csv']],
  ['audit export --out ', 'files'],
  ['audit verify ', 'files'],
  ['audit verify --public-key x --checkpoints ', 'files'],
  ['audit tail --switch routing', ['routing_mode']],
  ['completion ', ['bash', 'zsh', 'fish']],
  ['switch get routing_mode extra ', []],
  ['nonsense ', []],
  ['switch get __proto__ --symbol ', []],
])('%j', (line, values) => {
  expect(offered(line)).toEqual(values);
});

test('every switch is offered, each option once, and none that stands already', () => {
  expect(offered('switch get ')).toEqual(SWITCH_NAMES);
  const options = offered('switch get --json --');
  expect(options).toEqual(expect.arrayContaining(['--symbol', '--url', '--profile', '--help']));
  expect(options).not.toContain('--json');
  expect(new Set(options).size).toBe(options.length);
});

test('bash is given what follows the last break of its own, and asks with the words as they were typed', () => {
  const script = `
    bulkhead() { printf '%s\\twhat it is\\n' "--format=csv:$*"; }
    source ${JSON.stringify(new URL('./completion/bulkhead.bash', import.meta.url).pathname)}
    COMP_LINE='bulkhead --url http://localhost:3000 audit export --format=c'
    COMP_WORDS=(bulkhead --url http : //localhost : 3000 audit export --format = c); COMP_CWORD=11
    _bulkhead; printf '%s\\n' "\${COMPREPLY[@]}"`;
  expect(execFileSync('bash', ['-c', script], { encoding: 'utf8' })).toBe(
    'csv:complete bulkhead -- --url http://localhost:3000 audit export --format=c\n',
  );
});

test.each(['bash', 'zsh', 'fish'])(
  'bulkhead completion %s prints a script for both commands',
  async (shell) => {
    const folders = cliFolders();
    onTestFinished(folders.remove);
    const { code, out } = await runCli(bulkheadProgram(), ['completion', shell], cliEnvironment(folders));
    expect(code).toBe(0);
    expect(out).toMatch(/set_switch/);
    expect(out).toMatch(/bulkhead complete /);
  },
);
