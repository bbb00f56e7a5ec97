// The sentence about a switch that the catalogue does not know, with the names that were perhaps meant.
import { SWITCH_NAMES } from '#lib/catalog/switches.ts';

const SHOWN = 60;

function nearest(name: string): string {
  const wanted = name.toLowerCase();
  const close = SWITCH_NAMES.filter((known) => known.includes(wanted) || wanted.includes(known)).slice(0, 3);
  return close.length > 0 && wanted.length > 2 ? ` Did you mean ${close.join(' or ')}?` : '';
}

export function noSuchSwitch(name: string): string {
  const shown = name.slice(0, SHOWN);
  return `There is no switch "${shown}".${nearest(shown)}`;
}
