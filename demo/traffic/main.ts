// Traffic for the demo's service: npx tsx demo/traffic/main.ts [--scenario new-phone] [--url http://127.0.0.1:8000] [--rate 20] [--ramp 300] [--seconds 3600]
// With --answers FILE each answer is a line of JSON there.
import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadDigits } from '../digits/images';
import { Traffic } from './client';
import { scenarios } from './scenarios';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:8000' },
      scenario: { type: 'string', default: 'new-phone' },
      rate: { type: 'string', default: '20' },
      ramp: { type: 'string', default: '300' },
      seconds: { type: 'string', default: 'Infinity' },
      seed: { type: 'string', default: '1' },
      'label-delay': { type: 'string', default: '20' },
      answers: { type: 'string' },
    },
  });
  const scenario = scenarios[values.scenario];
  if (scenario === undefined) {
    throw new Error(`there is no scenario ${values.scenario}: there are ${Object.keys(scenarios).join(', ')}`);
  }
  const [rate, ramp] = [Number(values.rate), Number(values.ramp)];
  if (!(rate > 0) || !(ramp > 0)) {
    throw new Error('--rate and --ramp are positive numbers: requests a second, and seconds that a change takes');
  }
  console.log(`${values.scenario}: ${scenario.what}\n${scenario.see.map((line) => `  ${line}`).join('\n')}`);
  const answers = values.answers === undefined ? undefined : createWriteStream(values.answers);
  let counts: Record<string, number> = {};
  const traffic = new Traffic({
    url: values.url,
    scenario,
    rate,
    ramp,
    seconds: Number(values.seconds),
    seed: Number(values.seed),
    served: loadDigits().served,
    labelDelay: Number(values['label-delay']),
    onAnswer: (answer) => {
      answers?.write(`${JSON.stringify(answer)}\n`);
      const { status } = answer;
      const name = status === 0 ? 'no answer' : String(status);
      counts[name] = (counts[name] ?? 0) + 1;
    },
  });
  const report = setInterval(() => {
    const parts = Object.entries(counts).map(([status, n]) => `${n} × ${status}`);
    console.log(`${new Date().toISOString().slice(11, 19)}  ${parts.join(', ') || 'nothing was answered'}`);
    counts = {};
  }, 10_000);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => traffic.stop());
  }
  await traffic.run();
  clearInterval(report);
  answers?.end();
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
