// npm start: brings the packages, then starts the installation under the pinned Node.js. It runs on Node 20.
import { goOn } from './go-on.mjs';

await goOn('scripts/launch/main.ts');
