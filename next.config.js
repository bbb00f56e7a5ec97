// How Next builds the console: a standalone server, run by node itself (see docs/decisions/0003-node-pinned.md).
import { fileURLToPath } from 'node:url';

/** @type {import('next').NextConfig} */
export default {
  output: 'standalone',
  outputFileTracingRoot: fileURLToPath(new URL('.', import.meta.url)),
  turbopack: { root: fileURLToPath(new URL('.', import.meta.url)) },
  reactStrictMode: true,
  poweredByHeader: false,
  // Evidence of a canary brings a file; proxy.ts holds every other action to 1 MiB.
  experimental: { serverActions: { bodySizeLimit: '8mb' } },
  // The console shows no pictures; the optimizer would fetch addresses for anybody who asks.
  images: { unoptimized: true },
  // Types are checked by `npm run check` with TypeScript 7, which has no API for Next to call.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    '@node-rs/argon2',
    'pg',
    'pino',
    'prom-client',
    'rate-limiter-flexible',
    '@prisma/client',
    '@prisma/adapter-pg',
  ],
};
