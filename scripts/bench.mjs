// npm run bench: brings the packages, then measures under the pinned Node.js. Plain JavaScript: it runs on Node 20.
import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { installPackages, NODE, ROOT } from './install.mjs';

try {
  installPackages((line) => console.log(line));
} catch (error) {
  console.error(`\n${error.message}`);
  process.exit(1);
}

const main = `${ROOT}bench/main.ts`;
if (realpathSync(process.execPath) === realpathSync(NODE)) {
  await import(main);
} else {
  const child = spawn(NODE, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches the child from the terminal as well; it takes a signal that comes twice for one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`\nNode.js 24 could not be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
