// npm test: brings the packages, then runs everything under the pinned Node.js. Plain JavaScript: it runs on Node 20.
import { goOn } from './go-on.mjs';

await goOn('scripts/testing/main.ts');
