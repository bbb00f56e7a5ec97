// Widely known passwords, from the list that zxcvbn's common language ships; read when the first password is chosen.
let known: Promise<ReadonlySet<string>> | undefined;

/** About 49,000, in lower case. */
export function knownPasswords(): Promise<ReadonlySet<string>> {
  known ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common'] as readonly string[]),
  );
  return known;
}
