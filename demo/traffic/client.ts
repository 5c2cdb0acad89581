// Sends requests at a rate, as they come from many people: at random times, whether the service keeps up or not.
import { Agent, request } from 'node:http';
import { Digit } from '../digits/images';
import { Random } from '../random';
import { PhoneUsers } from './phoneuser';
import { Reviewers } from './reviewer';
import { Scenario } from './scenarios';

export interface TrafficOptions {
  url: string;
  scenario: Scenario;
  /** Requests a second. */
  rate: number;
  /** Seconds after which traffic ends; Infinity for never. */
  seconds: number;
  /** Seconds that a change takes. */
  ramp: number;
  seed: number;
  served: Digit[];
  /** Seconds after which a label is known. */
  labelDelay?: number;
  /** Each answer, or why there is none. */
  onAnswer?: (answer: TrafficAnswer) => void;
}

export interface TrafficAnswer {
  path: string;
  /** 0 where the connection broke. */
  status: number;
  requestId: string | undefined;
  /** Since the request was due: what waits because others are waited for has waited, too. */
  milliseconds: number;
  /** When it came, Unix ms. */
  at: number;
  body: string;
}

/** Of the requests, these shares are irises and reviews; the rest are pictures. */
const irises = 0.05;
const reviews = 0.15;
const calmVersion = '4.2'; // in service when the service starts
const labelled = 0.5; // share of predictions of which somebody says what was there

export class Traffic {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });
  private readonly random: Random;
  private readonly users: PhoneUsers;
  private readonly reviewers: Reviewers;
  private readonly pending = new Set<Promise<unknown>>();
  private isStopped = false;
  private lastFaults = '';
  private lastVersion = calmVersion;

  constructor(private readonly options: TrafficOptions) {
    this.random = new Random(options.seed, 'traffic');
    this.users = new PhoneUsers(options.served, options.seed);
    this.reviewers = new Reviewers(options.seed);
  }

  stop(): void {
    this.isStopped = true;
  }

  /** Runs until its time is over or stop() is called, and waits for what was sent. */
  async run(): Promise<void> {
    const { rate, seconds } = this.options;
    const began = performance.now();
    let next = 0; // ms after the beginning
    while (!this.isStopped && next < 1000 * seconds) {
      const wait = began + next - performance.now();
      if (wait > 1) {
        await new Promise((resolve) => setTimeout(resolve, Math.min(wait, 200)));
        continue;
      }
      this.sendOne(next / 1000, began + next);
      next += (-Math.log(1 - this.random.uniform()) / rate) * 1000;
      await new Promise(setImmediate); // answers are read also while traffic is behind its time
    }
    this.isStopped = true;
    await Promise.allSettled([...this.pending]);
    this.agent.destroy();
  }

  private sendOne(seconds: number, due: number): void {
    const { scenario, ramp } = this.options;
    const moment = scenario.at(seconds, ramp);
    this.applyFaults(moment.faults);
    this.deploy(moment.version);
    const kind = this.random.uniform();
    for (let copy = 0; copy < moment.copies; copy++) {
      if (kind < irises) {
        const query = new URLSearchParams({
          sepal_length: this.around(5.8, 0.8),
          sepal_width: this.around(3.1, 0.4),
          petal_length: this.around(3.8, 1.5),
          petal_width: this.around(1.2, 0.6),
        });
        this.keep(this.post(`/iris_v1/?${query}`, 'application/json', Buffer.alloc(0), due));
      } else if (kind < irises + reviews) {
        const review = this.reviewers.next(moment.anger);
        this.keep(this.post('/sentiment', 'application/json', Buffer.from(JSON.stringify({ review })), due));
      } else {
        const picture = this.users.next(moment.habits);
        const answered = this.post(picture.path, picture.contentType, picture.body, due);
        this.keep(answered);
        if (copy === 0 && this.random.chance(labelled)) {
          this.labelLater(answered, picture.label, moment.labelsMatch);
        }
      }
    }
  }

  private labelLater(answered: Promise<TrafficAnswer>, label: string, matches: boolean): void {
    void answered.then(({ status, requestId }) => {
      if (status === 200 && requestId !== undefined) {
        const timer = setTimeout(
          () => {
            if (this.isStopped) {
              return;
            }
            const request_id = matches ? requestId : `app-${requestId}`;
            this.keep(this.post('/labels', 'application/json', Buffer.from(JSON.stringify({ request_id, label }))));
          },
          1000 * (this.options.labelDelay ?? 20)
        );
        timer.unref();
      }
    });
  }

  /** Faults are asked for anew only when they change, and once a minute while they last. */
  private applyFaults(faults: { errors: number; delayMs: number }): void {
    const isOff = faults.errors === 0 && faults.delayMs === 0;
    const key = `${JSON.stringify(faults)} ${isOff ? '' : Math.floor(performance.now() / 60_000)}`;
    if (key === this.lastFaults || (isOff && this.lastFaults === '')) {
      return;
    }
    this.lastFaults = key;
    const body = Buffer.from(JSON.stringify({ ...faults, seconds: 90 }));
    void this.post('/faults', 'application/json', body).then(({ status }) => {
      if (status === 404) {
        console.error('The service cannot be broken on request: start it with --allow-faults');
        this.stop();
      }
    });
  }

  private deploy(version: string): void {
    if (version !== this.lastVersion) {
      this.lastVersion = version;
      void this.post('/deployments', 'application/json', Buffer.from(JSON.stringify({ version })));
    }
  }

  private keep(answered: Promise<TrafficAnswer>): void {
    this.pending.add(answered);
    void answered.then((answer) => {
      this.pending.delete(answered);
      this.options.onAnswer?.(answer);
    });
  }

  /** Never rejects: a broken connection is an answer of status 0. */
  private post(path: string, contentType: string, body: Buffer, due = performance.now()): Promise<TrafficAnswer> {
    return new Promise((resolve) => {
      const done = (status: number, requestId?: string, text = '') =>
        resolve({
          path: path.split('?')[0],
          status,
          requestId,
          milliseconds: performance.now() - due,
          at: Date.now(),
          body: text,
        });
      const outgoing = request(
        new URL(path, this.options.url),
        {
          method: 'POST',
          agent: this.agent,
          headers: {
            'Content-Type': contentType,
            'Content-Length': body.length,
            // Each request is a trace of its own, that begins in the app.
            traceparent: `00-${this.random.hex(32)}-${this.random.hex(16)}-01`,
          },
        },
        (incoming) => {
          const id = incoming.headers['x-request-id'];
          let text = '';
          incoming.setEncoding('utf8').on('data', (part: string) => (text += part));
          incoming.once('end', () => done(incoming.statusCode ?? 0, typeof id === 'string' ? id : undefined, text));
          incoming.once('error', () => done(0));
        }
      );
      outgoing.once('error', () => done(0));
      outgoing.end(body);
    });
  }

  private around(mean: number, sd: number): string {
    return Math.max(0.1, mean + sd * this.random.normal()).toFixed(1);
  }
}
