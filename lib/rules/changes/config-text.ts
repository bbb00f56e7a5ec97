// The matrix written as a configuration file: grouped as the catalogue, with what each switch is beside it.

import { GROUPS, type Group, type SwitchDefinition } from '#lib/catalog/switch-types.ts';
import { definitionOf, SWITCH_NAMES, type SwitchName } from '#lib/catalog/switches.ts';
import type { Position } from '#lib/contract/snapshot.ts';
import { textOfConfigValue } from './config-file.ts';
import { type Matrix, valueIn } from './matrix.ts';

export interface ConfigSource extends Position {
  environment: string;
  /** When these values were published, ISO 8601. */
  publishedAt: string;
  matrix: Matrix;
}

/** Where the comments begin, as long as what stands before them is short enough. */
const COMMENT_COLUMN = 44;

/** A file that `parseConfig` reads back to exactly these values. */
export function configText(source: ConfigSource): string {
  const { environment, epoch, revision, publishedAt, matrix } = source;
  const lines = [
    `# Bulkhead: every switch as of ${publishedAt}. Apply it with: bulkhead apply -f FILE --dry-run`,
    `environment: ${environment}`,
    '# Where these values come from. For information: nothing is done with them.',
    `epoch: ${epoch}`,
    `revision: ${revision}`,
    'switches:',
  ];
  for (const group of Object.keys(GROUPS) as Group[]) {
    const names = SWITCH_NAMES.filter((name) => definitionOf(name).group === group);
    if (names.length === 0) continue;
    lines.push('', `  # ${GROUPS[group].label}`, ...names.flatMap((name) => linesOf(name, matrix)));
  }
  return `${lines.join('\n')}\n`;
}

function linesOf(name: SwitchName, matrix: Matrix): string[] {
  const definition = definitionOf(name);
  const value = textOfConfigValue(definition, valueIn(matrix, name));
  const overrides = Object.entries(matrix[name]?.overrides ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const what = `${definition.label}${unitOf(definition)}`;
  if (overrides.length === 0) return [commented(`  ${name}: ${value}`, what)];
  return [
    commented(`  ${name}:`, what),
    `    value: ${value}`,
    '    symbols:',
    ...overrides.map(([symbol, own]) => `      ${symbol}: ${textOfConfigValue(definition, own)}`),
  ];
}

function commented(line: string, comment: string): string {
  return `${line.padEnd(COMMENT_COLUMN)} # ${comment}`;
}

function unitOf(definition: SwitchDefinition): string {
  switch (definition.type) {
    case 'money':
      return definition.mayBeOff ? ' (US dollars, or off)' : ' (US dollars)';
    case 'decimal':
    case 'int':
      return ` (${definition.unit})`;
    case 'enum':
      return ` (${definition.values.join(', ')})`;
    case 'symbols':
      return ` (any of ${definition.members.join(', ')})`;
    case 'bool':
      return '';
  }
}
