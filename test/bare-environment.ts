// The environment of a process that is to know nothing of ours: the way to its programs and their compiled code, and what a test names.

export function bareEnvironment(named: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { PATH, NODE_ENV, NODE_COMPILE_CACHE } = process.env;
  return { PATH, NODE_ENV, NODE_COMPILE_CACHE, ...named };
}
