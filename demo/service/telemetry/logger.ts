// Structured logs: one JSON object a line on stdout, the same to Loki where LOKI_URL names one, and as OpenTelemetry log records.
import { Logger as OtelLogger, SeverityNumber } from '@opentelemetry/api-logs';

export type Level = 'info' | 'warn' | 'error';
export type Fields = Record<string, string | number | boolean>;

const severity = { info: SeverityNumber.INFO, warn: SeverityNumber.WARN, error: SeverityNumber.ERROR };

export class Logger {
  private readonly loki: Loki | undefined;

  constructor(
    private readonly service: string,
    private readonly otel: OtelLogger,
    private readonly print: (line: string) => void = (line) => process.stdout.write(`${line}\n`)
  ) {
    const url = process.env.LOKI_URL;
    this.loki = url === undefined ? undefined : new Loki(url, service);
  }

  log(level: Level, message: string, fields: Fields = {}): void {
    const time = Date.now();
    const line = JSON.stringify({
      time: new Date(time).toISOString(),
      level,
      service: this.service,
      message,
      ...fields,
    });
    this.print(line);
    this.loki?.push(level, time, line);
    this.otel.emit({
      timestamp: time,
      severityNumber: severity[level],
      severityText: level.toUpperCase(),
      body: message,
      attributes: fields,
    });
  }

  async close(): Promise<void> {
    await this.loki?.close();
  }
}

const mostWaiting = 10_000; // lines; when Loki is away longer than that lasts, the oldest go: a log must not eat the service's memory

/** Pushes lines to Loki once a second. What it refuses is said once and dropped. */
class Loki {
  private waiting: Array<{ level: Level; nanoseconds: string; line: string }> = [];
  private readonly timer = setInterval(() => void this.send(), 1000);
  private last = 0n;
  private isSilent = false;

  constructor(
    private readonly url: string,
    private readonly service: string
  ) {
    this.timer.unref();
  }

  push(level: Level, time: number, line: string): void {
    const nanoseconds = BigInt(time) * 1_000_000n;
    this.last = nanoseconds > this.last ? nanoseconds : this.last + 1n; // equal times would be one entry where lines are equal
    this.waiting.push({ level, nanoseconds: String(this.last), line });
    if (this.waiting.length > mostWaiting) {
      this.waiting.splice(0, this.waiting.length - mostWaiting);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.send();
  }

  private async send(): Promise<void> {
    const batch = this.waiting;
    if (batch.length === 0) {
      return;
    }
    this.waiting = [];
    const streams = (['info', 'warn', 'error'] as const)
      .map((level) => ({
        stream: { service_name: this.service, level },
        values: batch.filter((entry) => entry.level === level).map(({ nanoseconds, line }) => [nanoseconds, line]),
      }))
      .filter(({ values }) => values.length > 0);
    try {
      const answer = await fetch(new URL('/loki/api/v1/push', this.url), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ streams }),
        signal: AbortSignal.timeout(5000),
      });
      if (!answer.ok) {
        throw new Error(`${answer.status} ${(await answer.text()).slice(0, 200)}`);
      }
      this.isSilent = false;
    } catch (error) {
      if (!this.isSilent) {
        process.stderr.write(`Loki did not take ${batch.length} lines: ${(error as Error).message}\n`);
        this.isSilent = true;
      }
    }
  }
}
