// A text that one run puts into every field that takes a secret, and then looks for everywhere.
import { randomBytes } from 'node:crypto';

/** 43 characters, so that it fits where a link's secret is expected. */
export const CANARY = `canary${randomBytes(28).toString('hex').slice(0, 37)}`;
