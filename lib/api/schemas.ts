// Schemas of the document: answers from the generated contract, inputs from the zod schemas that check them.
import { z } from 'zod';
import { ERRORS } from '#lib/catalog/errors.ts';
import { SCHEMAS } from '#lib/contract/bodies.generated.ts';
import type { BodyName } from '#lib/contract/bodies.ts';
import type { JsonSchema, Reference } from '#lib/contract/open-api.ts';

const FROM = '#/definitions/';
const TO = '#/components/schemas/';

export function schemaRef(name: BodyName): Reference & JsonSchema {
  return { $ref: `${TO}${name}` };
}

/**
 * An answer as the document tells it: open, because later versions may say more, and without the address in front of
 * its sentence, which stands above it anyway.
 */
function published(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(published);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => !(key === 'additionalProperties' && value === false))
      .map(([key, value]) => {
        if (typeof value !== 'string') return [key, published(value)];
        if (key === '$ref') return [key, value.replace(FROM, TO)];
        return [key, key === 'description' ? sentenceOf(value) : value];
      }),
  );
}

function sentenceOf(comment: string): string {
  const sentence = comment.replace(/^`?(?:GET|POST) \/[^\s`]*`?(?:: | and |, )?/, '').trim();
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** What an answer is, in a sentence, from the comment of its type. */
export function descriptionOf(name: BodyName): string {
  const { description } = SCHEMAS[name] ?? {};
  return typeof description === 'string' ? sentenceOf(description) : 'The answer.';
}

/** `components.schemas`. */
export function schemaComponents(): Record<string, JsonSchema> {
  const schemas = Object.fromEntries(
    Object.entries(SCHEMAS).map(([name, schema]) => [name, published(schema) as JsonSchema]),
  );
  const codes = { type: 'string', enum: Object.keys(ERRORS) };
  const error = {
    type: 'object',
    properties: {
      code: { ...codes, description: 'Of the closed table: a program may decide on it.' },
      message: { type: 'string', description: 'A sentence for a person. Its words may change.' },
      details: { type: 'object', description: 'What the sentence says, for a program; depends on the code.' },
    },
    required: ['code', 'message'],
  };
  return { ...schemas, ErrorBody: { type: 'object', properties: { error }, required: ['error'] } };
}

/** An input as JSON Schema. Where a format or a number says it all, the pattern that checks the text is left out. */
export function inputSchema(input: z.ZodType): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(input, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      // zod drops them where a value is transformed; ours speak of what is sent.
      const { examples, default: usual } = z.globalRegistry.get(zodSchema) ?? {};
      Object.assign(jsonSchema, examples ? { examples } : {}, usual === undefined ? {} : { default: usual });
      if (jsonSchema.format !== undefined || jsonSchema.type === 'integer') delete jsonSchema.pattern;
    },
  });
  return schema;
}
