// The network between one instance and the edges, which can be made slow or cut on purpose.
import { Agent, type Dispatcher } from 'undici';
import { DelayLine } from './delay-line.ts';

export type Fault =
  | { readonly kind: 'none' }
  /** Switch values arrive `ms` late. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Nothing arrives and nothing goes out. */
  | { readonly kind: 'silent' };

export class Link {
  /** For the SDK's option of the same name. */
  readonly dispatcher: Dispatcher;
  readonly #agent = new Agent({ connect: { timeout: 2_000 }, keepAliveTimeout: 30_000 });
  readonly #open = new Set<Dispatcher.DispatchController>();
  #fault: Fault = { kind: 'none' };

  constructor() {
    this.dispatcher = this.#agent.compose((dispatch) => (options, handler) => {
      if (this.#fault.kind === 'silent') throw new Error('The link of this instance is cut on purpose.');
      return dispatch(options, this.#watched(handler, options.path.endsWith('/config/stream')));
    });
  }

  get fault(): Fault {
    return this.#fault;
  }

  set(fault: Fault): void {
    this.#fault = fault;
    if (fault.kind !== 'silent') return;
    for (const controller of this.#open)
      controller.abort(new Error('The link of this instance was cut on purpose.'));
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  /** The handler, known to the link so that it can be cut; what a stream brings is kept back as the fault says. */
  #watched(handler: Dispatcher.DispatchHandler, isStream: boolean): Dispatcher.DispatchHandler {
    const line = new DelayLine();
    const open = this.#open;
    const late = (deliver: () => void) =>
      line.put(isStream && this.#fault.kind === 'slow' ? this.#fault.ms : 0, deliver);
    return {
      onRequestStart(controller, context) {
        open.add(controller);
        handler.onRequestStart?.(controller, context);
      },
      onResponseStart(controller, status, headers, message) {
        handler.onResponseStart?.(controller, status, headers, message);
      },
      onResponseData(controller, chunk) {
        late(() => handler.onResponseData?.(controller, chunk));
      },
      onResponseEnd(controller, trailers) {
        open.delete(controller);
        late(() => handler.onResponseEnd?.(controller, trailers));
      },
      onResponseError(controller, error) {
        open.delete(controller);
        line.stop();
        handler.onResponseError?.(controller, error);
      },
    };
  }
}
