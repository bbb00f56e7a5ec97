// Keeps the idle worker small; imported before everything else. The worker is no place where microseconds count.
import { setFlagsFromString } from 'node:v8';

// Prisma's query compiler is WebAssembly. Optimising its hot functions takes 30 MB that are not given back, and saves
// milliseconds a minute here. The flag is read when a module is instantiated.
setFlagsFromString('--wasm-tiering-budget=2000000000');
// The young generation would grow to 48 MB while the program is loaded, and stay so.
setFlagsFromString('--semi-space-growth-factor=1');
// Collect sooner rather than let the heap grow.
setFlagsFromString('--optimize-for-size');
