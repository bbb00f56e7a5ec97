// A connection to PostgreSQL: bounded in time, and with fewer round trips, because what needs no answer of its own travels with the statement after it (decision record 0119).
import pg from 'pg';

/** Wait for any one statement, ms: a frozen server does not answer. */
const STATEMENT_MS = 900;

/**
 * A statement that begins with a comment of its own name is prepared once on each connection. Those of every write and
 * every request are: to parse and plan them takes longer than to run them. All others are planned for the values they
 * come with, as searches have to be.
 */
const NAMED = /^\/\* ([a-z-]+) \*\//;

/**
 * Between a statement without values whose answer nobody needs (a lock) and the one that follows it. They stay two
 * statements: the second sees what was committed before the lock was had.
 */
const THEN = /\s*(?=\/\* then [a-z-]+ \*\/)/;
const THEN_NAMED = /^\/\* then ([a-z-]+) \*\//;

/** The name under which a statement is prepared, or '' when it is planned each time. */
export function statementName(sql: string): string {
  return NAMED.exec(sql)?.[1] ?? '';
}

interface Statement {
  name: string;
  text: string;
}

/** As Prisma's adapter sends it. */
type Query = pg.QueryConfig & { rowMode?: 'array'; queryMode?: 'extended' };

const BEGIN: Statement = { name: 'begin', text: 'BEGIN' };
const BEGUN = { command: 'BEGIN', rowCount: null, oid: 0, rows: [], fields: [] };

/** The part of the driver's query that Flight changes; its types leave it out. */
declare class DriverQuery {
  constructor(config: Query, callback: (error: Error | null, result: pg.QueryResult) => void);
  submit(connection: pg.Connection): Error | null;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: pg.Connection): void;
}

/**
 * Prepared statements sent ahead of the one that answers, in one message and before one Sync: when one of them fails, the
 * server runs none of those after it. Without that, a BEGIN that failed would let the rest commit by itself.
 */
class Flight extends (pg.Query as unknown as typeof DriverQuery) {
  readonly #ahead: readonly Statement[];
  #unanswered: number;

  constructor(
    ahead: readonly Statement[],
    config: Query,
    callback: (error: Error | null, result: pg.QueryResult) => void,
  ) {
    super({ ...config, queryMode: 'extended' }, callback);
    this.#ahead = ahead;
    this.#unanswered = ahead.length;
  }

  override submit(connection: pg.Connection): Error | null {
    connection.stream.cork();
    try {
      for (const { name } of this.#ahead) {
        connection.bind({ statement: name, values: [] }, true);
        connection.execute({}, true);
      }
      return super.submit(connection);
    } finally {
      connection.stream.uncork();
    }
  }

  override handleDataRow(message: unknown): void {
    if (this.#unanswered === 0) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: pg.Connection): void {
    if (this.#unanswered === 0) super.handleCommandComplete(message, connection);
    else this.#unanswered -= 1;
  }
}

function isQuery(asked: unknown): asked is Query {
  return typeof asked === 'object' && asked !== null && 'text' in asked;
}

/**
 * A connection that ends itself when a statement is not answered in time. The driver's own time-out would give it back
 * to the pool as it is, perhaps inside a transaction: the next one to get it would commit what was given up.
 */
export class Connection extends pg.Client {
  #bound: NodeJS.Timeout | undefined;
  /** BEGIN was asked for and waits for the first statement of its transaction. */
  #begun = false;
  /** Names of the statements that this connection has prepared, as far as a flight needs to know. */
  readonly #prepared = new Set<string>();

  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const answered = () => clearTimeout(this.#bound);
    this.on('drain', answered);
    this.on('end', answered);
  }

  // biome-ignore lint/suspicious/noExplicitAny: all forms of the driver's overloaded method, passed on as they are
  override query(...words: any[]): any {
    const [asked] = words;
    // Only the form with a promise: that of a transaction. A pool asks with a callback.
    if (!isQuery(asked) || typeof words.at(-1) === 'function') return this.#send(words);
    if (asked.text === BEGIN.text) {
      this.#begun = true;
      return Promise.resolve(BEGUN);
    }
    const [first = '', ...rest] = asked.text.split(THEN);
    const steps: Statement[] = [{ name: asked.name ?? '', text: first }];
    for (const text of rest) steps.push({ name: THEN_NAMED.exec(text)?.[1] ?? '', text });
    if (this.#begun) steps.unshift(BEGIN);
    this.#begun = false;
    return steps.length === 1 ? this.#send(words) : this.#together(asked, steps);
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above
  #send(words: any[]): any {
    clearTimeout(this.#bound);
    this.#bound = setTimeout(() => this.connection.stream.destroy(), STATEMENT_MS);
    return super.query(...(words as [string]));
  }

  /** The answer to the last of the steps. What is not prepared yet goes first, and each by itself. */
  async #together(asked: Query, steps: readonly Statement[]): Promise<pg.QueryResult> {
    const ahead = steps.slice(0, -1);
    const last: Query = { ...asked, ...steps.at(-1) };
    const names = steps.map(({ name }) => name).filter((name) => name !== '');
    if (names.every((name) => this.#prepared.has(name))) {
      return new Promise((resolve, reject) => {
        this.#send([new Flight(ahead, last, (error, result) => (error ? reject(error) : resolve(result)))]);
      });
    }
    for (const statement of ahead) await this.#send([statement]);
    const answer = await this.#send([last]);
    for (const name of names) this.#prepared.add(name);
    return answer;
  }
}
