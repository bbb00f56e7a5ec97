// The matrix as a file that people write: read strictly, every mistake at once and each with its line.
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import type { SwitchDefinition } from '#lib/catalog/switch-types.ts';
import { findSwitch, isPerSymbol, type SwitchName } from '#lib/catalog/switches.ts';
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import { CONFIG_MAX_BYTES } from '#lib/contract/config.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import type { Matrix, Wanted } from './matrix.ts';
import { parseValue } from './parse-value.ts';
import { noSuchSwitch } from './unknown-switch.ts';

const MISTAKES_SHOWN = 50;

export interface ConfigFile {
  environment: string;
  /** In the order of the file; `inherit` takes a symbol's own value away. */
  wanted: readonly Wanted[];
}

interface Mistake {
  line: number;
  message: string;
}

/** What the file says, or `invalid_input` with all its mistakes as `details.mistakes`. */
export function parseConfig(text: string): Result<ConfigFile> {
  if (new TextEncoder().encode(text).length > CONFIG_MAX_BYTES) {
    return fail('payload_too_large', `The file is too large: at most ${CONFIG_MAX_BYTES / 1_024} KiB.`);
  }
  const reader = new Reader(text);
  const file = reader.file();
  return reader.mistakes.length > 0 ? refused(reader.mistakes) : ok(file);
}

function refused(found: readonly Mistake[]): Result<never> {
  const unique = new Map(found.map((mistake) => [`${mistake.line} ${mistake.message}`, mistake]));
  const mistakes = [...unique.values()].toSorted((a, b) => a.line - b.line).slice(0, MISTAKES_SHOWN);
  const sentences = mistakes.map(({ line, message }) => `Line ${line}: ${message}`);
  const many = mistakes.length === 1 ? 'one mistake' : `${mistakes.length} mistakes`;
  return fail('invalid_input', `The file has ${many}. ${sentences.join(' ')}`, { mistakes });
}

/** Walks the nodes by hand: nothing of the file becomes an object, so no key of it can be special to JavaScript. */
class Reader {
  readonly mistakes: Mistake[] = [];
  readonly #lines = new LineCounter();
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  file(): ConfigFile {
    const document = parseDocument(this.#text, {
      ...{ version: '1.2', schema: 'core', strict: true, uniqueKeys: true, merge: false },
      ...{ prettyErrors: false, lineCounter: this.#lines },
    });
    for (const { code, message, pos } of document.errors) {
      const words = code === 'DUPLICATE_KEY' ? 'This key stands in the file twice.' : `${message}.`;
      this.#wrong(pos[0], code === 'MULTIPLE_DOCS' ? 'The file holds one document, not several.' : words);
    }
    const file: ConfigFile = { environment: '', wanted: [] };
    // A file that is no YAML would be taken for something that it does not say.
    if (this.mistakes.length > 0) return file;
    const top = new Map(
      this.#entries(document.contents, 0, 'The file').map(([key, value, at]) => [key, { value, at }]),
    );
    for (const [key, { at }] of top) {
      if (!['environment', 'epoch', 'revision', 'switches'].includes(key)) {
        this.#wrong(
          at,
          `There is no key "${key.slice(0, 60)}" here: a file has environment, epoch, revision and switches.`,
        );
      }
    }
    for (const key of ['environment', 'switches']) {
      if (!top.has(key)) this.#wrong(0, `The file says no ${key}.`);
    }
    const { environment, switches } = { environment: top.get('environment'), switches: top.get('switches') };
    for (const key of ['epoch', 'revision']) {
      const given = top.get(key);
      const value = given && this.#plain(given.value, given.at);
      if (given && !(typeof value === 'number' && Number.isSafeInteger(value) && value >= 0)) {
        this.#wrong(given.at, `${key} is a whole number. It is information only: leave it out if you like.`);
      }
    }
    const name = environment && this.#plain(environment.value, environment.at);
    if (environment && typeof name !== 'string') {
      this.#wrong(environment.at, 'environment is production, staging or demo.');
    }
    return {
      environment: typeof name === 'string' ? name : '',
      wanted: switches ? this.#switches(switches.value, switches.at) : [],
    };
  }

  #switches(node: Node | null, at: number): Wanted[] {
    return this.#entries(node, at, 'switches').flatMap(([name, value, place]) => {
      const definition = findSwitch(name);
      if (!definition) {
        this.#wrong(place, noSuchSwitch(name));
        return [];
      }
      return isMap(value)
        ? this.#withSymbols(name as SwitchName, definition, value, place)
        : this.#value(name as SwitchName, definition, null, value, place);
    });
  }

  #withSymbols(name: SwitchName, definition: SwitchDefinition, node: Node, at: number): Wanted[] {
    return this.#entries(node, at, name).flatMap(([key, value, place]) => {
      if (key === 'value') return this.#value(name, definition, null, value, place);
      if (key !== 'symbols') {
        this.#wrong(place, `${name} has a value and symbols here, no "${key.slice(0, 60)}".`);
        return [];
      }
      if (!isPerSymbol(name)) {
        this.#wrong(place, `${name} has one value for the whole venue: leave the symbols out.`);
        return [];
      }
      return this.#entries(value, place, `${name}: symbols`).flatMap(([symbol, own, where]) => {
        if (!SYMBOLS.some((known) => known === symbol)) {
          this.#wrong(where, `The venue lists ${SYMBOLS.join(', ')}, no "${symbol.slice(0, 60)}".`);
          return [];
        }
        return this.#value(name, definition, symbol, own, where);
      });
    });
  }

  #value(
    name: SwitchName,
    definition: SwitchDefinition,
    symbol: string | null,
    node: Node | null,
    at: number,
  ): Wanted[] {
    const before = this.mistakes.length;
    const raw = this.#raw(definition, node, at);
    if (this.mistakes.length > before) return [];
    if (raw === NOTHING) {
      if (symbol !== null) return [{ switch: name, symbol, value: 'inherit' }];
      this.#wrong(at, `${name} has no value here. Write one, or leave the switch out.${offHint(definition)}`);
      return [];
    }
    const parsed = parseValue(name, definition, raw);
    if (parsed.ok) return [{ switch: name, symbol, value: parsed.value }];
    this.#wrong(at, parsed.error.message);
    return [];
  }

  /** The value as the wire has it: amounts are taken from the text itself, so that no digit is lost. */
  #raw(definition: SwitchDefinition, node: Node | null, at: number): unknown {
    if (isSeq(node)) {
      this.#refuseExtras(node, at);
      return node.items.map((item) => this.#plain(item as Node, at));
    }
    const value = this.#plain(node, at);
    if (value === null) return NOTHING;
    if (definition.type !== 'money') return value;
    if (value === 'off') return null;
    return isScalar(node) && typeof value === 'number' ? node.source : value;
  }

  /** A scalar's value; undefined, and a mistake, for anything else. */
  #plain(node: Node | null, at: number): unknown {
    if (node === null) return null;
    this.#refuseExtras(node, at);
    if (isScalar(node)) return node.value;
    if (!isAlias(node)) this.#wrong(this.#at(node, at), 'One value belongs here.');
    return undefined;
  }

  /** Key, value and place of each entry of a map. */
  #entries(node: Node | null, at: number, what: string): [string, Node | null, number][] {
    if (node) this.#refuseExtras(node, at);
    if (!isMap(node)) {
      if (!isAlias(node)) this.#wrong(at, `${what} takes "name: value" lines.`);
      return [];
    }
    return (node.items as Pair<Node, Node | null>[]).flatMap(({ key, value }) => {
      const place = this.#at(key, at);
      const name = this.#plain(key, place);
      if (typeof name !== 'string') {
        this.#wrong(place, 'A key is a name.');
        return [];
      }
      return [[name, value, place] as [string, Node | null, number]];
    });
  }

  #refuseExtras(node: Node, at: number): void {
    const place = this.#at(node, at);
    if (isAlias(node)) this.#wrong(place, 'References (*name) are not taken: write the value itself.');
    else if ('anchor' in node && node.anchor) this.#wrong(place, 'Anchors (&name) are not taken.');
    if (node.tag !== undefined) this.#wrong(place, 'Tags (!name) are not taken.');
  }

  #at(node: Node | null, otherwise: number): number {
    return node?.range?.[0] ?? otherwise;
  }

  #wrong(at: number, message: string): void {
    this.mistakes.push({ line: this.#lines.linePos(at).line || 1, message });
  }
}

const NOTHING = Symbol('nothing');

function offHint(definition: SwitchDefinition): string {
  return definition.type === 'money' && definition.mayBeOff ? ' Off is written: off.' : '';
}

/** Takes away the symbols' own values that the file does not name, of the switches it does name. */
export function pruned(wanted: readonly Wanted[], matrix: Matrix): Wanted[] {
  const named = new Set(wanted.map((one) => one.switch));
  const kept = new Set(wanted.map((one) => `${one.switch}/${one.symbol}`));
  const extra = [...named].flatMap((name) =>
    Object.keys(matrix[name]?.overrides ?? {})
      .filter((symbol) => !kept.has(`${name}/${symbol}`))
      .map((symbol): Wanted => ({ switch: name, symbol, value: 'inherit' })),
  );
  return [...wanted, ...extra];
}

const PLAIN = /^[A-Za-z][A-Za-z0-9_]*$/;
/** Words that some reader of YAML takes for something else than a text. */
const SPECIAL = /^(true|false|null|yes|no|on|off|y|n)$/i;

/** A value as the file writes it. */
export function textOfConfigValue(definition: SwitchDefinition, value: WireValue): string {
  if (value === null) return 'off';
  if (Array.isArray(value)) return `[${value.join(', ')}]`;
  // An amount is plain digits, which every reader of YAML takes for a number; we take it for what it says.
  const plain = definition.type !== 'enum' || (PLAIN.test(String(value)) && !SPECIAL.test(String(value)));
  return plain ? String(value) : JSON.stringify(value);
}
