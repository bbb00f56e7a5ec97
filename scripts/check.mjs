// npm run check: type check and lint (import rule included), for daily work.
import { goOn } from './go-on.mjs';

await goOn('scripts/testing/main.ts', ['--only=check']);
