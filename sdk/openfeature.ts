// The OpenFeature provider over an instance: evaluates from its memory, with no request, and says when values change.
import {
  ErrorCode,
  type EvaluationContext,
  type JsonValue,
  OpenFeatureEventEmitter,
  type Provider,
  ProviderEvents,
  type ResolutionDetails,
  StandardResolutionReasons,
} from '@openfeature/server-sdk';
import type { InstanceMode } from '#lib/contract/edge.ts';
import { MATRIX, type SwitchName } from '#lib/contract/matrix.generated.ts';
import { type FlagValue, flagValue, SYMBOL_MEMBER } from '#lib/contract/ofrep.ts';
import { SYMBOL_FORM } from '#lib/contract/snapshot.ts';
import type { SwitchType } from '#lib/contract/values.ts';
import type { Bulkhead, Change, Reading } from './api.ts';

const { STATIC, TARGETING_MATCH, STALE, DEFAULT, ERROR } = StandardResolutionReasons;

/** What to ask for a type of switch, as a person calls it. */
const ASK: Record<
  SwitchType,
  readonly [typeof_: 'boolean' | 'string' | 'number' | 'object', method: string]
> = {
  bool: ['boolean', 'getBooleanValue'],
  enum: ['string', 'getStringValue'],
  money: ['string', 'getStringValue'],
  decimal: ['number', 'getNumberValue'],
  int: ['number', 'getNumberValue'],
  symbols: ['object', 'getObjectValue'],
};

const BAD_SYMBOL =
  'symbol in the context must be 1 to 20 capital letters and digits, such as "BTC"; this is the safe value.';
const NO_VALUES =
  'This instance has never had any values: every switch reads as its safe value. Open nothing.';
const NO_CONTACT =
  'Contact with the edges is lost: switches hold their last value or have fallen to their safe value.';

/**
 * A provider for `OpenFeature.setProvider`. An evaluation never gives the caller's default for a switch that exists
 * and is asked for with its type: without contact, without values or with a wrong symbol it gives the last value or
 * the switch's safe value (docs/decisions/0022). The instance stays the caller's to close.
 */
export class BulkheadProvider implements Provider {
  readonly metadata = { name: 'Bulkhead' };
  readonly runsOn = 'server';
  readonly events = new OpenFeatureEventEmitter();
  readonly #bulkhead: Bulkhead;
  #unsubscribe: (() => void)[] = [];

  constructor(bulkhead: Bulkhead) {
    this.#bulkhead = bulkhead;
  }

  /** Done at once: until it is, clients would give the caller's default, and the safe values are there already. */
  async initialize(): Promise<void> {
    this.#unsubscribe = [
      this.#bulkhead.on('change', (change) => this.#tellChange(change)),
      this.#bulkhead.on('mode', (mode) => this.#tell(mode)),
    ];
    // The SDK calls the provider ready when this has returned; what is less than ready is said after that.
    setImmediate(() => {
      const mode = this.#bulkhead.mode();
      if (mode !== 'live' && this.#unsubscribe.length > 0) this.#tell(mode);
    });
  }

  async onClose(): Promise<void> {
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
  }

  async resolveBooleanEvaluation(flagKey: string, fallback: boolean, context: EvaluationContext) {
    return this.#resolve(flagKey, 'boolean', fallback, context);
  }

  async resolveStringEvaluation(flagKey: string, fallback: string, context: EvaluationContext) {
    return this.#resolve(flagKey, 'string', fallback, context);
  }

  async resolveNumberEvaluation(flagKey: string, fallback: number, context: EvaluationContext) {
    return this.#resolve(flagKey, 'number', fallback, context);
  }

  async resolveObjectEvaluation<T extends JsonValue>(
    flagKey: string,
    fallback: T,
    context: EvaluationContext,
  ) {
    return this.#resolve(flagKey, 'object', fallback, context);
  }

  #resolve<T>(flagKey: string, type: string, fallback: T, context: EvaluationContext): ResolutionDetails<T> {
    if (!Object.hasOwn(MATRIX, flagKey)) {
      const errorMessage = 'There is no switch of this name.';
      return { value: fallback, reason: ERROR, errorCode: ErrorCode.FLAG_NOT_FOUND, errorMessage };
    }
    const name = flagKey as SwitchName;
    const facts = MATRIX[name];
    const [own, method] = ASK[facts.type];
    if (own !== type) {
      const errorMessage = `${flagKey} is of the type ${facts.type}: ask for it with ${method}.`;
      return { value: fallback, reason: ERROR, errorCode: ErrorCode.TYPE_MISMATCH, errorMessage };
    }
    const symbol = context[SYMBOL_MEMBER];
    if (symbol !== undefined && (typeof symbol !== 'string' || !SYMBOL_FORM.test(symbol))) {
      // Without a code: with one the client would put the caller's default in the place of this value.
      return { value: asAsked(flagValue(facts.safe)), reason: ERROR, errorMessage: BAD_SYMBOL };
    }
    const reading = this.#bulkhead.read(name, symbol);
    const { epoch, revision, mode } = reading;
    return {
      value: asAsked(flagValue(reading.value)),
      reason: reasonOf(reading),
      flagMetadata: { epoch, revision, mode },
    };
  }

  #tellChange({ changed, epoch, revision }: Change): void {
    if (changed.length === 0) return;
    const metadata = { epoch, revision };
    this.events.emit(ProviderEvents.ConfigurationChanged, { flagsChanged: [...changed], metadata });
  }

  #tell(mode: InstanceMode): void {
    if (mode === 'live') this.events.emit(ProviderEvents.Ready);
    else if (mode === 'empty') this.events.emit(ProviderEvents.Error, { message: NO_VALUES });
    else this.events.emit(ProviderEvents.Stale, { message: NO_CONTACT, metadata: { mode } });
  }
}

/** The table of types above has just said that the value is of the type that was asked for. */
function asAsked<T>(value: FlagValue): T {
  return value as T;
}

function reasonOf({ from, mode }: Reading<unknown>): string {
  if (from === 'safe') return DEFAULT;
  if (mode !== 'live') return STALE;
  return from === 'override' ? TARGETING_MATCH : STATIC;
}
