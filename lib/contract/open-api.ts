// The parts of an OpenAPI 3.1 document that Bulkhead's has; depends on nothing.

/** JSON Schema 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export interface Reference {
  $ref: string;
}

export interface Parameter {
  name: string;
  in: 'query' | 'header' | 'path';
  required: boolean;
  description?: string;
  schema: JsonSchema;
  example?: unknown;
}

export interface MediaType {
  schema: JsonSchema;
  example?: unknown;
}

export interface Header {
  description: string;
  schema: JsonSchema;
}

export interface Answer {
  description: string;
  headers?: Readonly<Record<string, Header | Reference>>;
  content?: Readonly<Record<string, MediaType>>;
  /** Codes of the closed error table that this status stands for. */
  'x-codes'?: readonly string[];
}

export interface Operation {
  operationId: string;
  /** One of the document's tags: the group it stands in. */
  tags: readonly [string];
  summary: string;
  description?: string;
  /** Roles of people who may; all of them, or none when only machines may. */
  'x-roles'?: readonly string[];
  /** Scopes of a machine key, one of which suffices. */
  'x-scopes'?: readonly string[];
  security: readonly Readonly<Record<string, readonly string[]>>[];
  parameters?: readonly (Parameter | Reference)[];
  requestBody?: { required: boolean; content: { 'application/json': MediaType } };
  responses: Readonly<Record<string, Answer | Reference>>;
}

export interface Server {
  url: string;
  description: string;
  variables?: Readonly<Record<string, { default: string; description: string }>>;
}

export interface PathItem {
  servers?: readonly Server[];
  get?: Operation;
  post?: Operation;
}

export interface OpenApiDocument {
  openapi: '3.1.0';
  info: { title: string; version: string; summary: string; description: string };
  servers: readonly Server[];
  tags: readonly { name: string; description: string }[];
  paths: Readonly<Record<string, PathItem>>;
  components: {
    schemas: Readonly<Record<string, JsonSchema>>;
    responses: Readonly<Record<string, Answer>>;
    parameters: Readonly<Record<string, Parameter>>;
    headers: Readonly<Record<string, Header>>;
    securitySchemes: Readonly<Record<string, JsonSchema>>;
  };
}
