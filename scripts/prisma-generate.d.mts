/** Generates the Prisma client if the schema changed; answers whether it did. Throws with Prisma's own words. */
export function prismaGenerate(options?: { force?: boolean }): boolean;
