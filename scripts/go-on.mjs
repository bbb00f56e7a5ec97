// Goes on with a TypeScript file under the pinned Node.js, after installing what is missing. It runs on Node 20.
import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import * as module from 'node:module';
import { installPackages, NODE, ROOT } from './install.mjs';

/** `file` is relative to the repository; the words after the command follow `args`. Ends the process when it fails. */
export async function goOn(file, args = []) {
  let installed = false;
  try {
    installed = installPackages((line) => console.log(line));
  } catch (error) {
    console.error(`\n${error.message}`);
    process.exit(1);
  }
  const words = [...args, ...process.argv.slice(2)];
  if (!installed && realpathSync(process.execPath) === realpathSync(NODE)) {
    // Compiled code is kept between starts; Node 20 does not know how.
    module.enableCompileCache?.(`${ROOT}node_modules/.cache/node-compile`);
    process.argv = [process.argv[0], `${ROOT}${file}`, ...words];
    await import(`${ROOT}${file}`);
    return;
  }
  const child = spawn(NODE, [`${ROOT}${file}`, ...words], { stdio: 'inherit' });
  // Ctrl-C reaches the child from the terminal as well; it takes a signal that comes twice for one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm's shell may die of a signal without passing it on: then we are somebody else's child.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event) {
    setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref();
  }
  child.on('error', (error) => {
    console.error(`\nNode.js 24 could not be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
