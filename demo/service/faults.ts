// What can be made to go wrong, to see it on a dashboard: POST /faults {"errors": 0.3, "delayMs": 400, "seconds": 60}. Off unless the service was started
// with --allow-faults.
import { json, RequestError, Route } from './http';

export class Faults {
  private errors = 0;
  private delayMs = 0;
  private until = 0;

  /** Waits or fails, as asked. */
  async before(): Promise<void> {
    if (Date.now() >= this.until) {
      return;
    }
    if (this.delayMs > 0) {
      await new Promise((resolve) => setTimeout(resolve, this.delayMs * (0.5 + Math.random())));
    }
    if (Math.random() < this.errors) {
      throw new RequestError(503, 'model_unavailable', 'the model does not answer');
    }
  }

  route(): Route {
    return {
      method: 'POST',
      path: '/faults',
      handle: async (request) => {
        const { errors = 0, delayMs = 0, seconds = 60 } = await json(request, 4096);
        const within = (x: unknown, most: number): x is number => typeof x === 'number' && x >= 0 && x <= most;
        if (!within(errors, 1) || !within(delayMs, 60_000) || !within(seconds, 86_400)) {
          throw new RequestError(
            422,
            'invalid_fault',
            'errors is a share, delayMs at most 60000, seconds at most 86400'
          );
        }
        [this.errors, this.delayMs, this.until] = [errors, delayMs, Date.now() + 1000 * seconds];
        return { status: 200, body: { errors, delayMs, until: new Date(this.until).toISOString() } };
      },
    };
  }
}
