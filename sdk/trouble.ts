// Hands troubles to the service's onTrouble; what that throws must stop neither an instance nor an executor.

export interface Troubles {
  tell(error: Error): void;
  /** The last trouble in words; undefined while there was none. */
  last(): string | undefined;
}

export function createTroubles(onTrouble: ((error: Error) => void) | undefined): Troubles {
  let last: string | undefined;
  return {
    tell(error) {
      last = error.message;
      try {
        onTrouble?.(error);
      } catch (thrown) {
        last = `onTrouble threw: ${String(thrown)}`;
      }
    },
    last: () => last,
  };
}
