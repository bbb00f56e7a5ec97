// A parameter of a run as people read it, and sentences of a programme with the parameters of the run put in.
import type { Parameter, ParameterValue } from './programme-types.ts';

const CLOSE: ReadonlySet<string> = new Set(['%']);

/** `$50`, `1,000 ms`, `5%`, `0.0001 BTC`, `BTC, ETH`. */
export function parameterText({ value, unit }: { value: ParameterValue; unit?: string | undefined }): string {
  if (typeof value === 'object') return value.join(', ');
  if (unit === 'USD') return `$${Number(value).toLocaleString('en-US')}`;
  const text =
    typeof value === 'number' ? value.toLocaleString('en-US', { maximumFractionDigits: 10 }) : value;
  return unit ? `${text}${CLOSE.has(unit) ? '' : ' '}${unit}` : text;
}

export interface Named {
  key: string;
  value: ParameterValue;
  unit?: string;
}

/** Puts parameters in for `{key}`. A sentence that names one the run does not have is a mistake of the catalogue. */
export function withParameters(sentence: string, parameters: readonly Named[]): string {
  return sentence.replace(/\{([a-z0-9-]+)\}/g, (_all, key: string) => {
    const found = parameters.find((one) => one.key === key);
    if (!found) throw new Error(`the programme refers to a parameter it does not have: ${key}`);
    return parameterText(found);
  });
}

/** Parameters at their defaults: what the manual has. */
export function defaultsOf(parameters: readonly Parameter[]): Named[] {
  return parameters.map((parameter) => {
    const named = { key: parameter.key, value: parameter.default };
    if (parameter.type === 'money') return { ...named, unit: 'USD' };
    if (parameter.type !== 'number') return named;
    const { unit } = parameter;
    const of = typeof unit === 'string' ? undefined : parameters.find(({ key }) => key === unit.of);
    return { ...named, unit: of ? parameterText({ value: of.default }) : String(unit) };
  });
}
