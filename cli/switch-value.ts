// A switch's value as text on the command line: read into the type the catalogue names, and written so that it can be typed again.
import type { SwitchDefinition } from '#lib/catalog/switch-types.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { CliFailure } from './failure.ts';

const NUMBER = /^-?\d+(\.\d+)?$/;

/** Only the type is settled here; bounds and members are the server's to judge. Throws CliFailure. */
export function valueFromText(name: string, definition: SwitchDefinition, text: string): WireValue {
  switch (definition.type) {
    case 'bool':
      if (text === 'true' || text === 'false') return text === 'true';
      throw new CliFailure('invalid_value', `${name} is true or false.`);
    case 'enum':
      return text;
    case 'money':
      if (text === 'off') return null;
      if (NUMBER.test(text)) return text;
      throw new CliFailure(
        'invalid_value',
        `${name} takes US dollars in plain digits, such as ${definition.default} (no sign, no commas)${definition.mayBeOff ? ', or off' : ''}.`,
      );
    case 'decimal':
    case 'int':
      if (NUMBER.test(text)) return Number(text);
      throw new CliFailure('invalid_value', `${name} takes a number, such as ${definition.default}.`);
    case 'symbols': {
      const names = text.split(',').map((item) => item.trim());
      return text.trim() === '' || text === 'none' ? [] : names;
    }
  }
}

/** `true`, `HL_MODE`, `10000`, `off`, `BTC,ETH`, `none`: what `switch set` takes. */
export function textOfValue(value: WireValue): string {
  if (value === null) return 'off';
  return Array.isArray(value) ? value.join(',') || 'none' : String(value);
}

/** `normal_threshold.BTC`, or the bare name for the whole venue. */
export function placeName(name: string, symbol: string | null | undefined): string {
  return symbol ? `${name}.${symbol}` : name;
}
