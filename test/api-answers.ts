// Compares answers with the schemas of the contract, to the letter: a field too many is as wrong as one too few.
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { SCHEMAS } from '#lib/contract/bodies.generated.ts';
import type { BodyName } from '#lib/contract/bodies.ts';

/** A validator that knows the formats; what it does not understand in a schema is a mistake. */
export function schemaChecker(): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strictTypes: false });
  formats.default(ajv);
  return ajv;
}

const checker = schemaChecker();
checker.addSchema({ definitions: SCHEMAS }, 'contract');

/** What in the answer is not as its type says, one line each; none when it fits. */
export function misfits(name: BodyName, answer: unknown): string[] {
  const fits = checker.getSchema(`contract#/definitions/${name}`);
  if (!fits) throw new Error(`the contract has no schema ${name}`);
  if (fits(answer)) return [];
  return (fits.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message}`);
}
